// Frames of every view at several sizes and colour depths against recorded ones.
//
// Set POLASCOPE_RECORD=1 to record them anew, and look at what changed.

import FoundationEssentials
import Glibc
import TerminalUI
import Testing

@testable import Viewer

private let folder: String = {
  let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
  return "/\(tests)/Fixtures/frames"
}()

/// Compares with `Tests/Fixtures/frames/NAME.txt`; a missing file fails.
private func expectGolden(_ frame: Frame, _ name: String, sourceLocation: SourceLocation = #_sourceLocation)
  throws
{
  let path = "\(folder)/\(name).txt"
  if getenv("POLASCOPE_RECORD") != nil {
    try Data(frame.snapshot.utf8).write(to: URL(filePath: path))
    return
  }
  let recorded = try String(decoding: Data(contentsOf: URL(filePath: path)), as: UTF8.self)
  #expect(
    frame.snapshot == recorded, "\(name) differs from the recorded frame", sourceLocation: sourceLocation)
}

@Suite struct GoldenFrameTests {
  @Test(arguments: ViewKind.allCases, ["40x12", "80x24", "120x36", "200x60"])
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

  @Test(arguments: ["?", "i", "g 1 .", "y"]) func dialogs(keys: String) throws {
    let viewer = try Synthetic.viewer(size: "80x24")
    try viewer.type(keys)
    let names = ["?": "help", "i": "card", "g 1 .": "goto", "y": "command"]
    try expectGolden(viewer.frame(), "dialog-\(names[keys] ?? "")")
  }
}
