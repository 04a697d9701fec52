// The manifest of a bundle: which command was run, with what, on what, and what came out.
import Checkpoints
import Files

/// What a bundle says of the run that it is of; its entry `manifest.json`.
package struct BundleManifest: Sendable, Equatable, Encodable {
  package static let entryName = "manifest.json"
  /// The version of the format that this program writes and reads.
  package static let format = 1

  /// A file that the run read.
  package struct Input: Sendable, Equatable, Hashable, Encodable {
    /// As the command names it.
    package let path: String
    /// nil where it could not be read.
    package let bytes: Int?
    /// 64 hexadecimal digits; nil where it could not be read.
    package let sha256: String?

    package init(path: String, bytes: Int?, sha256: String?) {
      (self.path, self.bytes, self.sha256) = (path, bytes, sha256)
    }

    /// The file as it is now, at its path or at another place; without bytes and hash where it cannot be read.
    package init(_ path: String, at place: String? = nil) {
      self.path = path
      let file = try? RegularFile(place ?? path)
      sha256 = file.flatMap { try? SHA256.digits(of: $0) }
      bytes = sha256 == nil ? nil : file?.byteCount
    }
  }

  /// A MODEL argument and what it is called.
  package struct Name: Sendable, Equatable, Encodable {
    /// As the command names it.
    package let argument: String
    package let name: String
    /// The name of the folder for its maps.
    package let folder: String

    package init(argument: String, name: String, folder: String) {
      (self.argument, self.name, self.folder) = (argument, name, folder)
    }
  }

  /// A model as it was run.
  package struct Model: Sendable, Equatable, Encodable {
    /// As the command names it.
    package let argument: String
    package let name: String
    /// The file of its weights.
    package let file: Input
    /// Of the tensors that it uses; see `Checkpoint.digest`.
    package let digest: String
    package let family: String
    /// What decides its numbers beside the weights; see `LoadedModel.settings`.
    package let settings: [String: String]

    package init(
      argument: String, name: String, file: Input, digest: String, family: String,
      settings: [String: String]
    ) {
      (self.argument, self.name) = (argument, name)
      (self.file, self.digest, self.family, self.settings) = (file, digest, family, settings)
    }
  }

  /// An entry of the bundle.
  package struct Result: Sendable, Equatable, Encodable {
    package let name: String
    package let bytes: Int
    package let sha256: String

    package init(name: String, bytes: Int, sha256: String) {
      (self.name, self.bytes, self.sha256) = (name, bytes, sha256)
    }
  }

  /// The program's name and version.
  package var program: String
  /// The words after the program's name, the command first.
  package var command: [String]
  /// That of the kernels, as `POLASCOPE_ISA` calls it.
  package var instructionSet: String
  /// Of all MODEL arguments, in their order.
  package var names: [Name] = []
  /// In the order in which they were loaded, each once.
  package var models: [Model] = []
  package var images: [Input] = []
  /// Tables and lists that options name.
  package var files: [Input] = []
  /// Folders that say the classes of images.
  package var classFolders: [String] = []
  package var results: [Result] = []

  package init(program: String, command: [String], instructionSet: String) {
    (self.program, self.command, self.instructionSet) = (program, command, instructionSet)
  }

  private enum CodingKeys: String, CodingKey {
    case format, program, command, names, models, images, files, classFolders, results
    case instructionSet = "isa"
  }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(Self.format, forKey: .format)
    try container.encode(program, forKey: .program)
    try container.encode(command, forKey: .command)
    try container.encode(instructionSet, forKey: .instructionSet)
    try container.encode(names, forKey: .names)
    try container.encode(models, forKey: .models)
    try container.encode(images, forKey: .images)
    try container.encode(files, forKey: .files)
    try container.encode(classFolders, forKey: .classFolders)
    try container.encode(results, forKey: .results)
  }
}

// MARK: Reading, with everything in doubt

/// Why a value is not what a manifest has.
private struct Mismatch: Error {
  let reason: String
}

