// Softmax attention, its rows and its entropies against double precision.
import Compute
import Testing

@Suite struct SoftmaxAttentionTests {
  struct Shape: CustomTestStringConvertible, Sendable {
    var heads = 1
    var windows = 1
    let queries: Int
    let keys: Int
    let depth: Int
    var values: Int?
    var testDescription: String { "\(heads) heads, \(windows) windows, \(queries) × \(keys), d = \(depth)" }
  }

  /// A single key, part of a panel, exactly one chunk of keys, and three chunks with a rest.
  static let shapes = [
    Shape(queries: 3, keys: 1, depth: 4), Shape(heads: 3, queries: 20, keys: 17, depth: 8),
    Shape(heads: 2, windows: 4, queries: 16, keys: 16, depth: 5), Shape(queries: 15, keys: 256, depth: 32),
    Shape(heads: 2, queries: 31, keys: 601, depth: 12),
  ]

  @Test(arguments: supportedSets, shapes)
  func outputsRowsAndEntropiesAgreeWithDoublePrecision(set: InstructionSet, shape: Shape) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(shape.keys))
    let columns = shape.heads * shape.depth
    let q = random.matrix(shape.windows * shape.queries, columns, in: -3...3)
    let k = random.matrix(shape.windows * shape.keys, columns, in: -3...3)
    let v = random.matrix(shape.windows * shape.keys, columns)
    let terms = Engine.SoftmaxTerms(
      scale: 0.4, bias: random.floats(shape.heads * shape.queries * shape.keys, in: -2...2))
    let y = unwritten(q.rows, columns)
    let entropies = unwritten(shape.heads, q.rows)
    let inputs = AttentionInputs(
      queries: q, keys: k, values: v, heads: shape.heads, windows: shape.windows)
    try engine.softmaxAttention(inputs, terms: terms, into: y, entropies: entropies)
    let alone = unwritten(shape.heads, q.rows)
    try engine.softmaxRows(.all, inputs, terms: terms, entropies: alone)
    #expect(bitPatterns(alone) == bitPatterns(entropies))

    let (withRows, itsEntropies) = (unwritten(q.rows, columns), unwritten(shape.heads, q.rows))
    let given = (0..<shape.heads).map { _ in unwritten(q.rows, shape.keys) }
    try engine.softmaxAttention(inputs, terms: terms, into: withRows, entropies: itsEntropies) {
      head, first, blocks in
      for r in 0..<blocks[0].rows {
        for j in 0..<shape.keys { given[head][first + r, j] = blocks[0][r, j] }
      }
    }

    for head in 0..<shape.heads {
      let rows = Reference.softmaxRows(
        q: q, k: k, head: head, heads: shape.heads, windows: shape.windows, terms: terms)
      #expect(largestError(given[head], rows, scale: 1) < 3e-6)
      let channels = head * shape.depth..<(head + 1) * shape.depth
      let attended = Reference.apply(rows, v, windows: shape.windows, columns: channels)
      #expect(largestError(y.columns(channels), attended, scale: 1) < 3e-6)
      #expect(largestError(withRows.columns(channels), attended, scale: 1) < 3e-6)
      let expected = rows.map(Reference.entropy)
      #expect(largestError(itsEntropies.rows(head..<head + 1), [expected], scale: 1) < 5e-6)
      #expect(largestError(entropies.rows(head..<head + 1), [expected], scale: 1) < 5e-6)

      let streamed = unwritten(q.rows, shape.keys)
      try engine.softmaxRows(
        .queries(Array(0..<q.rows), head: head), inputs, terms: terms, entropies: alone
      ) { _, first, blocks in
        let block = blocks[0]
        for r in 0..<block.rows {
          for j in 0..<block.columns { streamed[first + r, j] = block[r, j] }
        }
      }
      #expect(largestError(streamed, rows, scale: 1) < 3e-6)
      #expect(largestError(alone.rows(head..<head + 1), [expected], scale: 1) < 5e-6)
      let single = unwritten(q.rows, shape.keys)
      for query in 0..<q.rows {
        engine.softmaxRow(query: query, head: head, inputs, terms: terms, into: single.row(query))
      }
      #expect(largestError(single, rows, scale: 1) < 3e-6)
    }
  }

  @Test(arguments: supportedSets, [Float(-100), -3])
  func keysOfOtherRegionsAreMasked(set: InstructionSet, mask: Float) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(11)
    let (windows, tokens) = (3, 20)
    let q = random.matrix(windows * tokens, 16)
    let k = random.matrix(windows * tokens, 16)
    let v = random.matrix(windows * tokens, 16)
    let regions = (0..<windows * tokens).map { Int32($0 % tokens < 13 ? 1 : 2 + $0 % 3) }
    let terms = Engine.SoftmaxTerms(scale: 0.25, regions: regions, mask: mask)
    let y = unwritten(q.rows, 16)
    let entropies = unwritten(2, q.rows)
    let inputs = AttentionInputs(queries: q, keys: k, values: v, heads: 2, windows: windows)
    try engine.softmaxAttention(inputs, terms: terms, into: y, entropies: entropies)
    var row = [Float](repeating: .nan, count: tokens)
    for head in 0..<2 {
      let rows = Reference.softmaxRows(q: q, k: k, head: head, heads: 2, windows: windows, terms: terms)
      let channels = head * 8..<(head + 1) * 8
      #expect(
        largestError(
          y.columns(channels), Reference.apply(rows, v, windows: windows, columns: channels), scale: 1)
          < 3e-6)
      #expect(largestError(entropies.rows(head..<head + 1), [rows.map(Reference.entropy)], scale: 1) < 5e-6)
      row.withUnsafeMutableBufferPointer {
        engine.softmaxRow(query: 25, head: head, inputs, terms: terms, into: $0)
      }
      for j in 0..<tokens {
        #expect(regions[tokens + j] == regions[25] || mask > -100 || row[j] < 1e-30)
        #expect(abs(Double(row[j]) - rows[25][j]) < 3e-6)
      }
    }
  }

  /// Later chunks raise the largest logit again and again, so that what is summed is rescaled each time.
  @Test(arguments: supportedSets)
  func logitsThatRiseFromChunkToChunk(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    let keys = 1024
    let q = Matrix(rows: 1, columns: 1, values: [1])
    let k = Matrix(rows: keys, columns: 1, values: (0..<keys).map { Float($0) * 0.2 })
    let v = Matrix(rows: keys, columns: 1, values: (0..<keys).map { Float($0 % 7) })
    let terms = Engine.SoftmaxTerms(scale: 1)
    let y = unwritten(1, 1)
    let entropy = unwritten(1, 1)
    try engine.softmaxAttention(
      AttentionInputs(queries: q, keys: k, values: v, heads: 1), terms: terms, into: y, entropies: entropy)
    let rows = Reference.softmaxRows(q: q, k: k, head: 0, heads: 1, windows: 1, terms: terms)
    #expect(largestError(y, Reference.apply(rows, v, windows: 1, columns: 0..<1), scale: 1) < 1e-4)
    #expect(largestError(entropy, [rows.map(Reference.entropy)], scale: 1) < 1e-4)
  }

  @Test(arguments: supportedSets)
  func hugeLogitsNeitherOverflowNorLeak(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 1, set)
    let q = Matrix(rows: 2, columns: 1, values: [1e4, .nan])
    let k = Matrix(rows: 3, columns: 1, values: [1e4, 0, -1e4])
    let v = Matrix(rows: 3, columns: 1, values: [5, 6, 7])
    let y = unwritten(2, 1)
    let entropies = unwritten(1, 2)
    try engine.softmaxAttention(
      AttentionInputs(queries: q, keys: k, values: v, heads: 1), terms: .init(scale: 1), into: y,
      entropies: entropies)
    #expect(y[0, 0] == 5)
    #expect(entropies[0, 0] == 0)
    #expect(y[1, 0].isNaN)
  }

  /// The shift log₂e·max of logits of any finite size may be rounded by more than the logits differ, and logits lie
  /// farther apart than Float reaches: rows, outputs and entropies stay those of double precision. Of one chunk of keys
  /// and of several, with the largest logit in the first, the middle and the last.
  @Test(arguments: supportedSets, [Float(3e6), 2e9, 7e15, 1e30, 3e38])
  func logitsOfAnyFiniteSizeHaveTheirRow(set: InstructionSet, size: Float) throws {
    let engine = try makeEngine(threads: 1, set)
    for (keys, largest) in [(7, 3), (600, 5), (600, 300), (600, 599)] {
      let q = Matrix(rows: 2, columns: 1, values: [1, -1])
      let values = (0..<keys).map { key -> Float in
        // Close together, then far apart.
        key == largest ? size : key % 3 == 0 ? size.nextDown : key % 3 == 1 ? Float(key) : -size / 2
      }
      let k = Matrix(rows: keys, columns: 1, values: values)
      let v = Matrix(rows: keys, columns: 1, values: (0..<keys).map { Float($0 % 7) })
      let terms = Engine.SoftmaxTerms(scale: 1)
      let (y, entropies) = (unwritten(2, 1), unwritten(1, 2))
      try engine.softmaxAttention(
        AttentionInputs(queries: q, keys: k, values: v, heads: 1), terms: terms, into: y, entropies: entropies
      )
      let rows = Reference.softmaxRows(q: q, k: k, head: 0, heads: 1, windows: 1, terms: terms)
      #expect(largestError(y, Reference.apply(rows, v, windows: 1, columns: 0..<1), scale: 1) < 1e-4)
      #expect(largestError(entropies, [rows.map(Reference.entropy)], scale: 1) < 1e-4)
    }
  }

  @Test(arguments: supportedSets)
  func equalLogitsHaveTheEntropyOfTheUniformRow(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    let q = Matrix(rows: 2, columns: 4)
    let k = Matrix(rows: 1000, columns: 4)
    let entropies = unwritten(1, 2)
    try engine.softmaxRows(
      .all, AttentionInputs(queries: q, keys: k, values: k, heads: 1), terms: .init(scale: 1),
      entropies: entropies)
    #expect(abs(entropies[0, 0] - 6.907755) < 1e-6)
    #expect(entropies[0, 1] == entropies[0, 0])
  }
}
