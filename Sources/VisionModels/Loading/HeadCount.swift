// How many heads a model or a stage has: the one place that weighs the sources against each other.
import Checkpoints

extension ModelContext {
  /// The number of heads, from the first source that has one: `--num-heads`, the configuration, a tensor, the
  /// name of the architecture, the name of the file or its folder, what every published model has, a guess.
  /// Notes the source.
  ///
  /// - Parameters:
  ///   - channels: that the heads share.
  ///   - stage: nil for a model with one number for all layers.
  /// - Throws: `ModelError.undetermined` where no source has a number, `ModelError.invalid` for one that is no
  ///   whole number or does not divide the channels.
  func heads(_ sources: HeadSources, channels: Int, stage: Int? = nil) throws -> Int {
    guard let heads = try sourcedHeads(sources, channels: channels, stage: stage) else {
      throw ModelError.undetermined(
        path: path, value: "the number of heads", advice: "give one per stage with --num-heads")
    }
    guard heads.value > 0, channels % heads.value == 0 else {
      throw ModelError.unfit(
        path: path,
        reason: "\(heads.value) heads (\(heads.source)) do not divide "
          + (stage.map { "the \(channels) channels of stage \($0)" } ?? "\(channels) channels")
          + "; give --num-heads", source: heads.source)
    }
    note(stage.map { "heads of stage \($0)" } ?? "heads", "\(heads.value)", from: heads.source)
    return heads.value
  }

  private func sourcedHeads(_ sources: HeadSources, channels: Int, stage: Int?) throws -> Sourced<Int>? {
    if let given = overrides.numHeads {
      guard let count = given.count == 1 ? given[0] : given[safe: stage ?? 0] else {
        throw ModelError.unfollowed(
          path: path,
          reason: "--num-heads gives \(given.count) numbers, but stage \(stage ?? 0) needs one as well")
      }
      return Sourced(value: count, source: .flag("--num-heads"))
    }
    for key in sources.configuration {
      if let count = try configuredHeads(key, stage: stage) {
        return Sourced(value: count, source: .configuration(place(of: key)))
      }
    }
    if let stated = sources.stated {
      return Sourced(value: max(1, channels / stated.channels), source: stated.source)
    }
    if let (tensor, name) = sources.tensor, let count = try tensor.heads(reader, channels: channels) {
      return Sourced(value: count, source: .tensors(name))
    }
    if let names = sources.names {
      if let architecture = publishedArchitecture,
        let count = names.heads(of: architecture, channels: channels)
      {
        let claimed = names.channels(of: architecture) ?? channels
        if claimed == channels {
          return Sourced(value: count, source: .configuration("name of architecture \(architecture)"))
        }
        warn(
          "architecture \(architecture.escaped(limit: 60)): published models of this name are \(claimed) channels "
            + "wide, and this one is \(channels); its heads are not taken from the name")
      }
      for name in path.split(separator: "/").suffix(2).reversed().map(String.init) {
        if let count = names.heads(ofFile: name, channels: channels) {
          return Sourced(value: count, source: .fileName(name))
        }
      }
    }
    if let count = sources.published[safe: stage ?? 0] {
      return Sourced(value: count, source: .familyDefault)
    }
    return sources.guess?.heads(channels: channels)
  }

  /// A number in `config.json`: one for the model, or one of a list for a stage.
  private func configuredHeads(_ key: String, stage: Int?) throws -> Int? {
    guard let field = field(key) else { return nil }
    guard let stage else {
      return try decoded(key, as: "a whole number") { $0.int }
    }
    guard let count = field.ints?[safe: stage] else {
      throw unusable(key, expected: "a whole number for each stage")
    }
    return count
  }
}

extension HeadSources.Guess {
  fileprivate func heads(channels: Int) -> Sourced<Int>? {
    if let count = exceptions[channels] { return Sourced(value: count, source: .guess(exceptionReason)) }
    guard roundsDown || channels % width == 0 else { return nil }
    return Sourced(value: max(1, channels / width), source: .guess(reason))
  }
}

extension Array {
  /// The element at `index`, nil beyond the end.
  subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
