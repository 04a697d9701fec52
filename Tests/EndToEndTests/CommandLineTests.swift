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

  @Test func aUsageErrorDoesNotEndTwice() throws {
    let run = try Program.run(["summary", "lines", "--format", "xml"])
    #expect(run.status == 64)
    #expect(run.error.contains("'markdown'; 'polascope --help'"), "\(run.error)")
  }

  @Test func aResultThatCannotBeWrittenIsAFailure() throws {
    let run = try Program.run("sh", ["-c", "exec \"$0\" inspect fashion-softmax >/dev/full", Program.path])
    #expect(run.status == 1)
    #expect(run.error == "polascope: standard output: cannot be written: No space left on device\n")
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    // The program starts when its reader has ended: `true` then closes the pipe, and after it the FIFO.
    let script = """
      mkfifo "$1"
      { cat <"$1"; "$0" inspect fashion-softmax; echo status $? >&2; } | exec true >"$1"
      """
    let folder = try TemporaryFolder()
    let run = try Program.run("sh", ["-c", script, Program.path, "\(folder.path)/reader-has-ended"])
    // 141 = 128 + SIGPIPE
    #expect(run.error == "status 141\n")
  }

  @Test func completionsAreWrittenForAShell() throws {
    let run = try Program.run(["--generate-completion-script", "bash"])
    #expect(run.status == 0)
    #expect(run.output.contains("complete") && run.output.contains("stats"))
  }
}
