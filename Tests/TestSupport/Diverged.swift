// Copies of test models with one weight that is no number, as a training run that diverged leaves behind.
import Checkpoints
import FoundationEssentials

extension Fixtures {
  /// What a model has to have to be copied.
  struct NoSuchTensor: Error {
    let name: String
  }

  /// Writes a copy of the model `name` into `folder`, with `value` as the first number of one tensor.
  ///
  /// - Returns: the path of the folder.
  package static func diverged(
    _ name: String, tensor: String, value: Float, in folder: TemporaryFolder
  ) throws -> String {
    var bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(path(name))/model.safetensors")))
    let headerLength = bytes[..<8].reversed().reduce(0) { $0 << 8 | Int($1) }
    let header = try JSONValue.parse(Array(bytes[8..<8 + headerLength]), file: name)
    guard let entry = header.object?[tensor], let start = entry["data_offsets"]?.ints?.first else {
      throw NoSuchTensor(name: tensor)
    }
    let number =
      entry["dtype"]?.string == "F16"
      ? withUnsafeBytes(of: Float16(value).bitPattern.littleEndian) { Array($0) }
      : withUnsafeBytes(of: value.bitPattern.littleEndian) { Array($0) }
    bytes.replaceSubrange(8 + headerLength + start..<8 + headerLength + start + number.count, with: number)
    _ = folder.write(bytes, to: "model.safetensors")
    _ = folder.write(
      [UInt8](try Data(contentsOf: URL(filePath: "\(path(name))/config.json"))), to: "config.json")
    return folder.path
  }
}
