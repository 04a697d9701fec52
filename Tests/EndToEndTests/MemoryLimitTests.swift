// Limits of memory and files below what is needed: one line that says so, status 1, and the terminal as it was found.
import FoundationEssentials
import Glibc
import Samples
import TestSupport
import Testing

@Suite struct MemoryLimitTests {
  /// Runs the program under `ulimit OPTION LIMIT`.
  private static func run(_ option: String, _ limit: Int, _ arguments: [String]) throws -> ProgramRun {
    try Program.run(
      "sh", ["-c", "ulimit -c 0; ulimit \(option) \(limit) && exec \"$0\" \"$@\"", Program.path] + arguments)
  }

  /// The status of a viewer that has ended, or ends on `q`: the first may put away what it says of models and images.
  private static func quit(_ session: TerminalSession) throws -> Int? {
    for _ in 0..<3 where !(try session.screen().contains("ended with status")) {
      try session.type("q")
      usleep(300_000)
    }
    return try session.waitForEnd()
  }

  /// Whether the program ended because of a limit and said so in one line.
  private static func isRefused(_ run: ProgramRun) -> Bool {
    run.status == 1 && run.error.hasPrefix("polascope: ") && run.error.hasSuffix("\n")
      && run.error.split(separator: "\n").count == 1
      && ["there is no memory", "its weights take", "threads; ask for fewer", "no thread can be started"]
        .contains { run.error.contains($0) }
  }

  /// The least address space, in thousands of kB, in which the program starts at all. Below it the dynamic loader or the
  /// program says that it does not fit; where the runtime starts without its crash handler, it says so first.
  private static func leastThousands() throws -> Int {
    for thousands in 16..<200 {
      let run = try run("-v", thousands * 1000, ["--version"])
      if run.status == 0 { return thousands }
      var ended = run
      ended.error = run.error.split(separator: "\n", omittingEmptySubsequences: false)
        .filter { !$0.hasPrefix("swift runtime: ") }.joined(separator: "\n")
      #expect(ended.status == 127 || isRefused(ended), "\(thousands): \(run.status) \(run.error)")
    }
    throw NeverStarts()
  }

  private struct NeverStarts: Error {}

  /// From the least address space in which the program starts to one that is enough: refused at each rung until the first
  /// at which all is done.
  @Test(arguments: [
    ["stats", "fashion-softmax", "IMAGE", "--extra", "--threads", "1"],
    ["stats", "fashion-softmax", "fashion-polarity", "IMAGE", "--jobs", "2", "--threads", "1"],
    ["kernels", "fashion-relu", "IMAGE", "--kernels", "relu"],
    ["compare", "fashion-softmax", "fashion-polarity", "IMAGE"],
    ["view", "--screenshot", "OUT/a.txt", "--keys", "4 5 7 8"],
    ["figure", "fashion-softmax", "IMAGE", "--out", "OUT/a.png"],
    ["dump", "fashion-softmax", "IMAGE", "--out", "OUT"],
    ["bench", "fashion-softmax", "--runs", "1"],
  ])
  func aLimitIsSaid(words: [String]) throws {
    let image = try #require(Samples.images.first)
    let least = try Self.leastThousands()
    var (refused, done) = (0, 0)
    for more in [1, 2, 3, 5, 8, 12, 16, 20, 24, 28, 32, 36, 40, 48, 64, 96, 128, 256, 512, 1024] {
      let folder = try TestSupport.TemporaryFolder()
      let arguments = words.flatMap { word in
        word == "IMAGE" ? ["--image", image] : [word.replacing("OUT", with: folder.path)]
      }
      let run = try Self.run("-v", (least + more) * 1000, arguments)
      if run.status == 0 {
        done += 1
        if done == 2 { break }
      } else {
        #expect(Self.isRefused(run), "\(least + more) MB: \(run.status) \(run.error)")
        refused += 1
      }
    }
    #expect(refused > 0 && done > 0, "\(refused) refused, \(done) done")
  }

