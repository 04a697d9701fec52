// A JSON document as a value; accessors return nil where the value is of another kind.

/// A JSON value. Whole numbers that fit an `Int` stay exact; `-0` is the number −0.
package enum JSONValue: Sendable, Equatable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([String: JSONValue])
}

extension JSONValue {
  /// The member `key` of an object.
  package subscript(key: String) -> JSONValue? { object?[key] }

  package var isNull: Bool { self == .null }

  package var bool: Bool? {
    if case .bool(let value) = self { value } else { nil }
  }

  /// A whole number; `4.0` counts as one.
  package var int: Int? {
    switch self {
    case .integer(let value): value
    case .number(let value): Int(exactly: value)
    default: nil
    }
  }

  package var double: Double? {
    switch self {
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  package var string: String? {
    if case .string(let value) = self { value } else { nil }
  }

  package var array: [JSONValue]? {
    if case .array(let value) = self { value } else { nil }
  }

  package var object: [String: JSONValue]? {
    if case .object(let value) = self { value } else { nil }
  }

  /// An array whose elements are all whole numbers.
  package var ints: [Int]? { array?.allMapped(\.int) }

  /// An array whose elements are all numbers.
  package var doubles: [Double]? { array?.allMapped(\.double) }

  /// An array whose elements are all strings.
  package var strings: [String]? { array?.allMapped(\.string) }
}

extension Array where Element == JSONValue {
  /// The results of `transform`, nil where one of them is.
  fileprivate func allMapped<Result>(_ transform: (JSONValue) -> Result?) -> [Result]? {
    let results = compactMap(transform)
    return results.count == count ? results : nil
  }
}

extension JSONValue: ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral, ExpressibleByStringLiteral {
  package init(integerLiteral value: Int) { self = .integer(value) }
  package init(booleanLiteral value: Bool) { self = .bool(value) }
  package init(stringLiteral value: String) { self = .string(value) }
}
