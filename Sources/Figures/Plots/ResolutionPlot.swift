// A figure of what becomes of attention, time and memory where the input has more pixels.
import Attention
import AttentionMaps
import Files
import Imaging
import Session

/// A model at one size of its input.
package struct ResolutionNumbers: Sendable {
  /// Pixels: the side of a square input, of others the square root of their area.
  package let side: Double
  /// H/ln n of the head's rows, the mean over images, heads and layers; nil where it is undefined.
  package let entropy: Double?
  /// How far heads look, as a fraction of the input's diagonal; nil where it is undefined.
  package let distance: Double?
  /// The effective rank of the rows by layer, head and stream; those that have none at this size are left out.
  package let ranks: [[Int]: Double]
  /// Of a forward pass, the least of several.
  package let seconds: Double
  /// The peak of the process since the model was loaded; nil where the system does not report it.
  package let peakBytes: Int?
  /// Entropies and distances without a value.
  let leftOut: (entropy: LeftOut, distance: LeftOut)

  /// Forward passes that are timed.
  private static let passes = 3

  /// - Parameters:
  ///   - images: at least one; time and memory are of the first.
  ///   - load: loads the model for the size.
  /// - Throws: what `load` throws; `ImageError`.
  package init(
    _ request: PlotRequest, images: [InputImage], load: () throws -> FigureSubject
  ) throws {
    resetPeakResidentBytes()
    let subject = try load()
    func run(_ image: InputImage) throws -> Examination {
      try Examination.run(subject.model, on: image, interventions: subject.interventions)
    }
    var seconds = try run(images[0]).secondsForward
    for _ in 1..<Self.passes { seconds = min(seconds, try run(images[0]).secondsForward) }
    self.seconds = seconds
    peakBytes = peakResidentBytes()
    let transform = subject.model.model.preprocessing
    let (height, width) = (Double(transform.inputHeight), Double(transform.inputWidth))
    side = (height * width).squareRoot()
    let diagonal = (height * height + width * width).squareRoot()
    let layers = request.chosenLayers(of: subject.model)
    var (entropy, distance) = (RunningMean(), RunningMean())
    var ranks: [[Int]: RunningMean] = [:]
    for image in images {
      let record = try StatisticsRecord(of: subject.model, on: image, interventions: subject.interventions)
      let examination = try run(image)
      for layer in layers {
        let attention = examination.records[layer]
        for head in request.chosenHeads(of: attention) {
          let numbers = record.layers[layer].heads[head]
          entropy.add(numbers["normalizedEntropy"]?[Stream.attention.rawValue]?.double)
          distance.add(numbers["meanDistance"]?.double.map { $0 / diagonal })
          for (place, stream) in attention.streams.enumerated() {
            guard let rank = try attention.matrixRank(head: head, stream: stream).value,
              rank.kind == .effective
            else { continue }
            ranks[[layer, head, place], default: RunningMean()].add(rank.value)
          }
        }
      }
    }
    (self.entropy, self.distance) = (entropy.value, distance.value)
    leftOut = (entropy.leftOut, distance.leftOut)
    self.ranks = ranks.compactMapValues(\.value)
  }
}

extension PlotFigure {
  /// Panels of entropy, distance, rank, time and memory over the size of the input, a line for each model.
  ///
  /// - Parameter models: with their numbers at each size, at least two of them.
  /// - Throws: `PlotError` where none of the numbers is defined.
  package init(
    resolution models: [(model: FigureSubject, sizes: [ResolutionNumbers])], images: [String],
    remarks: [String] = [], style: FigureStyle
  ) throws(PlotError) {
    func panel(
      _ yTitle: String, range: ClosedRange<Double>? = nil,
      leftOut: (ResolutionNumbers) -> LeftOut = { _ in LeftOut() },
      _ value: (_ numbers: ResolutionNumbers, _ common: Set<[Int]>) -> Double?
    ) -> PlotPanel {
      PlotPanel(
        xTitle: "side of the input, pixels", yTitle: yTitle,
        series: models.enumerated().map { number, entry in
          // The mean is of the same heads at every size.
          let common = entry.sizes.dropFirst().reduce(Set(entry.sizes.first?.ranks.keys.map(\.self) ?? [])) {
            $0.intersection($1.ranks.keys)
          }
          return PlotSeries(
            title: entry.model.model.name, color: Ink.series[number % Ink.series.count], look: .line,
            values: entry.sizes.sorted { $0.side < $1.side }.map { ($0.side, value($0, common)) },
            leftOut: entry.sizes.map(leftOut).reduce(LeftOut(), +))
        }, yRange: range)
    }
    let panels = [
      panel("entropy ÷ ln n", range: 0...1, leftOut: \.leftOut.entropy) { numbers, _ in numbers.entropy },
      panel("distance ÷ diagonal", leftOut: \.leftOut.distance) { numbers, _ in numbers.distance },
      panel("rank of the rows") { numbers, common in
        common.isEmpty
          ? nil
          : common.sorted { $0.lexicographicallyPrecedes($1) }.reduce(0) { $0 + (numbers.ranks[$1] ?? 0) }
            / Double(common.count)
      },
      panel("forward pass, ms") { numbers, _ in numbers.seconds * 1e3 },
      panel("peak memory, MB") { numbers, _ in numbers.peakBytes.map { Double($0) / 1e6 } },
    ].filter { panel in panel.series.contains { $0.values.contains { $0.y != nil } } }
    guard !panels.isEmpty else { throw .noValues(.resolution) }
    self.init(
      title: "attention at several sizes of the input", panels: panels,
      caption: ([Self.resolutionCaption(models.map(\.model), images: images)] + remarks.map { "\($0)." })
        .joined(separator: " "), style: style, remarks: remarks)
  }

  private static func resolutionCaption(_ models: [FigureSubject], images: [String]) -> String {
    let all = images.count == 1 ? "Image \(images[0])." : "Mean over \(images.count) images."
    let text =
      "Entropy of the rows divided by its maximum ln n, mean distance between a query and its keys divided by the "
      + "input's diagonal, effective rank of the rows, each the mean over heads and layers, of the rank over those that "
      + "have one at every size; time of a forward pass on this machine, and the peak memory of the process. "
      + names(models) + " " + all
    return text.escaped
  }
}
