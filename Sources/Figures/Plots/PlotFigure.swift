// Figures of numbers: lines, steps and points in panels with axes.
import Files
import Imaging
import Session

/// What a figure of numbers shows.
package enum PlotKind: String, CaseIterable, Sendable {
  /// Normalized entropy of every layer.
  case entropy
  /// How many queries have each normalized entropy.
  case histogram
  /// Singular values of the rows.
  case singularValues = "singular-values"
  /// Powers and gates of polarity heads.
  case powers
  /// Accuracy against the attention that stays in the box.
  case box
  /// Entropy, distance, rank, time and memory at several sizes of the input.
  case resolution
}

/// One series of a panel.
struct PlotSeries: Sendable {
  enum Look: Sendable {
    /// A line through the points, with a disc at each.
    case line
    /// The upper edges of bars from each x to the next; the last has no bar.
    case steps
    /// A disc at each point, with its name beside it.
    case points
  }

  let title: String
  let color: RGB
  let look: Look
  /// In the order in which they are connected; points without a y leave a gap.
  let values: [(x: Double, y: Double?)]
  /// What the values spread over at each x, drawn pale below the line.
  var spread: [(x: Double, low: Double, high: Double)] = []
  /// Whether the line is broken: other streams of the same model.
  var isDashed = false
  /// Of the numbers that the values are made of.
  var leftOut = LeftOut()
  /// What is left out, where panels of one figure leave out unlike numbers.
  var leftOutName: String?
  /// Whether the values are entropies of |a|/Σ|a|: weights may be negative.
  var isSigned = false
}

/// One panel of a figure of numbers.
struct PlotPanel: Sendable {
  var title = ""
  let xTitle: String
  let yTitle: String
  let series: [PlotSeries]
  /// What the axes span; nil: the values.
  var xRange: ClosedRange<Double>?
  var yRange: ClosedRange<Double>?
  /// Whether y is on a logarithmic axis; values ≤ 0 are left out.
  var isLogarithmic = false
  /// Whether x counts: ticks at whole numbers only.
  var hasWholeX = false
}

/// A whole figure of numbers.
package struct PlotFigure: Sendable {
  package let title: String
  let panels: [PlotPanel]
  /// Sentences for the caption.
  let caption: String
  let style: FigureStyle
  /// What models lack of what was asked for, a sentence each without a full stop.
  package var remarks: [String] = []
  /// What is left out where something is, a sentence for the caption.
  var leftOutRule = "Left out are numbers that are undefined or not finite."
}
