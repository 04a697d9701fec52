// What the viewer's screen shows of the bundled twins, and a session that starts with it.
import FoundationEssentials
import Testing

enum TwinsScreen {
  /// The lines under the panels of the maps, from left to right: entropy, range and row sum.
  static func footers(_ screen: String) -> [Substring] {
    screen.split(separator: "\n").filter { $0.hasPrefix("└") || $0.hasPrefix("+") || $0.hasPrefix("m") }
      .flatMap { $0.matches(of: /H \d+\.\d\d[^─┘]*/).map(\.output) }
  }

  /// Whether both default models have been examined and their three streams are shown.
  static func isComplete(_ screen: String) -> Bool {
    ["softmax · attention", "polarity · same", "polarity · opposite"].allSatisfy(screen.contains)
      && footers(screen).count == 3
  }

  /// `5,8`: where the cursor is.
  static func query(_ screen: String) -> Substring? {
    screen.firstMatch(of: /(?:query|key) (\d+,\d+)/)?.output.1
  }

  /// Column and row where a text begins for the first time.
  static func place(of text: String, in screen: String) -> (x: Int, y: Int)? {
    let wanted = Array(text)
    for (y, line) in screen.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let characters = Array(line)
      if let x = characters.indices.first(where: { characters[$0...].starts(with: wanted) }) { return (x, y) }
    }
    return nil
  }

  /// The lines of a screen or frame, each without the blanks at its end.
  static func withoutTrailingBlanks(_ text: String) -> [Substring] {
    text.split(separator: "\n").map { line in
      line.lastIndex { $0 != " " }.map { line[...$0] } ?? ""
    }
  }

  /// The frame that the program draws without a terminal.
  static func frame(columns: Int, rows: Int, _ arguments: [String]) throws -> [Substring] {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/frame.txt"
    let run = try Program.run(
      ["view"] + arguments + ["--size", "\(columns)x\(rows)", "--screenshot", path])
    try #require(run.status == 0 && run.error.isEmpty, "\(run.error)")
    let frame = withoutTrailingBlanks(try String(contentsOfFile: path, encoding: .utf8))
    try #require(!frame.isEmpty)
    return frame
  }

  /// The line of predictions.
  static func predictions(_ screen: String) -> Substring? {
    screen.split(separator: "\n").last { $0.contains("┃ B ") && !$0.contains("polascope") }
  }
}

extension TerminalSession {
  /// The viewer on the bundled twins when it has drawn everything: the screen is the frame that the program draws
  /// without a terminal from the same arguments. A screen that is read earlier may be half a frame.
  static func onTwins(
    columns: Int = 120, rows: Int = 36, jobControl: Bool = false, _ arguments: String...
  ) throws -> TerminalSession {
    let frame = try TwinsScreen.frame(columns: columns, rows: rows, arguments)
    let session = try TerminalSession(columns: columns, rows: rows, jobControl: jobControl, arguments)
    try session.wait(for: "the whole frame") { TwinsScreen.withoutTrailingBlanks($0) == frame }
    return session
  }
}
