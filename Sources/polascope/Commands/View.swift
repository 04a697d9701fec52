// `polascope view`, the default: the interactive viewer, or one frame of it drawn without a terminal.
import ArgumentParser
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Files
import Imaging
import Samples
import Session
import TerminalUI
import Viewer
import VisionModels

struct View: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at models in the terminal (the default command).",
    discussion: """
      Without MODEL: the bundled softmax and polarity-aware twins. Without --image: the bundled images. Inside, ? \
      lists the keys. With --screenshot the same viewer runs without a terminal.
      """)

  @Argument(
    help: "Up to four bundled names, checkpoint files or folders; the first two are compared.",
    completion: .file())
  var models: [String] = []

  @Option(
    name: .customLong("image"), parsing: .singleValue,
    help: ArgumentHelp(
      "A PNG, JPEG, WebP, BMP or PNM file, or a folder of them; repeatable.", valueName: "path"),
    completion: .file())
  var images: [String] = []

  @Option(
    name: [.long, .customLong("layers")],
    help: ArgumentHelp("Layer to start with, counted from 0.", valueName: "n"))
  var layer: Int?

  @Option(
    name: [.long, .customLong("heads")],
    help: ArgumentHelp("Head to start with, counted from 0.", valueName: "n"))
  var head: Int?

  @Option(
    help: ArgumentHelp("Image to start with, one of several: a file.", valueName: "path"), completion: .file()
  )
  var startImage: String?

  @Option(
    help: ArgumentHelp(
      "Layer of the second model to start with; the first follows, or with --layer or --head goes its own way. Where "
        + "there is one model, it is on both sides.",
      valueName: "n"))
  var bLayer: Int?

  @Option(help: ArgumentHelp("Head of the second model to start with, as --b-layer.", valueName: "n"))
  var bHead: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Query of the second side, unlinked from the first: as --query.", valueName: "query"),
    transform: startQuery)
  var bQuery: QuerySelection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Point of the second side, unlinked from the first: as --point.", valueName: "y,x"),
    transform: imagePoint)
  var bPoint: ImagePoint?

  @Option(
    help: ArgumentHelp("Image of the second side, unlinked from the first: one file.", valueName: "path"),
    completion: .file())
  var bImage: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Query to start with: R,C on the token grid of the layer of the first model, cls, dist, reg0, reg1 ..., pool, or mean.",
      valueName: "query"),
    transform: startQuery)
  var query: QuerySelection?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A point of the image to start at in place of a token: fractions of its height and width, from 0 to 1.",
      valueName: "y,x"),
    transform: imagePoint)
  var point: ImagePoint?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Key to read in every map from the start, as Space does: a point Y,X of the image, cls, dist, reg0 ...",
      valueName: "key"),
    transform: startProbe)
  var probe: Probe.Place?

  @Option(
    name: .customLong("pin"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Panels that stay, as P does: LAYER.HEAD of the first model, B:LAYER.HEAD of the second, with @QUERY as --query "
        + "or @Y,X as --point behind, or pool.HEAD of a pooling head; behind @mean "
        + ";point=Y,X, the key that I looks at; then what is not as on its side: ;off=2.1,3.0 or ;off=none, "
        + ";hide=R,C@ROWSxCOLUMNS or ;hide=none, ;side=b, and last ;image=PATH; repeatable, four at most.",
      valueName: "A:2.1@8,8"),
    transform: startPin)
  var pins: [PinRequest] = []

  @Option(help: "View to start with; \(ViewKind.first) unless given.")
  var view: ViewKind?

  @Option(help: "What of the view fills the screen from the start, as z does.")
  var zoom: Zoom?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Where not all parts of the view fit: how often to turn to the next, as ) does.", valueName: "n"))
  var page: Int?

  @Option(help: "Map to start with, but incoming, which --incoming shows of one key; attention unless given.")
  var map: MapKind?

  @Flag(help: "Start with the queries that look at a key, as I does.")
  var incoming = false

  @Flag(help: "Start with maps over the image, as o does.")
  var overlay = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Scale of colors to start with: \(scaleNames), or LO,HI for fixed ends.", valueName: "scale"),
    transform: startScale)
  var scale: StartScale?

  @Option(help: ArgumentHelp("Exponent of the lens to start with, from 1 to 6.", valueName: "p"))
  var exponent: Float?

  @Option(help: "Order of heads in the view of entropies to start with; layer unless given.")
  var order: EntropyOrder?

  @Option(help: "What the view of all heads shows of each at the start; maps unless given.")
  var metric: HeadMetric?

  @Option(help: "Model in focus at the start: a or b; a unless given.")
  var focus: Side?

  @Option(
    help: ArgumentHelp("Colors of maps: \(colorMapNames); viridis unless given.", valueName: "name"),
    transform: sequentialColorMap)
  var colormap: ColorMap?

  @Option(
    help: ArgumentHelp(
      "A session: opened where FILE is there, and what Ctrl-S writes: models, images, screen, pins and bookmarks.",
      valueName: "file"),
    completion: .file(), transform: writtenPath)
  var session: String?

  @Option(
    help: ArgumentHelp("The screen of a bookmark of the session, counted from 1.", valueName: "n"))
  var bookmark: Int?

  @Option(
    help: ArgumentHelp(
      "Write the bookmarks of the session, with their notes and pictures, as one HTML page in place of opening the viewer.",
      valueName: "file"),
    completion: .file(), transform: writtenPath)
  var report: String?

  @Option(help: "Colors of the terminal; found out unless given.")
  var colors: ColorDepth?

  @Option(help: "Ground of pictures of the screen, of s, --screenshot and --report; dark unless given.")
  var ground: PictureGround?

  @Flag(
    help:
      "Load a model again whenever its file changes, as in a training run; wait for a file that is not there yet."
  )
  var watch = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(
    help: ArgumentHelp(
      "Draw a frame into FILE.svg, .png, .txt or .ansi in place of opening the viewer.", valueName: "file"),
    completion: .file())
  var screenshot: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keys to press before the screenshot, with a space between them: \"Right ] m\".", valueName: "keys"),
    transform: Key.sequence)
  var keys: [Key]?

  @Option(help: ArgumentHelp("Size of the screenshot in cells.", valueName: "columnsxrows"), transform: cells)
  var size: Size?

  @Flag(help: "Replace a screenshot that is there already.")
  var force = false

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if models.count > 4 { throw ValidationError("the viewer takes at most four models") }
    if [layer, head, bLayer, bHead].contains(where: { $0.map { $0 < 0 } ?? false }) {
      throw ValidationError("layers and heads count from 0")
    }
    if case .position = query, point != nil {
      throw ValidationError("--query R,C and --point exclude each other")
    }
    if case .position = bQuery, bPoint != nil {
      throw ValidationError("--b-query R,C and --b-point exclude each other")
    }
    if let bImage, isFolder(bImage) { throw ValidationError("--b-image: expected one file, not a folder") }
    if let pin = pins.first(where: { $0.image.map { isFolder($0) } ?? false }) {
      throw ValidationError("--pin \(pin.text): expected one image, not a folder")
    }
    if models.count == 1, !asksForSecondSide, let pin = pins.first(where: { $0.side == .b }) {
      throw ValidationError("--pin \(pin.text): there is no second side")
    }
    if pins.count > 4 { throw ValidationError("--pin: four at most") }
    let count = models.isEmpty ? Samples.defaultModels.count : max(models.count, asksForSecondSide ? 2 : 1)
    if let pin = pins.first(where: { $0.model >= count }) {
      throw ValidationError("--pin \(pin.text): there is no such model")
    }
    if map == .incoming {
      throw ValidationError(
        "--map incoming: the viewer shows which queries look at one key, by --incoming or key I; dump --map incoming "
          + "writes what every key receives")
    }
    if let exponent, !(1...6).contains(exponent) {
      throw ValidationError("--exponent: expected a number from 1 to 6")
    }
    if let screenshot, ScreenshotFormat(path: screenshot) == nil {
      throw ValidationError("--screenshot: expected a file that ends in \(ScreenshotFormat.endings)")
    }
    if screenshot != nil, watch { throw ValidationError("--watch: a screenshot is drawn once") }
    if screenshot != nil, report != nil {
      throw ValidationError("--screenshot and --report exclude each other")
    }
    if screenshot == nil, keys != nil || report == nil && (size != nil || force) {
      throw ValidationError("--keys, --size and --force need --screenshot FILE")
    }
    if bookmark != nil, report != nil || session == nil {
      throw ValidationError(
        session == nil
          ? "--bookmark is one of a session: name its file by --session" : "--report is of all bookmarks")
    }
    if report != nil, watch { throw ValidationError("--watch: a report is drawn once") }
    let smallest = ViewerProgram.smallestSize
    if let size, size.columns < smallest.columns || size.rows < smallest.rows {
      throw ValidationError("--size: the viewer needs \(smallest) cells at least")
    }
  }

  /// Whether the first place is one of the second model.
  private var startsInB: Bool { bLayer != nil || bHead != nil }

  /// Whether options say something of a second side.
  private var asksForSecondSide: Bool { startsInB || isUnlinked || focus == .b }

  /// Whether the second side has a start of its own.
  private var isUnlinked: Bool {
    startsInB && (layer != nil || head != nil) || bQuery != nil || bPoint != nil || bImage != nil
  }

  func run() throws {
    if let report {
      do {
        return try writeReport(report)
      } catch let refusal as StartRefused {
        throw ValidationError("\(refusal)")
      }
    }
    var viewerOptions = try viewerOptions()
    do {
      guard let screenshot, let format = ScreenshotFormat(path: screenshot) else {
        viewerOptions.isFirstRun = FirstRun.note()
        return try ViewerProgram.run(viewerOptions)
      }
      // What may not be replaced is refused before the work.
      _ = try AtomicFile(screenshot, replacing: force)
      let picture = try ViewerProgram.runHeadless(
        viewerOptions, keys: keys ?? [], size: size ?? Size(columns: 120, rows: 36), format: format,
        file: screenshot)
      for remark in picture.remarks { try StandardStream.error.report(remark) }
      try AtomicFile.write(picture.bytes, to: screenshot, replacing: force)
      for failure in picture.failures { try StandardStream.error.report(failure) }
      if !picture.failures.isEmpty { throw ExitCode.failure }
    } catch let refusal as StartRefused {
      throw ValidationError("\(refusal)")
    }
  }

  /// What the viewer starts with. Files that cannot be opened end the program here, before it takes the terminal.
  private func viewerOptions() throws -> ViewerOptions {
    if let session, isThere(session) { return try viewerOptions(of: session) }
    if let bookmark { _ = try index(ofBookmark: bookmark, among: 0, in: session ?? "") }
    let samples = BundledSamples.bundled
    let paths = images.isEmpty ? samples.imagePaths : try imagePaths(images)
    let arguments = SessionPaths.alike(models.isEmpty ? Samples.defaultModels : models, samples: samples)
    var everyNamed = try options.named(arguments, mayBeMissing: watch)
    // What is said of a second side asks for one: the same model is on both.
    if everyNamed.count == 1, asksForSecondSide { everyNamed.append(everyNamed[0]) }
    // A model that is given twice is loaded once and is on both sides.
    let named = everyNamed.reduce(into: [NamedModel]()) { if !$0.contains($1) { $0.append($1) } }
    let chosen = named.map(\.argument)
    var viewer = ViewerOptions(models: chosen, images: paths, samples: samples)
    viewer.slots = everyNamed.prefix(2).compactMap { named.firstIndex(of: $0) }
    for model in chosen {
      let path = samples.path(forModel: model)
      if watch, ModelWatch.isMissing(path) {
        viewer.missing.append(path)
      } else {
        _ = try Checkpoint.open(ModelFiles.locate(path).weights)
      }
    }
    if !images.isEmpty, let first = paths.first { _ = try InputImage.load(first) }
    for path in [bImage].compactMap(\.self) + pins.compactMap(\.image) { _ = try InputImage.load(path) }
    viewer.imageArguments = images.isEmpty ? nil : images
    viewer.named = named
    viewer.imageLabels = ImageLabels(foldersOf: images)
    viewer.overrides = options.overrides
    viewer.applyingOrientation = options.exifOrientation
    viewer.sessionFile = session
    try setStarts(&viewer)
    for image in pins.compactMap(\.image) { _ = viewer.number(addingImage: image) }
    viewer.pins = pins
    viewer.argumentModels = everyNamed.compactMap { named.firstIndex(of: $0) }
    viewer.probe = probe
    viewer.focus = focus ?? .a
    let interventions = try options.interventions(
      changes, in: everyNamed, layers: .one(layer ?? 0), engine: Engine(threads: 1))
    viewer.changes = Sides(
      a: interventions[0], b: interventions.count > 1 ? interventions[1] : Interventions())
    for (model, changed) in zip(everyNamed, interventions).dropFirst(2) where !changed.headsOff.isEmpty {
      if let index = named.firstIndex(of: model) { viewer.headsOff[index] = changed.headsOff }
    }
    viewer.incoming = incoming
    viewer.overlay = overlay
    viewer.scale = scale?.mode
    viewer.fixedRange = scale?.range ?? 0...1
    viewer.exponent = exponent
    viewer.order = order ?? .layer
    viewer.metric = metric ?? .maps
    viewer.view = view
    viewer.zoom = zoom
    viewer.page = page ?? 0
    viewer.map = map ?? .attention
    viewer.colorMap = colormap ?? .viridis
    setProgram(&viewer)
    return viewer
  }
}

