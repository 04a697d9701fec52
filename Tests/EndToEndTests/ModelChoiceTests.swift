// Which model an argument means: folders with several files of weights, names of architectures that are mistyped.
import FoundationEssentials
import Samples
import Testing

@Suite struct ModelChoiceTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A folder with copies of a fixture's weights under these names.
  private func model(_ names: String...) throws -> String {
    let path = "\(folder.path)/model"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for name in names {
      try FileManager.default.copyItem(
        atPath: fixture("timm-vit-nano/model.safetensors"), toPath: "\(path)/\(name)")
    }
    return path
  }

  private func stats(_ model: String) throws -> ProgramRun {
    try Program.run(["stats", model, "--image", fixture("timm-vit-nano/image.png"), "--num-heads", "2"])
  }

  @Test func whatIsTakenAndWhatIsLeftAsideIsSaid() throws {
    let path = try model("model.safetensors", "best.pth", "optimizer.pt", "model-00001-of-00002.safetensors")
    let said =
      "the folder has several files of weights: model.safetensors is taken, best.pth left aside; name a file to choose it"
    let run = try stats(path)
    #expect(run.status == 0 && run.error.contains("\(path): \(said)\n"), "\(run.error)")
    #expect(run.output.contains("\(path)/model.safetensors"))
    #expect(try Program.run(["inspect", path, "--num-heads", "2"]).output.contains(said))
    let chosen = try stats("\(path)/model.safetensors")
    #expect(chosen.status == 0 && !chosen.error.contains("left aside"))
  }

  @Test func oneModelInSeveralFormatsIsOne() throws {
    let path = try model("last.safetensors", "last.pth")
    let run = try stats(path)
    #expect(run.status == 0 && run.error.contains("last.safetensors is taken, last.pth left aside"))
  }

  @Test func whatCannotBeToldApartIsRefused() throws {
    let path = try model("ema.safetensors", "last.pth")
    let run = try stats(path)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(
      run.error.contains("holds several weight files; pass one of them as MODEL: ema.safetensors, last.pth"))
  }

  @Test(arguments: [
    ("vit_tinny_patch16_224", "'tinny'", "near it are tiny"),
    ("deit_smal_patch16_224", "'smal'", "near it are small"),
    ("vit_zzzzzzzz_patch16", "'zzzzzzzz'", "in its name; only"),
  ])
  func aMistypedArchitectureIsSaid(name: String, word: String, near: String) throws {
    let path = "\(try model("model.safetensors"))/model.safetensors"
    let plain = try Program.run(["inspect", path]).output
    let run = try Program.run(["inspect", path, "--architecture", name]).output
    #expect(run.contains(word) && run.contains(near), "\(run)")
    // The number of heads is the guess that it is without the name, and said to be one.
    func heads(_ text: String) -> String? {
      text.split(separator: "\n").map(String.init).first { $0.contains("heads") && $0.contains("guess") }
    }
    #expect(heads(plain) != nil && heads(run) == heads(plain), "\(run)")
  }

  @Test(arguments: [
    "vit_base_patch16_clip_224.openai_ft_in1k", "vit_so150m2_patch16_reg1_gap_448", "deit3_small_patch16_224",
    "deit_tiny_distilled_patch16_224", "vit_giantopt_patch16_siglip_384", "vit",
  ])
  func aPublishedNameIsTaken(name: String) throws {
    let path = "\(try model("model.safetensors"))/model.safetensors"
    let run = try Program.run(["inspect", path, "--architecture", name])
    #expect(!run.output.contains("no published architecture"), "\(run.output)")
  }

  /// Every model gives what it has of maps of a layer or of all queries, and says what it lacks.
  @Test(arguments: ["incoming", "rollout", "entropy", "incoming,rollout,entropy,same,net"])
  func everyFixtureGivesTheMapsThatItHas(maps: String) throws {
    let root = fixture("")
    let models = try FileManager.default.contentsOfDirectory(atPath: root).sorted().filter {
      FileManager.default.fileExists(atPath: "\(root)/\($0)/config.json")
        && FileManager.default.fileExists(
          atPath: "\(root)/\($0)/model.safetensors")
    }
    #expect(models.count > 10)
    for model in models {
      let out = "\(folder.path)/\(maps)"
      let run = try Program.run([
        "dump", "\(root)/\(model)", "--image", Samples.images[0], "--out", out, "--map", maps,
      ])
      let files = run.output.split(separator: "\n").count
      #expect(run.status == 0 ? files > 0 : run.status == 64 && files == 0, "\(model): \(run.error)")
      #expect(run.status == 0 || maps == "rollout", "\(model) has \(maps)")
      #expect(run.status == 0 || run.error.contains("rollout: undefined here"), "\(model): \(run.error)")
    }
  }
}
