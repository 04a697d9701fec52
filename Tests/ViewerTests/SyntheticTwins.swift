// Small models of any shape with made-up queries and keys, softmax and polarity-aware, and an image.

import Attention
import Checkpoints
import Compute
import Imaging
import TerminalUI
import Testing

@testable import Session
@testable import Viewer
@testable import VisionModels

/// A network that records given values.
private struct ScriptedNetwork: Network {
  let records: [AttentionRecord]
  let pool: AttentionRecord?
  /// The class with the largest logit; nil for a network without a classifier.
  let favourite: Int?
  /// Called after each layer with its number.
  let onLayer: (@Sendable (Int) -> Void)?

  func output(of image: ImagePlanes, pass: ForwardPass) throws -> NetworkOutput {
    var sum: Float = 0
    for record in records {
      let mixed = Matrix(rows: record.queries.rows, columns: record.channels)
      try record.apply(into: mixed)
      onLayer?(record.index)
      try pass.finish(record, attended: mixed)
      let geometry = record.geometry
      let tokens = Synthetic.matrix(
        rows: geometry.tokenQueryCount, columns: record.channels, seed: 5 * record.index + 4)
      tokens.row(0).update(repeating: 3)
      try pass.finishBlock(tokens, on: geometry.queryGrid)
      sum += mixed[0, 0]
    }
    pass.pool = pool
    let logits = favourite.map { favourite in (0..<3).map { $0 == favourite ? 2 + sum : Float($0) / 2 } }
    return NetworkOutput(logits: logits, embedding: [sum])
  }
}

enum Synthetic {
  static let engine = try! Engine(threads: 1)

  /// Numbers in −1…1 that look random and are the same everywhere.
  static func matrix(rows: Int, columns: Int, seed: Int) -> Matrix {
    var state = UInt32(truncatingIfNeeded: seed &* 2_654_435_761 &+ 12345)
    let values = (0..<rows * columns).map { _ -> Float in
      state = state &* 1_664_525 &+ 1_013_904_223
      return Float(Int(state >> 16 & 0x3F) - 32) / 32
    }
    return Matrix(rows: rows, columns: columns, values: values)
  }

  /// - Parameters:
  ///   - queryValue: every number of the queries; nil for made-up ones.
  ///   - mechanism: nil: polarity-aware or softmax.
  ///   - name: nil: that of a block.
  static func record(
    _ index: Int, geometry: AttentionGeometry, heads: Int, polarity: Bool, seed: Int,
    queryValue: Float? = nil, mechanism given: (any Mechanism)? = nil, name: String? = nil
  ) -> AttentionRecord {
    let channels = 4 * heads
    let (queries, keys) = (geometry.queryCount, geometry.keyCount)
    let power = [Float](repeating: 2, count: channels)
    let mechanism: any Mechanism =
      given ?? (polarity ? PolarityAttention(power: power) : SoftmaxAttention(headWidth: 1))
    let identity = (0..<channels * channels).map { Float($0 % channels == $0 / channels ? 1 : 0) }
    return AttentionRecord(
      index: index, name: name ?? "block\(index + 1).0.attn", geometry: geometry,
      inputs: AttentionInputs(
        queries: queryValue.map {
          Matrix(
            rows: queries, columns: channels, values: Array(repeating: $0, count: queries * channels))
        } ?? matrix(rows: queries, columns: channels, seed: seed),
        keys: matrix(rows: keys, columns: channels, seed: seed + 1),
        values: matrix(rows: keys, columns: channels, seed: seed + 2), heads: heads,
        windows: geometry.windowCount),
      gate: polarity ? matrix(rows: queries, columns: channels, seed: seed + 3) : nil,
      convolution: polarity
        ? ValueConvolution(DepthwiseConvolution(weight: [1], bias: [0], period: 1, kernel: 1)) : nil,
      projection: Linear(weight: identity, bias: nil, inputs: channels, outputs: channels, engine: engine),
      mechanism: mechanism, engine: engine)
  }

