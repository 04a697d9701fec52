// Linear layers by tiles of bfloat16 numbers.

extension Engine {
  /// `output` ← x·Wᵀ as `linear` makes it, by `tiles`.
  ///
  /// Some rows at a time are split, then their products with all panels are made, then the next rows.
  func linear(
    _ x: Matrix, _ layer: Linear, by tiles: TileProducts, bias: FloatBuffer?, residual: Matrix?,
    applyingGELU: Bool, into output: LinearOutput
  ) {
    let split = TileSplit(rows: x.rows, layer: layer, kernels: kernels, threads: threads)
    let groupSize = TileProducts.groupPartsSize(depth: layer.inputs)
    perform(multiplyAdds: x.rows * layer.inputs * layer.outputs) { workspace in
      for rows in split.passes {
        let parts = workspace.reserve((rows.count + 15) / 16 * groupSize)
        workspace.parallelRanges((rows.count + 15) / 16, operationsPerPiece: 8 * 16 * layer.inputs) {
          groups, _ in
          let first = rows.lowerBound + 16 * groups.lowerBound
          tiles.split(
            x.pointer + first * x.stride, stride: x.stride,
            rows: min(rows.upperBound, rows.lowerBound + 16 * groups.upperBound) - first,
            depth: layer.inputs, into: parts + groups.lowerBound * groupSize)
        }
        let tasks = split.tasks(of: rows)
        let scratchSize = TileProducts.panelPartsSize + (tasks.map(\.sumsSize).max() ?? 0)
        workspace.parallel(tasks: tasks.count, scratch: scratchSize) { index, scratch in
          let task = tasks[index]
          let later = tasks[min(index + threads, tasks.count - 1)].columns.lowerBound
          let rowParts = parts + (task.rows.lowerBound - rows.lowerBound) / 16 * groupSize
          let sums = scratch.pointer + TileProducts.panelPartsSize
          task.forEachPanel { panel in
            let next = panel.next ?? (later, 0)
            let target = sums + panel.slot * task.sumsOfPanel
            tiles.multiply(
              parts: rowParts, rows: task.rows.count, depth: layer.inputs, features: panel.features,
              panel: layer.panels.pointer + panel.columns.lowerBound * layer.inputs,
              next: prefetchesPanels
                ? UnsafePointer(
                  layer.panels.pointer + next.column * layer.inputs + next.feature * kernels.panelWidth)
                : nil,
              sums: target, scratch: scratch.pointer)
            guard panel.features.upperBound == layer.inputs else { return }
            for first in stride(
              from: task.rows.lowerBound, to: task.rows.upperBound, by: TileProducts.rowsAtOnce)
            {
              let count = min(TileProducts.rowsAtOnce, task.rows.upperBound - first)
              let columns = panel.columns
              let panelBias = bias.map { UnsafePointer($0.pointer + columns.lowerBound) }
              let start = residual.map { UnsafePointer($0.pointer + first * $0.stride + columns.lowerBound) }
              let end = output.pointer(row: first, column: columns.lowerBound)
              let isFinite = kernels.finishProduct(
                target + (first - task.rows.lowerBound) * kernels.panelWidth, rows: count,
                columns: columns.count, bias: panelBias, residual: start,
                residualStride: residual?.stride ?? 0, applyingGELU: applyingGELU, into: end,
                stride: output.stride)
              if isFinite { continue }
              kernels.multiply(
                x.pointer + first * x.stride, stride: x.stride, rows: count, depth: layer.inputs,
                panels: layer.panels.pointer + columns.lowerBound * layer.inputs, columns: columns.count,
                bias: panelBias, residual: start, residualStride: residual?.stride ?? 0,
                applyingGELU: applyingGELU, following: nil, into: end, stride: output.stride)
            }
          }
        }
      }
    }
  }
}

/// How a linear layer is cut into rows that are split at once, and these into tasks of about equal size.
///
/// Rows are cut at multiples of `TileProducts.rowsAtOnce` alone, so that no result depends on where.
private struct TileSplit {
  /// Floats of parts that are held at once: 4 MB.
  private static let heldParts = 1 << 20
  /// Floats of parts that stay in the second-level cache while the panels of a task pass: 1 MB.
  private static let cachedParts = 1 << 18
  /// Rows for which splitting a panel is worth it once more.
  private static let leastRows = 96
  private static let tasksPerThread = 8
  private static let smallestTask = 400_000

