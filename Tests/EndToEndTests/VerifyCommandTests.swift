// `--bundle` and `polascope verify`: what was computed comes out again, and what was changed, moved or made up is named.
import Bundles
import Compute
import Files
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct VerifyCommandTests {
  private let folder: TemporaryFolder
  private let photo: String
  private let bundle: String

  init() throws {
    folder = try TemporaryFolder()
    photo = "\(folder.path)/photo.png"
    bundle = "\(folder.path)/run.zip"
    try FileManager.default.copyItem(atPath: Samples.images[0], toPath: photo)
  }

  /// The words of each command, without `--bundle`.
  private func command(_ name: String) -> [String] {
    let input = ["fashion-polarity", "--image", photo]
    let figure = ["figure"] + input
    return switch name {
    case "figure": figure + ["--layers", "2", "--out", "\(folder.path)/figure.svg"]
    case "png": figure + ["--layers", "2", "--out", "\(folder.path)/figure.png", "--width", "60"]
    case "plot": figure + ["--kind", "entropy", "--out", "\(folder.path)/plot.svg"]
    case "dump": ["dump"] + input + ["--layers", "2", "--out", "\(folder.path)/maps"]
    case "npy":
      ["dump"] + input + [
        "--layers", "3", "--query", "mean", "--format", "npy", "--out", "\(folder.path)/maps",
      ]
    case "stats": ["stats"] + input + ["--hide", "2,2"]
    case "kernels": ["kernels"] + input + ["--kernels", "relu,elu"]
    default: []
    }
  }

  private func run(_ name: String, _ more: [String] = []) throws -> ProgramRun {
    let run = try Program.run(command(name) + ["--bundle", bundle] + more)
    try #require(run.status == 0, "\(name): \(run.error)")
    return run
  }

  private func verify(_ more: [String] = [], environment: [String: String] = [:]) throws -> ProgramRun {
    try Program.run(["verify", bundle] + more, environment: environment)
  }

  private func bytes(_ path: String) throws -> [UInt8] { try RegularFile.contents(of: path, limit: 1 << 26) }

  // MARK: What comes out again

  @Test(arguments: ["figure", "png", "plot", "dump", "npy", "stats", "kernels"])
  func everyCommandComesOutAgain(name: String) throws {
    let made = try run(name)
    let first = try bytes(bundle)
    // The output of the command is the same without a bundle, but for the times of lines.
    let plain = try Program.run(command(name) + (["stats", "kernels"].contains(name) ? [] : ["--force"]))
    func withoutTimes(_ text: String) -> String { text.replacing(/"seconds":\{[^}]*\}/, with: "") }
    #expect(withoutTimes(plain.output) == withoutTimes(made.output))
    try FileManager.default.removeItem(atPath: bundle)
    let scratch = "\(folder.path)/scratch"
    try FileManager.default.createDirectory(atPath: scratch, withIntermediateDirectories: true)
    let again = try Program.run(
      command(name) + ["--bundle", bundle] + (["stats", "kernels"].contains(name) ? [] : ["--force"]),
      environment: ["TMPDIR": scratch])
    if ["stats", "kernels"].contains(name) {
      #expect(try bytes(bundle) == first)
    } else {
      // The command is another one, by --force.
      #expect(again.status == 0)
    }
    // Nothing is written but to the temporary folder, and nothing stays there.
    let before = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted()
    let verified = try verify(environment: ["TMPDIR": scratch])
    #expect(verified.status == 0, "\(verified.output)\(verified.error)")
    #expect(verified.output.hasSuffix("verified: every result came out again bit for bit\n"))
    #expect(try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() == before)
  }

  /// The bits of a run on fewer lanes come out on this processor too, which has those lanes.
  @Test func theInstructionSetOfTheBundleIsUsed() throws {
    let run = try Program.run(
      command("npy") + ["--bundle", bundle], environment: ["POLASCOPE_ISA": "baseline"])
    #expect(run.status == 0)
    #expect(try Bundle(bundle).manifest.instructionSet == "baseline")
    let verified = try verify()
    #expect(verified.status == 0 && verified.output.contains("bit for bit"), "\(verified.output)")
  }

  /// On another instruction set numbers agree within the tolerance that is printed.
  @Test(arguments: ["figure", "png", "plot", "dump", "npy", "stats", "kernels"])
  func otherInstructionSetsAgreeWithinTheTolerance(name: String) throws {
    _ = try run(name)
    guard let other = InstructionSet.allCases.first(where: { $0.isSupported && $0 != .best }) else { return }
    let verified = try verify(environment: ["POLASCOPE_ISA": other.rawValue])
    #expect(verified.status == 0, "\(verified.output)\(verified.error)")
    #expect(verified.output.contains("numbers may differ by 0.0001 + 0.001 × their size"))
    #expect(verified.output.hasSuffix("verified within the tolerance\n"))
  }

  @Test func theJSONSaysTheSame() throws {
    _ = try run("stats")
    let verified = try verify(["--json"])
    let text = verified.output
    #expect(verified.status == 0 && text.hasSuffix("}\n") && text.split(separator: "\n").count == 1)
    #expect(text.contains("\"verified\":true") && text.contains("\"tolerance\":null"))
    #expect(text.contains("\"results\":[{\"name\":\"lines.jsonl\",\"status\":\"same\"}]"))
    try FileManager.default.removeItem(atPath: photo)
    let missing = try verify(["--json"])
    #expect(missing.status == 1 && missing.output.contains("\"verified\":false"))
    #expect(
      missing.output.contains("\"status\":\"missing\"") && missing.output.contains("\"status\":\"unchecked\"")
    )
  }

  // MARK: What is other than it was

  @Test func movedFilesAreFound() throws {
    _ = try run("dump")
    let other = "\(folder.path)/elsewhere/deep"
    try FileManager.default.createDirectory(atPath: other, withIntermediateDirectories: true)
    try FileManager.default.moveItem(atPath: photo, toPath: "\(other)/renamed.bin")
    let missing = try verify()
    #expect(missing.status == 1)
    #expect(missing.output.contains("images    1 missing\n          \(photo): is missing\n"))
    #expect(missing.output.contains("84 not computed again") || missing.output.contains("not computed again"))
    #expect(missing.output.hasSuffix("name a folder that holds it with --root DIR\n"))
    let found = try verify(["--root", "\(folder.path)/elsewhere"])
    #expect(found.status == 0, "\(found.output)\(found.error)")
    #expect(found.output.contains("\(photo): found as \(other)/renamed.bin\n"))
  }

  /// Another image in the place of the first: it is named, and so are the numbers that differ.
  @Test func anotherImageIsNamed() throws {
    _ = try run("npy")
    try FileManager.default.removeItem(atPath: photo)
    try FileManager.default.copyItem(atPath: Samples.images[1], toPath: photo)
    let verified = try verify()
    #expect(verified.status == 1)
    #expect(verified.output.contains("\(photo): is another file: its SHA-256 is not the one in the bundle"))
    #expect(
      verified.output.contains(
        try Regex("layer03-head00-[a-z]+-mean.npy: element 0 is 0.[0-9]+ in the bundle")))
    #expect(verified.output.contains("not verified: one of the files it was made from is another one, "))
  }

  /// A copy of the model under another name is the same; with one weight changed it is another.
  @Test func anotherModelIsNamed() throws {
    let model = "\(folder.path)/model"
    let sample = try #require(Samples.folder(named: "fashion-softmax"))
    try FileManager.default.copyItem(atPath: sample, toPath: model)
    let made = try Program.run(["stats", model, "--image", photo, "--bundle", bundle])
    try #require(made.status == 0)
    let weights = "\(model)/model.safetensors"
    var data = try bytes(weights)
    data[data.count - 1] ^= 0x08
    try Data(data).write(to: URL(filePath: weights))
    let verified = try verify()
    #expect(verified.status == 1)
    #expect(
      verified.output.contains(
        try Regex("model: its weights are others: digest [0-9a-f]{16} in the bundle, ")))
    // Moved away, the first one is found by its hash, under whatever name.
    let found = try verify(["--root", sample])
    #expect(found.status == 0, "\(found.output)\(found.error)")
    // A configuration that is another changes what the numbers are of.
    try FileManager.default.removeItem(atPath: weights)
    try FileManager.default.copyItem(atPath: "\(sample)/model.safetensors", toPath: weights)
    let configuration = "\(model)/config.json"
    let text = try String(contentsOfFile: configuration, encoding: .utf8)
    let changed = text.replacing(/"crop_pct": *[0-9.]+/, with: "\"crop_pct\": 0.75")
    try #require(changed != text, "\(text)")
    try changed.write(toFile: configuration, atomically: true, encoding: .utf8)
    let other = try verify()
    #expect(other.status == 1)
    #expect(other.output.contains("crop fraction is 1 in the bundle, 0.75 here"), "\(other.output)")
  }

  /// Numbers that never came out of the command, with hashes that fit.
  @Test func numbersThatWereMadeUpAreFound() throws {
    _ = try run("figure")
    let opened = try Bundle(bundle)
    let store = ResultStore()
    for result in opened.manifest.results {
      var data = try opened.bytes(of: result)
      if result.name == "figure.svg" {
        let text = String(decoding: data, as: UTF8.self)
        let changed = text.replacing(#/>H [0-9.]+ /#, with: ">H 1.23 ", maxReplacements: 1)
        try #require(changed != text)
        data = Array(changed.utf8)
      }
      try store.append(data, to: result.name)
    }
    try BundleWriter(bundle, replacing: true).write(opened.manifest, store)
    let verified = try verify()
    #expect(verified.status == 1)
    #expect(verified.output.contains(try Regex("figure.svg: line [0-9]+ reads '.*H 1.23 ")))
    #expect(verified.output.hasSuffix("not verified: 1 of 3 results differs\n"), "\(verified.output)")
  }

  // MARK: Bundles that others made

  /// A bundle with a command of an attacker's choice.
  private func forge(_ words: [String], files: [String] = []) throws {
    _ = try run("stats", ["--force"])
    let opened = try Bundle(bundle)
    var manifest = opened.manifest
    manifest.command = words
    manifest.files = files.map { BundleManifest.Input($0) }
    let store = ResultStore()
    for result in manifest.results { try store.append(opened.bytes(of: result), to: result.name) }
    try BundleWriter(bundle, replacing: true).write(manifest, store)
  }

  @Test func onlyCommandsOfBundlesAreRun() throws {
    for words in [
      ["view"], ["summary", photo], ["sh", "-c", "touch \(folder.path)/made"], ["stats", "--help"], ["stats"],
    ] {
      try forge(words)
      let verified = try verify()
      #expect(verified.status == 1 && verified.output.contains("problem   "), "\(words): \(verified.output)")
      #expect(verified.output.hasSuffix("not verified: the command could not be run again\n"))
      #expect(!isThere("\(folder.path)/made"))
    }
  }

  /// A command that names other images than the bundle lists is not the one that gave its results.
  @Test func imagesThatTheCommandDoesNotNameAreFound() throws {
    for (images, words) in [
      ([photo + "x"], "which its command does not name"),
      ([photo, photo + "x"], "of which the bundle lists no image"),
    ] {
      try forge(["stats", "fashion-polarity", "--hide", "2,2"] + images.flatMap { ["--image", $0] })
      let verified = try verify()
      #expect(verified.status == 1 && verified.output.contains(words), "\(verified.output)")
    }
    try forge(["stats", "fashion-relu", "--hide", "2,2", "--image", photo])
    let verified = try verify()
    #expect(
      verified.status == 1
        && verified.output.contains("its command names fashion-relu, which the bundle does not list"),
      "\(verified.output)")
  }

  /// The list of `--images-from` is one of the files: its images are those of the bundle, whatever is beside it.
  @Test func imagesOfAListAreThoseOfTheCommand() throws {
    let (list, other) = ("\(folder.path)/list.txt", "\(folder.path)/other.png")
    try FileManager.default.copyItem(atPath: Samples.images[1], toPath: other)
    func write(_ paths: [String]) throws {
      try paths.map { $0 + "\n" }.joined().write(toFile: list, atomically: true, encoding: .utf8)
    }
    for more in [[], ["--image", photo], ["--shard", "2/2"], ["--shard", "1/2", "--image", photo]] {
      try write([photo, other])
      let made = try Program.run(
        ["stats", "fashion-polarity", "--images-from", list, "--bundle", bundle, "--force"] + more)
      try #require(made.status == 0, "\(made.error)")
      #expect(try Bundle(bundle).manifest.files.map(\.path) == [list])
      let same = try verify()
      #expect(same.status == 0, "\(same.output)\(same.error)")
      // Images are added, are gone, or the list itself is.
      for paths in [[photo, other, photo], [photo], [other, photo]] {
        try write(paths)
        let changed = try verify()
        #expect(
          changed.status == 1 && changed.output.contains("\(list): is another file"), "\(changed.output)")
      }
      try FileManager.default.removeItem(atPath: list)
      let missing = try verify()
      #expect(missing.status == 1 && missing.output.contains("\(list): is missing"), "\(missing.output)")
    }
    // A list whose images are not those of the bundle, listed with its own hash.
    for paths in [[photo + "x"], [photo, photo], [photo]] {
      try write(paths)
      try forge(["stats", "fashion-polarity", "--hide", "2,2", "--images-from", list], files: [list])
      let verified = try verify()
      #expect((verified.status == 0) == (paths == [photo]), "\(verified.output)")
      #expect(
        verified.status == 0 || verified.output.contains("its images are not those of the list \(list)"),
        "\(verified.output)")
    }
    try forge(
      ["stats", "fashion-polarity", "--hide", "2,2", "--image", photo, "--images-from", "/etc/passwd"])
    let verified = try verify()
    #expect(
      verified.status == 1
        && verified.output.contains("its command names /etc/passwd, which the bundle does not list"),
      "\(verified.output)")
  }

  /// A pipe is empty when a bundle is verified, and one that a bundle names could be waited for without end.
  @Test func listsThatComeByPipesAreRefused() throws {
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    for list in ["-", pipe] {
      let made = try Program.run(
        ["stats", "fashion-polarity", "--images-from", list, "--bundle", bundle, "--force"])
      #expect(made.status == 1 && made.error.contains("write the list to a file"), "\(made.error)")
      try forge(["stats", "fashion-polarity", "--hide", "2,2", "--images-from", list], files: [list])
      let verified = try verify()
      #expect(verified.status == 1 && verified.output.contains("problem   "), "\(verified.output)")
    }
  }

  /// A table that the bundle does not list could be a pipe that nobody writes to.
  @Test func tablesThatAreNotListedAreNotOpened() throws {
    let pipe = "\(folder.path)/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    for table in [pipe, "/dev/zero"] {
      try forge(["stats", "fashion-polarity", "--hide", "2,2", "--image", photo, "--boxes", table])
      let verified = try verify()
      #expect(
        verified.status == 1
          && verified.output.contains("its command names \(table), which the bundle does not list"),
        "\(verified.output)")
    }
  }

  /// Characters that archives do not take.
  @Test(arguments: ["a\\b", "a\u{1B}b", "a\u{7}b\nc"])
  func oddNamesComeOutAgain(name: String) throws {
    let image = "\(folder.path)/\(name).png"
    try FileManager.default.copyItem(atPath: photo, toPath: image)
    let made = try Program.run([
      "dump", "fashion-polarity", "--image", image, "--layers", "2", "--name", name, "--out",
      "\(folder.path)/maps", "--bundle", bundle,
    ])
    #expect(made.status == 0, "\(made.error)")
    let verified = try verify()
    #expect(verified.status == 0 && verified.output.contains("verified"), "\(verified.output)")
  }

  /// Places that the command of a bundle names are not written to.
  @Test func nothingIsWrittenWhereACommandSays() throws {
    let target = "\(folder.path)/target"
    let input = ["fashion-polarity", "--image", photo]
    for words in [
      ["stats"] + input + ["--append", target], ["dump"] + input + ["--out", target, "--force"],
      ["figure"] + input + ["--out", "\(target).svg", "--force"],
      ["stats"] + input + ["--bundle", target, "--force"],
    ] {
      try forge(words)
      _ = try verify()
      #expect(!isThere(target) && !isThere("\(target).svg"), "\(words)")
    }
  }

  @Test func whatCannotBeIsRefused() throws {
    #expect(try Program.run(["verify"]).status == 64)
    #expect(try Program.run(["verify", bundle]).status == 1)
    _ = try run("stats")
    let noRoot = try verify(["--root", "\(folder.path)/none"])
    #expect(noRoot.status == 64 && noRoot.error.contains("no such folder"))
    let there = try Program.run(command("stats") + ["--bundle", bundle])
    #expect(there.status == 1 && there.error.contains("exists already") && there.output.isEmpty)
    #expect(try Program.run(command("stats") + ["--bundle", bundle, "--force"]).status == 0)
    let both = try Program.run(command("stats") + ["--bundle", bundle, "--append", "\(folder.path)/lines"])
    #expect(both.status == 64 && both.error.contains("--bundle and --append exclude each other"))
    let text = try Program.run(["verify", photo])
    #expect(text.status == 1 && text.error.hasPrefix("polascope: \(photo): is no zip archive"))
  }

  /// An image that cannot be read is a result too.
  @Test func failuresComeOutAgain() throws {
    let broken = "\(folder.path)/broken.png"
    try Data("no image".utf8).write(to: URL(filePath: broken))
    let gone = "\(folder.path)/gone.png"
    let made = try Program.run(
      command("stats") + ["--image", broken, "--image", gone, "--bundle", bundle])
    #expect(made.status == 1)
    let verified = try verify()
    #expect(verified.status == 0, "\(verified.output)\(verified.error)")
    try FileManager.default.copyItem(atPath: photo, toPath: gone)
    #expect(try verify().status == 1)
  }
}
