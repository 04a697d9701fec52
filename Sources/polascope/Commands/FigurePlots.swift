// `polascope figure --kind`: plots of numbers in place of maps.
import ArgumentParser
import Attention
import Compute
import Figures
import Files
import Session
import VisionModels

/// What a figure shows.
enum FigureKind: CaseIterable, ExpressibleByArgument, CustomStringConvertible {
  case maps
  case plot(PlotKind)

  static let allCases = [FigureKind.maps] + PlotKind.allCases.map(FigureKind.plot)

  init?(argument: String) {
    guard let kind = FigureKind.allCases.first(where: { $0.description == argument }) else {
      return nil
    }
    self = kind
  }

  var description: String {
    switch self {
    case .maps: "maps"
    case .plot(let kind): kind.rawValue
    }
  }

  var plot: PlotKind? {
    if case .plot(let kind) = self { kind } else { nil }
  }

  static var allValueStrings: [String] { allCases.map(\.description) }
  var defaultValueDescription: String { description }
}

extension Figure {
  /// Refuses options that a kind of figure does not have.
  ///
  /// - Throws: `ValidationError`.
  func checkKind() throws {
    let isBox = kind.plot == .box
    for (option, isGiven) in [("--boxes", boxes != nil), ("--labels", labels != nil)]
    where isGiven && !isBox {
      throw ValidationError("\(option) is for --kind box")
    }
    guard let plot = kind.plot else { return }
    let ofMaps: [(String, Bool)] = [
      ("--rows", rows != nil), ("--columns", columns != nil), ("--query", !query.isEmpty),
      ("--at", !at.isEmpty),
      ("--sizes", !sizes.isEmpty && plot != .resolution), ("--overlay", overlay), ("--with-image", withImage),
      ("--kernels", !kernels.isEmpty && plot != .singularValues), ("--scale", scale != .shared),
      ("--map", !map.isEmpty && ![.entropy, .histogram].contains(plot)),
    ]
    if let option = ofMaps.first(where: \.1)?.0 {
      throw ValidationError("\(option) has no meaning with --kind \(kind)")
    }
    if let kind = map.first(where: { $0.stream == nil }) {
      throw ValidationError(
        "--map \(kind.rawValue): entropies are of attention, same and opposite")
    }
    if let heads, heads.selection == nil {
      throw ValidationError(
        "--heads mean: plots show the mean of the chosen heads; name them, or leave it out")
    }
    if plot == .resolution {
      if sizes.count < 2 {
        throw ValidationError("--kind resolution needs several sizes: --sizes 224,384,512")
      }
      if !changes.selection.isEmpty {
        throw ValidationError("--heads-off and --hide have no meaning with --kind resolution")
      }
      if evidence.bundle != nil {
        throw ValidationError(
          "--bundle: time and memory of --kind resolution are others in every run; keep 'polascope stats "
            + "--input-size' for the numbers of attention")
      }
    }
    if isBox, boxes == nil { throw ValidationError("--kind box needs --boxes CSV") }
  }

  /// A plot of models over images.
  ///
  /// - Throws: `PlotError`, `SelectionError`, what reading files and running models throws.
  func drawing(
    of kind: PlotKind, _ models: [FigureSubject], images: [String], run: inout FigureRun
  ) throws -> NumberedDrawing {
    if kind == .box { return try boxDrawing(models, images: images, run: &run) }
    let images = try run.distinct(images)
    var request = PlotRequest(kind)
    request.layers = layers
    request.heads = heads?.selection
    if !map.isEmpty { request.streams = map.compactMap(\.stream) }
    request.kernels = kernels
    request.style = look.style
    let figure = try PlotFigure(request, of: models, images: images) { try run.examine($0, on: $1) }
    for remark in figure.remarks { try StandardStream.error.report(remark) }
    return NumberedDrawing(drawing: figure.drawing(source: run.source), numbers: figure.numberFiles)
  }

