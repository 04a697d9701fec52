// Hashes of tensors, made from the bytes that are read anyway.
import Files
import Synchronization

/// The hash of a tensor's elements as the file stores them, in row-major order, as far as they have been read.
final class TensorHash: Sendable {
  private struct Progress {
    var hash = XXHash64()
    var byteCount = 0
  }

  private let progress = Mutex(Progress())

  /// Takes bytes that were read from `offset` on. Those that it has, and those behind a gap, it passes over: whoever
  /// asks for the hash reads what is missing.
  func take(_ bytes: UnsafeRawBufferPointer, from offset: Int) {
    progress.withLock { progress in
      let known = progress.byteCount - offset
      guard known >= 0, known < bytes.count else { return }
      progress.hash.update(UnsafeRawBufferPointer(rebasing: bytes[known...]))
      progress.byteCount += bytes.count - known
    }
  }

  /// How many bytes from the first on are in the hash.
  var byteCount: Int { progress.withLock { $0.byteCount } }

  var value: UInt64 { progress.withLock { $0.hash.value } }
}
