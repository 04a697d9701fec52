// The numbers of heads: each is written under its key, and read back by `summary` from the same place.
import Compute
import Files
import Samples
import TestSupport
import Testing
import VisionModels

@testable import Session

@Suite struct StatisticsTests {
  private func record(_ model: String, withExtras: Bool) throws -> StatisticsRecord {
    let model = try LoadedModel.load(Fixtures.path(model), engine: try Engine())
    return try StatisticsRecord(
      of: model, on: try InputImage.load("\(Fixtures.path("pola-pvt-nano-sr"))/image.png"),
      withExtras: withExtras)
  }

  /// Rows of an even image are even but for rounding, and their entropy is at most the highest.
  @Test(arguments: ["inline-swin-nano", "pola-swin-nano", "timm-swin-nano", "agent-swin-nano"])
  func normalizedEntropyIsAtMostOne(model: String) throws {
    let folder = try TemporaryFolder()
    let gray = folder.write(
      Array("P6 70 50 255\n".utf8) + [UInt8](repeating: 128, count: 3 * 70 * 50), to: "gray.ppm")
    let record = try StatisticsRecord(
      of: try LoadedModel.load(Fixtures.path(model), engine: try Engine()), on: try InputImage.load(gray))
    let values = record.layers.flatMap(\.heads).flatMap { head in
      HeadStatistic.normalizedEntropy.metrics.compactMap { head[$0] }
    }
    #expect(!values.isEmpty && values.allSatisfy { (0...1).contains($0) })
  }

  @Test(arguments: ["pola-pvt-nano-sr", "ms-swin-nano", "timm-vit-nano"], [false, true])
  func whatIsWrittenIsReadBack(model: String, withExtras: Bool) throws {
    let record = try record(model, withExtras: withExtras)
    let line = LineReader.Line(
      bytes: Array(try record.json().utf8), number: 1, offset: 0, isTerminated: true)
    guard case .numbers(let numbers) = try StatisticsLine(line, file: "line").content else {
      Issue.record("a failure was read")
      return
    }
    #expect(numbers.layers.map(\.heads.count) == record.layers.map(\.heads.count))
    var found: Set<Metric.Name> = []
    for (layer, written) in zip(numbers.layers, record.layers) {
      for (head, written) in zip(layer.heads, written.heads) {
        for metric in Metric.all {
          #expect(head[metric] == written[metric], "\(metric.description) of \(layer.name)")
          if head[metric] != nil { found.insert(metric.name) }
        }
      }
    }
    #expect(found.contains(try #require(Metric.Name("normalizedEntropy"))))
    #expect(found.contains(try #require(Metric.Name("sinks"))) == withExtras)
  }

