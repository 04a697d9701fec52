// What the user has chosen: a value that events change and that frames are drawn from.

import Attention
import AttentionMaps
import Imaging
import Session
import TerminalUI
import VisionModels

/// The order of the heads in the entropy view.
package enum EntropyOrder: String, CaseIterable, Sendable {
  case layer, entropy, difference
}

/// What lies over the view until it is closed.
enum Dialog: Equatable, Sendable {
  /// - word: the word of the glossary that stands out.
  case help(scroll: Int, word: Int? = nil)
  case modelCard(scroll: Int)
  case goTo(String)
  case palette(CommandPalette)
  case prompt(Prompt)
  case message(title: String, lines: [String], scroll: Int)
}

struct ViewerState: Equatable, Sendable {
  var size: Size
  var capabilities: Capabilities

  var modelCount: Int
  var imageCount: Int
  /// The sides of the screen: A, and B where there are two.
  var shown: [SideState]
  /// Whether both sides look at the same place; else each goes its own way.
  var isLinked = true
  /// Panels that stay, in the order in which they were pinned.
  var pins: [Pin] = []
  /// Pins that the options ask for, until their models are loaded.
  var requestedPins: [PinRequest] = []
  /// The model of each MODEL argument, which such pins count.
  var argumentModels: [Int] = []
  var bookmarks: [Bookmark] = []
  /// Where the session is kept; nil until the user says it.
  var sessionFile: String?
  var history = History()
  /// Whether the event that is being answered is more than a step.
  var isJump = false
  var focus = Side.a

  var view: ViewKind
  /// The key that is read in every map; nil while there is none.
  var probe: Probe?

  /// What of the view fills the screen; nil for all of it.
  var zoom: Zoom?

  var map: MapKind
  /// The queries that look at the key under the cursor instead of the keys of the query.
  var incoming = false
  var overlay = false
  var colorMap: ColorMap
  /// How often the user has turned to the next parts of a view, less the times back.
  var pages: [ViewKind: Int] = [:]
  /// The scales that the user has chosen.
  var scales: [ViewKind: ScaleMode] = [:]
  var fixedRange: ClosedRange<Float> = 0...1

  /// How often each model's file has changed, by model; 0 where it never has.
  var fileVersions: [Int: Int] = [:]
  /// The version of its file that each model was loaded from, for all that is on the screen.
  var versions: [Int: Int] = [:]
  /// By model, a version that is loaded and waits for its maps.
  var arrived: [Int: Int] = [:]

  /// Position in the list of differing heads that `J` walks; nil before the first step.
  var difference: Int?
  var wantsDifferences = false
  /// Whether the user has had enough of sums over all queries; they go on when the screen moves on.
  var sumsAreStopped = false

  var entropyOrder = EntropyOrder.layer
  /// What is shown of every head where a view shows all.
  var metric = HeadMetric.maps
  /// The exponent p of the kernels in the lens, 1…6.
  var exponent = ViewerState.firstExponent

  var dialog: Dialog?
  /// One line about what just happened.
  var notice: String?
  /// Whether the user knows already that some keys mean nothing.
  var knowsOfUnknownKeys = false
  var mouse: Bool
  var exports: [ExportOrder] = []
  var figures: [DrawFigure] = []
  var nextExport = 0
  /// Which file the last event should have written and why it does not, until the program has taken note; the user reads
  /// it in a notice or a dialog.
  var unwritten: String?

  static let firstExponent: Float = 3

  /// The scale of the current view.
  var scale: ScaleMode {
    get {
      let scale = scales[view] ?? .uniform
      return scale == .shared && sides.count < 2 ? .panel : scale
    }
    set { scales[view] = newValue }
  }

  /// The page of the current view; a view that has fewer begins anew.
  var page: Int { pages[view] ?? 0 }

  /// Whether the panels show who looks at a key: some views are about a query, whatever the others show.
  var showsIncoming: Bool { incoming && view.heeds(.incoming) }

  /// What files hold of the map that the user has chosen; nil for the attention of every stream.
  var chosenMaps: [MapKind]? { showsIncoming ? [.incoming] : map == .attention ? nil : [map] }

  // MARK: What the screen is drawn from

