// The streams of a head: the separate rows of weights that it applies to its values.

/// One of the rows of weights of a head.
///
/// Softmax and one-row linear heads have the single stream `attention`. A polarity-aware head has two,
/// `same` for queries and keys of equal sign and `opposite` for those of unequal sign; there `attention`
/// names the mean of the two after each was normalized to sum 1.
package enum Stream: String, Sendable, CaseIterable, CodingKeyRepresentable, Codable {
  case attention, same, opposite
}
