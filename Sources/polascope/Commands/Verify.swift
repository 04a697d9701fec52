// `polascope verify`: what a bundle says is computed again and compared.
import ArgumentParser
import Bundles
import Checkpoints
import Compute
import Files
import Session
import VisionModels

struct Verify: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Compute again what a bundle of --bundle holds, and compare.",
    discussion: """
      Models and images are looked for where the command of the bundle names them, beside the bundle, and by their \
      hashes in the folders of --root. On the instruction set of the first run, which is used where the processor has \
      it, every bit must come out again; on another, numbers may differ by 1e-4 + 0.001 times their size. The exit \
      status is 0 where all agrees, and 1 where something differs or is missing. Nothing of a bundle is unpacked, no \
      shell is called, and nothing is written outside of a temporary folder.

      Examples:
        polascope figure fashion-softmax --image photo.png --out figure.svg --bundle figure.zip
        polascope verify figure.zip
        polascope verify figure.zip --root data --root checkpoints
      """)

  @Argument(help: "A file that --bundle wrote.", completion: .file(extensions: ["zip"]))
  var bundle: String

  @Option(
    name: .customLong("root"), parsing: .singleValue,
    help: ArgumentHelp(
      "A folder with models or images that are not where the command names them; repeatable.",
      valueName: "dir"), completion: .directory)
  var roots: [String] = []

  @Flag(help: "Print one line of JSON.")
  var json = false

  @Option(help: ArgumentHelp("Number of threads; all cores unless given.", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let threads, threads < 1 { throw ValidationError("--threads: expected a number from 1") }
  }

  func run() throws {
    if let root = roots.first(where: { !isFolder($0) }) {
      throw ValidationError("--root \(root.abridged): no such folder")
    }
    let opened = try Bundle(bundle)
    let manifest = opened.manifest
    let instructionSet = try InstructionSet.requested() ?? Self.instructionSet(of: manifest)
    var verification = Verification(
      bundle: bundle, command: "polascope " + manifest.command.map(\.quotedForShell).joined(separator: " "),
      program: Verification.Both(bundle: manifest.program, here: Release.name),
      instructionSet: Verification.Both(bundle: manifest.instructionSet, here: instructionSet.rawValue))
    var search = FileSearch(bundle: bundle, roots: roots)
    var places = Places()
    places.find(manifest, with: &search)
    (verification.models, verification.images, verification.files) = (
      places.models, places.images, places.files
    )
    if places.isComplete {
      let run = CommandRun(
        repeating: CommandRun.Repetition(
          manifest: manifest, models: places.ofModels, files: places.ofFiles,
          instructionSet: instructionSet))
      do {
        try repeated(run)
        let again = run.finishedManifest()
        verification.models = zip(manifest.models, places.models).map { model, check in
          compare(model, check, again: again.models)
        }
      } catch {
        verification.problem = Polascope.message(for: error).split(whereSeparator: \.isNewline)
          .joined(separator: " ")
      }
      verification.results = try compare(opened, run.results ?? ResultStore(), verification)
    } else {
      verification.results = manifest.results.map { Verification.Check($0.name, .unchecked) }
    }
    try StandardStream.output.write(json ? verification.json() + "\n" : verification.text)
    if !verification.isVerified { throw ExitCode.failure }
  }

  /// That of the bundle where this processor has it, else the best.
  private static func instructionSet(of manifest: BundleManifest) -> InstructionSet {
    InstructionSet(rawValue: manifest.instructionSet).flatMap { $0.isSupported ? $0 : nil } ?? .best
  }

  /// Runs the command of the bundle; images that fail do so again.
  private func repeated(_ run: CommandRun) throws {
    var command = try BundledCommands.parse(run.words)
    if let threads { command.options.threads = threads }
    if let most = command.options.threads, most > Engine.maximumThreads { command.options.threads = nil }
    do {
      try command.run(run)
    } catch let code as ExitCode where code == .failure {
      return
    }
  }

  /// A model that was run again beside what the bundle says of it.
  private func compare(
    _ model: BundleManifest.Model, _ check: Verification.Check, again: [BundleManifest.Model]
  ) -> Verification.Check {
    let candidates = again.filter { $0.argument == model.argument && $0.name == model.name }
    guard let loaded = candidates.first(where: { $0.settings == model.settings }) ?? candidates.first else {
      return Verification.Check(check.name, .changed, place: check.place, words: "it was not loaded again")
    }
    var words: [String] = []
    if loaded.digest != model.digest {
      words.append("its weights are others: digest \(model.digest) in the bundle, \(loaded.digest) here")
    }
    for key in Set(model.settings.keys).union(loaded.settings.keys).sorted()
    where model.settings[key] != loaded.settings[key] {
      let (old, new) = (model.settings[key] ?? "nothing", loaded.settings[key] ?? "nothing")
      words.append(
        "\(key.escaped(limit: 80)) is \(old.escaped(limit: 200)) in the bundle, \(new.escaped(limit: 200)) here"
      )
    }
    guard words.isEmpty else {
      return Verification.Check(
        check.name, .changed, place: check.place, words: words.joined(separator: "; "))
    }
    return Verification.Check(
      check.name, check.status == .same ? .same : .sameWeights, place: check.place)
  }

  /// Every result of the bundle beside the one that came out again.
  private func compare(
    _ bundle: Bundle, _ results: ResultStore, _ verification: Verification
  ) throws -> [Verification.Check] {
    var checks: [Verification.Check] = []
    var names: Set<String> = []
    for result in bundle.manifest.results {
      names.insert(result.name)
      let packed = try bundle.bytes(of: result)
      guard let computed = try results.result(result.name)?.bytes() else {
        let status: Verification.Status = verification.problem == nil ? .missing : .unchecked
        checks.append(Verification.Check(result.name, status, words: "did not come out again"))
        continue
      }
      let finding = ResultComparison.compare(
        result.name, packed: packed, computed: computed, tolerance: verification.tolerance)
      let check =
        switch finding {
        case .same: Verification.Check(result.name, .same)
        case .within: Verification.Check(result.name, .within)
        case .differs(let words): Verification.Check(result.name, .changed, words: words)
        }
      checks.append(check)
    }
    for name in results.names where !names.contains(name) {
      checks.append(Verification.Check(name, .changed, words: "came out here, and is not in the bundle"))
    }
    return checks
  }
}

