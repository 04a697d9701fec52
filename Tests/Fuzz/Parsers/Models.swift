// The way from configurations and headers to a forward pass, through the loader.
import Checkpoints
import Compute
import Files
import Imaging
import Session
import TestSupport
import VisionModels

extension FuzzedParsers {
  static let models: [FuzzedParser] = [
    FuzzedParser(
      name: "model", subject: "configurations and headers through the loader and a forward pass",
      seeds: { try TinyModel.all.map(tinyParts) + familyParts() + [modelParts("hf-vit-nano")] },
      longest: 1 << 13, allowance: modelAllowance, mutator: PartsMutator(), isSwollen: false,
      parse: loadAndRun)
  ]

  /// A model's tensors, activations and threads: what its header states, not the size of the input, decides.
  static let modelAllowance = Allowance(fixedMemory: 256 << 20, fixedSeconds: 5)

  static let engine = Result { try Engine(threads: 1) }

  static let picture = InputImage(
    name: "picture", path: "picture.png",
    image: RGBImage(
      width: 24, height: 20, pixels: (0..<(24 * 20 * 3)).map { UInt8(truncatingIfNeeded: $0 &* 29) }))

  /// The first kilobytes of tensors that have no values of their own.
  private static let numbers = floatBytes((0..<(1 << 15)).map { Float(($0 &* 37) % 61 - 30) / 100 })

  /// The input is `config.json`, `preprocessor_config.json` and the header of `model.safetensors`, a null byte between.
  @Sendable private static func loadAndRun(_ bytes: [UInt8]) throws {
    let parts = bytes.split(separator: 0, maxSplits: 2, omittingEmptySubsequences: false).map { Array($0) }
    guard parts.count == 3 else { return }
    for (name, part) in zip(["config.json", "preprocessor_config.json"], parts) {
      if part.isEmpty { Scratch.shared.remove(name) } else { _ = Scratch.shared.write(part, to: name) }
    }
    let ends = (try? JSONValue.parse(parts[2], file: "header"))?.object?.values.compactMap {
      $0["data_offsets"]?.ints?.last
    }
    let length = min(max(ends?.max() ?? 0, 0), numbers.count)
    let path = Scratch.shared.write(
      littleEndian(UInt64(parts[2].count)) + parts[2] + numbers[..<length], to: "model.safetensors")
    defer { Scratch.shared.remove("model.safetensors") }
    do {
      let engine = try engine.get()
      let inspected = try InspectedModel.read(NamedModel.all([path])[0], engine: engine)
      try checkDescription(inspected.description)
      let transform = inspected.description.preprocessing
      // Larger inputs take the same way and only become slow.
      guard transform.inputHeight * transform.inputWidth <= 32 * 32 else { return }
      let model = try LoadedModel.load(path, engine: engine)
      try demand(
        model.model.layers.count == inspected.description.layers.count, "the description has other layers")
      let examination = try Examination.run(model, on: picture)
      try demand(examination.records.count == model.model.layers.count, "a layer has no record")
      try demand(examination.logits?.count == model.model.classCount, "logits without classes")
      try demand(
        examination.predictions.allSatisfy { (0...1).contains($0.probability) }, "a probability beyond 1")
    } catch let fault as Fault {
      throw fault
    } catch {
      try checkRefusal(error)
    }
  }

  private static func checkDescription(_ description: ModelDescription) throws(Fault) {
    let texts = description.warnings + (description.labels ?? []) + description.hyperparameters.map(\.value)
    for text in texts {
      try demand(text == text.escaped, "control characters in a description: \(text.escaped)")
    }
    let size = (description.preprocessing.inputHeight, description.preprocessing.inputWidth)
    try demand(size.0 > 0 && size.1 > 0, "an input of \(size) pixels")
    if let labels = description.labels {
      try demand(labels.count == description.classCount, "labels without classes")
    }
  }

  // MARK: Seeds

  private static func tinyParts(_ model: TinyModel) -> [UInt8] {
    Array(model.configuration.utf8) + [0, 0] + header(of: model.file)
  }

  private static func modelParts(_ folder: String) throws -> [UInt8] {
    let preprocessor = (try? fixture("\(folder)/preprocessor_config.json")) ?? []
    return try fixture("\(folder)/config.json") + [0] + preprocessor + [0]
      + header(of: fixture("\(folder)/model.safetensors"))
  }

  private static func header(of file: [UInt8]) -> [UInt8] {
    Array(file[8..<(8 + Int(file.number(at: 0, size: 8) ?? 0))])
  }

  /// The families whose reference cases are small, with their configurations.
  private static func familyParts() throws -> [[UInt8]] {
    let cases = try JSONValue.load(Fixtures.path("families/cases.json")).object ?? [:]
    return cases.sorted { $0.key < $1.key }.compactMap { _, described -> [UInt8]? in
      guard let type = described["dtype"]?.string, let tensors = described["tensors"]?.array else {
        return nil
      }
      let size = type == "F32" ? 4 : 2
      var (entries, end): ([String], Int) = ([], 0)
      for tensor in tensors {
        guard let name = tensor.array?.first?.string, let shape = tensor.array?.dropFirst().first?.ints else {
          continue
        }
        let start = end
        end += size * shape.reduce(1, *)
        entries.append(
          #""\#(name)":{"dtype":"\#(type)","shape":\#(shape),"data_offsets":[\#(start),\#(end)]}"#)
      }
      guard end <= numbers.count else { return nil }
      let configuration = described["config"].map(text) ?? ""
      return Array("\(configuration)\0\0{\(entries.joined(separator: ","))}".utf8)
    }.filter { $0.count <= 1 << 13 }
  }

  private static func text(_ value: JSONValue) -> String {
    switch value {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): "\(value)"
    case .string(let value): "\"\(value)\""
    case .array(let values): "[\(values.map(text).joined(separator: ","))]"
    case .object(let members):
      "{\(members.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\(text($0.value))" }.joined(separator: ","))}"
    }
  }
}
