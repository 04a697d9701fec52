// `polascope inspect`: what a model is, where each of its values came from, its layers and its tensors.
import ArgumentParser
import Attention
import Files
import Session
import VisionModels

struct Inspect: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what a model is: family, hyper-parameters and their sources, layers, tensors.")

  @Argument(help: "A bundled name, a checkpoint file or a folder.", completion: .file())
  var model: String

  @Flag(help: "List the tensors and all labels too.")
  var tensors = false

  @Flag(help: "Print one JSON object, which has everything.")
  var json = false

  @OptionGroup(title: "Model options") var options: ModelOptions

  func run() throws {
    let named = try options.named([model])[0]
    let progress = ProgressLine("reading \(named.name)")
    defer { progress.finish() }
    let inspection = ModelInspection(
      try InspectedModel.read(
        named, samples: .bundled, overrides: options.overrides, engine: options.engine(),
        withDigest: true, progress: progress.update))
    progress.finish()
    try StandardStream.output.write(json ? inspection.json() + "\n" : inspection.text(listingAll: tensors))
  }
}

/// Everything that `inspect` shows of a model.
struct ModelInspection: Encodable {
  struct File: Encodable {
    let path: String
    let bytes: Int
    /// nil where the weights cannot be read.
    let digest: String?
  }

  struct Hyperparameter: Encodable {
    let name: String
    let value: String
    let source: String
  }

  /// An attention layer, or the pooling head, which comes last.
  struct Layer: Encodable {
    /// nil for the pooling head, which is no layer.
    let index: Int?
    let name: String
    let mechanism: String
    let heads: Int
    /// nil for the pooling head, whose query is at no place.
    let queryGrid: [Int]?
    let keyGrid: [Int]
    let prefix: [String]
    let windows: Int
  }

  struct Tensor: Encodable {
    let name: String
    let type: String
    let shape: [Int]
  }

  /// The part of the file that is the model.
  struct Part: Encodable {
    /// What the names of its tensors begin with in the file.
    let prefix: String
    let leftAside: [Group]

    struct Group: Encodable {
      let name: String
      let tensors: Int
      /// Whether it is a model that `--part` takes.
      let isModel: Bool
    }

    init(_ part: ModelPart) {
      prefix = part.prefix
      leftAside = part.leftAside.map { Group(name: $0.name, tensors: $0.count, isModel: $0.part != nil) }
    }
  }

  let model: String
  let modelFile: File
  let part: Part
  let family: String
  let hyperparameters: [Hyperparameter]
  let layers: [Layer]
  let labels: [String]?
  let parameters: Int
  let tensors: [Tensor]
  /// Tensors that the model does not use.
  let unusedTensors: [String]
  /// The evaluation transform in one line.
  let preprocessing: String
  let warnings: [String]
  let remarks: [String]

  init(_ inspected: InspectedModel) {
    let described = inspected.description
    model = inspected.name
    modelFile = File(path: inspected.path, bytes: inspected.byteCount, digest: inspected.digest)
    part = Part(described.part)
    family = described.family
    hyperparameters = described.hyperparameters.map {
      Hyperparameter(name: $0.name, value: $0.value, source: $0.source.description)
    }
    layers = (described.layers + [described.pool].compactMap(\.self)).map(Layer.init)
    labels = described.labels
    parameters = inspected.tensors.reduce(0) { $0 &+ $1.elementCount }
    tensors = inspected.tensors.map { Tensor(name: $0.name, type: $0.type.rawValue, shape: $0.shape) }
    unusedTensors = described.unusedTensors
    preprocessing = described.preprocessing.summary
    warnings = described.warnings + [words(notFinite: inspected.weightsThatAreNotFinite)].compactMap(\.self)
    remarks = inspected.remarks
  }

  func json() throws -> String {
    try jsonText(self, isIndented: true)
  }

  /// How many labels are shown where not all are listed.
  private static let fewLabels = 10

