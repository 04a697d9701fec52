// What a figure of numbers is made of: which models, images, layers, heads and streams.
import Attention
import AttentionMaps
import Compute
import Session

/// What `polascope figure --kind` draws of numbers; the vocabulary of its options.
package struct PlotRequest: Sendable {
  package var kind: PlotKind
  /// nil: all; for singular values the layer halfway.
  package var layers: IndexSelection?
  /// nil: all.
  package var heads: IndexSelection?
  package var streams: [Stream] = [.attention]
  /// For singular values; the models' own rows where there are none.
  package var kernels: [FigureKernel] = []
  package var style = FigureStyle()

  package init(_ kind: PlotKind) { self.kind = kind }
}

/// Why a figure of numbers cannot be. The description is one line.
package enum PlotError: Error, Hashable, CustomStringConvertible {
  case noPowers
  /// Of no model.
  case noValues(PlotKind)
  case nothingKnown(String)

  package var description: String {
    switch self {
    case .noPowers:
      "--kind powers: none of the models has heads with powers and gates; name a polarity-aware model"
    case .noValues(let kind):
      "--kind \(kind.rawValue): the chosen layers and heads have no such numbers"
    case .nothingKnown(let what): what
    }
  }
}

extension PlotRequest {
  /// The chosen layers of a model.
  ///
  /// - Throws: `SelectionError`.
  func chosenLayers(of model: LoadedModel) throws(SelectionError) -> [Int] {
    let count = model.places.layerCount
    if layers == nil, kind == .singularValues { return [max(0, (count - 1) / 2)] }
    return try (layers ?? .all).indices(below: count, of: "layer")
  }

  /// The chosen heads of a layer; those that it lacks are left out.
  func chosenHeads(of record: AttentionRecord) -> [Int] {
    (heads ?? .all).indices(below: record.heads)
  }

  /// The streams of a layer among the chosen ones.
  func chosenStreams(of record: AttentionRecord) -> [Stream] {
    streams.filter { $0 == .attention || record.streams.contains($0) }
  }

  /// - Throws: `SelectionError` where a chosen head is in none of the chosen layers of a model.
  func check(_ model: LoadedModel) throws(SelectionError) {
    let most = try chosenLayers(of: model).map { model.model.layers[$0].heads }.max() ?? 0
    _ = try (heads ?? .all).indices(below: most, of: "head")
  }
}
