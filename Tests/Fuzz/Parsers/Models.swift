// The whole way from files to a screen: checkpoints and configurations through the loader and a forward pass, and
// weights that are no numbers through every number and every view.
import Checkpoints
import Compute
import Files
import Imaging
import Reports
import Session
import TerminalUI
import TestSupport
import Viewer
import VisionModels

extension FuzzedParsers {
  static let models: [FuzzedParser] = [
    FuzzedParser(
      name: "model", subject: "configurations and headers through the loader and a forward pass",
      seeds: { try modelFolders.map { try modelParts($0) } }, longest: 1 << 15, allowance: modelAllowance,
      mutator: PartsMutator(), isSwollen: false, parse: loadAndRun),
    FuzzedParser(
      name: "weights", subject: "weights through stats --extra, summary and the views",
      seeds: {
        modelFolders.indices.map { [UInt8($0), UInt8($0), 3, 0, 7, 1, 0, 2, 0, 9, 3, 0, 0x30, 0x31, 0x32] }
      },
      longest: 48, allowance: modelAllowance, isSwollen: false, parse: measureAndLook),
  ]

  /// A model's tensors, activations and threads: what its header states, not the size of the input, decides.
  private static let modelAllowance = Allowance(fixedMemory: 256 << 20, fixedSeconds: 5)

  private static let engine = Result { try Engine(threads: 1) }

  // MARK: Configurations

  /// The first kilobytes of tensors that have no values of their own.
  private static let numbers = floatBytes((0..<(1 << 18)).map { Float(($0 &* 37) % 61 - 30) / 100 })

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
      guard transform.inputHeight * transform.inputWidth <= 128 * 128 else { return }
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

  private static let picture = InputImage(
    name: "picture", path: "picture.png",
    image: RGBImage(
      width: 24, height: 20, pixels: (0..<(24 * 20 * 3)).map { UInt8(truncatingIfNeeded: $0 &* 29) }))

  // MARK: Weights

  private static let awkwardWeights: [Float] = [
    .nan, .infinity, -.infinity, 0, -0.0, 1e38, -1e38, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    1e-38, 1e20,
    -1e20, 1, -1, 300, 1e9,
  ]

  /// Which model and view, which weights become which numbers, and which keys are pressed.
  @Sendable private static func measureAndLook(_ bytes: [UInt8]) throws {
    guard bytes.count >= 6 else { return }
    let folder = modelFolders[Int(bytes[0]) % modelFolders.count]
    let view = ViewKind.allCases[Int(bytes[1]) % ViewKind.allCases.count]
    let changes = min(Int(bytes[2] % 8), (bytes.count - 3) / 4)
    var file = try modelFile(folder)
    for change in 0..<changes {
      let (tensor, element, value) = (bytes[3 + 4 * change], bytes[4 + 4 * change], bytes[5 + 4 * change])
      let extents = try tensorExtents(folder)
      let (start, count, type) = extents[Int(tensor) % extents.count]
      let (size, encode) = type
      let bits = encode(awkwardWeights[Int(value) % awkwardWeights.count])
      // One number, or the whole tensor.
      if bytes[6 + 4 * change] > 200 {
        for place in 0..<count { file.set(bits, at: start + size * place, size: size) }
      } else {
        file.set(bits, at: start + size * (Int(element) * 17 % count), size: size)
      }
    }
    for name in ["config.json", "preprocessor_config.json"] {
      if let part = try? fixture("\(folder)/\(name)") {
        _ = Scratch.shared.write(part, to: name)
      } else {
        Scratch.shared.remove(name)
      }
    }
    let path = Scratch.shared.write(file, to: "model.safetensors")
    defer { Scratch.shared.remove("model.safetensors") }
    do {
      try measure(path)
      try look(path, view, keys: bytes.dropFirst(3 + 4 * changes))
    } catch let fault as Fault {
      throw fault
    } catch {
      try checkRefusal(error)
    }
  }

