// Models that differ in everything that a place is made of: layers, heads, grids, windows, prefix tokens.

import Attention
import Session

@testable import Viewer

extension Synthetic {
  enum Shape: String, CaseIterable, Sendable {
    case twin, deep, single, windows, pyramid, wide, fine, many, pooled

    private static func grid(_ side: Int, prefix: [PrefixToken] = []) -> AttentionGeometry {
      AttentionGeometry(queryGrid: TokenGrid(rows: side, columns: side), prefix: prefix)
    }

    var geometries: [AttentionGeometry] {
      switch self {
      case .twin: Synthetic.twinGeometries
      case .deep: Array(repeating: Shape.grid(7, prefix: [.classToken, .register(0)]), count: 9)
      case .single: [Shape.grid(5)]
      case .windows:
        [(0, 12), (2, 12), (0, 6), (1, 6)].map { shift, side in
          AttentionGeometry(
            queryGrid: TokenGrid(rows: side, columns: side),
            partition: WindowPartition(rows: side / 3, columns: side / 3, shift: shift))
        }
      case .pyramid:
        [12, 8, 4, 2].map { side in
          AttentionGeometry(
            queryGrid: TokenGrid(rows: side, columns: side),
            keyGrid: TokenGrid(rows: min(side, 4), columns: min(side, 4)))
        }
      case .wide: [AttentionGeometry(queryGrid: TokenGrid(rows: 3, columns: 9), prefix: [.classToken])]
      case .fine:
        [56, 28].map { side in
          AttentionGeometry(
            queryGrid: TokenGrid(rows: side, columns: side), keyGrid: TokenGrid(rows: 7, columns: 7))
        }
      case .many: [Shape.grid(7), Shape.grid(7)]
      case .pooled: [Shape.grid(6, prefix: [.classToken]), Shape.grid(6, prefix: [.classToken])]
      }
    }

    /// Whether the model gives classes.
    var hasClassifier: Bool { self != .many }

    /// Of the pooling head; nil for a model without one.
    var poolHeads: Int? { self == .pooled ? 5 : nil }

    var headCounts: [Int] {
      switch self {
      case .twin: [1, 2, 3]
      case .deep: Array(repeating: 3, count: 9)
      case .single: [1]
      case .windows: [1, 2, 4, 8]
      case .pyramid: [1, 2, 5, 8]
      case .wide: [12]
      case .fine: [1, 2]
      case .many: [24, 24]
      case .pooled: [2, 2]
      }
    }
  }

  static func model(_ shape: Shape, polarity: Bool = false) -> LoadedModel {
    model(
      shape.rawValue, polarity: polarity, geometries: shape.geometries, headCounts: shape.headCounts,
      hasClassifier: shape.hasClassifier, poolHeads: shape.poolHeads)
  }

  /// A viewer of two models of any shapes, softmax beside polarity-aware.
  static func viewer(_ a: Shape, _ b: Shape, size: String = "120x36") throws -> HeadlessViewer {
    try viewer([model(a), model(b, polarity: b != .deep && b != .windows)], size: size)
  }
}
