// Why a checkpoint is not a model that can be run.
import Files

package enum ModelError: Error, Hashable, CustomStringConvertible {
  /// Tensors of no known family; `held` are their names, those first that say most.
  case unknownFamily(path: String, known: [String], held: [String], nearest: NearestFamily?)
  /// A kind of model that is known and not read, and the tensor by which it was recognized.
  case unsupported(path: String, kind: String, tensor: String)
  case unknownArchitecture(path: String, name: String, known: [String])
  /// Tensors that the family needs and the file lacks, has in another shape, or has beside them.
  case tensorMismatch(path: String, family: String, missing: [String], misshapen: [String], unknown: [String])
  /// Several parts of the file are models, and nothing says which one is meant.
  case severalModels(path: String, parts: [String])
  /// Nothing in the file is under the name that a flag gives; `parts` are names that there are.
  case noSuchPart(path: String, name: String, flag: String, parts: [String])
  case undetermined(path: String, value: String, advice: String)
  case invalid(path: String, reason: String)
  case noTensors(path: String)
  /// Weights that take more bytes of memory than the limits of the process leave.
  case noRoom(path: String, needed: Int, room: Int)
  /// An option of the user that a model, which fits its tensors, does not follow.
  case unfollowed(path: String, reason: String)

  /// A value that does not fit: `.unfollowed` where a flag gives it, else `.invalid`.
  static func unfit(path: String, reason: String, source: Provenance) -> ModelError {
    if case .flag = source {
      .unfollowed(path: path, reason: reason)
    } else {
      .invalid(path: path, reason: reason)
    }
  }

  package var description: String {
    switch self {
    case .unknownFamily(let path, let known, let held, let nearest):
      "\(path.abridged): its tensors (\(Self.list(held))) match no known family (\(known.joined(separator: ", ")))"
        + (nearest.map { "; \($0.advice)" } ?? "")
    case .noTensors(let path): "\(path.abridged): holds no tensors; save the weights again"
    case .unsupported(let path, let kind, let tensor):
      "\(path.abridged): this is \(kind) (recognized by \(tensor.escaped(limit: 120)))"
    case .unknownArchitecture(let path, let name, let known):
      "\(path.abridged): architecture '\(name.escaped(limit: 80))' is not known; choose one of \(known.joined(separator: ", ")) "
        + "with --architecture"
    case .tensorMismatch(let path, let family, let missing, let misshapen, let unknown):
      "\(path.abridged): does not fit \(family): "
        + [("missing", missing), ("wrong shape", misshapen), ("unknown", unknown)]
        .filter { !$0.1.isEmpty }
        .map { "\($0.0) \(Self.list($0.1))" }.joined(separator: "; ")
        + "; if it is of another family, say which with --architecture"
    case .severalModels(let path, let parts):
      "\(path.abridged): holds several models; choose one with "
        + parts.prefix(8).map { part in
          "--part \(part.isEmpty ? "''" : part.hasSuffix(".") ? String(part.dropLast()).escaped : part.escaped)"
        }.joined(separator: " or ")
    case .noSuchPart(let path, let name, let flag, let parts):
      "\(path.abridged): \(flag) \(name.escaped(limit: 80)) is no part of the file; it has \(Self.list(parts))"
    case .undetermined(let path, let value, let advice):
      "\(path.abridged): \(value.escaped) does not follow from the file; \(advice)"
    case .noRoom(let path, let needed, let room):
      "\(path.abridged): its weights take \(needed / 1_000_000) MB of memory, and the limits of the process (ulimit -v, "
        + "ulimit -d) leave \(room / 1_000_000) MB; raise the limit, or take a smaller model"
    case .invalid(let path, let reason), .unfollowed(let path, let reason):
      "\(path.abridged): \(reason.escaped)"
    }
  }

  /// Whether it says more than that no family is like the tensors.
  var isTelling: Bool {
    if case .unknownFamily = self { false } else { true }
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(6).map { $0.escaped(limit: 120) }.joined(separator: ", ")
    return names.count > 6 ? "\(shown) and \(names.count - 6) more" : shown
  }
}
