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
      if written > 0 {
        rest = rest.dropFirst(written)
      } else if errno != EINTR {
        throw .refused(name, errno)
      }
    }
  }
}
