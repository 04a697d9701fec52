// Lets other threads and signal handlers wake the thread that waits for events.

import Glibc

package struct WakePipe: Sendable {
  let readEnd: Int32
  let writeEnd: Int32

  /// Two descriptors for the life of the process, neither of which blocks.
  ///
  /// - Throws: `TerminalError.noDescriptor`.
  package init() throws(TerminalError) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw .noDescriptor(errno) }
    for end in ends {
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
    }
    readEnd = ends[0]
    writeEnd = ends[1]
  }

  /// Wakes the waiting thread; safe from any thread, and cheap when it is awake.
  package func signal() {
    var byte: UInt8 = 1
    _ = write(writeEnd, &byte, 1)
  }

  /// Takes all signals; true when there was one.
  func drain() -> Bool {
    var bytes = [UInt8](repeating: 0, count: 256)
    var any = false
    while read(readEnd, &bytes, bytes.count) > 0 { any = true }
    return any
  }
}
