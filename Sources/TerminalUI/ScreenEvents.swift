// What is typed and pointed at, as ncurses hands it on, and what signals tell.

import CNcurses
import CPlatform
import Glibc

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
        // The terminal is gone.
        terminal_guard_hang_up()
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
    let typed = typedEvents()
    let isReady = descriptors[0].revents & Int16(POLLIN) != 0
    readsWithoutEvents =
      isReady && signals == 0 && events.isEmpty && typed.isEmpty ? readsWithoutEvents + 1 : 0
    // Input that is there and cannot be read, as by an orphan in the background, would be asked for without a pause.
    if readsWithoutEvents > Screen.mostReadsWithoutEvents { usleep(100_000) }
    return events + typed
  }

  /// A sequence without a meaning is a few reads without an event.
  private static let mostReadsWithoutEvents = 20

  /// Gives the terminal to the shell and stops; comes back redrawn when the shell continues the process.
  private func suspend() {
    if mouseIsOn { curses_mouse(false) }
    curses_bracket_pastes(false)
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
    curses_bracket_pastes(true)
    shown = nil
  }

  /// How long the rest of an escape sequence may be under way, in milliseconds: as long as ncurses waits for it.
  private static let escapePatience: Int32 = 25
  /// How long after its beginning the end of a sequence is waited for: what comes later are keys, because what began may
  /// have been Escape and another key.
  private static let sequencePatience = Duration.milliseconds(500)
  /// How long nothing of a paste may come until what comes then are keys, because its end was lost.
  private static let pastePatience = Duration.seconds(2)

  private func typedEvents() -> [Event] {
    var events: [Event] = []
    /// What was read too far, behind an escape.
    var waiting: [curses_event] = []
    while true {
      let event = waiting.isEmpty ? curses_read() : waiting.removeFirst()
      if isOfPaste(event, &events) { continue }
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

  /// Whether an event belongs to the paste that is under way. One that has ended is added to `events`.
  private func isOfPaste(_ event: curses_event, _ events: inout [Event]) -> Bool {
    guard let time = paste?.time, event.kind == CURSES_CHARACTER || event.kind == CURSES_KEY else {
      return false
    }
    let isLost = time.duration(to: .now) >= Screen.pastePatience
    // Escape sequences in a text come as keys: they are no text. The text grows in place, without copies.
    let isEnd = !isLost && event.kind == CURSES_CHARACTER && paste?.text.take(event.value) == true
    paste?.time = .now
    if isLost || isEnd, let text = paste?.text.text {
      events.append(.paste(text))
      paste = nil
    }
    return !isLost
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
    case .paste:
      paste = (PastedText(), .now)
      return true
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
      case .paste:
        paste = (PastedText(), .now)
        return nil
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
