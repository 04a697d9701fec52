// The numbers of a model that count for its summary: those of every file of an image once, whatever its paths are.
import Files
import Session

/// Where a line was read.
struct LineSource {
  let file: String
  let line: Int

  var description: String { "line \(line) of \(file.abridged)" }
}

/// The numbers of one model, image by image; 8 bytes for each.
struct CountedNumbers {
  /// What lines have of an image for one request.
  private struct Part {
    let hash: UInt64
    let source: LineSource
    /// What the numbers are of: an index of `patterns`.
    let pattern: Int
    /// nil where they are known already from another path of the same file.
    let numbers: [Double]?
  }

  private struct Image {
    /// A hash of the digest of its file, and the first line that states it; nil as long as none does.
    var file: (hash: UInt64, source: LineSource)?
    var parts: [StatisticsRequest: Part] = [:]
  }

  /// Numbers of a file. It has several for one request where lines were asked for several boxes, or were computed by
  /// machines that differ in the last bits.
  private struct NumbersOfFile: Hashable {
    let file: UInt64
    let request: StatisticsRequest
    let hash: UInt64
  }

  /// Where a number belongs.
  private struct Slot: Hashable {
    /// Of each layer its heads, and then the layer itself.
    let row: Int32
    /// An index of `metrics`.
    let metric: Int32
  }

  private let headCounts: [Int]
  private let metrics: [Metric]
  private let headMetrics: Range<Int>
  private var images: [String: Image] = [:]
  private var known: Set<NumbersOfFile> = []
  /// Lines of one model mostly have numbers of the same.
  private var patterns: [[Slot]] = []
  private var patternIndices: [[Slot]: Int] = [:]

  /// - Parameters:
  ///   - headCounts: of the layers.
  ///   - metrics: those that a head may have.
  init(headCounts: [Int], metrics: [Metric]) {
    self.headCounts = headCounts
    self.metrics = metrics + Metric.ofLayers
    headMetrics = metrics.indices
  }

  // MARK: What there is of an image

  func has(_ path: String) -> Bool { images[path] != nil }

  /// A hash of the digest of the file at a path, and the line that says it.
  func file(at path: String) -> (hash: UInt64, source: LineSource)? { images[path]?.file }

  /// A hash of the numbers of an image for a request, and the line that has them.
  func numbers(at path: String, _ request: StatisticsRequest) -> (hash: UInt64, source: LineSource)? {
    images[path]?.parts[request].map { ($0.hash, $0.source) }
  }

  /// The paths with the hashes of their files, where these are known.
  var files: [(path: String, hash: UInt64)] {
    images.compactMap { path, image in image.file.map { (path, $0.hash) } }
  }

  /// The paths of the images, one for each file: of several that of the first in order.
  var distinctPaths: [String] {
    var seen: Set<UInt64> = []
    return images.keys.sorted().filter { path in
      images[path]?.file.map { seen.insert($0.hash).inserted } ?? true
    }
  }

  var pathCount: Int { images.count }

  // MARK: Adding a line

  /// Adds what a line has of the image at `path` and no line before it.
  ///
  /// - Parameter file: a hash of the digest of the image's file; nil where the line does not state it.
  /// - Returns: for which requests it has something new.
  mutating func add(
    _ line: ImageNumbers, at path: String, file: UInt64?, source: LineSource
  ) -> Set<StatisticsRequest> {
    var image = images[path] ?? Image()
    let new = Set(line.hashes.keys.filter { image.parts[$0] == nil })
    if image.file == nil, let file {
      image.file = (file, source)
      for (request, part) in image.parts {
        known.insert(NumbersOfFile(file: file, request: request, hash: part.hash))
      }
    }
    for request in new {
      guard let hash = line.hashes[request] else { continue }
      let isNew =
        image.file.map { known.insert(NumbersOfFile(file: $0.hash, request: request, hash: hash)).inserted }
        ?? true
      let (slots, numbers) = isNew ? self.numbers(of: line, request) : ([], [])
      image.parts[request] = Part(
        hash: hash, source: source, pattern: isNew ? index(of: slots) : 0, numbers: isNew ? numbers : nil)
    }
    images[path] = image
    return new
  }

  /// The numbers of a line for a request, and where they belong.
  private func numbers(of line: ImageNumbers, _ request: StatisticsRequest) -> ([Slot], [Double]) {
    var (slots, numbers): ([Slot], [Double]) = ([], [])
    var row: Int32 = 0
    func add(_ values: [Metric: Double], _ indices: Range<Int>) {
      for index in indices where metrics[index].request == request {
        guard let value = values[metrics[index]] else { continue }
        slots.append(Slot(row: row, metric: Int32(index)))
        numbers.append(value)
      }
      row += 1
    }
    for layer in line.layers {
      for head in layer.heads { add(head, headMetrics) }
      add(layer.numbers, headMetrics.upperBound..<metrics.count)
    }
    return (slots, numbers)
  }

  private mutating func index(of slots: [Slot]) -> Int {
    if let index = patternIndices[slots] { return index }
    patterns.append(slots)
    patternIndices[slots] = patterns.count - 1
    return patterns.count - 1
  }

  // MARK: All numbers

  /// The numbers of every head of each layer, and of the layer, in no order.
  var layers: [(heads: [[Metric: [Double]]], layer: [Metric: [Double]])] {
    var rows = [[[Double]]](
      repeating: [[Double]](repeating: [], count: metrics.count),
      count: headCounts.reduce(0) { $0 + $1 + 1 })
    var counted: Set<NumbersOfFile> = []
    for image in images.values {
      for (request, part) in image.parts {
        guard let numbers = part.numbers else { continue }
        if let file = image.file?.hash,
          !counted.insert(NumbersOfFile(file: file, request: request, hash: part.hash)).inserted
        {
          continue
        }
        for (slot, number) in zip(patterns[part.pattern], numbers) {
          rows[Int(slot.row)][Int(slot.metric)].append(number)
        }
      }
    }
    let named = rows.map { row in
      Dictionary(uniqueKeysWithValues: zip(metrics, row).filter { !$0.1.isEmpty })
    }
    var start = 0
    return headCounts.map { count in
      defer { start += count + 1 }
      return (heads: Array(named[start..<start + count]), layer: named[start + count])
    }
  }
}
