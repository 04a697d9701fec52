// Values as JSON text that acts on no terminal, whatever names it holds.
import FoundationEssentials

/// A value as JSON, keys sorted so that equal values are equal text, without a line break at its end.
///
/// - Parameter isIndented: whether it spans lines, for readers; else it is one line.
/// - Throws: what `JSONEncoder` throws, for example for numbers that are not finite.
package func jsonText(_ value: some Encodable, isIndented: Bool = false) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
  return String(decoding: try encoder.encode(value), as: UTF8.self).escapedJSON
}
