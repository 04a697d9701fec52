// A watched file is reported once for each change, and not while it is being written.
import FoundationEssentials
import Testing

@testable import Session

@Suite struct ModelWatchTests {
  @Test func aChangeIsReportedOnceAndWhenItHasEnded() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/polascope-watch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let file = URL(filePath: "\(folder)/model.safetensors")
    try Data([1]).write(to: file)

    for path in ["\(folder)/model.safetensors", folder] {
      var watch = ModelWatch(path)
      func looks(_ count: Int) -> [Bool] { (0..<count).map { _ in watch.look() } }
      #expect(looks(2) == [false, false])
      try Data([1, 2]).write(to: file)
      #expect(looks(1) == [false], "it may still be written")
      try Data([1, 2, 3]).write(to: file)
      #expect(looks(3) == [false, true, false], "reported once, when it was the same twice")

      // Removed and put back by a rename, as training scripts do.
      try FileManager.default.removeItem(at: file)
      #expect(looks(2) == [false, false])
      try Data([1, 2, 3]).write(to: file, options: .atomic)
      #expect(looks(3) == [false, true, false])
      try Data([1]).write(to: file)
    }
  }
}