  /// The same as text, in aligned columns; what needs attention comes last, where a terminal shows it.
  ///
  /// - Parameter listingAll: whether to list every tensor and every label.
  func text(listingAll: Bool) -> String {
    let labels = labels ?? []
    let shown = listingAll || labels.count <= Self.fewLabels ? labels[...] : labels.prefix(Self.fewLabels)
    var labelRows = shown.enumerated().map { ["\($0)", $1] }
    if shown.count < labels.count {
      labelRows.append(["…", "\(labels.count - shown.count) more: --tensors lists all"])
    }
    let tensorRows =
      listingAll
      ? tensors.map { [$0.name, $0.type, $0.shape.map(String.init).joined(separator: "×")] }
      : [["\(tensors.count) tensors: --tensors lists them"]]
    let sections: [(title: String, rows: [[String]])] = [
      ("preprocessing", [[preprocessing]]),
      ("values", hyperparameters.map { [$0.name, $0.value, $0.source] }),
      ("layers", layers.map { [$0.indexText, $0.name, $0.mechanism, $0.summary] }),
      ("labels", labelRows),
      ("tensors", tensorRows),
      ("remarks", remarks.map { [$0] }),
      ("warnings", warnings.map { [$0] }),
    ]
    var text =
      "\(model.abridged): \(family), \(parameters) parameters, \(modelFile.bytes) bytes, "
      + modelFile.path.abridged + "\n" + (modelFile.digest.map { "digest of the weights \($0)\n" } ?? "")
    for section in sections where !section.rows.isEmpty {
      text += "\n\(section.title)\n" + aligned(section.rows.map { $0.map(\.escaped) })
    }
    return text
  }
}

extension ModelInspection.Layer {
  fileprivate init(_ layer: AttentionLayerDescription) {
    let geometry = layer.geometry
    index = geometry.isProbed ? nil : layer.index
    name = layer.name
    mechanism = layer.mechanism.name.rawValue
    heads = layer.heads
    queryGrid = geometry.isProbed ? nil : [geometry.queryGrid.rows, geometry.queryGrid.columns]
    keyGrid = [geometry.keyGrid.rows, geometry.keyGrid.columns]
    prefix = geometry.prefix.map(\.description)
    windows = geometry.windowCount
  }

  private enum Key: String, CodingKey {
    case index, name, mechanism, heads, queryGrid, keyGrid, prefix, windows
  }

  /// As `stats` writes it: the index of a pooling head is "pool", its query grid null.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    if let index {
      try container.encode(index, forKey: .index)
    } else {
      try container.encode(indexText, forKey: .index)
    }
    try container.encode(name, forKey: .name)
    try container.encode(mechanism, forKey: .mechanism)
    try container.encode(heads, forKey: .heads)
    try container.encode(queryGrid, forKey: .queryGrid)
    try container.encode(keyGrid, forKey: .keyGrid)
    try container.encode(prefix, forKey: .prefix)
    try container.encode(windows, forKey: .windows)
  }

  fileprivate var indexText: String { index.map { "\($0)" } ?? "\(PrefixToken.pool)" }

  /// `2 heads, 8×8 queries, 4×4 keys`.
  fileprivate var summary: String {
    var parts = ["\(heads) \(heads == 1 ? "head" : "heads")"]
    parts.append(queryGrid.map { "\($0[0])×\($0[1]) queries" } ?? "1 query, a probe")
    parts.append("\(keyGrid[0])×\(keyGrid[1]) keys")
    if !prefix.isEmpty { parts.append("prefix \(prefix.joined(separator: " "))") }
    if windows > 1 { parts.append("\(windows) windows") }
    return parts.joined(separator: ", ")
  }
}

/// Rows as indented lines whose columns start below each other.
private func aligned(_ rows: [[String]]) -> String {
  let columns = rows.map(\.count).max() ?? 0
  let widths = (0..<columns).map { column in rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
  }
  return rows.map { row in
    let cells = row.enumerated().map { column, cell in
      column == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[column] - cell.count)
    }
    return "  " + cells.joined(separator: "  ") + "\n"
  }.joined()
}
