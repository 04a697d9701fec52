// The viewer in a terminal: the default start, the keys that move, files, resizing, and how it leaves.
import FoundationEssentials
import Samples
import TestSupport
import Testing

@Suite struct ViewerTests {
  @Test func theDefaultStartShowsTheTwinsSideBySide() throws {
    let session = try TerminalSession.onTwins()
    let screen = try session.screen()
    for name in Samples.defaultModels { #expect(screen.contains(name)) }
    let image = try #require(Samples.images.first?.split(separator: "/").last)
    #expect(screen.contains(image))
    let title = try #require(screen.split(separator: "\n").first { $0.contains("softmax · attention") })
    #expect(title.contains("polarity · same"), "the panels are side by side")
    #expect(try session.modes().alternateScreen)
  }

  @Test(arguments: ["Right", "Down", "]", ",", "n"])
  func movingChangesTheMapsOfBothModels(key: String) throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--head", "1", "--query", "3,3")
    let before = TwinsScreen.footers(try session.screen())
    try session.type(key)
    try session.wait(for: "other numbers under each panel after \(key)") { screen in
      TwinsScreen.isComplete(screen) && zip(before, TwinsScreen.footers(screen)).allSatisfy { $0 != $1 }
    }
  }

  @Test func theSecondViewComparesTheModels() throws {
    let session = try TerminalSession.onTwins("--layer", "2")
    try session.type("2")
    try session.wait(for: "the difference of the maps") { $0.contains("B − A") && $0.contains("JS") }
    try session.type("1")
    try session.wait(for: "the first view again", until: TwinsScreen.isComplete)
  }

  @Test func dumpedMapsAreThoseOfTheCommand() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--head", "1", "--query", "3,5")
    try session.type("d")
    try session.wait(for: "word of the files") { $0.contains(".pgm") || $0.contains("polascope-maps") }

    let image = try #require(Samples.images.first)
    let folder = try TemporaryFolder()
    let run = try Program.run(
      ["dump"] + Samples.defaultModels + ["--image", image, "--out", folder.path]
        + ["--layers", "2", "--heads", "1", "--query", "3,5"])
    #expect(run.status == 0)
    let expected = run.output.split(separator: "\n").map { String($0.dropFirst(folder.path.count)) }
    #expect(expected.count == 4)
    for file in expected {
      let path = "\(session.path)/polascope-maps\(file)"
      try session.wait(for: "the file \(path)") { _ in FileManager.default.fileExists(atPath: path) }
      let written = try Graymap(contentsOf: path)
      #expect(written == (try Graymap(contentsOf: folder.path + file)))
      #expect(written.width == 16 && written.height == 16)
    }
  }

  @Test func resizingLosesNothing() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--head", "1", "--query", "3,5")
    let before = try session.screen()
    try session.resize(columns: 80, rows: 24)
    try session.wait(for: "the same panels without the image, at the same place") { screen in
      !screen.contains("query 3,5") && screen.contains("B 2.1 opposite") && screen.contains(" 2.1 ")
        && TwinsScreen.footers(screen).count == 3
    }
    try session.resize(columns: 30, rows: 8)
    try session.wait(for: "a word on the size it needs") { $0.contains("needs 40x12 cells") }
    try session.resize(columns: 120, rows: 36)
    try session.wait(for: "the screen from before") { $0 == before }
  }

  @Test func helpListsTheKeysAndGoesAway() throws {
    let session = try TerminalSession.onTwins()
    let before = try session.screen()
    try session.type("?")
    try session.wait(for: "the list of keys") { $0.contains("next layer") && $0.contains("previous head") }
    try session.type("Escape")
    try session.wait(for: "the screen from before") { $0 == before }
  }

  @Test(arguments: [["./missing.safetensors"], ["--image", "./missing.png"]])
  func aFileThatCannotBeReadIsOneLine(arguments: [String]) throws {
    let session = try TerminalSession(arguments)
    #expect(try session.waitForEnd() == 1)
    let lines = try session.screen().split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasPrefix("polascope: ./missing.") == true)
    #expect(try session.modes() == .shell)
  }

  @Test func withoutATerminalItSaysSo() throws {
    let run = try Program.run([])
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: view needs a terminal"))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}

@Suite struct ScreenshotTests {
  @Test func theSameViewerDrawsWithoutATerminal() throws {
    let frame = try TwinsScreen.frame(columns: 120, rows: 36, ["--layer", "2", "--keys", "]"])
    #expect(frame.first?.contains("layer 3") == true)

    let session = try TerminalSession(["--layer", "2"])
    try session.wait(for: "the layer asked for") { $0.contains("layer 2") }
    try session.type("]")
    try session.wait(for: "the same screen") { TwinsScreen.withoutTrailingBlanks($0) == frame }
  }

  @Test(arguments: ["svg", "ansi"])
  func otherFormatsHoldTheSameText(format: String) throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/frame.\(format)"
    let run = try Program.run(["fashion-polarity", "--screenshot", path])
    #expect(run.status == 0)
    let picture = try String(contentsOfFile: path, encoding: .utf8)
    #expect(picture.contains("fashion-polarity"))
    #expect(format == "svg" ? picture.hasPrefix("<") : picture.contains(";38;2;"))
  }

  /// A model with one infinite weight has every view; the numbers that it costs are not finite.
  @Test(arguments: ["1", "2", "3", "4", "5", "6"])
  func viewsOfWhatDivergedAreDrawn(key: String) throws {
    let folder = try TestSupport.TemporaryFolder()
    let model = try Fixtures.diverged(
      "pola-pvt-nano-sr", tensor: "block1.0.attn.qg.weight", value: .infinity, in: folder)
    let frame = try TwinsScreen.frame(
      columns: 120, rows: 36,
      [model, "--image", "\(Fixtures.path("pola-pvt-nano-sr"))/image.png", "--keys", key])
    #expect(frame.contains { $0.contains("not finite") }, "\(frame.joined(separator: "\n"))")
    #expect(!frame.contains { $0.contains("empty row") })
  }

  @Test(arguments: [
    ["--screenshot", "frame.jpg"], ["--keys", "]"], ["--force"],
    ["--screenshot", "frame.txt", "--size", "39x12"], ["--screenshot", "frame.txt", "--size", "120x11"],
    ["--screenshot", "frame.txt", "--keys", "Rigt"],
    ["--screenshot", "frame.txt", "--size", "big"], ["--layer", "-1"], ["--colormap", "jet"],
    ["--ground", "blue"],
    ["a", "b", "c", "d", "e"],
  ])
  func whatIsNotUnderstoodIsAUsageError(arguments: [String]) throws {
    let run = try Program.run(["view"] + arguments)
    #expect(run.status == 64)
    #expect(run.error.hasPrefix("polascope: "))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}
