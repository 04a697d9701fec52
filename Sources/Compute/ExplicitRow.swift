// The memory and the threads of one explicit row of weights.

extension Engine {
  /// Keys of one query that a task multiplies.
  private static let keysPerTask = 1024
  /// Products of a row, keys × depth, up to which the calling thread makes it alone: some 0.1 ms. It then waits for
  /// no other operation, so that a screen can be drawn while a forward pass runs.
  package static let longestRowAlone = 1 << 19

  /// Makes one row: calls `multiply` for blocks of the keys of `unit`, then `finish` on the calling thread.
  ///
  /// - Parameter floats: of memory that both are given, not cleared.
  func makeRow<Result>(
    of unit: AttentionUnit, layout: AttentionLayout, memory floats: Int,
    multiply: (_ keys: Range<Int>, _ memory: UnsafeMutablePointer<Float>) -> Void,
    finish: (_ memory: UnsafeMutablePointer<Float>) -> Result
  ) -> Result {
    if layout.keys * layout.depth <= Engine.longestRowAlone {
      return withUnsafeTemporaryAllocation(of: Float.self, capacity: max(floats, 1)) { memory in
        let memory = memory.baseAddress!
        multiply(0..<layout.keys, memory)
        return finish(memory)
      }
    }
    return perform { workspace in
      let memory = workspace.reserve(floats)
      layout.forEachKeyBlock(
        of: unit.index..<unit.index + 1, length: Engine.keysPerTask, operationsPerKey: 4 * layout.depth,
        in: workspace
      ) { _, keys, _ in multiply(keys, memory) }
      return finish(memory)
    }
  }
}
