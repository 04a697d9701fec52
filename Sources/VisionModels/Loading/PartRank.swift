// Which of several models in a file is meant, by what training code calls them.

/// How likely a part of a checkpoint is the one that published evaluation takes; a lower rank is more likely.
struct PartRank: Comparable {
  private let score: Int

  /// Copies that are averages of the weights over training, which are evaluated: EMA, a teacher, I-JEPA's target.
  private static let averaged: Set<String> = ["ema", "averaged", "swa", "teacher"]
  /// What learns from a teacher.
  private static let learning: Set<String> = ["student"]
  /// Copies that only serve the training: a momentum encoder, and the state of an optimizer.
  private static let serving: Set<String> = [
    "momentum", "optimizer", "optim", "optimizers", "grad", "grads", "exp", "avg", "key", "initial", "init",
  ]

  /// - Parameter prefix: what the names of the part begin with.
  init(_ prefix: String) {
    let names = prefix.lowercased().split(separator: ".")
    var score = 0
    for name in names {
      let words = Set(name.split { !$0.isLetter }.map(String.init))
      if !words.isDisjoint(with: Self.serving) || name == "encoder_k" || name == "target_network" {
        score += 8
      } else if !words.isDisjoint(with: Self.averaged) || name == "target_encoder" {
        score -= 1
      } else if !words.isDisjoint(with: Self.learning) {
        score += 2
      }
    }
    self.score = score
  }

  static func < (first: PartRank, second: PartRank) -> Bool { first.score < second.score }
}
