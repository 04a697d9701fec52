// What the system counts of a running process.
import FoundationEssentials
import Glibc

/// A number of a file of `/proc/PID`: that of the line which begins with `name`; nil once the process has ended.
func number(_ name: String, in file: String, of process: pid_t) -> Int? {
  let text = try? String(contentsOfFile: "/proc/\(process)/\(file)", encoding: .utf8)
  let line = text?.split(separator: "\n").first { $0.hasPrefix("\(name):") }
  return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }
}