  static func model(
    _ name: String, polarity: Bool, geometries: [AttentionGeometry] = twinGeometries,
    headCounts: [Int]? = nil, queryValue: Float? = nil, mechanism: (any Mechanism)? = nil,
    digest: String = "0123456789abcdef",
    heads: Hyperparameter = Hyperparameter("heads", "1 2 3", from: .configuration("config.json")),
    hasClassifier: Bool = true, poolHeads: Int? = nil,
    onLayer: (@Sendable (Int) -> Void)? = nil
  ) -> LoadedModel {
    let records = geometries.enumerated().map { index, geometry in
      record(
        index, geometry: geometry, heads: headCounts?[index] ?? index + 1, polarity: polarity,
        seed: 10 * index + 1, queryValue: queryValue, mechanism: mechanism)
    }
    // It looks at all tokens of the last layer.
    let pool = poolHeads.flatMap { heads in
      geometries.last.map { last in
        record(
          geometries.count, geometry: AttentionGeometry(probing: last.queryGrid, prefix: last.prefix),
          heads: heads, polarity: false, seed: 97, name: "attn_pool")
      }
    }
    let preprocessing = Preprocessing(
      inputHeight: 16, inputWidth: 16, cropFraction: 1, resizing: .squash, filter: .bilinear,
      mean: [0, 0, 0],
      standardDeviation: [1, 1, 1])
    let description = ModelDescription(
      family: "pola_pvt",
      hyperparameters: [heads],
      preprocessing: preprocessing,
      layers: records.map(\.description), pool: pool?.description,
      classCount: hasClassifier ? 3 : nil, labels: hasClassifier ? ["Trouser", "Bag", "Ankle boot"] : nil,
      unusedTensors: [])
    let model = VisionModel(
      description: description,
      network: ScriptedNetwork(
        records: records, pool: pool, favourite: hasClassifier ? polarity ? 2 : 1 : nil, onLayer: onLayer),
      engine: engine)
    return LoadedModel(
      name: name, folderName: name, path: "samples/\(name)/model.safetensors", byteCount: 1234,
      digest: digest, model: model, remarks: [], secondsToLoad: 0)
  }

  static let twinGeometries = [8, 8, 4].map { AttentionGeometry(queryGrid: TokenGrid(rows: $0, columns: $0)) }

  static let image: InputImage = {
    var pixels: [UInt8] = []
    for row in 0..<16 {
      for column in 0..<16 {
        pixels += [UInt8(column * 16), UInt8(row * 16), UInt8((row * 16 + column) * 7 & 0xFF)]
      }
    }
    return InputImage(
      name: "boot", path: "images/boot.png", image: RGBImage(width: 16, height: 16, pixels: pixels))
  }()

  /// A viewer with the models and one image already there, and all work done.
  static func viewer(
    _ models: [LoadedModel]? = nil, size: String = "120x36", depth: ColorDepth = .truecolor,
    unicode: Bool = true,
    images: Int = 2
  ) throws -> HeadlessViewer {
    let models = models ?? [model("softmax-twin", polarity: false), model("polarity-twin", polarity: true)]
    let options = ViewerOptions(
      models: models.map(\.name), images: (0..<images).map { "images/boot\($0 == 0 ? "" : "-\($0)").png" })
    let viewer = try HeadlessViewer(
      options: options, size: try #require(Size(size)),
      capabilities: Capabilities(depth: depth, unicode: unicode))
    for (slot, model) in models.enumerated() {
      viewer.accept(.ended(LoadModel(model: slot, version: 0), .done(model)))
    }
    for index in 0..<images { viewer.accept(.ended(LoadImage(image: index), .done(image))) }
    viewer.settle()
    return viewer
  }
}

extension ViewKind {
  static let heads = ViewKind(rawValue: HeadsView().name)!
  static let compare = ViewKind(rawValue: CompareView().name)!
  static let entropy = ViewKind(rawValue: EntropyView().name)!
  static let lens = ViewKind(rawValue: LensView().name)!
}

extension HeadlessViewer {
  /// Types keys by their tmux names, each when all work is done.
  func type(_ keys: String) throws {
    for key in try Key.sequence(keys) {
      handle(.key(key))
      settle()
    }
  }

  /// Where the user has gone, in the model where that was.
  var place: HeadPlace { state.anchor.head }

  var text: String { frame().plainText }
  var state: ViewerState { viewer.state }
}
