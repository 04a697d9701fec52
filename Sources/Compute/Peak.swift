// The speed that the engine's threads reach on registers alone.

extension Engine {
  /// Billions of floating-point operations a second when all threads do nothing but multiply and add: the best
  /// of `repeats` measurements of some milliseconds.
  package func peakGFLOPS(repeats: Int = 30) -> Double {
    let rounds = 400_000
    let operations = Double(threads * rounds * kernels.operationsPerRound)
    var best = 0.0
    for _ in 0..<max(repeats, 1) {
      let start = ContinuousClock.now
      perform { workspace in
        workspace.parallel(tasks: threads) { _, scratch in
          // Kept in memory, so that the work counts as used.
          scratch.pointer[0] = kernels.multiplyAdds(rounds: rounds)
        }
      }
      let (seconds, attoseconds) = start.duration(to: .now).components
      best = max(best, operations / (Double(seconds) + Double(attoseconds) * 1e-18) * 1e-9)
    }
    return best
  }
}
