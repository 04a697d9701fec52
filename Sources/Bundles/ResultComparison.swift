// A result of a bundle beside the same result computed again: equal bytes, equal within a tolerance, or what differs.
import Checkpoints
import Files
import FoundationEssentials
import Imaging

/// How far numbers of two instruction sets may lie apart.
package struct Tolerance: Sendable, Equatable {
  /// |a − b| ≤ absolute + relative · max(|a|, |b|).
  package let absolute: Double
  package let relative: Double
  /// Of things that are counted, such as the queries of a bar or the rank: how many may be on the other side of a bound,
  /// beside `relativeCounts` of them.
  package let counts: Double
  package let relativeCounts: Double
  /// Of the 255 levels of a picture's colors, and of the levels of an 8-bit graymap.
  package let levels: Int
  /// The fraction of a drawing's pixels that may lie further apart, where a digit is another.
  package let pixels: Double

  /// What numbers of unlike instruction sets keep: sums of single precision in other orders.
  package static let ofInstructionSets = Tolerance(
    absolute: 1e-4, relative: 1e-3, counts: 2, relativeCounts: 0.02, levels: 6, pixels: 0.01)

  package func admits(_ a: Double, _ b: Double) -> Bool {
    if a == b || a.isNaN && b.isNaN { return true }
    // An infinite number is within no distance of another.
    return a.isFinite && b.isFinite && abs(a - b) <= absolute + relative * max(abs(a), abs(b))
  }

  package func admits(counts a: Double, _ b: Double) -> Bool {
    abs(a - b) <= counts + relativeCounts * max(a, b)
  }
}

/// What a comparison of one result finds.
package enum ResultFinding: Sendable, Equatable {
  /// Bit for bit.
  case same
  /// Not the same bytes, and every number within the tolerance.
  case within
  /// What differs, in words.
  case differs(String)
}

