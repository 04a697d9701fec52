// The memory that jobs may take for decoded images, all together.
import Synchronization

/// A bound on the decoded images that several jobs hold at one time.
///
/// A job that asks for more than is left waits until others have let go of theirs; the jobs are served in the order in
/// which they ask. An image larger than the bound is decoded when no other is held.
package final class ImageMemory: Sendable {
  /// 200 megapixels of three bytes: the largest image that is read.
  package static let usualLimit = 600_000_000

  private struct State: Sendable {
    /// Bytes that are held.
    var held = 0
    /// The next number to give out, and the number whose turn it is.
    var numbers = 0
    var turn = 0
  }

  private let limit: Int
  private let state = Monitor(State())

  package init(limit: Int = ImageMemory.usualLimit) { self.limit = limit }

  /// Bytes that a job holds until the last reference to it is gone.
  package final class Share: Sendable {
    private let memory: ImageMemory
    private let byteCount: Mutex<Int>

    fileprivate init(of memory: ImageMemory, byteCount: Int) {
      self.memory = memory
      self.byteCount = Mutex(byteCount)
    }

    deinit { shrink(to: 0) }

    /// Lets go of all but `count` bytes; of none where it holds no more.
    package func shrink(to count: Int) {
      let freed = byteCount.withLock { held in
        defer { held = min(held, count) }
        return max(held - count, 0)
      }
      memory.state.change { $0.held -= freed }
    }
  }

  /// Waits until `byteCount` bytes are left, and takes them. A job that holds a share must not ask for another.
  package func share(_ byteCount: Int) -> Share {
    let number = state.wait { state -> Int? in
      state.numbers += 1
      return state.numbers - 1
    }
    state.wait { [limit] state -> Void? in
      guard state.turn == number, state.held == 0 || byteCount <= limit - state.held else { return nil }
      state.held += byteCount
      state.turn += 1
      return ()
    }
    return Share(of: self, byteCount: byteCount)
  }
}
