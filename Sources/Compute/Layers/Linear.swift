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

  /// Rows that are held before they are packed: about 2 MB, so that they stay in the second-level cache.
  private static let stagedFloats = 1 << 19

  /// Packs weights `[outputs × channels·taps]` for `engine`, some rows at a time.
  ///
  /// - Parameters:
  ///   - channels: inputs of the layer, or of one tap of a convolution.
  ///   - taps: above 1, rows hold the taps of one channel after another and are packed tap by tap.
  ///   - bias: `[outputs]`.
  ///   - readsInParts: false asks for all rows at once.
  ///   - readRows: writes the rows of a range, row-major; called with ranges that follow one another. What it returns
  ///     reads the rows once more and is done, in its order, by one thread: while others pack, or before where packing
  ///     changes the rows.
  /// - Throws: what `readRows` throws.
  package init(
    channels: Int, taps: Int = 1, outputs: Int, bias: [Float]?, engine: Engine, readsInParts: Bool = true,
    readRows: (_ rows: Range<Int>, _ values: UnsafeMutableBufferPointer<Float>) throws -> [() -> Void]
  ) rethrows {
    precondition((bias?.count ?? outputs) == outputs)
    let kernels = engine.kernels
    let width = kernels.panelWidth
    let padded = kernels.wholePanels(outputs)
    inputs = channels * taps
    self.outputs = outputs
    instructionSet = engine.instructionSet
    panels = FloatBuffer(unwritten: padded * inputs)
    self.bias = bias.map { bias in
      let buffer = FloatBuffer(count: padded)
      for (i, value) in bias.enumerated() { buffer.pointer[i] = value }
      return buffer
    }
    let (inputs, panels) = (inputs, panels)
    let panelsAtATime = max(1, Self.stagedFloats / max(width * inputs, 1))
    let rowsAtATime = readsInParts ? min(panelsAtATime * width, outputs) : outputs
    guard rowsAtATime * inputs > 0 else { return }
    let staged = UnsafeMutableBufferPointer<Float>.allocate(capacity: rowsAtATime * inputs)
    defer { staged.deallocate() }
    for first in stride(from: 0, to: outputs, by: rowsAtATime) {
      let rows = min(rowsAtATime, outputs - first)
      let values = UnsafeMutableBufferPointer(rebasing: staged[..<(rows * inputs)])
      var beside = try readRows(first..<first + rows, values)
      if taps > 1 {
        // Packing changes the order within the rows: nobody may read them meanwhile.
        for work in beside { work() }
        beside = []
      }
      engine.perform { workspace in
        workspace.parallelRanges(
          (rows + width - 1) / width, operationsPerPiece: width * inputs * 4, scratch: taps > 1 ? inputs : 0,
          beside: beside.isEmpty ? nil : { for work in beside { work() } }
        ) { range, scratch in
          let columns = range.lowerBound * width..<min(range.upperBound * width, rows)
          let source = values.baseAddress! + columns.lowerBound * inputs
          if taps > 1 {
            for row in 0..<columns.count {
              transpose(source + row * inputs, rows: channels, columns: taps, scratch: scratch.pointer)
            }
          }
          kernels.packTransposed(
            source, stride: inputs, columns: columns.count, depth: inputs,
            into: panels.pointer + (first + columns.lowerBound) * inputs)
        }
      }
    }
  }

  /// Packs `weight` `[outputs × inputs]` and `bias` `[outputs]` for `engine`; nothing else is kept.
  package init(weight: [Float], bias: [Float]?, inputs: Int, outputs: Int, engine: Engine) {
    precondition(weight.count == inputs * outputs)
    self.init(channels: inputs, outputs: outputs, bias: bias, engine: engine) { rows, values in
      _ = values.update(fromContentsOf: weight[rows.lowerBound * inputs..<rows.upperBound * inputs])
      return []
    }
  }
}

