// The thread for work that must not hold up the screen.
import Session
import Synchronization
import Testing

@Suite struct WorkQueueTests {
  /// Values put in by one thread and waited for by another.
  private final class Collector: Sendable {
    private let values = Mutex<[Int]>([])
    func add(_ value: Int) { values.withLock { $0.append(value) } }
    var all: [Int] { values.withLock { $0 } }

    /// Waits until `count` values are there; gives up after ten seconds.
    func wait(for count: Int) async throws {
      for _ in 0..<1000 where all.count < count { try await Task.sleep(for: .milliseconds(10)) }
    }
  }

  @Test func jobsRunInOrderAndCancelledOnesAreSkipped() async throws {
    let queue = try WorkQueue(name: "test")
    let collector = Collector()
    let gate = Mutex(false)
    queue.enqueue { _ in while !gate.withLock({ $0 }) {} }
    queue.enqueue { _ in collector.add(1) }
    let stale = queue.enqueue { _ in collector.add(2) }
    queue.enqueue { _ in collector.add(3) }
    stale.cancel()
    gate.withLock { $0 = true }
    try await collector.wait(for: 2)
    #expect(collector.all == [1, 3])
    queue.close()
  }
}
