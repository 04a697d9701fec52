// What a view is: its name, what it shows and exports, which settings it heeds, what it needs, and how it is drawn.

import Attention
import AttentionMaps

/// One type and one file per view; `ViewKind.allCases` lists them.
protocol ScreenView: Sendable {
  /// On the command line and in the header.
  var name: String { get }
  /// One line for help and the documentation.
  var summary: String { get }
  /// Keys of other settings say in which views they work.
  var settings: ViewSettings { get }

  /// The maps of a model that the panels show: scales and the values at the cursor are about these.
  func maps(of subject: Subject, _ state: ViewerState) -> [MapKind]
  /// The maps that exported files hold; nil for the attention of every stream.
  func exportedMaps(_ state: ViewerState) -> [MapKind]?
  /// What exported files do not share with the screen.
  func exportRemark(_ state: ViewerState) -> String?

  /// The orders of heads that the user can choose from.
  func orders(_ state: ViewerState) -> [EntropyOrder]
  /// The heads of a model in the order in which they follow one another.
  func heads(of subject: Subject, _ scene: Scene) -> [HeadPlace]

  /// How many parts the largest table has that is cut: the keys that turn pages turn these first.
  func blocks(_ scene: Scene) -> Int

  /// What has to be computed besides forward passes, the most important first.
  func computations(_ scene: Scene) -> [any Computation]

  /// The maps that each can fill the screen, those of A first; empty where the view has none.
  func panels(_ scene: Scene) -> [MapPanel]

  /// Draws the body of the screen.
  func draw(_ canvas: inout Canvas, _ scene: Scene, _ layout: ScreenLayout)

  // The words beside the color bar.

  func scaleName(_ state: ViewerState) -> ScaleName
  func mapName(_ scene: Scene) -> String
  /// The values under the cursor; empty where the panels say them.
  func valuesAtCursor(_ scene: Scene) -> [CursorValue]
  /// What a narrow bar says in place of the values under the cursor; empty for these.
  func narrowNotes(_ scene: Scene) -> [String]
}

/// Settings that views share. A view without one ignores it, and so do the keys that change it.
struct ViewSettings: OptionSet, Hashable, Sendable {
  let rawValue: Int

  /// Its panels show the map that the user has chosen.
  static let map = ViewSettings(rawValue: 1 << 0)
  /// The user chooses the scale of its colors.
  static let scale = ViewSettings(rawValue: 1 << 1)
  /// It shows values as colors, and the color bar explains them.
  static let colors = ViewSettings(rawValue: 1 << 2)
  /// It can show who looks at a key in place of where a query looks.
  static let incoming = ViewSettings(rawValue: 1 << 3)
  /// It reads queries and keys with kernels of the exponent that the user has chosen.
  static let exponent = ViewSettings(rawValue: 1 << 4)
  /// It lists heads in the order that the user has chosen.
  static let order = ViewSettings(rawValue: 1 << 5)
  /// It is about the differences between A and B.
  static let differences = ViewSettings(rawValue: 1 << 6)
  /// It shows every head, as its map or as a number that the user has chosen.
  static let metric = ViewSettings(rawValue: 1 << 7)
  /// It shows the panels that the user has pinned.
  static let pins = ViewSettings(rawValue: 1 << 8)
  /// It shows the row of one query, which may be the probe of a pooling head; other views are about layers.
  static let query = ViewSettings(rawValue: 1 << 9)
  /// Its maps can lie over the image.
  static let overlay = ViewSettings(rawValue: 1 << 10)
}

/// The value under the cursor in a map on the screen.
struct CursorValue {
  let side: Side
  /// The map's name, where there are several of this side.
  let map: String?
  let text: String

  /// `A same`, or `A`.
  var name: String { map.map { "\(side.letter) \($0)" } ?? side.letter }
  /// `same`, or `A`.
  var briefName: String { map ?? side.letter }
}
