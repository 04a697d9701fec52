// The words of the screen and what they mean, for help and the documentation.

/// A word or a sign of the screen.
struct GlossaryTerm: Equatable, Sendable {
  let name: String
  let meaning: String
}

enum Glossary {
  /// In the order in which a reader comes upon them.
  static let terms: [GlossaryTerm] = [
    GlossaryTerm(
      name: "A, B",
      meaning:
        "the sides of the screen: each has a model, an image, a head, a query, heads off and hidden patches"),
    GlossaryTerm(
      name: "linked", meaning: "keys move A and B together: by depth and by the point of the image"),
    GlossaryTerm(name: "2.1", meaning: "layer.head, both counted from 0"),
    GlossaryTerm(
      name: "amber", meaning: "a place, query or image that differs from that of the side in focus"),
    GlossaryTerm(
      name: "query, key",
      meaning: "the token that looks, marked by a ring and ticks, and a token that it looks at"),
    GlossaryTerm(
      name: "row", meaning: "the weights that one query of one head gives to all keys: what a map shows"),
    GlossaryTerm(
      name: "pool",
      meaning: "the learned query of a pooling head, which comes after the layers and has heads of its own"),
    GlossaryTerm(
      name: "stream",
      meaning: "a matrix of weights of a head: polarity-aware heads have two, same and opposite, others one"),
    GlossaryTerm(
      name: "× uniform",
      meaning: "a weight in multiples of 1/n, which each of n keys gets where all get the same"),
    GlossaryTerm(
      name: "H",
      meaning:
        "entropy −Σ p ln p of a row, in nats: low where few keys have most of the weight; after it H / ln n, "
        + "which is 1 where all keys have the same"),
    GlossaryTerm(
      name: "H|a|",
      meaning: "the entropy of the sizes of weights that may be negative; − 21 %: the negative fraction"),
    GlossaryTerm(name: "Σ", meaning: "the sum of a row, where the mechanism does not make it 1"),
    GlossaryTerm(name: "ΔH", meaning: "H of B less H of A: in nats under a map, divided by ln n in tables"),
    GlossaryTerm(
      name: "sharper", meaning: "has the lower entropy, as the mean over all queries of this image"),
    GlossaryTerm(
      name: "JS",
      meaning:
        "Jensen–Shannon divergence of rows of A and B, in nats: 0 where they are equal, at most ln 2 = 0.69"),
    GlossaryTerm(
      name: "r", meaning: "Pearson's correlation: of two maps, or of entropies and norms of queries"),
    GlossaryTerm(
      name: "same, opposite",
      meaning: "weights from pairs of entries of q and k with equal signs, and with unequal signs"),
    GlossaryTerm(
      name: "pp nn pn np",
      meaning: "fractions of Σ|q·k| by the signs of q and k: both positive, both negative, + and −, − and +"),
    GlossaryTerm(
      name: "pos., neg., net",
      meaning: "the parts of a logit from equal signs and from unequal signs, and the first less the second"),
    GlossaryTerm(
      name: "ρ", meaning: "positive / (positive + negative): 1 where all products have equal signs"),
    GlossaryTerm(
      name: "p, power",
      meaning: "the exponent that sharpens a kernel; polarity-aware heads learn one for each channel"),
    GlossaryTerm(
      name: "gate", meaning: "what a polarity-aware head multiplies the output of each stream with"),
    GlossaryTerm(
      name: "effective", meaning: "the weights of both streams, each times its mean gate for the query"),
    GlossaryTerm(
      name: "contribution",
      meaning: "the length of what a key adds to the output of the query, in units of the layer's output"),
    GlossaryTerm(name: "incoming", meaning: "the mean weight that a key gets from all queries"),
    GlossaryTerm(
      name: "rollout", meaning: "attention multiplied through all layers up to this one, heads averaged"),
    GlossaryTerm(
      name: "counterfactual",
      meaning: "queries and keys of the model read with a kernel that it was not trained with"),
    GlossaryTerm(
      name: "CLS, DIST, REG",
      meaning: "tokens beside the grid, as cells at the edge of a map with their fractions of the row"),
    GlossaryTerm(
      name: "sink, a b c",
      meaning:
        "a key that all queries together give at least 10 times the uniform weight, far above the others (median "
        + "+ 6 MAD); its letter is on its place, or at both edges of a map that has no room for it"),
    GlossaryTerm(
      name: "components", meaning: "the first three principal components of the tokens as red, green and blue"
    ),
    GlossaryTerm(
      name: "2×2 means",
      meaning: "the panel is too small for its map: each place is the mean of so many tokens"),
    GlossaryTerm(name: "hatched", meaning: "places without a key that the query sees, or without a value"),
    GlossaryTerm(
      name: "off, hidden", meaning: "a head without output; a patch of the image replaced by its mean color"),
    GlossaryTerm(
      name: "probe", meaning: "a second cursor that reads any key: value, × uniform and rank in every map"),
    GlossaryTerm(name: "pin", meaning: "a panel that stays while you walk on"),
  ]

  /// The table for docs/keys.md.
  package static var markdown: String {
    "| word | what it means |\n| --- | --- |\n"
      + terms.map {
        "| `\($0.name.replacing("|", with: "\\|"))` | \($0.meaning.replacing("|", with: "\\|")) |"
      }
      .joined(separator: "\n") + "\n"
  }
}
