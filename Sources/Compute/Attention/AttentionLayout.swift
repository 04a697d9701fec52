// How queries and keys fall into windows and heads, and how keys and values are packed for the kernels.

/// Queries `[windows·N × heads·m]` and keys `[windows·n × heads·m]`: head h owns the columns h·m ..< (h+1)·m,
/// and the queries of a window see the keys of that window.
struct AttentionLayout {
  let heads: Int
  let windows: Int
  /// N, the queries of a window.
  let queries: Int
  /// n, the keys of a window.
  let keys: Int
  /// The width of a head's queries and keys.
  let depth: Int
  /// Whether a head multiplies the positive and the negative parts of queries and keys as 2·`depth` features.
  let splitsSigns: Bool

  init(_ inputs: AttentionInputs, splittingSigns: Bool = false) {
    heads = inputs.heads
    windows = inputs.windows
    queries = inputs.queries.rows / inputs.windows
    keys = inputs.keys.rows / inputs.windows
    depth = inputs.queries.columns / inputs.heads
    splitsSigns = splittingSigns
  }

  /// m, the features of a query or key that are multiplied.
  var features: Int { splitsSigns ? 2 * depth : depth }

  /// Pairs of a window and a head: what is computed on its own.
  var units: Int { windows * heads }
}

/// One window of one head.
struct AttentionUnit {
  let index: Int
  let window: Int
  let head: Int

  init(_ index: Int, heads: Int) {
    self.index = index
    window = index / heads
    head = index % heads
  }
}

// MARK: Blocks of queries

/// A few queries of a unit.
struct QueryBlock {
  let unit: AttentionUnit
  /// Rows of the query matrix.
  let rows: Range<Int>
  /// The same, counted from the window's first.
  let queriesOfWindow: Range<Int>
}

extension AttentionLayout {
  /// Tiles of queries that pass over a chunk of keys before the next chunk is read, where these come from memory.
  private static let tilesAtOnce = 8
  /// Floats of a unit's keys and values that stay in the second-level cache: 512 KiB.
  private static let cachedFloats = 1 << 17

  /// Queries that are best taken at once: a tile's, or some tiles' where each pass over the keys costs.
  ///
  /// - Parameters:
  ///   - floatsPerKey: that are read.
  ///   - rowFloats: that are kept of a query while it is taken: whole rows do not become more than some megabytes.
  func queriesAtOnce(
    _ kernels: any KernelSet.Type, threads: Int, floatsPerKey: Int, rowFloats: Int = 0
  ) -> Int {
    let tile = kernels.maximumTileRows
    guard keys * floatsPerKey > AttentionLayout.cachedFloats else { return tile }
    let forThreads = units * queries / (8 * threads * tile)
    let forMemory = rowFloats > 0 ? (1 << 20) / (tile * rowFloats) : forThreads
    return max(1, min(Self.tilesAtOnce, forThreads, forMemory)) * tile
  }

  /// Runs `body` for every block of at most `size` queries of `units`, on all threads.
  ///
  /// The blocks of a unit are of nearly equal height, so that no kernel runs on a few rows only.
  func forEachBlock(
    of units: Range<Int>, size: Int, in workspace: Workspace, operationsPerQuery: Int, scratch: Int,
    cancellation: Cancellation?, _ body: (_ block: QueryBlock, _ scratch: FloatBuffer) -> Void
  ) {
    let blocks = (queries + size - 1) / size
    workspace.parallelRanges(
      units.count * blocks, operationsPerPiece: operationsPerQuery * min(queries, size),
      scratch: scratch, cancellation: cancellation
    ) { range, scratch in
      for index in range {
        let unit = AttentionUnit(units.lowerBound + index / blocks, heads: heads)
        let block = index % blocks
        let inWindow = queries * block / blocks..<queries * (block + 1) / blocks
        let first = unit.window * queries
        body(
          QueryBlock(
            unit: unit, rows: first + inWindow.lowerBound..<first + inWindow.upperBound,
            queriesOfWindow: inWindow),
          scratch)
      }
    }
  }
}

// MARK: Packing

extension AttentionLayout {
  /// Keys that are packed at once: a multiple of every panel width.
  private static let packedKeysAtOnce = 256

  /// Floats of a unit's packed keys.
  func packedKeys(_ kernels: any KernelSet.Type) -> Int { kernels.wholePanels(keys) * features }

