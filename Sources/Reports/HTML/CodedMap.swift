// The weights of a map as text for the page's script: two characters a value.
import AttentionMaps
import Glibc

/// A map in codes of 12 bits, each written as two characters of `alphabet`, the higher 6 bits first.
///
/// With x the largest size of the map's values, code c stands for x·(c/4093)², of a signed map for
/// ±x·((c − 2046)/2046)² with the sign of c − 2046: small weights keep more digits than large ones, and none is off by
/// more than `tolerance` of x. Code 4094 is a value that is not finite; 4095 begins a run of places without a key, and
/// the code behind it is the length of the run, 1…4095.
struct CodedMap: Sendable {
  static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8)
  /// Of the largest size, the most that a value may be off by: half a step of the codes at its end.
  static func tolerance(isSigned: Bool) -> Double { isSigned ? 1 / 2046.0 : 1 / 4093.0 }

  /// The largest size of the values; 0 where there is none.
  let largest: Float
  /// The prefix tokens, then the grid row by row.
  let text: String

  init(_ map: HeatMap) {
    let values = map.prefix + map.values
    let contents =
      map.prefix.map { $0.isFinite ? PlaceContent.value : .notFinite } + map.contents
    let largest = values.reduce(Float(0)) { $1.isFinite ? max($0, abs($1)) : $0 }
    self.largest = largest
    var bytes: [UInt8] = []
    bytes.reserveCapacity(2 * values.count)
    func append(_ code: Int) {
      bytes.append(Self.alphabet[code >> 6])
      bytes.append(Self.alphabet[code & 63])
    }
    var missing = 0
    func endRun() {
      guard missing > 0 else { return }
      append(4095)
      append(missing)
      missing = 0
    }
    for (value, content) in zip(values, contents) {
      if content == .noKey {
        missing += 1
        if missing == 4095 { endRun() }
        continue
      }
      endRun()
      append(content == .value ? Self.code(value, largest: largest, isSigned: map.isSigned) : 4094)
    }
    endRun()
    text = String(decoding: bytes, as: UTF8.self)
  }

  private static func code(_ value: Float, largest: Float, isSigned: Bool) -> Int {
    let root = largest > 0 ? (Double(abs(value)) / Double(largest)).squareRoot() : 0
    guard isSigned else { return Int((4093 * root).rounded()) }
    let step = Int((2046 * root).rounded())
    return value < 0 ? 2046 - step : 2046 + step
  }
}
