// The numbers of one model at one size of its input, for figures over several sizes.
import Attention
import AttentionMaps
import Files
import Session

/// A model at one size of its input.
package struct ResolutionNumbers: Sendable {
  /// A head on one image; of ranks also one of its streams, a place among those of the layer.
  package struct Place: Hashable, Comparable, Sendable {
    let image: Int
    let layer: Int
    let head: Int
    var stream = 0

    package static func < (one: Place, other: Place) -> Bool {
      (one.image, one.layer, one.head, one.stream) < (other.image, other.layer, other.head, other.stream)
    }
  }

  /// One number of every head on every image; nil where it is undefined, not finite or not computed.
  typealias Values = [Place: Double?]

  let model: PlotModel
  /// Whether weights of a chosen head may be negative: entropies and distances are those of |a|/Σ|a|.
  private(set) var isSigned = false
  /// Pixels: the side of a square input, of others the square root of their area.
  package let side: Double
  /// H/ln n of the head's rows.
  private(set) var entropies: Values = [:]
  /// How far heads look, as a fraction of the input's diagonal.
  private(set) var distances: Values = [:]
  /// The effective rank of the rows.
  private(set) var ranks: Values = [:]
  /// Of a forward pass, the least of several.
  package let seconds: Double
  /// The peak of the process since before the model was loaded; nil where the system does not count it from there.
  package let peakBytes: Int?

  /// Forward passes that are timed.
  private static let passes = 3

  /// - Parameters:
  ///   - images: at least one; time and memory are of the first.
  ///   - startPeak: lets the peak of memory begin anew; false where that cannot be.
  ///   - load: loads the model for the size; it keeps none, so that the peak of memory is that of one.
  /// - Throws: what `load` throws; `ImageError`.
  package init(
    _ request: PlotRequest, images: [InputImage],
    startPeak: () -> Bool = { restartPeakResidentBytes() }, load: () throws -> FigureSubject
  ) throws {
    let hasOwnPeak = startPeak()
    let subject = try load()
    func run(_ image: InputImage) throws -> Examination {
      try Examination.run(subject.model, on: image, interventions: subject.interventions)
    }
    model = PlotModel(subject)
    var seconds = try run(images[0]).secondsForward
    for _ in 1..<Self.passes { seconds = min(seconds, try run(images[0]).secondsForward) }
    self.seconds = seconds
    peakBytes = hasOwnPeak ? peakResidentBytes() : nil
    let transform = subject.model.model.preprocessing
    let (height, width) = (Double(transform.inputHeight), Double(transform.inputWidth))
    side = (height * width).squareRoot()
    let diagonal = (height * height + width * width).squareRoot()
    let layers = request.chosenLayers(of: subject.model)
    for (number, image) in images.enumerated() {
      let record = try StatisticsRecord(of: subject.model, on: image, interventions: subject.interventions)
      let examination = try run(image)
      for layer in layers {
        let attention = examination.records[layer]
        for head in request.chosenHeads(of: attention) {
          if attention.description.isSigned(.attention) { isSigned = true }
          let numbers = record.layers[layer].heads[head]
          let place = Place(image: number, layer: layer, head: head)
          entropies[place] = .some(
            finite(numbers["normalizedEntropy"]?[Stream.attention.rawValue]?.double))
          distances[place] = .some(finite(numbers["meanDistance"]?.double.map { $0 / diagonal }))
          for (index, stream) in attention.streams.enumerated() {
            let rank = try attention.matrixRank(head: head, stream: stream).value
            ranks[Place(image: number, layer: layer, head: head, stream: index)] = .some(
              finite(rank.flatMap { $0.kind == .effective ? $0.value : nil }))
          }
        }
      }
    }
  }
}

/// nil of what is no number.
private func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }

/// Means of one number of a model over its sizes, all over the same heads on the same images: those that have one at
/// every size.
struct CommonMeans {
  /// One for each size; nil where no head has the number at every size.
  let values: [Double?]
  /// Heads on images without the number at one of the sizes.
  let leftOut: LeftOut

  init(_ sizes: [ResolutionNumbers.Values]) {
    let places = Set(sizes.flatMap(\.keys)).sorted()
    let common = places.filter { place in sizes.allSatisfy { ($0[place] ?? nil) != nil } }
    leftOut = LeftOut(count: places.count - common.count, total: places.count)
    values = sizes.map { numbers in
      common.isEmpty
        ? nil : common.reduce(0) { $0 + ((numbers[$1] ?? nil) ?? 0) } / Double(common.count)
    }
  }
}
