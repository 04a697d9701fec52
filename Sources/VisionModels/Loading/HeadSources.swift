// Where a family's files may give the number of heads, which most tensors leave open.

/// The sources of a family's heads, as data. `ModelContext.heads` asks them in the order of these properties; the
/// flag `--num-heads` comes before all.
struct HeadSources: Sendable {
  /// Keys of `config.json`, members of `model_args` after a dot.
  var configuration = ["model_args.num_heads"]
  /// Channels of a head that a configuration states, or that a library has where it states none.
  var stated: Width?
  /// A tensor that has the number or the width of heads, and what it is called where its value is shown.
  var tensor: (tensor: HeadTensor, shownAs: String)?
  /// Published architectures, by the name in the configuration and then by that of the file or its folder.
  var names: PublishedHeads?
  /// The heads of the stages of every published model.
  var published: [Int] = []
  /// What is left where no source gives a number.
  var guess: Guess?

  /// Channels of a head, with where they come from.
  struct Width: Sendable {
    let channels: Int
    let source: Provenance
  }

  /// A number of heads from the channels alone; the model card and stderr warn of it.
  struct Guess: Sendable {
    /// Channels of a head.
    let width: Int
    /// Widths of models whose heads are known to be others.
    var exceptions: [Int: Int] = [:]
    /// Whether channels that are no multiple of `width` have as many heads as fit.
    let roundsDown: Bool
    /// Why it may be wrong.
    let reason: String
    var exceptionReason = ""
  }
}

/// Names of published architectures whose heads are known.
struct PublishedHeads: Sendable {
  /// How names begin whose heads follow from their width.
  let prefixes: [String]
  /// How other names begin, with their heads, the longest first.
  let exceptions: [(prefix: String, heads: Int)]
  /// Channels of a head.
  let headWidth: Int
  /// The heads of widths whose heads are not `headWidth` channels wide.
  let headsOfWidth: [Int: Int]
  /// The channels of sizes, by words of a name, that have the same in every published family.
  let widths: [String: Int]

  /// The heads of a published architecture of so many channels; nil where the name is not known.
  func heads(of architecture: String, channels: Int) -> Int? {
    if let exception = exceptions.first(where: { architecture.hasPrefix($0.prefix) }) {
      return exception.heads
    }
    guard prefixes.contains(where: { "\(architecture)_".hasPrefix($0) }) else { return nil }
    return headsOfWidth[channels] ?? max(1, channels / headWidth)
  }

  /// The heads of the published architecture that a file or folder is named after (`deit_tiny_patch16_224.pth`);
  /// nil where the name is none, or of one with other channels.
  func heads(ofFile name: String, channels: Int) -> Int? {
    let name = name.lowercased()
    guard let heads = heads(of: name, channels: channels), channels % heads == 0 else { return nil }
    return self.channels(of: name) ?? channels == channels ? heads : nil
  }

  /// The channels of published models of a size that a name has as a word; nil where it has none, and for the wider
  /// ones that are called `plus`.
  func channels(of name: String) -> Int? {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map {
      $0.hasPrefix("deit") ? $0.dropFirst(4) : $0
    }
    if words.contains("plus") { return nil }
    return words.lazy.compactMap { word in widths.first { word.hasPrefix($0.key) }?.value }.first
  }
}
