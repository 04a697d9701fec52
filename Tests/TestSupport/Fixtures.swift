// Where the test files lie, and the golden values in them.
import Checkpoints
import Compute
import Imaging

package enum Fixtures {
  /// The folder `Tests/Fixtures`.
  package static let folder: String = {
    let tests = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    return "/\(tests)/Fixtures"
  }()

  package static func path(_ name: String) -> String { "\(folder)/\(name)" }
}

/// The golden outputs of a reference case (`golden.safetensors`).
package struct Golden: Sendable {
  package let file: Checkpoint

  package init(_ path: String) throws { file = try Checkpoint.open(Fixtures.path(path)) }

  package func has(_ name: String) -> Bool { file.tensors[name] != nil }
  package func values(_ name: String) throws -> [Float] { try file.floats(name) }
  package func shape(_ name: String) -> [Int] { file.tensors[name]?.shape ?? [] }
}

/// The largest difference between two lists of equal length; infinity when their lengths differ or one holds NaN.
package func largestDifference(_ first: [Float], _ second: [Float]) -> Float {
  guard first.count == second.count else { return .infinity }
  var largest: Float = 0
  for (a, b) in zip(first, second) {
    let difference = abs(a - b)
    largest = difference.isNaN ? .infinity : max(largest, difference)
  }
  return largest
}
