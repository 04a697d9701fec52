// Readers of the files that the program writes, made from the formats' definitions and not from its encoders.
import FoundationEssentials
import Testing

/// A binary graymap (netpbm's P5): the comments of its header and its samples, row by row.
struct Graymap: Equatable {
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

/// The texts of a PNG by keyword, from its tEXt and uncompressed iTXt chunks (PNG specification, 11.3.3).
func textChunks(_ path: String) throws -> [String: String] {
  let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
  try #require(bytes.prefix(8) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  var texts: [String: String] = [:]
  var position = 8
  while position + 12 <= bytes.count {
    let length = bytes[position..<position + 4].reduce(0) { $0 << 8 | Int($1) }
    let kind = String(decoding: bytes[position + 4..<position + 8], as: UTF8.self)
    let content = bytes[position + 8..<position + 8 + length]
    if kind == "tEXt" || kind == "iTXt" {
      var parts = content.split(separator: 0, maxSplits: 1, omittingEmptySubsequences: false)
      try #require(parts.count == 2)
      if kind == "iTXt" {
        // Compression flag and method, then language and translated keyword, each ended by a zero byte.
        try #require(parts[1].starts(with: [0, 0]))
        parts[1] =
          parts[1].dropFirst(2).split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false)[2]
      }
      let keyword = String(decoding: parts[0], as: UTF8.self)
      #expect(texts.updateValue(String(decoding: parts[1], as: UTF8.self), forKey: keyword) == nil)
    }
    position += 12 + length
  }
  try #require(position == bytes.count)
  return texts
}

/// The path of a file or folder in `Tests/Fixtures`.
func fixture(_ name: String) -> String {
  "/" + #filePath.split(separator: "/").dropLast(2).joined(separator: "/") + "/Fixtures/\(name)"
}

extension String {
  fileprivate var trimmed: String {
    var rest = self[...]
    while rest.first == " " { rest.removeFirst() }
    while rest.last == " " || rest.last == "\r" { rest.removeLast() }
    return String(rest)
  }
}
