// The engine: the threads and the kernels that every operation runs on.
import CPlatform
import Glibc

/// Runs the operations of this module, each spread over all threads, with the kernels of one instruction set.
///
/// Every operation returns when its result is written, gives the same bits for any number of threads, and
/// may be asked for by several threads at once: they queue. A task of one operation must not ask for another.
package final class Engine: @unchecked Sendable {
  package static let maximumThreads = 256

  package let threads: Int
  package let instructionSet: InstructionSet
  let kernels: any KernelSet.Type
  /// Whether products ask for the next panel of weights while they multiply one.
  let prefetchesPanels: Bool
  /// Whether the processor adds in units other than those that multiply.
  let addsBesideProducts: Bool
  /// What multiplies large matrices in place of the kernels; nil: the kernels do.
  let tiles: TileProducts?
  private let workspace: Workspace
  private let lock: UnsafeMutablePointer<pthread_mutex_t>

  /// An engine on `threads` threads (nil: one for each core, or as many as the system starts) with the kernels of
  /// `instructionSet` (nil: what `POLASCOPE_ISA` names, or else the best that is supported).
  ///
  /// - Parameters:
  ///   - prefetchesPanels: whether products prefetch the next panel of weights, which changes no bit of a result; nil:
  ///     where processors of this maker gain from it.
  ///   - addsBesideProducts: whether two products of signed numbers are made at once, with sums beside multiply-adds;
  ///     nil: where processors of this maker gain from it.
  ///   - tiles: of `.amx`, in place of the processor's; nil: those.
  /// - Throws: `ComputeError` where the machine cannot do what is asked.
  package init(
    threads: Int? = nil, instructionSet: InstructionSet? = nil, prefetchesPanels: Bool? = nil,
    addsBesideProducts: Bool? = nil, tiles: TileProducts? = nil
  ) throws(ComputeError) {
    let wanted = threads ?? min(max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))), Engine.maximumThreads)
    guard (1...Engine.maximumThreads).contains(wanted) else { throw .invalidThreadCount(wanted) }
    let set: InstructionSet
    if let instructionSet {
      set = instructionSet
    } else {
      set = try InstructionSet.requested() ?? .best
    }
    let hasTiles = set == .amx && tiles != nil && InstructionSet.avx512.isSupported
    guard hasTiles || set.isSupported else { throw .unsupportedInstructionSet(set) }
    workspace = Workspace(threads: wanted)
    guard threads == nil || workspace.threads == wanted else {
      throw .threadsRefused(started: workspace.threads, of: wanted)
    }
    self.threads = workspace.threads
    self.instructionSet = set
    kernels = set.kernels
    self.tiles = set == .amx ? tiles ?? .processor : nil
    self.prefetchesPanels = prefetchesPanels ?? cpu_gains_from_prefetch()
    self.addsBesideProducts = addsBesideProducts ?? cpu_adds_beside_products()
    lock = .allocate(capacity: 1)
    pthread_mutex_init(lock, nil)
  }

  deinit {
    pthread_mutex_destroy(lock)
    lock.deallocate()
  }

  /// Waits for other operations to end and runs `operation` with the threads and their memory.
  ///
  /// - Parameter multiplyAdds: how many it makes, for `multiplyAddCount`.
  func perform<Result>(multiplyAdds: Int = 0, _ operation: (Workspace) -> Result) -> Result {
    pthread_mutex_lock(lock)
    defer { pthread_mutex_unlock(lock) }
    workspace.multiplyAddCount += multiplyAdds
    return operation(workspace)
  }

  /// The same unless another operation runs: nil then.
  func performUnlessBusy<Result>(_ operation: (Workspace) -> Result) -> Result? {
    guard pthread_mutex_trylock(lock) == 0 else { return nil }
    defer { pthread_mutex_unlock(lock) }
    return operation(workspace)
  }

  /// Multiply-adds of all matrix products, convolutions and attention so far.
  package var multiplyAddCount: Int { perform { $0.multiplyAddCount } }
}
