// What the viewer is started with.

import Attention
import AttentionMaps
import Imaging
import Session
import TerminalUI
import VisionModels

package struct ViewerOptions: Sendable {
  /// Up to four MODEL arguments; the first two are compared.
  package var models: [String]
  /// The same with what they are called.
  package var named: [NamedModel]
  /// Image files.
  package var images: [String]
  /// The arguments that name them: files, and folders that were opened; nil for the files themselves.
  package var imageArguments: [String]?
  /// Their true classes; nil where the folders that hold them are none of classes.
  package var imageLabels: ImageLabels?
  package var samples: BundledSamples
  package var overrides = ModelOverrides()
  package var applyingOrientation = false
  /// nil: all cores.
  package var threads: Int?

  /// The models of the sides, by their numbers; nil: the first two.
  package var slots: [Int]?
  /// Where both sides start, or A where B has a start of its own.
  package var start = Start()
  /// Where B starts, unlinked from A; nil: linked, at the place that corresponds to A's.
  package var startOfB: Start?
  /// Whether the layer and the head of `startOfB` are those of the common start, in whichever model has them.
  package var sharesPlace = false
  /// The side that the layer and the head of the common start belong to; nil: the first that has them.
  package var side: Side?
  /// The key that is read in every map; nil for none.
  package var probe: Probe.Place?
  package var focus = Side.a
  /// Panels that stay.
  package var pins: [PinRequest] = []
  /// The model of each MODEL argument, which pins count: one that is given twice is there once.
  package var argumentModels: [Int] = []
  /// What is changed from the start, of A and of B.
  package var changes = Sides(a: Interventions(), b: Interventions())
  /// Heads that are off from the start in the models that are not on the screen.
  package var headsOff: [Int: Set<HeadPlace>] = [:]
  /// nil: the first.
  package var view: ViewKind?
  /// What of the view fills the screen; nil for all of it.
  package var zoom: Zoom?
  /// How often the view has been turned to its next parts, less the times back.
  package var page = 0
  package var map = MapKind.attention
  /// Whether maps show who looks at a key.
  package var incoming = false
  package var overlay = false
  package var colorMap = ColorMap.viridis
  /// The scale of the first view; nil: what that view begins with.
  package var scale: ScaleMode?
  /// The ends of the scale `fixed`.
  package var fixedRange: ClosedRange<Float> = 0...1
  /// Of the lens, 1…6; nil: what it begins with.
  package var exponent: Float?
  package var order = EntropyOrder.layer
  package var metric = HeadMetric.maps
  /// What the session in `sessionFile` keeps, its images counted as here; it says all that is on the screen. nil for none.
  package private(set) var session: SavedSession?
  /// The file of the session, whether or not it is there.
  package var sessionFile: String?
  /// The contents of that file; nil where it is not there.
  private(set) var sessionBytes: [UInt8]?
  package var colors: ColorDepth?
  /// What pictures of the screen have behind the terminal's own text.
  package var ground = PictureGround.dark
  package var mouse = true
  /// Load a model again whenever its file has changed.
  package var watch = false
  /// Paths of models that are not there yet and are waited for.
  package var missing: [String] = []
  /// Say at the start which keys there are.
  package var isFirstRun = false

  /// Where a side starts.
  package struct Start: Equatable, Sendable {
    package var layer = 0
    package var head = 0
    /// A position on the token grid of the layer (of A, where both sides start there), a prefix token or the mean; nil
    /// starts in the middle.
    package var query: QuerySelection?
    /// Where in the image the user looks, unless `query` is a position.
    package var point = ImagePoint.center
    /// The image's number.
    package var image = 0

    package init() {}
  }

  package init(models: [String], images: [String], samples: BundledSamples = .none) {
    self.models = models
    named = NamedModel.all(models, samples: samples)
    self.images = images
    self.samples = samples
  }

  /// Takes the screen and the bookmarks of a session, whose models and images these are.
  ///
  /// - Throws: `SessionError` where an image that it shows is not among these, or its file cannot be read.
  package mutating func take(_ session: SavedSession, from file: String) throws(SessionError) {
    self.session = try session.counting(images, file: file)
    sessionBytes = try SavedSession.bytes(of: file)
    sessionFile = file
  }

  /// The notes of the session's bookmarks, in their order.
  package var bookmarkNotes: [String] { session?.bookmarks.map(\.note) ?? [] }

  /// Starts with the screen of a bookmark of the session.
  package mutating func open(bookmark index: Int) {
    if let screen = session?.bookmarks[index].screen { session?.screen = screen }
  }

  /// The files of the images that the session's screen shows.
  package var imagesOfSession: [String] {
    (session?.screen.sides.map(\.spot.image) ?? []).uniqued.filter(images.indices.contains).map { images[$0] }
  }

  /// The options that models and images are read with, as words of a command.
  var modelWords: [String] { overrides.words + (applyingOrientation ? ["--exif-orientation"] : []) }

  /// What commands have to call the models, in their order: the names that the user gave, or those that tell files of
  /// one stem apart; nil where the names of the files do.
  var namesToGive: [String]? {
    let names = named.map(\.name)
    guard Set(names).count == names.count else { return nil }
    let stems = models.map { stem(of: samples.path(forModel: $0)) }
    return names == stems ? nil : names
  }

  /// The number of an image, however its path is written; nil where it is none of them.
  package func number(ofImage path: String) -> Int? { Self.number(ofImage: path, among: images) }

  /// The same among other images.
  static func number(ofImage path: String, among images: [String]) -> Int? {
    let wanted = SessionPaths.absolute(path)
    return images.firstIndex(of: path) ?? images.firstIndex { SessionPaths.absolute($0) == wanted }
  }

  /// The number of an image that is added where it is not among them.
  package mutating func number(addingImage path: String) -> Int {
    if let number = number(ofImage: path) { return number }
    imageArguments = (imageArguments ?? images) + [path]
    images.append(path)
    return images.count - 1
  }

  /// The options that name the images; none where they are the bundled ones, which need no name.
  var imageWords: [String] {
    images == samples.imagePaths ? [] : (imageArguments ?? images).flatMap { option("image", $0) }
  }

  var files: NamedFiles {
    NamedFiles(
      models: named, images: images, samples: samples, overrides: overrides,
      applyingOrientation: applyingOrientation)
  }
}
