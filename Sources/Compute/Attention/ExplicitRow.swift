// The memory and the threads of one explicit row of weights.

extension Engine {
  /// Keys of one query that a task multiplies.
  private static let keysPerTask = 1024
  /// Products of a row, keys × depth, up to which it takes no more than some 0.1 ms.
  package static let longestShortRow = 1 << 19

  /// Makes one row: calls `multiply` for blocks of the keys of `unit`, then `finish` on the calling thread.
  ///
  /// It waits for no other operation: where one runs, or where the row is short, the calling thread makes it alone. A
  /// screen can so be drawn during a forward pass.
  ///
  /// - Parameter floats: of memory that both are given, not cleared.
  func makeRow<Result>(
    of unit: AttentionUnit, layout: AttentionLayout, memory floats: Int,
    multiply: (_ keys: Range<Int>, _ memory: UnsafeMutablePointer<Float>) -> Void,
    finish: (_ memory: UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    if layout.keys * layout.depth > Engine.longestShortRow {
      let result = performUnlessBusy { workspace in
        let memory = workspace.reserve(floats)
        layout.forEachKeyBlock(
          of: unit.index..<unit.index + 1, length: Engine.keysPerTask, operationsPerKey: 4 * layout.depth,
          in: workspace
        ) { _, keys, _ in multiply(keys, memory) }
        return finish(memory)
      }
      if let result { return result }
    }
    return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(floats, 1)) { memory in
      let memory = memory.baseAddress!
      multiply(0..<layout.keys, memory)
      return finish(memory)
    }
  }

  /// Runs `body` for 0 ..< `count` on all threads, or on the calling one alone where another operation runs.
  ///
  /// It may ask the engine for single rows, each of which is then made on its thread, and for nothing else.
  ///
  /// - Parameter operations: about how many a number takes.
  package func forEach(_ count: Int, operations: Int, _ body: (_ index: Int) -> Void) {
    let isDone: Void? = performUnlessBusy { workspace in
      workspace.parallelRanges(count, operationsPerPiece: operations) { range, _ in range.forEach(body) }
    }
    if isDone == nil { (0..<count).forEach(body) }
  }
}
