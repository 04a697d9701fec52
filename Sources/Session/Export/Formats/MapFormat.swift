// The formats of exported maps: one file each beside this one, and a name in the list below.

extension MapFormat {
  /// All formats, the default first.
  package static let all: [MapFormat] = [pgm, png, npy]
}

/// How a map becomes the bytes of a file.
package struct MapFormat: Sendable {
  /// What of an export a format can express.
  package enum Feature: Sendable {
    /// Color maps, and the map over the model's input.
    case colors
    /// Bits a sample.
    case depth
    /// Pixels of the longer side.
    case size
    /// All rows of a head in one file.
    case matrices
  }

  /// Its name on the command line, and the extension of its files.
  package let name: String
  package let features: Set<Feature>
  /// A whole file of one map. Throws `ImageError` with the path.
  let encode: @Sendable (WrittenMap, MapExport, _ path: String) throws -> [UInt8]
  /// The start of a file with all rows of a head, `[queries × keys]`, which follow as Floats; nil without `.matrices`.
  let matrixHeader: (@Sendable (_ queries: Int, _ keys: Int) -> [UInt8])?

  init(
    _ name: String, features: Set<Feature>,
    matrixHeader: (@Sendable (_ queries: Int, _ keys: Int) -> [UInt8])? = nil,
    encode: @escaping @Sendable (WrittenMap, MapExport, _ path: String) throws -> [UInt8]
  ) {
    self.name = name
    self.features = matrixHeader == nil ? features : features.union([.matrices])
    self.matrixHeader = matrixHeader
    self.encode = encode
  }

  /// The format called `name`; nil for any other text.
  package init?(_ name: String) {
    guard let format = MapFormat.all.first(where: { $0.name == name }) else { return nil }
    self = format
  }

  /// The names of the formats that have a feature: `pgm or png`.
  package static func names(with feature: Feature) -> String {
    all.filter { $0.features.contains(feature) }.map(\.name).joined(separator: " or ")
  }
}

extension MapFormat: Hashable {
  package static func == (one: MapFormat, other: MapFormat) -> Bool { one.name == other.name }

  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}
