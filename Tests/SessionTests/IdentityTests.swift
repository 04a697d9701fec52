// Which model numbers belong to: the digest of what a model uses, and everything else that decides its numbers.
import Attention
import Compute
import Files
import FoundationEssentials
import Glibc
import Imaging
import TestSupport
import Testing
import VisionModels

@testable import Session

@Suite struct IdentityTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine(threads: 1)
    folder = try TemporaryFolder()
  }

  /// The weights that are loaded and those that are looked at have one digest, whatever the family and the order in
  /// which it reads them.
  @Test(arguments: [
    "flatten-pvt-nano", "flatten-swin-nano", "hf-dinov2-reg-nano", "hf-vit-nano", "ms-swin-nano",
    "pola-pvt-nano", "pola-pvt-nano-sr", "pola-swin-nano", "pvt-nano", "timm-deit-distilled-nano",
    "timm-pvtv2-nano", "timm-swin-nano", "timm-vit-nano", "timm-vit-nano-reg-ls",
  ])
  func loadedAndInspectedModelsAgree(name: String) throws {
    let path = Fixtures.path(name)
    let loaded = try LoadedModel.load(path, engine: engine)
    let inspected = try InspectedModel.read(NamedModel.all([path])[0], engine: engine, withDigest: true)
    #expect(loaded.digest == inspected.digest)
    #expect(loaded.running(on: try Engine(threads: 2)).identity() == loaded.identity())
  }

  /// A buffer that the model does not use, and bytes that nobody named.
  @Test func onlyWhatTheModelUsesCounts() throws {
    let source = [UInt8](
      try Data(contentsOf: URL(filePath: Fixtures.path("timm-swin-nano/model.safetensors"))))
    let length = source[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let data = source.count - 8 - length
    let header = String(decoding: source[8..<8 + length], as: UTF8.self)
    let brace = try #require(header.lastIndex(of: "}"))
    let buffer =
      #","layers.0.blocks.0.attn.relative_position_index":{"dtype":"I64","shape":[1],"data_offsets":[\#(data),\#(data + 8)]}}"#
    let extended = Array((header[..<brace] + buffer).utf8)
    _ = folder.write(
      littleEndian(UInt64(extended.count)) + extended + source[(8 + length)...]
        + [UInt8](repeating: 7, count: 8), to: "model.safetensors")
    _ = folder.write(
      [UInt8](try Data(contentsOf: URL(filePath: Fixtures.path("timm-swin-nano/config.json")))),
      to: "config.json")
    let (one, other) = (
      try LoadedModel.load(Fixtures.path("timm-swin-nano"), engine: engine),
      try LoadedModel.load(folder.path, engine: engine)
    )
    try #require(!other.remarks.isEmpty && other.byteCount > one.byteCount)
    #expect(one.identity() == other.identity())
  }

  @Test func everyChangedWeightGivesAnotherDigest() throws {
    let tensor = "blocks.1.attn.qkv.weight"
    let digests = try [Float(0.25), 0.5, .nan].map { value in
      try LoadedModel.load(
        Fixtures.diverged("timm-vit-nano", tensor: tensor, value: value, in: folder), engine: engine
      ).digest
    }
    let original = try LoadedModel.load(Fixtures.path("timm-vit-nano"), engine: engine).digest
    #expect(Set(digests + [original]).count == 4)
  }

  @Test func whatChangesTheNumbersChangesTheSettings() throws {
    func loaded(_ change: (inout ModelOverrides) -> Void = { _ in }) throws -> LoadedModel {
      var overrides = ModelOverrides()
      change(&overrides)
      return try LoadedModel.load(Fixtures.path("pola-pvt-nano"), overrides: overrides, engine: engine)
    }
    let plain = try loaded()
    var all: [ModelIdentity] = try [
      plain.identity(), plain.identity(applyingOrientation: true),
      loaded { $0.alpha = 1 }.identity(), loaded { $0.cropFraction = 0.5 }.identity(),
      loaded { $0.mean = [0, 0, 0.25] }.identity(), loaded { $0.standardDeviation = [1, 1, 2] }.identity(),
      loaded { $0.interpolation = .lanczos }.identity(),
      loaded { ($0.inputHeight, $0.inputWidth) = (96, 64) }.identity(),
    ]
    #expect(Set(all).count == all.count)
    #expect(Set(all.map(\.digest)).count == 1)
    // A flag that says what is so anyway changes nothing.
    all.append(try loaded { $0.mean = plain.model.preprocessing.mean }.identity())
    #expect(Set(all).count == all.count - 1)

    let image = try InputImage.load(Fixtures.path("pola-pvt-nano-sr/image.png"))
    let record = try StatisticsRecord(of: plain, on: image, applyingOrientation: true)
    let line = LineReader.Line(
      bytes: Array(try record.json().utf8), number: 1, offset: 0, isTerminated: true)
    let read = try StatisticsLine(line, file: "line")
    guard case .numbers = read.content else {
      Issue.record("a failure was read")
      return
    }
    #expect(read.identity == plain.identity(applyingOrientation: true))
    #expect(read.modelPath == plain.path && read.modelBytes == plain.byteCount)

    #expect(read.imageDigest == nil, "the image was decoded without")
    let bytes = try ImageBytes(image.path)
    let digested = try InputImage.decode(bytes, of: "y.png", digest: bytes.digest)
    let stated = try StatisticsLine(
      LineReader.Line(
        bytes: Array(try StatisticsRecord(of: plain, on: digested).json().utf8), number: 1, offset: 0,
        isTerminated: true), file: "line")
    #expect(stated.imageDigest == bytes.digest && stated.image == "y.png")

    let failure = FailureRecord(
      of: try FailureRecord.Subject(plain, applyingOrientation: true), on: "x.png", imageDigest: bytes.digest,
      error: ImageError.empty(file: "x.png"))
    let failed = try StatisticsLine(
      LineReader.Line(bytes: Array(try failure.json.utf8), number: 2, offset: 0, isTerminated: true),
      file: "line"
    )
    #expect(failed.identity == read.identity && failed.modelPath == plain.path && failed.image == "x.png")
    #expect(failed.imageDigest == bytes.digest)
    guard case .failure(let reason) = failed.content else {
      Issue.record("numbers were read")
      return
    }
    #expect(reason == "\(ImageError.empty(file: "x.png"))")
  }

  // MARK: The log

  private func line(_ model: String, _ image: String, digest: String?, settings: String = #"{"heads":"3"}"#)
    -> String
  {
    let digest = digest.map { #","digest":"\#($0)""# } ?? ""
    return
      #"{"family":"vit","image":"\#(image)","layers":[],"model":"\#(model)","modelFile":{"bytes":1,"path":"p"\#(digest)},"settings":\#(settings)}"#
  }

  @Test func theLogKnowsImagesByModel() throws {
    let (one, two) = ("0123456789abcdef", "fedcba9876543210")
    let lines = [
      line("last", "i", digest: one), line("last", "j", digest: one), line("last", "i", digest: two),
      line("last", "i", digest: one, settings: #"{"heads":"6"}"#), line("last", "k", digest: nil),
      #"{"error":"e","image":"x","model":"last"}"#,
      #"{"error":"e","image":"y","model":"last","modelFile":{"bytes":1,"digest":"\#(two)","path":"p"},"settings":{"heads":"3"}}"#,
    ]
    let path = folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "log")
    let log = try StatisticsLog(path)
    func identity(_ digest: String, heads: String = "3") -> ModelIdentity {
      .weights(digest: digest, settings: ["heads": heads])
    }
    func isThere(_ image: String, _ model: ModelIdentity, named name: String = "last") -> Bool {
      log.find(image, of: model, named: name).hasNumbers
    }
    #expect(isThere("i", identity(one)) && isThere("j", identity(one)) && isThere("i", identity(two)))
    #expect(isThere("j", identity(one), named: "copy"), "the name does not matter")
    #expect(!isThere("j", identity(two)) && !isThere("j", identity(one, heads: "6")))
    #expect(!isThere("k", identity(one)), "lines without a digest are of no known weights")
    // A failure of an older version is of whatever has its name, others are of their model.
    #expect(log.find("x", of: identity(one), named: "last") == .failure)
    #expect(log.find("x", of: identity(one), named: "best") == .nothing)
    #expect(log.find("y", of: identity(two), named: "best") == .failure)
    #expect(log.find("y", of: identity(one), named: "last") == .nothing)
    #expect(log.find("y", of: identity(two, heads: "6"), named: "last") == .nothing)

    #expect(log.remark(on: identity("0000000000000000"), named: "best") == nil)
    #expect(
      log.remark(on: identity(one), named: "best")
        == "\(path): has lines of this model that are named last; images that have one are left out")
    #expect(
      log.remark(on: identity(one), named: "last")
        == "\(path): has lines named last that are not of this model: 1 of other weights, 1 with other values of heads, "
        + "1 without a digest, which may be of any weights; they stay, and those of this model are added")
    let read = try RegularFile.contents(of: path, limit: 1 << 20)
    #expect(String(decoding: read, as: UTF8.self).split(separator: "\n").map(String.init) == lines)
  }

  @Test func linesThatLackWhatIsAskedAreNamed() throws {
    let digest = "0123456789abcdef"
    let model = ModelIdentity.weights(digest: digest, settings: ["heads": "3"])
    let keys = HeadStatistic.all.filter { $0.isExtra && $0.isOfEveryHead }.map(\.key)
    #expect(keys.contains("sinks") && keys.contains("confusion"))
    func line(_ image: String, extra: Bool = false, lacking key: String = "", box: String = "") -> String {
      let members = keys.filter { $0 != key }.map { #""\#($0)":null"# }.joined(separator: ",")
      let norm = extra && key != "tokenNorm" ? #","tokenNorm":{"max":1,"mean":1,"top1":"0,0"}"# : ""
      let extra = extra ? #","extra":{\#(members)}"# : ""
      return
        #"{\#(box)"family":"vit","image":"\#(image)","layers":[{"heads":[{"index":0\#(extra)}],"index":0,"mechanism":"softmax","name":"l"\#(norm)}],"model":"m","modelFile":{"bytes":1,"digest":"\#(digest)","path":"p"},"settings":{"heads":"3"}}"#
    }
    let boxed = #""box":[1,2,3,4],"boxShare":0.5,"#
    let lines = [
      line("a"), line("b", extra: true), line("c", box: boxed), line("d", extra: true, box: boxed),
      line("e", box: #""boxShare":0.5,"#), line("f"), line("f", extra: true, box: boxed), line("f"),
      line("h", extra: true, lacking: "confusion"), line("i", extra: true, lacking: "tokenNorm"),
      line("j", extra: true, lacking: "confusion"), line("j", extra: true),
    ]
    let path = folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "log")
    let log = try StatisticsLog(path)
    let box = Rectangle(x: 1, y: 2, width: 3, height: 4)
    let other = Rectangle(x: 1, y: 2, width: 3, height: 5)
    func find(_ image: String, extras: Bool = false, box: Rectangle? = nil) -> StatisticsLog.Finding {
      log.find(image, of: model, named: "m", asking: StatisticsLog.Request(extras: extras, box: box))
    }
    #expect("abcdef".allSatisfy { find("\($0)").hasNumbers })
    #expect(find("a", extras: true) == .lacking(.extras, line: 1) && find("b", extras: true).hasNumbers)
    #expect(find("a", box: box) == .lacking(.box, line: 1) && find("c", box: box).hasNumbers)
    #expect(find("c", extras: true, box: box) == .lacking(.extras, line: 3))
    #expect(find("d", extras: true, box: box).hasNumbers)
    #expect(find("d", box: other) == .lacking(.sameBox, line: 4))
    #expect(find("e", box: box) == .lacking(.sameBox, line: 5), "its box is not known")
    #expect(find("f", extras: true, box: box).hasNumbers, "one of its lines has all")
    #expect(find("g", extras: true) == .nothing)
    // Lines of a version with fewer extras.
    #expect(find("h").hasNumbers && find("h", extras: true) == .lacking(.someExtras, line: 9))
    #expect(find("i", extras: true) == .lacking(.someExtras, line: 10))
    #expect(find("j", extras: true).hasNumbers)
    #expect(
      log.remarks(on: [.someExtras: [9]]) == [
        "\(path): line 9 has not all extra numbers of this version, which --extra asks for; nothing was computed for "
          + "its image: delete it to have that computed again, or name another file"
      ])

    #expect(log.remarks(on: [:]).isEmpty)
    #expect(
      log.remarks(on: [.sameBox: [4], .extras: [7, 1, 2, 3, 5]]) == [
        "\(path): lines 1-3, 5, 7 have no extra numbers, which --extra asks for; nothing was computed for their "
          + "images: delete them to have those computed again, or name another file",
        "\(path): line 4 has massInBox of another box than --boxes gives, or of one that it does not state; nothing "
          + "was computed for its image: delete it to have that computed again, or name another file",
      ])
    let many = try #require(log.remarks(on: [.box: Array(stride(from: 1, to: 100, by: 2))]).first)
    #expect(many.contains("lines 1, 3, 5, 7, 9, 11, 13, 15, 17, 19 and 40 more have no massInBox"))
  }

  /// Lines that nobody would find are refused: the file is gone, or its name is another file's.
  @Test func aFileThatIsRemovedOrReplacedTakesNoMoreLines() throws {
    let text = line("m", "a", digest: "0123456789abcdef")
    let path = folder.write(Array((text + "\n").utf8), to: "log")
    let log = try StatisticsLog(path)
    try log.append(text)
    #expect(unlink(path) == 0)
    #expect(throws: StatisticsLogError.replaced(path)) { try log.append(text) }
    _ = folder.write(Array("other\n".utf8), to: "log")
    #expect(throws: StatisticsLogError.replaced(path)) { try log.append(text) }
    #expect(try RegularFile.contents(of: path, limit: 100) == Array("other\n".utf8))
  }

  /// A line with the digest of its image says which file it is of; one without counts by its path alone.
  @Test func theLogSaysWhichImageALineIsOf() throws {
    let (model, image) = ("0123456789abcdef", "00ff00ff00ff00ff")
    let stated = line("m", "a", digest: model).replacing(
      #""image":"a""#, with: #""image":"a","imageDigest":"\#(image.uppercased())""#)
    let lines = [stated, line("m", "b", digest: model)]
    let path = folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "log")
    let log = try StatisticsLog(path)
    let identity = ModelIdentity.weights(digest: model, settings: ["heads": "3"])
    #expect(log.find("a", of: identity, named: "m") == .numbers(imageDigest: image, line: 1))
    #expect(log.find("b", of: identity, named: "m") == .numbers(imageDigest: nil, line: 2))
    #expect(
      log.find("a", of: identity, named: "m", asking: StatisticsLog.Request(extras: true))
        == .lacking(.extras, line: 1))
    #expect(
      log.remarks(on: [.sameImage: [1]]) == [
        "\(path): line 1 has numbers of another image than the file at its path is now; nothing was computed for its "
          + "image: delete it to have that computed again, or name another file"
      ])
    #expect(
      log.remarks(on: [.sameImage: [1, 2]]) == [
        "\(path): lines 1-2 have numbers of other images than the files at their paths are now; nothing was computed "
          + "for their images: delete them to have those computed again, or name another file"
      ])
  }

  @Test(arguments: [#""0123""#, "7", #""0123456789abcdeg""#, "{}"])
  func linesWithWrongDigestsOfImagesAreRefused(digest: String) throws {
    let text = line("m", "i", digest: nil).replacing(
      #""image":"i""#, with: #""image":"i","imageDigest":\#(digest)"#)
    let line = LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true)
    let error = #expect(throws: StatisticsLineError.self) { try StatisticsLine(line, file: "f") }
    #expect(error?.reason.contains("\"imageDigest\"") == true)
  }

  /// Whatever the first member of a torn first line is, the line is known to be of `stats`.
  @Test func aTornFirstLineIsCutWhateverItBeginsWith() throws {
    for first in [#""box":[1,2,3,4],"boxShare":0.5,"#, #""boxShare":0.5,"#, #""embedding":[1,2],"#, ""] {
      for second in ["", #""imageDigest":"0123456789abcdef","#] {
        let torn = #"{\#(first)"family":"vit","image":"i",\#(second)"input":[3"#
        let path = folder.write(Array(torn.utf8), to: "torn")
        let log = try StatisticsLog(path)
        try log.append(line("m", "i", digest: nil))
        let read = try RegularFile.contents(of: path, limit: 1 << 20)
        #expect(String(decoding: read, as: UTF8.self) == line("m", "i", digest: nil) + "\n", "\(torn)")
      }
    }
  }

  @Test(arguments: [
    (#""0123""#, "{}", "digest"), ("7", "{}", "digest"), (#""0123456789abcdeg""#, "{}", "digest"),
    (#""0123456789abcdef""#, "[]", "settings"), (#""0123456789abcdef""#, #"{"heads":3}"#, "heads"),
  ])
  func linesWithWrongIdentitiesAreRefused(digest: String, settings: String, named: String) throws {
    let text =
      #"{"family":"vit","image":"i","layers":[],"model":"m","modelFile":{"bytes":1,"digest":\#(digest)},"settings":\#(settings)}"#
    let line = LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true)
    let error = #expect(throws: StatisticsLineError.self) { try StatisticsLine(line, file: "f") }
    #expect(error?.reason.contains("\"\(named)\"") == true)
  }
}

extension StatisticsLog.Finding {
  fileprivate var hasNumbers: Bool { if case .numbers = self { true } else { false } }
}
