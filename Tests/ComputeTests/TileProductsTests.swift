// Products by tiles: split floats, the order in which they are added up, and what is multiplied in floats again.
import CEmulatedTiles
import CTiles
import Compute
import Glibc
import Testing

@Suite struct TileProductsTests {
  /// Factors of usual size; of very different sizes; whose last parts, or products, are denormal; that are large.
  enum Kind: CaseIterable { case usual, spread, tiny, large }

  private static func factors(_ kind: Kind, rows: Int, depth: Int) -> (a: [Float], b: [Float]) {
    var random = Random(UInt64(rows * depth))
    func floats(_ count: Int, _ exponents: ClosedRange<Float>) -> [Float] {
      (0..<count).map { _ in random.float() * exp2f(random.float(in: exponents)) }
    }
    return switch kind {
    case .usual: (floats(rows * depth, 0...0), floats(depth * 32, -6...(-6)))
    case .spread: (floats(rows * depth, -30...30), floats(depth * 32, -30...30))
    case .tiny: (floats(rows * depth, -140...(-100)), floats(depth * 32, 0...0))
    case .large: (floats(rows * depth, 62...63), floats(depth * 32, 54...57))
    }
  }

  // MARK: An element as the processor's manual defines it

  private static func flushed(_ x: Float) -> Float { x.magnitude < .leastNormalMagnitude ? x * 0 : x }

  /// The three parts of x: each the nearest bfloat16 number, the even one of two, of what is left.
  private static func parts(_ x: Float) -> [Float] {
    var rest = x
    return (0..<3).map { _ in
      let bits = flushed(rest).bitPattern
      let part = Float(bitPattern: (bits &+ 0x7fff &+ (bits >> 16 & 1)) & 0xffff_0000)
      rest -= part
      return part
    }
  }

  private static func element(_ a: [Float], _ b: [Float]) -> Float {
    var sum: Float = 0
    for first in stride(from: 0, to: a.count, by: 32) {
      let x = (0..<32).map { parts(first + $0 < a.count ? a[first + $0] : 0) }
      let y = (0..<32).map { parts(first + $0 < a.count ? b[first + $0] : 0) }
      for (i, j) in [(2, 0), (1, 0), (1, 1), (0, 1), (0, 2), (0, 0)] {
        var halves: [Float] = [0, 0]
        for k in 0..<32 {
          halves[k % 2] = flushed(halves[k % 2].addingProduct(flushed(x[k][i]), flushed(y[k][j])))
        }
        sum = flushed(flushed(sum) + flushed(halves[0] + halves[1]))
      }
    }
    return sum
  }

  // MARK: Products

  private struct Product {
    /// [rows × 32]
    let sums: [Float]
    let rowParts: [UInt16]
    let panelParts: [UInt16]

    /// a `[rows × depth]` times b `[depth × 32]`, the first `cut` features before the others.
    init(_ functions: tile_functions, _ a: [Float], _ b: [Float], rows: Int, cut: Int? = nil) {
      let depth = a.count / max(rows, 1)
      let (groups, blocks) = ((rows + 15) / 16, (depth + 31) / 32)
      let blockSize = TILE_BLOCK_SIZE
      func memory<T>(_ zero: T, _ count: Int) -> UnsafeMutableBufferPointer<T> {
        let bytes = UnsafeMutableRawBufferPointer.allocate(
          byteCount: count * MemoryLayout<T>.stride, alignment: 64)
        let memory = bytes.bindMemory(to: T.self)
        memory.initialize(repeating: zero)
        return memory
      }
      let rowParts = memory(UInt16(0), groups * blocks * blockSize)
      let panelParts = memory(UInt16(0), 2 * blocks * blockSize)
      let sums = memory(Float.nan, groups * 16 * 32)
      defer {
        rowParts.deallocate()
        panelParts.deallocate()
        sums.deallocate()
      }
      functions.split_rows(a, depth, rows, depth, rowParts.baseAddress)
      functions.split_panel(b, depth, panelParts.baseAddress)
      for features in cut.map({ [0..<$0, $0..<depth] }) ?? [0..<depth] {
        functions.multiply(
          rowParts.baseAddress! + features.lowerBound / 32 * blockSize, blocks * blockSize, rows,
          panelParts.baseAddress! + 2 * (features.lowerBound / 32) * blockSize, features.count,
          features.lowerBound > 0, nil, sums.baseAddress, 32)
      }
      self.sums = Array(sums.prefix(rows * 32))
      self.rowParts = Array(rowParts)
      self.panelParts = Array(panelParts)
    }
  }

  static let shapes = [(1, 1), (5, 32), (16, 33), (17, 70), (33, 96), (70, 200)]

