// The configuration that training code saved in a pickle beside the tensors, as a value like that of a JSON file.

extension PickleContents {
  /// Values of a configuration that are kept: a pickle may name one dictionary a million times, or itself.
  private static let valueLimit = 10_000
  /// Dictionaries within dictionaries.
  private static let depthLimit = 16

  /// The plain values of the dictionary under `key` in the dictionary `number`; nil where there is none.
  /// Objects, tensors and what lies beyond the limits are left out.
  func configuration(under key: String, ofDictionary number: Int) -> JSONValue? {
    let found = dictionaries[number].last { item in
      if case (.string(key), .dictionary) = item { true } else { false }
    }
    guard let found else { return nil }
    var left = Self.valueLimit
    return plain(found.value, depth: 0, left: &left)
  }

  private func plain(_ value: PickleValue, depth: Int, left: inout Int) -> JSONValue? {
    guard left > 0, depth <= Self.depthLimit else { return nil }
    left -= 1
    switch value {
    case .none: return .null
    case .bool(let value): return .bool(value)
    case .int(let value): return .integer(value)
    case .float(let value): return .number(value)
    case .string(let value): return .string(value)
    case .list(let number): return array(lists[number], depth: depth, left: &left)
    case .tuple(let number): return array(tuples[number], depth: depth, left: &left)
    case .dictionary(let number):
      var members: [String: JSONValue] = [:]
      for case (.string(let key), let value) in dictionaries[number] {
        guard left > 0 else { break }
        members[key] = plain(value, depth: depth + 1, left: &left)
      }
      return .object(members)
    case .global, .storage, .tensor, .opaque: return nil
    }
  }

  /// nil where an element is no plain value: without it the others would be at wrong places.
  private func array(_ elements: [PickleValue], depth: Int, left: inout Int) -> JSONValue? {
    guard elements.count <= left else { return nil }
    var values: [JSONValue] = []
    for element in elements {
      guard let value = plain(element, depth: depth + 1, left: &left) else { return nil }
      values.append(value)
    }
    return .array(values)
  }
}
