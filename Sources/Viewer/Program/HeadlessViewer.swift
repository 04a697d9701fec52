// The viewer without a terminal: the same state, work and frames, driven by calls.

import Glibc
import Session
import TerminalUI

final class HeadlessViewer {
  private(set) var viewer: Viewer
  private let runner: WorkRunner
  private let arrivals = Arrivals()
  private let capabilities: Capabilities
  /// Whether keys that write files do so.
  var writesFiles = true

  /// - Parameter lane: makes the queue of a lane; nil for threads.
  /// - Throws: `ComputeError`.
  init(
    options: ViewerOptions, size: Size, capabilities: Capabilities, lane: ((Lane) -> any WorkLane)? = nil
  ) throws {
    let arrivals = arrivals
    runner = try WorkRunner(options: options, mailbox: Mailbox(wake: { arrivals.signal() }), lane: lane)
    viewer = Viewer(options: options, size: size, capabilities: capabilities)
    self.capabilities = capabilities
  }

  /// Works until nothing is left to compute.
  func settle() {
    while true {
      step()
      if runner.isIdle { return }
      arrivals.wait()
    }
  }

  /// Takes what the lanes have done and hands them what is needed now.
  func step() {
    for outcome in runner.collect() { viewer.accept(outcome) }
    runner.pursue(viewer.neededWork, findings: viewer.findings)
  }

  /// Answers an event on the frame as the user would see it.
  @discardableResult
  func handle(_ event: Event) -> Effect? {
    _ = viewer.draw()
    let effect = viewer.handle(event)
    switch effect {
    case .screenshot where writesFiles: viewer.takeScreenshot(capabilities)
    case .saveSession(let path, let isConfirmed) where writesFiles:
      viewer.saveSession(to: path, isConfirmed: isConfirmed)
    default: break
    }
    return effect
  }

  /// Gives the viewer something that would have come from a thread.
  func accept(_ outcome: Outcome) { viewer.accept(outcome) }

  func frame() -> Frame { viewer.draw() }

  /// - Throws: `ImageError`; `PictureTooLarge`.
  func picture(_ format: ScreenshotFormat, file: String = "picture") throws -> [UInt8] {
    try viewer.picture(format, capabilities, file: file)
  }
}

/// Lets one thread wait for the mailbox.
private final class Arrivals: @unchecked Sendable {
  private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

  init() { sem_init(semaphore, 0, 0) }

  deinit {
    sem_destroy(semaphore)
    semaphore.deallocate()
  }

  func signal() { sem_post(semaphore) }

  func wait() { while sem_wait(semaphore) != 0 {} }
}
