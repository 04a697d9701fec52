// The terminal by ncurses: shows frames, delivers events, and is given back however the program ends.

import CNcurses
import CPlatform
import Glibc

package enum TerminalError: Error, Equatable, CustomStringConvertible {
  case noTerminal
  case unknownType(String)
  case cannotMoveCursor(String)
  /// The system opens no pipe; the number is `errno`.
  case noDescriptor(Int32)

  package var description: String {
    switch self {
    case .noTerminal:
      "view needs a terminal on standard input and output; without one use --keys with --screenshot FILE, or dump"
    case .unknownType(let type):
      "the terminal type '\(type)' (TERM) is unknown; install ncurses-term or set TERM, for example to xterm-256color"
    case .cannotMoveCursor(let type):
      "the terminal type '\(type)' (TERM) cannot place the cursor; use dump and stats there"
    case .noDescriptor(let code):
      "the viewer needs a pipe, which cannot be opened: \(String(cString: strerror(code))); allow more files (ulimit -n)"
    }
  }
}

/// The screen of this process: one at a time, used by one thread only.
package final class Screen {
  package let capabilities: Capabilities
  /// What the user should know of the terminal: why there is nothing but ASCII without a request for it, and that
  /// another description takes the place of its own.
  package let warnings: [String]
  let wake: WakePipe
  let input: Int32
  var shown: Frame?
  private(set) var mouseIsOn = false
  private var isOpen = true
  /// What was typed while the terminal was asked for its colors.
  var typedAhead: [Key] = []
  /// How often in a row input was there, and no event came of it.
  var readsWithoutEvents = 0
  /// A sequence whose end is under way, and when it began.
  var unfinished: (sequence: EscapeSequence, time: ContinuousClock.Instant)?
  /// A paste whose end is under way, and when its last character came.
  var paste: (text: PastedText, time: ContinuousClock.Instant)?

  /// ncurses runs out of pairs at 65 535 with direct colors and never reuses one.
  private static let pairLimit = 60_000

  /// Takes over the terminal on standard input and output. Throws `TerminalError`.
  /// - Parameters:
  ///   - depth: nil to find out.
  ///   - unicode: nil to go by the locale.
  package init(depth: ColorDepth? = nil, unicode: Bool? = nil, mouse: Bool = true, wake: WakePipe) throws {
    guard isatty(STDIN_FILENO) == 1, isatty(STDOUT_FILENO) == 1 else { throw TerminalError.noTerminal }
    self.wake = wake
    input = STDIN_FILENO
    let locale = curses_set_locale()
    // From here on the terminal changes: first for the question, then for curses.
    _ = terminal_guard_begin(STDIN_FILENO, wake.writeEnd)
    let asked =
      depth == nil && Screen.mayAsk(Screen.environment)
      ? ColorQuery.ask(input: STDIN_FILENO, output: STDOUT_FILENO) : nil
    typedAhead = asked?.keys ?? []
    let opened: (capabilities: Capabilities, warning: String?)
    do {
      opened = try Screen.open(
        depth: asked?.hasRGB == true ? .truecolor : depth, unicode: unicode ?? (locale == CURSES_LOCALE_UTF8),
        output: nil, input: nil)
    } catch {
      terminal_guard_remove()
      throw error
    }
    capabilities = opened.capabilities
    let localeWarning =
      locale == CURSES_LOCALE_MISSING && unicode == nil
      ? "the locale is not installed, so there are only ASCII characters: set LC_ALL=C.UTF-8" : nil
    warnings = [localeWarning, opened.warning].compactMap(\.self)
    terminal_guard_follow_resizes()
    setMouse(mouse)
    curses_bracket_pastes(true)
  }

  /// A screen without a terminal, for tests: what curses sends goes to `output`.
  package init(
    type: String, depth: ColorDepth?, unicode: Bool?, output: String, input: String, wake: WakePipe,
    environment: [String: String]
  ) throws {
    self.wake = wake
    self.input = -1
    let locale = curses_set_locale()
    let opened = try Screen.open(
      depth: depth, unicode: unicode ?? (locale == CURSES_LOCALE_UTF8), output: output,
      input: input, type: type,
      environment: environment)
    capabilities = opened.capabilities
    warnings = [opened.warning].compactMap(\.self)
  }

  deinit { close() }

  /// Gives the terminal back.
  package func close() {
    guard isOpen else { return }
    isOpen = false
    if mouseIsOn { curses_mouse(false) }
    curses_bracket_pastes(false)
    curses_close()
    terminal_guard_remove()
  }

  package var size: Size { Size(columns: Int(curses_columns()), rows: Int(curses_rows())) }

  /// Whether presses and the wheel are reported; the terminal's own selection works only without.
  package func setMouse(_ on: Bool) {
    guard on != mouseIsOn else { return }
    mouseIsOn = on
    curses_mouse(on)
  }
}

// MARK: Opening

extension Screen {
  /// Whether the terminal itself has to be asked for direct colors: it would have 256 else, and is none that takes the
  /// question for text.
  private static func mayAsk(_ environment: [String: String]) -> Bool {
    let type = environment["TERM"] ?? "dumb"
    guard let entry = TerminfoEntry.find(type: type, environment: environment) else { return false }
    return !ColorDepth.isGNUScreen(environment) && environment["TERM_PROGRAM"] != "Apple_Terminal"
      && ColorDepth.detect(
        requested: nil, environment: environment, colors: entry.colors, hasRGB: entry.hasRGB) == .indexed256
  }

