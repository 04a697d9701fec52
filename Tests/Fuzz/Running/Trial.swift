// Reads one input under the bounds of its parser, and now and then a long input made of it.
import CFuzz
import Glibc
import TestSupport

/// Tries inputs of one parser.
final class Trial {
  private let parser: FuzzedParser

  /// Of so many inputs one is also read swollen.
  private static let swollenOneOf: UInt64 = 512
  private static let swollenLength = 1 << 16

  init(_ parser: FuzzedParser) { self.parser = parser }

  /// Reads an input; a fault ends the process so that libFuzzer keeps the input.
  func tryOrAbort(_ bytes: [UInt8]) {
    do {
      try check(bytes)
    } catch {
      say("\nFAULT: \(parser.name): \(error)\n")
      abort()
    }
  }

  /// Reads an input, and for some inputs, which ones is a matter of their bytes, a long one made of it.
  func check(_ bytes: [UInt8]) throws {
    try measure(bytes, "")
    var generator = SplitMix64(seed: hash(bytes))
    guard parser.isSwollen, !bytes.isEmpty, generator.next() % Self.swollenOneOf == 0 else { return }
    let start = Int.random(in: bytes.indices, using: &generator)
    let length = min(Int.random(in: 1...64, using: &generator), bytes.count - start)
    let part = bytes[start..<(start + length)]
    let count = (Self.swollenLength - bytes.count) / length
    guard count > 0 else { return }
    let swollen = bytes[..<start] + Array(repeatElement(part, count: count).joined()) + bytes[start...]
    try measure(Array(swollen), "bytes \(start)..<\(start + length) repeated \(count) times: ")
  }

  private func measure(_ bytes: [UInt8], _ what: String) throws {
    cfuzz_reset_memory()
    let start = processorSeconds()
    do { try parser.parse(bytes) } catch { throw Fault(what + "\(error)") }
    var memory = Int(cfuzz_peak_memory())
    var seconds = processorSeconds() - start
    let (mostMemory, mostSeconds) = (
      parser.allowance.memory(for: bytes), parser.allowance.seconds(for: bytes)
    )
    // Again: now and then the Swift runtime enlarges tables of its own, once for all inputs.
    for _ in 0..<3 where memory > mostMemory {
      cfuzz_reset_memory()
      try parser.parse(bytes)
      memory = min(memory, Int(cfuzz_peak_memory()))
    }
    guard memory <= mostMemory else {
      throw Fault(what + "\(memory) bytes of memory for \(bytes.count) bytes, more than \(mostMemory)")
    }
    // Again: a busy machine also slows what is quick.
    for _ in 0..<3 where seconds > mostSeconds {
      let start = processorSeconds()
      try parser.parse(bytes)
      seconds = min(seconds, processorSeconds() - start)
    }
    guard seconds <= mostSeconds else {
      throw Fault(what + "\(seconds) seconds for \(bytes.count) bytes, more than \(mostSeconds)")
    }
  }

  private func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }

  /// FNV-1a, 64 bits.
  private func hash(_ bytes: [UInt8]) -> UInt64 {
    bytes.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// Changes an input in place: by the parser's mutator or as libFuzzer does.
  func mutate(_ bytes: UnsafeMutablePointer<UInt8>, count: Int, capacity: Int, seed: UInt32) -> Int {
    var generator = SplitMix64(seed: UInt64(seed))
    guard let mutator = parser.mutator, Bool.random(using: &generator) else {
      let changed = cfuzz_mutate(bytes, count, capacity)
      guard let mutator = parser.mutator else { return changed }
      return replace(bytes, mutator.repaired(read(bytes, changed)), capacity)
    }
    var input = read(bytes, count)
    for _ in 0..<Int.random(in: 1...4, using: &generator) { input = mutator.changed(input, by: &generator) }
    return replace(bytes, mutator.repaired(input), capacity)
  }

  private func read(_ bytes: UnsafeMutablePointer<UInt8>, _ count: Int) -> [UInt8] {
    Array(UnsafeBufferPointer(start: bytes, count: count))
  }

  private func replace(_ bytes: UnsafeMutablePointer<UInt8>, _ input: [UInt8], _ capacity: Int) -> Int {
    let count = min(input.count, capacity)
    for index in 0..<count { bytes[index] = input[index] }
    return count
  }
}
