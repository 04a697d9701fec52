// What `verify` finds: of each model, image and result whether it is what the bundle says, in words and as JSON.
import Files

/// The outcome of running a bundle's command again.
package struct Verification: Sendable, Encodable {
  package enum Status: String, Sendable, Encodable {
    /// Bit for bit.
    case same
    /// A model of the same weights and settings in another file.
    case sameWeights
    /// Numbers within the tolerance for another instruction set.
    case within
    /// Another file, or other numbers.
    case changed
    case missing
    /// Not computed again, because something is missing.
    case unchecked
  }

  /// A model, a file or a result.
  package struct Check: Sendable, Encodable {
    package let name: String
    package let status: Status
    /// Where a file was found, if not where the command names it.
    package var place: String?
    /// What differs, in words.
    package var words: String?

    package init(_ name: String, _ status: Status, place: String? = nil, words: String? = nil) {
      (self.name, self.status, self.place, self.words) = (name, status, place, words)
    }

    var holds: Bool { [.same, .sameWeights, .within].contains(status) }
  }

  /// What is so in the bundle and here.
  package struct Both: Sendable, Encodable {
    package let bundle: String
    package let here: String

    package init(bundle: String, here: String) { (self.bundle, self.here) = (bundle, here) }
  }

  package let bundle: String
  package let command: String
  package let program: Both
  package let instructionSet: Both
  package var models: [Check] = []
  package var images: [Check] = []
  package var files: [Check] = []
  package var results: [Check] = []
  /// Why the command could not be run again.
  package var problem: String?

  package init(bundle: String, command: String, program: Both, instructionSet: Both) {
    (self.bundle, self.command) = (bundle, command)
    (self.program, self.instructionSet) = (program, instructionSet)
  }

  /// Whether all is as the bundle says.
  package var isVerified: Bool {
    problem == nil && [models, images, files, results].joined().allSatisfy(\.holds)
  }

  private enum CodingKeys: String, CodingKey {
    case bundle, command, program, models, images, files, results, problem, verified, tolerance
    case instructionSet = "isa"
  }

  private enum ToleranceKeys: String, CodingKey { case absolute, relative }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(bundle, forKey: .bundle)
    try container.encode(command, forKey: .command)
    try container.encode(program, forKey: .program)
    try container.encode(instructionSet, forKey: .instructionSet)
    try container.encode(models, forKey: .models)
    try container.encode(images, forKey: .images)
    try container.encode(files, forKey: .files)
    try container.encode(results, forKey: .results)
    try container.encode(problem, forKey: .problem)
    try container.encode(isVerified, forKey: .verified)
    if let tolerance {
      var keys = container.nestedContainer(keyedBy: ToleranceKeys.self, forKey: .tolerance)
      try keys.encode(tolerance.absolute, forKey: .absolute)
      try keys.encode(tolerance.relative, forKey: .relative)
    } else {
      try container.encodeNil(forKey: .tolerance)
    }
  }

  /// How far numbers may lie apart; nil on one instruction set, where every bit counts.
  package var tolerance: Tolerance? {
    instructionSet.bundle == instructionSet.here ? nil : .ofInstructionSets
  }

  /// One line of JSON without a line break at its end.
  package func json() throws -> String { try jsonText(self) }

  // MARK: In words

  /// Lines with a line break at the end of each.
  package var text: String {
    var lines = [
      "bundle    \(bundle.abridged): \(program.bundle.abridged), \(instructionSet.bundle.abridged)",
      "command   \(command.escaped(limit: 2000))",
    ]
    if program.bundle != program.here { lines.append("program   here \(program.here)") }
    if let tolerance {
      lines.append(
        "here      \(instructionSet.here): numbers may differ by \(tolerance.absolute) + \(tolerance.relative) × their size"
      )
    }
    lines += section("models", models) + section("images", images)
    if !files.isEmpty { lines += section("files", files) }
    lines += section("results", results)
    if let problem { lines.append("problem   \(problem.escaped(limit: 1000))") }
    lines.append(verdict)
    return lines.map { $0 + "\n" }.joined()
  }

  /// How many checks a section of the text names.
  private static let shown = 20

  private func section(_ title: String, _ checks: [Check]) -> [String] {
    let head = title + String(repeating: " ", count: 10 - title.count)
    let counts: [(Status, String)] = [
      (.same, title == "results" ? "bit for bit" : "the same"),
      (.sameWeights, "the same weights in another file"),
      (.within, "within the tolerance"), (.changed, "changed"), (.missing, "missing"),
      (.unchecked, "not computed again"),
    ]
    let words = counts.compactMap { status, words -> String? in
      let count = checks.count { $0.status == status }
      return count > 0 ? "\(count) \(words)" : nil
    }
    let named = checks.filter { !$0.holds && $0.status != .unchecked || $0.place != nil }
    let lines = named.prefix(Self.shown).map { check in
      let place = check.place.map { ": found as \($0.abridged)" } ?? ""
      return "          \(check.name.abridged)\(place)\(check.words.map { ": \($0)" } ?? "")"
    }
    let more = named.count > Self.shown ? ["          and \(named.count - Self.shown) more"] : []
    return [head + (words.isEmpty ? "none" : words.joined(separator: ", "))] + lines + more
  }

  private var verdict: String {
    if isVerified {
      return results.contains { $0.status == .within }
        ? "verified within the tolerance" : "verified: every result came out again bit for bit"
    }
    let lacking = [models, images, files].joined().count { $0.status == .missing }
    if lacking > 0 {
      return
        "not verified: \(lacking) \(lacking == 1 ? "file is" : "files are") missing; name a folder that holds "
        + "\(lacking == 1 ? "it" : "them") with --root DIR"
    }
    if problem != nil { return "not verified: the command could not be run again" }
    let differing = results.count { !$0.holds }
    let changed = [models, images, files].joined().count { !$0.holds }
    let parts = [
      changed == 1
        ? "one of the files it was made from is another one"
        : changed > 1 ? "\(changed) of the files it was made from are other ones" : nil,
      differing > 0
        ? "\(differing) of \(results.count) results \(differing == 1 ? "differs" : "differ")" : nil,
    ].compactMap(\.self)
    return "not verified: " + parts.joined(separator: ", ")
  }
}
