// The owner of a block of floats, aligned for every instruction set.

/// A block of floats that starts at a cache line (64 bytes) and lives as long as someone refers to it.
///
/// Unchecked: whoever writes to a buffer must not share it with another thread at that time.
package final class FloatBuffer: @unchecked Sendable {
  package let pointer: UnsafeMutablePointer<Float>
  package let count: Int

  /// Memory for `count` floats that hold anything until they are written.
  init(unwritten count: Int) {
    precondition(count >= 0, "a buffer cannot hold \(count) floats")
    self.count = count
    let bytes = UnsafeMutableRawPointer.allocate(
      byteCount: max(count, 16) * MemoryLayout<Float>.stride, alignment: 64)
    pointer = bytes.bindMemory(to: Float.self, capacity: max(count, 16))
  }

  /// `count` zeros.
  package convenience init(count: Int) {
    self.init(unwritten: count)
    pointer.initialize(repeating: 0, count: max(count, 16))
  }

  deinit {
    pointer.deallocate()
  }
}
