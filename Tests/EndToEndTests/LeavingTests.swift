// However the program ends or stops, the terminal is as it was found: screen, cursor, mouse and line settings.
import FoundationEssentials
import Glibc
import TerminalUI
import Testing

@Suite struct LeavingTests {
  private func expectGivenBack(_ session: TerminalSession, status: Int) throws {
    #expect(try session.waitForEnd() == status)
    #expect(try session.modes() == .shell)
    #expect(try session.settingsAreAsFound())
  }

  /// Every signal that ends a process by default; 34 is the first of the real-time ones, 64 the last.
  @Test(arguments: [
    SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP, SIGUSR1, SIGUSR2,
    SIGALRM,
    SIGVTALRM, SIGPROF, SIGXCPU, SIGSYS, SIGIO, SIGPWR, SIGSTKFLT, 34, 64,
  ])
  func aSignalLeavesTheTerminalAsFound(signal: Int32) throws {
    let session = try TerminalSession.onTwins()
    #expect(try session.modes() == .init(alternateScreen: true, cursorVisible: false, mouseReporting: true))
    try session.signal(signal)
    try expectGivenBack(session, status: 128 + Int(signal))
  }

  /// Nobody reads what the terminal shows, as behind a stuck connection: the program waits in a write.
  @Test(arguments: [SIGTERM, SIGHUP, SIGINT])
  func aSignalEndsItWhereTheTerminalTakesNoOutput(signal: Int32) throws {
    let viewer = try OwnTerminal()
    let terminal = viewer.master
    // Views whose frames differ, until no more of them fit: what waits stays the same.
    var (waiting, turns) = (Int32(-1), 0)
    try viewer.wait("output is still taken") {
      _ = [UInt8(ascii: "3"), UInt8(ascii: "1")].withUnsafeBytes { write(terminal, $0.baseAddress, $0.count) }
      let before = waiting
      _ = ioctl(terminal, UInt(FIONREAD), &waiting)
      turns = waiting > 0 && waiting == before ? turns + 1 : 0
      return turns > 20 ? () : nil
    }
    try #require(kill(viewer.process, signal) == 0)
    #expect(try viewer.status() == 128 + signal)
  }

  /// The end of a terminal ends the viewer, also where the signal of a hangup is ignored as under nohup, or blocked: it
  /// would poll for ever. The terminal goes while it is started, drawn on, waits, or has keys and sequences unread.
  @Test(arguments: ["", "trap '' HUP;"], [0, 1, 2, 3]) func aTerminalThatIsGoneEndsIt(
    ignoring: String, moment: Int
  ) throws {
    let viewer = try OwnTerminal(before: ignoring, arguments: moment == 3 ? ["--watch"] : [])
    if moment > 0 {
      var drawn = 0
      // What it shows is read until it has the whole screen and waits.
      try viewer.wait("no screen") {
        let count = viewer.takeOutput()
        drawn += count
        return drawn > 10_000 && count == 0 ? () : nil
      }
    }
    if moment == 2 { viewer.type("]]\u{1b}[") }
    viewer.hangUp()
    let status = try viewer.status()
    // Before it has looked, what is gone was no terminal.
    #expect(status == 128 + SIGHUP || moment == 0 && status == 1, "\(status)")
  }

  @Test(arguments: zip(["q", "C-c", "C-\\"], [0, 130, 131]))
  func aKeyThatEndsItDoes(key: String, status: Int) throws {
    let session = try TerminalSession.onTwins()
    try session.type(key)
    try expectGivenBack(session, status: status)
  }

