// The viewer on terminals of every kind, without colors, and at sizes that change under it.
import FoundationEssentials
import Glibc
import Testing

@Suite struct TerminalTypeTests {
  /// The numbers of the three panels are on the screen, whatever its borders are drawn with.
  private func hasMaps(_ screen: String) -> Bool {
    screen.matches(of: /H \d+\.\d\d (?:nats )?\d\.\d\d/).count >= 3
      && screen.contains(/B \d\.\d (polarity|same)/)
  }

  @Test(arguments: ["xterm-256color", "xterm-direct", "tmux-256color", "screen", "linux", "vt100"])
  func everyKindOfTerminalShowsTheMaps(type: String) throws {
    let session = try TerminalSession(environment: ["TERM": type, "COLORTERM": ""], ["--layer", "2"])
    let before = try session.wait(for: "the maps on \(type)", until: hasMaps)
    try session.type("]")
    try session.wait(for: "the next layer on \(type)") {
      $0.contains("layer 3") && hasMaps($0) && $0 != before
    }
    try session.type("?")
    let tiers = [
      "xterm-direct": "truecolor", "screen": "8", "linux": "8", "vt100": "mono",
    ]
    // Not End: what tmux sends for it is another key to other kinds.
    try session.type((0..<9).map { _ in "Space" })
    try session.wait(for: "the depth of colors of \(type)") {
      $0.contains("colors: \(tiers[type] ?? "256")")
    }
    try session.type("Escape", "q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.modes() == .shell)
  }

  @Test(arguments: ["screen", "vt100"]) func colorsThatAreAskedForAreShown(type: String) throws {
    let session = try TerminalSession(environment: ["TERM": type, "COLORTERM": ""], ["--colors", "256"])
    try session.wait(for: "the maps", until: hasMaps)
    #expect(try session.coloredScreen().contains("38;5;"))
    #expect(try session.screen().contains("▀"))
  }

  /// Terminals that understand xterm's sequences are used without a description of their own, and it is said.
  @Test(arguments: ["kitty-of-tomorrow", "foot-extra", "alacritty-9", ""])
  func aTerminalLikeXtermNeedsNoDescription(type: String) throws {
    let session = try TerminalSession(environment: ["TERM": type, "COLORTERM": ""], ["--layer", "2"])
    let screen = try session.wait(for: "the maps", until: hasMaps)
    #expect(screen.contains("xterm-256color is used"))
    #expect(try session.coloredScreen().contains("38;5;"))
    try session.type("]", "q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.modes() == .shell)
  }

  @Test(arguments: ["dumb", "no-such-terminal"]) func aTerminalWithoutACursorGetsOneLine(type: String) throws
  {
    let session = try TerminalSession(environment: ["TERM": type], [])
    #expect(try session.waitForEnd() == 1)
    let lines = try session.screen().split(separator: "\n")
    #expect(lines.first?.hasPrefix("polascope: ") == true && lines.last == "ended with status 1")
    #expect(lines.first?.contains("TERM") == true)
  }

  /// With eight, white would be white on a white ground: those are not used either.
  @Test(arguments: [
    ["NO_COLOR": "1", "COLORTERM": "truecolor"], ["TERM": "xterm", "COLORTERM": ""],
    ["TERM": "linux", "COLORTERM": "truecolor"],
  ])
  func noColorMeansNone(environment: [String: String]) throws {
    let session = try TerminalSession(environment: environment, [])
    try session.wait(for: "the maps", until: hasMaps)
    let colors = try session.coloredScreen().matches(of: /\u{1B}\[[0-9;:]*m/).flatMap { sequence in
      sequence.output.dropFirst(2).dropLast().split { ";:".contains($0) }.compactMap { Int($0) }
    }
    // Bold, reverse and their ends; no foreground, no background.
    #expect(!colors.isEmpty && colors.allSatisfy { $0 < 30 || $0 == 39 || $0 == 49 })
  }

  @Test func aLocaleWithoutUnicodeGetsPlainCharacters() throws {
    let session = try TerminalSession(environment: ["LC_ALL": "C", "COLORTERM": ""], [])
    let screen = try session.wait(for: "the maps", until: hasMaps)
    #expect(!screen.contains { !$0.isASCII })
  }

  /// macOS sends `UTF-8` alone; servers seldom have the locale of every visitor.
  @Test(arguments: ["UTF-8", "xx_YY.UTF-8", "xx_YY.utf8"])
  func aUnicodeLocaleThatIsNotInstalledIsUnicode(locale: String) throws {
    let session = try TerminalSession(environment: ["LC_ALL": locale], [])
    let screen = try session.wait(for: "the maps", until: hasMaps)
    #expect(screen.contains("▀") && !screen.contains("locale"))
  }

  @Test func anotherLocaleThatIsNotInstalledIsSaid() throws {
    let session = try TerminalSession(environment: ["LC_ALL": "xx_YY", "COLORTERM": ""], [])
    let screen = try session.wait(for: "the maps", until: hasMaps)
    #expect(!screen.contains { !$0.isASCII } && screen.contains("the locale is not installed"))
  }

  /// GNU screen takes direct colors for other attributes: text blinks.
  @Test func screenIsNotBelievedToHaveDirectColors() throws {
    let session = try TerminalSession(
      environment: ["STY": "1.tty", "COLORTERM": "truecolor", "TERM": "screen-256color"], [])
    try session.wait(for: "the maps", until: hasMaps)
    let colors = try session.coloredScreen()
    #expect(colors.contains("38;5;") && !colors.contains("38;2;"))
  }

  @Test func fiftySizesInARowLoseNothing() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--head", "1", "--query", "3,5")
    let before = try session.screen()
    var random: UInt32 = 50
    func next(_ range: ClosedRange<Int>) -> Int {
      random = random &* 1_664_525 &+ 1_013_904_223
      return range.lowerBound + Int(random >> 8) % range.count
    }
    for _ in 0..<50 { try session.resize(columns: next(2...230), rows: next(2...70)) }
    try session.resize(columns: 120, rows: 36)
    try session.wait(for: "the screen from before") { $0 == before }
  }
}
