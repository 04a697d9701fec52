// Paths as texts: every name of a file has one, and its bytes come back.
import Files
import Glibc
import TestSupport
import Testing

@Suite struct SystemPathTests {
  private func path(_ bytes: [UInt8]) -> String { String(systemPath: bytes) }

  @Test func textsStayAsTheyAre() {
    for text in ["", "a/b.png", "é", "e\u{301}", "日本/語", "\u{1B}[0m\n", "\u{E000}", "\u{10FFFD}", "👩‍👩‍👧"] {
      #expect(path(Array(text.utf8)).utf8.elementsEqual(text.utf8))
      #expect(text.systemPath == Array(text.utf8))
    }
  }

  /// Random bytes, and names of them: no two have one text, and each text gives its bytes.
  @Test func everyByteComesBack() {
    var generator = SplitMix64(seed: .random(in: .min ... .max))
    let seed = generator.seed
    // Beginnings and middles of sequences, surrogates, overlong forms, and what stands for bytes itself.
    let pieces: [[UInt8]] = [
      [0x61], [0xE9], [0xC3, 0xA9], [0xF4, 0x8F, 0x9F, 0xA9], [0xF4, 0x8F], [0xED, 0xA0, 0x80], [0xC0, 0x80],
      [0xFF], [0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x80, 0xAE], [0x2F],
    ]
    var texts: [String: [UInt8]] = [:]
    for _ in 0..<4000 {
      let bytes = (0..<Int(generator.next() % 8)).flatMap { _ in
        generator.next() % 3 == 0
          ? [UInt8(truncatingIfNeeded: generator.next() | 1)]
          : pieces[Int(generator.next() % UInt64(pieces.count))]
      }
      let text = path(bytes)
      #expect(text.systemPath == bytes, "seed \(seed)")
      #expect(
        text.withSystemPath { strlen($0) } == (bytes.contains(0) ? 0 : bytes.count), "seed \(seed)")
      #expect(texts.updateValue(bytes, forKey: text) ?? bytes == bytes, "seed \(seed)")
    }
  }

  /// C functions would take it for the part in front of the NUL.
  @Test func aPathWithANULIsThatOfNoFile() throws {
    let folder = try TemporaryFolder()
    let file = folder.write([1], to: "a")
    #expect(isThere(file) && !isThere(file + "\0b"))
    #expect(throws: FileError.notFound(file + "\0b")) { _ = try LineReader(file + "\0b") }
  }

  @Test func bytesAreShownAndParsed() throws {
    let name = path([0x61, 0xE9, 0x2E, 0xFF])
    #expect(name.escaped == #"a\xe9.\xff"# && name.escaped.escaped == name.escaped)
    let json = try jsonText([name])
    #expect(json.allSatisfy { $0.isASCII })
    #expect(json == #"["a\udbfd\udfe9.\udbfd\udfff"]"#)
  }

  @Test func foldersListSuchNames() throws {
    let folder = try TemporaryFolder()
    let name = path([0x66, 0xFF, 0x2E, 0x70])
    let file = "\(folder.path)/\(name)"
    try AtomicFile.write([7], to: file)
    #expect(throws: WriteError.exists(file)) { try AtomicFile.write([8], to: file) }
    #expect(try folderContents(folder.path) == [name])
    #expect(try RegularFile.contents(of: file, limit: 10) == [7])
    #expect(isThere(file) && !isFolder(file) && !isThere("\(folder.path)/f\u{FFFD}.p"))
    let link = "\(folder.path)/link"
    try #require(file.withSystemPath { target in symlink(target, link) } == 0)
    try AtomicFile.write([9], to: link, replacing: true)
    #expect(try RegularFile.contents(of: file, limit: 10) == [9])
    #expect(resolvedPath(link) == resolvedPath(file))
    let inner = "\(folder.path)/\(path([0xFE]))/\(path([0xC3]))"
    try AtomicFile.makeFolder(inner)
    #expect(isFolder(inner))
    for path in [inner, "\(folder.path)/\(path([0xFE]))"] { _ = path.withSystemPath(rmdir) }
    _ = file.withSystemPath(unlink)
  }
}