/// Compares results by what they hold.
package struct ResultComparison {
  /// nil: every bit counts.
  let tolerance: Tolerance?
  private var differences = Differences()

  package init(tolerance: Tolerance?) { self.tolerance = tolerance }

  /// Compares a result of a bundle with the one that was computed again.
  ///
  /// - Parameter name: of the entry, whose ending says what it holds.
  package static func compare(
    _ name: String, packed: [UInt8], computed: [UInt8], tolerance: Tolerance?
  ) -> ResultFinding {
    if packed == computed { return .same }
    var comparison = ResultComparison(tolerance: tolerance)
    switch name.split(separator: ".").last.map(String.init) {
    case "jsonl": comparison.compareLines(packed, computed)
    case "json": comparison.compareJSON(packed, computed, place: "")
    case "npy": comparison.compareArrays(packed, computed)
    case "pgm": comparison.compareGraymaps(packed, computed)
    case "png": comparison.comparePictures(packed, computed, place: "")
    default: comparison.compareTexts(packed, computed)
    }
    if let words = comparison.differences.words { return .differs(words) }
    return tolerance == nil ? .differs("its numbers agree, and other bytes of it do not") : .within
  }

  // MARK: Numbers in JSON

  private mutating func compareLines(_ packed: [UInt8], _ computed: [UInt8]) {
    let (old, new) = (
      TextLines(packed).lazy.filter { !$0.isEmpty }, TextLines(computed).lazy.filter { !$0.isEmpty }
    )
    let counts = (old.count { _ in true }, new.count { _ in true })
    if counts.0 != counts.1 {
      differences.add("has \(counts.0) lines in the bundle, \(counts.1) here")
    }
    for (number, (old, new)) in zip(old, new).enumerated() where old != new {
      compareJSON(Array(old), Array(new), place: "line \(number + 1)")
    }
  }

  private mutating func compareJSON(_ packed: [UInt8], _ computed: [UInt8], place: String) {
    guard let old = try? JSONValue.parse(packed, file: ""), let new = try? JSONValue.parse(computed, file: "")
    else { return differences.add("\(place) is not JSON") }
    compare(old, new, place: place)
  }

  /// Members of a line that count what lies on one side of a bound.
  private static let counted: Set = ["counts", "rank", "kvRank", "sinks", "emptyRows", "weakRows"]

  /// - Parameter isCounted: whether whole numbers are counts.
  private mutating func compare(
    _ old: JSONValue, _ new: JSONValue, place: String, isCounted: Bool = false
  ) {
    if old == new { return }
    switch (old, new) {
    case (.object(let old), .object(let new)):
      for key in Set(old.keys).union(new.keys).sorted() {
        let inside = place.isEmpty ? key : "\(place) \(key)"
        switch (old[key], new[key]) {
        case (let old?, let new?):
          compare(old, new, place: inside, isCounted: isCounted || Self.counted.contains(key))
        case (nil, _): differences.add("\(inside) is here alone")
        case (_, nil): differences.add("\(inside) is in the bundle alone")
        }
      }
    case (.array(let old), .array(let new)):
      if old.count != new.count {
        return differences.add("\(place) has \(old.count) members in the bundle, \(new.count) here")
      }
      for (index, (old, new)) in zip(old, new).enumerated() {
        compare(old, new, place: "\(place) \(index)", isCounted: isCounted)
      }
    default:
      if let a = old.double, let b = new.double {
        if isCounted, tolerance?.admits(counts: a, b) == true { return }
        return compare(a, b, place: place)
      }
      if let a = old.string, let b = new.string, agree(a, b) { return }
      differences.add("\(place) is \(old.brief) in the bundle, \(new.brief) here")
    }
  }

  private mutating func compare(_ a: Double, _ b: Double, place: @autoclosure () -> String) {
    if a == b || a.isNaN && b.isNaN || tolerance?.admits(a, b) == true { return }
    differences.add("\(place()) is \(a) in the bundle, \(b) here", by: abs(a - b))
  }

  // MARK: Maps

  /// NumPy's arrays of Float, as `dump` and `figure` write them.
  private mutating func compareArrays(_ packed: [UInt8], _ computed: [UInt8]) {
    guard let old = NPYArray(packed), let new = NPYArray(computed) else {
      return differences.add("is no array of 32-bit floats")
    }
    guard old.header == new.header, old.values.count == new.values.count else {
      return differences.add("has another shape")
    }
    for (index, (a, b)) in zip(old.values, new.values).enumerated() where a.bitPattern != b.bitPattern {
      compare(Double(a), Double(b), place: "element \(index)")
    }
  }

  private mutating func compareGraymaps(_ packed: [UInt8], _ computed: [UInt8]) {
    guard let old = Graymap(packed), let new = Graymap(computed) else {
      return differences.add("is no graymap")
    }
    guard old.size == new.size, old.levels.count == new.levels.count else {
      return differences.add("has another size")
    }
    let slack = tolerance.map { max(1, $0.levels * old.maximum / 255 / 4) } ?? 0
    for (index, (a, b)) in zip(old.levels, new.levels).enumerated() where abs(a - b) > slack {
      differences.add("pixel \(index) is \(a) in the bundle, \(b) here", by: Double(abs(a - b)))
    }
    for (a, b) in zip(old.comments, new.comments) where a != b { compareWords(a, b) }
    if old.comments.count != new.comments.count { differences.add("has other comments") }
  }

  // MARK: Pictures

  private mutating func comparePictures(_ packed: [UInt8], _ computed: [UInt8], place: String) {
    guard let old = picture(packed), let new = picture(computed) else {
      return differences.add("\(place) cannot be decoded as PNG")
    }
    guard old.width == new.width, old.height == new.height else {
      return differences.add(
        "\(place) has \(old.width)×\(old.height) pixels in the bundle, \(new.width)×\(new.height) here")
    }
    let levels = tolerance?.levels ?? 0
    let apart = zip(old.pixels, new.pixels).count { abs(Int($0) - Int($1)) > levels }
    let allowed = Double(old.pixels.count) * (tolerance?.pixels ?? 0)
    if Double(apart) > allowed {
      differences.add("\(place) differs in \((apart + 2) / 3) of \(old.pixels.count / 3) pixels")
    }
  }

  /// The image decoders read files.
  private func picture(_ bytes: [UInt8]) -> RGBImage? {
    do {
      let spool = try Spool()
      try spool.append(bytes)
      return try RGBImage.load(spool.path)
    } catch {
      return nil
    }
  }

  // MARK: Texts

  /// Texts with numbers in them, such as SVG; pictures inside by their pixels.
  private mutating func compareTexts(_ packed: [UInt8], _ computed: [UInt8]) {
    let counts = [packed, computed].map { TextLines($0).count { _ in true } }
    if counts[0] != counts[1] {
      return differences.add("has \(counts[0]) lines in the bundle, \(counts[1]) here")
    }
    for (number, (old, new)) in zip(TextLines(packed), TextLines(computed)).enumerated() where old != new {
      let (old, new) = (String(decoding: old, as: UTF8.self), String(decoding: new, as: UTF8.self))
      if let a = PicturedLine(old), let b = PicturedLine(new) {
        if a.picture != b.picture {
          comparePictures(Array(a.picture), Array(b.picture), place: "the picture in line \(number + 1)")
        }
        if a.around != b.around { compareWords(a.around, b.around, line: number + 1) }
      } else {
        compareWords(old, new, line: number + 1)
      }
    }
  }

  /// Two texts, number by number; all else must be the same.
  private mutating func compareWords(_ old: String, _ new: String, line: Int? = nil) {
    if agree(old, new) { return }
    let place = line.map { "line \($0) " } ?? ""
    let (first, second) = old.whereItDiffers(from: new)
    differences.add("\(place)reads '\(first)' in the bundle, '\(second)' here")
  }
}

