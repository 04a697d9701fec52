// Sums over the rows of long sequences, made many at a time and added up in the order of the queries.
import Attention
import Compute
import Glibc
import Synchronization

extension AttentionRecord {
  /// Whether rows are so long that making many at a time is worth other last bits than those of single rows.
  var hasLongRows: Bool {
    geometry.keysPerWindow * headWidth > Engine.longestShortRow && mechanism.regions == nil
  }

  /// Σ_i a_ij of the `attention` rows of some queries, by key in matrix order: of two streams the mean of the rows that
  /// are not empty, each re-normalized. The same bits for any number of threads. O(N·n·d)
  ///
  /// - Throws: `Cancelled`
  func streamedSums(
    of queries: [Int], head: Int, cancellation: Cancellation?
  ) throws(Cancelled) -> [Double] {
    let sums = OrderedSums(count: geometry.keyCount)
    try streamRows(.queries(queries, head: head), cancellation: cancellation) { _, first, rows in
      sums.inTurn(first, count: rows[0].rows, cancellation: cancellation) { sums in
        for index in 0..<rows[0].rows {
          let start = geometry.window(ofQueryRow: queries[first + index]) * geometry.keysPerWindow
          let totals = rows.map { stream in
            rows.count > 1
              ? engine.sum(of: stream.pointer + index * stream.stride, count: stream.columns) : 1
          }
          let filled = Double(totals.count { $0 != 0 })
          for (stream, total) in zip(rows, totals) where total != 0 {
            engine.add(
              stream.pointer + index * stream.stride, count: stream.columns, by: 1 / (total * filled),
              to: sums.baseAddress! + start)
          }
        }
      }
    }
    return sums.values
  }
}

/// Sums that several threads add to, one after the other in the order of their numbers.
private final class OrderedSums: @unchecked Sendable {
  private let sums: UnsafeMutableBufferPointer<Double>
  /// The number whose turn it is.
  private let next = Atomic<Int>(0)

  init(count: Int) {
    sums = .allocate(capacity: count)
    sums.initialize(repeating: 0)
  }

  deinit { sums.deallocate() }

  var values: [Double] { Array(sums) }

  /// Waits until all numbers before `first` are added, adds the `count` from there on, and lets the next go on. Whoever
  /// has a smaller number is at work: tasks are taken in order. Nothing is added once the work is cancelled.
  func inTurn(
    _ first: Int, count: Int, cancellation: Cancellation?,
    _ add: (_ sums: UnsafeMutableBufferPointer<Double>) -> Void
  ) {
    while next.load(ordering: .acquiring) != first {
      if cancellation?.isCancelled == true { return }
      sched_yield()
    }
    add(sums)
    next.store(first + count, ordering: .releasing)
  }
}
