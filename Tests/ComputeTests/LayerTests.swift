// Layer norm, convolutions, interpolation and feature maps against double precision.
import Compute
import Glibc
import Testing

@Suite struct LayerTests {
  @Test(arguments: supportedSets, [1, 3, 16, 37, 192])
  func layerNormCentersAndScales(set: InstructionSet, columns: Int) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(columns))
    let x = random.matrix(9, columns, in: 3...9)
    let norm = LayerNorm(weight: random.floats(columns), bias: random.floats(columns), epsilon: 1e-5)
    let y = unwritten(9, columns)
    engine.layerNorm(x, norm, into: y)
    #expect(largestError(y, Reference.layerNorm(x, norm), scale: 1) < 3e-6)
    engine.layerNorm(x, norm, into: x)
    #expect(bitPatterns(x) == bitPatterns(y))
  }

  /// RMS norm: x/√(mean of x² + ε)·weight + bias.
  @Test(arguments: supportedSets, [1, 3, 16, 37, 192])
  func anUncenteredNormKeepsTheMean(set: InstructionSet, columns: Int) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(columns))
    let x = random.matrix(9, columns, in: -1...3)
    let norm = LayerNorm(
      weight: random.floats(columns), bias: random.floats(columns), epsilon: 1e-5, isCentered: false)
    let y = unwritten(9, columns)
    engine.layerNorm(x, norm, into: y)
    #expect(largestError(y, Reference.layerNorm(x, norm), scale: 1) < 3e-6)
    #expect(largestError(y, Reference.layerNorm(x, norm.centered), scale: 1) > 0.01)
  }

  @Test(arguments: supportedSets, [(3, 4, 12), (7, 2, 33), (16, 1, 20)])
  func patchConvolutionsOfPlanesAndTokens(set: InstructionSet, sizes: (Int, Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (inputs, kernel, outputs) = sizes
    let (height, width) = (5 * kernel, 7 * kernel)
    var random = Random(UInt64(outputs))
    let weight = random.floats(outputs * inputs * kernel * kernel)
    let bias = random.floats(outputs)
    let convolution = PatchConvolution(
      weight: weight, bias: bias, inputs: inputs, outputs: outputs, kernel: kernel, engine: engine)
    let planes = random.matrix(inputs, height * width)
    let tokens = random.matrix(height * width, inputs)
    let y = unwritten(35, outputs)
    engine.convolvePlanes(planes, height: height, width: width, convolution, into: y)
    let ofPlanes = Reference.patches(
      height: height, width: width, inputs: inputs, kernel: kernel, weight: weight, bias: bias
    ) { planes[$0, $1] }
    #expect(largestError(y, ofPlanes, scale: 1) < 1e-5)
    engine.convolveTokens(tokens, height: height, width: width, convolution, into: y)
    let ofTokens = Reference.patches(
      height: height, width: width, inputs: inputs, kernel: kernel, weight: weight, bias: bias
    ) { tokens[$1, $0] }
    #expect(largestError(y, ofTokens, scale: 1) < 1e-5)
  }

  /// Grids smaller than the kernel too: there, most taps fall outside.
  @Test(arguments: supportedSets, [(1, 1), (2, 3), (6, 4), (9, 11)])
  func depthwiseConvolutionAddsToTheOutput(set: InstructionSet, grid: (Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (height, width) = grid
    var random = Random(UInt64(height))
    let x = random.matrix(height * width, 36)
    let weight = random.floats(12 * 25)
    let bias = random.floats(12)
    let y = random.matrix(height * width, 36)
    let before = y.values
    let convolution = DepthwiseConvolution(weight: weight, bias: bias, period: 12, kernel: 5)
    engine.depthwise(x, height: height, width: width, convolution, addingTo: y)
    var expected = Reference.depthwise(
      x, height: height, width: width, kernel: 5, weight: weight, bias: bias)
    for i in 0..<height * width { for c in 0..<36 { expected[i][c] += Double(before[i * 36 + c]) } }
    #expect(largestError(y, expected, scale: 1) < 5e-6)
  }

  @Test(arguments: supportedSets, [(4, 16), (16, 16), (3, 50), (1, 9), (9, 4)])
  func interpolationRunsAlongTheFlattenedTokens(set: InstructionSet, counts: (Int, Int)) throws {
    let engine = try makeEngine(threads: 2, set)
    let (n, tokens) = counts
    var random = Random(UInt64(tokens))
    let x = random.matrix(n, 19)
    let y = unwritten(tokens, 19)
    engine.interpolateTokens(x, into: y)
    let expected = (0..<tokens).map { i in
      let t = max(0, (Double(i) + 0.5) * Double(n) / Double(tokens) - 0.5)
      let (j, fraction) = (Int(t), t - t.rounded(.down))
      return (0..<19).map { c in
        Double(x[j, c]) * (1 - fraction) + Double(x[min(j + 1, n - 1), c]) * fraction
      }
    }
    #expect(largestError(y, expected, scale: 1) < 2e-6)
  }

  @Test(arguments: supportedSets, [1, 4, 16, 21])
  func signedPowersKeepTheSign(set: InstructionSet, columns: Int) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(UInt64(columns))
    let x = random.matrix(7, columns, in: -3...3)
    x[2, 0] = 0
    x[3, 0] = -0.0
    x[4, 0] = .nan
    let power = random.floats(columns, in: 1...5)
    let y = unwritten(7, columns)
    engine.signedPowers(x, power: power, into: y)
    let expected = (0..<7).map { i in
      (0..<columns).map { c in
        let raised = pow(Double(abs(x[i, c])), Double(power[c]))
        return x[i, c] < 0 ? -raised : raised
      }
    }
    #expect(largestError(y, expected, scale: 1e-6) < 3e-6)
  }

  @Test(arguments: supportedSets, [3, 1, 2.5])
  func focusedFeaturesKeepTheNorm(set: InstructionSet, exponent: Float) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(5)
    let x = random.matrix(7, 45, in: -2...2)
    for c in 0..<45 { x[4, c] = -1 }
    let epsilon = random.floats(45, in: 1e-6...2e-6)
    let y = unwritten(7, 45)
    engine.focusedFeatures(x, epsilon: epsilon, exponent: exponent, into: y)
    let expected = (0..<7).map { i in
      let u = (0..<45).map { Double(max(x[i, $0], 0)) + Double(epsilon[$0]) }
      let raised = u.map { pow($0, Double(exponent)) }
      let factor = (u.reduce(0) { $0 + $1 * $1 } / raised.reduce(0) { $0 + $1 * $1 }).squareRoot()
      return raised.map { $0 * factor }
    }
    #expect(largestError(y, expected, scale: 1e-6) < 3e-6)
  }

  @Test(arguments: supportedSets)
  func sumsAndProductsElementByElement(set: InstructionSet) throws {
    let engine = try makeEngine(threads: 2, set)
    var random = Random(6)
    let (a, b) = (random.matrix(5, 23), random.matrix(5, 23))
    let before = a.values
    engine.add(b, to: a)
    #expect(a.values == zip(before, b.values).map { $0 + $1 })
    let sum = a.values
    engine.multiply(a, by: b)
    #expect(a.values == zip(sum, b.values).map { $0 * $1 })
  }
}

extension LayerNorm {
  /// The same weights in a norm that subtracts the mean.
  fileprivate var centered: LayerNorm { LayerNorm(weight: weight, bias: bias, epsilon: epsilon) }
}
