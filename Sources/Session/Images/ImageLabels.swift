// The true classes of images: from the names of their folders, or from a CSV file.
import Files
import FoundationEssentials

/// Names of classes as a model's labels, its class numbers, or ImageNet's synsets.
package struct ClassNames: Sendable {
  private let indices: [String: Int]
  private let count: Int

  package init(labels: [String]?, count: Int) {
    self.count = count
    // Where two classes have one name, the name tells neither.
    indices = Dictionary(
      (labels ?? []).enumerated().map { (Self.plain($1), $0) }, uniquingKeysWith: { _, _ in -1 }
    ).filter { $0.value >= 0 }
  }

  /// The class called `name`, upper and lower case and punctuation apart, or the number `name`; nil for neither.
  package func index(of name: String) -> Int? {
    if let index = indices[Self.plain(name)] { return index }
    return Int(name).flatMap { (0..<count).contains($0) ? $0 : nil }
  }

  /// Letters and digits in lower case with single hyphens between: `T-shirt/top` is `t-shirt-top`.
  private static func plain(_ name: String) -> String {
    name.lowercased().split { !$0.isLetter && !$0.isNumber }.joined(separator: "-")
  }
}

/// Why labels cannot be used. The description is one line.
package enum LabelError: Error, Equatable, CustomStringConvertible {
  case noClasses(model: String)
  /// A name that is no class.
  case stranger(String, model: String)

  package var description: String {
    switch self {
    case .noClasses(let model): "\(model.escaped): has no classes, so labels say nothing of it"
    case .stranger(let name, let model):
      "'\(name.escaped(limit: 80))' is no class of \(model.escaped); classes are its labels or their numbers from 0"
    }
  }
}

/// The true class of every image, as it is called where the images are.
package struct ImageLabels: Sendable {
  private let table: ImageTable<String>?
  private let folders: Set<String>
  /// The classes of folders that are known by their place among all: ImageNet's synsets.
  private let ranks: [String: Int]

  /// Rows `image,class` of a CSV file, a row `image,label` or the like at its start left out. An image is a path
  /// as it is given to the program, or a file name.
  ///
  /// - Throws: `FileError`, `ImageTableError`.
  package init(csv file: String) throws {
    table = try ImageTable(csv: file, expected: "IMAGE,CLASS") { $0.first }
    folders = []
    ranks = [:]
  }

  /// The folders in the folders that were named (the layout with one folder for each class). nil where there are none.
  ///
  /// Folders count by their place when all of them are synsets such as `n01440764`, as torchvision counts them.
  package init?(foldersOf paths: [String]) {
    var names: Set<String> = []
    var parents: Set<String> = []
    for path in paths where isFolder(path) {
      let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let inside = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
        .filter { !$0.hasPrefix(".") && isFolder("\(folder)/\($0)") }
      names.formUnion(inside)
      parents.formUnion(inside.map { "\(folder)/\($0)" })
    }
    guard !names.isEmpty else { return nil }
    table = nil
    folders = parents
    let isSynset = names.allSatisfy { $0.wholeMatch(of: /n[0-9]{8}/) != nil }
    ranks =
      isSynset
      ? Dictionary(uniqueKeysWithValues: names.sorted().enumerated().map { ($1, $0) }) : [:]
  }

  /// The class of an image among `classes`; nil where it is not known.
  package func index(of path: String, among classes: ClassNames, count: Int) -> Int? {
    let file = path.split(separator: "/").last.map(String.init) ?? path
    if let name = table?[path] { return classes.index(of: name) }
    let folder = String(path.dropLast(file.count + 1))
    guard folders.contains(folder), let name = folder.split(separator: "/").last.map(String.init) else {
      return nil
    }
    // Synsets tell the class only when all are there.
    if let rank = ranks[name] { return ranks.count == count ? rank : nil }
    return classes.index(of: name)
  }

  /// A name among all labels that is no class; nil where all are.
  package func stranger(to classes: ClassNames, count: Int) -> String? {
    if !ranks.isEmpty { return ranks.count == count ? nil : ranks.keys.min() }
    let all =
      Array(table?.values.values ?? [:].values)
      + folders.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return all.filter { classes.index(of: $0) == nil }.min()
  }
}
