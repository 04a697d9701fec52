// The instruction sets that kernels exist for, and which of them this machine runs.
import CPlatform
import Glibc

/// A variant of the kernels; raw values are those of the environment variable `POLASCOPE_ISA`.
package enum InstructionSet: String, CaseIterable, Sendable {
  /// What every machine of the architecture runs: SSE2 on x86-64, NEON on arm64.
  case baseline
  /// x86-64-v3: 8 lanes and fused multiply-add.
  case avx2
  /// x86-64-v4: 16 lanes and fused multiply-add.
  case avx512
  /// x86-64-v4 and, for large products, the tiles of AMX with bfloat16 numbers.
  case amx

  package var isSupported: Bool {
    switch self {
    case .baseline: true
    case .avx2: cpu_supports_avx2()
    case .avx512: cpu_supports_avx512()
    case .amx: cpu_supports_avx512() && TileProducts.processor != nil
    }
  }

  /// The fastest that this machine supports.
  package static let best = allCases.last { $0.isSupported } ?? .baseline

  /// What `POLASCOPE_ISA` names; nil where it is unset or empty.
  ///
  /// - Throws: `ComputeError.unknownInstructionSet` where that is no instruction set.
  package static func requested() throws(ComputeError) -> InstructionSet? {
    guard let text = getenv("POLASCOPE_ISA"), text.pointee != 0 else { return nil }
    let name = String(cString: text)
    guard let set = InstructionSet(rawValue: name) else { throw .unknownInstructionSet(name) }
    return set
  }
}
