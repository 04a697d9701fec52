// Changes of inputs that hold several JSON texts with a null byte between them.
import TestSupport

/// Changes one of the parts.
struct PartsMutator: Mutator {
  private let json = JSONMutator()

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    let place = Int.random(in: parts.indices, using: &generator)
    parts[place] = json.changed(parts[place], by: &generator)
    return Array(parts.joined(separator: [0]))
  }
}