  /// Packs the keys of `units` one after the other.
  func packKeys(
    _ k: Matrix, units: Range<Int>, in workspace: Workspace, kernels: any KernelSet.Type,
    into panels: UnsafeMutablePointer<Float>
  ) {
    forEachKeyBlock(
      of: units, length: Self.packedKeysAtOnce, operationsPerKey: 4 * features, in: workspace,
      scratch: featureScratch(rows: Self.packedKeysAtOnce)
    ) { unit, block, scratch in
      let (source, stride) = features(
        of: keyPointer(k, unit: unit, key: block.lowerBound, columns: depth), stride: k.stride,
        rows: block.count, kernels: kernels, scratch: scratch.pointer)
      kernels.packTransposed(
        source, stride: stride, columns: block.count, depth: features,
        into: panels + (unit.index - units.lowerBound) * packedKeys(kernels) + block.lowerBound * features)
    }
  }

  /// Floats that `features(of:)` needs for `rows` rows.
  func featureScratch(rows: Int) -> Int { splitsSigns ? rows * features : 0 }

  /// The features `[rows × m]` of rows of a head: where they lie or, split by sign, in `scratch`.
  func features(
    of rows: UnsafePointer<Float>, stride: Int, rows count: Int, kernels: any KernelSet.Type,
    scratch: UnsafeMutablePointer<Float>
  ) -> (pointer: UnsafePointer<Float>, stride: Int) {
    guard splitsSigns else { return (rows, stride) }
    kernels.splitSigns(
      rows, stride: stride, rows: count, depth: depth, negated: false, into: scratch, stride: features)
    return (UnsafePointer(scratch), features)
  }

  /// Floats of a unit's packed values, `columns` of them.
  func packedValues(columns: Int, _ kernels: any KernelSet.Type) -> Int {
    kernels.wholePanels(columns) * keys
  }

  /// Packs the values of `units` one after the other.
  func packValues(
    _ v: Matrix, units: Range<Int>, in workspace: Workspace, kernels: any KernelSet.Type,
    into panels: UnsafeMutablePointer<Float>
  ) {
    let columns = v.columns / heads
    let width = kernels.panelWidth
    forEachKeyBlock(of: units, length: Self.packedKeysAtOnce, operationsPerKey: 2 * columns, in: workspace) {
      unit, block in
      let source = keyPointer(v, unit: unit, key: block.lowerBound, columns: columns)
      let target = panels + (unit.index - units.lowerBound) * packedValues(columns: columns, kernels)
      for column in stride(from: 0, to: columns, by: width) {
        kernels.pack(
          source + column, stride: v.stride, depth: block.count, columns: min(width, columns - column),
          into: target + column * keys + block.lowerBound * width)
      }
    }
  }

  /// Runs `body` for blocks of at most `length` keys of each of `units`, counted from the window's first.
  func forEachKeyBlock(
    of units: Range<Int>, length: Int, operationsPerKey: Int, in workspace: Workspace, scratch: Int = 0,
    _ body: (_ unit: AttentionUnit, _ keys: Range<Int>, _ scratch: FloatBuffer) -> Void
  ) {
    let blocks = (keys + length - 1) / length
    workspace.parallelRanges(
      units.count * blocks, operationsPerPiece: operationsPerKey * min(keys, length), scratch: scratch
    ) { range, scratch in
      for index in range {
        let first = index % blocks * length
        body(
          AttentionUnit(units.lowerBound + index / blocks, heads: heads),
          first..<min(first + length, keys), scratch)
      }
    }
  }

  private func forEachKeyBlock(
    of units: Range<Int>, length: Int, operationsPerKey: Int, in workspace: Workspace,
    _ body: (_ unit: AttentionUnit, _ keys: Range<Int>) -> Void
  ) {
    forEachKeyBlock(of: units, length: length, operationsPerKey: operationsPerKey, in: workspace) {
      unit, keys, _ in body(unit, keys)
    }
  }

  /// What key `key` of the unit's window has in the head's columns, `columns` of each head.
  func keyPointer(_ matrix: Matrix, unit: AttentionUnit, key: Int, columns: Int) -> UnsafeMutablePointer<
    Float
  > {
    matrix.pointer + (unit.window * keys + key) * matrix.stride + unit.head * columns
  }
}
