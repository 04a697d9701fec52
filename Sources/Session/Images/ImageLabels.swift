// The true classes of images: from the names of their folders, or from a CSV file.
import Files

/// Names of classes as a model's labels, its class numbers, or ImageNet's synsets.
package struct ClassNames: Sendable {
  private let indices: [String: Int]
  private let count: Int

  package init(labels: [String]?, count: Int) {
    self.count = count
    // A name that two classes share means neither.
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
  /// A name that is not a class.
  case unknownClass(String, model: String)

  package var description: String {
    switch self {
    case .noClasses(let model): "\(model.abridged): has no classifier, so labels do not apply to it"
    case .unknownClass(let name, let model):
      "'\(name.escaped(limit: 80))' is not a class of \(model.abridged); use one of its labels, or a class number from 0"
    }
  }
}

/// The true class of every image, by the name that a folder or a table gives it.
package struct ImageLabels: Sendable {
  private let table: ImageTable<String>?
  private let folders: Set<String>
  /// The class numbers of folders that are named after ImageNet's synsets: their rank among all.
  private let ranks: [String: Int]

  /// Rows `image,class` of a CSV file, a row `image,label` or the like at its start left out. An image is named
  /// by its path as given to the program, or by its file name.
  ///
  /// - Throws: `FileError`, `ImageTableError`.
  package init(csv file: String) throws {
    table = try ImageTable(csv: file, expected: "IMAGE,CLASS") { $0.first }
    folders = []
    ranks = [:]
  }

  /// A count of images without a row in the CSV file; nil for labels by folders.
  ///
  /// - Parameter file: as the user named it.
  package func unlisted(file: String) -> UnlistedImages? { table.map { UnlistedImages(of: $0, file: file) } }

  /// The classes of a model to which the labels apply, and their number.
  ///
  /// - Throws: `LabelError`.
  package func classes(of model: LoadedModel) throws(LabelError) -> (names: ClassNames, count: Int) {
    guard let count = model.model.description.classCount else { throw .noClasses(model: model.name) }
    let names = ClassNames(labels: model.model.labels, count: count)
    if let unknown = unknownClass(among: names, count: count) {
      throw .unknownClass(unknown, model: model.name)
    }
    return (names, count)
  }

  /// The subfolders of the named folders, one for each class; nil where there are none.
  package init?(foldersOf paths: [String]) { self.init(classFolders: Self.classFolders(of: paths)) }

  /// The subfolders of the named folders, in order.
  package static func classFolders(of paths: [String]) -> [String] {
    var folders: Set<String> = []
    for path in paths where isFolder(path) {
      let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let inside = ((try? folderContents(folder)) ?? [])
        .filter { !$0.hasPrefix(".") && isFolder("\(folder)/\($0)") }
      folders.formUnion(inside.map { "\(folder)/\($0)" })
    }
    return folders.sorted()
  }

  /// Folders that are each named after a class; nil where there are none.
  ///
  /// When all of them are synsets such as `n01440764`, their order gives the class numbers, as in torchvision.
  package init?(classFolders: [String]) {
    let names = Set(classFolders.map { $0.split(separator: "/").last.map(String.init) ?? $0 })
    guard !names.isEmpty else { return nil }
    table = nil
    folders = Set(classFolders)
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
    // The rank among the synsets is the class only when all of them are there.
    if let rank = ranks[name] { return ranks.count == count ? rank : nil }
    return classes.index(of: name)
  }

  /// A label that is not a class; nil where all are.
  package func unknownClass(among classes: ClassNames, count: Int) -> String? {
    if !ranks.isEmpty { return ranks.count == count ? nil : ranks.keys.min() }
    let all =
      Array(table?.values.values ?? [:].values)
      + folders.map { $0.split(separator: "/").last.map(String.init) ?? $0 }
    return all.filter { classes.index(of: $0) == nil }.min()
  }
}
