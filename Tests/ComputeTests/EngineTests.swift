// The engine itself: requests it refuses, threads, cancellation, memory.
import Compute
import Glibc
import Synchronization
import Testing

@Suite struct EngineTests {
  @Test func refusesWhatTheMachineCannotDo() {
    #expect(throws: ComputeError.invalidThreadCount(0)) { try Engine(threads: 0) }
    for set in InstructionSet.allCases where !set.isSupported {
      #expect(throws: ComputeError.unsupportedInstructionSet(set)) { try Engine(instructionSet: set) }
    }
    #expect(InstructionSet.baseline.isSupported)
    #expect(InstructionSet.best == InstructionSet.allCases.filter(\.isSupported).last)
  }

  @Test func errorsSayWhatToDo() {
    #expect(
      ComputeError.unknownInstructionSet("sse9").description
        == "POLASCOPE_ISA is \"sse9\"; it may be one of baseline, avx2, avx512, amx")
    #expect(ComputeError.unsupportedInstructionSet(.avx512).description.contains("does not support avx512"))
    #expect(ComputeError.invalidThreadCount(0).description.contains("between 1 and 256"))
  }

  /// Every operation once, on matrices large enough to be split; the bits of all that it wrote.
  private static func everything(_ engine: Engine) throws -> [[UInt32]] {
    var random = Random(20)
    let (heads, tokens, columns) = (3, 333, 48)
    var results: [Matrix] = []
    func output(_ rows: Int, _ columns: Int) -> Matrix {
      results.append(unwritten(rows, columns))
      return results[results.count - 1]
    }
    let x = random.matrix(tokens, columns)
    let (q, k, v) = (
      random.matrix(tokens, columns), random.matrix(tokens, columns), random.matrix(tokens, columns)
    )
    let layer = Linear(
      weight: random.floats(columns * 200), bias: random.floats(200), inputs: columns, outputs: 200,
      engine: engine)
    for epilogue in [Epilogue.product, .bias, .gelu, .residual(random.matrix(tokens, 200))] {
      engine.linear(x, layer, epilogue, into: output(tokens, 200))
    }
    let norm = LayerNorm(weight: random.floats(columns), bias: random.floats(columns), epsilon: 1e-6)
    engine.layerNorm(x, norm, into: output(tokens, columns))
    let convolution = PatchConvolution(
      weight: random.floats(40 * columns * 9), bias: nil, inputs: columns, outputs: 40, kernel: 3,
      engine: engine)
    engine.convolveTokens(x, height: 9, width: 37, convolution, into: output(36, 40))
    let filters = DepthwiseConvolution(
      weight: random.floats(16 * 25), bias: random.floats(16), period: 16, kernel: 5)
    let convolved = output(tokens, columns)
    engine.layerNorm(x, norm, into: convolved)
    engine.depthwise(x, height: 9, width: 37, filters, addingTo: convolved)
    engine.interpolateTokens(x, into: output(1000, columns))
    let terms = Engine.SoftmaxTerms(scale: 0.3)
    let inputs = AttentionInputs(queries: q, keys: k, values: v, heads: heads)
    try engine.softmaxAttention(
      inputs, terms: terms, into: output(tokens, columns), entropies: output(heads, tokens))
    engine.softmaxRow(query: 5, head: 1, inputs, terms: terms, into: output(1, tokens).row(0))
    let (phiQ, phiK) = (output(tokens, columns), output(tokens, columns))
    let power = random.floats(columns, in: 1...5)
    engine.signedPowers(q, power: power, into: phiQ)
    engine.signedPowers(k, power: power, into: phiK)
    let powers = AttentionInputs(queries: phiQ, keys: phiK, values: v, heads: heads)
    try engine.polarityAttention(powers, into: output(tokens, columns))
    func statistics() -> RowStatistics {
      RowStatistics(entropies: output(heads, tokens), sums: output(heads, tokens))
    }
    try engine.polarityRows(
      .all, powers, same: statistics(), opposite: statistics(), mean: output(heads, tokens))
    engine.linearRow(
      query: 7, head: 2, powers, pairing: .oppositeSigns, normalized: true, into: output(1, tokens).row(0))
    let focused = output(tokens, columns)
    engine.focusedFeatures(x, epsilon: random.floats(columns, in: 1e-6...2e-6), exponent: 3, into: focused)
    let features = AttentionInputs(queries: focused, keys: focused, values: v, heads: heads)
    try engine.linearAttention(features, into: output(tokens, columns))
    try engine.linearRows(.all, features, into: statistics())
    // More products than one thread makes alone.
    let long = random.matrix(Engine.longestShortRow / 16 + 100, 16)
    let one = AttentionInputs(queries: long.rows(0..<1), keys: long, values: long, heads: 1)
    engine.softmaxRow(query: 0, head: 0, one, terms: terms, into: output(1, long.rows).row(0))
    engine.linearRow(
      query: 0, head: 0, one, pairing: .equalSigns, normalized: true, into: output(1, long.rows).row(0))
    engine.linear(q, layer, inputs: 0..<columns, into: output(tokens, 200))
    return results.map(bitPatterns)
  }

  @Test(arguments: supportedSets)
  func resultsDoNotDependOnTheNumberOfThreads(set: InstructionSet) throws {
    let alone = try Self.everything(try makeEngine(threads: 1, set))
    for threads in [2, 3, 8] {
      let shared = try Self.everything(try makeEngine(threads: threads, set))
      for (index, result) in shared.enumerated() {
        #expect(result == alone[index], "result \(index) on \(threads) threads")
      }
    }
  }

  /// With fewer threads, more queries pass over the keys at once where these do not fit the cache.
  @Test(arguments: supportedSets)
  func resultsDoNotDependOnHowManyQueriesAreTakenAtOnce(set: InstructionSet) throws {
    var random = Random(23)
    let (queries, keys, depth) = (250, 2100, 64)
    let (q, k, v) = (random.matrix(queries, depth), random.matrix(keys, depth), random.matrix(keys, depth))
    // Rows with a weak stream among the others, which are multiplied in another way.
    for j in 0..<keys { for c in 0..<depth { k[j, c] = abs(k[j, c]) * (j % 97 == 0 && c == 0 ? -1e-3 : 1) } }
    for i in stride(from: 0, to: queries, by: 7) { for c in 0..<depth { q[i, c] = abs(q[i, c]) } }
    let signed = AttentionInputs(queries: q, keys: k, values: v, heads: 1)
    let positive = AttentionInputs(
      queries: Matrix(rows: queries, columns: depth, values: q.values.map(abs)), keys: k, values: v, heads: 1)
    let results = try [1, 2, 16].map { (threads: Int) -> [[UInt32]] in
      let engine = try makeEngine(threads: threads, set)
      var results: [[UInt32]] = []
      func statistics() -> RowStatistics { RowStatistics(unwritten: 1, queries) }
      for givesRows in [false, true] {
        let rows = (0..<6).map { _ in unwritten(queries, keys) }
        func consume(_ first: Int) -> RowConsumer? {
          guard givesRows else { return nil }
          return { (_: Int, query: Int, blocks: [Matrix]) in
            for (stream, block) in blocks.enumerated() {
              for r in 0..<block.rows {
                for j in 0..<keys { rows[first + stream][query + r, j] = block[r, j] }
              }
            }
          }
        }
        let (same, opposite, one) = (statistics(), statistics(), statistics())
        let (mean, entropies, y) = (
          unwritten(1, queries), unwritten(1, queries), unwritten(queries, depth)
        )
        try engine.polarityRows(
          .all, signed, same: same, opposite: opposite, mean: mean, consume: consume(0))
        try engine.linearRows(.all, positive, into: one, consume: consume(2))
        try engine.softmaxAttention(
          signed, terms: .init(scale: 0.3), into: y, entropies: entropies, givingRows: consume(3))
        let some = RowSelection.queries(Array(0..<queries), head: 0)
        let (streamed, other) = (statistics(), statistics())
        try engine.polarityRows(
          some, signed, same: streamed, opposite: other, mean: unwritten(1, queries), consume: consume(4))
        let numbers: [Matrix] =
          [same, opposite, one, streamed, other].flatMap { [$0.entropies, $0.sums] } + [mean, entropies, y]
        #expect(numbers.allSatisfy { !$0.values.contains { $0.isNaN } })
        results += (numbers + (givesRows ? rows : [])).map(bitPatterns)
      }
      return results
    }
    #expect(results[0] == results[1] && results[0] == results[2])
  }

  @Test func operationsAskedForAtOnceQueue() async throws {
    let engine = try Engine(threads: 3)
    let alone = try Self.everything(engine)
    try await withThrowingTaskGroup(of: Bool.self) { group in
      for _ in 0..<4 { group.addTask { try Self.everything(engine) == alone } }
      for try await same in group { #expect(same) }
    }
  }

  @Test func manyShortOperationsInARow() throws {
    let engine = try Engine(threads: 4)
    let x = Matrix(rows: 400, columns: 64)
    let one = Matrix(rows: 400, columns: 64, values: Array(repeating: 1, count: 400 * 64))
    for _ in 0..<3000 { engine.add(one, to: x) }
    #expect(x.values.allSatisfy { $0 == 3000 })
  }

  /// Engines come and go with their threads: 350 would be left else. Engines of other tests come and go meanwhile.
  @Test func enginesEndTheirThreads() throws {
    func threads() throws -> Int {
      let tasks = try #require(opendir("/proc/self/task"))
      defer { closedir(tasks) }
      var count = 0
      while readdir(tasks) != nil { count += 1 }
      return count
    }
    let before = try threads()
    for _ in 0..<50 { _ = try Engine(threads: 8) }
    #expect(try threads() - before < 175)
  }

  @Test func cancelledStatisticsStop() throws {
    let engine = try Engine(threads: 2)
    let q = Matrix(rows: 5000, columns: 8)
    let cancellation = Cancellation()
    cancellation.cancel()
    let entropies = unwritten(1, 5000)
    let inputs = AttentionInputs(queries: q, keys: q, values: q, heads: 1)
    let terms = Engine.SoftmaxTerms(scale: 1)
    #expect(throws: Cancelled.self) {
      try engine.softmaxRows(.all, inputs, terms: terms, entropies: entropies, cancellation: cancellation)
    }
    #expect(entropies.values.allSatisfy { $0.isNaN })
    let noRow: RowConsumer = { _, _, _ in Issue.record("a row after cancellation") }
    let output = Matrix(rows: 5000, columns: 8)
    for selection in [RowSelection.all, .queries([0, 1], head: 0)] {
      #expect(throws: Cancelled.self) {
        try engine.softmaxRows(selection, inputs, terms: terms, cancellation: cancellation, consume: noRow)
      }
      #expect(throws: Cancelled.self) {
        try engine.linearRows(
          selection, inputs, into: RowStatistics(unwritten: 1, 5000), cancellation: cancellation,
          consume: noRow)
      }
      #expect(throws: Cancelled.self) {
        try engine.polarityRows(
          selection, inputs, same: RowStatistics(unwritten: 1, 5000),
          opposite: RowStatistics(unwritten: 1, 5000), mean: unwritten(1, 5000), cancellation: cancellation,
          consume: noRow)
      }
    }
    for consume in [nil, noRow] {
      #expect(throws: Cancelled.self) {
        try engine.softmaxAttention(
          inputs, terms: terms, into: output, cancellation: cancellation, givingRows: consume)
      }
    }
    #expect(throws: Cancelled.self) {
      try engine.linearAttention(inputs, into: output, cancellation: cancellation)
    }
    #expect(throws: Cancelled.self) {
      try engine.polarityAttention(inputs, into: output, cancellation: cancellation)
    }
  }

  /// Rows on both sides of the length from which more threads than one make them, against double precision.
  @Test(arguments: [-100, 100]) func longRowsAreSoftmax(more: Int) throws {
    let engine = try Engine(threads: 3)
    var random = Random(21)
    let keys = random.matrix(Engine.longestShortRow / 16 + more, 16)
    let query = random.matrix(1, 16)
    let row = unwritten(1, keys.rows)
    engine.softmaxRow(
      query: 0, head: 0, AttentionInputs(queries: query, keys: keys, values: keys, heads: 1),
      terms: .init(scale: 2), into: row.row(0))
    let weights = (0..<keys.rows).map { key in
      exp((0..<16).reduce(0.0) { $0 + 2 * Double(query[0, $1]) * Double(keys[key, $1]) })
    }
    let sum = weights.reduce(0, +)
    #expect(largestError(row, [weights.map { $0 / sum }], scale: 1e-6) < 1e-4)
  }

  /// A row waits for no other operation: a screen that needs it would freeze.
  @Test(arguments: [-100, 100]) func rowsAreMadeWhileTheEngineIsBusy(more: Int) throws {
    let engine = try Engine(threads: 1)
    var random = Random(22)
    let keys = random.matrix(Engine.longestShortRow / 16 + more, 16)
    @Sendable func row() -> [UInt32] {
      let row = unwritten(1, keys.rows)
      engine.softmaxRow(
        query: 3, head: 0, AttentionInputs(queries: keys, keys: keys, values: keys, heads: 1),
        terms: .init(scale: 1), into: row.row(0))
      return bitPatterns(row)
    }
    let q = Matrix(rows: 2000, columns: 8)
    let rows = Mutex<[[UInt32]]>([])
    try engine.softmaxRows(
      .all, AttentionInputs(queries: q, keys: q, values: q, heads: 1), terms: .init(scale: 1),
      entropies: unwritten(1, 2000),
      cancellation: Cancellation().reporting { share in
        // In the middle of the operation, on the one thread that makes it.
        if share < 0.03 { rows.withLock { $0.append(row()) } }
      })
    let made = rows.withLock { $0 }
    #expect(!made.isEmpty && made.allSatisfy { $0 == row() })
  }

  @Test func workTellsHowFarItIs() throws {
    let engine = try Engine(threads: 2)
    let q = Matrix(rows: 4000, columns: 8)
    let shares = Mutex<[Double]>([])
    let cancellation = Cancellation()
    try engine.softmaxRows(
      .all, AttentionInputs(queries: q, keys: q, values: q, heads: 1), terms: .init(scale: 1),
      entropies: unwritten(1, 4000),
      cancellation: cancellation.reporting { share in shares.withLock { $0.append(share) } })
    // On two threads they may come out of order.
    let reported = shares.withLock { $0.sorted() }
    #expect(reported.count > 10 && reported.count <= 100 && reported.last == 1)
    #expect(reported.allSatisfy { (0.001...1).contains($0) })
  }

  /// Work in its middle stops when the one who asked for it no longer wants it.
  @Test func cancelledInTheMiddleItDoesNoMore() throws {
    let engine = try Engine(threads: 1)
    let q = Matrix(rows: 4000, columns: 8)
    let entropies = unwritten(1, 4000)
    let cancellation = Cancellation()
    let shares = Mutex<[Double]>([])
    #expect(throws: Cancelled.self) {
      try engine.softmaxRows(
        .all, AttentionInputs(queries: q, keys: q, values: q, heads: 1), terms: .init(scale: 1),
        entropies: entropies,
        cancellation: cancellation.reporting { share in
          shares.withLock { $0.append(share) }
          if share > 0.3 { cancellation.cancel() }
        })
    }
    let last = try #require(shares.withLock { $0.last })
    #expect(last > 0.3 && last < 0.5)
    let done = entropies.values.count { !$0.isNaN }
    #expect(done > 1000 && done < 2000)
  }

  /// Every number once, whether the threads are free or at work; single rows are made on the way.
  @Test func numbersAreSharedAmongThreads() throws {
    let engine = try Engine(threads: 3)
    var random = Random(5)
    let (q, k) = (random.matrix(40, 8), random.matrix(40, 8))
    let inputs = AttentionInputs(queries: q, keys: k, values: k, heads: 1)
    func rows() -> [[Float]] {
      let rows = Matrix(rows: 40, columns: 40)
      let counts = Mutex([Int](repeating: 0, count: 40))
      engine.forEach(40, operations: 1_000_000) { query in
        counts.withLock { $0[query] += 1 }
        engine.softmaxRow(query: query, head: 0, inputs, terms: .init(scale: 1), into: rows.row(query))
      }
      #expect(counts.withLock { $0 } == [Int](repeating: 1, count: 40))
      return (0..<40).map { Array(rows.row($0)) }
    }
    let alone = rows()
    let beside = Mutex<[[Float]]>([])
    try engine.softmaxRows(.queries(Array(0..<40), head: 0), inputs, terms: .init(scale: 1)) { _, first, _ in
      if first == 0 { beside.withLock { $0 = rows() } }
    }
    #expect(alone == beside.withLock { $0 })
    #expect(alone.allSatisfy { abs($0.reduce(0, +) - 1) < 1e-5 })
  }

  @Test func matricesAreViews() {
    let whole = Matrix(rows: 3, columns: 4, values: (0..<12).map(Float.init))
    let part = whole.rows(1..<3).columns(1..<3)
    #expect(part.values == [5, 6, 9, 10])
    part[1, 0] = -1
    #expect(whole[2, 1] == -1)
    #expect(part.row(1).map { $0 } == [-1, 10])
  }

  @Test func rowsThatFallOnTheSameSetsArePadded() {
    #expect(Matrix(rows: 2, columns: 2048).stride == 2064)
    #expect(Matrix(rows: 2, columns: 1536).stride == 1552)
    #expect(Matrix(rows: 2, columns: 768).stride == 768)
    #expect(Matrix(rows: 2, columns: 192).stride == 192)
    #expect(Matrix(rows: 2, columns: 1024, values: (0..<2048).map(Float.init)).values[1024] == 1024)
  }
}
