// What a configuration says that the model does not do: refused where it decides a result, else warned of.
import Checkpoints
import Files

extension ModelContext {
  /// A field of a configuration.
  private struct Field {
    let file: String
    let key: String
    /// Its key with the object that it is in, for the reader.
    let shown: String
    let value: JSONValue
    let use: ConfigurationFields.Use?
  }

  /// Refuses a configuration with a value that decides a result and is not computed here, and with an unknown field
  /// that would decide one. Asks neither tensors nor shapes.
  ///
  /// - Parameter family: what the family does with the fields of `config.json`.
  /// - Throws: `ModelError.invalid`
  func refuseOtherModels(_ family: ConfigurationFields) throws {
    for field in fields(family) {
      switch field.use {
      case .only(let values)? where disagreement(.only(values), field.value) != nil:
        throw ModelError.invalid(
          path: path,
          reason:
            "\(field.file) \(field.shown) is \(field.value.excerpt), which is not computed here; it must be "
            + (values.isEmpty ? "left out" : values.map(\.excerpt).joined(separator: " or ")))
      case nil where ConfigurationFields.decides(field.key):
        throw ModelError.invalid(
          path: path,
          reason:
            "\(field.file) \(field.shown) is \(field.value.excerpt), a field that is not known here and may "
            + "change what the model computes")
      default: break
      }
    }
  }

  /// Warns of every field of the configurations that contradicts the tensors, which win, and of unknown fields.
  /// Refuses what no tensor decides.
  ///
  /// - Parameter family: what the family does with the fields of `config.json`.
  func check(_ family: ConfigurationFields) {
    for (file, configuration) in configurations where configuration.object == nil {
      warn("\(file) is \(configuration.excerpt), not an object; nothing of it is used")
    }
    var unknown: [(file: String, key: String)] = []
    for field in fields(family) {
      guard let use = field.use else {
        unknown.append((field.file, field.shown))
        continue
      }
      guard !isOverridden(field.key), let accepted = disagreement(use, field.value) else { continue }
      let text =
        "\(field.file) \(field.shown) is \(field.value.excerpt), but the model computes with \(accepted)"
      if case .repeats(let fact) = use, fact.isFreeOfTensors {
        refuse(text)
      } else {
        warn(text)
      }
    }
    for (file, _) in configurations {
      let keys = unknown.filter { $0.file == file }.map(\.key)
      guard !keys.isEmpty else { continue }
      let shown = keys.prefix(6).map { $0.escaped(limit: 60) }.joined(separator: ", ")
      let more = keys.count > 6 ? " and \(keys.count - 6) more" : ""
      warn("\(file) has fields that are not known here and change nothing: \(shown)\(more)")
    }
  }

  /// Whether a flag decided what a field says.
  private func isOverridden(_ key: String) -> Bool {
    let flag: String
    switch key.split(separator: ".").last {
    case "act_layer", "hidden_act", "quick_gelu": flag = "--activation"
    case "global_pool", "use_mean_pooling": flag = "--pooling"
    default: return false
    }
    return hyperparameters.contains { $0.source == .flag(flag) }
  }

  private var configurations: [(file: String, value: JSONValue)] {
    [("config.json", configuration), ("preprocessor_config.json", preprocessor)]
      .compactMap { file, value in value.map { (file, $0) } }
  }

  /// The fields of the configurations that are not null, members of objects after a dot. Of a larger model those of the
  /// object that describes its image model, and no others.
  private func fields(_ family: ConfigurationFields) -> [Field] {
    var fields: [Field] = []
    for (file, configuration) in configurations {
      let isModel = file == "config.json"
      let preprocessor: ConfigurationFields = tilesImages ? .tilingPreprocessor : .preprocessor
      let uses = isModel ? family.uses : preprocessor.uses
      let outer = isModel ? nestedConfiguration : nil
      func add(_ members: [String: JSONValue], of object: String) {
        for (member, value) in members.sorted(by: { $0.key < $1.key }) where !value.isNull {
          let key = object + member
          if ConfigurationFields.objects.contains(key) {
            guard let members = value.object else {
              warn("\(file) \(key) is \(value.excerpt), not an object; nothing of it is used")
              continue
            }
            add(members, of: "\(key).")
          } else {
            let shown = outer.map { "\($0).\(key)" } ?? key
            fields.append(Field(file: file, key: key, shown: shown, value: value, use: uses[key]))
          }
        }
      }
      add((outer.flatMap { configuration[$0] } ?? configuration).object ?? [:], of: "")
    }
    return fields
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
