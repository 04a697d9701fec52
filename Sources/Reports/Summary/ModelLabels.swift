// Names that tell the models of a summary apart: by their paths, else by digest, else by what they were run with.
import Session

/// What a line calls a model.
struct ModelNaming: Hashable, Comparable {
  let name: String
  let path: String
  let bytes: Int

  static func < (one: ModelNaming, other: ModelNaming) -> Bool {
    (one.name, one.path, one.bytes) < (other.name, other.path, other.bytes)
  }
}

enum ModelLabels {
  /// A label for each model, no two alike; the name alone where no other model has it.
  static func labels(of models: [ModelIdentity: ModelNaming]) -> [ModelIdentity: String] {
    let (identities, namings) = (Array(models.keys), Array(models.values))
    var labels = distinctNames(of: namings.map { (name: $0.name, path: $0.path) })
    for group in groups(labels) {
      guard Set(group.map { identities[$0].digest }).count > 1 else { continue }
      for index in group { labels[index] += " " + (identities[index].digest ?? "without a digest") }
    }
    for group in groups(labels) {
      let differences = differences(of: group.map { identities[$0].settings })
      for (index, difference) in zip(group, differences) { labels[index] += ", " + difference }
    }
    return Dictionary(uniqueKeysWithValues: zip(identities, labels))
  }

  /// The indices of labels that are alike, where several are.
  private static func groups(_ labels: [String]) -> [[Int]] {
    Dictionary(grouping: labels.indices, by: { labels[$0] }).values.filter { $0.count > 1 }
  }

  /// The values in which settings differ. That of the whole transform is left out where single values say as much.
  private static func differences(of settings: [[String: String]]) -> [String] {
    let names = Set(settings.flatMap(\.keys)).sorted()
      .filter { name in Set(settings.map { $0[name] }).count > 1 }
    func texts(_ names: [String]) -> [String] {
      settings.map { settings in names.map { "\($0) \(settings[$0] ?? "–")" }.joined(separator: ", ") }
    }
    let short = texts(names.filter { $0 != LoadedModel.transformSetting })
    return Set(short).count == settings.count ? short : texts(names)
  }
}
