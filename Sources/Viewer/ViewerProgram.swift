// The viewer as a program: on a terminal, or headless with keys from the command line.

import Session
import TerminalUI

package enum ViewerProgram {
  /// Runs until the user quits. Throws `TerminalError`, `ComputeError`, `StartRefused`.
  package static func run(_ options: ViewerOptions) throws {
    let wake = WakePipe()
    let runner = try WorkRunner(options: options, mailbox: Mailbox(wake: { wake.signal() }))
    // Loading begins while the terminal is set up.
    if options.watch { runner.watchModels() }
    var viewer = Viewer(options: options, size: Size(columns: 80, rows: 24), capabilities: .full)
    runner.pursue(viewer.neededWork, findings: viewer.findings)

    let screen = try Screen(depth: options.colors, mouse: options.mouse, wake: wake)
    defer { screen.close() }
    viewer = Viewer(options: options, size: screen.size, capabilities: screen.capabilities)
    screen.show(viewer.draw())
    while true {
      var repaints = false
      for event in screen.waitForEvents() {
        switch viewer.handle(event) {
        case .quit: return
        case .redraw: repaints = true
        case .setMouse(let on): screen.setMouse(on)
        case .screenshot: viewer.takeScreenshot(screen.capabilities)
        case nil: break
        }
        if case .resized = event { repaints = true }
      }
      for outcome in runner.collect() { viewer.accept(outcome) }
      if let refusal = viewer.startRefusal { throw refusal }
      runner.pursue(viewer.neededWork, findings: viewer.findings)
      screen.show(viewer.draw(), everything: repaints)
    }
  }

  /// Runs the same viewer without a terminal: applies the keys, each when all work is done, and returns the
  /// frame in the given format. Throws `ComputeError`, `StartRefused`, or `ViewerFailure` when there is nothing to
  /// look at.
  package static func runHeadless(
    _ options: ViewerOptions, keys: [Key], size: Size, format: ScreenshotFormat
  ) throws -> String {
    let capabilities = Capabilities(depth: options.colors ?? .truecolor)
    let headless = try HeadlessViewer(options: options, size: size, capabilities: capabilities)
    headless.settle()
    if let failure = headless.viewer.startFailure { throw ViewerFailure(description: failure) }
    if let refusal = headless.viewer.startRefusal { throw refusal }
    for key in keys {
      if headless.handle(.key(key)) == .quit { break }
      headless.settle()
    }
    return headless.picture(format)
  }
}

/// Why there is nothing to look at.
package struct ViewerFailure: Error, CustomStringConvertible {
  package let description: String
}

extension Viewer {
  /// Why the first model or image could not be read.
  fileprivate var startFailure: String? {
    state.sides.lazy.compactMap { findings.models[state.model($0)]?.failure }.first
      ?? findings.images[state.image]?.failure
  }
}
