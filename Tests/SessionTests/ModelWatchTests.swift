// A watched file is reported once for each change, and not while it is being written.
import FoundationEssentials
import Testing

@testable import Checkpoints
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

  /// Training scripts of transformers write an index once and shards and configurations anew.
  @Test func shardsAndConfigurationsAreFollowed() throws {
    let folder = FileManager.default.temporaryDirectory.path + "/polascope-watch-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: URL(filePath: "\(folder)/\(name)"))
    }
    func shard(_ tensor: String, metadata: String = "") -> [UInt8] {
      let header = #"{"\#(tensor)":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}\#(metadata)}"#
      return withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
        + [7]
    }
    let index = "model.safetensors.index.json"
    try write(index, Array(#"{"weight_map":{"a":"one.safetensors","b":"two.safetensors"}}"#.utf8))
    try write("one.safetensors", shard("a"))
    #expect(ModelWatch.isMissing(folder), "the second shard is not there yet")

    for path in [folder, "\(folder)/\(index)"] {
      var watch = ModelWatch(path)
      func looks(_ count: Int) -> [Bool] { (0..<count).map { _ in watch.look() } }
      #expect(looks(2) == [false, false])
      try write("two.safetensors", shard("b"))
      #expect(looks(3) == [false, true, false], "a shard that was missing is there")
      try write("one.safetensors", shard("a", metadata: #","__metadata__":{"step":"2"}"#))
      #expect(looks(3) == [false, true, false], "a shard is another")
      for name in ["config.json", "preprocessor_config.json"] {
        try write(name, Array("{}".utf8))
        #expect(looks(3) == [false, true, false], "\(name) is there now")
        try write(name, Array("{".utf8))
        #expect(looks(3) == [false, true, false], "\(name) is broken, which the loading tells")
        try FileManager.default.removeItem(atPath: "\(folder)/\(name)")
        #expect(looks(3) == [false, true, false], "\(name) is gone")
      }
      try write("one.safetensors", shard("a"))
      try FileManager.default.removeItem(atPath: "\(folder)/two.safetensors")
    }
  }
}
