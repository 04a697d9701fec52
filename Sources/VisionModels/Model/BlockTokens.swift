// The tokens that blocks give, as a forward pass shows them, and what is measured of them.
import Attention
import Compute
import Synchronization

/// Takes the tokens that each block gives, [tokens × channels]: the layer's number, those in front of the patches, then
/// the patches of `grid` row by row, before any norm that comes after the block.
///
/// Layers come in order, on the thread of the pass. It must not keep the matrix, whose values change with the next block,
/// nor ask the engine for anything. What it throws ends the pass.
package typealias TokenReader = @Sendable (_ layer: Int, _ tokens: Matrix, _ grid: TokenGrid) throws -> Void

/// What is measured of the tokens of every block in a forward pass: one value for each, made while they are there.
///
///     let norms = BlockTokens { _, tokens, grid in TokenNorms(of: tokens, on: grid) }
///     let output = try model.forward(image, tokenReader: norms.read)
///     norms.values[layer].mean
package final class BlockTokens<Value: Sendable>: Sendable {
  private let measured = Mutex<[Value]>([])
  private let measure: @Sendable (_ earlier: [Value], Matrix, TokenGrid) throws -> Value

  /// - Parameter measure: takes the values of the blocks before, and what a `TokenReader` takes.
  package init(_ measure: @escaping @Sendable (_ earlier: [Value], Matrix, TokenGrid) throws -> Value) {
    self.measure = measure
  }

  /// By layer; all once the pass is done.
  package var values: [Value] { measured.withLock { $0 } }

  /// For one forward pass.
  package var read: TokenReader {
    { _, tokens, grid in
      let value = try self.measure(self.values, tokens, grid)
      self.measured.withLock { $0.append(value) }
    }
  }
}
