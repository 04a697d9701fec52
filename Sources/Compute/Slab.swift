// Memory in huge pages, of which the packed weights of many layers are parts.
import Glibc

/// A block of memory that the system is asked to back with huge pages, handed out in parts.
///
/// A forward pass reads every weight once. In pages of 4 KiB, half the weights' first touches wait for the
/// translation of their address; 2 MiB pages are worth 2–4 % of a ViT's forward pass. Single layers are smaller
/// than such a page, hence the slab. Used by one thread at a time.
final class Slab: @unchecked Sendable {
  private static let hugePage = 2 << 20
  /// Of a slab that is not made for one larger layer. Pages that are never written take no memory.
  private static let size = 32 << 20

  private let memory: UnsafeMutableRawPointer
  private let size: Int
  private var used = 0

  /// A slab with room for at least `count` floats.
  init(for count: Int) {
    let needed = count * MemoryLayout<Float>.stride
    size = (max(needed, Slab.size) + Slab.hugePage - 1) / Slab.hugePage * Slab.hugePage
    memory = .allocate(byteCount: size, alignment: Slab.hugePage)
    madvise(memory, size, MADV_HUGEPAGE)
  }

  deinit {
    memory.deallocate()
  }

  /// Memory for `count` floats from a cache line on, or nil where the slab has no room for them.
  func part(of count: Int) -> FloatBuffer? {
    let bytes = (count * MemoryLayout<Float>.stride + 63) / 64 * 64
    guard bytes <= size - used else { return nil }
    let part = (memory + used).bindMemory(to: Float.self, capacity: count)
    used += bytes
    return FloatBuffer(unwritten: part, count: count, of: self)
  }
}