  /// A terminal that does not say whether it shows direct colors is waited for; a signal that comes meanwhile does too.
  @Test(arguments: zip(["TERM", "USR1", "INT", "XCPU"], [143, 138, 130, 152]))
  func soDoesASignalWhileTheTerminalIsAsked(signal: String, status: Int) throws {
    let folder = try TemporaryFolder()
    let killing = "until grep -q P+q524742 typed; do :; done; kill -\(signal) $$"
    let script = """
      cd \(folder.path)
      stty -g > found
      sh -c '(\(killing)) & exec env TERM=xterm-256color COLORTERM= \(Program.path)'
      echo $? > status
      stty -g > left
      """
    try script.write(toFile: "\(folder.path)/script", atomically: true, encoding: .utf8)
    // A pseudo-terminal that nobody answers from.
    let run = try Program.run(
      "sh",
      [
        "-c",
        "cd \(folder.path); while [ ! -e left ]; do sleep 0.05; done | script -qefc 'sh script' typed",
      ])
    #expect(run.output.contains(ColorQuery.question))
    func text(_ name: String) throws -> String {
      try String(contentsOfFile: "\(folder.path)/\(name)", encoding: .utf8)
    }
    #expect(try text("status") == "\(status)\n" && text("left") == text("found"))
  }

  /// A trap of Swift (out of bounds, `fatalError`) is SIGILL on x86 and SIGTRAP on ARM.
  @Test(arguments: ["t", "f", "a", "s", "e", "q"]) func soDoTrapsFaultsAndExit(key: String) throws {
    let path = String(Program.path.dropLast("polascope".count)) + "TerminalProbe"
    let session = try TerminalSession(program: path, [])
    try session.wait(for: "the probe") { $0.hasPrefix("ready") }
    #expect(try session.modes() == .init(alternateScreen: true, cursorVisible: false, mouseReporting: true))
    try session.type(key)
    #if arch(x86_64)
      let trap = 128 + Int(SIGILL)
    #else
      let trap = 128 + Int(SIGTRAP)
    #endif
    let statuses = ["t": trap, "f": trap, "a": 134, "s": 139, "e": 3, "q": 0]
    try expectGivenBack(session, status: try #require(statuses[key]))
  }

  private let onScreen = TerminalSession.Modes(
    alternateScreen: true, cursorVisible: false, mouseReporting: true)

  /// Suspends the program, by its key or by a signal from elsewhere, and waits for the shell.
  private func suspend(_ session: TerminalSession, bySignal: Bool = false) throws {
    if bySignal { try session.signal(SIGTSTP) } else { try session.type("C-z") }
    let stopped = try session.wait(for: "the shell") { $0.contains("stopped") }
    #expect(!stopped.contains("softmax · attention"))
    #expect(try session.modes() == .shell)
  }

  @Test(arguments: [false, true])
  func suspendedItGivesTheTerminalBackAndComesBackRedrawn(bySignal: Bool) throws {
    let session = try TerminalSession.onTwins(jobControl: true, "--layer", "2", "--query", "3,5")
    let before = try session.screen()
    try suspend(session, bySignal: bySignal)
    try session.type("Enter")
    // The screen comes back before the pointer does.
    try session.wait(for: "the screen from before") { try $0 == before && session.modes() == onScreen }
    try session.type("q")
    try expectGivenBack(session, status: 0)
  }

  /// A process in the background gets no signal when the size of the window changes.
  @Test(arguments: [(100, 30), (160, 45)])
  func resizedWhileSuspendedItComesBackInTheNewSize(columns: Int, rows: Int) throws {
    let session = try TerminalSession.onTwins(jobControl: true, "--layer", "2")
    try suspend(session)
    try session.resize(columns: columns, rows: rows)
    let frame = try TwinsScreen.frame(columns: columns, rows: rows, ["--layer", "2"])
    try session.type("Enter")
    try session.wait(for: "the frame of the new size") { TwinsScreen.withoutTrailingBlanks($0) == frame }
    #expect(try session.modes() == onScreen)
  }

  /// Setting the terminal from the background would stop the program instead, and move the shell's cursor.
  @Test func endedWhileSuspendedItLeavesTheShellAlone() throws {
    let session = try TerminalSession.onTwins(jobControl: true)
    try suspend(session)
    let before = try session.screen()
    let program = try session.processID()
    for signal in [SIGTERM, SIGCONT] { try session.signal(signal) }
    try session.wait(for: "its end") { _ in
      TerminalSession.processState(program).map { $0 == "Z" } ?? true
    }
    #expect(try session.screen() == before)
  }

  @Test func continuedWithoutAStopItGoesOn() throws {
    let session = try TerminalSession.onTwins("--layer", "2")
    let before = try session.screen()
    try session.signal(SIGCONT)
    try session.type("]")
    try session.wait(for: "the next layer") { $0.contains("layer 3") }
    try session.type("[")
    try session.wait(for: "the screen from before") { try $0 == before && session.modes() == onScreen }
  }

  /// A stop that no program can catch leaves the screen to the shell as it is; afterwards it is drawn anew.
  @Test func stoppedUnawaresItIsDrawnAnew() throws {
    let session = try TerminalSession.onTwins(jobControl: true, "--layer", "2")
    let before = try session.screen()
    let program = try session.processID()
    try session.signal(SIGSTOP)
    // The message of the shell may be anywhere on the screen, or missing.
    try session.wait(for: "the shell") { _ in
      try TerminalSession.processState(program) == "T" && session.screen() != before
    }
    try session.type("C-j")
    try session.wait(for: "the screen from before") { try $0 == before && session.modes() == onScreen }
  }
}

/// The viewer on a pseudo-terminal of its own, whose other end is the test's.
private final class OwnTerminal {
  private let folder: TemporaryFolder
  private(set) var master: Int32
  private(set) var process: Int32 = 0