  /// The weights alone are more than the limit leaves: that is said before they are read.
  @Test func weightsThatDoNotFitAreRefused() throws {
    let run = try Self.run("-v", (Self.leastThousands() + 1) * 1000, ["bench", "fashion-softmax"])
    #expect(run.status == 1)
    #expect(
      run.error.contains(
        try Regex(
          "^polascope: .*fashion-softmax.*: its weights take 4 MB of memory, and the limits of the process .ulimit -v, "
            + "ulimit -d. leave [0-3] MB; raise the limit, or take a smaller model\n$")), "\(run.error)")
  }

  /// A limit of the stack that leaves too little is said, and one that the process may raise is raised.
  @Test(arguments: [64, 128, 512]) func aSmallStackIsSaidOrRaised(limit: Int) throws {
    let image = try #require(Samples.images.first)
    let arguments = ["stats", "fashion-softmax", "--extra", "--threads", "3", "--image", image]
    let run = try Self.run("-s", limit, arguments)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(
      run.error.contains(
        try Regex(
          "^polascope: the limit of the stack \\('ulimit -s'\\) is \(limit) kB, and [0-9]+ kB are needed; raise it: "
            + "ulimit -s 8192\n$")), "\(run.error)")
    let raised = try Self.run("-S -s", limit, arguments)
    #expect(raised.status == 0 && raised.error.isEmpty, "\(raised.error)")
  }

  /// Where the address space is limited, threads share a heap: one that cannot have its own would get pages from the
  /// system for every block.
  @Test func aLimitMakesNoPageOfEveryBlock() throws {
    let image = try #require(Samples.images.first)
    let arguments = [
      "kernels", "fashion-softmax", "--threads", "2", "--kernels", "relu,focused-3", "--image", image,
    ]
    let free = try Program.run("sh", ["-c", "exec \"$0\" \"$@\"", Program.path] + arguments)
    let limited = try Self.run("-v", (Self.leastThousands() + 130) * 1000, arguments)
    #expect(free.status == 0 && limited.status == 0, "\(limited.error)")
    #expect(limited.pageFaults < 4 * free.pageFaults, "\(limited.pageFaults) after \(free.pageFaults)")
  }

  /// Whatever the viewer is about when memory ends, the terminal is as it was found.
  @Test func theTerminalIsGivenBack() throws {
    let least = try Self.leastThousands()
    var ends: Set<Int?> = []
    for more in [4, 40, 52, 56, 60, 64, 72, 2000] {
      let session = try TerminalSession(
        program: "sh", ["-c", "ulimit -v \((least + more) * 1000); exec \(Program.path)"])
      let screen = try session.wait(for: "the viewer or its end") {
        $0.contains("ended with status") || $0.contains("1 heads")
      }
      for key in ["7", "t", "t", "5", "8"] where !screen.contains("ended with status") {
        try session.type(key)
        usleep(50_000)
      }
      let status = try Self.quit(session)
      #expect(status == 0 || status == 1, "\(more): \(status ?? -1)")
      #expect(try session.modes() == .shell && session.settingsAreAsFound(), "\(more)")
      ends.insert(status)
    }
    #expect(ends == [0, 1])
  }

  /// Without descriptors, files and the viewer's pipe cannot be opened.
  @Test(arguments: 4...8) func aLimitOfFilesIsSaid(limit: Int) throws {
    let session = try TerminalSession(program: "sh", ["-c", "ulimit -n \(limit); exec \(Program.path)"])
    let screen = try session.wait(for: "the viewer or its end") {
      $0.contains("ended with status") || $0.contains("1 heads")
    }
    let status = try Self.quit(session)
    #expect(status == 0 || status == 1, "\(status ?? -1): \(screen)")
    #expect(try session.modes() == .shell && session.settingsAreAsFound())
  }
}
