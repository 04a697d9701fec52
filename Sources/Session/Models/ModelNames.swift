// What models are called: the stem of their path, or as much more of it as tells two of one name apart.

/// A MODEL argument, what it means and what it is called.
package struct NamedModel: Sendable, Hashable {
  /// A bundled name, a checkpoint file or a folder.
  package let argument: String
  /// What is shown.
  package let name: String
  /// The name of the folder for its maps.
  package let folderName: String
  /// Whether the command reads other models with the same options.
  let isOneOfSeveral: Bool

  /// A model whose names are known.
  package init(argument: String, name: String, folderName: String, isOneOfSeveral: Bool) {
    self.argument = argument
    self.name = name
    self.folderName = folderName
    self.isOneOfSeveral = isOneOfSeveral
  }

  /// Models with the names that the user gives them.
  ///
  /// - Parameter names: nil, or one for each argument.
  package static func all(
    _ arguments: [String], samples: BundledSamples = .none, names: [String]? = nil
  ) -> [NamedModel] {
    let paths = arguments.map(samples.path(forModel:))
    let stems = paths.map(stem(of:))
    let shown = names ?? distinctNames(of: zip(stems, paths).map { (name: $0, path: $1) })
    return arguments.indices.map { index in
      NamedModel(
        argument: arguments[index], name: shown[index],
        folderName: folderName(names?[index] ?? stems[index]), isOneOfSeveral: arguments.count > 1)
    }
  }

  /// A name as that of a folder.
  package static func folderName(_ name: String) -> String {
    let safe = String(name.map { $0 == "/" || $0 == "\0" ? "_" : $0 })
    return safe == "." || safe == ".." ? String(repeating: "_", count: safe.count) : safe
  }
}

/// Names that tell models apart: the name alone where no other model has it, else with the fewest folders above it,
/// and with the file's extension where it takes that. Models of one path keep one name.
package func distinctNames(of models: [(name: String, path: String)]) -> [String] {
  let places = models.map { PlacedName($0.name, path: $0.path) }
  var shown: [PlacedName: String] = [:]
  for group in Dictionary(grouping: Set(places), by: \.name).values {
    for (place, name) in zip(group, PlacedName.shown(group)) { shown[place] = name }
  }
  return places.map { shown[$0] ?? $0.name }
}

/// `names`, those that occurred before followed by `-2`, `-3` …
package func numberedNames(_ names: [String]) -> [String] {
  var taken: Set<String> = []
  return names.map { name in
    var candidate = name
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(name)-\(number)"
      number += 1
    }
    return candidate
  }
}

/// A name and the path that it is of.
private struct PlacedName: Hashable {
  let name: String
  /// Above what the name is of, the outermost first.
  let folders: [String]
  /// What the name is of, with its extension; nil where the name is of no part of the path.
  let file: String?

  init(_ name: String, path: String) {
    self.name = name
    var parts = path.split(separator: "/").map(String.init).filter { $0 != "." }
    if path.hasPrefix("/") { parts.insert("", at: 0) }
    func isNamed(_ part: String?) -> Bool {
      guard let part else { return false }
      return part == name || part.lastIndex(of: ".").map { part[..<$0] == name } == true
    }
    // Weights in a folder of that name.
    if !isNamed(parts.last), isNamed(parts.dropLast().last) { parts.removeLast() }
    file = isNamed(parts.last) ? parts.removeLast() : nil
    folders = parts
  }

  /// What tells places of one name apart, in their order.
  static func shown(_ places: [PlacedName]) -> [String] {
    guard places.count > 1 else { return places.map(\.name) }
    let most = places.map(\.folders.count).max() ?? 0
    for folders in 0...most {
      for withExtension in [false, true] {
        let shown = places.map { $0.shown(folders: folders, withExtension: withExtension) }
        if Set(shown).count == shown.count { return shown }
      }
    }
    return places.map { $0.shown(folders: most, withExtension: true) }
  }

  private func shown(folders count: Int, withExtension: Bool) -> String {
    let above = folders.suffix(count)
    guard let file else { return above.isEmpty ? name : "\(name) (\(above.joined(separator: "/")))" }
    return (above + [withExtension ? file : name]).joined(separator: "/")
  }
}
