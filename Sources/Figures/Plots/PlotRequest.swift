// What a figure of numbers is made of: which models, images, layers, heads and streams.
import Attention
import AttentionMaps
import Compute
import Files
import Session
import VisionModels

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
  /// The chosen layers of a model; those that it lacks are left out.
  package func chosenLayers(of model: LoadedModel) -> [Int] { chosenLayers(below: model.places.layerCount) }

  private func chosenLayers(below count: Int) -> [Int] {
    if layers == nil, kind == .singularValues { return count > 0 ? [(count - 1) / 2] : [] }
    return (layers ?? .all).indices(below: count)
  }

  /// The chosen heads of a layer; those that it lacks are left out.
  func chosenHeads(of record: AttentionRecord) -> [Int] {
    (heads ?? .all).indices(below: record.heads)
  }

  /// The streams of a layer among the chosen ones.
  func chosenStreams(of record: AttentionRecord) -> [Stream] {
    streams.filter { $0 == .attention || record.streams.contains($0) }
  }

  /// What models lack of the chosen layers and heads, a sentence each: that is left out.
  ///
  /// - Throws: `SelectionError` for a layer that no model has, and for a head that none has in its chosen layers.
  package func remarks(on models: [(name: String, description: ModelDescription)]) throws(SelectionError)
    -> [String]
  {
    let (layers, heads) = (layers ?? .all, heads ?? .all)
    let counts = models.map { model in
      let count = model.description.layers.count
      return (
        layers: count, heads: chosenLayers(below: count).map { model.description.layers[$0].heads }.max() ?? 0
      )
    }
    _ = try layers.indices(below: counts.map(\.layers).max() ?? 0, of: "layer")
    _ = try heads.indices(below: counts.map(\.heads).max() ?? 0, of: "head")
    return zip(models, counts).flatMap { model, count in
      let lacks = [
        layers.missing(below: count.layers)?.remark(of: "layer", count: count.layers),
        count.heads == 0
          ? nil
          : heads.missing(below: count.heads)?.remark(
            of: "head", count: count.heads, owner: "the chosen layers have"),
      ]
      return lacks.compactMap { $0.map { "\(model.name.abridged): \($0)" } }
    }
  }
}
