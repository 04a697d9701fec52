// What is fuzzed: a reader of foreign bytes, inputs to start from, and what must hold for every input.
import Files

/// A reader of foreign bytes as libFuzzer drives it.
struct FuzzedParser: Sendable {
  let name: String
  /// What it reads, in a few words.
  let subject: String
  /// Inputs that are read, to start from. Throws where a fixture cannot be read.
  let seeds: @Sendable () throws -> [[UInt8]]
  /// The most bytes of an input.
  var longest = 4096
  var allowance = Allowance()
  /// How an input is changed in its own terms; beside this libFuzzer changes its bytes.
  var mutator: (any Mutator)?
  /// Whether an input may be made long by repeating a part of it, to see whether time and memory grow in proportion.
  var isSwollen = true
  /// Reads an input; refusals are checked inside. Throws `Fault` where something that must hold does not.
  let parse: @Sendable ([UInt8]) throws -> Void
}

/// The memory and the time that an input may take.
///
/// Time is processor time of the thread in an instrumented build on a shared machine: the bound is far from what is
/// usual and near to nothing that grows faster than the input.
struct Allowance: Sendable {
  /// Bytes whatever the size of the input.
  var fixedMemory = 1 << 20
  /// Bytes for every byte of the input.
  var memoryPerByte = 160
  /// Seconds whatever the size.
  var fixedSeconds = 0.1
  var secondsPerByte = 5e-6

  /// What an input states about its size once it is unpacked, such as the pixels of an image.
  var units: (@Sendable ([UInt8]) -> Int)?
  /// Bytes and seconds for every unit.
  var memoryPerUnit = 0
  var secondsPerUnit = 0.0

  func memory(for bytes: [UInt8]) -> Int {
    fixedMemory + memoryPerByte * bytes.count + memoryPerUnit * (units?(bytes) ?? 0)
  }

  func seconds(for bytes: [UInt8]) -> Double {
    fixedSeconds + secondsPerByte * Double(bytes.count) + secondsPerUnit * Double(units?(bytes) ?? 0)
  }
}

/// Something that must hold and does not.
struct Fault: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// Checks what must hold of an input.
func demand(_ condition: Bool, _ otherwise: @autoclosure () -> String) throws(Fault) {
  if !condition { throw Fault(otherwise()) }
}

/// Checks that a refusal is one line that acts on no terminal and is not much longer than a few lines of one.
func checkRefusal(_ error: any Error, naming path: String? = nil) throws(Fault) {
  let text = "\(error)"
  try demand(text == text.escaped, "a message with control characters: \(text.escaped)")
  try demand(text.utf8.count <= 4096, "a message of \(text.utf8.count) bytes: \(text.prefix(200))")
  if let path { try demand(text.hasPrefix(path), "a message that does not name \(path): \(text)") }
}
