// Finds the bundled models and images beside the program.
import Files

/// The models and images that come with polascope.
///
/// They lie in one folder: a folder per model, named as the model, and `images/`. It is searched beside the program
/// (an installed or unpacked copy) and in the checkout that the program was built in; symbolic links to the program
/// are followed. The environment variable `POLASCOPE_SAMPLES` names another folder.
package enum Samples {
  /// The models in the order in which they are shown; the first two are twins that differ only in their attention.
  package static let models = ["fashion-softmax", "fashion-polarity", "fashion-focused", "fashion-relu"]

  /// The models that the viewer opens when it is given none.
  package static let defaultModels = ["fashion-softmax", "fashion-polarity"]

  /// The folder that holds the samples; nil where they are not installed.
  package static let root: String? = locate(
    override: environmentPath("POLASCOPE_SAMPLES"),
    executable: executablePath())

  /// The folder of a bundled model; nil for any other name.
  package static func folder(named name: String) -> String? {
    guard models.contains(name), let folder = root.map({ "\($0)/\(name)" }) else { return nil }
    return isThere(folder) ? folder : nil
  }

  /// The bundled images, in the order of their names.
  package static var images: [String] {
    guard let folder = root.map({ "\($0)/images" }),
      let names = try? folderContents(folder)
    else { return [] }
    return names.filter { $0.hasSuffix(".png") }.sorted().map { "\(folder)/\($0)" }
  }
}

extension Samples {
  /// Searches the folder of samples: the override as it is, else the first of `../share/polascope`,
  /// `share/polascope` (from the executable's folder) and the `samples` folder of the checkout around it.
  package static func locate(override: String?, executable: String?) -> String? {
    if let override, !override.isEmpty { return isFolder(override) ? override : nil }
    guard let executable else { return nil }
    let ancestors = folders(above: executable)
    guard let own = ancestors.first else { return nil }
    let installed = [ancestors.dropFirst().first ?? own, own].map { "\($0)/share/polascope" }
    let checkouts = ancestors.filter { isThere("\($0)/Package.swift") }
      .map { "\($0)/samples" }
    return (installed + checkouts).first(where: isFolder)
  }

  /// The path of the running program, symbolic links resolved; nil without `/proc`.
  private static func executablePath() -> String? {
    resolvedPath("/proc/self/exe")
  }

  /// The folders that contain `path`, the nearest first: `/a/b/c` gives `/a/b`, `/a` and the empty name of the root.
  private static func folders(above path: String) -> [String] {
    var folders: [String] = []
    var rest = path[...]
    while let slash = rest.lastIndex(of: "/") {
      rest = rest[..<slash]
      folders.append(String(rest))
    }
    return folders
  }
}
