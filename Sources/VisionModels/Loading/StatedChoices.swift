// What flags and configurations say by name: activations, and what is pooled.
import Checkpoints

extension ModelContext {
  /// The activation that a flag or one of the fields `keys` of the configuration names, else `otherwise`.
  ///
  /// - Throws: `ModelError.invalid` for a name that is not known.
  func activation(
    _ keys: [String], otherwise: Sourced<Activation>
  ) throws -> Sourced<Activation> {
    if let flag = overrides.activation { return Sourced(value: flag, source: .flag("--activation")) }
    let known = Activation.allCases.map { "\"\($0.names[0])\"" }.joined(separator: ", ")
    for key in keys {
      if let activation = try decoded(
        key, as: "one of \(known)", { $0.string.flatMap(Activation.init(named:)) })
      {
        return Sourced(value: activation, source: .configuration(place(of: key)))
      }
    }
    return otherwise
  }
}

extension ModelContext {
  /// What a flag or one of the fields `keys` of a configuration pools; nil where none says it.
  ///
  /// - Throws: `ModelError.invalid` for a word that is not known.
  func pooling(_ keys: [String]) throws -> Sourced<TokenPooling>? {
    if let flag = overrides.pooling { return Sourced(value: flag, source: .flag("--pooling")) }
    let known = TokenPooling.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
    for key in keys {
      if field(key)?.string == "" { continue }
      if let pooling = try decoded(key, as: "one of \(known)", { $0.string.flatMap(TokenPooling.init) }) {
        return Sourced(value: pooling, source: .configuration(place(of: key)))
      }
    }
    return nil
  }
}
