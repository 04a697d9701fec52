// The peak memory of the process.
import FoundationEssentials

/// The peak resident memory of this process in bytes, `VmHWM` of proc(5); nil where there is no such file.
///
/// Not `getrusage`: its maximum starts at that of the parent process.
package func peakResidentBytes() -> Int? {
  guard let data = FileManager.default.contents(atPath: "/proc/self/status") else { return nil }
  for line in String(decoding: data, as: UTF8.self).split(separator: "\n") where line.hasPrefix("VmHWM:") {
    return line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 * 1024 }
  }
  return nil
}
