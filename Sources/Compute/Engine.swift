// The engine: the threads and the kernels that every operation runs on.
import Glibc

/// Runs the operations of this module, each spread over all threads, with the kernels of one instruction set.
///
/// Every operation returns when its result is written, gives the same bits for any number of threads, and
/// may be asked for by several threads at once: they queue.
package final class Engine: @unchecked Sendable {
  package static let maximumThreads = 256

  package let threads: Int
  package let instructionSet: InstructionSet

  /// An engine on `threads` threads (nil: one for each core) with the kernels of `instructionSet` (nil: what
  /// `POLASCOPE_ISA` names, or else the best that is supported).
  ///
  /// - Throws: `ComputeError` where the machine cannot do what is asked.
  package init(threads: Int? = nil, instructionSet: InstructionSet? = nil) throws(ComputeError) {
    let threads = threads ?? min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), Engine.maximumThreads)
    guard (1...Engine.maximumThreads).contains(threads) else {
      throw .invalidThreadCount(threads)
    }
    let requested = try Engine.requestedInstructionSet()
    let set = instructionSet ?? requested ?? .best
    guard set.isSupported else { throw .unsupportedInstructionSet(set) }
    self.threads = threads
    self.instructionSet = set
  }

  /// What `POLASCOPE_ISA` names; nil where it is unset or empty.
  private static func requestedInstructionSet() throws(ComputeError) -> InstructionSet? {
    guard let text = getenv("POLASCOPE_ISA"), text.pointee != 0 else { return nil }
    let name = String(cString: text)
    guard let set = InstructionSet(rawValue: name) else { throw .unknownInstructionSet(name) }
    return set
  }
}
