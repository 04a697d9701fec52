// What a user fixes about a model, as words of a command.
import Imaging
import VisionModels

/// An option with its value; one word where the value would be taken for another option.
package func option(_ name: String, _ value: String) -> [String] {
  value.hasPrefix("-") ? ["--\(name)=\(value)"] : ["--\(name)", value]
}

/// Words of a command without some of its options, each of which has a value.
package func leavingOut(_ options: [String], of words: [String]) -> [String] {
  var left: [String] = []
  var isValue = false
  for word in words {
    if isValue {
      isValue = false
    } else if options.contains(word) {
      isValue = true
    } else if !options.contains(where: { word.hasPrefix("\($0)=") }) {
      left.append(word)
    }
  }
  return left
}

extension ModelOverrides {
  /// The options that fix these values again: every number reads back as the same one.
  package var words: [String] {
    var words: [String] = []
    func add(_ name: String, _ value: String?) {
      if let value { words += option(name, value) }
    }
    add("num-heads", numHeads.map { $0.map(String.init).joined(separator: ",") })
    add("architecture", architecture)
    add("part", part)
    add("weights-key", weightsKey)
    add("alpha", alpha.map { "\($0)" })
    add("focusing-factor", focusingFactor.map { "\($0)" })
    add("activation", activation?.names.first)
    add("pooling", pooling?.rawValue)
    if let inputHeight, let inputWidth {
      add("input-size", inputHeight == inputWidth ? "\(inputHeight)" : "\(inputHeight)x\(inputWidth)")
    }
    add("crop-pct", cropFraction.map { "\($0)" })
    add("mean", mean.map { $0.map { "\($0)" }.joined(separator: ",") })
    add("std", standardDeviation.map { $0.map { "\($0)" }.joined(separator: ",") })
    add("interpolation", interpolation?.rawValue)
    return words
  }
}
