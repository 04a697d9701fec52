// Words of which published architectures are named: a name given by hand that has another is probably mistyped.
import Files

/// What is odd about the name of an architecture.
struct UnknownWord: Equatable {
  let word: String
  /// Known words that differ in few letters, the nearest first.
  let near: [String]

  /// The first word of a name that no published architecture has; nil where all are known.
  ///
  /// Numbers are left aside, and what follows a dot: the name of a training.
  init?(in architecture: String) {
    let name = architecture.lowercased().prefix { $0 != "." }
    for part in name.split(separator: "_") {
      let word = part.prefix { !$0.isNumber }
      guard !word.isEmpty, !Self.known.contains(String(word)) else { continue }
      self.word = String(word)
      let distances = Self.known.map { (word: $0, distance: Self.distance($0, String(word))) }
      near = distances.filter { $0.distance <= max(1, word.count / 3) }
        .sorted { ($0.distance, $0.word) < ($1.distance, $1.word) }.prefix(3).map(\.word)
      return
    }
    return nil
  }

  /// Words of timm's, DeiT's, DINO's, PVT's and Swin's names and of the families here.
  private static let known: Set<String> = {
    let texts =
      PublishedHeads.vit.prefixes + PublishedHeads.vit.exceptions.map(\.prefix)
      + ModelFamilies.all.flatMap { [$0.name] + $0.architecturePrefixes }
    let words = texts.flatMap { $0.split(separator: "_").map { $0.prefix { !$0.isNumber } } }
    return Set(words.map(String.init).filter { !$0.isEmpty }).union([
      "vits", "vitb", "vitl", "vitg", "giant", "nano", "micro", "li", "v", "b", "s", "m", "l", "h",
      "patch", "window", "reg", "lc", "distilled", "dist", "dis", "gap", "clip", "quickgelu", "siglip", "avg",
      "rmsnorm", "ls", "map", "plus", "pe", "in", "ms", "k", "c", "ep", "mae", "sam", "xp", "cls", "pretrain",
      "finetune", "teacher", "student",
    ])
  }()

  /// Letters to insert, remove, replace, or exchange with their neighbor. O(n·m) for names cut to 40 letters.
  private static func distance(_ first: String, _ second: String) -> Int {
    let (a, b) = (Array(first.prefix(40)), Array(second.prefix(40)))
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    var rows = [Array(0...b.count)]
    for i in 1...a.count {
      var row = [i]
      for j in 1...b.count {
        var best = min(rows[i - 1][j], row[j - 1]) + 1
        best = min(best, rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          best = min(best, rows[i - 2][j - 2] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

extension ModelContext {
  /// Warns of a name given with `--architecture` that has a word which no published architecture has. Nothing but the
  /// family is taken from such a name.
  func checkGivenArchitecture() {
    guard let name = overrides.architecture, let unknown = UnknownWord(in: name) else { return }
    let near = unknown.near.isEmpty ? "" : "; near it are \(unknown.near.joined(separator: ", "))"
    warn(
      "--architecture \(name.escaped(limit: 60)): no published architecture known here has "
        + "'\(unknown.word.escaped(limit: 40))' in its name\(near); only the family is taken from it")
  }

  /// The name of the architecture, where its words are known; see `checkGivenArchitecture`.
  var publishedArchitecture: String? {
    if let given = overrides.architecture, UnknownWord(in: given) != nil { return nil }
    return architecture
  }
}
