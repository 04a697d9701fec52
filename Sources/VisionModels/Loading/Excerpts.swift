// Values of configurations and models as short text.
import Checkpoints
import Files

/// A number without a needless decimal point: `4`, `0.5`.
func decimal(_ value: Double) -> String {
  Int(exactly: value).map(String.init) ?? "\(value)"
}

extension JSONValue {
  /// The value as JSON, short and safe to print.
  var excerpt: String { text.escaped(limit: 60) }

  private var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .number(let value): decimal(value)
    case .string(let value): "\"\(value)\""
    case .array(let values): "[\(values.prefix(20).map(\.text).joined(separator: ", "))]"
    case .object(let members): "{\(Self.text(of: members))}"
    }
  }

  private static func text(of members: [String: JSONValue]) -> String {
    members.sorted { $0.key < $1.key }.prefix(20).map { "\"\($0.key)\": \($0.value.text)" }
      .joined(separator: ", ")
  }
}
