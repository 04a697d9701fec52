// The owner of a block of floats, aligned for every instruction set.

/// A block of floats that starts at a cache line (64 bytes) and lives as long as someone refers to it.
///
/// Unchecked: whoever writes to a buffer must not share it with another thread at that time.
package final class FloatBuffer: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  /// `count` zeros.
  package init(count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) floats")
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 16) * MemoryLayout<Float>.stride, alignment: 64)
    pointer = bytes.initializeMemory(as: Float.self, repeating: 0, count: max(count, 16))
  }

  deinit {
    pointer.deallocate()
  }
}
