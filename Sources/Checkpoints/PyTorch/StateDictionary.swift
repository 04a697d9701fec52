// Finding the model's tensors among everything that a training script saved.

/// The tensors of a pickle by name, and what was passed over on the way.
struct StateDictionary {
  /// Where training code keeps the weights, in the order in which timm looks.
  private static let wrappers = [
    "state_dict_ema", "model_ema", "state_dict", "model", "teacher", "student", "model_state_dict",
  ]

  private(set) var tensors: [(name: String, tensor: PickledTensor)] = []
  private(set) var remarks: [String] = []

  /// Nil where no dictionary with tensors is found.
  init?(_ contents: PickleContents) {
    guard case .dictionary(var number) = contents.root else { return nil }
    // A wrapper within a wrapper occurs; a dictionary may also contain itself.
    for _ in 0..<4 {
      guard let (wrapper, inner) = Self.wrapped(in: number, of: contents) else { break }
      let aside = contents.dictionaries[number].compactMap { item -> String? in
        guard case .string(let key) = item.key, key != wrapper else { return nil }
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
