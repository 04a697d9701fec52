// NaN and infinities through layer norm and convolutions: where they reach what the formula says, and nothing else.
import Compute
import Testing

@Suite struct NonFiniteTests {
  private static let values: [Float] = [.nan, .infinity, -.infinity]

  /// Whether `actual` is non-finite exactly where and as `expected` is, and close to it elsewhere.
  private func agrees(_ actual: Matrix, _ expected: [[Double]]) -> Bool {
    (0..<actual.rows).allSatisfy { row in
      (0..<actual.columns).allSatisfy { column in
        let (value, wanted) = (Double(actual[row, column]), expected[row][column])
        if wanted.isNaN { return value.isNaN }
        return value == wanted || abs(value - wanted) <= 1e-5 * max(1, abs(wanted))
      }
    }
  }

  /// The rows of `matrix` in which every element is finite.
  private func finiteRows(_ matrix: Matrix) -> [Int] {
    (0..<matrix.rows).filter { matrix.row($0).allSatisfy(\.isFinite) }
  }

  @Test(arguments: supportedSets, [1, 3, 16, 37, 192])
  func layerNormKeepsThemInTheirRow(set: InstructionSet, columns: Int) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(columns))
    for value in Self.values {
      for place in Set([0, columns / 2, columns - 1]) {
        let x = random.matrix(9, columns, in: 3...9)
        let norm = LayerNorm(weight: random.floats(columns), bias: random.floats(columns), epsilon: 1e-5)
        x[4, place] = value
        let y = random.matrix(9, columns)
        engine.layerNorm(x, norm, into: y)
        #expect(agrees(y, Reference.layerNorm(x, norm)), "\(value) at \(place)")
        #expect(finiteRows(y) == [0, 1, 2, 3, 5, 6, 7, 8])
      }
    }
  }

  @Test(arguments: supportedSets, [(3, 4, 12), (7, 2, 33), (16, 1, 20)])
  func patchConvolutionsKeepThemInTheirPatch(set: InstructionSet, sizes: (Int, Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (inputs, kernel, outputs) = sizes
    let (height, width) = (5 * kernel, 7 * kernel)
    var random = Random(UInt64(outputs))
    let weight = random.floats(outputs * inputs * kernel * kernel)
    let bias = random.floats(outputs)
    let convolution = PatchConvolution(
      weight: weight, bias: bias, inputs: inputs, outputs: outputs, kernel: kernel, engine: engine)
    for value in Self.values {
      for token in [0, 17, 34] {
        // The last pixel of the patch.
        let position = (token / 7 * kernel + kernel - 1) * width + token % 7 * kernel + kernel - 1
        let planes = random.matrix(inputs, height * width)
        planes[inputs - 1, position] = value
        let tokens = random.matrix(height * width, inputs)
        tokens[position, inputs - 1] = value
        let y = random.matrix(35, outputs)
        engine.convolvePlanes(planes, height: height, width: width, convolution, into: y)
        let ofPlanes = Reference.patches(
          height: height, width: width, inputs: inputs, kernel: kernel, weight: weight, bias: bias
        ) { planes[$0, $1] }
        #expect(agrees(y, ofPlanes), "\(value) in patch \(token) of planes")
        #expect(finiteRows(y) == (0..<35).filter { $0 != token })
        engine.convolveTokens(tokens, height: height, width: width, convolution, into: y)
        let ofTokens = Reference.patches(
          height: height, width: width, inputs: inputs, kernel: kernel, weight: weight, bias: bias
        ) { tokens[$1, $0] }
        #expect(agrees(y, ofTokens), "\(value) in patch \(token) of tokens")
        #expect(finiteRows(y) == (0..<35).filter { $0 != token })
      }
    }
  }

  @Test(arguments: supportedSets, [(1, 1), (2, 3), (6, 4), (9, 11)])
  func depthwiseConvolutionsKeepThemInTheirChannelAndWindow(
    set: InstructionSet, grid: (Int, Int)
  ) throws {
    let engine = try makeEngine(threads: 2, set)
    let (height, width) = grid
    var random = Random(UInt64(height))
    let weight = random.floats(12 * 25)
    let bias = random.floats(12)
    let convolution = DepthwiseConvolution(weight: weight, bias: bias, period: 12, kernel: 5)
    for value in Self.values {
      for (token, channel) in [(0, 0), (height * width / 2, 17), (height * width - 1, 35)] {
        let x = random.matrix(height * width, 36)
        x[token, channel] = value
        let y = Matrix(rows: height * width, columns: 36)
        engine.depthwise(x, height: height, width: width, convolution, addingTo: y)
        let expected = Reference.depthwise(
          x, height: height, width: width, kernel: 5, weight: weight, bias: bias)
        #expect(agrees(y, expected), "\(value) at \(token), \(channel)")
        let reached = expected.joined().count { !$0.isFinite }
        #expect(reached > 0 && y.values.count { !$0.isFinite } == reached)
      }
    }
  }
}
