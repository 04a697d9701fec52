// Which part of a file is the model, and what else the file holds.
import Files

/// The part of a file that was taken as the model.
package struct ModelPart: Sendable, Hashable {
  /// Tensors of a file that are not the model's, by what their names begin with.
  package struct Group: Sendable, Hashable {
    package let name: String
    package let count: Int
    /// What `--part` takes to have it in place of the model; nil where no family reads it.
    package let part: String?
  }

  /// What the names of its tensors begin with in the file; empty for all of it.
  package let prefix: String
  /// Its tensors.
  package let count: Int
  package let leftAside: [Group]

  /// All tensors of a file.
  static func all(count: Int) -> ModelPart { ModelPart(prefix: "", count: count, leftAside: []) }

  /// One line on what was taken and what was left aside; nil where the model is all of the file.
  package var summary: String? {
    guard !leftAside.isEmpty || !prefix.isEmpty else { return nil }
    let taken =
      prefix.isEmpty
      ? "the model is \(Self.counted(count)) of the file"
      : "the model is \(quoted(prefix)) (\(Self.counted(count)))"
    guard !leftAside.isEmpty else { return taken }
    // Other models first: a reader may have meant them.
    let groups = leftAside.filter { $0.part != nil } + leftAside.filter { $0.part == nil }
    let shown = groups.prefix(6).map { group in
      let other = group.part.map { ", a model too: --part \($0.escaped(limit: 80))" } ?? ""
      return "\(quoted(group.name)) (\(Self.counted(group.count))\(other))"
    }
    let more = groups.count > 6 ? " and \(groups.count - 6) more" : ""
    return "\(taken); left aside: \(shown.joined(separator: ", "))\(more)"
  }

  private static func counted(_ count: Int) -> String { count == 1 ? "1 tensor" : "\(count) tensors" }

  private func quoted(_ name: String) -> String { "'\(name.escaped(limit: 80))'" }
}

extension ModelPart.Group {
  /// Groups of tensors by their names up to the first that the model's do not share.
  ///
  /// - Parameters:
  ///   - names: of the tensors in the file.
  ///   - prefix: of the model.
  ///   - models: the prefixes of other models.
  static func groups(of names: [String], beside prefix: String, models: [String]) -> [ModelPart.Group] {
    let path = prefix.split(separator: ".")
    var counts: [String: Int] = [:]
    var parts: [String: String] = [:]
    for name in names {
      let model = models.first(where: name.hasPrefix)
      let own = name.split(separator: ".", maxSplits: path.count + 1)
      let shared = zip(path, own).prefix { $0 == $1 }.count
      let group = model.map { String($0.dropLast()) } ?? own.prefix(shared + 1).joined(separator: ".")
      counts[group, default: 0] += 1
      parts[group] = model.map { String($0.dropLast()) }
    }
    return counts.sorted { $0.key < $1.key }.map {
      ModelPart.Group(name: $0.key, count: $0.value, part: parts[$0.key])
    }
  }
}
