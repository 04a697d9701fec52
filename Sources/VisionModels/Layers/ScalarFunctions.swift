// Scalar functions of stored parameters, evaluated once when a model is read.
import Glibc

/// ln(1 + eˣ), and x itself above 20, as PyTorch computes it.
func softplus(_ x: Double) -> Double { x > 20 ? x : log1p(exp(x)) }

func sigmoid(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

func hyperbolicTangent(_ x: Float) -> Float { Float(tanh(Double(x))) }