  /// Opens the terminal as what `TERM` says. A type that is not described on this system and understands what xterm
  /// does is opened as xterm-256color, and `warning` says so.
  private static func open(
    depth: ColorDepth?, unicode: Bool, output: String?, input: String?,
    type given: String? = nil, environment givenEnvironment: [String: String]? = nil
  ) throws -> (capabilities: Capabilities, warning: String?) {
    let environment = givenEnvironment ?? Screen.environment
    let type = given ?? environment["TERM"] ?? ""
    func open(as type: String) throws -> Capabilities {
      try Screen.open(
        as: type, depth: depth, unicode: unicode, output: output, input: input,
        environment: environment)
    }
    do {
      return (try open(as: type), nil)
    } catch TerminalError.unknownType where TerminfoEntry.isLikeXterm(type) {
      let common = TerminfoEntry.commonType
      let said =
        type.isEmpty
        ? "TERM is not set" : "the terminal type '\(type)' (TERM) is not described here"
      return (try open(as: common), "\(said): \(common) is used")
    }
  }

  private static func open(
    as type: String, depth: ColorDepth?, unicode: Bool, output: String?, input: String?,
    environment: [String: String]
  ) throws -> Capabilities {
    // An empty name is no type.
    if type.isEmpty { throw TerminalError.unknownType(type) }
    let entry = TerminfoEntry.find(type: type, environment: environment)
    if let entry, !entry.canMoveCursor { throw TerminalError.cannotMoveCursor(type) }
    var wanted = ColorDepth.detect(
      requested: depth, environment: environment, colors: entry?.colors ?? 256, hasRGB: entry?.hasRGB ?? false
    )

    var status: Int32 = -1
    if let entry = entry?.showing(wanted) {
      status = withTerminfo(entry.environmentValue, before: environment["TERMINFO"]) {
        curses_open(type, output, input)
      }
    }
    if status != 0 { status = curses_open(type, output, input) }
    guard status == 0 else { throw TerminalError.unknownType(type) }
    guard curses_can_move() else {
      curses_close()
      throw TerminalError.cannotMoveCursor(type)
    }
    let colors = Int(curses_colors())
    if wanted == .truecolor && colors < 0x100_0000 { wanted = ColorDepth(colors: colors) }
    if wanted == .indexed256 && colors < 256 { wanted = ColorDepth(colors: colors) }
    if wanted != .mono && colors < 8 { wanted = .mono }
    if wanted == .indexed16 && colors < 16 { wanted = .indexed8 }
    return Capabilities(depth: wanted, unicode: unicode)
  }

  /// Runs `body` while ncurses finds `value` in `TERMINFO`.
  private static func withTerminfo(_ value: String, before: String?, _ body: () -> Int32) -> Int32 {
    setenv("TERMINFO", value, 1)
    defer { if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") } }
    return body()
  }

  private static var environment: [String: String] {
    var result: [String: String] = [:]
    for name in [
      "TERM", "COLORTERM", "NO_COLOR", "STY", "TMUX", "TERM_PROGRAM", "TERMINFO", "TERMINFO_DIRS", "HOME",
    ] {
      if let value = getenv(name) { result[name] = String(cString: value) }
    }
    return result
  }
}

// MARK: Showing frames

extension Screen {
  /// Shows a frame: puts the cells that differ from the last one. `everything` repaints the terminal.
  package func show(_ frame: Frame, everything: Bool = false) {
    let next = frame.quantized(to: capabilities)
    var before = everything || shown?.size != next.size ? nil : shown
    let changed = before.map { old in zip(old.cells, next.cells).reduce(0) { $0 + ($1.0 == $1.1 ? 0 : 1) } }
    if Int(curses_pairs_in_use()) + (changed ?? next.cells.count) > Screen.pairLimit {
      curses_forget_pairs()
      before = nil
    }
    put(next, over: before)
    curses_present(everything)
    shown = next
  }

  private func put(_ next: Frame, over before: Frame?) {
    var run: [curses_cell] = []
    let columns = min(next.size.columns, Int(curses_columns()))
    for y in 0..<min(next.size.rows, Int(curses_rows())) {
      var x = 0
      while x < columns {
        if let before, before[x, y] == next[x, y] {
          x += 1
          continue
        }
        let start = x
        run.removeAll(keepingCapacity: true)
        while x < columns, before.map({ $0[x, y] != next[x, y] }) ?? true {
          run.append(cursesCell(next[x, y]))
          x += 1
        }
        // A run may not begin inside a wide character.
        if run[0].character == 0, start > 0 {
          run.insert(cursesCell(next[start - 1, y]), at: 0)
          _ = curses_put(Int32(y), Int32(start - 1), run, Int32(run.count))
        } else {
          _ = curses_put(Int32(y), Int32(start), run, Int32(run.count))
        }
      }
    }
  }

  private func cursesCell(_ cell: Cell) -> curses_cell {
    curses_cell(
      character: cell.glyph.value, foreground: number(cell.style.foreground),
      background: number(cell.style.background), attributes: UInt32(cell.style.attributes.rawValue))
  }

  /// The color's number in curses: direct numbers below 8 would be palette colors.
  private func number(_ color: Color) -> Int32 {
    if let rgb = color.rgb { return capabilities.depth == .truecolor ? Int32(max(8, rgb)) : -1 }
    return color.paletteNumber.map { Int32($0) } ?? -1
  }

  /// What curses holds at a place, for tests.
  package func readBack(x: Int, y: Int) -> (
    glyph: UInt32, foreground: Int, background: Int, attributes: Attributes
  ) {
    let cell = curses_get(Int32(y), Int32(x))
    return (
      cell.character, Int(cell.foreground), Int(cell.background),
      Attributes(rawValue: UInt8(cell.attributes & 0xFF))
    )
  }
}
