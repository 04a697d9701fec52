// Frames of every view at several sizes and color depths against recorded ones.
//
// Of each frame there are two files, NAME.txt with what can be read and NAME.colors with the styles. Set
// POLASCOPE_RECORD=1 to record them anew, and look at what changed.

import FoundationEssentials
import Glibc
import TerminalUI
import Testing

@testable import Viewer

private let folder: String = {
  let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
  return "/\(tests)/Fixtures/frames"
}()

/// Compares with the two files of `Tests/Fixtures/frames`; a missing file fails.
private func expectGolden(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  for (part, drawn) in [("txt", frame.plainText), ("colors", frame.colorText)] {
    let file = URL(filePath: "\(folder)/\(name).\(part)")
    if getenv("POLASCOPE_RECORD") != nil {
      try Data(drawn.utf8).write(to: file)
      continue
    }
    let recorded = try String(decoding: Data(contentsOf: file), as: UTF8.self)
    if let difference = firstDifference(recorded: recorded, drawn: drawn) {
      Issue.record("\(name).\(part), \(difference)", sourceLocation: sourceLocation)
    }
  }
}

/// The first line that differs, by its number from 0, which is the row of the screen in the text part; nil where the
/// two are equal.
private func firstDifference(recorded: String, drawn: String) -> String? {
  guard recorded != drawn else { return nil }
  func lines(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
  let (old, new) = (lines(recorded), lines(drawn))
  let row =
    zip(old, new).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? min(old.count, new.count)
  func line(_ lines: [Substring]) -> Substring { row < lines.count ? lines[row] : "(no such line)" }
  return "line \(row)\n  recorded: \(line(old))\n  drawn:    \(line(new))"
}

@Suite struct GoldenFrameTests {
  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36", "200x60", "240x70"])
  func everyViewAtEverySize(view: ViewKind, size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("] . \(view.number)")
    try expectGolden(viewer.frame(), "\(view.rawValue)-\(size)")
  }

  @Test(arguments: ViewKind.allCases, [ColorDepth.indexed256, .indexed16, .indexed8, .mono])
  func everyViewInEveryColorDepth(view: ViewKind, depth: ColorDepth) throws {
    try expectGolden(shown(view, depth: depth, unicode: true), "\(view.rawValue)-80x24-\(depth.rawValue)")
  }

  @Test(arguments: [ColorDepth.indexed256, .indexed16, .mono]) func plainCharacters(depth: ColorDepth) throws
  {
    try expectGolden(shown(.heads, depth: depth, unicode: false), "heads-80x24-\(depth.rawValue)-ascii")
  }

  private func shown(_ view: ViewKind, depth: ColorDepth, unicode: Bool) throws -> Frame {
    let viewer = try Synthetic.viewer(size: "80x24", depth: depth, unicode: unicode)
    try viewer.type("] . \(view.number)")
    return viewer.frame().quantized(to: Capabilities(depth: depth, unicode: unicode))
  }

  /// Keys by the name of what they show.
  private static let screens = [
    ("probe", "] Space Right"), ("zoom", "] z"), ("zoom-next", "] z z"), ("entropies", "7 t"),
    ("effects", "7 T"), ("ordered", "7 t S"), ("tokens", "8"),
  ]

  @Test(arguments: screens, ["80x24", "120x36", "200x60"])
  func screensOfTwins(screen: (name: String, keys: String), size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type(screen.keys)
    try expectGolden(viewer.frame(), "twins-\(screen.name)-\(size)")
  }

  @Test(arguments: screens, [(Synthetic.Shape.deep, Synthetic.Shape.single), (.windows, .pyramid)])
  func screensOfUnlikeModels(
    screen: (name: String, keys: String), pair: (Synthetic.Shape, Synthetic.Shape)
  ) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: "120x36")
    try viewer.type(screen.keys)
    try expectGolden(viewer.frame(), "\(pair.0)-\(pair.1)-\(screen.name)")
  }

  /// Models that differ in layers, heads, grids, windows, prefix tokens, and one without a classifier.
  @Test(
    arguments: ViewKind.allCases,
    [(Synthetic.Shape.deep, Synthetic.Shape.single), (.windows, .pyramid), (.fine, .many)])
  func everyViewOfUnlikeModels(view: ViewKind, pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    for size in ["80x24", "120x36", "200x60"] {
      let viewer = try Synthetic.viewer(pair.0, pair.1, size: size)
      try viewer.type("] . \(view.number)")
      try expectGolden(viewer.frame(), "\(pair.0)-\(pair.1)-\(view.rawValue)-\(size)")
    }
  }

  /// The probe of a pooling head as the query, beside a model without one.
  @Test(arguments: ["1", "1 =", "2", "3", "5", "6", "7"]) func poolingHeads(view: String) throws {
    for size in ["80x24", "120x36", "200x60"] {
      let viewer = try Synthetic.viewer(.pooled, .twin, size: size)
      try viewer.type(". C C \(view)")
      let name = view.replacing(" =", with: "-unlinked")
      try expectGolden(viewer.frame(), "pooled-\(name)-\(size)")
    }
  }

  @Test(arguments: ["80x24", "120x36", "200x60"]) func helpAtEverySize(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("3 ?")
    try expectGolden(viewer.frame(), "help-\(size)")
    try viewer.type("End")
    try expectGolden(viewer.frame(), "help-end-\(size)")
  }

  @Test(arguments: ["?", "i", "g 1 .", "y"]) func dialogs(keys: String) throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    try viewer.type(keys)
    let names = ["?": "help", "i": "card", "g 1 .": "goto", "y": "command"]
    try expectGolden(viewer.frame(), "dialog-\(names[keys] ?? "")")
  }

  @Test func aDifferenceIsNamedByItsLine() {
    #expect(firstDifference(recorded: "a\nb\n", drawn: "a\nb\n") == nil)
    #expect(firstDifference(recorded: "a\nb\n", drawn: "a\nc\n") == "line 1\n  recorded: b\n  drawn:    c")
    #expect(
      firstDifference(recorded: "a", drawn: "a\nb") == "line 1\n  recorded: (no such line)\n  drawn:    b")
  }
}
