// A frame being drawn, with the places where a click means something, and what the color bar has to explain.

import Attention
import AttentionMaps
import TerminalUI

/// What a click on an area of the screen does.
enum ClickTarget: Equatable, Sendable {
  /// A picture of the whole image or of a token grid: puts the query there.
  case picture(Rect, Side?)
  /// The same of one window.
  case window(Rect, Side?, PanelWindow)
  /// A thumbnail or a number: goes to that head of that side.
  case head(Rect, Side, HeadPlace)
  /// A word of the chrome: presses its key.
  case press(Rect, Key)
  /// The name of a model.
  case focus(Rect, Side)
  /// A line of the palette.
  case entry(Rect, Int)
  /// The cell of a token beside the grid: makes it the query.
  case token(Rect, Side?, PrefixToken)

  var area: Rect {
    switch self {
    case .picture(let area, _), .window(let area, _, _), .head(let area, _, _), .token(let area, _, _),
      .press(let area, _), .focus(let area, _), .entry(let area, _):
      area
    }
  }

  /// The side that it belongs to; nil for what is of both.
  var side: Side? {
    switch self {
    case .picture(_, let side), .window(_, let side, _), .token(_, let side, _): side
    case .head(_, let side, _), .focus(_, let side): side
    case .press, .entry: nil
    }
  }
}

/// How many of its parts a view shows.
struct ShownParts: Equatable {
  let shown: Int
  let count: Int
  /// Which page that is, counted from 0, and how many there are.
  let page: Int
  let pages: Int

  /// `6 of 22 parts, page 1/4 ( )`, and shorter on narrow screens.
  func text(columns: Int) -> String {
    let number = "\(page + 1)/\(pages)"
    return switch columns {
    case ..<60: "\(number) )"
    case ..<100: "page \(number) ( )"
    case ..<140: "\(shown) of \(count), page \(number) ( )"
    default: "\(shown) of \(count) parts, page \(number) ( )"
    }
  }
}

struct Canvas {
  let capabilities: Capabilities
  var frame: Frame
  var targets: [ClickTarget] = []
  /// How many of the view's parts are on the screen; nil where all are.
  var parts: ShownParts?
  /// Whether the image's panel lists the values under the cursor already.
  var listsValues = false
  /// What the colors on the frame mean.
  var legend = Legend()
  /// The key that is read in every map; nil while there is none.
  let probe: Probe?
  /// The maps on the frame that the probe reads, in the order of the panels.
  var probed: [ProbedMap] = []

  init(size: Size, _ capabilities: Capabilities, probe: Probe? = nil) {
    self.capabilities = capabilities
    self.probe = probe
    frame = Frame(size: size)
  }
}

/// What has been drawn in colors and patterns, for the line of the color bar.
struct Legend {
  /// A color bar with the panels that it is about.
  struct Bar: Equatable {
    let bar: ColorBar
    var owners: [Owner]
  }

  /// A panel as the line of the color bar names it: `A`, `B same`, `B − A`.
  struct Owner: Equatable {
    let side: Side?
    let name: String
  }

  /// Each bar once, with each of its panels once, in the order of the panels.
  private(set) var bars: [Bar] = []
  /// Why places have no value.
  private(set) var patterns: Set<PlaceContent> = []
  /// How panels are drawn smaller than their maps: `2×2 means`.
  private(set) var reductions: [String] = []
  private var largestMeans: TokenGrid?
  var hasHiddenPatches = false

  mutating func add(_ bar: ColorBar, of owner: Owner) {
    if let index = bars.firstIndex(where: { $0.bar == bar }) {
      if !bars[index].owners.contains(owner) { bars[index].owners.append(owner) }
    } else {
      bars.append(Bar(bar: bar, owners: [owner]))
    }
  }

  mutating func add(_ map: HeatMap, reduction: String?) {
    patterns.formUnion(map.contents.filter { $0 != .value })
    if let reduction, !reductions.contains(reduction) { reductions.append(reduction) }
  }

  /// Of pictures of several sizes, each of means of so many tokens at most: the largest of all of them.
  mutating func addMeans(upTo block: TokenGrid) {
    guard block.count > (largestMeans?.count ?? 1) else { return }
    largestMeans = block
    reductions = ["up to \(block.rows)×\(block.columns) means"]
  }
}
