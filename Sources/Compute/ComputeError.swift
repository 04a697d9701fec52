// What the engine refuses, and how it says so.

package enum ComputeError: Error, Equatable, CustomStringConvertible {
  /// `POLASCOPE_ISA` holds something else than the name of an instruction set.
  case unknownInstructionSet(String)
  case unsupportedInstructionSet(InstructionSet)
  case invalidThreadCount(Int)
  /// The system starts only some of the threads that were asked for.
  case threadsRefused(started: Int, of: Int)

  package var description: String {
    switch self {
    case .unknownInstructionSet(let name):
      let names = InstructionSet.allCases.map(\.rawValue).joined(separator: ", ")
      return "POLASCOPE_ISA is \"\(name)\"; it may be one of \(names)"
    case .unsupportedInstructionSet(let set):
      return """
        this processor does not support \(set.rawValue), which POLASCOPE_ISA asks for; \
        unset it, or set it to \(InstructionSet.best.rawValue)
        """
    case .invalidThreadCount(let count):
      return "the number of threads is \(count); it must be between 1 and \(Engine.maximumThreads)"
    case .threadsRefused(let started, let count):
      return """
        the system starts only \(started) of \(count) threads; ask for fewer with --threads, or allow more memory or \
        processes (ulimit -v, ulimit -u)
        """
    }
  }
}
