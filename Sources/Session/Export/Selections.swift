// Which layers, heads and queries a command means.
import Attention
import AttentionMaps
import VisionModels

/// Some of the layers or heads of a model.
package enum IndexSelection: Sendable, Hashable {
  case all
  case only([ClosedRange<Int>])

  /// A single index.
  package static func one(_ index: Int) -> IndexSelection { .only([index...index]) }

  /// Indices as users write them: `all`, `3`, `0,2-5`; nil when the text is not a selection.
  package init?(_ text: String) {
    if text == "all" {
      self = .all
      return
    }
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
      guard let first = ends[0], let last = ends[ends.count - 1], ends.count <= 2, 0 <= first, first <= last
      else { return nil }
      ranges.append(first...last)
    }
    self = .only(ranges)
  }

  /// The chosen indices below `count`, in ascending order.
  ///
  /// - Throws: `SelectionError.outOfRange` when one is not there.
  package func indices(below count: Int, of what: String) throws(SelectionError) -> [Int] {
    guard case .only(let ranges) = self else { return Array(0..<count) }
    for index in [ranges.map(\.upperBound).max(), ranges.map(\.lowerBound).min()].compactMap(\.self)
    where !(0..<count).contains(index) {
      throw .outOfRange(what: what, index: index, count: count)
    }
    return Set(ranges.flatMap { Array($0) }).sorted()
  }

  /// The lowest chosen index; 0 for all.
  package var first: Int? {
    switch self {
    case .all: 0
    case .only(let ranges): ranges.map(\.lowerBound).min()
    }
  }

  /// The chosen indices from `count` on, which what has `count` of them lacks; nil where there are none.
  package func missing(below count: Int) -> IndexSelection? {
    guard case .only(let ranges) = self else { return nil }
    let missing = ranges.filter { $0.upperBound >= count }.map { max($0.lowerBound, count)...$0.upperBound }
    return missing.isEmpty ? nil : .only(missing)
  }

  /// `left out: layers 8-11; the model has layers 0 to 7`, of indices that are not there.
  ///
  /// - Parameters:
  ///   - what: `layer` or `head`.
  ///   - owner: what has too few of them, with its verb.
  package func remark(of what: String, count: Int, owner: String = "the model has") -> String {
    let isOne = if case .only(let ranges) = self { ranges.count == 1 && ranges[0].count == 1 } else { false }
    let present =
      switch count {
      case ...0: "no \(what)s"
      case 1: "\(what) 0 only"
      default: "\(what)s 0 to \(count - 1)"
      }
    return "left out: \(what)\(isOne ? "" : "s") \(self); \(owner) \(present)"
  }

  /// The chosen indices below `count`; those that are not there are left out.
  package func indices(below count: Int) -> [Int] {
    guard case .only(let ranges) = self else { return Array(0..<count) }
    return (0..<count).filter { index in ranges.contains { $0.contains(index) } }
  }
}

