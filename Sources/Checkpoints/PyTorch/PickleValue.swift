// What a pickle contains, without its objects: plain values, containers, and descriptions of tensors.
import Files

/// A value of a pickle. Containers, objects, storages and tensors are numbers into `PickleContents`, so that a pickle that
/// contains itself, or nests a million lists, is only a list of numbers.
enum PickleValue {
  case none
  case bool(Bool)
  case int(Int)
  case float(Double)
  case string(String)
  /// The qualified name of a class or function, `module.name`. Nothing is ever looked up by it.
  case global(String)
  case list(Int)
  case tuple(Int)
  case dictionary(Int)
  case storage(Int)
  case tensor(Int)
  /// An object that was described and not constructed.
  case object(Int)
  /// A value of any other kind, its contents dropped.
  case opaque
}

/// What a pickle says of an object, whose class was neither looked up nor called.
struct PickledObject {
  /// The qualified name of the class, or of the function that would have made it.
  let className: String
  /// What the class or the function would have been called with, a tuple.
  let arguments: PickleValue
  /// The items of a subclass of dict, the elements of one of list.
  var items: [(key: PickleValue, value: PickleValue)] = []
  var elements: [PickleValue] = []
  /// Its attributes, a dictionary as a rule.
  var state = PickleValue.none
}

/// The containers, objects, storages and tensors of one pickle.
struct PickleContents {
  var lists: [[PickleValue]] = []
  var tuples: [[PickleValue]] = []
  var dictionaries: [[(key: PickleValue, value: PickleValue)]] = []
  var objects: [PickledObject] = []
  var storages: [PickledStorage] = []
  var tensors: [PickledTensor] = []
  /// Names of classes and functions that were not constructed or called.
  var unusedGlobals: Set<String> = []
  var root = PickleValue.none
  /// The bytes of the pickle, which bound what is made of it.
  var byteCount = 0
}

extension PickleContents {
  /// What the pickle is, in a few words: for a reader whose file holds no tensors.
  var outline: String {
    let items = items(of: root)
    if !items.isEmpty {
      let keys = items.compactMap { item -> String? in
        if case .string(let key) = item.key { "'\(key.escaped(limit: 40))'" } else { nil }
      }
      if keys.isEmpty { return "a dictionary without names" }
      let more = keys.count > 6 ? " and \(keys.count - 6) more" : ""
      return "a dictionary with \(keys.prefix(6).joined(separator: " "))\(more)"
    }
    switch root {
    case .dictionary: return "an empty dictionary"
    case .object(let number): return "an object of \(objects[number].className.escaped(limit: 80))"
    case .list: return "a list"
    case .tuple: return "a tuple"
    case .tensor: return "one tensor without a name"
    default: return "a plain value"
    }
  }
}

/// A run of numbers that tensors share, stored beside the pickle.
struct PickledStorage: Equatable {
  let key: String
  /// As PyTorch names it, `FloatStorage`.
  let typeName: String
  let elementCount: Int
  var type: ElementType? { Self.types[typeName] }

  private static let types: [String: ElementType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16,
    "LongStorage": .int64, "IntStorage": .int32, "ShortStorage": .int16, "CharStorage": .int8,
    "ByteStorage": .uint8, "BoolStorage": .bool,
  ]
}

/// A tensor as `torch._utils._rebuild_tensor_v2` would make it.
struct PickledTensor {
  let storage: Int
  /// Elements of the storage before the tensor's first.
  let offset: Int
  let shape: [Int]
  let strides: [Int]
}

/// Why a pickle was not read, and at which of its bytes.
package struct PickleError: Error, Equatable, CustomStringConvertible {
  package enum Problem: Error, Equatable {
    case truncated
    case unsupportedOpcode(UInt8)
    case protocolVersion(UInt8)
    case stackUnderflow
    case unknownMemo(Int)
    case notAContainer
    case notUTF8
    case tooManyInstructions(limit: Int)
    case namesTooLong
    case malformedStorage
    case malformedTensor
    case storageTwice(key: String)
  }

  package let problem: Problem
  package let byteOffset: Int

  package var description: String {
    let what =
      switch problem {
      case .truncated: "it ends too early"
      case .unsupportedOpcode(let opcode):
        "the instruction 0x\(String(opcode, radix: 16)) is not one that PyTorch writes"
      case .protocolVersion(let version): "protocol \(version) is newer than 5"
      case .stackUnderflow: "an instruction lacks its operands"
      case .unknownMemo(let number): "it recalls value \(number), which it never stored"
      case .notAContainer: "it adds items to a value that is no list or dictionary"
      case .notUTF8: "a string is not UTF-8"
      case .tooManyInstructions(let limit): "it has more than \(limit) instructions"
      case .namesTooLong: "its names of classes are longer than any that PyTorch writes"
      case .malformedStorage: "a storage is not described as PyTorch describes one"
      case .malformedTensor: "a tensor is not described as PyTorch describes one"
      case .storageTwice(let key): "storage '\(key.escaped(limit: 80))' is described in two ways"
      }
    return "its pickle is not readable at byte \(byteOffset): \(what)"
  }
}
