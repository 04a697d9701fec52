// The safetensors format: 8 bytes of header length, a JSON header, the tensors' bytes without gaps.
// https://huggingface.co/docs/safetensors
import Files

/// The directory of a safetensors file.
struct SafetensorsHeader {
  /// Bytes that a header may have; files of a thousand tensors need about 0.1 MB.
  static let lengthLimit = 32 << 20

  var tensors: [(description: TensorDescription, offset: Int)] = []

  /// Reads and checks the header of `file`: every field, and that the tensors tile the data exactly.
  init(of file: RegularFile) throws(CheckpointError) {
    do {
      let (json, dataStart) = try Self.header(of: file)
      try self.init(json, dataStart: dataStart, dataLength: file.byteCount - dataStart)
    } catch let error as FileError {
      throw .unreadable(error)
    } catch let error as JSONError {
      throw .safetensors(file: file.path, .header(error.problem, byteOffset: error.byteOffset))
    } catch let error as SafetensorsProblem {
      throw .safetensors(file: file.path, error)
    } catch {
      preconditionFailure("a header throws no other error: \(error)")
    }
  }

  /// The tensors of `file` and where they lie.
  static func findTensors(in file: RegularFile) throws(CheckpointError) -> FoundTensors {
    let tensors = try SafetensorsHeader(of: file).tensors.map {
      LocatedTensor(description: $0.description, location: TensorLocation(source: file, offset: $0.offset))
    }
    return FoundTensors(tensors: tensors, byteCount: file.byteCount)
  }

  private static func header(of file: RegularFile) throws -> (JSONValue, dataStart: Int) {
    guard file.byteCount >= 8 else { throw SafetensorsProblem.truncatedLength }
    let length = try file.bytes(at: 0, count: 8).withUnsafeBytes { $0.loadUnaligned(as: UInt64.self) }
    guard length <= UInt64(file.byteCount - 8) else {
      throw SafetensorsProblem.headerBeyondFile(headerLength: length, fileLength: file.byteCount)
    }
    guard length <= UInt64(lengthLimit) else {
      throw SafetensorsProblem.headerTooLong(Int(length), limit: lengthLimit)
    }
    let bytes = try file.bytes(at: 8, count: Int(length))
    return (try JSONValue.parse(bytes, file: file.path), 8 + Int(length))
  }

  private init(_ json: JSONValue, dataStart: Int, dataLength: Int) throws(SafetensorsProblem) {
    guard let entries = json.object else { throw .headerIsNoObject }
    var extents: [(start: Int, end: Int, name: String)] = []
    for (name, entry) in entries {
      if name == "__metadata__" {
        guard let metadata = entry.object, metadata.values.allSatisfy({ $0.string != nil }) else {
          throw .badMetadata
        }
        continue
      }
      let (description, start, end) = try Self.tensor(name, entry, dataLength: dataLength)
      tensors.append((description, dataStart + start))
      extents.append((start, end, name))
    }
    try Self.checkTiling(extents, dataLength: dataLength)
  }

  /// One entry: `{"dtype": …, "shape": […], "data_offsets": [start, end]}`.
  private static func tensor(
    _ name: String, _ entry: JSONValue, dataLength: Int
  ) throws(SafetensorsProblem) -> (TensorDescription, start: Int, end: Int) {
    guard let typeName = entry["dtype"]?.string else { throw .badEntry(name, field: "dtype") }
    guard let type = ElementType(rawValue: typeName) else { throw .unknownType(name, type: typeName) }
    guard let shape = entry["shape"]?.ints, shape.allSatisfy({ $0 >= 0 }) else {
      throw .badEntry(name, field: "shape")
    }
    guard let offsets = entry["data_offsets"]?.ints, offsets.count == 2, 0 <= offsets[0],
      offsets[0] <= offsets[1]
    else { throw .badEntry(name, field: "data_offsets") }
    let (start, end) = (offsets[0], offsets[1])
    guard end <= dataLength else {
      throw .offsetsBeyondData(name, end: end, dataLength: dataLength)
    }
    guard let description = TensorDescription(checking: name, type: type, shape: shape) else {
      throw .shapeOverflows(name)
    }
    let needed = description.elementCount * type.size
    guard needed == end - start else {
      throw .sizeMismatch(name, shapeNeeds: needed, offsetsSpan: end - start)
    }
    return (description, start, end)
  }

  /// Checks that the tensors cover the data without overlap, gap or rest, as the format demands.
  private static func checkTiling(
    _ extents: [(start: Int, end: Int, name: String)], dataLength: Int
  ) throws(SafetensorsProblem) {
    let ordered = extents.sorted { ($0.start, $0.end, $0.name) < ($1.start, $1.end, $1.name) }
    var end = 0
    var previous = ""
    for extent in ordered {
      if extent.start < end { throw .overlap(previous, extent.name) }
      if extent.start > end { throw .gap(before: extent.name, byteCount: extent.start - end) }
      (end, previous) = (extent.end, extent.name)
    }
    if end < dataLength { throw .gap(before: nil, byteCount: dataLength - end) }
  }
}
