// Finding the model's tensors among everything that a training script saved.

/// The tensors of a pickle by name, and remarks on what was left aside.
struct StateDictionary {
  /// Where training code keeps the weights, in the order in which timm looks.
  private static let wrappers = [
    "state_dict_ema", "model_ema", "state_dict", "model", "teacher", "student", "model_state_dict",
  ]

  private(set) var tensors: [(name: String, tensor: PickledTensor)] = []
  private(set) var remarks: [String] = []
  /// What training code calls the architecture: timm's `arch` or DINO's argument of that name, DeiT's argument
  /// `model`.
  let architecture: String?
  /// The configuration that training code saved beside the tensors, under `config`.
  let configuration: JSONValue?

  /// nil where no dictionary holds tensors.
  init?(_ contents: PickleContents) {
    guard case .dictionary(var number) = contents.root else { return nil }
    let named = ["arch", "model"].lazy.compactMap { Self.text($0, in: contents) }
    architecture = named.first
    configuration = contents.configuration(under: "config", ofDictionary: number)
    // Wrappers may be nested; a dictionary may also contain itself.
    for level in 0..<4 {
      guard let (wrapper, inner) = Self.wrapped(in: number, of: contents) else { break }
      let aside = contents.dictionaries[number].compactMap { item -> String? in
        guard case .string(let key) = item.key, key != wrapper,
          !(level == 0 && key == "config" && configuration != nil)
        else { return nil }
        return "'\(key.escaped(limit: 40))'"
      }
      remarks.append(
        "tensors taken from '\(wrapper)'"
          + (aside.isEmpty ? "" : ", left aside: " + aside.prefix(12).joined(separator: " ")))
      number = inner
    }
    for (key, value) in contents.dictionaries[number] {
      if case .string(let name) = key, case .tensor(let tensor) = value {
        tensors.append((name, contents.tensors[tensor]))
      }
    }
    guard !tensors.isEmpty else { return nil }
    if !contents.unusedGlobals.isEmpty {
      let names = contents.unusedGlobals.sorted().prefix(8).map { $0.escaped(limit: 60) }
      remarks.append("objects skipped, not constructed: " + names.joined(separator: " "))
    }
  }

  /// The text under `key` of the first dictionary that has one, arguments of training scripts included.
  private static func text(_ key: String, in contents: PickleContents) -> String? {
    for dictionary in contents.dictionaries {
      for case (.string(key), .string(let text)) in dictionary { return text }
    }
    return nil
  }

  /// The first wrapper in the dictionary `number` that holds a dictionary.
  private static func wrapped(in number: Int, of contents: PickleContents) -> (key: String, dictionary: Int)?
  {
    for wrapper in wrappers {
      for case (.string(wrapper), .dictionary(let inner)) in contents.dictionaries[number] {
        return (wrapper, inner)
      }
    }
    return nil
  }
}
