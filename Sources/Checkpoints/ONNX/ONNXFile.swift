// ONNX files: the weights of a graph, under the names of the modules that they were exported from.
import Files

/// The reading of an ONNX file.
struct ONNXFile {
  /// Other files that hold data; exporters write one.
  private static let externalLimit = 1000

  private let file: RegularFile
  private var externals: [String: RegularFile] = [:]

  /// The fields of a model that its first number, the version of the format, is followed by.
  private static let secondFields: Set<UInt8> = [0x12, 0x1A, 0x22, 0x28, 0x32, 0x3A, 0x42]

  /// Whether the first bytes of a file are those of an ONNX model: the version of the format, then another field.
  static func matches(_ start: [UInt8]) -> Bool {
    start.count >= 3 && start[0] == 0x08 && (1...30).contains(start[1]) && secondFields.contains(start[2])
  }

  /// The weights of `file` and where they lie. Those of a number format that is not read are kept as such.
  static func findTensors(in file: RegularFile) throws(CheckpointError) -> FoundTensors {
    do {
      return try locate(ONNXGraph(file, byteCount: file.byteCount), in: file)
    } catch let error as CheckpointError {
      throw error
    } catch let problem as ONNXProblem {
      throw .onnx(file: file.path, problem)
    } catch is ByteReader.EndReached {
      throw .onnx(file: file.path, .damaged("it ends early", byteOffset: file.byteCount))
    } catch {
      preconditionFailure("an ONNX file throws no other error: \(error)")
    }
  }

  private static func locate(_ graph: ONNXGraph, in file: RegularFile) throws -> FoundTensors {
    guard !graph.tensors.isEmpty || !graph.sparse.isEmpty else { throw ONNXProblem.noTensors }
    var own = ONNXFile(file: file)
    var found = FoundTensors(tensors: [], byteCount: file.byteCount)
    var stored: [LocatedTensor] = []
    var names: Set<String> = []
    for name in graph.tensors.map(\.name) + graph.sparse {
      guard names.insert(name).inserted else { throw ONNXProblem.duplicateName(name) }
    }
    for tensor in graph.tensors {
      do {
        stored.append(try own.located(tensor))
      } catch let problem as ONNXProblem {
        guard case .unsupportedType = problem else { throw problem }
        found.unreadable[tensor.name] = .onnx(file: file.path, problem)
      }
    }
    for name in graph.sparse { found.unreadable[name] = .onnx(file: file.path, .sparse(name: name)) }
    if stored.isEmpty, let name = found.unreadable.keys.min(), let problem = found.unreadable[name] {
      throw problem
    }
    let named = try ONNXNames(graph, of: stored).named()
    found.tensors = named.tensors
    found.isGraph = true
    let producer = graph.producer.isEmpty ? "" : " of \(graph.producer.escaped(limit: 60))"
    found.remarks = ["an ONNX graph\(producer): its weights are read, its operators are not"]
    if named.constantCount > 0 {
      let count = named.constantCount == 1 ? "1 constant" : "\(named.constantCount) constants"
      found.remarks.append("\(count) of the graph left aside, which are no weights")
    }
    found.parts = own.externals.values.map(\.path).sorted()
    found.byteCount += own.externals.values.reduce(0) { $0 + $1.byteCount }
    return found
  }

  /// A weight with the place of its data, of which there is as much as its shape needs.
  private mutating func located(_ tensor: ONNXTensor) throws -> LocatedTensor {
    let type = try tensor.type()
    guard let description = TensorDescription(checking: tensor.name, type: type, shape: tensor.shape) else {
      throw ONNXProblem.tensorTooLarge(name: tensor.name)
    }
    let needed = description.elementCount * type.size
    func check(_ stored: Int) throws {
      guard stored == needed else {
        throw stored == 0
          ? ONNXProblem.noData(name: tensor.name)
          : ONNXProblem.sizeMismatch(name: tensor.name, shapeNeeds: needed, stored: stored)
      }
    }
    switch try tensor.place() {
    case .bytes(let range):
      try check(range.count)
      return LocatedTensor(
        description: description, location: TensorLocation(source: file, offset: range.lowerBound))
    case .varints(let layout):
      // A count of bytes that the file has: no overflow.
      try check(layout.count * type.size)
      let elements = VarintElements(file: file, layout: layout, size: type.size)
      return LocatedTensor(description: description, location: TensorLocation(source: elements, offset: 0))
    case .external(let place):
      let (source, offset) = try external(place, of: tensor.name, byteCount: needed)
      return LocatedTensor(description: description, location: TensorLocation(source: source, offset: offset))
    }
  }

  /// The file that holds the data of a tensor, which lies beside this one as shards lie beside their index.
  private mutating func external(
    _ place: [String: String], of name: String, byteCount: Int
  ) throws -> (RegularFile, offset: Int) {
    guard let location = place["location"], !location.isEmpty else {
      throw ONNXProblem.badExternalData(name: name, field: "location")
    }
    guard !location.contains("/"), location != ".", location != ".." else {
      throw ONNXProblem.notAFileName(name: name, location: location)
    }
    func number(_ field: String) throws -> Int? {
      guard let text = place[field] else { return nil }
      guard let number = Int(text), number >= 0 else {
        throw ONNXProblem.badExternalData(name: name, field: field)
      }
      return number
    }
    let offset = try number("offset") ?? 0
    if let length = try number("length"), length != byteCount {
      throw ONNXProblem.sizeMismatch(name: name, shapeNeeds: byteCount, stored: length)
    }
    let other = try open(location)
    let (end, overflows) = offset.addingReportingOverflow(byteCount)
    guard !overflows, end <= other.byteCount else {
      throw ONNXProblem.beyondExternalFile(
        name: name, location: location, end: overflows ? .max : end, byteCount: other.byteCount)
    }
    return (other, offset)
  }

  private mutating func open(_ location: String) throws -> RegularFile {
    if let known = externals[location] { return known }
    guard externals.count < Self.externalLimit else {
      throw ONNXProblem.tooManyFiles(externals.count + 1, limit: Self.externalLimit)
    }
    let folder = file.path.lastIndex(of: "/").map { file.path[...$0] } ?? ""
    do {
      let other = try RegularFile(folder + location)
      externals[location] = other
      return other
    } catch { throw CheckpointError.unreadable(error) }
  }
}
