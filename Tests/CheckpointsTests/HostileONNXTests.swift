// ONNX files that lie, end early or are of a kind that is not read: each gives its own error.
import Files
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct HostileONNXTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func problem(_ bytes: [UInt8]) -> ONNXProblem? {
    do throws(CheckpointError) { _ = try Checkpoint.open(folder.write(bytes, to: "model.onnx")) } catch {
      #expect(error.description.hasPrefix(folder.path + "/"))
      #expect(!error.description.contains("\n"))
      if case .onnx(_, let problem) = error { return problem }
      Issue.record("\(error)")
    }
    return nil
  }

  private func problem(of tensor: [UInt8], nodes: [[UInt8]] = []) -> ONNXProblem? {
    problem(ONNX.model(tensors: [tensor], nodes: nodes))
  }

  private func isDamaged(_ bytes: [UInt8], _ words: String) -> Bool {
    if case .damaged(let what, _)? = problem(bytes) { what.contains(words) } else { false }
  }

  private let graph = { (content: [UInt8]) in Protobuf.field(1, 8) + Protobuf.field(7, content) }
  private let good = ONNX.floats("a.weight", [1], [1])

  // MARK: The encoding

  /// Wherever it is cut.
  @Test func refusesEveryTruncation() throws {
    let file = ONNX.model(
      tensors: [good, ONNX.floats("onnx::MatMul_1", [2, 2], [1, 2, 3, 4])],
      nodes: [
        ONNX.node("MatMul", "/a/MatMul", ["x", "onnx::MatMul_1"], attributes: ONNX.attribute("axis", 1))
      ])
    _ = try Checkpoint.open(folder.write(file, to: "model.onnx"))
    for count in 1..<file.count {
      #expect(throws: CheckpointError.self, "\(count) bytes") {
        try Checkpoint.open(folder.write(Array(file[..<count]), to: "model.onnx"))
      }
    }
  }

  @Test func refusesWrongWireTypes() {
    for wireType in [3, 4, 6, 7] {
      #expect(isDamaged(graph(Protobuf.field(5, wireType: wireType, [0])), "wire type \(wireType)"))
    }
    func isWrong(_ bytes: [UInt8]) -> Bool {
      if case .wrongType? = problem(bytes) { true } else { false }
    }
    #expect(isWrong(Protobuf.field(1, 8) + Protobuf.field(7, 1)))
    #expect(isWrong(Protobuf.field(1, 8) + Protobuf.field(2, 1)))
    #expect(isWrong(graph(Protobuf.field(1, 1))))
    #expect(isWrong(graph(Protobuf.field(5, wireType: 5, [0, 0, 0, 0]))))
    #expect(isWrong(graph(Protobuf.field(5, Protobuf.field(8, 1)))))
    #expect(isWrong(graph(Protobuf.field(5, Protobuf.field(2, "type")))))
    #expect(isWrong(graph(Protobuf.field(5, Protobuf.field(9, 1)))))
    #expect(isWrong(graph(Protobuf.field(5, Protobuf.field(1, wireType: 5, [0, 0, 0, 0])))))
    #expect(isWrong(graph(Protobuf.field(1, Protobuf.field(5, Protobuf.field(3, "axis"))))))
  }

  @Test func refusesNumbersOfMoreThan64Bits() {
    let eleven = [UInt8](repeating: 0x80, count: 10) + [0x01]
    let tooLarge = [UInt8](repeating: 0xFF, count: 9) + [0x02]
    for number in [eleven, tooLarge] {
      #expect(
        isDamaged(graph(Protobuf.field(5, Protobuf.field(2, wireType: 0, number))), "more than 64 bits"))
      #expect(isDamaged(graph([0x2A] + number), "more than 64 bits"))
      #expect(isDamaged(graph(number), "more than 64 bits"))
    }
    #expect(isDamaged(graph(Protobuf.field(5, Protobuf.field(1, [0x80]))), "beyond its message"))
    #expect(isDamaged(graph([0x00, 0x00]), "number 0"))
  }

  /// A length that reaches beyond the message around it, though not beyond the file, and one of 2⁶⁴ − 1 bytes.
  @Test func refusesLengthsBeyondTheEnd() {
    let long = Protobuf.varint(5) + Array("name".utf8)
    let file = graph(Protobuf.field(5, Protobuf.field(8, wireType: 2, long)) + Protobuf.field(2, "behind"))
    guard case .beyondEnd(let length, let available, _)? = problem(file) else {
      Issue.record("read")
      return
    }
    #expect(length == 5 && available == 4)
    let endless = graph(Protobuf.field(5, wireType: 2, Protobuf.varint(.max)))
    if case .beyondEnd(let length, 0, _)? = problem(endless) {
      #expect(length == .max)
    } else {
      Issue.record("read")
    }
  }

  // MARK: Tensors

  @Test func refusesNamesThatOccurTwiceOrNotAtAll() {
    #expect(problem(ONNX.model(tensors: [good, good])) == .duplicateName("a.weight"))
    let sparse = Protobuf.field(15, Protobuf.field(1, good))
    #expect(problem(ONNX.model(tensors: [good], more: sparse)) == .duplicateName("a.weight"))
    #expect(problem(ONNX.model(tensors: [], more: sparse)) == .sparse(name: "a.weight"))
    if case .namelessTensor? = problem(of: Protobuf.field(2, 1)) {} else { Issue.record("read") }
    #expect(problem(graph([])) == .noTensors)
  }

  @Test func refusesShapesThatOverflow() {
    for shape in [[1 << 40, 1 << 40], [.max], [.max, 2], [1 << 61], [3037000500, 3037000500]] {
      #expect(problem(of: ONNX.tensor("a.w", shape: shape, [])) == .tensorTooLarge(name: "a.w"), "\(shape)")
    }
    // Nothing is allocated by what a shape claims.
    #expect(problem(of: ONNX.tensor("a.w", shape: [1 << 50], [])) == .noData(name: "a.w"))
    let needed = 4 << 50
    #expect(
      problem(of: ONNX.tensor("a.w", shape: [1 << 50], ONNX.raw([1])))
        == .sizeMismatch(name: "a.w", shapeNeeds: needed, stored: 1))
    #expect(isDamaged(ONNX.model(tensors: [ONNX.tensor("a.w", shape: [-1], [])]), "no valid shape"))
    let axes = ONNX.tensor("a.w", shape: [Int](repeating: 1, count: 65), [])
    #expect(isDamaged(ONNX.model(tensors: [axes]), "no valid shape"))
  }

  @Test func refusesDataThatDoesNotFit() {
    let four = floatBytes([1])
    func tensor(_ type: Int, _ data: [UInt8]) -> ONNXProblem? {
      problem(of: ONNX.tensor("a.w", type: type, shape: [1], data))
    }
    #expect(tensor(1, []) == .noData(name: "a.w"))
    #expect(tensor(1, ONNX.raw(four + [0])) == .sizeMismatch(name: "a.w", shapeNeeds: 4, stored: 5))
    #expect(tensor(11, Protobuf.field(4, four + four)) == .otherData(name: "a.w"))
    #expect(tensor(1, Protobuf.field(5, [1])) == .otherData(name: "a.w"))
    #expect(tensor(1, ONNX.raw(four) + Protobuf.field(4, four)) == .inPieces(name: "a.w"))
    #expect(tensor(6, Protobuf.field(5, 1)) == .inPieces(name: "a.w"))
    #expect(tensor(10, Protobuf.field(5, [1, 2])) == .sizeMismatch(name: "a.w", shapeNeeds: 2, stored: 4))
    #expect(tensor(0, ONNX.raw(four)) == .unsupportedType(name: "a.w", type: "UNDEFINED"))
    #expect(tensor(-1, ONNX.raw(four)) == .unsupportedType(name: "a.w", type: "\(UInt64.max)"))
    #expect(tensor(25, ONNX.raw(four)) == .unsupportedType(name: "a.w", type: "25"))
  }

  // MARK: Data in other files

  private func external(_ entries: (String, String)...) -> ONNXProblem? {
    let place = entries.flatMap { Protobuf.property(13, $0.0, $0.1) }
    return problem(of: ONNX.tensor("a.w", shape: [2], Protobuf.field(14, 1) + place))
  }

  /// As shards must lie beside their index.
  @Test func refusesFilesThatDoNotLieBesideIt() {
    for location in ["../secret", "/etc/passwd", "data/weights", "..", "."] {
      #expect(external(("location", location)) == .notAFileName(name: "a.w", location: location))
    }
    #expect(external() == .badExternalData(name: "a.w", field: "location"))
    #expect(throws: CheckpointError.unreadable(.notFound(folder.path + "/absent"))) {
      let place = Protobuf.field(14, 1) + Protobuf.property(13, "location", "absent")
      let file = ONNX.model(tensors: [ONNX.tensor("a.w", shape: [2], place)])
      _ = try Checkpoint.open(folder.write(file, to: "model.onnx"))
    }
  }

  @Test func refusesPlacesBeyondTheOtherFile() {
    _ = folder.write(floatBytes([1, 2]), to: "data")
    for offset in ["-1", "x", "99999999999999999999", ""] {
      #expect(
        external(("location", "data"), ("offset", offset)) == .badExternalData(name: "a.w", field: "offset"))
    }
    func beyond(_ offset: String, end: Int) -> Bool {
      external(("location", "data"), ("offset", offset))
        == .beyondExternalFile(name: "a.w", location: "data", end: end, byteCount: 8)
    }
    #expect(beyond("1", end: 9))
    #expect(beyond("\(Int.max)", end: .max))
    #expect(
      external(("location", "data"), ("length", "4")) == .sizeMismatch(name: "a.w", shapeNeeds: 8, stored: 4))
  }

  // MARK: Kinds that are not read

  @Test(arguments: ["QuantizeLinear", "DequantizeLinear", "MatMulInteger", "QLinearConv", "MatMulNBits"])
  func refusesQuantizedFiles(operation: String) {
    let node = ONNX.node(operation, "/a/Q", ["a.weight"])
    #expect(problem(of: good, nodes: [node]) == .quantized(operation: operation))
  }

  @Test func refusesFilesWithoutNamesOfModules() {
    let tensors = ["123", "onnx::Add_45"].map { ONNX.floats($0, [1], [1]) }
    #expect(problem(ONNX.model(tensors: tensors)) == .noModuleNames(example: "123"))
  }

  /// A file is ONNX by its content, or else by its name.
  @Test func namesDamagedFilesByTheirEnding() {
    if case .damaged? = problem([0xFF, 0xFF, 0x01, 0x02]) {} else { Issue.record("not named") }
  }
}
