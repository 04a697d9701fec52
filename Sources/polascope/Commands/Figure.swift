// `polascope figure`: a figure for a paper.
import ArgumentParser
import Attention
import Figures
import Files
import Imaging
import Session
import VisionModels

struct Figure: BundledCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Draw a figure for a paper, maps in rows and columns or a plot of numbers, as SVG or PNG.",
    discussion: """
      Whatever has several values becomes rows or columns: models, images, queries, layers, heads, maps, kernels, \
      sizes. --rows and --columns say which is which, and show all layers, heads, maps or kernels where none are \
      chosen. Without --layers a figure shows the layer halfway, without --heads the mean of heads. Marks outside \
      the maps point at the query. The caption has what is shown, the models with their digests, and the command.

      Examples:
        polascope figure fashion-softmax fashion-polarity --image photo.png --query 9,7 --out figure.svg
        polascope figure deit.pth --image photos --rows images --columns heads --layers 5 --out heads.png
        polascope figure fashion-softmax --image photo.png --layers 2 --columns kernels --out kernels.svg
        polascope figure fashion-softmax fashion-polarity --image photos --kind entropy --out entropy.svg
      """)

  @Argument(help: "Bundled names, checkpoint files or folders.", completion: .file())
  var models: [String]

  @OptionGroup var images: ImageOptions

  @Option(
    help: ArgumentHelp("The file to write, .svg or .png.", valueName: "file"), completion: .file())
  var out: String

  @Option(
    help: ArgumentHelp(
      "maps; or a plot of models over images: \(PlotKind.allCases.map(\.rawValue).joined(separator: ", ")).",
      valueName: "kind"))
  var kind = FigureKind.maps

  @Option(help: ArgumentHelp("What changes from row to row: \(axisNames).", valueName: "axis"))
  var rows: FigureAxis?

  @Option(help: ArgumentHelp("What changes from column to column: the same.", valueName: "axis"))
  var columns: FigureAxis?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      """
      R,C on the token grid, cls, dist, reg0, reg1 ... or mean; repeatable. The token in the middle unless given. \
      Alone: pool, the probe of a pooling head.
      """,
      valueName: "query"),
    transform: querySelection)
  var query: [QuerySelection] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A pixel of the first model's input: every layer and model takes the token at that part of the image; "
        + "repeatable.", valueName: "x,y"),
    transform: pixel)
  var at: [QuerySelection] = []

  @Option(
    name: [.long, .customLong("layer")],
    help: ArgumentHelp("all, or numbers and ranges: 0,2-5.", valueName: "layers"),
    transform: selection)
  var layers: IndexSelection?

  @Option(
    name: [.long, .customLong("head")],
    help: ArgumentHelp("all, mean, or numbers and ranges: 0,2-5,mean.", valueName: "heads"),
    transform: headSelection)
  var heads: HeadList?

  @Option(
    help: ArgumentHelp(
      "\(MapKind.allCases.map(\.rawValue).joined(separator: ", ")); comma-separated. Default: attention.",
      valueName: "maps"),
    transform: mapKinds)
  var map: [MapKind] = []

  @Option(
    help: ArgumentHelp(
      "own for the model's own rows, or \(Kernel.all.map(\.name).joined(separator: ", ")); comma-separated.",
      valueName: "names"),
    transform: figureKernels)
  var kernels: [FigureKernel] = []

  @Option(
    help: ArgumentHelp(
      "Sizes of the input, N or HEIGHTxWIDTH; comma-separated.", valueName: "sizes"),
    transform: imageSizes)
  var sizes: [ImageSize] = []

  @Option(
    help: ArgumentHelp(
      "Which panels have one scale: shared, row, column, panel; or uniform, multiples of 1/n on a logarithmic axis.",
      valueName: "scale"))
  var scale = FigureScale.shared

  @Option(
    help: ArgumentHelp(
      "\(ColorMap.names.joined(separator: ", ")); maps with negative values always have diverging colors.",
      valueName: "name"),
    transform: colorMap)
  var colormap = ColorMap.viridis

  @Flag(help: "Lay maps over the model's input.")
  var overlay = false

  @Flag(help: "Show the model's input beside its maps, with a ring around each query.")
  var withImage = false

  @Option(
    help: ArgumentHelp(
      "With --kind box: rows IMAGE,X,Y,WIDTH,HEIGHT in pixels of the image.", valueName: "csv"),
    completion: .file())
  var boxes: String?

  @Option(
    help: ArgumentHelp(
      "With --kind box: rows IMAGE,CLASS, where the names of folders do not say the classes.",
      valueName: "csv"),
    completion: .file())
  var labels: String?

  @OptionGroup var look: FigureLook

  @OptionGroup var evidence: BundleOptions

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if FigureFormat(path: out) == nil {
      throw ValidationError("--out \(out.abridged): a figure is an .svg or a .png file")
    }
    if !sizes.isEmpty, !options.inputSizes.isEmpty {
      throw ValidationError("--sizes and --input-size exclude each other")
    }
    try checkKind()
    if !at.isEmpty, query.contains(where: { if case .position = $0 { true } else { false } }) {
      throw ValidationError("--query R,C and --at exclude each other")
    }
  }

  var force: Bool { look.force }

  func run(_ run: CommandRun) throws {
    let named = try run.named(models, options)
    let paths = try run.imagePaths(named: images.images, images.paths)
    let file = run.isRepeated ? nil : try FigureFile(out, replacing: look.force)
    let engine = try run.engine(threads: options.threads)
    if kind.plot == .resolution {
      let drawing = try resolutionDrawing(of: named, images: paths, engine: engine, run: run)
      if let file { try file.write(drawing, description: FigureRun(options: options, run: run).source) }
      return try run.print(out.escaped + "\n")
    }
    let loaded = try named.map { name in
      try sizes.isEmpty
        ? [run.load(name, options, engine: engine)]
        : sizes.map { size in
          var options = options
          options.inputSizes = [size]
          return try run.load(name, options, engine: engine)
        }
    }
    let interventions = try changes.interventions(
      in: loaded.map { InterventionSelection.Model($0[0]) }, layers: layers ?? .all)
    let subjects = zip(loaded, interventions).map { models, changes in
      models.map { FigureSubject($0, interventions: changes) }
    }
    var pass = FigureRun(options: options, run: run)
    let figure: NumberedDrawing
    do {
      figure =
        if let plot = kind.plot {
          try drawing(of: plot, subjects.map { $0[0] }, images: paths, run: &pass)
        } else {
          try mapDrawing(subjects, images: paths, run: &pass)
        }
    } catch let error where error is FigureError || error is SelectionError || error is PlotError {
      throw ValidationError("\(error)")
    }
    try pass.report()
    let format = FigureFormat(path: out) ?? .svg
    if let results = run.results {
      for (name, bytes) in try figure.numbers() { try results.append(bytes, to: name) }
      try results.append(
        format.bytes(of: figure.drawing, description: pass.source, file: out),
        to: "figure.\(format.rawValue)")
    }
    if let file {
      try file.write(figure.drawing, description: pass.source)
      try run.print(file.path.escaped + "\n")
    }
  }

  private func mapDrawing(
    _ subjects: [[FigureSubject]], images: [String], run: inout FigureRun
  ) throws -> NumberedDrawing {
    let plan = try FigurePlan(
      figure,
      of: FigureSubjects(
        models: subjects, sizes: sizes.isEmpty ? ["its size"] : sizes.map(\.title), images: images))
    if let remark = plan.remark { try StandardStream.error.report(remark) }
    let panels = try FigurePanels(plan) { try run.examine($0, on: $1) }
    return NumberedDrawing(drawing: panels.drawing(source: run.source), numbers: panels.numberFiles)
  }

  /// What these options ask for.
  private var figure: MapFigure {
    var figure = MapFigure()
    figure.rows = rows
    figure.columns = columns
    figure.queries = query + at
    figure.layers = layers
    figure.heads = heads?.heads ?? []
    figure.hasAllHeads = heads?.isAll ?? false
    figure.maps = map
    figure.kernels = kernels
    figure.scale = scale
    figure.colorMap = colormap
    figure.isOverlay = overlay
    figure.showsImages = withImage
    figure.style = look.style
    return figure
  }
}

