// `y`: its commands write, byte for byte, the files that `d` writes, and open the viewer on the same screen.
import Attention
import Compute
import FoundationEssentials
import Glibc
import Samples
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ReplayTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static func sample(_ name: String) -> String { Samples.folder(named: name) ?? name }

  /// Unlike in layers, heads, grids, windows, prefix tokens and mechanisms.
  private static let models: [[String]] = [
    [sample("fashion-softmax"), sample("fashion-polarity")],
    [fixture("timm-vit-nano-reg-ls"), sample("fashion-relu")],
    [fixture("pola-swin-nano-shift"), fixture("hf-dinov2-reg-nano")],
    [fixture("pvt-nano"), fixture("timm-deit-distilled-nano"), sample("fashion-focused")],
    [fixture("flatten-swin-nano")],
    [fixture("timm-siglip-nano"), sample("fashion-softmax")],
  ]

  /// Keys that do not leave the viewer, write files or open what only the reader closes.
  private static let keys = KeyTable.bindings.flatMap { binding -> [Key] in
    switch binding.action {
    case .quit, .screenshot, .saveSession, .figure, .bookmark, .dump, .showCommands, .palette: []
    default: binding.keys
    }
  }

  private func viewer(_ options: ViewerOptions, size: Size) throws -> HeadlessViewer {
    let viewer = try HeadlessViewer(
      options: options, size: size, capabilities: Capabilities(depth: .truecolor))
    viewer.settle()
    return viewer
  }

  /// Runs a line as a user pastes it into a shell, in the test's folder.
  private func paste(_ line: String) throws -> ProgramRun {
    let script = #"program=$0; polascope() { "$program" "$@"; }; cd "$1" && eval "$2""#
    return try Program.run("bash", ["-c", script, Program.path, folder.path, line])
  }

  /// Names and bytes of all files below a folder, in an order of their own.
  private func files(below root: String) -> [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: root)) ?? []
    return names.filter { $0.hasSuffix(".pgm") }.map { name in
      let bytes = FileManager.default.contents(atPath: "\(root)/\(name)") ?? Data()
      return
        "\(name.split(separator: "/").last ?? "") \(bytes.map { String($0, radix: 16) }.joined(separator: " "))"
    }.sorted()
  }

  /// Compares what the commands of `y` give with what `d` writes and with the screen.
  private func expectReplayed(_ viewer: HeadlessViewer, _ what: String) throws {
    let (state, findings) = (viewer.state, viewer.viewer.findings)
    let (written, dumped) = ("\(folder.path)/written", "\(folder.path)/maps")
    // Two places of one forward pass are in a folder each.
    let dumpedToo = "\(folder.path)/maps-2"
    for root in [written, dumped, dumpedToo] { try? FileManager.default.removeItem(atPath: root) }
    let order = try #require(state.exportOrder(wholeLayer: false, findings))
    for part in order.parts {
      let examination = try #require(findings[Examine(part.key)])
      _ = try? order.write(
        examination, at: part.place, into: "\(written)/\(part.key.model)", cancellation: Cancellation())
    }
    let dump = try #require(DumpCommands(state: state, findings: findings))
    for command in dump.commands {
      // Two models of one name are told apart by separate folders; so are commands.
      let run = try paste(command.line)
      #expect(run.status == 0, "\(what): \(command.line): \(run.error)")
    }
    let every = (files(below: dumped) + files(below: dumpedToo)).sorted()
    #expect(files(below: written) == every, "\(what): \(dump.commands.map(\.line))")
    #expect(files(below: written).isEmpty == dump.commands.isEmpty)

    let view = try #require(ViewCommand(state: state, findings: findings))
    guard let command = view.command else {
      #expect(!view.remarks.isEmpty && state.modelCount > 2, "\(what)")
      return
    }
    let screen = "\(folder.path)/screen.ansi"
    let run = try paste("\(command.line) --size \(state.size) --screenshot screen.ansi --force")
    #expect(run.status == 0, "\(what): \(command.line): \(run.error)")
    let restored = try String(contentsOfFile: screen, encoding: .utf8)
    let expected = String(decoding: try viewer.picture(.ansi), as: UTF8.self)
    #expect(
      restored.split(separator: "\n", omittingEmptySubsequences: false)
        == expected.split(separator: "\n", omittingEmptySubsequences: false), "\(what): \(command.line)")
  }

  @Test(arguments: models) func randomScreensAreReplayed(models: [String]) throws {
    let seed = getenv("POLASCOPE_SEED").flatMap { UInt32(String(cString: $0)) } ?? 2026
    print("random screens of \(models.count) models: POLASCOPE_SEED=\(seed)")
    var random = seed
    func next(_ count: Int) -> Int {
      random = random &* 1_664_525 &+ 1_013_904_223
      return Int(random >> 8) % count
    }
    let size = Size(columns: 150, rows: 42)
    let options = ViewerOptions(models: models, images: Array(Samples.images.prefix(2)))
    let viewer = try viewer(options, size: size)
    for round in 0..<8 {
      var pressed: [String] = []
      for _ in 0..<(8 + next(12)) {
        let key = Self.keys[next(Self.keys.count)]
        viewer.handle(.key(key))
        pressed.append(key.label)
        if next(6) == 0 {
          viewer.handle(.click(Position(x: next(size.columns), y: next(size.rows))))
          pressed.append("click")
        }
        // Moves, lest all screens be of the first layer.
        if next(3) == 0 { viewer.handle(.key(.character(next(2) == 0 ? "]" : "."))) }
        viewer.settle()
        if viewer.state.dialog != nil { viewer.handle(.key(.escape)) }
      }
      // A key without a meaning says so once, and then takes the notice away.
      viewer.handle(.key(.function(9)))
      viewer.handle(.key(.function(9)))
      viewer.settle()
      try expectReplayed(viewer, "seed \(seed), round \(round): \(pressed.joined(separator: " "))")
    }
  }

  /// Two sides of one model that go their own ways, with other images and changes, and pins of both.
  @Test func sidesAndPinsAreReplayed() throws {
    let images = Array(Samples.images.prefix(2))
    let twins = [Self.sample("fashion-softmax"), Self.sample("fashion-polarity")]
    for (models, keys) in [
      (twins, "] = Tab ] Right n b x Tab"), (Array(twins.prefix(1)), "] ] = . x n Right"),
      (twins, "] P . Right P = P"),
      (twins, "= } ] x = Tab"), (twins, "2 = n Down"), (Array(twins.prefix(1)), "= P ="),
      (Array(twins.prefix(1)), "= ] P = . P"),
    ] {
      let viewer = try viewer(
        ViewerOptions(models: models, images: images), size: Size(columns: 200, rows: 60))
      try viewer.type(keys)
      viewer.handle(.key(.function(9)))
      viewer.handle(.key(.function(9)))
      let remarks = ViewCommand(state: viewer.state, findings: viewer.viewer.findings)?.remarks
      #expect(remarks == [], "\(keys)")
      try expectReplayed(viewer, keys)
    }
  }

  /// The probe of a pooling head, on one side and on both, beside a model without one, and pins of it.
  @Test func poolingHeadsAreReplayed() throws {
    let pooled = fixture("timm-siglip-nano")
    for (models, keys) in [
      ([pooled, Self.sample("fashion-softmax")], "C . ."), ([pooled], "] C P . P ["),
      ([pooled, pooled], "2 C . = ] C"), ([pooled, Self.sample("fashion-polarity")], "] C 3 ."),
      ([Self.sample("fashion-softmax"), pooled], "Tab ] C . 5"), ([pooled], "= C . C Tab"), ([pooled], "C 7"),
    ] {
      let viewer = try viewer(
        ViewerOptions(models: models, images: Array(Samples.images.prefix(2))),
        size: Size(columns: 160, rows: 48))
      try viewer.type(keys)
      viewer.handle(.key(.function(9)))
      viewer.handle(.key(.function(9)))
      try expectReplayed(viewer, "pool: \(keys)")
    }
  }

  /// The files and the screen of models and images under names that a shell would take apart.
  @Test func hostileNamesSurviveTheShell() throws {
    let image = "\(folder.path)/-a 'b' \"c\"\u{1b}[31m\n$(touch oops) `x`\\ é\u{202e}.png"
    try FileManager.default.copyItem(atPath: try #require(Samples.images.first), toPath: image)
    let model = "\(folder.path)/m 'n'\u{7}$HOME"
    try FileManager.default.copyItem(atPath: Self.sample("fashion-softmax"), toPath: model)
    let viewer = try viewer(
      ViewerOptions(models: [model, Self.sample("fashion-polarity")], images: [image]),
      size: Size(columns: 120, rows: 36))
    try viewer.type("] ] . x b Right")
    try expectReplayed(viewer, "hostile names")
    try viewer.type("y")
    let dialog = viewer.frame().plainText
    #expect(dialog.contains("\\033[31m\\012$(touch oops)") && !dialog.contains("\u{1b}"))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/oops"))
  }

  /// Models and images of one stem: `d` keeps their maps apart, in folders that say which they are of, and so do the
  /// commands of `y`.
  @Test func filesOfOneStemAreToldApart() throws {
    var models: [String] = []
    for (index, name) in ["fashion-softmax", "fashion-polarity"].enumerated() {
      let parent = "\(folder.path)/run-\(index)"
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: Self.sample(name), toPath: "\(parent)/last")
      models.append("\(parent)/last")
    }
    var images: [String] = []
    for (index, source) in Samples.images.prefix(2).enumerated() {
      let parent = "\(folder.path)/day-\(index)"
      try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: source, toPath: "\(parent)/cat.png")
      images.append("\(parent)/cat.png")
    }
    let options = ViewerOptions(models: models, images: images)
    let viewer = try viewer(options, size: Size(columns: 150, rows: 42))
    let none = viewer.state.interventions(.a)
    func maps(_ options: ViewerOptions, _ model: Int, _ image: Int) -> String {
      options.files.folder(
        of: ExaminationKey(model: model, version: 0, image: image, interventions: none))
    }
    #expect(maps(options, 0, 0) == "run-0_last/day-0_cat")
    #expect(maps(options, 1, 1) == "run-1_last/day-1_cat")
    try viewer.type("] x")
    try expectReplayed(viewer, "one stem")
    let dumped = try FileManager.default.contentsOfDirectory(atPath: "\(folder.path)/maps")
    #expect(Set(dumped) == ["run-0_last", "run-1_last"])
    // Other stems need no more than those.
    let plain = ViewerOptions(
      models: ["a/one.pth", "b/two.pth"], images: ["a/x.png", "b/y.png", "b/x-ray.png"])
    #expect(plain.namesToGive == nil && maps(plain, 1, 0) == "two/x" && maps(plain, 0, 2) == "one/x-ray")
    // One file twice: two folders all the same.
    let twice = ViewerOptions(models: ["a/one.pth", "a/one.pth"], images: ["x.png"])
    #expect(maps(twice, 1, 0) == "one-2/x" && twice.namesToGive == nil)
  }

  /// Relative paths that begin with a dash, for models and images.
  @Test func dashesAreNoOptions() throws {
    let script = #"cp -r "$2" "$1/-m" && cp "$3" "$1/-i.png""#
    let copied = try Program.run(
      "sh",
      ["-c", script, "", folder.path, Self.sample("fashion-softmax"), try #require(Samples.images.first)])
    try #require(copied.status == 0)
    let line = ShellCommand("dump", models: ["-m"], options: option("image", "-i.png") + ["--out", "maps"])
      .line
    #expect(line == "polascope dump --image=-i.png --out maps -- -m")
    let run = try paste(line)
    #expect(run.status == 0 && run.output.contains("maps/-m/-i/layer00-head00-attention"), "\(run.error)")
  }

  @Test func theOptionsOfModelsAreGivenAgain() throws {
    var options = ViewerOptions(
      models: [fixture("pola-pvt-nano"), fixture("pola-pvt-nano-softmax")],
      images: [try #require(Samples.images.first)])
    options.applyingOrientation = true
    options.overrides.numHeads = [1, 1, 1, 1]
    options.overrides.alpha = -0.3
    options.overrides.inputHeight = 64
    options.overrides.inputWidth = 96
    options.overrides.cropFraction = 0.7
    options.overrides.mean = [0.1, 1.0 / 3, 1e-9]
    options.overrides.standardDeviation = [0.3, 7, 0.11]
    options.overrides.interpolation = .lanczos
    let viewer = try viewer(options, size: Size(columns: 120, rows: 36))
    try viewer.type("] Right m r r")
    viewer.handle(.key(.function(9)))
    viewer.handle(.key(.function(9)))
    try expectReplayed(viewer, "options")
    #expect(
      options.modelWords == [
        "--num-heads", "1,1,1,1", "--alpha=-0.3", "--input-size", "64x96", "--crop-pct", "0.7", "--mean",
        "0.1,0.33333334,1e-09", "--std", "0.3,7.0,0.11", "--interpolation", "lanczos", "--exif-orientation",
      ])
  }

  /// What the file of a map cannot hold is said, and no command is printed that gives something else.
  @Test func whatNoCommandGivesIsSaid() throws {
    let viewer = try viewer(
      ViewerOptions(
        models: [fixture("timm-vit-nano-reg-ls"), Self.sample("fashion-softmax")], images: [Samples.images[0]]
      ),
      size: Size(columns: 160, rows: 40))
    func lines(_ keys: String) throws -> (commands: [String], remarks: [String]) {
      try viewer.type(keys)
      let dump = try #require(DumpCommands(state: viewer.state, findings: viewer.viewer.findings))
      return (dump.commands.map(\.line), dump.remarks)
    }
    // B has no CLS token, and no rollout.
    let token = try lines("C")
    #expect(token.commands.count == 1 && token.commands[0].contains("--query cls"))
    #expect(token.remarks == ["No file holds the map of fashion-softmax: layer 0 has no cls token."])
    while viewer.state.query != .mean { try viewer.type("C") }
    let mean = try lines("6")
    #expect(mean.commands.isEmpty && mean.remarks.contains { $0.contains("not from the mean") })
    #expect(try lines("1 C 5").remarks.contains { $0.contains("not counterfactual readings") })
    #expect(try lines("2").remarks == ["Files hold A and B, not B − A."])
    #expect(try lines("1 I").remarks.contains { $0.contains("not who looks") })
  }

  @Test(arguments: [
    (["--layer", "1", "--b-layer", "99"], "--b-layer 99"), (["--b-query", "99,0"], "--b-query 99,0"),
    (["--b-query", "1,1", "--b-point", "0.5,0.5"], "exclude each other"), (["--b-image", "/"], "one file"),
    (["--hide", "C:1,1"], "--hide C:1,1"), (["--focus", "c"], "'--focus <focus>'"),
    (["--b-layer", "99"], "--b-layer 99"), (["--b-head", "9"], "--b-head 9"),
    (["--query", "cls"], "no such token"),
    (["--query", "pool"], "has no pooling head"), (["--pin", "B:pool.0"], "has no pooling head"),
    (["--pin", "pool.x"], "or pool.HEAD"), (["--pin", "0.0@mean;point=0.5"], ";point=Y,X behind @mean"),
    (["--pin", "0.0@1,1;point=0.5,0.5"], ";point=Y,X behind @mean"),
    (["--pin", "0.0@mean;point=0,0;point=0,0"], ";point=Y,X behind @mean"),
    (["--map", "incoming"], "--incoming or key I"), (["--probe", "dist"], "have no such token"),
    (["--probe", "reg3"], "--probe reg3: fashion-softmax and fashion-polarity have no such token"),
    (["--pin", "0.0;on=1.0"], ";off=LAYER.HEAD,"), (["--pin", "0.0;off"], ";off=LAYER.HEAD,"),
    (["--pin", "0.0;off=1.0;off=none"], ";off=LAYER.HEAD,"),
    (["--pin", "0.0;hide=3,5"], ";hide=R,C@ROWSxCOLUMNS"),
    (["--pin", "0.0;hide=9,9@8x8"], "hide=9,9@8x8"), (["--pin", "0.0;side=c"], ";side=a or b"),
    (["--pin", "0.0;off=9.0"], "there is no layer 9"), (["--pin", "0.0;image=/"], "not a folder"),
    (["--b-query", "pool"], "--b-query pool"),
    (["--query", "all"], "or mean"),
    (["--point", "0.5,1.5"], "from 0 to 1"), (["--scale", "fixed"], "or LO,HI"),
    (["--scale", "2,1"], "or LO,HI"),
    (["--exponent", "0"], "from 1 to 6"), (["--heads-off", "0.9"], "head 0 only"),
    (["--probe", "0.5"], "dist, or reg0"), (["--zoom", "all"], "--zoom"), (["--metric", "x"], "--metric"),
    (["--hide", "32,0"], "rows 0 to 31"), (["--query", "1,1", "--point", "0.5,0.5"], "exclude each other"),
  ])
  func aStartThatIsNotThereIsAUsageError(options: [String], message: String) throws {
    let run = try Program.run(
      ["view", "fashion-softmax", "fashion-polarity", "--image", Samples.images[0], "--screenshot"]
        + ["\(folder.path)/s.txt"] + options)
    #expect(run.status == 64 && run.error.contains(message), "\(run.error)")
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/s.txt"))
  }
}

extension HeadlessViewer {
  fileprivate var state: ViewerState { viewer.state }

  /// Types keys by their tmux names, each when all work is done.
  fileprivate func type(_ keys: String) throws {
    for key in try Key.sequence(keys) {
      handle(.key(key))
      settle()
    }
  }
}
