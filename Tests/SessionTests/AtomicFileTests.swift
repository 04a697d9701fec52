// Files that are there whole or not at all.
import Files
import FoundationEssentials
import Glibc
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

  /// Files that have a temporary name, and files that have none where the file system can do that.
  private static let kinds = [true, false]

  private func write(_ bytes: [UInt8], to path: String, replacing: Bool = false, isNamed: Bool) throws {
    let file = try AtomicFile(path, replacing: replacing, isNamed: isNamed)
    try bytes.withUnsafeBytes { try file.write($0) }
    try file.commit()
  }

  @Test(arguments: kinds) func existingFilesAreNotReplacedUnasked(isNamed: Bool) throws {
    try withFolder { folder in
      let path = "\(folder)/map.pgm"
      try write([1, 2, 3], to: path, isNamed: isNamed)
      #expect(throws: WriteError.exists(path)) { try write([4], to: path, isNamed: isNamed) }
      #expect(FileManager.default.contents(atPath: path) == Data([1, 2, 3]))
      try write([4], to: path, replacing: true, isNamed: isNamed)
      #expect(FileManager.default.contents(atPath: path) == Data([4]))
      #expect(try names(in: folder) == ["map.pgm"])
    }
  }

  /// A name that is taken between opening and committing is respected too, and replaced where that was asked for.
  @Test(arguments: kinds) func nameTakenMeanwhileIsRespected(isNamed: Bool) throws {
    try withFolder { folder in
      let path = "\(folder)/map.pgm"
      let unasked = try AtomicFile(path, isNamed: isNamed)
      let asked = try AtomicFile(path, replacing: true, isNamed: isNamed)
      try write([9], to: path, isNamed: isNamed)
      #expect(throws: WriteError.exists(path)) { try unasked.commit() }
      #expect(FileManager.default.contents(atPath: path) == Data([9]))
      try asked.commit()
      #expect(FileManager.default.contents(atPath: path) == Data())
      #expect(try names(in: folder) == ["map.pgm"])
    }
  }

  @Test(arguments: kinds) func linksStayAndTheirTargetsAreWritten(isNamed: Bool) throws {
    try withFolder { folder in
      let target = "\(folder)/target.svg"
      try write([1], to: target, isNamed: isNamed)
      try #require(symlink("target.svg", "\(folder)/near.svg") == 0)
      try #require(symlink("\(folder)/near.svg", "\(folder)/far.svg") == 0)
      #expect(throws: WriteError.exists(target)) {
        try write([2], to: "\(folder)/far.svg", isNamed: isNamed)
      }
      try write([2], to: "\(folder)/far.svg", replacing: true, isNamed: isNamed)
      #expect(FileManager.default.contents(atPath: target) == Data([2]))
      var status = stat()
      #expect(lstat("\(folder)/far.svg", &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)

      // A link to nothing: what it names is made.
      try #require(symlink("new.svg", "\(folder)/open.svg") == 0)
      try write([3], to: "\(folder)/open.svg", isNamed: isNamed)
      #expect(FileManager.default.contents(atPath: "\(folder)/new.svg") == Data([3]))
      try #require(symlink("loop", "\(folder)/loop") == 0)
      #expect(throws: WriteError.endlessLinks("\(folder)/loop")) {
        try write([4], to: "\(folder)/loop", replacing: true, isNamed: isNamed)
      }
    }
  }

  @Test(arguments: kinds) func whatIsNoRegularFileIsNotReplaced(isNamed: Bool) throws {
    try withFolder { folder in
      let pipe = "\(folder)/pipe"
      try #require(mkfifo(pipe, 0o600) == 0)
      try #require(symlink("/dev/null", "\(folder)/null") == 0)
      for (path, named) in [(pipe, pipe), ("/dev/null", "/dev/null"), ("\(folder)/null", "/dev/null")] {
        #expect(throws: WriteError.isNotRegular(named)) {
          try write([1], to: path, replacing: true, isNamed: isNamed)
        }
      }
      #expect(throws: WriteError.refused(folder, EISDIR)) {
        try write([1], to: folder, replacing: true, isNamed: isNamed)
      }
      #expect(try names(in: folder) == ["null", "pipe"])
    }
  }

  @Test(arguments: kinds) func aReplacedFileKeepsItsPermissions(isNamed: Bool) throws {
    try withFolder { folder in
      let path = "\(folder)/private.svg"
      try write([1], to: path, isNamed: isNamed)
      try #require(chmod(path, 0o600) == 0)
      try write([2], to: path, replacing: true, isNamed: isNamed)
      var status = stat()
      #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o600)
    }
  }

  @Test(arguments: kinds) func abandonedFileLeavesNothing(isNamed: Bool) throws {
    try withFolder { folder in
      do {
        let file = try AtomicFile("\(folder)/half.npy", isNamed: isNamed)
        try [1.0 as Float].withUnsafeBytes { try file.write($0) }
        let names = try names(in: folder)
        #expect(isNamed ? names.count == 1 && names[0].hasSuffix(".part") : names.count <= 1)
      }
      #expect(try names(in: folder).isEmpty)
    }
  }

  /// A folder in the place of the file cannot be replaced, and the file leaves nothing.
  @Test(arguments: kinds) func refusedCommitLeavesNothing(isNamed: Bool) throws {
    try withFolder { folder in
      let path = "\(folder)/map.pgm"
      let file = try AtomicFile(path, replacing: true, isNamed: isNamed)
      try AtomicFile.makeFolder(path)
      #expect(throws: WriteError.self) { try file.commit() }
      #expect(try names(in: folder) == ["map.pgm"])
    }
  }

  /// Permissions are those of any new file.
  @Test(arguments: kinds) func permissionsAreThoseOfNewFiles(isNamed: Bool) throws {
    try withFolder { folder in
      let paths = ["\(folder)/map.pgm", "\(folder)/other"]
      try write([1], to: paths[0], isNamed: isNamed)
      close(open(paths[1], O_WRONLY | O_CREAT, 0o666))
      let modes = paths.map { path in
        var status = stat()
        return stat(path, &status) == 0 ? status.st_mode : 0
      }
      #expect(modes[0] == modes[1])
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
