// From the numbers of models to the panels of a figure.
import Attention
import AttentionMaps
import Files
import Imaging
import Session

/// What a caption says of a model.
struct PlotModel: Sendable {
  let name: String
  let family: String
  let digest: String

  init(_ subject: FigureSubject) {
    (name, family, digest) = (subject.model.name, subject.model.model.family, subject.model.digest)
  }
}

extension PlotFigure {
  /// Runs every model on every image and draws what is asked for.
  ///
  /// - Parameters:
  ///   - images: at least one.
  ///   - examine: runs a model on the image at a path.
  /// - Throws: `SelectionError`, `PlotError`, what `examine` throws.
  package init(
    _ request: PlotRequest, of models: [FigureSubject], images: [String],
    examine: (_ subject: FigureSubject, _ image: String) throws -> Examination
  ) throws {
    var remarks = try request.remarks(on: models.map { ($0.model.name, $0.model.model.description) })
    var all: [ModelNumbers] = []
    for subject in models {
      var numbers = ModelNumbers(subject.model, layers: request.chosenLayers(of: subject.model))
      if numbers.layers.isEmpty { continue }
      for (index, image) in images.enumerated() {
        try numbers.add(try examine(subject, image), request, isFirst: index == 0)
      }
      all.append(numbers)
    }
    let panels: [PlotPanel]
    switch request.kind {
    case .entropy: panels = [Self.entropy(all, request)]
    case .histogram: panels = [Self.histogram(all, request)]
    case .singularValues: panels = [Self.singularValues(all)]
    case .powers: panels = try Self.powers(all)
    case .box, .resolution: panels = []
    }
    guard panels.contains(where: { $0.series.contains { $0.values.contains { $0.y != nil } } })
    else {
      throw PlotError.noValues(request.kind)
    }
    remarks += all.flatMap(\.obstacles)
    remarks += all.filter { !$0.hasNumbers(of: request.kind) }.map {
      "\($0.name.abridged): left out: its chosen layers and heads have no such numbers"
    }
    self.init(
      title: "\(request.kind.rawValue) of \(models.map(\.model.name).joined(separator: ", "))",
      panels: panels,
      caption: ([Self.caption(request, models: models, images: images)]
        + (all.contains(where: \.isSigned) ? [signedEntropyRemark] : []) + remarks.map { "\($0)." })
        .joined(separator: " "), style: request.style, remarks: remarks)
  }

  /// Accuracy against the attention that stays in the box, a point for each model.
  ///
  /// - Parameter points: of each model the mean of `massInBox`, and the fraction of images whose class it finds.
  package init(
    box points: [(model: FigureSubject, massInBox: Double, accuracy: Double, leftOut: LeftOut)],
    uniform: Double?,
    images: Int, remarks: [String] = [], style: FigureStyle
  ) {
    let series = points.enumerated().map { number, point in
      PlotSeries(
        title: point.model.model.name, color: Ink.series[number % Ink.series.count], look: .points,
        values: [(point.massInBox, point.accuracy)], leftOut: point.leftOut)
    }
    let line = uniform.map {
      PlotSeries(
        title: "uniform attention", color: Ink.quiet, look: .line, values: [($0, 0), ($0, 1)],
        isDashed: true)
    }
    let xs = points.map(\.massInBox) + [uniform].compactMap(\.self)
    let (low, high) = (xs.min() ?? 0, xs.max() ?? 1)
    let room = max(0.02, (high - low) * 0.15)
    self.init(
      title: "accuracy against attention in the box",
      panels: [
        PlotPanel(
          xTitle: "attention of the object's tokens that stays in its box", yTitle: "accuracy",
          series: series + [line].compactMap(\.self),
          xRange: max(0, low - room)...min(1, high + room), yRange: 0...1)
      ],
      caption: ([
        "Accuracy against massInBox, the mean over layers and heads, of \(images) images. "
          + Self.names(points.map { PlotModel($0.model) })
      ] + remarks.map { "\($0)." }).joined(separator: " "), style: style, remarks: remarks)
  }