/// Where the files of a bundle are.
private struct Places {
  var models: [Verification.Check] = []
  var images: [Verification.Check] = []
  var files: [Verification.Check] = []
  /// By the arguments of models and the paths of other files; what is where it should be is left out.
  var ofModels: [String: String] = [:]
  var ofFiles: [String: String] = [:]

  /// Whether nothing is missing.
  var isComplete: Bool { [models, images, files].joined().allSatisfy { $0.status != .missing } }

  mutating func find(_ manifest: BundleManifest, with search: inout FileSearch) {
    for model in manifest.models {
      let named = weightsFile(of: BundledSamples.bundled.path(forModel: model.argument))
      let finding = search.find(model.file, path: named)
      if let place = finding.place, place != named { ofModels[model.argument] = place }
      models.append(check(model.name, finding, named: named))
    }
    images = manifest.images.map { image in
      let finding = search.find(image)
      if let place = finding.place, place != image.path { ofFiles[image.path] = place }
      return check(image.path, finding, named: image.path)
    }
    files = manifest.files.map { file in
      let finding = search.find(file)
      if let place = finding.place, place != file.path { ofFiles[file.path] = place }
      return check(file.path, finding, named: file.path)
    }
  }

  private func check(_ name: String, _ finding: FileSearch.Finding, named: String) -> Verification.Check {
    switch finding {
    case .same(let path): Verification.Check(name, .same, place: path == named ? nil : path)
    case .changed(let path):
      Verification.Check(
        name, .changed, place: path == named ? nil : path,
        words: "is another file: its SHA-256 is not the one in the bundle")
    case .missing: Verification.Check(name, .missing, words: "is missing")
    }
  }
}

extension FileSearch.Finding {
  fileprivate var place: String? {
    switch self {
    case .same(let path), .changed(let path): path
    case .missing: nil
    }
  }
}
