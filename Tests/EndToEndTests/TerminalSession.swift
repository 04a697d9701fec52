// The program in a real terminal: a separate tmux server that types keys and reads the screen.
import FoundationEssentials
import Glibc
import Testing

/// A terminal of a chosen size in which a shell runs the program; the shell outlives it, so that what the program
/// left behind (its status, the state of the terminal) can be read. Ends with the value that owns it.
final class TerminalSession {
  /// What the terminal itself reports.
  struct Modes: Equatable {
    var alternateScreen: Bool
    var cursorVisible: Bool
    var mouseReporting: Bool

    /// How a shell expects to find its terminal.
    static let shell = Modes(alternateScreen: false, cursorVisible: true, mouseReporting: false)
  }

  struct Timeout: Error, CustomStringConvertible {
    var description: String
  }

  private let folder: TemporaryFolder
  private var socket: String { "\(folder.path)/socket" }

  /// Starts `polascope arguments`, or another program, in a terminal of the given size.
  ///
  /// - Parameters:
  ///   - prepare: puts files into the folder in which the program runs.
  ///   - jobControl: when the program is suspended, the shell says `stopped` and continues it on Enter.
  init(
    columns: Int = 120, rows: Int = 36, environment: [String: String] = ["COLORTERM": "truecolor"],
    program: String = Program.path, jobControl: Bool = false, prepare: (String) throws -> Void = { _ in },
    _ arguments: [String]
  ) throws {
    folder = try TemporaryFolder()
    try prepare(folder.path)
    let configuration = """
      set -g status off
      set -g escape-time 0
      set -g default-terminal tmux-256color
      set -ga terminal-features ",*:RGB"
      set -g set-clipboard on

      """
    try configuration.write(toFile: "\(folder.path)/tmux.conf", atomically: true, encoding: .utf8)
    // Not the first run: its hint would appear on the screens that are compared.
    let surroundings = ["XDG_STATE_HOME": "/dev/null", "SWIFT_BACKTRACE": "enable=no"]
    let variables = surroundings.merging(environment) { $1 }.map { "\($0)=\($1)" }
    let command = (["env"] + variables + [program] + arguments).map(Self.quoted).joined(separator: " ")
    let job = jobControl ? "set -m; \(command); echo stopped; read answer; fg" : command
    // The shell survives ^C and ^\, which reach both.
    let script = """
      cd \(Self.quoted(folder.path)); trap : INT QUIT; stty -g > found; \(job); status=$?; stty -g > left
      echo ended with status $status; exec sleep 3600
      """
    try tmux([
      "-f", "\(folder.path)/tmux.conf", "new-session", "-d", "-x", "\(columns)", "-y", "\(rows)",
      "sh", "-c", script,
    ])
  }

  deinit { _ = try? tmux(["kill-server"]) }

  /// The folder in which the program runs, removed afterwards.
  var path: String { folder.path }

  /// Types keys, named as tmux names them: `Right`, `]`, `C-c`.
  func type(_ keys: String...) throws {
    for key in keys { try tmux(["send-keys", key]) }
  }

  /// Types many keys at once.
  func type(_ keys: [String]) throws { try tmux(["send-keys"] + keys) }

  /// What a pointer does with its left button.
  enum Pointer: UInt8 {
    case press = 0, release = 3, drag = 32, hover = 35, wheelUp = 64, wheelDown = 65
  }

  /// Sends what a terminal of X10's kind (TERM=tmux-256color) sends for its pointer.
  func point(_ pointer: Pointer, x: Int, y: Int) throws {
    try send([0x1b, 0x5b, 0x4d, 32 + pointer.rawValue, UInt8(33 + x), UInt8(33 + y)])
  }

  /// Sends bytes as a terminal would.
  func send(_ bytes: [UInt8]) throws {
    try tmux(["send-keys", "-H"] + bytes.map { String($0, radix: 16) })
  }

