// safetensors files made by hand: every number format, and every rule of the format broken once.
import TestSupport
import Testing

@testable import Checkpoints

/// A safetensors file of the given header text and data.
func safetensors(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
  littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + data
}

@Suite struct SafetensorsTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func problem(_ bytes: [UInt8]) -> SafetensorsProblem? {
    let path = folder.write(bytes, to: "a.safetensors")
    do throws(CheckpointError) {
      _ = try Checkpoint.open(path)
      return nil
    } catch {
      #expect(error.description.hasPrefix(path + ": not a valid safetensors file: "))
      #expect(!error.description.contains { $0.isNewline || $0 == "\u{1b}" })
      guard case .safetensors(_, let problem) = error else {
        Issue.record("\(error)")
        return nil
      }
      return problem
    }
  }

  private func problem(_ header: String, _ data: [UInt8] = []) -> SafetensorsProblem? {
    problem(safetensors(header, data))
  }

  @Test func convertsEveryNumberFormat() throws {
    let data: [(ElementType, [UInt8], [Float])] = [
      (.float64, littleEndian((-0.5).bitPattern) + littleEndian((1e300).bitPattern), [-0.5, .infinity]),
      (
        .float32, littleEndian(Float(3.25).bitPattern) + littleEndian(Float.leastNonzeroMagnitude.bitPattern),
        [3.25, .leastNonzeroMagnitude]
      ),
      (.float16, littleEndian(UInt16(0x3C00)) + littleEndian(UInt16(0xFBFF)), [1, -65504]),
      (.bfloat16, littleEndian(UInt16(0x3F80)) + littleEndian(UInt16(0xC040)), [1, -3]),
      (.int64, littleEndian(Int64(-7)) + littleEndian(Int64(1) << 40), [-7, 0x1p40]),
      (.int32, littleEndian(Int32(-7)) + littleEndian(Int32(9)), [-7, 9]),
      (.int16, littleEndian(Int16(-300)) + littleEndian(Int16(9)), [-300, 9]),
      (.int8, [0xFF, 0x7F], [-1, 127]),
      (.uint64, littleEndian(UInt64.max) + littleEndian(UInt64(2)), [0x1p64, 2]),
      (.uint32, littleEndian(UInt32.max) + littleEndian(UInt32(2)), [0x1p32, 2]),
      (.uint16, littleEndian(UInt16.max) + littleEndian(UInt16(2)), [65535, 2]),
      (.uint8, [200, 1], [200, 1]),
      (.bool, [0, 1], [0, 1]),
    ]
    #expect(data.map(\.0) == ElementType.allCases)
    for (type, bytes, values) in data {
      let header = #"{"x":{"dtype":"\#(type.rawValue)","shape":[2],"data_offsets":[0,\#(bytes.count)]}}"#
      let checkpoint = try Checkpoint.open(folder.write(safetensors(header, bytes), to: "\(type)"))
      #expect(try checkpoint.floats("x") == values, "\(type)")
    }
  }

  @Test func convertsEveryHalf() throws {
    let bits = (0...UInt16.max).map { $0 }
    let header = #"{"x":{"dtype":"F16","shape":[65536],"data_offsets":[0,131072]}}"#
    let path = folder.write(safetensors(header, bits.flatMap { littleEndian($0) }), to: "halves")
    let floats = try Checkpoint.open(path).floats("x")
    let wrong = bits.filter { bits in
      let (expected, value) = (Float(Float16(bitPattern: bits)), floats[Int(bits)])
      return expected.isNaN ? !value.isNaN : expected.bitPattern != value.bitPattern
    }
    #expect(wrong.isEmpty)
  }

  @Test func acceptsTheUnusualButValid() throws {
    let header =
      #"{"__metadata__":{"format":"pt"},"empty":{"dtype":"F32","shape":[0,3],"data_offsets":[0,0]}, "scalar":{"shape":[],"data_offsets":[0,4],"dtype":"F32"}}   "#
    let checkpoint = try Checkpoint.open(
      folder.write(safetensors(header, littleEndian(Float(2).bitPattern)), to: "a"))
    #expect(checkpoint.names == ["empty", "scalar"])
    #expect(try checkpoint.floats("empty") == [])
    #expect(try checkpoint.floats("scalar") == [2])
    #expect(checkpoint.tensors["scalar"]?.elementCount == 1)
  }

  @Test func refusesABrokenHeader() {
    #expect(problem([1, 2, 3]) == .truncatedLength)
    #expect(
      problem(littleEndian(UInt64(100)) + [0x7B, 0x7D])
        == .headerBeyondFile(headerLength: 100, fileLength: 10))
    #expect(
      problem(littleEndian(UInt64.max) + [0x7B, 0x7D])
        == .headerBeyondFile(headerLength: .max, fileLength: 10))
    #expect(problem("{") == .header(.unexpectedEnd, byteOffset: 1))
    #expect(problem("[]") == .headerIsNoObject)
    #expect(problem(#"{"__metadata__":{"a":1}}"#) == .badMetadata)
    #expect(
      problem(
        #"{"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"x":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}"#,
        [1])
        == .header(.duplicateKey("x"), byteOffset: 53))
  }

  @Test(arguments: [
    (#"{"data":1}"#, "dtype"), (#""U8""#, "dtype"), (#"{"dtype":"U8"}"#, "shape"),
    (#"{"dtype":"U8","shape":[-1]}"#, "shape"), (#"{"dtype":"U8","shape":[1.5]}"#, "shape"),
    (#"{"dtype":"U8","shape":1}"#, "shape"), (#"{"dtype":"U8","shape":[1]}"#, "data_offsets"),
    (#"{"dtype":"U8","shape":[1],"data_offsets":[0]}"#, "data_offsets"),
    (#"{"dtype":"U8","shape":[1],"data_offsets":[0,1,2]}"#, "data_offsets"),
    (#"{"dtype":"U8","shape":[1],"data_offsets":[1,0]}"#, "data_offsets"),
    (#"{"dtype":"U8","shape":[1],"data_offsets":[-1,0]}"#, "data_offsets"),
    (#"{"dtype":"U8","shape":[1],"data_offsets":[0,1e30]}"#, "data_offsets"),
  ])
  func refusesABrokenEntry(entry: String, field: String) {
    #expect(problem(#"{"x":\#(entry)}"#, [0]) == .badEntry("x", field: field))
  }

  @Test func refusesLyingEntries() {
    func entry(_ name: String, _ type: String, _ shape: String, _ start: Int, _ end: Int) -> String {
      #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#
    }
    let data = [UInt8](repeating: 0, count: 8)
    #expect(problem("{\(entry("x", "F8_E4M3", "[8]", 0, 8))}", data) == .unknownType("x", type: "F8_E4M3"))
    #expect(
      problem("{\(entry("x", "F32", "[4294967296,4294967296,2]", 0, 8))}", data) == .shapeOverflows("x"))
    #expect(
      problem("{\(entry("x", "F32", "[0,9223372036854775807,4]", 0, 8))}", data) == .shapeOverflows("x"))
    #expect(
      problem("{\(entry("x", "F32", "[2305843009213693952]", 0, 8))}", data) == .shapeOverflows("x"))
    #expect(
      problem("{\(entry("x", "F32", "[3]", 0, 12))}", data) == .offsetsBeyondData("x", end: 12, dataLength: 8)
    )
    #expect(
      problem("{\(entry("x", "F32", "[1]", 0, 8))}", data)
        == .sizeMismatch("x", shapeNeeds: 4, offsetsSpan: 8))
    #expect(
      problem("{\(entry("x", "F32", "[1]", 0, 4)),\(entry("y", "F32", "[1]", 3, 7))}", data)
        == .overlap("x", "y"))
    #expect(
      problem("{\(entry("x", "F32", "[1]", 0, 4)),\(entry("y", "F32", "[1]", 0, 4))}", data)
        == .overlap("x", "y"))
    #expect(problem("{\(entry("x", "F32", "[1]", 4, 8))}", data) == .gap(before: "x", byteCount: 4))
    #expect(problem("{\(entry("x", "F32", "[1]", 0, 4))}", data) == .gap(before: nil, byteCount: 4))
    #expect(problem("{}", data) == .gap(before: nil, byteCount: 8))
  }

  @Test func escapesNamesInErrors() {
    #expect(
      problem("{\"a\\u001b[31m\\n\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}", [0, 0])
        == .gap(before: "a\u{1b}[31m\n", byteCount: 1))
  }
}