  @Test(arguments: Kind.allCases, shapes)
  func emulatedTilesFollowTheManual(kind: Kind, shape: (rows: Int, depth: Int)) {
    let (a, b) = Self.factors(kind, rows: shape.rows, depth: shape.depth)
    let product = Product(emulated_tiles(), a, b, rows: shape.rows)
    for r in 0..<shape.rows {
      let row = Array(a[r * shape.depth..<(r + 1) * shape.depth])
      for column in 0..<32 {
        let expected = Self.element(row, stride(from: column, to: b.count, by: 32).map { b[$0] })
        #expect(product.sums[r * 32 + column].bitPattern == expected.bitPattern)
      }
    }
    guard shape.depth > 32 else { return }
    let inTwo = Product(emulated_tiles(), a, b, rows: shape.rows, cut: 32)
    #expect(inTwo.sums.map(\.bitPattern) == product.sums.map(\.bitPattern))
  }

  /// Where the processor splits floats but has no tiles, this is what of its functions can run.
  @Test(.enabled(if: processor_splits()), arguments: Kind.allCases, shapes)
  func theProcessorSplitsAsTheEmulation(kind: Kind, shape: (rows: Int, depth: Int)) {
    var (a, b) = Self.factors(kind, rows: shape.rows, depth: shape.depth)
    let special: [Float] = [
      .nan, -.infinity, 0x1p127, 0x1.fffffep126, -0.0, .leastNonzeroMagnitude,
      Float.leastNormalMagnitude.nextDown, 0x1.00fffep-126, 0x1.01p0,
    ]
    for (index, value) in special.enumerated() {
      a[index * 7 % a.count] = value
      b[index * 7 % b.count] = value
    }
    // Without a product: no tile is touched.
    var functions = processor_tiles()
    functions.multiply = { _, _, _, _, _, _, _, _, _ in }
    let processor = Product(functions, a, b, rows: shape.rows)
    let emulation = Product(emulated_tiles(), a, b, rows: shape.rows)
    #expect(processor.rowParts == emulation.rowParts)
    #expect(processor.panelParts == emulation.panelParts)
  }

  @Test(.enabled(if: tiles_are_supported()), arguments: Kind.allCases, shapes + [(197, 768)])
  func theProcessorMultipliesAsTheEmulation(kind: Kind, shape: (rows: Int, depth: Int)) {
    let (a, b) = Self.factors(kind, rows: shape.rows, depth: shape.depth)
    let cut = shape.depth > 64 ? 64 : nil
    let processor = Product(processor_tiles(), a, b, rows: shape.rows, cut: cut)
    let emulation = Product(emulated_tiles(), a, b, rows: shape.rows, cut: cut)
    #expect(processor.sums.map(\.bitPattern) == emulation.sums.map(\.bitPattern))
  }

  // MARK: Layers

  private static let hasTiles = supportedSets.contains(.amx)

  /// Deeper than what is multiplied at once.
  @Test(.enabled(if: hasTiles), arguments: [Kind.usual, .spread, .large])
  func theErrorIsBelowThatOfFloats(kind: Kind) throws {
    let (a, b) = Self.factors(kind, rows: 35, depth: 1601)
    let x = Matrix(rows: 35, columns: 1601, values: a)
    let expected = Reference.linear(x, weight: b, bias: nil)
    let errors = try [InstructionSet.amx, .avx512].map { set in
      let engine = try makeEngine(threads: 2, set)
      let layer = Linear(weight: b, bias: nil, inputs: 1601, outputs: 32, engine: engine)
      let y = unwritten(35, 32)
      engine.linear(x, layer, .product, into: y)
      return (0..<35).flatMap { i in
        (0..<32).map { o in
          let magnitude = (0..<1601).reduce(0.0) { $0 + abs(Double(x[i, $1]) * Double(b[o * 1601 + $1])) }
          return abs(Double(y[i, o]) - expected[i][o]) / magnitude
        }
      }
    }
    #expect(errors[0].allSatisfy { $0 <= 1e-6 })
    let squares = errors.map { $0.reduce(0) { $0 + $1 * $1 } }
    #expect(squares[0] < squares[1])
  }

  /// Rows are cut into passes and tasks, here of several each; none of them changes a bit.
  @Test(.enabled(if: hasTiles)) func rowsDoNotDependOnTheirNumber() throws {
    let engine = try makeEngine(threads: 2, .amx)
    var random = Random(30)
    let layer = Linear(
      weight: random.floats(40 * 800), bias: random.floats(40), inputs: 800, outputs: 40, engine: engine)
    let x = random.matrix(1000, 800)
    let y = unwritten(1000, 40)
    engine.linear(x, layer, .gelu, into: y)
    for rows in [0..<1, 440..<530, 999..<1000] {
      let alone = unwritten(rows.count, 40)
      engine.linear(x.rows(rows), layer, .gelu, into: alone)
      #expect(bitPatterns(alone) == bitPatterns(y.rows(rows)))
    }
  }

