// The variants of the kernels, one module each.
import SIMDKernels

#if arch(x86_64)
  import SIMDKernelsAVX2
  import SIMDKernelsAVX512

  extension SIMDKernelsAVX2.Kernels: KernelSet {}
  extension SIMDKernelsAVX512.Kernels: KernelSet {}
#endif
extension SIMDKernels.Kernels: KernelSet {}

extension InstructionSet {
  var kernels: any KernelSet.Type {
    #if arch(x86_64)
      switch self {
      case .baseline: SIMDKernels.Kernels.self
      case .avx2: SIMDKernelsAVX2.Kernels.self
      case .avx512, .amx: SIMDKernelsAVX512.Kernels.self
      }
    #else
      SIMDKernels.Kernels.self
    #endif
  }
}
