// Finds the model among all tensors of a checkpoint: the sub-tree that a family reads wholly.
import Checkpoints
import Compute
import Files

/// A search for the models in a file, by names and shapes alone.
struct ModelSearch {
  /// Sub-trees that are tried, the largest first. A file of a training run has some three; the bound keeps hostile
  /// names from costing more than their file's size.
  private static let rootLimit = 32
  /// How many names above a network its head may be (`vit.` beside `classifier`).
  private static let levelsAbove = 3

  private let checkpoint: Checkpoint
  private let overrides: ModelOverrides
  /// Reads the part at a prefix; the network begins at `root` in it.
  private let read: (_ part: Checkpoint, _ root: String) throws -> Described

  init(
    _ checkpoint: Checkpoint, overrides: ModelOverrides,
    read: @escaping (_ part: Checkpoint, _ root: String) throws -> Described
  ) {
    self.checkpoint = checkpoint.withoutWrappers
    self.overrides = overrides
    self.read = read
  }

  /// What a family made of a part.
  struct Described {
    var model: VisionModel
    /// The tensors that it uses.
    let used: Set<String>
    /// Tensors of other networks beside it.
    let beside: [String]

    /// How much of the file it explains.
    fileprivate var extent: (classifiers: Int, tensors: Int) {
      (model.description.classCount == nil ? 0 : 1, used.count)
    }
  }

  /// A part of the file that a family reads wholly.
  struct Found {
    /// What its names begin with in the file.
    let prefix: String
    /// What the names of its network begin with in the part.
    let root: String
    let part: Checkpoint
    var described: Described
  }

  /// The model that is meant, described with what was left aside.
  ///
  /// - Throws: `ModelError.severalModels` where it does not follow which one is meant, `.noSuchPart` where nothing is
  ///   under the name that a flag gives; where no family reads a part wholly, why not, of the part that holds most.
  func model() throws -> Found {
    let scopes = try scopes()
    let roots = roots(within: scopes)
    guard !roots.isEmpty else { return try whole(scopes[0]) }
    var models: [Found] = []
    var problem: (any Error)?
    var unlike: Set<String> = []
    for root in roots {
      do {
        models.append(try largest(at: root, within: scopes, unlike: &unlike))
      } catch ModelError.unfollowed(let path, let reason) {
        throw ModelError.unfollowed(path: path, reason: reason)
      } catch let error as ModelError {
        problem = problem ?? error
      }
    }
    if let problem, models.isEmpty { throw problem }
    return accounted(try chosen(of: models), among: models)
  }

  /// The model at `prefix`, where nothing looks like the beginning of one: refused as a rule.
  private func whole(_ prefix: String) throws -> Found {
    let part = checkpoint.part(prefix)
    let found = Found(prefix: prefix, root: "", part: part, described: try read(part, ""))
    return accounted(found, among: [found])
  }

  // MARK: Where models may be

  /// The prefixes under which to search: all, or those that flags name.
  private func scopes() throws -> [String] {
    var scopes = [""]
    if let key = overrides.weightsKey {
      scopes = prefixes(ending: key.hasSuffix(".") ? key : key + ".")
      guard !scopes.isEmpty else { throw noPart(key, flag: "--weights-key") }
    }
    guard let part = overrides.part, !part.isEmpty else { return scopes }
    let prefix = part.hasSuffix(".") ? part : part + "."
    scopes = scopes.flatMap { $0.hasPrefix(prefix) ? [$0] : [prefix, $0 + prefix] }
      .filter { scope in checkpoint.tensors.keys.contains { $0.hasPrefix(scope) } }
    guard !scopes.isEmpty else { throw noPart(part, flag: "--part") }
    return scopes
  }

  /// The beginnings of names that end with `key`, from a dot on.
  private func prefixes(ending key: String) -> [String] {
    var prefixes: Set<String> = []
    for name in checkpoint.tensors.keys {
      if name.hasPrefix(key) {
        prefixes.insert(key)
      } else if let range = name.firstRange(of: ".\(key)") {
        prefixes.insert(String(name[..<range.upperBound]))
      }
    }
    return prefixes.sorted()
  }

  private func noPart(_ name: String, flag: String) -> ModelError {
    let parts = Set(checkpoint.tensors.keys.map { String($0.prefix { $0 != "." }) })
    return .noSuchPart(path: checkpoint.path, name: name, flag: flag, parts: parts.sorted())
  }

