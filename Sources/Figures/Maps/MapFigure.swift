// A figure of maps: what is asked for, and which rows and columns that makes.
import Attention
import Imaging
import Session

/// What `polascope figure` draws of maps; the vocabulary of its options. An empty list is one that was not given.
package struct MapFigure: Sendable {
  package var rows: FigureAxis?
  package var columns: FigureAxis?
  package var queries: [QuerySelection] = []
  package var layers: IndexSelection?
  package var heads: [FigureHead] = []
  /// Whether `heads` is all heads that there are.
  package var hasAllHeads = false
  package var maps: [MapKind] = []
  package var kernels: [FigureKernel] = []
  package var scale = FigureScale.shared
  package var colorMap = ColorMap.viridis
  /// Whether maps lie over the model's input.
  package var isOverlay = false
  /// Whether the model's input is shown beside its maps.
  package var showsImages = false
  package var style = FigureStyle()

  package init() {}
}

/// The measures of a figure.
package struct FigureStyle: Sendable {
  /// Millimeters.
  package var width = 170.0
  /// Points.
  package var fontSize = 8.0
  package var hasCaption = true

  package init() {}

  /// What labels under panels are written in.
  var smallSize: Double { max(fontSize - 1.5, min(fontSize, 5)) }
  /// The tallest that a figure becomes: the text of a page of A4.
  var maximumHeight: Double { points(millimeters: 235) }
}

/// Why a figure cannot be what was asked for. The description is one line.
package enum FigureError: Error, Hashable, CustomStringConvertible {
  case sameAxes(FigureAxis)
  case severalValues(FigureAxis, Int)
  /// More than two things change.
  case severalAxes([FigureAxis])
  case unknownQuery(String)
  /// A pooling head beside other queries, or beside chosen layers.
  case poolAmongOthers
  case tooManyPanels(Int, limit: Int)
  /// No panel has anything to show, for this reason.
  case nothing(String)
  case noWeights(MapKind)

  package var description: String {
    switch self {
    case .sameAxes(let axis): "--rows and --columns are both \(axis.rawValue); choose another for one of them"
    case .severalValues(let axis, let count):
      "\(axis.option): \(count) of them, and neither rows nor columns are \(axis.rawValue); choose one, or add "
        + "--rows \(axis.rawValue)"
    case .severalAxes(let axes):
      "a figure has rows and columns, and \(axes.map(\.option).joined(separator: ", ")) have several values each; "
        + "choose --rows and --columns, and one value of the others"
    case .unknownQuery(let query):
      "--query \(query): a figure shows one query, the mean or cls, dist, reg0 … or pool"
    case .poolAmongOthers:
      "--query pool is of the pooling head, which is no layer; leave --layers and other queries out"
    case .tooManyPanels(let count, let limit):
      "\(count) panels are more than the \(limit) that a figure can have; choose fewer"
    case .nothing(let reason): reason
    case .noWeights(let kind):
      "--scale uniform is for maps of weights, and \(kind.rawValue) is none; choose another scale"
    }
  }
}

/// The lists of a figure, with one of each at least, and which of them are its rows and columns.
struct FigureLists: Sendable {
  var counts: [FigureAxis: Int] = [:]
  var rows: FigureAxis?
  var columns: FigureAxis?

  static let maximumPanels = 400

  /// Chooses rows and columns where the command does not: what has several values, columns first.
  ///
  /// - Throws: `FigureError` where more than two lists have several values.
  init(rows: FigureAxis?, columns: FigureAxis?, counts: [FigureAxis: Int]) throws(FigureError) {
    if let rows, rows == columns { throw .sameAxes(rows) }
    let open = FigureAxis.inOrderOfColumns.filter { axis in
      counts[axis, default: 1] > 1 && axis != rows && axis != columns
    }
    let free = (rows == nil ? 1 : 0) + (columns == nil ? 1 : 0)
    if open.count > free {
      if free == 0, let axis = open.first { throw .severalValues(axis, counts[axis, default: 1]) }
      throw .severalAxes(([rows, columns].compactMap(\.self) + open))
    }
    var left = open[...]
    self.columns = columns ?? left.popFirst()
    self.rows = rows ?? left.popFirst()
    self.counts = counts
    let panels = rowCount * columnCount
    if panels > Self.maximumPanels { throw .tooManyPanels(panels, limit: Self.maximumPanels) }
  }

  var rowCount: Int { rows.map { counts[$0, default: 1] } ?? 1 }
  var columnCount: Int { columns.map { counts[$0, default: 1] } ?? 1 }

  /// The number in the list of `axis` that a panel shows.
  func index(_ axis: FigureAxis, row: Int, column: Int) -> Int {
    axis == rows ? row : axis == columns ? column : 0
  }
}
