// Which model numbers belong to: the digest of what a model uses, and everything else that decides its numbers.
import Attention
import Compute
import Files
import FoundationEssentials
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
    guard case .numbers(let numbers) = try StatisticsLine(line, file: "line").content else {
      Issue.record("a failure was read")
      return
    }
    #expect(numbers.identity == plain.identity(applyingOrientation: true))
    #expect(numbers.modelPath == plain.path)
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
    ]
    let path = folder.write(Array(lines.map { $0 + "\n" }.joined().utf8), to: "log")
    let log = try StatisticsLog(path)
    func identity(_ digest: String, heads: String = "3") -> ModelIdentity {
      .weights(digest: digest, settings: ["heads": heads])
    }
    func isThere(_ image: String, _ model: ModelIdentity, named name: String = "last") -> Bool {
      log.find(image, of: model, named: name).isThere
    }
    #expect(isThere("i", identity(one)) && isThere("j", identity(one)) && isThere("i", identity(two)))
    #expect(isThere("j", identity(one), named: "copy"), "the name does not matter")
    #expect(!isThere("j", identity(two)) && !isThere("j", identity(one, heads: "6")))
    #expect(!isThere("k", identity(one)), "lines without a digest are of no known weights")
    #expect(log.find("x", of: identity(one), named: "last") == (true, true))
    #expect(log.find("x", of: identity(one), named: "best") == (false, false))

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
