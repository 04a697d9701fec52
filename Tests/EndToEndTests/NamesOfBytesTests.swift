// Files and folders whose names are no UTF-8: every command reads and writes them, and prints them escaped.
import Files
import FoundationEssentials
import Glibc
import Imaging
import Samples
import Testing

@Suite struct NamesOfBytesTests {
  private let folder: TemporaryFolder
  /// A folder `m\xe9`, a folder of two images that differ in a byte that is no UTF-8.
  private let model: String
  private let images: String

  private static func name(_ text: String, _ byte: UInt8, _ end: String = "") -> String {
    String(systemPath: Array(text.utf8) + [byte] + Array(end.utf8))
  }

  private func copy(_ source: String, to target: String) throws {
    try AtomicFile.write(try RegularFile.contents(of: source, limit: 1 << 24), to: target)
  }

  init() throws {
    folder = try TemporaryFolder()
    model = "\(folder.path)/\(Self.name("m", 0xE9))"
    images = "\(folder.path)/\(Self.name("i", 0xFF))"
    try AtomicFile.makeFolder(model)
    try AtomicFile.makeFolder(images)
    let sample = try #require(Samples.folder(named: "fashion-softmax"))
    for file in ["config.json", "model.safetensors"] { try copy("\(sample)/\(file)", to: "\(model)/\(file)") }
    for (byte, image) in zip([0xC0, 0xC1] as [UInt8], Samples.images) {
      try copy(image, to: "\(images)/\(Self.name("p", byte, ".png"))")
    }
  }

  @discardableResult
  private func run(_ arguments: String..., status: Int32 = 0) throws -> ProgramRun {
    let run = try Program.run(arguments)
    #expect(run.status == status, "\(arguments.map(\.escaped)): \(run.error)")
    for text in [run.output, run.error] {
      // Neither the bytes nor what stands for them, nor a replacement.
      #expect(!text.contains("\u{FFFD}"))
      #expect(text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .privateUse })
    }
    return run
  }

  private struct Line: Decodable {
    let model: String
    let image: String
    let error: String?
  }

  private func lines(_ text: String) throws -> [Line] {
    try text.split(separator: "\n").map { try JSONDecoder().decode(Line.self, from: Data($0.utf8)) }
  }

  @Test func numbersOfSuchFiles() throws {
    #expect(try run("inspect", model).output.contains(#"m\xe9"#))
    let stats = try run("stats", model, "--image", images)
    let found = try lines(stats.output)
    #expect(
      found.map(\.image.systemPath)
        == [0xC0, 0xC1].map {
          Array(images.systemPath) + Array("/p".utf8) + [$0] + Array(".png".utf8)
        })
    #expect(found.allSatisfy { $0.model == Self.name("m", 0xE9) })

    // A list of paths, as `find` writes it.
    let list = "\(folder.path)/\(Self.name("l", 0x80))"
    try AtomicFile.write(found.flatMap { $0.image.systemPath + [0x0A] }, to: list)
    let log = "\(folder.path)/\(Self.name("s", 0xFE, ".jsonl"))"
    try run("stats", model, "--images-from", list, "--append", log)
    let written = try RegularFile.contents(of: log, limit: 1 << 24)
    #expect(try lines(String(decoding: written, as: UTF8.self)).map(\.image) == found.map(\.image))
    // What is read again is what was written: nothing is added.
    try run("stats", model, "--image", images, "--append", log)
    #expect(try RegularFile.contents(of: log, limit: 1 << 24) == written)
    for format in ["table", "json", "csv", "markdown"] { try run("summary", log, "--format", format) }
    try run("bench", model, "--runs", "1", "--only", "load,row", "--image", found[0].image)
    let missing = "\(images)/\(Self.name("none", 0xC2))"
    #expect(try run("stats", model, "--image", missing, status: 1).output.contains("no such file"))
    #expect(try run("inspect", missing, status: 1).error.contains(#"none\xc2: no such file"#))
  }

  @Test func mapsOfSuchFiles() throws {
    let out = "\(folder.path)/\(Self.name("o", 0xF5))"
    let dumped = try run(
      "dump", model, "--image", images, "--out", out, "--layers", "0", "--heads", "0", "--format", "png")
    #expect(dumped.output.split(separator: "\n").count == 2)
    #expect(
      dumped.output.contains(#"/o\xf5/m\xe9/p\xc0/"#) && dumped.output.contains(#"/o\xf5/m\xe9/p\xc1/"#))
    for byte in [0xC0, 0xC1] as [UInt8] {
      let maps = "\(out)/\(Self.name("m", 0xE9))/\(Self.name("p", byte))"
      #expect(try folderContents(maps).count == 1)
    }
    try run(
      "dump", model, "--image", images, "--out", out, "--layers", "0", "--heads", "0", "--format", "png",
      status: 1)
  }

  @Test func comparisonsAndScreensOfSuchFiles() throws {
    let report = "\(folder.path)/\(Self.name("r", 0xE0, ".html"))"
    try run("compare", model, "fashion-polarity", "--image", images, "--report", report)
    let page = String(decoding: try RegularFile.contents(of: report, limit: 1 << 26), as: UTF8.self)
    #expect(page.contains(#"m\xe9"#))
    let screen = "\(folder.path)/\(Self.name("v", 0xE1, ".txt"))"
    try run("view", model, "--image", images, "--screenshot", screen)
    let text = String(decoding: try RegularFile.contents(of: screen, limit: 1 << 24), as: UTF8.self)
    #expect(text.contains(#"m\xe9"#) && text.contains(#"p\xc0"#))
  }
}
