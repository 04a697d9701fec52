// Bundles are read as they were written, the same run gives the same bytes, and hostile ones are refused by name.
import Bundles
import Checkpoints
import Files
import TestSupport
import Testing

@Suite struct BundleTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let input = BundleManifest.Input(
    path: "a/b.png", bytes: 3, sha256: SHA256.digits(of: [1, 2, 3]))

  private var manifest: BundleManifest {
    var manifest = BundleManifest(
      program: "polascope 1", command: ["stats", "m", "--image", "näme\u{202E}.png"], instructionSet: "avx2")
    manifest.names = [BundleManifest.Name(argument: "m", name: "m", folder: "m")]
    manifest.models = [
      BundleManifest.Model(
        argument: "m", name: "m", file: Self.input, digest: "0123456789abcdef", family: "vit",
        settings: ["heads": "3"])
    ]
    manifest.images = [Self.input, BundleManifest.Input(path: "gone.png", bytes: nil, sha256: nil)]
    manifest.files = [Self.input]
    manifest.classFolders = ["a/dress"]
    return manifest
  }

  private func results() throws -> ResultStore {
    let store = ResultStore()
    try store.append(Array("first\n".utf8), to: "lines.jsonl")
    try store.append(Array("{}".utf8), to: "panels.json")
    try store.append(Array("second\n".utf8), to: "lines.jsonl")
    store.add("maps/m/i/ü.npy", fileAt: folder.write([9, 8, 7], to: "map"))
    try store.append([], to: "empty")
    return store
  }

  private func write(_ name: String) throws -> String {
    let path = "\(folder.path)/\(name)"
    try BundleWriter(path, replacing: false).write(manifest, results())
    return path
  }

  // MARK: What is right

  @Test func whatIsWrittenIsRead() throws {
    let bundle = try Bundle(write("bundle.zip"))
    var expected = manifest
    expected.results = bundle.manifest.results
    #expect(bundle.manifest == expected)
    let names = ["lines.jsonl", "panels.json", "maps/m/i/ü.npy", "empty"]
    #expect(bundle.manifest.results.map(\.name) == names)
    let contents = try bundle.manifest.results.map { try bundle.bytes(of: $0) }
    #expect(contents == [Array("first\nsecond\n".utf8), Array("{}".utf8), [9, 8, 7], []])
    #expect(bundle.manifest.results.map(\.bytes) == contents.map(\.count))
  }

  /// No time, no name of a user and no path gets into the archive.
  @Test func theSameRunGivesTheSameBytes() throws {
    let first = try RegularFile.contents(of: write("first.zip"), limit: 1 << 20)
    #expect(try RegularFile.contents(of: write("second.zip"), limit: 1 << 20) == first)
    #expect(!String(decoding: first, as: UTF8.self).contains(folder.path))
  }

  @Test func aFileIsNotReplacedUnasked() throws {
    let path = folder.write([1], to: "there.zip")
    #expect(throws: WriteError.exists(path)) { _ = try BundleWriter(path, replacing: false) }
    try BundleWriter(path, replacing: true).write(manifest, results())
    #expect(try Bundle(path).manifest.results.count == 4)
  }

  /// A result that is gone before it is packed ends the writing, and no file is left.
  @Test func aResultThatIsGoneLeavesNoBundle() throws {
    let store = try results()
    store.add("gone.npy", fileAt: "\(folder.path)/gone")
    let path = "\(folder.path)/none.zip"
    #expect(throws: FileError.self) { try BundleWriter(path, replacing: false).write(manifest, store) }
    #expect(!isThere(path))
  }

  // MARK: What others make

  private func archive(_ entries: [ZipBuilder.Entry]) -> String {
    folder.write(ZipBuilder(entries: entries).bytes, to: "hostile.zip")
  }

  private func manifestEntry(results: [BundleManifest.Result] = []) throws -> ZipBuilder.Entry {
    var manifest = manifest
    manifest.results = results
    return ZipBuilder.Entry(name: BundleManifest.entryName, bytes: Array(try jsonText(manifest).utf8))
  }

  private func result(_ name: String, _ bytes: [UInt8]) -> BundleManifest.Result {
    BundleManifest.Result(name: name, bytes: bytes.count, sha256: SHA256.digits(of: bytes))
  }

  @Test func whatIsNoBundleSaysWhatItIs() throws {
    #expect(throws: BundleError.unreadable(.notFound("\(folder.path)/none"))) {
      _ = try Bundle("\(folder.path)/none")
    }
    let text = folder.write(Array("text".utf8), to: "text")
    #expect(throws: BundleError.noArchive(file: text)) { _ = try Bundle(text) }
    let torn = folder.write(Array("PK\u{3}\u{4} and no directory".utf8), to: "torn")
    #expect(throws: BundleError.archive(file: torn, .endMissing)) { _ = try Bundle(torn) }
    let other = archive([ZipBuilder.Entry(name: "a", bytes: [1])])
    #expect(throws: BundleError.notABundle(file: other)) { _ = try Bundle(other) }
    let next = archive([ZipBuilder.Entry(name: BundleManifest.entryName, bytes: Array(#"{"format":2}"#.utf8))]
    )
    #expect(throws: BundleError.unknownFormat(file: next, 2)) { _ = try Bundle(next) }
  }

  @Test(arguments: [
    "/etc/passwd", "../up", "a/../../up", "a//b", "./a", "a\\..\\b", "a/.", "",
    String(repeating: "a", count: 5000),
  ]) func namesThatLeaveTheBundleAreRefused(name: String) throws {
    let path = archive([
      try manifestEntry(results: [result(name, [1])]), ZipBuilder.Entry(name: name, bytes: [1]),
    ])
    #expect(throws: BundleError.name(file: path, name)) { _ = try Bundle(path) }
    // In the manifest alone too.
    let listed = archive([try manifestEntry(results: [result(name, [1])])])
    #expect(throws: BundleError.name(file: listed, name)) { _ = try Bundle(listed) }
  }

  @Test func whatIsListedAndWhatIsThereMustAgree() throws {
    let (a, b) = (ZipBuilder.Entry(name: "a", bytes: [1]), ZipBuilder.Entry(name: "b", bytes: [2]))
    let twice = archive([try manifestEntry(results: [result("a", [1])]), a, a])
    #expect(throws: BundleError.name(file: twice, "a")) { _ = try Bundle(twice) }
    let more = archive([try manifestEntry(results: [result("a", [1])]), a, b])
    #expect(throws: BundleError.unlisted(file: more, "b")) { _ = try Bundle(more) }
    let less = archive([try manifestEntry(results: [result("a", [1]), result("b", [2])]), a])
    #expect(throws: BundleError.missing(file: less, "b")) { _ = try Bundle(less) }
    let longer = archive([try manifestEntry(results: [result("a", [1, 2])]), a])
    #expect(throws: BundleError.changed(file: longer, "a")) { _ = try Bundle(longer) }
    let other = archive([try manifestEntry(results: [result("a", [3])]), a])
    let bundle = try Bundle(other)
    #expect(throws: BundleError.changed(file: other, "a")) {
      _ = try bundle.bytes(of: bundle.manifest.results[0])
    }
    // Folders, which archivers list, are no results.
    let packed = archive([
      ZipBuilder.Entry(name: "maps/", bytes: []), try manifestEntry(results: [result("maps/a", [1])]),
      ZipBuilder.Entry(name: "maps/a", bytes: [1]),
    ])
    #expect(try Bundle(packed).manifest.results.count == 1)
  }

  /// Compressed entries could be bombs: they are refused, and so are entries that lie over one another.
  @Test func bombsAreRefused() throws {
    let compressed = archive([
      try manifestEntry(results: [result("a", [1])]), ZipBuilder.Entry(name: "a", bytes: [1], method: 8),
    ])
    let bundle = try? Bundle(compressed)
    #expect(throws: BundleError.archive(file: compressed, .compressed(entry: "a"))) {
      if let bundle {
        _ = try bundle.bytes(of: bundle.manifest.results[0])
      } else {
        _ = try Bundle(compressed)
      }
    }
    let text = "\(BundleError.archive(file: "f.zip", .compressed(entry: "a")))"
    #expect(text.contains("zip -0"), "\(text)")

    // Entries b0 … b9 have their bytes where a has them.
    let large = [UInt8](repeating: 7, count: 4000)
    let names = (0..<10).map { "b\($0)" }
    var bytes = ZipBuilder(
      entries: [ZipBuilder.Entry(name: "a", bytes: large)]
        + names.map { ZipBuilder.Entry(name: $0, bytes: []) } + [try manifestEntry()]
    ).bytes
    let checksum = Array(bytes[14..<18])
    var position = bytes.count - 22
    for index in bytes.indices.dropLast(46) where bytes[index...].starts(with: [0x50, 0x4B, 1, 2]) {
      position = min(position, index)
    }
    while bytes[position...].starts(with: [0x50, 0x4B, 1, 2]) {
      let length = Int(bytes[position + 28])
      if bytes[position + 46] == UInt8(ascii: "b") {
        bytes.replaceSubrange(position + 16..<position + 20, with: checksum)
        for start in [20, 24] {
          bytes.replaceSubrange(position + start..<position + start + 4, with: littleEndian(UInt32(4000)))
        }
        bytes.replaceSubrange(position + 42..<position + 46, with: littleEndian(UInt32(0)))
      }
      position += 46 + length
    }
    let overlapping = folder.write(bytes, to: "overlapping.zip")
    #expect(throws: BundleError.overlapping(file: overlapping)) { _ = try Bundle(overlapping) }
  }

  /// Every member of the manifest, missing, of another kind or out of range, is an error that names the file.
  @Test func manifestsAreInDoubt() throws {
    let whole = try jsonText(manifest)
    let changes = [
      (#""command":["#, #""command":[1,"#), (#""isa":"avx2""#, #""isa":2"#), (#""bytes":3"#, #""bytes":-3"#),
      (#""bytes":3"#, #""bytes":null"#), (#""digest":"0123456789abcdef""#, #""digest":[]"#),
      (#""settings":{"heads":"3"}"#, #""settings":{"heads":3}"#), (#""folder":"m""#, #""folder":"../m""#),
      (#""folder":"m""#, #""folder":"..""#), (#""results":[]"#, #""results":{}"#),
      (#""results":[]"#, #""results":[{"name":"a"}]"#), (#""command":["stats""#, "\"command\":[\"\\u0000\""),
      (#""path":"a/b.png""#, "\"path\":\"a\\u0000\""), (#""models":["#, #""modelz":["#),
      ("\"sha256\":\"\(SHA256.digits(of: [1, 2, 3]))\"", "\"sha256\":\"ABC\""),
    ]
    for (old, new) in changes {
      let text = whole.replacing(old, with: new)
      try #require(text != whole, "\(old) is not in \(whole)")
      let path = archive([ZipBuilder.Entry(name: BundleManifest.entryName, bytes: Array(text.utf8))])
      let error = #expect(throws: BundleError.self) { _ = try Bundle(path) }
      #expect("\(error!)".hasPrefix("\(path): manifest.json: "), "\(new): \(error!)")
    }
    let torn = archive([
      ZipBuilder.Entry(name: BundleManifest.entryName, bytes: Array(whole.utf8.dropLast(5)))
    ])
    #expect(
      "\(#expect(throws: BundleError.self) { _ = try Bundle(torn) }!)".contains(
        "manifest.json: not valid JSON"))
  }
}
