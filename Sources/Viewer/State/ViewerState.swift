// What the user has chosen: a value that events change and that frames are drawn from.

import Attention
import AttentionMaps
import Imaging
import TerminalUI
import VisionModels

/// Which of the two models on the screen.
enum Side: Int, CaseIterable, Sendable {
  case a, b

  var letter: String { self == .a ? "A" : "B" }
  var other: Side { self == .a ? .b : .a }
}

/// A place in the image, as shares 0…1 of its height and width: the same on every token grid.
struct ImagePlace: Hashable, Sendable {
  var y: Double
  var x: Double

  static let centre = ImagePlace(y: 0.5, x: 0.5)

  /// The token of a grid that covers the place.
  func position(on grid: TokenGrid) -> GridPosition {
    GridPosition(
      row: min(grid.rows - 1, max(0, Int(y * Double(grid.rows)))),
      column: min(grid.columns - 1, max(0, Int(x * Double(grid.columns)))))
  }

  /// The centre of a token.
  init(_ position: GridPosition, on grid: TokenGrid) {
    y = (Double(position.row) + 0.5) / Double(grid.rows)
    x = (Double(position.column) + 0.5) / Double(grid.columns)
  }

  init(y: Double, x: Double) {
    self.y = y
    self.x = x
  }
}

/// Whose row is shown.
enum QueryMode: Hashable, Sendable {
  case spatial
  /// Index among the prefix tokens.
  case prefix(Int)
  case mean
}

/// How values become positions on the colour map.
enum ScaleMode: String, CaseIterable, Sendable {
  case panel, layer, shared, uniform, fixed

  var label: String {
    switch self {
    case .panel: "panel"
    case .layer: "layer"
    case .shared: "A and B shared"
    case .uniform: "× uniform, log"
    case .fixed: "fixed"
    }
  }
}

/// The order of the heads in the entropy view.
enum EntropyOrder: String, CaseIterable, Sendable {
  case layer, entropy, difference
}

/// What lies over the view until it is closed.
enum Dialog: Equatable, Sendable {
  case help(scroll: Int)
  case modelCard(scroll: Int)
  case goTo(String)
  case message(title: String, lines: [String])
}

package struct ViewerState: Equatable, Sendable {
  var size: Size
  var capabilities: Capabilities

  var modelCount: Int
  var imageCount: Int
  /// The model in each slot of the screen; B is nil with one model only.
  var slots: [Int]
  var focus = Side.a
  var image = 0

  var view: ViewKind
  var layer: Int
  var head: Int
  var place = ImagePlace.centre
  var query = QueryMode.spatial

  var map: MapKind
  /// The queries that look at the key under the cursor instead of the keys of the query.
  var incoming = false
  var overlay = false
  var colorMap: ColorMap
  /// The scale of each view, by `ViewKind`.
  var scales: [ViewKind: ScaleMode] = [.compare: .shared]
  var fixedRange: ClosedRange<Float> = 0...1

  /// How often each model's file has changed, by model; 0 where it never has.
  var fileVersions: [Int: Int] = [:]
  /// The version of its file that each model was loaded from.
  var versions: [Int: Int] = [:]

  /// By model.
  var headsOff: [Int: Set<HeadPlace>] = [:]
  /// Patches that no model sees.
  var hidden: Set<Footprint> = []
  /// Position in the list of differing heads that `J` walks; nil before the first step.
  var difference: Int?
  var wantsDifferences = false
  /// Whether the user has had enough of sums over all queries; they go on when the screen moves on.
  var sumsAreStopped = false

  var entropyOrder = EntropyOrder.layer
  /// The exponent p of the kernels in the lens, 1…6.
  var exponent: Float = 3

  var dialog: Dialog?
  /// One line about what just happened.
  var notice: String?
  var mouse: Bool
  var exports: [ExportOrder] = []
  var nextExport = 0

  package init(options: ViewerOptions, size: Size, capabilities: Capabilities) {
    self.size = size
    self.capabilities = capabilities
    modelCount = options.models.count
    imageCount = options.images.count
    slots = Array(0..<min(2, options.models.count))
    view = options.view
    layer = options.layer
    head = options.head
    map = options.map
    colorMap = options.colorMap
    mouse = options.mouse
  }

  /// The scale of the current view.
  var scale: ScaleMode {
    get {
      let scale = scales[view] ?? .panel
      return scale == .shared && slots.count < 2 ? .panel : scale
    }
    set { scales[view] = newValue }
  }

  /// Whether the panels show who looks at a key: the other views are about a query, whatever the first two show.
  var showsIncoming: Bool { incoming && (view == .heads || view == .compare) }

  var sides: [Side] { slots.count > 1 ? [.a, .b] : [.a] }

  /// What is changed in the forward pass of a side's model.
  func interventions(_ side: Side) -> Interventions {
    Interventions(headsOff: headsOff[model(side)] ?? [], occluded: hidden)
  }

  /// The model that stands on a side.
  func model(_ side: Side) -> Int { slots[min(side.rawValue, slots.count - 1)] }
}

/// Maps to be written to files.
struct ExportOrder: Hashable, Sendable {
  let number: Int
  /// Every head of the layer instead of the one on the screen.
  let wholeLayer: Bool
  let layer: Int
  let head: Int
  let place: ImagePlace
  let query: QueryMode
  /// nil: the attention of the head, in every stream.
  let maps: [MapKind]?
  let keys: [ExaminationKey]
}
