// Writing to the standard output and the standard error, whole and unbuffered.
import Files
import Glibc

/// A standard stream of the process.
struct StandardStream: Sendable {
  let descriptor: Int32
  /// Its name in messages.
  let name: String

  static let output = StandardStream(descriptor: STDOUT_FILENO, name: "standard output")
  static let error = StandardStream(descriptor: STDERR_FILENO, name: "standard error")

  /// Keeps the numbers of streams that the process was started without from the files that it opens: what it says would
  /// go into them. Such an output refuses what is written to it, such an input what is read, and messages are lost.
  ///
  /// Call it before any file is opened.
  static func reserveClosed() {
    for (number, mode) in [(STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY)] {
      // The lowest number that is free is this one.
      if fcntl(number, F_GETFD) == -1, errno == EBADF { _ = open("/dev/null", mode) }
    }
  }

  /// Whether it is a terminal.
  var isTerminal: Bool { isatty(descriptor) == 1 }

  /// Writes a message as one line, after the program's name; what could act on the terminal is escaped.
  ///
  /// - Throws: `WriteError`.
  func report(_ message: String) throws(WriteError) { try write("polascope: \(message.escaped)\n") }

  /// Writes all of `text`.
  ///
  /// - Throws: `WriteError`, for example on a full disk. (A closed pipe ends the program by its signal.)
  func write(_ text: String) throws(WriteError) {
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let written = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if written >= 0 {
        rest = rest.dropFirst(written)
      } else if errno == EAGAIN {
        // Another process that has it open made it non-blocking.
        var place = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&place, 1, -1)
      } else if errno != EINTR {
        throw .refused(name, errno)
      }
    }
  }
}
