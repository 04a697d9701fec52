// Linear layers: y = x·Wᵀ + b with the work that follows fused in.

/// A linear layer y = x·Wᵀ + b, packed for the kernels of one instruction set.
package struct Linear: Sendable {
  package let inputs: Int
  package let outputs: Int
  let instructionSet: InstructionSet
  /// Wᵀ `[inputs × outputs]` in panels.
  let panels: FloatBuffer
  /// `[outputs]`, padded to whole panels.
  let bias: FloatBuffer?

  /// Packs `weight` `[outputs × inputs]` and `bias` `[outputs]` for `engine`; nothing else is kept.
  package init(
    weight: UnsafeBufferPointer<Float>, bias: UnsafeBufferPointer<Float>?, inputs: Int, outputs: Int,
    engine: Engine
  ) {
    precondition(weight.count == inputs * outputs && (bias?.count ?? outputs) == outputs)
    let width = engine.kernels.panelWidth
    let padded = engine.kernels.wholePanels(outputs)
    self.inputs = inputs
    self.outputs = outputs
    instructionSet = engine.instructionSet
    let panels = FloatBuffer(unwritten: padded * inputs)
    if let source = weight.baseAddress {
      engine.perform { workspace in
        workspace.parallelRanges(padded / width, operationsPerPiece: width * inputs * 4) { range, _ in
          let first = range.lowerBound * width
          engine.kernels.packTransposed(
            source + first * inputs, stride: inputs, columns: min(range.upperBound * width, outputs) - first,
            depth: inputs, into: panels.pointer + first * inputs)
        }
      }
    }
    self.panels = panels
    self.bias = bias.map { bias in
      let buffer = FloatBuffer(count: padded)
      for (i, value) in bias.enumerated() { buffer.pointer[i] = value }
      return buffer
    }
  }

  package init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, engine: Engine) {
    self = weight.withUnsafeBufferPointer { weight in
      guard let bias else {
        return Linear(weight: weight, bias: nil, inputs: inputs, outputs: outputs, engine: engine)
      }
      return bias.withUnsafeBufferPointer {
        Linear(weight: weight, bias: $0, inputs: inputs, outputs: outputs, engine: engine)
      }
    }
  }
}

/// What a linear layer does with its product before it is stored.
package enum Epilogue: Sendable {
  /// x·Wᵀ; a bias is ignored.
  case product
  /// x·Wᵀ + b
  case bias
  /// gelu(x·Wᵀ + b), exact: ½·y·(1 + erf(y/√2))
  case gelu
  /// residual + x·Wᵀ + b; the residual `[tokens × outputs]` may be the output itself.
  case residual(Matrix)
}

extension Engine {
  /// `output` `[tokens × outputs]` ← x·Wᵀ `[tokens × inputs]`, finished by `epilogue`.
  ///
  /// `output` must not overlap x. Cost 2·tokens·inputs·outputs operations.
  package func linear(_ x: Matrix, _ layer: Linear, _ epilogue: Epilogue = .bias, into output: Matrix) {
    precondition(layer.instructionSet == instructionSet, "the layer is packed for \(layer.instructionSet)")
    precondition(x.columns == layer.inputs && output.columns == layer.outputs && x.rows == output.rows)
    var residual: Matrix?
    var bias = layer.bias
    var applyingGELU = false
    switch epilogue {
    case .product: bias = nil
    case .bias: break
    case .gelu: applyingGELU = true
    case .residual(let matrix):
      precondition(matrix.rows == output.rows && matrix.columns == output.columns)
      residual = matrix
    }
    perform(multiplyAdds: x.rows * layer.inputs * layer.outputs) { workspace in
      let split = LinearSplit(rows: x.rows, layer: layer, kernels: kernels, threads: workspace.threads)
      workspace.parallel(tasks: split.tasks) { task, _ in
        split.forEachPart(of: task) { rows, columns in
          kernels.multiply(
            x.pointer + rows.lowerBound * x.stride, stride: x.stride, rows: rows.count, depth: layer.inputs,
            panels: layer.panels.pointer + columns.lowerBound * layer.inputs, columns: columns.count,
            bias: bias.map { UnsafePointer($0.pointer + columns.lowerBound) },
            residual: residual.map {
              UnsafePointer($0.pointer + rows.lowerBound * $0.stride + columns.lowerBound)
            },
            residualStride: residual?.stride ?? 0, applyingGELU: applyingGELU,
            into: output.pointer + rows.lowerBound * output.stride + columns.lowerBound, stride: output.stride
          )
        }
      }
    }
  }
}

/// How a linear layer is cut into tasks of equal size.
///
/// A tile is the product of a few rows with one panel. Tiles are numbered block of rows by block of rows, there
/// panel by panel, so that a panel stays in the first-level cache while the rows of a block pass, and the block
/// in the second. A task is a run of tiles.
private struct LinearSplit {
  /// Rows of x that stay in the second-level cache while the panels pass: 512 KiB.
  private static let cachedFloats = 131_072
  /// Enough that a thread which is held up leaves little to wait for.
  private static let tasksPerThread = 8
  /// A task of fewer operations than this is not worth handing out: some microseconds.
  private static let smallestTask = 200_000

  let tasks: Int
  private let rows: Int
  private let outputs: Int
  private let panelWidth: Int
  private let panels: Int
  private let tiles: Int
  private let blocks: Int

  init(rows: Int, layer: Linear, kernels: any KernelSet.Type, threads: Int) {
    self.rows = rows
    outputs = layer.outputs
    panelWidth = kernels.panelWidth
    panels = (layer.outputs + panelWidth - 1) / panelWidth
    tiles = (rows + kernels.maximumTileRows - 1) / kernels.maximumTileRows
    let cachedRows = max(LinearSplit.cachedFloats / max(layer.inputs, 1), 4 * kernels.maximumTileRows)
    let cachedTiles = max(1, cachedRows / kernels.maximumTileRows)
    blocks = max(1, (tiles + cachedTiles - 1) / cachedTiles)
    let operations = 2 * rows * layer.inputs * layer.outputs
    let wanted = min(LinearSplit.tasksPerThread * threads, operations / LinearSplit.smallestTask)
    tasks = rows == 0 ? 0 : max(1, min(wanted, tiles * panels))
  }

  /// Calls `body` with the rows and columns of the rectangles that make up a task.
  func forEachPart(of task: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>) -> Void) {
    var tile = tiles * panels * task / tasks
    let end = tiles * panels * (task + 1) / tasks
    while tile < end {
      let block = (blocks * (tile / panels + 1) - 1) / tiles
      let blockTiles = tiles * block / blocks..<tiles * (block + 1) / blocks
      let inBlock = tile - blockTiles.lowerBound * panels
      let (panel, first) = (inBlock / blockTiles.count, inBlock % blockTiles.count)
      let count = min(blockTiles.count - first, end - tile)
      let lower = blockTiles.lowerBound + first
      body(
        rows * lower / tiles..<rows * (lower + count) / tiles,
        panel * panelWidth..<min((panel + 1) * panelWidth, outputs))
      tile += count
    }
  }
}
