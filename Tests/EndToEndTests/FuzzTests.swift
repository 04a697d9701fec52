// The program that fuzzes: the inputs that it starts from hold, and it tells what does not.
import Glibc
import TestSupport
import Testing

@Suite struct FuzzTests {
  /// Built together with these tests, without libFuzzer.
  private static let path =
    Program.path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/Fuzz"

  /// Every parser reads its own inputs, and those that were once faults, within its bounds of memory and time.
  @Test func allInputsHold() throws {
    let names = try Program.run(Self.path, ["list"]).output.split(separator: "\n").map {
      $0.prefix { $0 != " " }
    }
    #expect(names.count >= 26)
    let run = try Program.run(Self.path, ["check"], deadline: 120)
    #expect(run.status == 0, "\(run.output)\(run.error)")
    for name in names { #expect(run.output.contains(try Regex("(?m)^\(name): [1-9][0-9]* inputs hold$"))) }
  }

  @Test func filesAreReadAgain() throws {
    let folder = try TestSupport.TemporaryFolder()
    let file = folder.write(Array("{\"a\": [1, 2]}".utf8), to: "input")
    let run = try Program.run(Self.path, ["json", file])
    #expect(run.status == 0 && run.output == "\(file): holds\n")
    #expect(try Program.run(Self.path, ["json", "\(folder.path)/missing"]).status == 1)
    #expect(try Program.run(Self.path, ["jsom", file]).status == 64)
    #expect(try Program.run(Self.path, []).status == 64)
    // Linked without libFuzzer it cannot fuzz, and says so.
    let fuzzing = try Program.run(Self.path, ["json"])
    #expect(fuzzing.status == 64 && fuzzing.error.contains("make fuzz"))
  }
}
