// Key `F`: the figure of the screen is, byte for byte, the one that the command in its caption draws.
import FoundationEssentials
import Samples
import TestSupport
import Testing

@Suite struct ScreenFigureTests {
  private let folder: TestSupport.TemporaryFolder

  init() throws { folder = try TestSupport.TemporaryFolder() }

  /// Runs a line as a user pastes it into a shell, in the test's folder.
  private func paste(_ line: String) throws -> ProgramRun {
    let script = #"program=$0; polascope() { "$program" "$@"; }; cd "$1" && eval "$2""#
    return try Program.run("bash", ["-c", script, Program.path, folder.path, line])
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
  }

  @Test(arguments: [
    (["fashion-softmax", "fashion-polarity"], "] ] F", 2),
    (["fashion-polarity"], "] ] . r m F", 1),
    (["fashion-polarity"], "] ] . F", 2),
    // Pins in two columns, three rows.
    (["fashion-softmax", "fashion-polarity"], "] ] . P Right Right P Down o F", 6),
    // Unlinked sides of one model: two heads, with and without one of them.
    (["fashion-softmax"], "] ] = . x F", 4),
    (["fashion-softmax", "fashion-relu"], "] ] I c F", 2),
    (["fashion-softmax", "fashion-relu"], "] 6 F", 2),
    // Two heads of the probe of a pooling head.
    ([Fixtures.path("timm-siglip-nano")], "C C P . F", 2),
  ])
  func theCommandOfAFigureDrawsIt(models: [String], keys: String, panels: Int) throws {
    let image = try #require(Samples.images.first)
    let run = try paste(
      "polascope view \(models.joined(separator: " ")) --image '\(image)' --keys '\(keys)' --screenshot a.txt"
    )
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(
      try text("a.txt").contains(
        keys.contains("I")
          ? "wrote polascope-figure-1.svg: means over all queries, not the map of one key"
          : "wrote polascope-figure-1.svg; the command in its caption"))
    let drawn = try text("polascope-figure-1.svg")
    let command = try #require(drawn.firstMatch(of: #/(polascope figure .*?)</desc>/#)?.1)
    let line = String(command).replacing("&apos;", with: "'").replacing("&quot;", with: "\"")
      .replacing("&#39;", with: "'").replacing("&amp;", with: "&")
    #expect(line.hasSuffix("--out polascope-figure-1.svg"), "\(line)")
    try FileManager.default.removeItem(atPath: "\(folder.path)/polascope-figure-1.svg")
    let again = try paste(line)
    #expect(again.status == 0, "\(line): \(again.error)")
    #expect(try text("polascope-figure-1.svg") == drawn, "\(line)")
    #expect(drawn.matches(of: #/H (\|a\| )?[0-9.]+ \(/#).count <= panels)
    // A figure that is there stays.
    let next = try paste(
      "polascope view \(models.joined(separator: " ")) --image '\(image)' --keys '\(keys)' --screenshot b.txt"
    )
    #expect(next.status == 0)
    #expect(try text("b.txt").contains("wrote polascope-figure-2.svg"))
    #expect(try text("polascope-figure-1.svg") == drawn)
  }

  /// The file of `d` holds another map than the screen does, which the notice says.
  @Test func filesOfIncomingMapsSayWhatTheyHold() throws {
    let image = try #require(Samples.images.first)
    let run = try paste(
      "polascope view fashion-softmax --image '\(image)' --keys 'I d' --size 160x40 --screenshot a.txt")
    #expect(run.status == 0 && run.error.isEmpty, "\(run.error)")
    #expect(
      try text("a.txt").contains("wrote means over all queries, not the map of one key, to polascope-maps/"))
  }

  @Test func aScreenOfMoreThanRowsAndColumnsIsRefused() throws {
    let image = try #require(Samples.images.first)
    let run = try paste(
      "polascope view fashion-softmax fashion-polarity --image '\(image)' --keys '] ] P . Right P F' --screenshot a.txt"
    )
    let reason = "a figure has rows and columns, and the screen differs in"
    #expect(
      run.status == 1 && run.error.hasPrefix("polascope: cannot draw the figure: \(reason)"), "\(run.error)")
    #expect(try text("a.txt").contains(reason))
    #expect(!FileManager.default.fileExists(atPath: "\(folder.path)/polascope-figure-1.svg"))
  }
}
