// The ncurses driver without a terminal: what curses holds is what the frame says.

import FoundationEssentials
import Glibc
import Testing

@testable import TerminalUI

/// curses is global state: one test at a time.
@Suite(.serialized) struct ScreenTests {
  private static let folder: String = {
    var template = Array("/tmp/polascope-screen-XXXXXX".utf8CString)
    return String(cString: mkdtemp(&template))
  }()

  private func withScreen(
    type: String = "xterm-256color", depth: ColorDepth? = .truecolor, _ body: (Screen) throws -> Void
  ) throws {
    setenv("LINES", "60", 1)
    setenv("COLUMNS", "200", 1)
    let screen = try Screen(
      type: type, depth: depth, unicode: true, output: ScreenTests.folder + "/sent", input: "/dev/null",
      wake: try WakePipe(), environment: ["TERM": type])
    defer { screen.close() }
    try body(screen)
  }

  private func gradient(_ seed: UInt32) -> Frame {
    var frame = Frame(size: Size(columns: 200, rows: 60))
    for y in 0..<60 {
      for x in 0..<200 {
        let index = UInt32(y * 200 + x) &* 1399 &+ seed
        frame[x, y] = Cell(
          "▀", Style(Color(index & 0xFF_FFFF | 0x10_0000), on: Color((index &* 7) & 0xFF_FFFF | 0x20_0000)))
      }
    }
    return frame
  }

  private func expectShown(_ frame: Frame, on screen: Screen) {
    var wrong = 0
    for y in 0..<frame.size.rows {
      for x in 0..<frame.size.columns {
        let cell = screen.readBack(x: x, y: y)
        let style = frame[x, y].style
        let isRight =
          cell.glyph == frame[x, y].glyph.value && cell.foreground == Int(style.foreground.rgb!)
          && cell.background == Int(style.background.rgb!)
        if !isRight { wrong += 1 }
      }
    }
    #expect(wrong == 0)
  }

  @Test func directColorShowsEveryCellExactly() throws {
    try withScreen { screen in
      #expect(screen.capabilities == .full)
      let frame = gradient(0)
      screen.show(frame)
      expectShown(frame, on: screen)
    }
  }

  @Test func colorPairsNeverRunOut() throws {
    try withScreen { screen in
      var frame = gradient(0)
      for round in 1...8 {
        frame = gradient(UInt32(round) &* 77_777)
        screen.show(frame)
      }
      expectShown(frame, on: screen)
    }
  }

  @Test func onlyDifferencesArePut() throws {
    try withScreen { screen in
      var frame = gradient(3)
      screen.show(frame)
      frame[7, 7] = Cell("x", Style(Color(0x123456), on: Color(0x654321)))
      frame.text("漢字", x: 20, y: 5, Style(Color(0x123456), on: Color(0x654321)))
      screen.show(frame)
      #expect(screen.readBack(x: 7, y: 7).glyph == 0x78)
      #expect(screen.readBack(x: 20, y: 5).glyph == 0x6F22)
      #expect(screen.readBack(x: 24, y: 5).glyph == Cell.upperHalf.value)
    }
  }

  @Test func indexedTerminalsGetPaletteNumbers() throws {
    try withScreen(depth: nil) { screen in
      #expect(screen.capabilities.depth == .indexed256)
      var frame = Frame(size: Size(columns: 10, rows: 1))
      frame.text("a", x: 0, y: 0, Style(Color(0xFF0000), on: .standard, [.bold, .underline]))
      screen.show(frame)
      let cell = screen.readBack(x: 0, y: 0)
      #expect(cell.foreground == 196 && cell.background == -1)
      #expect(cell.attributes == [.bold, .underline])
    }
  }

  @Test func weakTerminalsAreToldApart() throws {
    try withScreen(type: "vt100", depth: nil) { #expect($0.capabilities.depth == .mono) }
    try withScreen(type: "linux", depth: nil) { #expect($0.capabilities.depth == .indexed8) }
    for (type, depth) in [
      ("screen", ColorDepth.indexed256), ("linux", .indexed16), ("vt100", .indexed8), ("vt100", .indexed256),
    ] {
      try withScreen(type: type, depth: depth) { #expect($0.capabilities.depth == depth) }
    }
    try withScreen(type: "vt100", depth: .truecolor) { screen in
      screen.show(gradient(1))
      #expect(screen.size == Size(columns: 200, rows: 60))
    }
  }

  @Test(arguments: ["kitty-of-tomorrow", "foot-extra", "st-unheard-of", ""])
  func typesLikeXtermNeedNoDescription(type: String) throws {
    try withScreen(type: type, depth: nil) { screen in
      #expect(screen.capabilities.depth == .indexed256)
      #expect(screen.warnings.count == 1 && screen.warnings[0].contains("xterm-256color is used"))
      #expect(screen.warnings[0].contains(type.isEmpty ? "TERM is not set" : "'\(type)'"))
    }
    try withScreen(depth: nil) { #expect($0.warnings.isEmpty) }
    for other in ["xterm-256color", "vt100", "dumb", "stage", "footing"] {
      #expect(!TerminfoEntry.isLikeXterm(other), "\(other)")
    }
  }

  @Test func unusableTypesAreNamed() {
    #expect(throws: TerminalError.unknownType("no-such-terminal")) {
      try withScreen(type: "no-such-terminal") { _ in }
    }
    #expect(throws: TerminalError.cannotMoveCursor("dumb")) { try withScreen(type: "dumb") { _ in } }
  }
}