  /// - Parameter before: what the shell does before it becomes the program.
  init(before: String = "", arguments: [String] = []) throws {
    folder = try TemporaryFolder()
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
    try #require(master >= 0)
    // Glibc's names for it are not imported: TIOCSPTLCK unlocks the other end, TIOCGPTN numbers it.
    var (lock, end): (Int32, UInt32) = (0, 0)
    try #require(ioctl(master, 0x4004_5431, &lock) == 0 && ioctl(master, 0x8004_5430, &end) == 0)
    let name = "/dev/pts/\(end)"
    var size = winsize(ws_row: 60, ws_col: 200, ws_xpixel: 0, ws_ypixel: 0)
    try #require(ioctl(master, UInt(TIOCSWINSZ), &size) == 0)
    let program = ([Program.path] + arguments).joined(separator: " ")
    let script = """
      cd \(folder.path)
      (sh -c '\(before.replacing("'", with: #"'\''"#)) echo $$ > number; mv number pid; exec env TERM=tmux-256color COLORTERM=truecolor \(program)' < \(name) > \(name)
      echo $? > number; mv number status) > /dev/null 2>&1 &
      """
    _ = try Program.run("sh", ["-c", script])
    process = try wait("no process") { number("pid") }
  }

  deinit {
    if process > 0, number("status") == nil { kill(process, SIGKILL) }
    hangUp()
  }

  private func number(_ file: String) -> Int32? {
    (try? String(contentsOfFile: "\(folder.path)/\(file)", encoding: .utf8))
      .flatMap { Int32($0.trimmingPrefix(while: \.isWhitespace).prefix { $0.isNumber }) }
  }

  @discardableResult
  func wait<Value>(_ what: String, for value: () -> Value?) throws -> Value {
    for _ in 0..<600 {
      if let value = value() { return value }
      usleep(50_000)
    }
    throw TerminalSession.Timeout(description: what)
  }

  /// Its exit status once it has ended, as a shell has it.
  func status() throws -> Int32 { try wait("it does not end") { number("status") } }

  func type(_ text: String) {
    let bytes = Array(text.utf8)
    _ = write(master, bytes, bytes.count)
  }

  /// Takes what it has written, and returns how many bytes that are.
  func takeOutput() -> Int {
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    var total = 0
    while case let count = read(master, &buffer, buffer.count), count > 0 { total += count }
    return total
  }

  /// Closes the terminal's other end.
  func hangUp() {
    if master >= 0 { close(master) }
    master = -1
  }
}
