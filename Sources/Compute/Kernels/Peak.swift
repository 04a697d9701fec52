// The speed that the engine's threads reach on registers alone.
import Glibc

extension Engine {
  /// Billions of floating-point operations a second when all threads do nothing but multiply and add: the best
  /// of `repeats` measurements of about a millisecond.
  ///
  /// Each task is timed by the processor time of its thread and their speeds are added: the time on the clock
  /// would be that of one core whenever another program, or the scheduler, keeps two threads on one.
  package func peakGFLOPS(repeats: Int = 30) -> Double {
    let rounds = 400_000
    let operations = Double(rounds * kernels.operationsPerRound)
    let speeds = UnsafeMutablePointer<Double>.allocate(capacity: threads)
    defer { speeds.deallocate() }
    var best = 0.0
    for _ in 0..<max(repeats, 1) {
      perform { workspace in
        workspace.parallel(tasks: threads) { task, scratch in
          let start = processorTime()
          // Kept in memory, so that the work counts as used.
          scratch.pointer[0] = kernels.multiplyAdds(rounds: rounds)
          speeds[task] = operations / (processorTime() - start)
        }
      }
      best = max(best, (0..<threads).reduce(0) { $0 + speeds[$1] } * 1e-9)
    }
    return best
  }
}

/// Seconds for which a processor has run the calling thread.
private func processorTime() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}
