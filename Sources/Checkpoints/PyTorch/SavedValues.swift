// What training code saved beside the tensors, as a JSON document: configurations, arguments, counters.

/// Turns the plain values of a pickle into JSON. Tensors and what cannot be written as JSON are left out.
struct SavedValues {
  /// Values of one member of the root; a member with more is left out. The configuration of a training run has some
  /// hundreds.
  private static let memberLimit = 5_000
  /// Values of all members together: one for every byte of the pickle and a few more, and no more than `limit`.
  /// Containers that are named again and again stay bounded.
  private static let moreValues = 1_000
  private static let limit = 100_000
  private static let depthLimit = 12
  /// Bytes of a text; a longer one is no configuration.
  private static let textLimit = 4_096

  private let contents: PickleContents
  private var count = 0
  private var end = 0

  /// The members of the root that hold anything, an object without members where there is none.
  static func json(_ contents: PickleContents) -> JSONValue {
    var reader = SavedValues(contents)
    let limit = min(moreValues + contents.byteCount, limit)
    var members: [String: JSONValue] = [:]
    for (key, value) in contents.items(of: contents.root) {
      guard case .string(let name) = key, reader.count < limit else { continue }
      reader.end = min(reader.count + memberLimit, limit)
      if let value = reader.value(value, depth: 1) { members[name] = value }
    }
    return .object(members)
  }

  private init(_ contents: PickleContents) {
    self.contents = contents
  }

  /// nil for what JSON cannot say, and where a limit is exceeded.
  private mutating func value(_ value: PickleValue, depth: Int) -> JSONValue? {
    count += 1
    guard count <= end, depth <= Self.depthLimit else { return nil }
    switch value {
    case .none: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .integer(value)
    case .float(let value): return .number(value)
    case .string(let text), .global(let text): return text.utf8.count <= Self.textLimit ? .string(text) : nil
    case .list(let number): return array(contents.lists[number], depth: depth)
    case .tuple(let number): return array(contents.tuples[number], depth: depth)
    case .dictionary(let number): return object(contents.dictionaries[number], depth: depth)
    case .object(let number):
      let object = contents.objects[number]
      if !object.items.isEmpty { return self.object(object.items, depth: depth) }
      if case .dictionary(let state) = object.state {
        return self.object(contents.dictionaries[state], depth: depth)
      }
      if !object.elements.isEmpty { return array(object.elements, depth: depth) }
      // A set of a list, a size of a tuple, an enumeration's case of its value.
      guard case .tuple(let arguments) = object.arguments, contents.tuples[arguments].count == 1 else {
        return nil
      }
      return self.value(contents.tuples[arguments][0], depth: depth + 1)
    case .storage, .tensor, .opaque: return nil
    }
  }

  private mutating func array(_ values: [PickleValue], depth: Int) -> JSONValue? {
    var elements: [JSONValue] = []
    for element in values {
      guard let element = value(element, depth: depth + 1) else { return nil }
      elements.append(element)
    }
    return .array(elements)
  }

  private mutating func object(
    _ items: [(key: PickleValue, value: PickleValue)], depth: Int
  ) -> JSONValue? {
    var members: [String: JSONValue] = [:]
    for (key, item) in items {
      guard count < end else { return nil }
      if case .string(let name) = key, let value = value(item, depth: depth + 1) { members[name] = value }
    }
    return .object(members)
  }
}

extension PickleContents {
  /// The items of a dictionary or of a subclass of it; none of other values.
  func items(of value: PickleValue) -> [(key: PickleValue, value: PickleValue)] {
    switch value {
    case .dictionary(let number): dictionaries[number]
    case .object(let number): objects[number].items
    default: []
    }
  }
}

extension JSONValue {
  /// The value at a path of members, nil where there is none.
  package func member(at path: some Sequence<String>) -> JSONValue? {
    path.reduce(Optional(self)) { $0?[$1] }
  }
}

extension Checkpoint {
  /// Where training code saves the name of the architecture: `arch` of timm, `arch` and `model` among the arguments of
  /// DINO's and DeiT's scripts, the hyper-parameters of Lightning.
  private static let architecturePaths = [
    ["arch"], ["model"], ["args", "arch"], ["args", "model"], ["hyper_parameters", "arch"],
    ["hyper_parameters", "architecture"], ["hyper_parameters", "model_name"], ["hyper_parameters", "model"],
  ]

  /// The configuration that the code of Swin and of what grew from it saves beside the tensors, whatever it calls that;
  /// nil where there is none.
  package var savedConfiguration: JSONValue? {
    saved.object?.filter { $0.value["MODEL"]?.object != nil || $0.value["DATA"]?.object != nil }
      .min { $0.key < $1.key }?.value
  }

  /// The name of the architecture, where training code saved it beside the tensors.
  package var architecture: String? {
    Self.architecturePaths.lazy.compactMap { saved.member(at: $0)?.string }.first
  }
}
