// Functions of each element of an array.

extension Kernels {
  /// `output` ← e^`input`; they may be the same array.
  @inline(never)
  package static func exponential(
    _ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      Vector(at: input + i, upTo: count - i).exponential.store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← ln `input`; they may be the same array.
  @inline(never)
  package static func logarithm(
    _ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      Vector(at: input + i, upTo: count - i).logarithm.store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← gelu(`input`) = ½·x·(1 + erf(x/√2)); they may be the same array.
  @inline(never)
  package static func gelu(
    _ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      Vector(at: input + i, upTo: count - i).gelu.store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← ½·x·(1 + tanh(√(2/π)·(x + 0.044715·x³))) of `input`, the tanh form of GELU; they may be the same array.
  @inline(never)
  package static func tanhGELU(
    _ input: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      Vector(at: input + i, upTo: count - i).tanhGELU.store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← x·σ(`slope`·x) of `input`; they may be the same array.
  @inline(never)
  package static func swish(
    _ input: UnsafePointer<Float>, slope: Float, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let x = Vector(at: input + i, upTo: count - i)
      (x / ((x * -slope).exponential + 1)).store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← `input`^`exponents` for inputs ≥ 0 and exponents ≥ 1; `output` may be one of them.
  @inline(never)
  package static func power(
    _ input: UnsafePointer<Float>, exponents: UnsafePointer<Float>, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let x = Vector(at: input + i, upTo: count - i)
      let p = Vector(at: exponents + i, upTo: count - i)
      x.power(p).store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← `input`·`factor`; they may be the same array.
  @inline(never)
  package static func scale(
    _ input: UnsafePointer<Float>, by factor: Float, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      (Vector(at: input + i, upTo: count - i) * factor).store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← `a`·(1 − `fraction`) + `b`·`fraction`.
  @inline(never)
  package static func blend(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, fraction: Float, count: Int,
    into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      let x = Vector(at: a + i, upTo: count - i) * (1 - fraction)
      multiplyAdd(Vector(at: b + i, upTo: count - i), Vector(repeating: fraction), x)
        .store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← `a` + `b`; `output` may be one of them.
  @inline(never)
  package static func add(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      (Vector(at: a + i, upTo: count - i) + Vector(at: b + i, upTo: count - i))
        .store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// `output` ← `a` ⊙ `b`; `output` may be one of them.
  @inline(never)
  package static func multiply(
    _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, count: Int, into output: UnsafeMutablePointer<Float>
  ) {
    var i = 0
    while i < count {
      (Vector(at: a + i, upTo: count - i) * Vector(at: b + i, upTo: count - i))
        .store(at: output + i, upTo: count - i)
      i += lanes
    }
  }

  /// Exchanges the elements of two arrays.
  @inline(never)
  package static func exchange(
    _ a: UnsafeMutablePointer<Float>, _ b: UnsafeMutablePointer<Float>, count: Int
  ) {
    var i = 0
    while i < count {
      let first = Vector(at: a + i, upTo: count - i)
      Vector(at: b + i, upTo: count - i).store(at: a + i, upTo: count - i)
      first.store(at: b + i, upTo: count - i)
      i += lanes
    }
  }
}