/// Which query of each layer is meant.
package enum QuerySelection: Sendable, Hashable {
  case center
  /// A position on the layer's own token grid.
  case position(GridPosition)
  /// A pixel of the model's input: each layer takes the token there.
  case pixel(x: Int, y: Int)
  case prefix(PrefixToken)
  case mean
  /// Every query, prefix tokens first.
  case all

  /// `R,C`, `cls`, `dist`, `reg0` …, `pool`, `mean` or `all`; nil when the text is none of them.
  package init?(_ text: String) {
    switch text {
    case "cls": self = .prefix(.classToken)
    case "dist": self = .prefix(.distillation)
    case "pool": self = .prefix(.pool)
    case "mean": self = .mean
    case "all": self = .all
    default:
      if text.hasPrefix("reg"), let index = Int(text.dropFirst(3)), index >= 0 {
        self = .prefix(.register(index))
      } else if let numbers = Self.pair(text) {
        self = .position(GridPosition(row: numbers.0, column: numbers.1))
      } else {
        return nil
      }
    }
  }

  /// Two whole numbers with a comma between them, neither negative.
  package static func pair(_ text: String) -> (Int, Int)? {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let first = parts[0], let second = parts[1], first >= 0, second >= 0 else {
      return nil
    }
    return (first, second)
  }

  /// The query of a layer of a model; nil for `all`. Throws `SelectionError` when the layer has no such query.
  package func query(
    in geometry: AttentionGeometry, layer: Int, of model: ModelDescription
  ) throws(SelectionError) -> Query? {
    let input = model.preprocessing
    return try query(
      in: geometry, layer: layer, height: input.inputHeight, width: input.inputWidth,
      coveredHeight: model.coveredHeight, coveredWidth: model.coveredWidth)
  }

  /// The query of a layer; nil for `all`.
  ///
  /// - Parameters:
  ///   - height: of the model's input in pixels, as `width`.
  ///   - coveredHeight: of the part of it that the tokens cover, from the upper left, as `coveredWidth`.
  /// - Throws: `SelectionError` when the layer has no such query.
  package func query(
    in geometry: AttentionGeometry, layer: Int, height: Int, width: Int, coveredHeight: Int, coveredWidth: Int
  ) throws(SelectionError) -> Query? {
    let grid = geometry.queryGrid
    switch self {
    case .center: return .spatial(grid.center)
    case .position(let position):
      guard grid.contains(position) else {
        throw .noSuchQuery(
          "query \(position) is outside the \(grid.rows)×\(grid.columns) tokens of layer \(layer)")
      }
      return .spatial(position)
    case .pixel(let x, let y):
      guard (0..<width).contains(x), (0..<height).contains(y) else {
        throw .noSuchQuery("pixel \(x),\(y) is outside the model's \(width)×\(height) input")
      }
      guard x < coveredWidth, y < coveredHeight else {
        throw .noSuchQuery(
          "pixel \(x),\(y) is seen by no token: the patches cover \(coveredWidth)×\(coveredHeight) of the "
            + "\(width)×\(height) input")
      }
      return .spatial(
        GridPosition(row: y * grid.rows / coveredHeight, column: x * grid.columns / coveredWidth))
    case .prefix(let token):
      guard let index = geometry.queryPrefix.firstIndex(of: token) else {
        throw .noSuchQuery("layer \(layer) has no \(token) token")
      }
      return .prefix(index)
    case .mean: return .mean
    case .all: return nil
    }
  }
}

/// Why a selection does not fit a model.
package enum SelectionError: Error, Hashable, CustomStringConvertible {
  case outOfRange(what: String, index: Int, count: Int)
  case noSuchQuery(String)
  case gridsDiffer([String])
  /// An option for a model that the command does not have, and what its models are called.
  case noSuchModel(String, [String])
  /// An option with the model's name, and what the model lacks.
  case noSuchHead(String, PlaceError)
  /// An option whose position is not on the grid.
  case noSuchPatch(String, TokenGrid, of: String)
  /// An option with a grid that has more rows or columns than any input has pixels, and that limit.
  case gridTooFine(String, String)

  package var description: String {
    switch self {
    case .outOfRange(let what, let index, let count):
      "there is no \(what) \(index): the model has \(count), counted from 0"
    case .noSuchQuery(let reason): reason
    case .gridsDiffer(let grids):
      "--query R,C needs layers of one token grid, and these have \(grids.joined(separator: ", ")); "
        + "use --at X,Y in pixels, or choose layers"
    case .noSuchModel(let option, let letters):
      letters.count == 1
        ? "\(option): the only model of this command is A"
        : "\(option): the models of this command are \(letters.joined(separator: ", "))"
    case .noSuchHead(let option, let lack): "\(option): \(lack)"
    case .noSuchPatch(let option, let grid, let owner):
      "\(option): \(owner) has rows 0 to \(grid.rows - 1) and columns 0 to \(grid.columns - 1)"
    case .gridTooFine(let option, let limit): "\(option): the grid is finer than \(limit)"
    }
  }
}