  let rows: Int
  let depth: Int
  let outputs: Int
  let panelWidth: Int
  let threads: Int

  init(rows: Int, layer: Linear, kernels: any KernelSet.Type, threads: Int) {
    self.rows = rows
    self.threads = threads
    depth = layer.inputs
    outputs = layer.outputs
    panelWidth = kernels.panelWidth
  }

  /// The rows that are split at once.
  var passes: [Range<Int>] {
    TileSplit.cut(0..<rows, into: (rows * rowParts(depth) + TileSplit.heldParts - 1) / TileSplit.heldParts)
  }

  /// The tasks of some rows: of those in a thread's cache all panels first.
  func tasks(of rows: Range<Int>) -> [TileTask] {
    let panels = (outputs + panelWidth - 1) / panelWidth
    let cached = rows.count * rowParts(min(depth, TileProducts.depthAtOnce))
    let operations = 2 * rows.count * depth * outputs
    let wanted = max(1, min(TileSplit.tasksPerThread * threads, operations / TileSplit.smallestTask))
    let forCache = (cached + TileSplit.cachedParts - 1) / TileSplit.cachedParts
    let forThreads = min((wanted + panels - 1) / panels, rows.count / TileSplit.leastRows)
    let parts = TileSplit.cut(rows, into: max(forCache, forThreads))
    let ranges = min(panels, max(1, (wanted + parts.count - 1) / max(parts.count, 1)))
    return parts.flatMap { part in
      (0..<ranges).map { index in
        let first = panels * index / ranges * panelWidth
        return TileTask(
          rows: part, columns: first..<min(panels * (index + 1) / ranges * panelWidth, outputs), depth: depth,
          panelWidth: panelWidth)
      }
    }
  }

  /// Floats of the parts of a row of `depth` features.
  private func rowParts(_ depth: Int) -> Int { max(1, TileProducts.groupPartsSize(depth: depth) / 16) }

  /// `range` in at most `count` parts, cut at multiples of `rowsAtOnce` from its start.
  private static func cut(_ range: Range<Int>, into count: Int) -> [Range<Int>] {
    let step = TileProducts.rowsAtOnce
    let height = max(1, (range.count + max(count, 1) * step - 1) / (max(count, 1) * step)) * step
    return stride(from: range.lowerBound, to: range.upperBound, by: height).map {
      $0..<min($0 + height, range.upperBound)
    }
  }
}

/// Rows times panels that one thread multiplies.
private struct TileTask {
  /// Of all rows.
  let rows: Range<Int>
  /// Whole panels, but for the last.
  let columns: Range<Int>
  let depth: Int
  let panelWidth: Int

  /// A panel with some of the features.
  struct Panel {
    let columns: Range<Int>
    let features: Range<Int>
    /// Its place among the panels whose sums wait for more features.
    let slot: Int
    /// The first column and feature of what comes next in the task.
    let next: (column: Int, feature: Int)?
  }

  /// Floats of one panel's sums, and of all that are held at once.
  var sumsOfPanel: Int { (rows.count + 15) / 16 * 16 * panelWidth }
  var sumsSize: Int {
    depth > TileProducts.depthAtOnce
      ? (columns.count + panelWidth - 1) / panelWidth * sumsOfPanel : sumsOfPanel
  }

  /// Calls `body` for all panels with the first features, then for all with the next: the parts of the rows stay in the
  /// cache meanwhile.
  func forEachPanel(_ body: (Panel) -> Void) {
    let features = stride(from: 0, to: max(depth, 1), by: TileProducts.depthAtOnce)
    for first in features {
      let end = min(first + TileProducts.depthAtOnce, depth)
      for column in stride(from: columns.lowerBound, to: columns.upperBound, by: panelWidth) {
        let after = min(column + panelWidth, columns.upperBound)
        let next =
          after < columns.upperBound ? (after, first) : end < depth ? (columns.lowerBound, end) : nil
        body(
          Panel(
            columns: column..<after, features: first..<end,
            slot: depth > TileProducts.depthAtOnce ? (column - columns.lowerBound) / panelWidth : 0,
            next: next))
      }
    }
  }
}