  /// The examination that a side of the screen shows.
  func examinationKey(_ side: Side) -> ExaminationKey {
    key(model(side), image: self[side].spot.image, interventions(side))
  }

  /// The same without any intervention, to show what changed.
  func untouchedKey(_ side: Side) -> ExaminationKey {
    key(model(side), image: self[side].spot.image, Interventions())
  }

  /// The examination whose maps a side of the screen shows: the one that it is about, or the last one of this model
  /// until that is done. What cannot be done is waited for in vain, and then shows nothing.
  func shownKey(_ side: Side, _ findings: Findings) -> ExaminationKey {
    let wanted = examinationKey(side)
    guard findings.result(Examine(wanted)) == nil, findings.failure(LoadImage(image: wanted.image)) == nil
    else {
      return wanted
    }
    let last = findings.lastShown[LastShown(side: side, model: wanted.model)]
    let earlier = [last, untouchedKey(side)].compactMap { $0 }
    return earlier.first { $0.version == wanted.version && findings[Examine($0)] != nil } ?? wanted
  }

  /// A model as it was last loaded, on an image.
  func key(_ model: Int, image: Int, _ interventions: Interventions) -> ExaminationKey {
    ExaminationKey(
      model: model, version: versions[model] ?? 0, image: image, interventions: interventions)
  }

  /// Where a model as it was last loaded comes from.
  func loading(_ model: Int) -> LoadModel { LoadModel(model: model, version: versions[model] ?? 0) }

  /// The state once the versions that have arrived are shown; nil where none has.
  var afterArrival: ViewerState? {
    guard !arrived.isEmpty else { return nil }
    var next = self
    next.versions.merge(arrived) { $1 }
    next.arrived = [:]
    return next
  }

  /// The layer, head and query of a side, by depth and by the point of the image where the user has gone in another
  /// model; nil before the side's model and that one are loaded.
  func place(_ side: Side, _ findings: Findings) -> Place? {
    place(self[side], findings)
  }

  /// The same of a side's value: where its query is the probe of a pooling head, a head of that, in views of rows.
  func place(_ side: SideState, _ findings: Findings) -> Place? {
    let spot = side.spot
    if spot.query == .prefix(.pool), view.heeds(.query),
      let place = places(side.model, findings)?.poolPlace(head: spot.anchor.head.head)
    {
      return place
    }
    return layerPlace(side, findings)
  }

  /// The same among the layers, whatever the query is.
  func layerPlace(_ side: SideState, _ findings: Findings) -> Place? {
    let (model, spot) = (side.model, side.spot)
    guard let own = places(model, findings) else { return nil }
    let query: Place.Query =
      switch spot.query {
      case .spatial: .point(spot.cursor)
      case .prefix(let token): .prefix(token)
      case .mean: .mean
      }
    let anchor = spot.anchor
    guard model != anchor.model, let others = places(anchor.model, findings),
      let origin = others.nearest(anchor.head, query: query)
    else { return isAwaited(anchor, findings) ? nil : own.nearest(anchor.head, query: query) }
    return own.carry(origin, from: others)?.place
  }

  /// Whether a place is one of a model that is not on the screen and not loaded yet. Of a model on the screen its number
  /// stands in until that is there.
  private func isAwaited(_ anchor: Anchor, _ findings: Findings) -> Bool {
    !shown.contains { $0.model == anchor.model } && findings.result(loading(anchor.model)) == nil
  }

  /// The places of a model as it was last loaded.
  func places(_ model: Int, _ findings: Findings) -> ModelPlaces? {
    findings[loading(model)]?.places
  }

  /// How the heads of A and B differ; nil with one model.
  var comparison: CompareModels? {
    sides.count > 1 ? CompareModels(a: examinationKey(.a), b: examinationKey(.b)) : nil
  }
}

extension ViewerState {
  /// The color maps that keep their order at the terminal's color depth.
  var availableColorMaps: [ColorMap] {
    capabilities.depth.showsValuesByColor ? ColorMap.sequential : [.viridis, .gray]
  }

  /// The chosen color map, of colors that the terminal has.
  var shownColorMap: ColorMap {
    capabilities.depth == .indexed256 ? colorMap.inPaletteSteps : colorMap
  }
}