extension ResultComparison {
  /// Whether texts are the same but for numbers within the tolerance.
  private func agree(_ old: String, _ new: String) -> Bool {
    guard let tolerance else { return false }
    var (old, new) = (NumbersAndWords(old), NumbersAndWords(new))
    while true {
      let (x, y) = (old.next(), new.next())
      guard let x, let y else { return x == y }
      if x == y { continue }
      guard let first = Double(x), let second = Double(y) else { return false }
      // A last digit may be another by rounding.
      let last = 1.01 * max(x.lastDigit, y.lastDigit)
      guard tolerance.admits(first, second) || abs(first - second) <= last else { return false }
    }
  }
}

/// A line of a text that holds a PNG image.
private struct PicturedLine {
  let picture: Data
  /// The line without it.
  let around: String

  init?(_ line: String) {
    guard let mark = line.firstRange(of: "data:image/png;base64,") else { return nil }
    let end = line[mark.upperBound...].firstIndex(of: "\"") ?? line.endIndex
    guard let picture = Data(base64Encoded: String(line[mark.upperBound..<end])) else { return nil }
    self.picture = picture
    around = String(line[..<mark.upperBound] + line[end...])
  }
}

/// What differs, counted; the first few in words.
private struct Differences {
  private var first: String?
  private var count = 0
  private var largest = 0.0

  mutating func add(_ words: String, by distance: Double = 0) {
    if count == 0 { first = words.drop { $0 == " " }.description }
    count += 1
    largest = max(largest, distance)
  }

  var words: String? {
    guard let first else { return nil }
    let more = count > 1 ? "; \(count - 1) more" : ""
    let most = count > 1 && largest > 0 ? ", at most \(largest) apart" : ""
    return first.escaped(limit: 400) + more + most
  }
}

/// An array of 32-bit floats in NumPy's format, version 1.
private struct NPYArray {
  let header: ArraySlice<UInt8>
  let values: [Float]

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0]), bytes.count >= 10 else {
      return nil
    }
    let start = 10 + Int(bytes[8]) + Int(bytes[9]) << 8
    guard start <= bytes.count, (bytes.count - start) % 4 == 0 else { return nil }
    header = bytes[..<start]
    values = bytes.withUnsafeBytes { all in
      (0..<(bytes.count - start) / 4).map {
        Float(
          bitPattern: UInt32(littleEndian: all.loadUnaligned(fromByteOffset: start + $0 * 4, as: UInt32.self))
        )
      }
    }
  }
}

/// A binary graymap with its comments.
private struct Graymap {
  let size: [Int]
  let maximum: Int
  let levels: [Int]
  let comments: [String]

  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Array("P5\n".utf8)) else { return nil }
    var position = 3
    var comments: [String] = []
    var numbers: [Int] = []
    while numbers.count < 3 {
      guard let end = bytes[position...].firstIndex(of: UInt8(ascii: "\n")), end - position <= 1 << 16 else {
        return nil
      }
      let line = String(decoding: bytes[position..<end], as: UTF8.self)
      position = end + 1
      if line.hasPrefix("#") {
        comments.append(line)
      } else {
        let words = line.split(separator: " ").map { Int($0) }
        guard !words.isEmpty, words.allSatisfy({ $0.map { (1...1 << 20).contains($0) } ?? false }) else {
          return nil
        }
        numbers += words.compactMap(\.self)
      }
    }
    guard numbers.count == 3 else { return nil }
    let rest = bytes[position...]
    size = Array(numbers.prefix(2))
    maximum = numbers[2]
    self.comments = comments
    let width = maximum > 255 ? 2 : 1
    guard rest.count == size[0] * size[1] * width else { return nil }
    let first = rest.startIndex
    levels =
      width == 1
      ? rest.map { Int($0) }
      : (0..<rest.count / 2).map { Int(rest[first + 2 * $0]) << 8 | Int(rest[first + 2 * $0 + 1]) }
  }
}

extension JSONValue {
  /// A value as a few words.
  fileprivate var brief: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "'\(value.escaped(limit: 100))'"
    case .array(let values): "a list of \(values.count)"
    case .object(let members): "an object of \(members.count)"
    }
  }
}

extension String {
  /// Where two texts part, and a few characters after it.
  fileprivate func whereItDiffers(from other: String) -> (String, String) {
    let same = zip(self, other).lazy.prefix { $0 == $1 }.count { _ in true }
    let start = max(0, same - 12)
    func part(_ text: String) -> String { String(text.dropFirst(start).prefix(60)) }
    return (part(self), part(other))
  }
}

extension Substring {
  /// What one more in the last digit of a number is worth.
  fileprivate var lastDigit: Double {
    guard let point = firstIndex(of: "."), !contains("e") else { return 0 }
    return (1...distance(from: index(after: point), to: endIndex)).reduce(1.0) { value, _ in value / 10 }
  }
}
