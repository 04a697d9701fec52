// `view --session FILE`: a screen is saved by Ctrl-S and comes back; pictures of it as PNG; what is refused.
import FoundationEssentials
import Imaging
import Samples
import TestSupport
import Testing

@Suite struct SessionFileTests {
  private let folder: TestSupport.TemporaryFolder
  private var session: String { "\(folder.path)/s.json" }

  init() throws { folder = try TestSupport.TemporaryFolder() }

  private func text(_ path: String) throws -> String { try String(contentsOfFile: path, encoding: .utf8) }

  private func frame(_ arguments: [String]) throws -> (text: String, run: ProgramRun) {
    let path = "\(folder.path)/frame.ansi"
    let run = try Program.run(["view"] + arguments + ["--screenshot", path, "--force"])
    #expect(run.status == 0, "\(run.error)")
    return (try text(path), run)
  }

  private func frame(_ arguments: String...) throws -> (text: String, run: ProgramRun) {
    try frame(arguments)
  }

  /// Unlike models with files of their own, options, heads off, hidden patches, pins, unlinked sides, another image.
  @Test(arguments: [
    "] P Right Right x = n Down Tab 2 B s e e Enter", "7 t S", "] ] 3 c r = Tab b } Space Right Right",
  ])
  func aScreenComesBack(keys: String) throws {
    let models = [fixture("timm-vit-nano-reg-ls"), "fashion-polarity", "fashion-relu"]
    let images = Samples.images.prefix(3).flatMap { ["--image", $0] }
    let options = ["--interpolation", "lanczos", "--session", session]
    let saved = try frame(
      models + images + options + ["--keys", keys + " F9 F9 C-s F9"])
    #expect(saved.run.error.contains("F9 means nothing in view"))
    let again = try frame("--session", session)
    #expect(again.text == saved.text)
    #expect(again.run.error.isEmpty, "\(again.run.error)")
    // The same models, images and options may be named again.
    let named = try frame(models + images + options)
    #expect(named.text == saved.text)
  }

  /// A place of a model that has left the screen is the same place again.
  @Test func aPlaceOfAModelThatLeftComesBack() throws {
    let models = ["timm-swin-nano", "timm-vit-nano-reg-ls", "timm-vit-nano"].map(fixture)
    let saved = try frame(models + ["--session", session, "--keys", ". } F9 C-s F9"])
    let again = try frame("--session", session)
    #expect(again.text == saved.text)
    #expect(again.run.error.isEmpty, "\(again.run.error)")
  }

