// What the name of a published Swin says of its windows and sizes.
import Checkpoints

/// The numbers in a name such as `swinv2_base_window12to16_192to256`, which timm and Microsoft give alike.
struct PublishedSwin: Equatable {
  let window: Int
  /// The window of pre-training, where it was another.
  let pretrainedWindow: Int?
  let size: Int?
  let pretrainedSize: Int?

  /// nil for a name without windows.
  init?(_ name: String) {
    let words = name.lowercased().prefix { $0 != "." }.split(separator: "_")
    guard words.first?.hasPrefix("swin") == true,
      let word = words.first(where: { $0.hasPrefix("window") }),
      let (first, second) = Self.numbers(word.dropFirst("window".count))
    else { return nil }
    window = second ?? first
    pretrainedWindow = second == nil ? nil : first
    let sizes = words.drop { $0 != word }.dropFirst().compactMap(Self.numbers)
    size = sizes.first.map { $0.1 ?? $0.0 }
    pretrainedSize = sizes.first.flatMap { $0.1 == nil ? nil : $0.0 }
  }

  /// `16`, or `12to16`; nil for other words.
  private static func numbers(_ word: Substring) -> (Int, Int?)? {
    let digits = word.prefix(while: \.isNumber)
    guard let first = Int(digits), (1...8192).contains(first) else { return nil }
    let rest = word.dropFirst(digits.count)
    if rest.isEmpty { return (first, nil) }
    guard rest.hasPrefix("to"), let second = Int(rest.dropFirst(2)), (1...8192).contains(second) else {
      return nil
    }
    return (first, second)
  }

  /// What the name of the architecture says, or without one that of the file or its folder.
  static func named(in context: ModelContext) -> (name: PublishedSwin, source: Provenance)? {
    if let architecture = context.architecture {
      return PublishedSwin(architecture).map {
        ($0, .configuration("name of architecture \(architecture)"))
      }
    }
    for name in context.path.split(separator: "/").suffix(2).reversed().map(String.init) {
      if let published = PublishedSwin(name) { return (published, .fileName(name)) }
    }
    return nil
  }

  /// The window of pre-training in a stage, cut by the grid where that was smaller; nil where it was no other.
  ///
  /// - Parameter patch: pixels along a side of a patch.
  func pretrainedWindow(stage: Int, patch: Int) -> Int? {
    pretrainedWindow.map { side in
      pretrainedSize.map { min(side, max(1, ($0 / max(patch, 1)) >> min(stage, 62))) } ?? side
    }
  }
}
