// How much memory the process has needed at most.
import FoundationEssentials

/// The most bytes that this process ever held in memory at once, `VmHWM` of proc(5); nil where there is no such
/// file.
///
/// Not `getrusage`: its maximum begins with that of the program which started this one.
package func peakResidentBytes() -> Int? {
  guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
  for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:") {
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
  return nil
}