  /// What tiles cannot hold is multiplied in floats: the bits of AVX-512, in 32 rows; the others stay as they are.
  @Test(
    .enabled(if: hasTiles),
    arguments: [.nan, .infinity, -.infinity, 0x1p127, -0x1.fffffep127, 1e38] as [Float])
  func whatDoesNotFitIsMultipliedInFloats(value: Float) throws {
    let (tiles, floats) = (try makeEngine(threads: 2, .amx), try makeEngine(threads: 1, .avx512))
    var random = Random(31)
    let (weight, bias) = (random.floats(70 * 64, in: 8...9), random.floats(70))
    let x = random.matrix(100, 64)
    let start = random.matrix(100, 70)
    func product(_ engine: Engine, _ weight: [Float]) -> Matrix {
      // In place, so that what comes second must find what was there.
      let y = Matrix(rows: 100, columns: 70, values: start.values)
      let layer = Linear(weight: weight, bias: bias, inputs: 64, outputs: 70, engine: engine)
      engine.linear(x, layer, .residual(y), into: y)
      return y
    }
    let before = product(tiles, weight)
    x[37, 11] = value
    let after = product(tiles, weight)
    #expect(bitPatterns(after.rows(32..<64)) == bitPatterns(product(floats, weight).rows(32..<64)))
    #expect(bitPatterns(after.rows(0..<32)) == bitPatterns(before.rows(0..<32)))
    #expect(bitPatterns(after.rows(64..<100)) == bitPatterns(before.rows(64..<100)))

    // A weight of 1e38 fits, and none of its products overflows.
    guard value != 1e38 else { return }
    x[37, 11] = 0
    var changed = weight
    changed[40 * 64 + 3] = value
    let columns = product(tiles, changed)
    #expect(bitPatterns(columns.columns(32..<64)) == bitPatterns(product(floats, changed).columns(32..<64)))
    #expect(columns.columns(0..<32).values.allSatisfy { $0.isFinite })
  }

  /// What the processor's tiles must pass before they are used: every wrong sum is noticed.
  @Test func wrongTilesAreNoticed() {
    func areExact(_ functions: tile_functions) -> Bool {
      TileProducts(functions, minimumRows: 1, depth: 1, columns: 1).multiplyIntegersExactly
    }
    #expect(areExact(emulated_tiles()))
    #expect(TileProducts.processor == nil || areExact(processor_tiles()))
    // Sums that are not made, that do not go on with what was there, of rows or of a panel without their last parts.
    var functions = emulated_tiles()
    functions.multiply = { _, _, _, _, _, _, _, _, _ in }
    #expect(!areExact(functions))
    functions.multiply = { parts, group, rows, panel, depth, _, next, sums, stride in
      emulated_tiles().multiply(parts, group, rows, panel, depth, false, next, sums, stride)
    }
    #expect(!areExact(functions))
    functions = emulated_tiles()
    functions.split_rows = { a, stride, rows, depth, parts in
      emulated_tiles().split_rows(a, stride, rows, depth, parts)
      let size = TILE_ROWS * TILE_BLOCK_DEPTH
      for block in 0..<(rows + 15) / 16 * ((depth + 31) / 32) {
        (parts! + block * TILE_BLOCK_SIZE + 2 * size).update(repeating: 0, count: size)
      }
    }
    #expect(!areExact(functions))
    functions = emulated_tiles()
    functions.split_panel = { panel, depth, parts in
      emulated_tiles().split_panel(panel, depth, parts)
      let size = 2 * TILE_ROWS * TILE_BLOCK_DEPTH
      for block in 0..<(depth + 31) / 32 {
        (parts! + block * TILE_PARTS * size + 2 * size).update(repeating: 0, count: size)
      }
    }
    #expect(!areExact(functions))
  }

  @Test func tilesAreRefusedWithoutTheirProcessor() throws {
    let functions = TileProducts(emulated_tiles(), minimumRows: 1, depth: 1, columns: 1)
    guard !InstructionSet.avx512.isSupported else {
      #expect(try Engine(threads: 1, instructionSet: .amx, tiles: functions).instructionSet == .amx)
      return
    }
    #expect(throws: ComputeError.unsupportedInstructionSet(.amx)) {
      try Engine(threads: 1, instructionSet: .amx, tiles: functions)
    }
  }
}
