// Finds the files of a bundle where they are now: at the path that the command names, or by their hash in other folders.
import Files

/// Looks for files by path and by hash.
package struct FileSearch {
  /// The most files of the folders that are searched.
  private static let fileLimit = 1 << 20
  private static let depthLimit = 32

  /// Where a file is.
  package enum Finding: Sendable, Equatable {
    /// The file itself, at its path or elsewhere.
    case same(String)
    /// Something else at its path.
    case changed(String)
    case missing
  }

  /// Where relative paths begin beside the current folder: that of the bundle, and those that the user names.
  private let folders: [String]
  private let roots: [String]
  /// The files of the roots by their size; nil until they are needed.
  private var filesBySize: [Int: [String]]?

  /// - Parameters:
  ///   - bundle: the path of the bundle.
  ///   - roots: folders whose files are found by their hash.
  package init(bundle: String, roots: [String]) {
    folders = [Self.parent(of: bundle)] + roots
    self.roots = roots
  }

  private static func parent(of path: String) -> String {
    path.lastIndex(of: "/").map { String(path[...$0]) } ?? ""
  }

  /// Looks for a file; one without a hash could not be read in the first run, and counts as found where it cannot be
  /// read now.
  ///
  /// - Parameter path: where it should be, if not where the command names it.
  package mutating func find(_ input: BundleManifest.Input, path: String? = nil) -> Finding {
    let path = path ?? input.path
    guard let hash = input.sha256, let byteCount = input.bytes else {
      return BundleManifest.Input(path).sha256 == nil ? .same(path) : .changed(path)
    }
    var places = [path]
    if !path.hasPrefix("/") {
      let last = path.split(separator: "/").last.map(String.init) ?? path
      for folder in folders {
        let start = folder.isEmpty || folder.hasSuffix("/") ? folder : folder + "/"
        places += [start + path, start + last]
      }
    }
    if let place = places.first(where: { Self.isSame($0, byteCount, hash) }) { return .same(place) }
    if let place = files(ofSize: byteCount).first(where: { Self.isSame($0, byteCount, hash) }) {
      return .same(place)
    }
    return places.first { (try? RegularFile($0)) != nil }.map { .changed($0) } ?? .missing
  }

  private static func isSame(_ path: String, _ byteCount: Int, _ hash: String) -> Bool {
    guard let file = try? RegularFile(path), file.byteCount == byteCount else { return false }
    return (try? SHA256.digits(of: file)) == hash
  }

  /// The files of that many bytes below the roots, by name.
  private mutating func files(ofSize byteCount: Int) -> [String] {
    if filesBySize == nil {
      var found: [Int: [String]] = [:]
      var left = Self.fileLimit
      var seen: Set<String> = []
      for root in roots {
        Self.list(root.hasSuffix("/") ? String(root.dropLast()) : root, 0, &found, &left, &seen)
      }
      filesBySize = found
    }
    return filesBySize?[byteCount] ?? []
  }

  private static func list(
    _ folder: String, _ depth: Int, _ found: inout [Int: [String]], _ left: inout Int,
    _ seen: inout Set<String>
  ) {
    // A link may lead back to a folder above.
    guard depth < depthLimit, let place = resolvedPath(folder), seen.insert(place).inserted,
      let names = try? folderContents(folder)
    else { return }
    for name in names.sorted() {
      let path = "\(folder)/\(name)"
      if isFolder(path) {
        list(path, depth + 1, &found, &left, &seen)
      } else if left > 0, let file = try? RegularFile(path) {
        left -= 1
        found[file.byteCount, default: []].append(path)
      }
    }
  }
}
