// Models of every family and variant whose weights a formula makes (Fixtures/families/make.py).
import Checkpoints
import Compute
import TestSupport
import VisionModels

/// One case of `Fixtures/families/cases.json`.
struct FamilyCase {
  let name: String
  let family: String
  let height: Int
  let width: Int
  /// Heads to give by flag, where no file gives them.
  let heads: [Int]?
  private let type: String
  var tensors: [FormulaTensor]
  var configuration: JSONValue?
  private let isResized: Bool

  /// A tensor whose element i is offset + (the top `bits` bits of number i, minus half) · 2^−exponent.
  struct FormulaTensor {
    let name: String
    let shape: [Int]
    let bits: Int
    let exponent: Int
    let offset: Int

    func named(_ name: String) -> FormulaTensor {
      FormulaTensor(name: name, shape: shape, bits: bits, exponent: exponent, offset: offset)
    }

    func shaped(_ shape: [Int]) -> FormulaTensor {
      FormulaTensor(name: name, shape: shape, bits: bits, exponent: exponent, offset: offset)
    }

    /// The numbers are SplitMix64's, seeded with the FNV-1a hash of the name.
    var values: [Float] {
      var generator = SplitMix64(
        seed: name.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
      let half = 1 << (bits - 1)
      return (0..<shape.reduce(1, *)).map { _ in
        let number = Int(generator.next() >> UInt64(64 - bits)) - half
        return Float(offset) + Float(sign: .plus, exponent: -exponent, significand: Float(number))
      }
    }
  }

  static let all: [String: JSONValue] = {
    guard let cases = try? JSONValue.load(Fixtures.path("families/cases.json")).object else {
      preconditionFailure("cases.json is not an object of cases")
    }
    return cases
  }()

  static var names: [String] { all.keys.sorted() }

  /// What is wrong with `cases.json`.
  struct Malformed: Error {
    let name: String
  }

  init(_ name: String) throws {
    guard let described = Self.all[name], let family = described["family"]?.string,
      let size = described["size"]?.ints, size.count == 2, let type = described["dtype"]?.string,
      let tensors = described["tensors"]?.array
    else { throw Malformed(name: name) }
    self.name = name
    self.family = family
    (height, width) = (size[0], size[1])
    heads = described["heads"]?.ints
    isResized = described["resize"]?.bool ?? false
    self.type = type
    configuration = described["config"]
    self.tensors = try tensors.map { entry in
      guard let parts = entry.array, parts.count == 5, let name = parts[0].string, let shape = parts[1].ints,
        let bits = parts[2].int, let exponent = parts[3].int, let offset = parts[4].int
      else { throw Malformed(name: name) }
      return FormulaTensor(name: name, shape: shape, bits: bits, exponent: exponent, offset: offset)
    }
  }

  /// The values of every tensor by name.
  var values: [String: [Float]] {
    Dictionary(uniqueKeysWithValues: tensors.map { ($0.name, $0.values) })
  }

  /// The model's input, [3 × height·width].
  var input: ImagePlanes {
    let values = FormulaTensor(name: "input", shape: [3, height * width], bits: 8, exponent: 6, offset: 0)
      .values
    return ImagePlanes(
      height: height, width: width, planes: Matrix(rows: 3, columns: height * width, values: values))
  }

  var golden: Golden { get throws { try Golden("families/\(name).safetensors") } }

  /// The case as a safetensors file, its weights stored as `type`, else as the case says.
  func file(type: String? = nil) -> [UInt8] {
    let type = type ?? self.type
    var header = #"{"__metadata__":{"format":"pt"}"#
    var data: [UInt8] = []
    for tensor in tensors {
      let start = data.count
      switch type {
      case "F16": data += bytes(tensor.values.map { Float16($0).bitPattern })
      case "BF16": data += bytes(tensor.values.map { UInt16($0.bitPattern >> 16) })
      default: data += bytes(tensor.values)
      }
      header += #","\#(tensor.name)":{"dtype":"\#(type)","shape":\#(tensor.shape),"#
      header += #""data_offsets":[\#(start),\#(data.count)]}"#
    }
    header += "}"
    return bytes([UInt64(header.utf8.count)]) + Array(header.utf8) + data
  }

  private func bytes<Element>(_ values: [Element]) -> [UInt8] { values.withUnsafeBytes { Array($0) } }

  /// What a user would say on the command line.
  var overrides: ModelOverrides {
    var overrides = ModelOverrides()
    overrides.numHeads = heads
    if isResized { (overrides.inputHeight, overrides.inputWidth) = (height, width) }
    return overrides
  }

  /// Opens the case, from `path` where it is written there, else from a temporary file.
  func load(_ checkpoint: Checkpoint? = nil, engine: Engine) throws -> VisionModel {
    let folder = try TemporaryFolder()
    return try VisionModel.load(
      try checkpoint ?? Checkpoint.open(folder.write(file(), to: "model.safetensors")),
      configuration: configuration, overrides: overrides, engine: engine)
  }
}
