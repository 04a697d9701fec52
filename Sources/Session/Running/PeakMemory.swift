// The peak memory of the process.
import CMemory
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

/// Gives free memory back and lets the peak begin with what is resident then (clear_refs of proc(5)).
///
/// - Parameter switches: the file that the system reads; another in tests.
/// - Returns: false where the system does not do that: the peak is then that of all before.
package func restartPeakResidentBytes(_ switches: String = "/proc/self/clear_refs") -> Bool {
  memory_give_back()
  let descriptor = open(switches, O_WRONLY)
  guard descriptor >= 0 else { return false }
  defer { close(descriptor) }
  return write(descriptor, "5", 1) == 1
}

/// What to say where a peak is left out.
package let peakMemoryRemark =
  "peak memory is left out: the system does not let it begin anew for each model and size (/proc/self/clear_refs)"
