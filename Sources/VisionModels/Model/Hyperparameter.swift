// Values that shape a model, each with where it came from.

/// Where a value came from; the order of precedence is flag, configuration, shapes, family default.
package enum Provenance: Sendable, Hashable, CustomStringConvertible {
  /// Given on the command line.
  case flag(String)
  /// Read from a configuration file.
  case configuration(String)
  /// Derived from the shape or the presence of tensors.
  case tensors(String)
  /// Taken from what the file or its folder is called.
  case fileName(String)
  /// What the family's published code uses.
  case familyDefault
  /// What a library assumes where its configuration leaves the value out.
  case libraryDefault(String)
  /// Derived by a rule that nothing published gives; the text says what was missing.
  case extrapolated(String)
  /// A guess that may be wrong: the text says why.
  case guess(String)

  package var description: String {
    switch self {
    case .flag(let name): name
    case .configuration(let place): place
    case .tensors(let name): "tensor \(name)"
    case .fileName(let name): "name of the file or folder, \(name)"
    case .familyDefault: "family default"
    case .libraryDefault(let library): "\(library) default"
    case .extrapolated(let reason): "interpolated: \(reason)"
    case .guess(let reason): "guess: \(reason)"
    }
  }
}

/// A value of a model as the model card shows it, with its source.
package struct Hyperparameter: Sendable, Hashable {
  package let name: String
  package let value: String
  package let source: Provenance

  package init(_ name: String, _ value: String, from source: Provenance) {
    self.name = name
    self.value = value
    self.source = source
  }
}

/// A value together with its source.
struct Sourced<Value: Sendable>: Sendable {
  let value: Value
  let source: Provenance
}
