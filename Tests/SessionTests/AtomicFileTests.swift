// Files that are there whole or not at all.
import Files
import FoundationEssentials
import Testing

@Suite struct AtomicFileTests {
  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "\(FileManager.default.temporaryDirectory.path)/polascope-\(UUID().uuidString)"
    try AtomicFile.makeFolder("\(folder)/a/b")
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body("\(folder)/a/b")
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  @Test func existingFilesAreNotReplacedUnasked() throws {
    try withFolder { folder in
      let path = "\(folder)/map.pgm"
      try AtomicFile.write([1, 2, 3], to: path)
      #expect(throws: WriteError.exists(path)) { try AtomicFile.write([4], to: path) }
      #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
      try AtomicFile.write([4], to: path, replacing: true)
      #expect(FileManager.default.contents(atPath: path) == Data([4]))
      #expect(try names(in: folder) == ["map.pgm"])
    }
  }

  /// A name that is taken between opening and committing is respected too.
  @Test func nameTakenMeanwhileIsRespected() throws {
    try withFolder { folder in
      let path = "\(folder)/map.pgm"
      let file = try AtomicFile(path)
      try AtomicFile.write([9], to: path)
      #expect(throws: WriteError.exists(path)) { try file.commit() }
      #expect(FileManager.default.contents(atPath: path) == Data([9]))
      #expect(try names(in: folder) == ["map.pgm"])
    }
  }

  @Test func abandonedFileLeavesNothing() throws {
    try withFolder { folder in
      do {
        let file = try AtomicFile("\(folder)/half.npy")
        try [1.0 as Float].withUnsafeBytes { try file.write($0) }
        #expect(try names(in: folder).count == 1)
      }
      #expect(try names(in: folder).isEmpty)
    }
  }

  @Test func refusalsNameTheFile() throws {
    try withFolder { folder in
      let error = try #require(throws: WriteError.self) {
        try AtomicFile.write([1], to: "\(folder)/missing/map.pgm")
      }
      #expect("\(error)".hasPrefix("\(folder)/missing/map.pgm: cannot be written"))
      try AtomicFile.write([1], to: "\(folder)/file")
      #expect(throws: WriteError.self) { try AtomicFile.makeFolder("\(folder)/file/inside") }
    }
  }
}