  /// Every model at every size, one after the other, so that the peak of memory is that of one.
  ///
  /// - Throws: `ValidationError`, what reading files and running models throws.
  func resolutionDrawing(
    of named: [NamedModel], images paths: [String], engine: Engine, run: CommandRun
  ) throws -> Drawing {
    var pass = FigureRun(options: options, run: run)
    let paths = try pass.distinct(paths)
    let images = try paths.map { try pass.image($0) }
    var request = PlotRequest(.resolution)
    request.layers = layers
    request.heads = heads?.selection
    do {
      let described = try named.map {
        try InspectedModel.read($0, samples: .bundled, overrides: options.overrides, engine: engine)
      }
      let remarks = try request.remarks(on: described.map { ($0.name, $0.description) })
      let models = try named.map { name in
        try sizes.map { size in
          var options = options
          options.inputSizes = [size]
          let model = options
          return try ResolutionNumbers(request, images: images) {
            // An engine keeps the memory of its largest operation: each size has its own.
            let own = try Engine(threads: engine.threads, instructionSet: engine.instructionSet)
            return FigureSubject(try run.load(name, model, engine: engine).running(on: own))
          }
        }
      }
      let figure = try PlotFigure(resolution: models, images: paths, remarks: remarks, style: look.style)
      for remark in figure.remarks { try StandardStream.error.report(remark) }
      try pass.report()
      return figure.drawing(source: pass.source)
    } catch let error where error is SelectionError || error is PlotError {
      throw ValidationError("\(error)")
    }
  }

  /// Accuracy of each model against the attention that stays in the boxes of the images.
  private func boxDrawing(
    _ models: [FigureSubject], images: [String], run: inout FigureRun
  ) throws -> NumberedDrawing {
    guard let boxes else { throw ValidationError("--kind box needs --boxes CSV") }
    let table = try ImageTable(
      csv: try run.place(ofFile: boxes), expected: "IMAGE,X,Y,WIDTH,HEIGHT", value: rectangle)
    let labels =
      try self.labels.map { try ImageLabels(csv: run.place(ofFile: $0)) }
      ?? run.labels(foldersOf: self.images.images)
    guard let labels else {
      throw PlotError.nothingKnown(
        "--kind box: the classes of the images are not known; name them with --labels CSV, or folders of classes"
      )
    }
    let images = try run.distinct(images.filter { table[$0] != nil })
    var request = PlotRequest(.box)
    request.layers = layers
    request.heads = heads?.selection
    var remarks = try request.remarks(on: models.map { ($0.model.name, $0.model.model.description) })
    var points: [(model: FigureSubject, massInBox: Double, accuracy: Double, leftOut: LeftOut)] = []
    var uniform: [Double] = []
    var counted = 0
    var lacks: [any Error] = []
    for subject in models {
      let model = subject.model
      let (classes, count): (ClassNames, Int)
      do {
        (classes, count) = try labels.classes(of: model)
      } catch {
        lacks.append(error)
        remarks.append("\(error); it is left out")
        continue
      }
      var leftOut = LeftOut()
      var masses: [Double] = []
      var (right, known) = (0, 0)
      for path in images {
        guard let box = table[path],
          let label = labels.index(of: path, among: classes, count: count)
        else { continue }
        let record = try StatisticsRecord(
          of: model, on: try run.image(path), interventions: subject.interventions, box: box)
        known += 1
        if record.top.first?.index == label { right += 1 }
        let all = chosenMasses(record, of: model, request)
        let inBox = all.compactMap(\.self)
        leftOut.add(all.count - inBox.count, of: all.count)
        if !inBox.isEmpty { masses.append(inBox.reduce(0, +) / Double(inBox.count)) }
        if points.isEmpty, let fraction = record.boxFraction { uniform.append(fraction) }
      }
      guard !masses.isEmpty else {
        let lack = PlotError.nothingKnown(
          "--kind box: no image has a box in \(boxes.abridged), a class and attention in the chosen heads of "
            + model.name.abridged)
        lacks.append(lack)
        remarks.append("\(lack); it is left out")
        continue
      }
      counted = known
      points.append(
        (subject, masses.reduce(0, +) / Double(masses.count), Double(right) / Double(known), leftOut))
    }
    if points.isEmpty, let lack = lacks.first { throw lack }
    for remark in remarks { try StandardStream.error.report(remark) }
    let figure = PlotFigure(
      box: points, uniform: uniform.isEmpty ? nil : uniform.reduce(0, +) / Double(uniform.count),
      images: counted, remarks: remarks, style: look.style)
    return NumberedDrawing(drawing: figure.drawing(source: run.source), numbers: figure.numberFiles)
  }

  /// `massInBox` of the chosen heads of the chosen layers; nil where it is undefined.
  private func chosenMasses(
    _ record: StatisticsRecord, of model: LoadedModel, _ request: PlotRequest
  ) -> [Double?] {
    request.chosenLayers(of: model).flatMap { layer in
      let heads = record.layers[layer].heads
      return (request.heads ?? .all).indices(below: heads.count).map { heads[$0]["massInBox"]?.double }
    }
  }
}
