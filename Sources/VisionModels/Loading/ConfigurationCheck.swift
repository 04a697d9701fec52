// What a configuration says that the model does not do: warnings, never silence.
import Checkpoints
import Files

extension ModelContext {
  /// Warns of every field of the configurations that contradicts the model, and of unknown fields.
  ///
  /// - Parameter family: what the family does with the fields of `config.json`.
  func check(_ family: ConfigurationFields) {
    if let configuration { check(configuration, file: "config.json", family) }
    if let preprocessor { check(preprocessor, file: "preprocessor_config.json", .preprocessor) }
  }

  private var hasNestedConfiguration: Bool {
    Self.nestedConfigurations.contains { configuration?[$0]?.object != nil }
  }

  private func check(_ configuration: JSONValue, file: String, _ fields: ConfigurationFields) {
    guard let members = configuration.object else {
      return warn("\(file) is \(configuration.excerpt), not an object; nothing of it is used")
    }
    var unknown: [String] = []
    func check(_ key: String, _ value: JSONValue, in object: String = "") {
      guard !value.isNull else { return }
      guard let use = fields.uses[key] else { return unknown.append(object + key) }
      guard let accepted = disagreement(use, value) else { return }
      warn("\(file) \(object)\(key) is \(value.excerpt), but the model computes with \(accepted)")
    }
    func checkMembers(_ key: String, _ value: JSONValue) {
      guard let object = value.object else {
        if !value.isNull { warn("\(file) \(key) is \(value.excerpt), not an object; nothing of it is used") }
        return
      }
      for (member, value) in object.sorted(by: { $0.key < $1.key }) {
        let path = "\(key).\(member)"
        if ConfigurationFields.objects.contains(path) {
          checkMembers(path, value)
        } else {
          check(path, value)
        }
      }
    }
    for (key, value) in members.sorted(by: { $0.key < $1.key }) {
      if Self.nestedConfigurations.contains(key), let object = value.object {
        for (member, value) in object.sorted(by: { $0.key < $1.key }) {
          check(member, value, in: "\(key).")
        }
        continue
      }
      // What a larger model says of its other parts is not about the image model.
      if hasNestedConfiguration, fields.uses[key] == nil { continue }
      guard ConfigurationFields.objects.contains(key) else {
        check(key, value)
        continue
      }
      checkMembers(key, value)
    }
    guard !unknown.isEmpty else { return }
    let shown = unknown.prefix(6).map { $0.escaped(limit: 60) }.joined(separator: ", ")
    let more = unknown.count > 6 ? " and \(unknown.count - 6) more" : ""
    warn("\(file) has fields that are not known here and change nothing: \(shown)\(more)")
  }

  /// What the model computes with where `value` is another; nil where they agree or nothing is known.
  func disagreement(_ use: ConfigurationFields.Use, _ value: JSONValue) -> String? {
    switch use {
    case .honored, .irrelevant: return nil
    case .repeats(let fact):
      guard let computed = facts[fact], !computed.agrees(value) else { return nil }
      return computed.shown
    case .only(let values):
      guard !values.contains(where: { $0.agrees(with: value) }) else { return nil }
      return values.isEmpty ? "none" : values.map(\.excerpt).joined(separator: " or ")
    }
  }
}