  private static func color(_ number: Int) -> RGB { Ink.series[number % Ink.series.count] }

  private static func entropy(_ all: [ModelNumbers], _ request: PlotRequest) -> PlotPanel {
    let isByDepth = Set(all.map(\.layerCount)).count > 1
    var series: [PlotSeries] = []
    for (number, model) in all.enumerated() {
      func x(_ layer: Int) -> Double {
        isByDepth ? Double(layer) / Double(max(model.layerCount - 1, 1)) : Double(layer)
      }
      for stream in request.streams {
        guard let layers = model.entropies[stream] else { continue }
        let isWhole = stream == request.streams.first
        var one = PlotSeries(
          title: request.streams.count > 1 ? "\(model.name) \(stream.rawValue)" : model.name,
          color: color(number),
          look: .line,
          values: model.layers.map { layer in
            var mean = RunningMean()
            for head in (layers[layer] ?? [:]).sorted(by: { $0.key < $1.key }) {
              mean.add(head.value.value)
            }
            return (x(layer), mean.value)
          }, isDashed: !isWhole,
          leftOut: layers.values.flatMap(\.values).reduce(LeftOut()) { $0 + $1.leftOut },
          isSigned: model.isSigned)
        if isWhole {
          one.spread = model.layers.compactMap { layer in
            let heads = (layers[layer] ?? [:]).values.compactMap(\.value)
            guard let low = heads.min(), let high = heads.max() else { return nil }
            return (x(layer), low, high)
          }
        }
        series.append(one)
      }
    }
    return PlotPanel(
      xTitle: isByDepth ? "depth, from the first layer to the last" : "layer",
      yTitle: "entropy ÷ ln n",
      series: series, yRange: 0...1, hasWholeX: !isByDepth)
  }

  private static func histogram(_ all: [ModelNumbers], _ request: PlotRequest) -> PlotPanel {
    var series: [PlotSeries] = []
    for (number, model) in all.enumerated() {
      for stream in request.streams {
        guard let counts = model.histograms[stream] else { continue }
        series.append(
          PlotSeries(
            title: request.streams.count > 1 ? "\(model.name) \(stream.rawValue)" : model.name,
            color: color(number), look: .steps, values: steps(counts, from: 0, to: 1),
            isDashed: stream != request.streams.first, leftOut: model.uncounted[stream] ?? LeftOut(),
            isSigned: model.isSigned))
      }
    }
    return PlotPanel(
      xTitle: "entropy of a row ÷ ln n", yTitle: "fraction of queries", series: series,
      xRange: 0...1)
  }

  /// Bars as fractions of their sum: where each begins, and at last where they end.
  private static func steps(_ counts: [Double], from low: Double, to high: Double) -> [(
    x: Double, y: Double?
  )] {
    let sum = max(counts.reduce(0, +), 1)
    let width = (high - low) / Double(counts.count)
    return counts.enumerated().map { (low + Double($0) * width, $1 / sum) } + [(high, nil)]
  }

  private static func singularValues(_ all: [ModelNumbers]) -> PlotPanel {
    var series: [PlotSeries] = []
    var number = -1
    for one in all.flatMap(\.spectra) {
      if !one.isSecond { number += 1 }
      series.append(
        PlotSeries(
          title: one.title, color: color(max(number, 0)), look: .line,
          values: one.values.enumerated().map { (Double($0 + 1), $1.value) }, isDashed: one.isSecond,
          leftOut: one.leftOut))
    }
    return PlotPanel(
      xTitle: "number of the singular value", yTitle: "singular value ÷ the largest",
      series: series,
      isLogarithmic: true, hasWholeX: true)
  }