// MARK: What figures have in common

/// The measures of a figure, and whether its file may be replaced.
struct FigureLook: ParsableArguments {
  @Option(help: ArgumentHelp("Width of the figure in millimeters.", valueName: "mm"))
  var width = 170.0

  @Option(help: ArgumentHelp("Size of labels and caption in points.", valueName: "pt"))
  var fontSize = 8.0

  @Flag(help: "Leave out the caption.")
  var noCaption = false

  @Flag(help: "Replace a file that is there.")
  var force = false

  func validate() throws {
    if !(30...600 ~= width) {
      throw ValidationError("--width: expected millimeters from 30 to 600")
    }
    if !(4...24 ~= fontSize) { throw ValidationError("--font-size: expected points from 4 to 24") }
  }

  var style: FigureStyle {
    var style = FigureStyle()
    style.width = width
    style.fontSize = fontSize
    style.hasCaption = !noCaption
    return style
  }
}

/// A drawing with the numbers that it is made from.
struct NumberedDrawing {
  let drawing: Drawing
  /// Files by name, for a bundle.
  let numbers: () throws -> [(name: String, bytes: [UInt8])]
}

/// Runs the models of a figure, and collects what to say of their images.
struct FigureRun {
  let options: ModelOptions
  private let run: CommandRun
  private var images: [String: InputImage] = [:]
  private var turned = TurnedImages()
  private var diverged = DivergedModels()
  private var copies = ImageCopies()

