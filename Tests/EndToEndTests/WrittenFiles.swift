// Readers of the files that the program writes, made from the formats' definitions and not from its encoders.
import FoundationEssentials
import Testing

/// A binary greymap (netpbm's P5): the comments of its header and its samples, row by row.
struct Greymap: Equatable {
  var width: Int
  var height: Int
  var maximum: Int
  var comments: [String] = []
  var samples: [Int]

  init(contentsOf path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    var position = 0
    var comments: [String] = []
    func field() throws -> String {
      while position < bytes.count {
        if bytes[position] == UInt8(ascii: "#") {
          let line = bytes[position...].prefix { $0 != UInt8(ascii: "\n") }
          comments.append(String(decoding: line.dropFirst(), as: UTF8.self).trimmed)
          position += line.count
        } else if [9, 10, 13, 32].contains(bytes[position]) {
          position += 1
        } else {
          break
        }
      }
      let word = bytes[position...].prefix { ![9, 10, 13, 32].contains($0) }
      position += word.count
      return String(decoding: word, as: UTF8.self)
    }
    try #require(try field() == "P5")
    width = try #require(Int(try field()))
    height = try #require(Int(try field()))
    maximum = try #require(Int(try field()))
    let depth = maximum > 255 ? 2 : 1
    let raster = bytes.dropFirst(position + 1)
    try #require(raster.count == width * height * depth)
    samples = stride(from: raster.startIndex, to: raster.endIndex, by: depth).map { index in
      depth == 1 ? Int(raster[index]) : Int(raster[index]) << 8 | Int(raster[index + 1])
    }
    self.comments = comments
  }
}

/// A NumPy array of little-endian single-precision numbers in C order (format version 1.0).
struct NumPyArray {
  var shape: [Int]
  var values: [Float]

  init(contentsOf path: String) throws {
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    try #require(bytes.prefix(8) == [0x93, 0x4E, 0x55, 0x4D, 0x50, 0x59, 1, 0])
    let length = Int(bytes[8]) | Int(bytes[9]) << 8
    try #require((10 + length) % 64 == 0)
    let header = String(decoding: bytes[10..<10 + length], as: UTF8.self)
    try #require(header.hasSuffix("\n"))
    let fields = try #require(
      header.firstMatch(of: /'descr': *'<f4', *'fortran_order': *False, *'shape': *\(([0-9, ]*)\)/))
    shape = fields.1.split { $0 == "," || $0 == " " }.compactMap { Int($0) }
    let data = bytes[(10 + length)...]
    try #require(data.count == 4 * shape.reduce(1, *))
    values = stride(from: data.startIndex, to: data.endIndex, by: 4).map { start in
      Float(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(data[start + $1]) << UInt32(8 * $1) })
    }
  }
}

extension String {
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " || rest.last == "\r" { rest.removeLast() }
    return String(rest)
  }
}
