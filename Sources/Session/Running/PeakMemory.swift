// The peak memory of the process.
import FoundationEssentials
import Glibc

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

/// Lets the peak begin with what is resident now (clear_refs of proc(5)); without effect where the system does not.
package func resetPeakResidentBytes() {
  let descriptor = open("/proc/self/clear_refs", O_WRONLY)
  guard descriptor >= 0 else { return }
  _ = write(descriptor, "5", 1)
  close(descriptor)
}
