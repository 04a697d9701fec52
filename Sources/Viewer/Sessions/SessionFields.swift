// The members of a JSON object, each of which has to be known, there, and of its kind.

import Checkpoints

/// Reads an object member by member; `finish` refuses what was not asked for.
struct SessionFields {
  let file: String
  /// Where the object is: `screen.sides[0].`; empty for the whole file.
  private let place: String
  private var rest: [String: JSONValue]

  /// - Throws: `SessionError.value` for what is no object.
  init(_ value: JSONValue, file: String, at place: String) throws(SessionError) {
    guard let members = value.object else {
      throw .value(file, member: place, expected: "an object")
    }
    (self.file, self.place, rest) = (file, place.isEmpty ? "" : place + ".", members)
  }

  /// The whole name of a member.
  func name(_ member: String) -> String { place + member }

  /// Whether a member is there that nothing has asked for yet.
  func has(_ member: String) -> Bool { rest[member] != nil }

  /// - Throws: `SessionError.missing`.
  mutating func take(_ member: String) throws(SessionError) -> JSONValue {
    guard let value = rest.removeValue(forKey: member) else {
      throw .missing(file, member: name(member))
    }
    return value
  }

  /// A member that `read` understands.
  ///
  /// - Throws: `SessionError.missing`; `SessionError.value` where `read` returns nil.
  mutating func take<Value>(
    _ member: String, _ expected: String, _ read: (JSONValue) -> Value?
  ) throws(SessionError) -> Value {
    guard let value = read(try take(member)) else {
      throw .value(file, member: name(member), expected: expected)
    }
    return value
  }

  mutating func flag(_ member: String) throws(SessionError) -> Bool {
    try take(member, "true or false", \.bool)
  }

  /// One of the values of a type, by its name.
  mutating func choice<Value: CaseIterable & RawRepresentable>(
    _ member: String, of type: Value.Type
  ) throws(SessionError) -> Value where Value.RawValue == String {
    try take(member, Self.names(of: type)) { $0.string.flatMap(Value.init(rawValue:)) }
  }

  /// The same, or nil for null.
  mutating func choiceOrNull<Value: CaseIterable & RawRepresentable>(
    _ member: String, of type: Value.Type
  ) throws(SessionError) -> Value? where Value.RawValue == String {
    try take(member, Self.names(of: type) + " or null") { value -> Value?? in
      value.isNull ? .some(nil) : value.string.flatMap(Value.init(rawValue:)).map { .some($0) }
    }
  }

  private static func names<Value: CaseIterable & RawRepresentable>(of type: Value.Type) -> String
  where Value.RawValue == String {
    "one of " + Value.allCases.map(\.rawValue).joined(separator: ", ")
  }

  /// The elements of an array, each read with its place.
  mutating func list<Value>(
    _ member: String, _ counts: ClosedRange<Int>, _ read: (JSONValue, String) throws(SessionError) -> Value
  ) throws(SessionError) -> [Value] {
    let expected =
      counts.lowerBound == 0 ? "at most \(counts.upperBound)" : "\(counts.lowerBound) to \(counts.upperBound)"
    let values = try take(member, "a list of \(expected)") { value in
      value.array.flatMap { counts.contains($0.count) ? $0 : nil }
    }
    var found: [Value] = []
    for (index, value) in values.enumerated() { found.append(try read(value, "\(name(member))[\(index)]")) }
    return found
  }

  /// The members of an object of values of one kind, by their names.
  mutating func table<Key: Hashable, Value>(
    _ member: String, _ expected: String, key: (String) -> Key?, value: (JSONValue) -> Value?
  ) throws(SessionError) -> [Key: Value] {
    try take(member, expected) { object in
      guard let members = object.object else { return nil }
      var table: [Key: Value] = [:]
      for (name, content) in members {
        guard let key = key(name), let value = value(content), table.updateValue(value, forKey: key) == nil
        else { return nil }
      }
      return table
    }
  }

  /// - Throws: `SessionError.unknown` for the first member, by name, that nothing asked for.
  func finish() throws(SessionError) {
    if let member = rest.keys.min() { throw .unknown(file, member: name(member)) }
  }
}