  /// Pastes a text, between the marks of a paste where the program has asked for them.
  func paste(_ text: String) throws {
    try tmux(["set-buffer", "-b", "pasted", text])
    try tmux(["paste-buffer", "-p", "-r", "-b", "pasted"])
  }

  /// Sends a signal to the program.
  func signal(_ number: Int32) throws { try #require(kill(try processID(), number) == 0) }

  func processID() throws -> pid_t {
    let shell = try tmux(["display-message", "-p", "#{pane_pid}"]).prefix { $0.isNumber }
    let children = try String(contentsOfFile: "/proc/\(shell)/task/\(shell)/children", encoding: .utf8)
    return try #require(children.split(separator: " ").first.flatMap { pid_t($0) })
  }

  /// Whether a process runs, sleeps or is stopped: `R`, `S`, `T`; `Z` or nil where it has ended.
  static func processState(_ id: pid_t) -> Character? {
    let line = try? String(contentsOfFile: "/proc/\(id)/stat", encoding: .utf8)
    return line?.split(separator: ")").last?.first { $0 != " " }
  }

  /// Whether the settings of the terminal's line (termios) are those that the program found.
  func settingsAreAsFound() throws -> Bool {
    let settings = try ["found", "left"].map {
      try String(contentsOfFile: "\(folder.path)/\($0)", encoding: .utf8)
    }
    return !settings[0].isEmpty && settings[0] == settings[1]
  }

  /// What the screen shows, a line per row.
  func screen() throws -> String { try tmux(["capture-pane", "-p"]) }

  /// What the program has put into the clipboard; nil where it has not.
  func clipboard() throws -> String? {
    let buffers = try tmux(["list-buffers"])
    return buffers.isEmpty ? nil : try tmux(["show-buffer"])
  }

  /// The same with the escape sequences of its colors.
  func coloredScreen() throws -> String { try tmux(["capture-pane", "-p", "-e"]) }

  func resize(columns: Int, rows: Int) throws {
    try tmux(["resize-window", "-x", "\(columns)", "-y", "\(rows)"])
  }

  func modes() throws -> Modes {
    let flags = try tmux(["display-message", "-p", "#{alternate_on} #{cursor_flag} #{mouse_any_flag}"])
      .split { $0 == " " || $0 == "\n" }.map { $0 == "1" }
    try #require(flags.count == 3)
    return Modes(alternateScreen: flags[0], cursorVisible: flags[1], mouseReporting: flags[2])
  }

  /// Reads the screen until `condition` holds, and returns it; after `deadline` seconds throws what the screen showed.
  @discardableResult
  func wait(
    for what: String, deadline: Double = 15, until condition: (String) throws -> Bool
  ) throws -> String {
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(deadline))
    while true {
      let screen = try screen()
      if try condition(screen) { return screen }
      if clock.now > end {
        throw Timeout(description: "waited \(deadline) s for \(what); the screen shows:\n\(screen)")
      }
      usleep(20_000)
    }
  }

  /// Waits until the program has ended, and returns its status.
  func waitForEnd() throws -> Int? {
    let screen = try wait(for: "the program's end") { $0.contains("ended with status ") }
    return screen.split(separator: "ended with status ").last.flatMap { Int($0.prefix { $0.isNumber }) }
  }

  @discardableResult
  private func tmux(_ arguments: [String]) throws -> String {
    let run = try Program.run(
      "tmux", ["-u", "-S", socket] + arguments, environment: ["TMUX": "", "LC_ALL": "C.UTF-8"])
    try #require(run.status == 0, "tmux \(arguments.joined(separator: " ")): \(run.error)")
    return run.output
  }

  /// `word` as the shell takes it for one word.
  private static func quoted(_ word: String) -> String {
    "'" + word.split(separator: "'", omittingEmptySubsequences: false).joined(separator: #"'\''"#) + "'"
  }
}