  private static func powers(_ all: [ModelNumbers]) throws(PlotError) -> [PlotPanel] {
    guard all.contains(where: { !$0.powers.isEmpty }) else { throw .noPowers }
    func histograms(_ values: [(title: String, number: Int, isSecond: Bool, values: [Float])])
      -> [PlotSeries]
    {
      let finite = values.map { $0.values.filter(\.isFinite) }
      let low = finite.compactMap { $0.min() }.min() ?? 0
      let high = finite.compactMap { $0.max() }.max() ?? 1
      return zip(values, finite).compactMap { one, inside in
        // All have the bins of their common range.
        guard low < high, let histogram = Histogram(of: inside + [low, high], bins: 30) else {
          return nil
        }
        var counts = histogram.counts.map(Double.init)
        counts[0] -= 1
        counts[counts.count - 1] -= 1
        return PlotSeries(
          title: one.title, color: color(one.number), look: .steps,
          values: steps(counts, from: Double(low), to: Double(high)), isDashed: one.isSecond,
          leftOut: LeftOut(count: one.values.count - inside.count, total: one.values.count))
      }
    }
    let named = all.enumerated().filter { !$0.element.powers.isEmpty }
    let powers = histograms(named.map { ($0.element.name, $0.offset, false, $0.element.powers) })
    let gates = histograms(
      named.flatMap { number, model in
        [Stream.same, .opposite].map {
          ("\(model.name) \($0.rawValue)", number, $0 == .opposite, model.gates[$0] ?? [])
        }
      })
    let correlations = named.map { number, model in
      PlotSeries(
        title: model.name, color: color(number), look: .line,
        values: model.layers.map { (Double($0), model.gateCorrelations[$0]?.value) },
        leftOut: model.gateCorrelations.values.reduce(LeftOut()) { $0 + $1.leftOut })
    }
    return [
      PlotPanel(title: "powers", xTitle: "power p", yTitle: "fraction of channels", series: powers),
      PlotPanel(title: "gates", xTitle: "gate", yTitle: "fraction", series: gates),
      PlotPanel(
        title: "gates of both streams", xTitle: "layer", yTitle: "correlation",
        series: correlations,
        yRange: -1...1, hasWholeX: true),
    ]
  }

  static func names(_ models: [PlotModel]) -> String {
    let names = models.map { model in
      "\(model.name) (\(model.family)\(model.digest.isEmpty ? "" : ", digest \(model.digest)"))"
    }
    return "\(models.count == 1 ? "Model" : "Models") \(names.joined(separator: ", "))."
  }

  private static func caption(_ request: PlotRequest, models: [FigureSubject], images: [String])
    -> String
  {
    let what =
      switch request.kind {
      case .entropy:
        "Entropy of the rows divided by its maximum ln n, the mean over queries and heads of each layer; the pale band "
          + "is from the lowest head to the highest."
      case .histogram: "How many queries have each entropy, divided by its maximum ln n."
      case .singularValues:
        "Singular values of the matrices of weights, each divided by the largest, the mean over heads."
      case .powers:
        "Powers of all channels, gates of all queries and channels, and the correlation of the gates of both streams."
      case .box, .resolution: ""
      }
    let layers =
      request.layers.map { "Layers \($0)." }
      ?? (request.kind == .singularValues ? "The layer halfway." : "All layers.")
    let heads = request.heads.map { " Heads \($0)." } ?? ""
    let all =
      images.count == 1
      ? "Image \(images[0])."
      : images.count == 2 ? "Mean over \(images[0]) and \(images[1])." : "Mean over \(images.count) images."
    return ([what, layers + heads, names(models.map(PlotModel.init)), all] + changes(models)).filter {
      !$0.isEmpty
    }
    .map(\.escaped)
    .joined(separator: " ")
  }

  private static func changes(_ models: [FigureSubject]) -> [String] {
    models.compactMap { subject in
      let words = subject.interventions.entries.map { "\($0.keyword) \($0.value)" }.joined(
        separator: ", ")
      return words.isEmpty ? nil : "\(subject.model.name): \(words)."
    }
  }
}
