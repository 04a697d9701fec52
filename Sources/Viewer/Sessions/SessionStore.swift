// Writing the file of a session, which replaces nothing but what this run has read or written itself.

import Files
import Session

struct SessionStore: Sendable {
  /// What the file had when this run last read or wrote it; nil before.
  var known: [UInt8]?

  enum Outcome: Equatable {
    case saved
    /// There is another file; the user may want to replace it, or not.
    case asks(String)
    case refused(String)
  }

  /// Writes a session by a temporary name.
  ///
  /// - Parameters:
  ///   - isOwn: whether `known` is of this path.
  ///   - isConfirmed: whether the user wants to replace what is there.
  mutating func save(
    _ session: SavedSession, to path: String, isOwn: Bool, isConfirmed: Bool, samples: BundledSamples
  ) -> Outcome {
    do {
      let bytes = try session.json(savedAt: path, samples: samples)
      if isThere(path) {
        let present = try SavedSession.bytes(of: path)
        guard present.isEmpty || SavedSession.isSession(present) else {
          return .refused("\(path.abridged): is there already and is no session; choose another name")
        }
        if !isConfirmed, !(isOwn && present == known) {
          return .asks(
            isOwn
              ? "something else has changed \(path.abridged); Enter replaces it"
              : "\(path.abridged) is a session already; Enter again replaces it")
        }
        try AtomicFile.write(bytes, to: path, replacing: true)
      } else {
        try AtomicFile.write(bytes, to: path)
      }
      known = bytes
      return .saved
    } catch {
      return .refused("\(error)")
    }
  }
}

extension ViewerState {
  /// All that a session keeps.
  func session(_ findings: Findings) -> SavedSession {
    let models = findings.modelArguments.enumerated().map { index, argument in
      let loaded = findings[loading(index)]?.digest
      return SavedSession.Model(
        argument: argument, name: findings.namesToGive?[index],
        digest: loaded.flatMap { $0.isEmpty ? nil : $0 } ?? findings.savedDigests[index])
    }
    return SavedSession(
      models: models, options: findings.modelOptions, images: findings.imageArguments,
      shownImages: findings.imagePaths,
      imageDigests: findings.savedImageDigests.merging(findings.imageDigests) { $1 }, screen: screen,
      bookmarks: bookmarks)
  }

  /// What a model that has just been loaded lacks of what the session keeps about it, in words: the nearest of the places
  /// that it lacks are shown. Saving keeps all of it.
  func remarks(on model: Int, _ findings: Findings) -> [String] {
    guard let loaded = findings[loading(model)] else { return [] }
    var remarks: [String] = []
    let name = loaded.name.escaped
    if let saved = findings.savedDigests[model], !loaded.digest.isEmpty, loaded.digest != saved {
      remarks.append(
        "\(name) has changed since the session was saved: its weights were \(saved.escaped(limit: 40)), they are \(loaded.digest)"
      )
    }
    let kept = shown + pins.map(\.state) + bookmarks.flatMap { $0.screen.sides + $0.screen.pins.map(\.state) }
    let layers = Set(kept.filter { $0.spot.anchor.model == model }.map(\.spot.anchor.head.layer))
    let lost = layers.filter { loaded.places.headCount(ofLayer: $0) == 0 }.sorted()
    if !lost.isEmpty {
      let last = loaded.places.layerCount - 1
      remarks.append(
        "\(name) has layers 0 to \(last), not \(lost.map(String.init).joined(separator: ", ")); the last one is shown"
      )
    }
    let off = Set(kept.flatMap { $0.allHeadsOff[model] ?? [] }).filter { !loaded.places.contains($0) }
      .sorted()
    if !off.isEmpty {
      remarks.append(
        "\(name) has no head \(off.map(\.description).joined(separator: ", ")) that could be off; the session keeps \(off.count == 1 ? "it" : "them") for a model that has \(off.count == 1 ? "it" : "them")"
      )
    }
    return remarks
  }
}