  init(options: ModelOptions, run: CommandRun) { (self.options, self.run) = (options, run) }

  /// The program and the command line, for captions and for what files say of themselves.
  var source: String {
    "\(run.program): polascope \(run.words.map(\.quotedForShell).joined(separator: " "))"
  }

  /// Where a table of the command lies.
  ///
  /// - Throws: `UnlistedInput`.
  func place(ofFile path: String) throws(UnlistedInput) -> String { try run.place(ofFile: path) }

  /// The classes of images by their folders; nil where there are none.
  func labels(foldersOf paths: [String]) -> ImageLabels? { run.labels(foldersOf: paths) }

  /// The image at a path, read once.
  ///
  /// - Throws: `ImageError`.
  mutating func image(_ path: String) throws -> InputImage {
    if let known = images[path] { return known }
    let image = try InputImage.load(
      path, at: run.imagePlaces[path], applyingOrientation: options.exifOrientation)
    if image.needsTurning { turned.add(path) }
    images[path] = image
    return image
  }

  /// The images that count for numbers: of several with equal files the first, because copies are no independent
  /// measurements.
  ///
  /// - Throws: `ImageError`.
  mutating func distinct(_ paths: [String]) throws -> [String] {
    if paths.count < 2 { return paths }
    return try paths.filter { path in
      !copies.add(path, digest: try ImageBytes.digest(of: run.imagePlaces[path] ?? path))
    }
  }

  /// - Throws: `ImageError`, `WriteError`.
  mutating func examine(_ subject: FigureSubject, on path: String) throws -> Examination {
    let examination = try Examination.runWithProgress(
      subject.model, on: try image(path), interventions: subject.interventions)
    diverged.add(subject.model, on: path, examination.divergence)
    return examination
  }

  /// - Throws: `WriteError`.
  func report() throws {
    try turned.report()
    try diverged.report()
    if let remark = copies.remark("equal files count once") { try StandardStream.error.report(remark) }
  }
}

// MARK: The options' values

private let axisNames = FigureAxis.allCases.map(\.rawValue).joined(separator: ", ")

extension FigureAxis: ExpressibleByArgument {}
extension FigureScale: ExpressibleByArgument {}

extension ImageSize {
  fileprivate var title: String { "\(height)×\(width)" }
}

/// Heads in the order in which they are asked for.
struct HeadList {
  var heads: [FigureHead] = []
  var isAll = false
  /// The same without an order; nil where the mean of heads is among them.
  var selection: IndexSelection?
}

private func headSelection(_ text: String) throws -> HeadList {
  if text == "all" { return HeadList(isAll: true, selection: .all) }
  let expected = "all, mean, or numbers and ranges from 0 such as 0,2-5,mean"
  let parts = try parts(of: text, separator: ",", expected: expected) { part -> [FigureHead]? in
    if part == "mean" { return [.mean] }
    guard case .only(let ranges) = IndexSelection(String(part)),
      ranges.allSatisfy({ $0.count <= 4096 })
    else {
      return nil
    }
    return ranges.flatMap { $0.map(FigureHead.head) }
  }
  var heads: [FigureHead] = []
  for head in parts.joined() where !heads.contains(head) { heads.append(head) }
  return HeadList(heads: heads, selection: heads.contains(.mean) ? nil : IndexSelection(text))
}

private func figureKernels(_ text: String) throws -> [FigureKernel] {
  let names = Kernel.all.map(\.name)
  let found = try parts(
    of: text, separator: ",", expected: "names among own, \(names.joined(separator: ", "))"
  ) { part -> FigureKernel? in
    part == "own" ? .own : names.contains(String(part)) ? .kernel(String(part)) : nil
  }
  var kernels: [FigureKernel] = []
  for kernel in found where !kernels.contains(kernel) { kernels.append(kernel) }
  return kernels
}