  /// Every number of `stats --extra` is written, read back and summarized.
  private static func measure(_ path: String) throws {
    let model = try LoadedModel.load(path, engine: engine.get())
    let record = try StatisticsRecord(of: model, on: picture, withExtras: true)
    let text = try record.json()
    let line = LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true)
    let read = try StatisticsLine(line, file: "lines")
    guard case .numbers(let numbers) = read.content else { throw Fault("numbers are read back as a failure") }
    try demand(numbers.layers.count == record.layers.count, "layers are lost")
    var builder = SummaryBuilder()
    try builder.add(read, file: "lines", number: 1)
    let summary = builder.summary(fractions: [0.5], names: Set(Metric.Name.all))
    for format in ReportFormat.allCases {
      let report = try summary.text(format)
      try demand(
        !report.contains("nan") && !report.contains("-inf"), "a number that is not finite in a report")
    }
  }

  /// The keys of the viewer that write nothing.
  private static let keys = Array("123456mcvhjkl[]{}SrieogxbzL+-=<>?npCRat0".utf8)

  /// A frame of every view, and after keys, with the twin beside the model.
  private static func look(_ path: String, _ view: ViewKind, keys pressed: ArraySlice<UInt8>) throws {
    var options = ViewerOptions(
      models: [path, Fixtures.path("timm-vit-nano")], images: [Fixtures.path("\(modelFolders[0])/image.png")])
    options.threads = 1
    options.view = view
    let keys = pressed.prefix(12).map {
      Key.character(Character(Unicode.Scalar(Self.keys[Int($0) % Self.keys.count])))
    }
    let text = try ViewerProgram.runHeadless(
      options, keys: keys, size: TerminalUI.Size(columns: 100, rows: 30), format: .txt)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try demand(lines.count >= 30, "\(lines.count) lines on a screen of 30")
    try demand(lines.allSatisfy { $0 == String($0).escaped }, "control characters on the screen")
  }

  // MARK: Fixtures

  /// Folders of fixtures that hold a whole model.
  private static let modelFolders: [String] = names(in: Fixtures.folder).filter {
    $0.contains("nano") && (try? RegularFile(Fixtures.path("\($0)/model.safetensors"))) != nil
  }

  private static func modelFile(_ folder: String) throws -> [UInt8] {
    try fixture("\(folder)/model.safetensors")
  }

  private static func header(of file: [UInt8]) -> [UInt8] {
    Array(file[8..<(8 + Int(file.number(at: 0, size: 8) ?? 0))])
  }

  private static func modelParts(_ folder: String) throws -> [UInt8] {
    let preprocessor = (try? fixture("\(folder)/preprocessor_config.json")) ?? []
    return try fixture("\(folder)/config.json") + [0] + preprocessor + [0] + header(of: modelFile(folder))
  }

  private typealias NumberType = (size: Int, encode: @Sendable (Float) -> UInt64)

  private static let numberTypes: [String: NumberType] = [
    "F32": (4, { UInt64($0.bitPattern) }), "F16": (2, { UInt64(Float16($0).bitPattern) }),
    "BF16": (2, { UInt64($0.bitPattern >> 16) }),
  ]

  /// Where the tensors of floating-point numbers begin in a model's file, and how many numbers of which type they have.
  private static func tensorExtents(_ folder: String) throws -> [(start: Int, count: Int, type: NumberType)] {
    let header = try header(of: modelFile(folder))
    let entries = try JSONValue.parse(header, file: folder).object ?? [:]
    return entries.sorted { $0.key < $1.key }.compactMap { _, entry in
      guard let type = numberTypes[entry["dtype"]?.string ?? ""], let offsets = entry["data_offsets"]?.ints,
        offsets[0] < offsets[1]
      else { return nil }
      return (8 + header.count + offsets[0], (offsets[1] - offsets[0]) / type.size, type)
    }
  }
}
