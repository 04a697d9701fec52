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
  private let wake: WakePipe
  private let input: Int32
  private var shown: Frame?
  private var mouseIsOn = false
  private var isOpen = true
  /// What was typed while the terminal was asked for its colors.
  private var typedAhead: [Key] = []
  /// A sequence whose end is under way, and when it began.
  private var unfinished: (sequence: EscapeSequence, time: ContinuousClock.Instant)?

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
    return environment["STY"]?.isEmpty ?? true && environment["TERM_PROGRAM"] != "Apple_Terminal"
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
    for name in ["TERM", "COLORTERM", "NO_COLOR", "STY", "TERM_PROGRAM", "TERMINFO", "TERMINFO_DIRS", "HOME"]
    {
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

// MARK: Events

extension Screen {
  /// Waits until something happens and returns all that has happened.
  /// - Parameter timeout: milliseconds; nil waits for ever.
  package func waitForEvents(timeout: Int? = nil) -> [Event] {
    var descriptors = [
      pollfd(fd: input, events: Int16(POLLIN), revents: 0),
      pollfd(fd: wake.readEnd, events: Int16(POLLIN), revents: 0),
    ]
    var events = typedAhead.map { Event.key($0) } + typedEvents()
    typedAhead = []
    if events.isEmpty {
      _ = poll(&descriptors, 2, Int32(timeout ?? -1))
      if descriptors[0].revents & Int16(POLLHUP | POLLERR | POLLNVAL) != 0 {
        // The terminal is gone: end as if it had hung up.
        raise(SIGHUP)
      }
    }
    if wake.drain() { events.append(.woken) }
    let signals = terminal_guard_take()
    if signals & UInt32(TERMINAL_SUSPEND) != 0 {
      suspend()
      events.append(.resized(size))
    } else if signals & UInt32(TERMINAL_CONTINUED) != 0 {
      takeAgain()
      events.append(.resized(size))
    }
    return events + typedEvents()
  }

  /// Gives the terminal to the shell and stops; comes back redrawn when the shell continues the process.
  private func suspend() {
    if mouseIsOn { curses_mouse(false) }
    curses_pause()
    terminal_guard_stop()
    _ = terminal_guard_take()
    takeAgain()
  }

  /// Takes the terminal; the next frame repaints it at the size that it has now, so that nothing old is seen.
  private func takeAgain() {
    terminal_guard_await_foreground()
    curses_resume()
    if mouseIsOn {
      curses_mouse(false)
      curses_mouse(true)
    }
    shown = nil
  }

  /// How long the rest of an escape sequence may be under way, in milliseconds: as long as ncurses waits for it.
  private static let escapePatience: Int32 = 25
  /// How long after its beginning the end of a sequence is waited for: what comes later are keys, because what began may
  /// have been Escape and another key.
  private static let sequencePatience = Duration.milliseconds(500)

  private func typedEvents() -> [Event] {
    var events: [Event] = []
    /// What was read too far, behind an escape.
    var waiting: [curses_event] = []
    while true {
      let event = waiting.isEmpty ? curses_read() : waiting.removeFirst()
      switch event.kind {
      case CURSES_NOTHING: return events
      case CURSES_CHARACTER:
        if isOfUnfinished(event.value) { continue }
        if event.value == 27 {
          guard let rest = followersOfEscape(&waiting) else { continue }
          waiting = rest
        }
        if let key = Unicode.Scalar(event.value).flatMap({ Key(scalar: $0) }) { events.append(.key(key)) }
      case CURSES_KEY: if let key = Screen.key(event.value) { events.append(.key(key)) }
      case CURSES_RESIZE:
        shown = nil
        events.append(.resized(size))
      case CURSES_MOUSE:
        let place = Position(x: Int(event.column), y: Int(event.row))
        switch Int(event.value) {
        case CURSES_MOUSE_DRAG:
          // Only where the pointer is now matters.
          if case .drag = events.last { events.removeLast() }
          events.append(.drag(place))
        case CURSES_MOUSE_MOVE:
          if case .hover = events.last { events.removeLast() }
          events.append(.hover(place))
        case CURSES_MOUSE_WHEEL_UP: events.append(.wheel(-1, at: place))
        case CURSES_MOUSE_WHEEL_DOWN: events.append(.wheel(1, at: place))
        default: events.append(.click(place))
        }
      default: break
      }
    }
  }

  /// Whether a character belongs to the sequence whose end is under way.
  private func isOfUnfinished(_ character: UInt32) -> Bool {
    guard let (begun, time) = unfinished else { return false }
    unfinished = nil
    var sequence = begun
    guard time.duration(to: .now) < Screen.sequencePatience else { return false }
    switch sequence.take(character) {
    case .unfinished:
      unfinished = (sequence, time)
      return true
    case .complete: return true
    case .keys: return false
    }
  }

  /// Reads on after an escape: what follows it where the escape is a key, nil where it began a sequence that is now read,
  /// or whose end is under way, and means nothing. What follows such a sequence is left in `waiting`.
  private func followersOfEscape(_ waiting: inout [curses_event]) -> [curses_event]? {
    var sequence = EscapeSequence()
    var read: [curses_event] = []
    while true {
      var event = waiting.isEmpty ? curses_read() : waiting.removeFirst()
      if event.kind == CURSES_NOTHING, !read.isEmpty {
        var descriptor = pollfd(fd: input, events: Int16(POLLIN), revents: 0)
        _ = poll(&descriptor, 1, Screen.escapePatience)
        event = curses_read()
      }
      guard event.kind == CURSES_CHARACTER else {
        if event.kind != CURSES_NOTHING { waiting.insert(event, at: 0) }
        if sequence.isShort { return read + waiting }
        if sequence.isReport { unfinished = (sequence, .now) }
        return nil
      }
      read.append(event)
      switch sequence.take(event.value) {
      case .unfinished: continue
      case .complete: return nil
      case .keys: return read + waiting
      }
    }
  }

  private static func key(_ value: UInt32) -> Key? {
    let value = Int(value)
    if value > CURSES_KEY_FUNCTION, value < CURSES_KEY_OTHER { return .function(value - CURSES_KEY_FUNCTION) }
    return switch value {
    case CURSES_KEY_UP: .up
    case CURSES_KEY_DOWN: .down
    case CURSES_KEY_LEFT: .left
    case CURSES_KEY_RIGHT: .right
    case CURSES_KEY_PAGE_UP: .pageUp
    case CURSES_KEY_PAGE_DOWN: .pageDown
    case CURSES_KEY_HOME: .home
    case CURSES_KEY_END: .end
    case CURSES_KEY_BACK_TAB: .backTab
    case CURSES_KEY_ENTER: .enter
    case CURSES_KEY_BACKSPACE: .backspace
    case CURSES_KEY_DELETE: .delete
    case CURSES_KEY_INSERT: .insert
    default: nil
    }
  }
}
