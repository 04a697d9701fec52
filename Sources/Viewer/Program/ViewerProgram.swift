// The viewer as a program: on a terminal, or headless with keys from the command line.

import CMemory
import Session
import TerminalUI

package enum ViewerProgram {
  /// The least that a screen needs.
  package static var smallestSize: Size { ScreenLayout.smallest }
  /// How long after an event a frame waits for its maps: a word in their place that the next frame removes would
  /// flash.
  private static let patience = Duration.milliseconds(8)
  /// Bytes from which freed memory goes back to the system. A viewer runs for hours and now and then needs much for a
  /// moment: pixels of a screenshot, a forward pass, a model that is read.
  private static let largeBlock = 4 << 20

  /// Runs until the user quits. Throws `TerminalError`, `ComputeError`, `ThreadRefused`, `StartRefused`.
  package static func run(_ options: ViewerOptions) throws {
    _ = memory_give_back_from(largeBlock)
    let wake = try WakePipe()
    let runner = try WorkRunner(options: options, mailbox: Mailbox(wake: { wake.signal() }))
    // Loading begins while the terminal is set up.
    if options.watch { try runner.watchModels() }
    var viewer = Viewer(options: options, size: Size(columns: 80, rows: 24), capabilities: .full)
    runner.pursue(viewer.neededWork, findings: viewer.findings)

    let screen = try Screen(depth: options.colors, mouse: options.mouse, wake: wake)
    defer { screen.close() }
    viewer = Viewer(options: options, size: screen.size, capabilities: screen.capabilities)
    let waits = options.missing.isEmpty ? [] : ["waiting for \(options.missing.joined(separator: ", "))"]
    let warning = screen.warnings.isEmpty ? nil : screen.warnings.joined(separator: "; ")
    let notice = (screen.warnings + waits).joined(separator: "; ")
    if !notice.isEmpty { viewer.say(notice) }
    screen.show(viewer.draw())
    var repaints = false
    var waitingUntil: ContinuousClock.Instant?
    var ahead = WorkAhead()
    while true {
      let rest = waitingUntil.map { max(0, ContinuousClock.now.duration(to: $0).wholeMilliseconds + 1) }
      let events = screen.waitForEvents(timeout: rest)
      // A pointer that moves over nothing that can be read leaves the frame as it is.
      let isMotion = !events.isEmpty && events.allSatisfy(\.isHover)
      let before = isMotion && waitingUntil == nil ? viewer.state : nil
      for event in events {
        switch viewer.handle(event) {
        case .quit: return
        case .redraw: repaints = true
        case .setMouse(let on): screen.setMouse(on)
        case .copy(let text): screen.copy(text)
        case .screenshot: viewer.takeScreenshot(screen.capabilities)
        case .saveSession(let path, let isConfirmed): viewer.saveSession(to: path, isConfirmed: isConfirmed)
        case nil: break
        }
        if case .resized = event { repaints = true }
      }
      if let before, before == viewer.state { continue }
      let isWoken = events.allSatisfy { $0 == .woken } && waitingUntil == nil
      if !isWoken { ahead.forget() }
      var showsMore = !isWoken
      for outcome in runner.collect() {
        let isAhead = ahead.takes(outcome)
        if !isAhead { showsMore = true }
        if !isAhead || outcome.finished != nil { viewer.accept(outcome) }
      }
      viewer.showSessionRemarks()
      if !waits.isEmpty { viewer.say(warning, inPlaceOf: notice) }
      if let refusal = viewer.startRefusal { throw refusal }
      let needed = viewer.neededWork
      runner.pursue(needed + ahead.work, findings: viewer.findings)
      if !showsMore { continue }
      if waitingUntil == nil, events.contains(where: { $0 != .woken }) {
        waitingUntil = ContinuousClock.now.advanced(by: patience)
      }
      if let end = waitingUntil, runner.isMakingMaps, ContinuousClock.now < end { continue }
      waitingUntil = nil
      screen.show(viewer.draw(), everything: repaints)
      repaints = false
      if needed.isEmpty {
        ahead.plan(viewer.state, viewer.findings, after: viewer.lastKey)
        runner.pursue(ahead.work, findings: viewer.findings)
      }
    }
  }

  /// Runs the same viewer without a terminal: applies the keys, each when all work is done, and returns the
  /// frame in the given format. Throws `ComputeError`, `ThreadRefused`, `StartRefused`, `ImageError`, `PictureTooLarge`, or
  /// `ViewerFailure` when there is nothing to look at.
  ///
  /// - Parameter onThisThread: whether all work is done on the calling thread, which costs less where it is little.
  package static func runHeadless(
    _ options: ViewerOptions, keys: [Key], size: Size, format: ScreenshotFormat, file: String = "picture",
    onThisThread: Bool = false
  ) throws -> HeadlessPicture {
    let capabilities = Capabilities(depth: options.colors ?? .truecolor)
    let headless = try HeadlessViewer(
      options: options, size: size, capabilities: capabilities,
      lane: onThisThread ? { _ in DirectLane() } : nil)
    headless.settle()
    if let failure = headless.viewer.startFailure { throw ViewerFailure(description: failure) }
    if let refusal = headless.viewer.startRefusal { throw refusal }
    var remarks: [String] = []
    for (index, key) in keys.enumerated() {
      if headless.viewer.state.ignores(key) {
        remarks.append("--keys: \(key.label) means nothing in view \(headless.viewer.state.view)")
      }
      if headless.handle(.key(key)) == .quit {
        let rest = keys.count - index - 1
        if rest > 0 {
          remarks.append(
            "--keys: \(key.label) ends the viewer; the \(rest) key\(rest == 1 ? "" : "s") after it \(rest == 1 ? "is" : "are") not pressed"
          )
        }
        break
      }
      headless.settle()
    }
    var failures = headless.viewer.unwritten
    // The name of a file, or the question whether to replace one, waits for an answer.
    if case .prompt(let prompt)? = headless.viewer.state.dialog, prompt.purpose == .sessionFile {
      failures.append("cannot save the session: \(prompt.remark ?? "its name waits for Enter")")
    }
    return HeadlessPicture(
      bytes: try headless.picture(format, file: file),
      remarks: (headless.viewer.sessionRemarks + remarks).uniqued, failures: failures.uniqued)
  }
}

/// What came of a run without a terminal.
package struct HeadlessPicture: Sendable {
  package let bytes: [UInt8]
  /// What the user should know: keys without a meaning, a session whose models or images have changed.
  package let remarks: [String]
  /// What a key should have written and could not.
  package let failures: [String]
}

extension Duration {
  fileprivate var wholeMilliseconds: Int {
    Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
  }
}

/// Why there is nothing to look at.
package struct ViewerFailure: Error, CustomStringConvertible {
  package let description: String
}

extension Viewer {
  /// Why the first model or image could not be read. Models include those whose places the sides show.
  fileprivate var startFailure: String? {
    let models = state.sides.map { state.model($0) } + state.shown.map(\.spot.anchor.model)
    return models.lazy.compactMap { findings.failure(state.loading($0)) }.first
      ?? state.images.sorted().lazy.compactMap { findings.failure(LoadImage(image: $0)) }.first
  }
}
