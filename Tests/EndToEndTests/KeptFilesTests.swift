// However a run ends, its files are whole or as they were, and a run after it goes on where it ended.
import FoundationEssentials
import Glibc
import Samples
import TestSupport
import Testing

@Suite struct KeptFilesTests {
  private let folder: TemporaryFolder
  private let file: String
  private let images: [String]

  init() throws {
    folder = try TemporaryFolder()
    file = "\(folder.path)/numbers.jsonl"
    images = Array(Samples.images.prefix(6))
    try #require(images.count == 6)
  }

  private var arguments: [String] {
    ["stats", "fashion-softmax", "--threads", "1", "--append", file] + images.flatMap { ["--image", $0] }
  }

  private func withoutTimes(_ line: String) -> String { line.replacing(/"seconds":\{[^}]*\}/, with: "") }

  /// Lines of `stats` without what differs from run to run.
  private func lines() throws -> [String] {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.isEmpty || text.hasSuffix("\n"))
    return text.split(separator: "\n").map { withoutTimes(String($0)) }
  }

  private func wholeLines() throws -> [String] {
    #expect(try Program.run(arguments).status == 0)
    let whole = try lines()
    #expect(whole.count == images.count)
    return whole
  }

  /// A stream that the shell has closed is none of the files that the program opens.
  @Test(arguments: ["2>&-", ">&-", "<&-", "<&- >&- 2>&-"]) func closedStreamsAreNoFiles(closed: String) throws
  {
    let whole = try wholeLines()
    unlink(file)
    // An image that is named twice is a message.
    let script = "exec \"$0\" \"$@\" \(closed)"
    let run = try Program.run("sh", ["-c", script, Program.path] + arguments + ["--image", images[0]])
    #expect(run.status == 0, "\(run.status) \(run.error)")
    #expect(Set(try lines()) == Set(whole))
    let version = try Program.run("sh", ["-c", script, Program.path, "--version"])
    #expect(version.status == (closed.contains(" >&-") || closed == ">&-" ? 1 : 0), "\(version.error)")
  }

  /// Cut anywhere, among them at both ends of lines, the file gets the same lines again.
  @Test func appendingGoesOnFromAnyCut() throws {
    let whole = try wholeLines()
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: file)))
    let breaks = bytes.indices.filter { bytes[$0] == UInt8(ascii: "\n") }
    var generator = SplitMix64(seed: 20)
    let cuts =
      breaks.prefix(3).flatMap { [$0 - 1, $0, $0 + 1, $0 + 2, $0 + 60] }
      + (0..<25).map { _ in Int.random(in: 0...bytes.count, using: &generator) }
    for cut in cuts where cut <= bytes.count {
      try Data(bytes[..<cut]).write(to: URL(filePath: file))
      let run = try Program.run(arguments)
      // A line so short that nothing shows whose it is stays as it is.
      if run.status == 1, cut < 60 {
        #expect(run.error.contains("is not a file of polascope stats"))
        #expect([UInt8](try Data(contentsOf: URL(filePath: file))) == Array(bytes[..<cut]))
      } else {
        #expect(run.status == 0, "cut \(cut): \(run.error)")
        #expect(try lines() == whole, "cut \(cut)")
      }
    }
  }

  /// Killed at any moment, a run leaves whole lines and at most the beginning of one; the next run completes them.
  @Test func killedRunsAreContinued() throws {
    let whole = try wholeLines()
    let size = try Data(contentsOf: URL(filePath: file)).count
    for part in 1...12 {
      unlink(file)
      var isKilled = false
      _ = try Program.run(arguments) { process in
        var status = stat()
        guard !isKilled, stat(file, &status) == 0, Int(status.st_size) >= size * (part - 1) / 12 else {
          return
        }
        isKilled = kill(process, SIGKILL) == 0
      }
      if let left = try? String(contentsOfFile: file, encoding: .utf8) {
        let finished = left.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
          .map { withoutTimes(String($0)) }
        #expect(finished == Array(whole.prefix(finished.count)))
      }
      #expect(try Program.run(arguments).status == 0)
      #expect(try lines() == whole)
    }
  }

  /// A file that a killed run was to replace is the old one or the new one.
  @Test func killedReplacementsLeaveAWholeFile() throws {
    let maps = "\(folder.path)/maps"
    let dump = [
      "dump", "fashion-softmax", "--image", images[0], "--out", maps, "--format", "npy", "--query", "all",
      "--force",
      "--layers", "0",
    ]
    #expect(try Program.run(dump).status == 0)
    func files() throws -> [String: Data] {
      let names = try FileManager.default.subpathsOfDirectory(atPath: maps).filter { $0.hasSuffix(".npy") }
      return Dictionary(
        uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: URL(filePath: "\(maps)/\($0)"))) })
    }
    let old = try files()
    #expect(!old.isEmpty)
    for delay: UInt32 in [0, 2, 4, 6, 8, 10, 14, 18, 24, 30, 40, 60] {
      var isKilled = false
      _ = try Program.run(dump) { process in
        guard !isKilled else { return }
        usleep(delay * 1000)
        isKilled = kill(process, SIGKILL) == 0
      }
      #expect(try files() == old, "killed after \(delay) ms")
    }
  }

  /// A disk that is full, here a bound on the size of files: the error says so and what was there stays.
  @Test func aFullDiskLosesNothing() throws {
    let whole = try wholeLines()
    let size = try Data(contentsOf: URL(filePath: file)).count
    unlink(file)
    let script = "ulimit -f \(size / 1024 * 2 / 3); exec \"$0\" \"$@\""
    let run = try Program.run("bash", ["-c", script, Program.path] + arguments)
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("polascope: \(file): cannot be written: "), "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1)
    #expect(try Program.run(arguments).status == 0)
    #expect(try lines() == whole)
  }

  /// A real full disk, where the system lets the tests make a small one: no half file, one line that says why.
  @Test(arguments: [
    ["dump", "fashion-softmax", "--out", "DISK/maps", "--format", "npy", "--query", "all"],
    ["dump", "fashion-softmax", "--out", "DISK/maps", "--format", "png", "--size", "400", "--query", "mean"],
    ["compare", "fashion-softmax", "fashion-polarity", "--report", "DISK/report.html"],
    ["stats", "fashion-softmax", "--append", "DISK/lines.jsonl"],
    ["kernels", "fashion-softmax", "--bundle", "DISK/run.zip"],
  ]) func aFullDiskLeavesNoHalfFile(command: [String]) throws {
    let disk = "\(folder.path)/disk"
    try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
    let script = """
      mount -t tmpfs -o size=64k none "$1" 2>/dev/null || exit 99
      head -c 61440 /dev/zero >"$1/filler"; shift
      "$@"; status=$?
      find "\(disk)" -type f ! -name filler -printf '%s %p\\n'
      exit $status
      """
    let words = command.map { $0.replacing("DISK", with: disk) } + ["--image", images[0]]
    let run = try Program.run("unshare", ["-m", "sh", "-c", script, "sh", disk, Program.path] + words)
    // Where there is no right to mount, the bound on the size of files above has to do.
    guard run.status != 99, !run.error.contains("unshare") else { return }
    #expect(run.status == 1, "\(run.output)\(run.error)")
    #expect(run.error.contains("No space left on device"), "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1)
    let left = run.output.split(separator: "\n").filter { $0.contains(disk) }
    // A line of stats is torn where the disk ends; the next run cuts it. Every other file is whole or not there.
    if command[0] == "stats" {
      #expect(left.count == 1)
    } else {
      #expect(left.allSatisfy { !$0.hasSuffix(".part") && !$0.hasPrefix("0 ") }, "\(left)")
    }
  }

  /// Ten times the images take no more memory.
  @Test func memoryDoesNotGrowWithTheImages() throws {
    let peaks = try [200, 2000].map { count in
      let list = "\(folder.path)/list"
      let paths = (0..<count).map { "\(Samples.images[$0 % Samples.images.count])\n" }
      try paths.joined().write(toFile: list, atomically: true, encoding: .utf8)
      var peak = 0
      let run = try Program.run(
        ["stats", "fashion-softmax", "--images-from", list, "--jobs", "2", "--threads", "2"], deadline: 300
      ) { process in
        let text = (try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)) ?? ""
        if let line = text.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) {
          peak = max(peak, Int(line.filter(\.isNumber)).map { $0 << 10 } ?? 0)
        }
      }
      #expect(run.status == 0)
      #expect(run.output.utf8.count { $0 == UInt8(ascii: "\n") } == count)
      return peak
    }
    #expect(peaks[0] > 0)
    #expect(peaks[1] < peaks[0] + 8 << 20, "\(peaks)")
  }
}