  /// A model that is named in two ways is loaded once; with two names it is there twice.
  @Test(arguments: [
    ["fashion-softmax", "fashion-softmax"], ["fashion-softmax", "SAMPLES/fashion-softmax"], ["PVT", "PVT/."],
    ["PVT/", "/.PVT", "fashion-relu"], ["PVT", "PVT", "--name", "a", "--name", "b"],
  ])
  func aModelThatIsNamedTwiceComesBack(words: [String]) throws {
    let models = try words.map {
      $0.replacing("SAMPLES", with: try #require(Samples.root)).replacing("PVT", with: fixture("pvt-nano"))
    }
    let saved = try frame(models + ["--session", session, "--keys", "] F9 C-s F9"])
    let again = try frame("--session", session)
    #expect(again.text == saved.text && again.run.error.isEmpty, "\(again.run.error)")
    if !words.contains("--name") { #expect(try frame(models + ["--session", session]).text == saved.text) }
  }

  /// An image of the user's stays his own where a bundled one has its name.
  @Test func anImageCalledAsABundledOneComesBack() throws {
    let (first, last) = (try #require(Samples.images.first), try #require(Samples.images.last))
    let name = try #require(first.split(separator: "/").last.map(String.init))
    try FileManager.default.copyItem(atPath: last, toPath: "\(folder.path)/\(name)")
    func frame(_ arguments: [String]) throws -> String {
      let run = try Program.run(
        "/bin/sh",
        ["-c", "cd \"$0\" && exec \"$@\"", folder.path, Program.path, "view"] + arguments
          + ["--screenshot", "frame.ansi", "--force"])
      #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
      return try text("\(folder.path)/frame.ansi")
    }
    let saved = try frame([
      "fashion-softmax", "--image", name, "--session", "s.json", "--keys", "] C-s Escape",
    ])
    #expect(try frame(["--session", "s.json", "--keys", "Escape"]) == saved)
    #expect(try text(session).contains("\"./\(name)\""))
  }

  /// A session and the files beside it are moved together.
  @Test func aFolderMovesWithItsSession() throws {
    let (here, there) = ("\(folder.path)/here", "\(folder.path)/there")
    try FileManager.default.createDirectory(atPath: here, withIntermediateDirectories: true)
    try FileManager.default.copyItem(atPath: fixture("timm-vit-nano"), toPath: "\(here)/model")
    try FileManager.default.copyItem(atPath: try #require(Samples.images.first), toPath: "\(here)/a.png")
    let saved = try frame(
      "\(here)/model", "--image", "\(here)/a.png", "--session", "\(here)/s.json", "--keys", "] F9 C-s F9")
    #expect(try text("\(here)/s.json").contains("\"./model\""))
    try FileManager.default.moveItem(atPath: here, toPath: there)
    #expect(try frame("--session", "\(there)/s.json").text == saved.text)
  }

  @Test func otherWeightsAreSaidAndMissingFilesNamed() throws {
    let (model, image) = ("\(folder.path)/m", "\(folder.path)/a.png")
    let sample = try #require(Samples.images.first)
    try FileManager.default.copyItem(atPath: fixture("pola-pvt-nano-sr"), toPath: model)
    try FileManager.default.copyItem(atPath: sample, toPath: image)
    _ = try frame(model, "--image", image, "--session", session, "--keys", "C-s")
    #expect(try frame("--session", session).run.error.isEmpty)
    try FileManager.default.removeItem(atPath: model)
    let changed = try TestSupport.TemporaryFolder()
    _ = try Fixtures.diverged(
      "pola-pvt-nano-sr", tensor: "block1.0.attn.qg.weight", value: 1, in: changed)
    try FileManager.default.copyItem(atPath: changed.path, toPath: model)
    let other = try frame("--session", session)
    #expect(other.run.error.contains("m has changed since the session was saved"), "\(other.run.error)")
    try FileManager.default.removeItem(atPath: image)
    let lost = try Program.run(["view", "--session", session, "--screenshot", "\(folder.path)/x.txt"])
    #expect(
      lost.status == 1 && lost.error.contains("s.json: images of the session")
        && lost.error.contains("a.png"), "\(lost.error)")
    try FileManager.default.copyItem(atPath: sample, toPath: image)
    try FileManager.default.removeItem(atPath: model)
    let gone = try Program.run(["view", "--session", session, "--screenshot", "\(folder.path)/x.txt"])
    #expect(
      gone.status == 1 && gone.error.contains("s.json: a model of the session")
        && gone.error.contains("/m: "), "\(gone.error)")
    #expect(gone.error.split(separator: "\n").count == 1)
  }

  /// An image with other bytes, on the screen or only in a bookmark, is said as soon as it is read.
  @Test func anotherImageIsSaid() throws {
    let images = ["a.png", "b.png"].map { "\(folder.path)/\($0)" }
    for (path, sample) in zip(images, Samples.images) {
      try FileManager.default.copyItem(atPath: sample, toPath: path)
    }
    let given = images.flatMap { ["--image", $0] }
    _ = try frame(["fashion-softmax"] + given + ["--session", session, "--keys", "n B Enter p C-s"])
    let opened = try frame("--session", session, "--bookmark", "1")
    #expect(opened.run.error.isEmpty, "\(opened.run.error)")
    try FileManager.default.removeItem(atPath: images[1])
    try FileManager.default.copyItem(atPath: try #require(Samples.images.last), toPath: images[1])
    for arguments in [["--bookmark", "1"], ["--keys", "' Enter"]] {
      let error = try frame(["--session", session] + arguments).run.error
      #expect(error.contains("b.png has changed since the session was saved"), "\(error)")
    }
    #expect(try frame("--session", session).run.error.isEmpty)
  }

  /// What a key should have written and could not is an error of the run, whose picture shows why.
  @Test(arguments: ["C-s", "s", "d", "D", "F"]) func whatAKeyCannotWriteIsAnError(key: String) throws {
    let picture = "\(folder.path)/picture.txt"
    let run = try Program.run(
      "/bin/sh",
      [
        // A folder that no user can write to.
        "-c", "cd /proc/self && exec \"$@\"", "sh", Program.path, "view", "fashion-softmax", "--session",
        "s.json",
        "--keys", key, "--screenshot", picture,
      ])
    #expect(run.status == 1, "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1 && run.error.contains("cannot "), "\(run.error)")
    #expect(try text(picture).contains("cannot "))
  }

  /// So is what a key does not write although nothing prevents it: the screen is no figure, the name is not confirmed, or
  /// there is no model to dump.
  @Test(arguments: [
    (
      "] ] P . Right P F", "cannot draw the figure: a figure has rows and columns, and the screen differs in "
    ),
    ("C-s", "cannot save the session: its name waits for Enter"),
    ("C-s C-u Enter", "cannot save the session: type the name of a file"),
  ])
  func whatAKeyDoesNotWriteIsAnError(keys: String, reason: String) throws {
    let run = try Program.run([
      "view", "fashion-softmax", "fashion-polarity", "--keys", keys, "--screenshot", "\(folder.path)/a.txt",
    ])
    #expect(run.status == 1, "\(run.error)")
    #expect(
      run.error.hasPrefix("polascope: \(reason)") && run.error.split(separator: "\n").count == 1,
      "\(run.error)")
    #expect(try text("\(folder.path)/a.txt").contains("1 heads"))
    // Escape takes the wish back.
    let escaped = try frame(["fashion-softmax", "--keys", "C-s Escape"]).run
    #expect(escaped.error.isEmpty)
  }

  @Test(arguments: [
    ["--layer", "1"], ["fashion-relu"], ["--image", "/"], ["--view", "heads"], ["--alpha", "3"],
    ["--pin", "0.0"],
    ["--heads-off", "0.0"], ["--colormap", "viridis"], ["--name", "x"],
  ])
  func whatTheSessionSaysIsNotSaidOtherwise(options: [String]) throws {
    _ = try frame("fashion-softmax", "--session", session, "--keys", "C-s")
    let run = try Program.run(
      ["view", "--session", session, "--screenshot", "\(folder.path)/x.txt"] + options)
    #expect(run.status == 64 && run.error.contains("is there and says what to show"), "\(run.error)")
  }

  /// Every bookmark is opened by its number, and is a section of the page with the same picture.
  @Test func bookmarksAreOpenedAndReported() throws {
    _ = try frame(
      "fashion-softmax", "fashion-polarity", "--session", session, "--keys",
      "] 2 B < b > & Enter = ] x 3 B Enter C-s")
    let pictures = try (1...2).map { number in
      let path = "\(folder.path)/\(number).svg"
      let run = try Program.run([
        "view", "--session", session, "--bookmark", "\(number)", "--size", "140x42", "--screenshot", path,
      ])
      #expect(run.status == 0, "\(run.error)")
      return try text(path)
    }
    #expect(pictures[0] != pictures[1])
    let page = "\(folder.path)/page.html"
    let run = try Program.run(["view", "--session", session, "--report", page])
    #expect(run.status == 0 && run.output == page + "\n", "\(run.error)")
    let html = try text(page)
    for picture in pictures { #expect(html.contains(picture)) }
    #expect(html.contains("1. &lt;b&gt;&amp;") && html.contains("2. no note") && !html.contains("<b>"))
    #expect(html.contains("--bookmark 2") && html.contains("digest "))
    #expect(
      !html.contains("http://") || !html.replacing("http://www.w3.org/2000/svg", with: "").contains("http"))
    let again = try Program.run(["view", "--session", session, "--report", page])
    #expect(again.status == 1 && again.error.contains("exists already"))
    for (options, message) in [
      (["--bookmark", "3"], "has bookmarks 1 to 2"), (["--bookmark", "0"], "has bookmarks 1 to 2"),
      (["--report", page, "--screenshot", "x.txt"], "exclude each other"),
    ] {
      let run = try Program.run(["view", "--session", session] + options)
      #expect(run.status == 64 && run.error.contains(message), "\(run.error)")
    }
    #expect(try Program.run(["view", "--report", page, "--force"]).status == 64)
    #expect(try Program.run(["view", "--bookmark", "1"]).status == 64)
  }

  /// In a terminal Ctrl-S reaches the program, which gives the settings of the line back.
  @Test func controlSReachesTheProgram() throws {
    let session = try TerminalSession.onTwins()
    try session.type("]", "C-s")
    try session.wait(for: "the name of the session") { $0.contains("save the session as") }
    try session.type("Enter")
    try session.wait(for: "word of the file") { $0.contains("saved the session in polascope-session.json") }
    try session.type("]", "C-s")
    try session.wait(for: "word of the file again") { $0.contains("saved the session in") }
    #expect(try text("\(session.path)/polascope-session.json").contains("\"head\" : \"2.0\""))
    try session.type("q")
    try session.wait(for: "the shell") { $0.contains("ended with status 0") }
    #expect(try session.settingsAreAsFound())
  }

  /// A PNG shows what the SVG shows: every area in the same place and color.
  @Test(arguments: ["dark", "light"]) func aPNGShowsWhatTheSVGShows(ground: String) throws {
    let options = ["view", "--view", "compare", "--size", "100x30", "--ground", ground, "--screenshot"]
    let png = "\(folder.path)/a.png"
    let run = try Program.run(options + [png])
    #expect(run.status == 0, "\(run.error)")
    let picture = try ImageFile(png).image
    #expect(picture.width == 1800 && picture.height == 1080)
    let svg = "\(folder.path)/a.svg"
    #expect(try Program.run(options + [svg]).status == 0)
    var (seen, wrong) = (0, 0)
    let areas = try text(svg).matches(
      of: #/<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)" fill="#([0-9a-f]{6})"/#)
    for area in areas.suffix(3000) {
      let (x, y) = (try #require(Int(area.1)), try #require(Int(area.2)))
      let (width, height) = (try #require(Int(area.3)), try #require(Int(area.4)))
      let color = picture[column: 2 * x + width, row: 2 * y + height]
      let expected = try #require(UInt32(area.5, radix: 16))
      seen += 1
      if UInt32(color.red) << 16 | UInt32(color.green) << 8 | UInt32(color.blue) != expected { wrong += 1 }
    }
    // Text and later shapes lie on some of them.
    #expect(seen > 500 && wrong * 20 < seen, "\(wrong) of \(seen)")
  }

  @Test func aScreenshotIsReplacedOnlyWithForce() throws {
    let path = folder.write(Array("mine".utf8), to: "a.txt")
    let refused = try Program.run(["view", "--screenshot", path])
    #expect(refused.status == 1 && refused.error.contains("exists already"), "\(refused.error)")
    #expect(try text(path) == "mine")
    #expect(try Program.run(["view", "--screenshot", path, "--force"]).status == 0)
    #expect(try text(path) != "mine")
  }

  @Test func keysAfterTheEndAreSaid() throws {
    let run = try Program.run(["view", "--screenshot", "\(folder.path)/a.txt", "--keys", "] F9 q ] ]"])
    #expect(run.status == 0)
    #expect(run.error.contains("--keys: F9 means nothing in view heads"))
    #expect(run.error.contains("--keys: q ends the viewer; the 2 keys after it are not pressed"))
  }

  @Test func optionsOfASecondSideOpenIt() throws {
    let opened = try frame("fashion-softmax", "--b-layer", "2", "--layer", "0")
    let twice = try frame("fashion-softmax", "fashion-softmax", "--b-layer", "2", "--layer", "0")
    #expect(opened.text == twice.text)
    #expect(try frame("fashion-softmax", "--focus", "b", "--pin", "B:1.0").run.error.isEmpty)
  }
}
