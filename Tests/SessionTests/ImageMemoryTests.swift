// The memory that jobs share for decoded images.
import Glibc
import Synchronization
import TestSupport
import Testing

@testable import Session

@Suite struct ImageMemoryTests {
  /// What jobs hold together, and the most that they ever held.
  private struct Held {
    var bytes = 0
    var most = 0
    var mostJobs = 0
    var jobs = 0

    mutating func add(_ count: Int) {
      bytes += count
      jobs += 1
      most = max(most, bytes)
      mostJobs = max(mostJobs, jobs)
    }

    mutating func remove(_ count: Int) {
      bytes -= count
      jobs -= 1
    }
  }

  @Test func jobsWaitForOneAnother() throws {
    let memory = ImageMemory(limit: 100)
    let held = Mutex(Held())
    // The last is larger than the limit, and runs alone.
    let sizes = (0..<200).map { [30, 50, 10, 99, 1][$0 % 5] } + [250]
    var (next, results) = (0, [Int]())
    try processInOrder(
      workers: 8,
      next: {
        defer { next += 1 }
        return next < sizes.count ? sizes[next] : nil
      },
      work: { size, _ in
        let share = memory.share(size)
        held.withLock { $0.add(size) }
        usleepBriefly()
        held.withLock { $0.remove(size) }
        withExtendedLifetime(share) {}
        return size
      },
      deliver: { results.append($0) })
    #expect(results == sizes)
    held.withLock { held in
      #expect(held.bytes == 0 && held.most == 250 && held.mostJobs > 1)
    }
  }

  /// What decoding took is free once the image is there, and the image's own part with the image.
  @Test func anImageKeepsItsPixelsOnly() throws {
    let memory = ImageMemory(limit: 100)
    let share = memory.share(100)
    share.shrink(to: 40)
    let second = memory.share(60)
    share.shrink(to: 50)
    withExtendedLifetime(share) {}
    second.shrink(to: 0)
    let third = memory.share(60)
    withExtendedLifetime((share, second, third)) {}
    // 61×47 pixels. What its decoding takes is more than the limit; then there is room for others.
    let pixels = ImageMemory(limit: 10_000)
    let image = try InputImage.load(Fixtures.path("images/decode/lossless.webp"), within: pixels)
    let rest = pixels.share(1399)
    withExtendedLifetime((image, rest)) {}
  }

  @Test func whatFitsStaysWithinTheLimit() throws {
    let memory = ImageMemory(limit: 100)
    let held = Mutex(Held())
    var next = 0
    try processInOrder(
      workers: 8,
      next: {
        next += 1
        return next <= 300 ? 1 + next * 37 % 100 : nil
      },
      work: { size, _ in
        let share = memory.share(size)
        held.withLock { $0.add(size) }
        usleepBriefly()
        held.withLock { $0.remove(size) }
        withExtendedLifetime(share) {}
      },
      deliver: { _ in })
    #expect(held.withLock { $0.most } <= 100)
  }
}

/// Lets other threads run.
private func usleepBriefly() { for _ in 0..<50 { sched_yield() } }
