// `polascope view`, the default: the interactive viewer, or one frame of it drawn without a terminal.
import ArgumentParser
import Attention
import AttentionMaps
import Checkpoints
import Files
import Imaging
import Samples
import Session
import TerminalUI
import Viewer

struct View: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Look at models in the terminal (the default command).",
    discussion: """
      Without MODEL: the bundled softmax and polarity-aware twins. Without --image: the bundled images. Inside, ? \
      lists the keys. With --screenshot the same viewer runs without a terminal.
      """)

  @Argument(help: "Up to four bundled names, checkpoint files or folders; the first two are compared.")
  var models: [String] = []

  @Option(
    name: .customLong("image"), parsing: .singleValue,
    help: ArgumentHelp(
      "A PNG, JPEG, WebP, BMP or PNM file, or a folder of them; repeatable.", valueName: "path"))
  var images: [String] = []

  @Option(help: ArgumentHelp("Layer to start with, counted from 0.", valueName: "n"))
  var layer = 0

  @Option(help: ArgumentHelp("Head to start with, counted from 0.", valueName: "n"))
  var head = 0

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Query to start with, on the token grid of the layer.", valueName: "row,column"),
    transform: gridPosition)
  var query: GridPosition?

  @Option(help: "View to start with.")
  var view = ViewKind.first

  @Option(help: "Map to start with.")
  var map = MapKind.attention

  @Option(
    help: ArgumentHelp("Colors of maps: \(colorMapNames).", valueName: "name"), transform: sequentialColorMap
  )
  var colormap = ColorMap.viridis

  @Option(help: "Colors of the terminal; found out unless given.")
  var colors: ColorDepth?

  @Flag(help: "Load a model again whenever its file changes, as in a training run.")
  var watch = false

  @Flag(help: "Leave the mouse to the terminal.")
  var noMouse = false

  @Option(
    help: ArgumentHelp(
      "Draw a frame into FILE.svg, .txt or .ansi in place of opening the viewer.", valueName: "file"))
  var screenshot: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keys to press before the screenshot, with a space between them: \"Right ] m\".", valueName: "keys"),
    transform: Key.sequence)
  var keys: [Key]?

  @Option(help: ArgumentHelp("Size of the screenshot in cells.", valueName: "columnsxrows"), transform: cells)
  var size: Size?

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if models.count > 4 { throw ValidationError("the viewer takes at most four models") }
    if layer < 0 || head < 0 { throw ValidationError("layers and heads count from 0") }
    if let screenshot, ScreenshotFormat(path: screenshot) == nil {
      throw ValidationError("--screenshot: expected a file that ends in .svg, .txt or .ansi")
    }
    if screenshot != nil, watch { throw ValidationError("--watch: a screenshot is drawn once") }
    if screenshot == nil, keys != nil || size != nil {
      throw ValidationError("--keys and --size need --screenshot FILE")
    }
  }

  func run() throws {
    var viewerOptions = try viewerOptions()
    do {
      guard let screenshot, let format = ScreenshotFormat(path: screenshot) else {
        viewerOptions.isFirstRun = FirstRun.note()
        return try ViewerProgram.run(viewerOptions)
      }
      let picture = try ViewerProgram.runHeadless(
        viewerOptions, keys: keys ?? [], size: size ?? Size(columns: 120, rows: 36), format: format)
      try AtomicFile.write(Array(picture.utf8), to: screenshot, replacing: true)
    } catch let refusal as StartRefused {
      throw ValidationError("\(refusal)")
    }
  }

  /// What the viewer starts with. Files that cannot be opened end the program here, before it takes the terminal.
  private func viewerOptions() throws -> ViewerOptions {
    let samples = BundledSamples.bundled
    let paths = images.isEmpty ? samples.imagePaths : try imagePaths(images)
    let chosen = models.isEmpty ? Samples.defaultModels : models
    for model in chosen {
      _ = try Checkpoint.open(ModelFiles.locate(samples.path(forModel: model)).weights)
    }
    if !images.isEmpty, let first = paths.first { _ = try InputImage.load(first) }

    var viewer = ViewerOptions(models: chosen, images: paths, samples: samples)
    viewer.overrides = options.overrides
    viewer.applyingOrientation = options.exifOrientation
    viewer.threads = options.threads
    viewer.layer = layer
    viewer.head = head
    viewer.query = query
    viewer.view = view
    viewer.map = map
    viewer.colorMap = colormap
    viewer.colors = colors
    viewer.mouse = !noMouse
    viewer.watch = watch
    return viewer
  }
}

extension ViewKind: ExpressibleByArgument {}
extension MapKind: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}

private let colorMapNames = ColorMap.sequential.map(\.name).joined(separator: ", ")

private func sequentialColorMap(_ text: String) throws -> ColorMap {
  guard let map = ColorMap.named(text), map != .diverging else {
    throw ArgumentTextError(expected: "one of \(colorMapNames)")
  }
  return map
}

private func gridPosition(_ text: String) throws -> GridPosition {
  guard let (row, column) = QuerySelection.pair(text) else { throw ArgumentTextError(expected: "ROW,COLUMN") }
  return GridPosition(row: row, column: column)
}

private func cells(_ text: String) throws -> Size {
  guard let size = Size(text) else { throw ArgumentTextError(expected: "COLUMNSxROWS, such as 120x36") }
  return size
}
