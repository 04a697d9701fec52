// How the command line answers: help, version, and errors in one line.
import Testing

@Suite struct CommandLineTests {
  @Test func versionGoesToTheStandardOutput() throws {
    let run = try Program.run(["--version"])
    #expect(run.status == 0)
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(run.error.isEmpty)
  }

  @Test func helpNamesTheProgram() throws {
    let run = try Program.run(["--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: polascope"))
  }

  @Test func aUsageErrorIsOneLineAndExits64() throws {
    let run = try Program.run(["--no-such-option"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: "))
    #expect(run.error.contains("no-such-option"))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}
