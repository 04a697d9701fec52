// One run of a network: what it may use, what it records, and how it is stopped.
import Attention
import Compute

/// Takes the rows of every head while a forward pass makes them: the layer, a head, its first query, and for each of
/// the layer's streams the rows [queries × keysPerWindow].
///
/// Blocks of a layer come in any order, perhaps on several threads at once. It must not keep the rows nor ask the
/// engine for anything.
package typealias RowReader =
  @Sendable (_ record: AttentionRecord, _ head: Int, _ firstQuery: Int, _ rows: [Matrix]) -> Void

/// The state of one forward pass. Used by one thread at a time.
package final class ForwardPass {
  package let engine: Engine
  package private(set) var records: [AttentionRecord] = []
  /// The record of a pooling head, which comes after those of the blocks.
  var pool: AttentionRecord?
  /// Of every record, where rows are read.
  private(set) var statistics: [[Stream: RowStatistics]] = []
  /// What entered each block so far, where the pass leaves a trail.
  private var entered: [Matrix] = []
  private let leavesTrail: Bool
  /// What it takes from an earlier pass, nil for a whole pass.
  private let beginning: PassTrail.Beginning?
  private let interventions: Interventions
  private let layerCount: Int
  private let cancellation: Cancellation?
  private let rowReader: RowReader?
  private let tokenReader: TokenReader?
  private let progress: (@Sendable (Double) -> Void)?

  init(
    engine: Engine, interventions: Interventions, layerCount: Int, cancellation: Cancellation?,
    rowReader: RowReader? = nil, tokenReader: TokenReader? = nil, leavesTrail: Bool = false,
    beginning: PassTrail.Beginning? = nil, progress: (@Sendable (Double) -> Void)?
  ) {
    self.engine = engine
    self.interventions = interventions
    self.layerCount = layerCount
    self.cancellation = cancellation
    self.rowReader = rowReader
    self.tokenReader = tokenReader
    self.leavesTrail = leavesTrail
    self.beginning = beginning
    if leavesTrail, let beginning { entered = beginning.tokens }
    self.progress = progress
  }

  /// The number of the next attention layer.
  var nextLayer: Int { records.count }

  /// The tokens that enter the next block: what `make` gives, or a copy of what the pass takes from an earlier one.
  func tokens(_ make: () -> Matrix) -> Matrix {
    guard let beginning, beginning.tokens.indices.contains(nextLayer) else { return make() }
    return beginning.tokens[nextLayer].copied()
  }

  /// Whether a block has to be computed, whose tokens then are in `tokens`; else the pass has taken its record from an
  /// earlier one.
  func begins(_ tokens: Matrix) -> Bool {
    if let beginning {
      if nextLayer < beginning.records.count {
        records.append(beginning.records[nextLayer])
        return false
      }
      if nextLayer == beginning.records.count { tokens.update(from: beginning.tokens[nextLayer]) }
    }
    if leavesTrail, nextLayer == entered.count { entered.append(tokens.copied()) }
    return true
  }

  /// For a pass that differs from this one in some heads; nil where it leaves none.
  var trail: PassTrail? { leavesTrail ? PassTrail(interventions, records: records, tokens: entered) : nil }

  /// Writes Σ_j a_ij v_j of all heads of a layer to the rows `queries` of `output`, [queries × channels], and lets
  /// all rows be read.
  ///
  /// - Throws: `Cancelled`
  func apply(_ record: AttentionRecord, queries: Range<Int>, into output: Matrix) throws(Cancelled) {
    guard let rowReader else { return try record.apply(queries: queries, into: output.rows(queries)) }
    statistics.append(
      try record.applyReadingRows(into: output, cancellation: cancellation) { rowReader(record, $0, $1, $2) })
  }

  /// Whether every token of every block is read, those of the last one too.
  var readsTokens: Bool { tokenReader != nil }

  /// Lets the tokens that the block of the last record gives be read.
  ///
  /// - Throws: what the reader throws.
  func finishBlock(_ tokens: Matrix, on grid: TokenGrid) throws {
    try tokenReader?(records.count - 1, tokens, grid)
  }

  /// Keeps a layer's record and switches off its heads in `attended`, [queries × channels].
  func finish(_ record: AttentionRecord, attended: Matrix) throws {
    records.append(record)
    for head in 0..<record.heads
    where interventions.headsOff.contains(.init(layer: record.index, head: head)) {
      attended.columns(record.channels(ofHead: head)).fill(with: 0)
    }
    progress?(Double(records.count) / Double(max(layerCount, 1)))
    try cancellation?.check()
  }
}

extension Matrix {
  /// Sets every element.
  func fill(with value: Float) {
    for index in 0..<rows { row(index).update(repeating: value) }
  }

  /// Means over the rows, one per column.
  func columnMeans() -> [Float] {
    var sums = [Double](repeating: 0, count: columns)
    for index in 0..<rows {
      for (column, value) in row(index).enumerated() { sums[column] += Double(value) }
    }
    return sums.map { Float($0 / Double(rows)) }
  }
}