/// `matrix` `[rows × columns]` becomes its transpose, by way of `scratch` of the same size.
private func transpose(
  _ matrix: UnsafeMutablePointer<Float>, rows: Int, columns: Int, scratch: UnsafeMutablePointer<Float>
) {
  for row in 0..<rows {
    for column in 0..<columns { scratch[column * rows + row] = matrix[row * columns + column] }
  }
  matrix.update(from: scratch, count: rows * columns)
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
    precondition(output.columns == layer.outputs && x.rows == output.rows)
    linear(x, layer, epilogue, into: LinearOutput([output]))
  }

  /// x·Wᵀ + b for x `[tokens × inputs]`, as `parts` matrices `[tokens × outputs/parts]` of neighboring columns.
  ///
  /// The same floats as one matrix would hold. Each part has memory of its own where whole panels make it up, so that
  /// reading one touches no more pages than it fills; else the parts are views of one matrix.
  package func linear(_ x: Matrix, _ layer: Linear, parts: Int) -> [Matrix] {
    precondition(parts > 0 && layer.outputs.isMultiple(of: parts))
    let columns = layer.outputs / parts
    guard columns.isMultiple(of: kernels.panelWidth) else {
      let whole = Matrix(unwrittenRows: x.rows, columns: layer.outputs)
      linear(x, layer, into: whole)
      return (0..<parts).map { whole.columns($0 * columns..<($0 + 1) * columns) }
    }
    let matrices = (0..<parts).map { _ in Matrix(unwrittenRows: x.rows, columns: columns) }
    linear(x, layer, .bias, into: LinearOutput(matrices))
    return matrices
  }

  private func linear(_ x: Matrix, _ layer: Linear, _ epilogue: Epilogue, into output: LinearOutput) {
    precondition(layer.instructionSet == instructionSet, "the layer is packed for \(layer.instructionSet)")
    precondition(x.columns == layer.inputs)
    var residual: Matrix?
    var bias = layer.bias
    var applyingGELU = false
    switch epilogue {
    case .product: bias = nil
    case .bias: break
    case .gelu: applyingGELU = true
    case .residual(let matrix):
      precondition(matrix.rows == x.rows && matrix.columns == layer.outputs)
      residual = matrix
    }
    if let tiles, tiles.gain(rows: x.rows, depth: layer.inputs, columns: layer.outputs) {
      return linear(
        x, layer, by: tiles, bias: bias, residual: residual, applyingGELU: applyingGELU, into: output)
    }
    perform(multiplyAdds: x.rows * layer.inputs * layer.outputs) { workspace in
      let split = LinearSplit(rows: x.rows, layer: layer, kernels: kernels, threads: workspace.threads)
      workspace.parallel(tasks: split.tasks) { task, _ in
        split.forEachPart(of: task) { rows, columns, next in
          let following = prefetchesPanels ? next : nil
          kernels.multiply(
            x.pointer + rows.lowerBound * x.stride, stride: x.stride, rows: rows.count, depth: layer.inputs,
            panels: layer.panels.pointer + columns.lowerBound * layer.inputs, columns: columns.count,
            bias: bias.map { UnsafePointer($0.pointer + columns.lowerBound) },
            residual: residual.map {
              UnsafePointer($0.pointer + rows.lowerBound * $0.stride + columns.lowerBound)
            },
            residualStride: residual?.stride ?? 0, applyingGELU: applyingGELU,
            following: following.map { UnsafePointer(layer.panels.pointer + $0 * layer.inputs) },
            into: output.pointer(row: rows.lowerBound, column: columns.lowerBound), stride: output.stride)
        }
      }
    }
  }
}

/// Where a linear layer writes: matrices of equal shape and stride side by side, each a whole number of panels wide
/// unless it is the only one.
struct LinearOutput {
  private let matrices: [Matrix]
  private let columns: Int
  let stride: Int

  init(_ matrices: [Matrix]) {
    self.matrices = matrices
    columns = max(matrices[0].columns, 1)
    stride = matrices[0].stride
  }

  /// The place of an element, from which a panel may be written.
  func pointer(row: Int, column: Int) -> UnsafeMutablePointer<Float> {
    matrices[column / columns].pointer + row * stride + column % columns
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
  private let threads: Int
  private let rows: Int
  private let outputs: Int
  private let panelWidth: Int
  private let panels: Int
  private let tiles: Int
  private let blocks: Int

  init(rows: Int, layer: Linear, kernels: any KernelSet.Type, threads: Int) {
    self.threads = threads
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

  /// Calls `body` with the rows and columns of the rectangles that make up a task, and with the first column of
  /// the panel that its thread multiplies next, as far as that can be told: threads take tasks in turns.
  func forEachPart(
    of task: Int, _ body: (_ rows: Range<Int>, _ columns: Range<Int>, _ nextColumn: Int?) -> Void
  ) {
    var tile = firstTile(of: task)
    let end = firstTile(of: task + 1)
    while tile < end {
      let place = place(of: tile)
      let count = min(place.tiles.count, end - tile)
      let next = tile + count < end ? tile + count : firstTile(of: min(task + threads, tasks))
      body(
        rows * place.tiles.lowerBound / tiles..<rows * (place.tiles.lowerBound + count) / tiles,
        place.panel * panelWidth..<min((place.panel + 1) * panelWidth, outputs),
        next < tiles * panels ? self.place(of: next).panel * panelWidth : nil)
      tile += count
    }
  }

  private func firstTile(of task: Int) -> Int { tiles * panels * task / tasks }

  /// The panel of a tile, and the tiles of its block that this panel has from there on, counted over all rows.
  private func place(of tile: Int) -> (panel: Int, tiles: Range<Int>) {
    let block = (blocks * (tile / panels + 1) - 1) / tiles
    let blockTiles = tiles * block / blocks..<tiles * (block + 1) / blocks
    let inBlock = tile - blockTiles.lowerBound * panels
    let (panel, first) = (inBlock / blockTiles.count, inBlock % blockTiles.count)
    return (panel, blockTiles.lowerBound + first..<blockTiles.upperBound)
  }
}