extension BundleManifest {
  /// Reads a manifest; `file` names the bundle in errors.
  ///
  /// - Throws: `BundleError`.
  package init(json bytes: [UInt8], file: String) throws(BundleError) {
    let value: JSONValue
    do { value = try JSONValue.parse(bytes, file: file) } catch { throw .json(file: file, error) }
    guard let format = value["format"]?.int else { throw .notABundle(file: file) }
    guard format == Self.format else { throw .unknownFormat(file: file, format) }
    do {
      self.init(
        program: try text(value, "program"), command: try texts(value, "command"),
        instructionSet: try text(value, "isa"))
      names = try list(value, "names").map(Name.init)
      models = try list(value, "models").map(Model.init)
      images = try list(value, "images").map(Input.init)
      files = try list(value, "files").map(Input.init)
      classFolders = try texts(value, "classFolders")
      results = try list(value, "results").map(Result.init)
    } catch {
      throw .manifest(file: file, error.reason)
    }
    guard !command.isEmpty else { throw .manifest(file: file, "\"command\" is empty") }
  }
}

extension BundleManifest.Input {
  fileprivate init(_ value: JSONValue) throws(Mismatch) {
    let bytes = value["bytes"] ?? .null
    let hash = value["sha256"] ?? .null
    path = try text(value, "path")
    guard bytes.isNull == hash.isNull else {
      throw Mismatch(reason: "'\(path.escaped(limit: 120))' has only one of \"bytes\" and \"sha256\"")
    }
    (self.bytes, sha256) = bytes.isNull ? (nil, nil) : (try count(value), try hash256(value))
  }
}

extension BundleManifest.Name {
  fileprivate init(_ value: JSONValue) throws(Mismatch) {
    argument = try text(value, "argument")
    name = try text(value, "name")
    folder = try text(value, "folder")
    guard !folder.isEmpty, !folder.contains("/"), folder != ".", folder != ".." else {
      throw Mismatch(reason: "\"folder\" '\(folder.escaped(limit: 120))' is not the name of a folder")
    }
  }
}

extension BundleManifest.Model {
  fileprivate init(_ value: JSONValue) throws(Mismatch) {
    argument = try text(value, "argument")
    name = try text(value, "name")
    guard let file = value["file"] else { throw Mismatch(reason: "a model has no \"file\"") }
    self.file = try BundleManifest.Input(file)
    digest = try text(value, "digest")
    family = try text(value, "family")
    guard let settings = value["settings"]?.object else {
      throw Mismatch(reason: "a model has no \"settings\"")
    }
    var values: [String: String] = [:]
    for (name, value) in settings {
      guard let value = value.string else {
        throw Mismatch(reason: "the setting '\(name.escaped(limit: 80))' is not a text")
      }
      values[name] = value
    }
    self.settings = values
  }
}

extension BundleManifest.Result {
  fileprivate init(_ value: JSONValue) throws(Mismatch) {
    name = try text(value, "name")
    bytes = try count(value)
    sha256 = try hash256(value)
  }
}

private func text(_ value: JSONValue, _ key: String) throws(Mismatch) -> String {
  guard let text = value[key]?.string else { throw Mismatch(reason: "\"\(key)\" is missing or no text") }
  guard !text.unicodeScalars.contains("\0") else {
    throw Mismatch(reason: "\"\(key)\" holds a zero character")
  }
  return text
}

private func texts(_ value: JSONValue, _ key: String) throws(Mismatch) -> [String] {
  guard let texts = value[key]?.strings, !texts.contains(where: { $0.unicodeScalars.contains("\0") }) else {
    throw Mismatch(reason: "\"\(key)\" is missing or no list of texts")
  }
  return texts
}

private func list(_ value: JSONValue, _ key: String) throws(Mismatch) -> [JSONValue] {
  guard let list = value[key]?.array else { throw Mismatch(reason: "\"\(key)\" is missing or no list") }
  return list
}

private func count(_ value: JSONValue) throws(Mismatch) -> Int {
  guard let count = value["bytes"]?.int, count >= 0 else {
    throw Mismatch(reason: "\"bytes\" is missing or no count")
  }
  return count
}

private func hash256(_ value: JSONValue) throws(Mismatch) -> String {
  guard let hash = value["sha256"]?.string, hash.utf8.count == 64,
    hash.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
  else { throw Mismatch(reason: "\"sha256\" is missing or not 64 hexadecimal digits") }
  return hash
}