  /// What the names of a network begin with, of every network that looks like one of a family: the first landmark of
  /// a family follows.
  private func roots(within scopes: [String]) -> [String] {
    let landmarks = Set(ModelFamilies.all.compactMap { $0.landmarks.first })
    var counts: [String: Int] = [:]
    for name in checkpoint.tensors.keys {
      for landmark in landmarks where name.hasSuffix(landmark) {
        let root = String(name.dropLast(landmark.count))
        guard root.isEmpty || root.hasSuffix("."), scopes.contains(where: root.hasPrefix) else { continue }
        counts[root] = 0
      }
    }
    // Of a flood of them, not even the sizes are taken.
    guard counts.count > 1 else { return Array(counts.keys) }
    for root in counts.keys.sorted().prefix(2 * Self.rootLimit) {
      counts[root] = checkpoint.tensors.keys.count { $0.hasPrefix(root) }
    }
    return counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(Self.rootLimit).map(\.key)
  }

  // MARK: Reading them

  /// The reading of the network at `root` that explains most: by itself, or with what is around it. One with a
  /// classifier comes before others, then the one with more tensors.
  ///
  /// - Parameter unlike: prefixes at which no family was recognized, whichever root is asked for.
  /// - Throws: where none succeeds, why the most telling one does not.
  private func largest(
    at root: String, within scopes: [String], unlike: inout Set<String>
  ) throws -> Found {
    var best: Found?
    var problem: ModelError?
    // An option that a reading does not follow: the last word, unless one with more around it follows.
    var unfollowed: ModelError?
    var prefix = root
    for _ in 0...Self.levelsAbove {
      guard scopes.contains(where: prefix.hasPrefix) else { break }
      let inner = String(root.dropFirst(prefix.count))
      do {
        guard !unlike.contains(prefix) else { break }
        let part = checkpoint.part(prefix).joiningChunks(at: inner)
        let described = try read(part, inner)
        if described.used.contains(where: { $0.hasPrefix(inner) }),
          best.map({ $0.described.extent < described.extent }) ?? true
        {
          best = Found(prefix: prefix, root: inner, part: part, described: described)
          unfollowed = nil
        }
      } catch ModelError.unfollowed(let path, let reason) {
        unfollowed = .unfollowed(path: path, reason: reason)
      } catch let error as ModelError {
        if !error.isTelling { unlike.insert(prefix) }
        if problem == nil || problem?.isTelling == false && error.isTelling { problem = error }
      }
      guard let above = Self.above(prefix) else { break }
      prefix = above
    }
    if let unfollowed { throw unfollowed }
    if let best { return best }
    throw problem ?? noPart(root, flag: "--part")
  }

  /// The prefix without its last name.
  private static func above(_ prefix: String) -> String? {
    guard !prefix.isEmpty else { return nil }
    return prefix.dropLast().lastIndex(of: ".").map { String(prefix[...$0]) } ?? ""
  }

  // MARK: Choosing

  private func chosen(of models: [Found]) throws -> Found {
    let ranked = models.map { (rank: PartRank($0.prefix + $0.root), model: $0) }.sorted { $0.rank < $1.rank }
    let best = ranked.filter { !(ranked[0].rank < $0.rank) }.map(\.model)
    guard best.count == 1 || best.dropFirst().allSatisfy({ $0.part.isSame(as: best[0].part) }) else {
      throw ModelError.severalModels(path: checkpoint.path, parts: best.map(\.prefix))
    }
    return best[0]
  }

  /// The model with what was left aside.
  private func accounted(_ model: Found, among models: [Found]) -> Found {
    var model = model
    let left =
      checkpoint.names.filter { !$0.hasPrefix(model.prefix) }
      + model.described.beside.map { model.prefix + $0 }
    let part = model.part.without(model.described.beside)
    model.described.model.description.part = ModelPart(
      prefix: model.prefix, count: part.tensors.count,
      leftAside: ModelPart.Group.groups(
        of: left, beside: model.prefix,
        models: models.map { $0.prefix + $0.root }.filter { $0 != model.prefix + model.root }))
    model.described.model.description.checkpoint = part
    return model
  }
}