  /// Every model, whatever its mechanism and layout, gives every head what `isOfEveryHead` says, and every layer but a
  /// pooling head what its layers have; only then is a line with extras known to be whole.
  @Test(arguments: [
    "pola-pvt-nano-sr", "pola-pvt-nano-weak", "pola-swin-nano-shift", "ms-swin-nano", "timm-vit-nano-reg-ls",
    "timm-deit-distilled-nano", "flatten-swin-nano", "inline-pvt-nano", "agent-swin-nano", "mlla-nano",
    "nalaformer-nano", "rala-nano", "timm-pvtv2-nano", "hf-dinov2-reg-nano",
  ])
  func linesWithExtrasAreWhole(model: String) throws {
    let text = try record(model, withExtras: true).json()
    func numbers(_ text: String) throws -> ImageNumbers? {
      let line = LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true)
      if case .numbers(let numbers) = try StatisticsLine(line, file: "line").content { return numbers }
      return nil
    }
    #expect(try #require(try numbers(text)).hasAllExtras)
    #expect(try #require(try numbers(record(model, withExtras: false).json())).hasAllExtras == false)
    let keys = HeadStatistic.all.filter { $0.isExtra && $0.isOfEveryHead }.map(\.key) + ["tokenNorm"]
    for key in keys {
      let older = text.replacing("\"\(key)\":", with: "\"other\":")
      let read = try #require(try numbers(older))
      #expect(older != text && !read.hasAllExtras, "\(key)")
    }
  }

  @Test func onlyWhatIsAskedForIsComputed() throws {
    let extras = HeadStatistic.all.filter(\.isExtra).map(\.key)
    for head in try record("pola-pvt-nano-sr", withExtras: false).layers.flatMap(\.heads) {
      #expect(head["extra"] == nil)
      #expect(extras.allSatisfy { head[$0] == nil })
    }
    for head in try record("pola-pvt-nano-sr", withExtras: true).layers.flatMap(\.heads) {
      for key in ["rank", "sinks", "massMaskSize", "pooledEntropy"] {
        #expect(head["extra"]?[key] != nil, "\(key)")
        #expect(head[key] == nil, "\(key)")
      }
    }
  }

  /// Two numbers under one key or name would overwrite each other.
  @Test func everyKeyAndNameIsUnique() {
    for group in [HeadStatistic.all.filter(\.isExtra), HeadStatistic.all.filter { !$0.isExtra }] {
      #expect(Set(group.map(\.key)).count == group.count)
      #expect(!group.map(\.key).contains("index") && !group.map(\.key).contains("extra"))
    }
    #expect(Set(Metric.all.map(\.description)).count == Metric.all.count)
    #expect(Set(Metric.all.map(\.path)).count == Metric.all.count)
    let everything = Metric.all + Metric.ofKernels
    #expect(Set(everything.map(\.description)).count == everything.count)
    #expect(Set(everything.map(\.path)).count == everything.count)
    #expect(Set(Metric.Name.all).count == Metric.Name.all.count)
    for name in Metric.Name.all { #expect(Metric.Name(name.description) == name) }
    #expect(Metric.Name("mass") == nil)
  }

  /// Powers overflow in the rows of a layer, before any query, key or value does.
  @Test func rowsThatAreNotFiniteAreWhereItBegins() throws {
    var overrides = ModelOverrides()
    overrides.alpha = 1e30
    let model = try LoadedModel.load(
      Samples.folder(named: "fashion-polarity")!, overrides: overrides, engine: try Engine())
    let record = try StatisticsRecord(of: model, on: try InputImage.load(Samples.images[0]))
    let heads = record.layers[0].heads
    #expect(heads.contains { head in HeadStatistic.entropy.metrics.contains { head[$0] == nil } })
    let divergence = try #require(record.divergence)
    #expect(
      divergence.layer == 0 && divergence.words(weights: []).contains("; rows of attention are not finite"))
  }

  /// A weight that is no number costs the numbers that it reaches, and no line, head or key.
  @Test(
    arguments: [
      ("ms-swin-nano", "layers.0.blocks.0.attn.relative_position_bias_table"),
      ("ms-swin-nano", "layers.3.blocks.0.attn.relative_position_bias_table"),
      ("timm-vit-nano", "blocks.1.attn.qkv.weight"), ("pola-pvt-nano-sr", "block2.0.attn.qg.weight"),
      ("pola-pvt-nano-sr", "block1.0.attn.power"),
      ("timm-swin-nano", "layers.0.blocks.0.attn.relative_position_bias_table"),
    ], [Float.nan, .infinity])
  func whatDivergedHasEveryKey(model: (name: String, tensor: String), value: Float) throws {
    let folder = try TemporaryFolder()
    let path = try Fixtures.diverged(model.name, tensor: model.tensor, value: value, in: folder)
    let image = try InputImage.load("\(Fixtures.path(model.name))/image.png")
    let engine = try Engine()
    let whole = try StatisticsRecord(
      of: try LoadedModel.load(Fixtures.path(model.name), engine: engine), on: image, withExtras: true)
    let divergedModel = try LoadedModel.load(path, engine: engine)
    let diverged = try StatisticsRecord(of: divergedModel, on: image, withExtras: true)
    // The tensor is named, and the layer where it begins.
    #expect(whole.divergence == nil)
    // Every command names the layer that stats names.
    if let layer = try Examination.run(divergedModel, on: image).divergence?.layer {
      #expect(diverged.divergence?.layer == layer)
    }
    #expect(try divergedModel.model.description.weightsThatAreNotFinite() == [model.tensor])
    let outputs = diverged.logits ?? diverged.embedding ?? []
    let losesRows = zip(whole.layers, diverged.layers).contains { layers in
      zip(layers.0.heads, layers.1.heads).contains { heads in
        HeadStatistic.entropy.metrics.contains { heads.0[$0] != nil && heads.1[$0] == nil }
      }
    }
    #expect((diverged.divergence != nil) == (outputs.contains(nil) || losesRows))
    if let divergence = diverged.divergence {
      let words = divergence.words(weights: [model.tensor])
      #expect(words.hasSuffix("weights that are not finite: \(model.tensor)"))
      let block = diverged.layers.first { model.tensor.hasPrefix($0.name) }
      #expect(divergence.layer.map { $0 >= (block?.index ?? 0) } ?? true, "\(words)")
    }
    let line = LineReader.Line(
      bytes: Array(try diverged.json().utf8), number: 1, offset: 0, isTerminated: true)
    guard case .numbers = try StatisticsLine(line, file: "line").content else {
      Issue.record("a failure was read")
      return
    }
    #expect(diverged.layers.map(\.heads.count) == whole.layers.map(\.heads.count))
    var lost = 0
    for (layer, wholeLayer) in zip(diverged.layers, whole.layers) {
      for (head, wholeHead) in zip(layer.heads, wholeLayer.heads) {
        for statistic in HeadStatistic.all {
          func value(_ head: StatisticsRecord.Head) -> StatisticsValue? {
            statistic.isExtra ? head["extra"]?[statistic.key] : head[statistic.key]
          }
          #expect(
            (value(head) == nil) == (value(wholeHead) == nil), "\(statistic.key) of \(layer.name)")
        }
        for metric in Metric.all where wholeHead[metric] != nil && head[metric] == nil { lost += 1 }
        if let bias = head["extra"]?["bias"] {
          #expect((bias["min"]?.double == nil) == (bias["max"]?.double == nil))
        }
      }
    }
    // 1 + α·sigmoid(∞) is finite.
    #expect((lost > 0) != (model.tensor.hasSuffix("power") && value == .infinity))
  }

  @Test func whatIsNotFiniteIsNoNumber() {
    #expect(StatisticsValue.number(.nan).double == nil)
    #expect(StatisticsValue.number(.infinity).double == nil)
    #expect(StatisticsValue.undefined.double == nil)
    #expect(StatisticsValue.text("effective").double == nil)
    #expect(StatisticsValue.count(3).double == 3)
    #expect(StatisticsValue.members(["a": .number(0.5)])["a"]?.double == 0.5)
    #expect(StatisticsValue.number(1)["a"] == nil)
  }
}