extension View {
  /// What is about the program, not about the screen.
  func setProgram(_ viewer: inout ViewerOptions) {
    viewer.threads = options.threads
    viewer.colors = colors
    viewer.ground = ground ?? .dark
    viewer.mouse = !noMouse
    viewer.watch = watch
  }

  /// Where both sides start, or each of them.
  ///
  /// - Throws: `ValidationError` where the image to start with is none of them.
  private func setStarts(_ viewer: inout ViewerOptions) throws {
    if let startImage {
      guard let number = viewer.number(ofImage: startImage) else {
        throw ValidationError("--start-image \(startImage.abridged): is none of the images; see --image")
      }
      viewer.start.image = number
    }
    viewer.start.query = query
    viewer.start.point = point ?? .center
    guard isUnlinked else {
      viewer.start.layer = bLayer ?? layer ?? 0
      viewer.start.head = bHead ?? head ?? 0
      viewer.side = startsInB ? .b : nil
      return
    }
    viewer.start.layer = layer ?? 0
    viewer.start.head = head ?? 0
    var startOfB = viewer.start
    startOfB.layer = bLayer ?? startOfB.layer
    startOfB.head = bHead ?? startOfB.head
    if bQuery != nil || bPoint != nil {
      startOfB.query = bQuery
      startOfB.point = bPoint ?? .center
    }
    if let bImage { startOfB.image = viewer.number(addingImage: bImage) }
    viewer.startOfB = startOfB
    viewer.sharesPlace = !startsInB
  }
}
