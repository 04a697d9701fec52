// Matrices of all queries, larger than what the program may hold: memory while they are written, and what an
// interrupted run leaves.
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct LargeDumpTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// A dump of the first layer's matrix of a twin on an input of `side` × `side` pixels, (side / 4)² tokens.
  private func arguments(model: String, side: Int) -> [String] {
    [
      "dump", model, "--image", image, "--out", folder.path, "--input-size", "\(side)", "--layers", "0",
      "--map", "attention", "--query", "all", "--format", "npy", "--threads", "2",
    ]
  }

  private func files() throws -> [String] {
    let found = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return found.filter { path in
      var status = stat()
      return stat("\(folder.path)/\(path)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// Four times the tokens are sixteen times the matrix, 67 MB; memory grows by far less than that matrix.
  @Test(arguments: ["fashion-softmax", "fashion-polarity"])
  func memoryDoesNotGrowWithTheMatrix(model: String) throws {
    let peaks = try [128, 256].map { side in
      // The system counts what a process held before it became this program among the most it ever held, so the
      // program's own peak is read while it runs.
      var peak = 0
      let run = try Program.run(arguments(model: model, side: side) + ["--force"]) { process in
        peak = max(peak, number("VmHWM", in: "status", of: process).map { $0 << 10 } ?? 0)
      }
      try #require(run.status == 0, "\(run.error)")
      return peak
    }
    let path = try #require(files().first)
    let size = try #require(
      FileManager.default.attributesOfItem(atPath: "\(folder.path)/\(path)")[.size] as? Int)
    #expect(size == 128 + 4 * 4096 * 4096)
    #expect(peaks[0] > 0)
    #expect(peaks[1] - peaks[0] < size / 2, "\(peaks)")
  }

  /// Whether the file system of temporary folders has files without a name (O_TMPFILE), as all common ones of Linux
  /// do.
  private static let hasNamelessFiles: Bool = {
    let descriptor = open(
      FileManager.default.temporaryDirectory.path, O_WRONLY | O_DIRECTORY | 0o20000000, 0o600)
    close(descriptor)
    return descriptor >= 0
  }()

  /// However a run ends in the middle of a file, nothing of it is there.
  @Test(.enabled(if: hasNamelessFiles), arguments: [SIGINT, SIGTERM, SIGHUP, SIGKILL])
  func anInterruptedRunLeavesNoFile(signal: Int32) throws {
    var interrupted = false
    let run = try Program.run(arguments(model: "fashion-softmax", side: 512)) { process in
      guard !interrupted, number("wchar", in: "io", of: process) ?? 0 > 10_000_000 else { return }
      interrupted = kill(process, signal) == 0
    }
    #expect(interrupted)
    #expect(run.status == 128 + signal)
    #expect(run.output.isEmpty)
    #expect(try files().isEmpty)
  }
}
