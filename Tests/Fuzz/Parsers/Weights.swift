// Weights that are no numbers, through every number of `stats` and every view.
import Files
import Reports
import Session
import TerminalUI
import TestSupport
import Viewer

extension FuzzedParsers {
  static let weights: [FuzzedParser] = [
    FuzzedParser(
      name: "weights", subject: "weights through stats --extra and summary",
      seeds: { TinyModel.all.indices.map { [UInt8($0), 3, 0, 7, 1, 0, 2, 0, 9, 3, 0] } },
      longest: 30, allowance: modelAllowance, isSwollen: false, parse: measure),
    FuzzedParser(
      name: "views", subject: "weights, keys and sizes through the views",
      seeds: {
        TinyModel.all.indices.flatMap { model in
          ViewKind.allCases.indices.map { [UInt8(model), 1, 0, 7, 1, 0, UInt8($0), 0, 0x30, 0x31] }
        }
      },
      longest: 16, allowance: modelAllowance, isSwollen: false, parse: look),
  ]

  private static let awkwardWeights: [Float] = [
    .nan, .infinity, -.infinity, 0, -0.0, 1e38, -1e38, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
    1e-38, 1e20, -1e20, 1, -1, 300, 1e9,
  ]

  /// The model that the first bytes choose, with weights changed as the next ones say, on its way into a file.
  private static func changedModel(
    _ bytes: [UInt8], upTo most: Int
  ) -> (path: String, isChanged: Bool, rest: ArraySlice<UInt8>) {
    let model = TinyModel.all[Int(bytes[0]) % TinyModel.all.count]
    let changes = min(Int(bytes[1]) % (most + 1), (bytes.count - 2) / 4)
    var file = model.file
    for change in 0..<changes {
      let words = bytes[(2 + 4 * change)..<(6 + 4 * change)].map { Int($0) }
      let (start, count) = model.extents[words[0] % model.extents.count]
      let bits = UInt64(awkwardWeights[words[2] % awkwardWeights.count].bitPattern)
      // One number, or the whole tensor.
      let places = words[3] > 200 ? 0..<count : (words[1] * 17 % count)..<(words[1] * 17 % count + 1)
      for place in places { file.set(bits, at: start + 4 * place, size: 4) }
    }
    _ = Scratch.shared.write(Array(model.configuration.utf8), to: "config.json")
    Scratch.shared.remove("preprocessor_config.json")
    let path = Scratch.shared.write(file, to: "model.safetensors")
    return (path, changes > 0, bytes[(2 + 4 * changes)...])
  }

  /// Every number of `stats --extra` is written, read back and summarized.
  @Sendable private static func measure(_ bytes: [UInt8]) throws {
    guard bytes.count >= 2 else { return }
    let (path, isChanged, _) = changedModel(bytes, upTo: 7)
    let model: LoadedModel
    do {
      model = try LoadedModel.load(path, engine: engine.get())
    } catch {
      try demand(isChanged, "an unchanged model is refused: \(error)")
      return try checkRefusal(error)
    }
    let record = try StatisticsRecord(of: model, on: picture, withExtras: true)
    let line = LineReader.Line(
      bytes: Array(try record.json().utf8), number: 1, offset: 0, isTerminated: true)
    let read = try StatisticsLine(line, file: "lines")
    guard case .numbers(let numbers) = read.content else { throw Fault("numbers are read back as a failure") }
    try demand(numbers.layers.count == record.layers.count, "layers are lost")
    var builder = SummaryBuilder()
    try builder.add(read, file: "lines", number: 1)
    let summary = builder.summary(fractions: [0.5], names: Set(Metric.Name.all))
    // One of the formats, by the length of the input: all read the same numbers.
    let format = ReportFormat.allCases[bytes.count % ReportFormat.allCases.count]
    let report = try summary.text(format)
    try demand(
      !report.contains("nan") && !report.contains("-inf"), "a number that is not finite in a report")
  }

  /// The keys of the viewer that write nothing.
  private static let keys = Array("123456mcvhjkl[]{}SrieogxbzL+-=<>?npCRat0".utf8)

  private static let sizes = ["80x24", "100x30", "40x12", "160x48"].compactMap { TerminalUI.Size($0) }

  /// A frame after a few keys, with the first model beside the changed one.
  @Sendable private static func look(_ bytes: [UInt8]) throws {
    guard bytes.count >= 4 else { return }
    let (path, isChanged, rest) = changedModel(bytes, upTo: 2)
    guard rest.count >= 2 else { return }
    var options = ViewerOptions(models: [path, companion], images: [companionImage])
    options.threads = 1
    options.view = ViewKind.allCases[Int(rest[rest.startIndex]) % ViewKind.allCases.count]
    let size = sizes[Int(rest[rest.startIndex + 1]) % sizes.count]
    let pressed = rest.dropFirst(2).prefix(4).map {
      Key.character(Character(Unicode.Scalar(keys[Int($0) % keys.count])))
    }
    let text: String
    do {
      let picture = try ViewerProgram.runHeadless(
        options, keys: pressed, size: size, format: .txt, onThisThread: true)
      text = String(decoding: picture.bytes, as: UTF8.self)
    } catch {
      try demand(isChanged, "an unchanged model is refused: \(error)")
      return try checkRefusal(error)
    }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    try demand(lines.count >= size.rows, "\(lines.count) lines on a screen of \(size)")
    try demand(lines.allSatisfy { $0 == String($0).escaped }, "control characters on the screen")
  }

  /// A folder with the first of the models, unchanged.
  private static let companion: String = {
    let folder = (try? Scratch.shared.makeFolder("companion")) ?? ""
    _ = Scratch.shared.write(Array(TinyModel.all[0].configuration.utf8), to: "companion/config.json")
    _ = Scratch.shared.write(TinyModel.all[0].file, to: "companion/model.safetensors")
    return folder
  }()

  private static let companionImage = Scratch.shared.write(
    Array("P6 6 5 255 ".utf8) + (0..<90).map { UInt8(truncatingIfNeeded: $0 &* 29) }, to: "picture.ppm")
}
