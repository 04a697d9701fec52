// Which values of which panels have which colors.
import Attention
import AttentionMaps
import Glibc
import Imaging
import Session

/// How values become colors.
struct PanelScale: Sendable, Equatable {
  enum Kind: Sendable, Equatable {
    /// The first color at 0, the last at `high`.
    case linear(high: Float)
    /// Zero in the middle, ±`limit` at the ends.
    case diverging(limit: Float)
    /// The logarithm of multiples of uniform, from `lowest` to `highest`.
    case uniform
  }

  /// The ends of a scale of multiples of uniform, as in the viewer.
  static let lowest: Float = 0.1
  static let highest: Float = 30

  let kind: Kind
  let colorMap: ColorMap
  /// What its values are.
  let title: String

  /// 0…1: where the color of a value is.
  ///
  /// - Parameter keys: of the value's row, for multiples of uniform.
  func fraction(of value: Float, keys: Int) -> Float {
    switch kind {
    case .linear(let high): high > 0 ? value / high : 0
    case .diverging(let limit): limit > 0 ? (value + limit) / (2 * limit) : 0.5
    case .uniform:
      value > 0 ? log2f(value * Float(keys) / Self.lowest) / log2f(Self.highest / Self.lowest) : 0
    }
  }

  func color(of value: Float, keys: Int) -> RGB { colorMap.color(at: fraction(of: value, keys: keys)) }

  /// The values at a bar, each with its place, 0…1, and its text.
  ///
  /// - Parameter isShort: the ends alone.
  func ticks(isShort: Bool) -> [(place: Double, text: String)] {
    switch kind {
    case .uniform:
      let values: [Float] = isShort ? [0.1, 1, 30] : [0.1, 0.3, 1, 3, 10, 30]
      return values.map { value in
        (Double(fraction(of: value, keys: 1)), "\(Double(value).fixed(value < 1 ? 1 : 0))×")
      }
    case .linear(let high):
      guard high > 0 else { return [(0, "0")] }
      if isShort { return [(0, "0"), (1, Double(high).threeDigits)] }
      return niceTicks(from: 0, to: Double(high), about: 4).map { ($0.value / Double(high), $0.text) }
    case .diverging(let limit):
      guard limit > 0 else { return [(0.5, "0")] }
      let top = Double(limit)
      if isShort { return [(0, (-top).threeDigits), (1, top.threeDigits)] }
      return niceTicks(from: -top, to: top, about: 4).map { (($0.value + top) / (2 * top), $0.text) }
    }
  }
}

/// The scales of a figure: which one each panel has, and which panels a bar stands for.
struct FigureScales: Sendable {
  /// A scale and the rows and columns that it is of.
  struct Bar: Sendable {
    let scale: PanelScale
    let rows: Set<Int>
    let columns: Set<Int>
  }

  private(set) var bars: [Bar] = []
  /// The number of the bar of every panel; nil for an empty one. `[rows × columns]`
  private(set) var barOfCell: [Int?]

  init(_ panels: FigurePanels) {
    let (figure, lists) = (panels.plan.figure, panels.plan.lists)
    barOfCell = Array(repeating: nil, count: panels.cells.count)
    var groups: [(key: [String], cells: [Int])] = []
    for (index, cell) in panels.cells.enumerated() {
      guard case .panel(let panel) = cell else { continue }
      let (row, column) = (index / lists.columnCount, index % lists.columnCount)
      let scope =
        switch figure.scale {
        case .shared, .uniform: ""
        case .row: "\(row)"
        case .column: "\(column)"
        case .panel: "\(index)"
        }
      let key = [scope, panel.plan.map.unit]
      if let known = groups.firstIndex(where: { $0.key == key }) {
        groups[known].cells.append(index)
      } else {
        groups.append((key, [index]))
      }
    }
    for group in groups {
      let members = group.cells.compactMap { index in
        if case .panel(let panel) = panels.cells[index] { panel } else { nil }
      }
      for index in group.cells { barOfCell[index] = bars.count }
      bars.append(
        Bar(
          scale: PanelScale(of: members, figure: figure),
          rows: Set(group.cells.map { $0 / lists.columnCount }),
          columns: Set(group.cells.map { $0 % lists.columnCount })))
    }
  }
}

extension PanelScale {
  /// One scale for panels of one unit: from 0, or around 0 where a value may be negative, to the largest size.
  fileprivate init(of panels: [FigurePanel], figure: MapFigure) {
    let isSigned = panels.contains { $0.map.isSigned }
    let ranges = panels.compactMap(\.map.range)
    let limit = ranges.map { max(abs($0.lowerBound), abs($0.upperBound)) }.max() ?? 0
    let title = panels.first?.plan.map.unit ?? ""
    if figure.scale == .uniform, !isSigned {
      self.init(kind: .uniform, colorMap: figure.colorMap, title: "multiple of uniform, 1/n")
    } else if isSigned {
      self.init(kind: .diverging(limit: limit), colorMap: .diverging, title: title)
    } else {
      self.init(kind: .linear(high: limit), colorMap: figure.colorMap, title: title)
    }
  }
}

extension MapKind {
  /// What its values are: maps of one unit may share a scale.
  var unit: String {
    switch self {
    case _ where isOfWeights: "attention weight"
    case .positive, .negative, .net: "part of the logit"
    case .kernelPositive, .kernelNegative: "product of powers"
    case .entropy: "entropy (nats)"
    default: rawValue
    }
  }
}

extension Double {
  /// With three significant digits: `0.0312`, `12.3`, `4.1e-5`.
  var threeDigits: String {
    guard isFinite, self != 0 else { return isFinite ? "0" : "–" }
    let exponent = Int(floor(log10(abs(self))))
    guard (-4...5).contains(exponent) else {
      let scaled = self / pow(10, Double(exponent))
      return scaled.fixed(1).trimmed + "e\(exponent)"
    }
    return fixed(max(0, 2 - exponent)).trimmed
  }
}

extension String {
  /// A decimal number without zeros at its end.
  fileprivate var trimmed: String {
    guard contains(".") else { return self }
    var text = self
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }
}

/// Round values between two numbers, with steps of 1, 2 or 5 times a power of ten; three at least, if 0 is between
/// them on both sides.
///
/// - Parameter about: how many there should be.
func niceTicks(from low: Double, to high: Double, about: Int) -> [(value: Double, text: String)] {
  let span = high - low
  guard span > 0, span.isFinite else { return [(low, low.threeDigits)] }
  let rough = span / Double(max(about, 1))
  let power = pow(10, floor(log10(rough)))
  let enough = [1, 2, 5, 10].first { $0 * power >= rough * 0.999 } ?? 10
  let nearest = low < 0 ? min(high, -low) : high - low
  let step = ([enough, 5, 2, 1, 0.5].first { $0 <= enough && $0 * power <= nearest } ?? enough) * power
  let decimals = max(0, -Int(floor(log10(step) + 1e-9)))
  let first = Int((low / step - 1e-9).rounded(.up))
  let last = Int((high / step + 1e-9).rounded(.down))
  return (first...max(first, last)).map { number in
    let value = Double(number) * step
    let text = decimals <= 4 ? value.fixed(decimals) : value == 0 ? "0" : value.threeDigits
    return (value, number == 0 ? "0" : text)
  }
}
