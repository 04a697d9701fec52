// However the program ends or stops, the terminal is as it was found: screen, cursor, mouse and line settings.
import Glibc
import Testing

@Suite struct LeavingTests {
  private func expectGivenBack(_ session: TerminalSession, status: Int) throws {
    #expect(try session.waitForEnd() == status)
    #expect(try session.modes() == .shell)
    #expect(try session.settingsAreAsFound())
  }

  @Test(arguments: [SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGSEGV, SIGABRT, SIGILL, SIGBUS, SIGFPE, SIGTRAP])
  func aSignalLeavesTheTerminalAsFound(signal: Int32) throws {
    let session = try TerminalSession.onTwins()
    #expect(try session.modes() == .init(alternateScreen: true, cursorVisible: false, mouseReporting: true))
    try session.signal(signal)
    try expectGivenBack(session, status: 128 + Int(signal))
  }

  @Test(arguments: zip(["q", "C-c", "C-\\"], [0, 130, 131]))
  func aKeyThatEndsItDoes(key: String, status: Int) throws {
    let session = try TerminalSession.onTwins()
    try session.type(key)
    try expectGivenBack(session, status: status)
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

  @Test func suspendedItGivesTheTerminalBackAndComesBackRedrawn() throws {
    let session = try TerminalSession.onTwins(jobControl: true, "--layer", "2", "--query", "3,5")
    let before = try session.screen()
    try session.type("C-z")
    let stopped = try session.wait(for: "the shell") { $0.contains("stopped") }
    #expect(!stopped.contains("softmax · attention"))
    #expect(try session.modes() == .shell)
    try session.type("Enter")
    // The screen comes back before the pointer does.
    let modes = TerminalSession.Modes(alternateScreen: true, cursorVisible: false, mouseReporting: true)
    try session.wait(for: "the screen from before") { try $0 == before && session.modes() == modes }
    try session.type("q")
    try expectGivenBack(session, status: 0)
  }
}
