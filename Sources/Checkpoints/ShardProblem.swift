// What can be wrong with the index of a checkpoint in several files.
import Files

/// Why an index of shards was not followed.
package enum ShardProblem: Error, Equatable, CustomStringConvertible {
  case noWeightMap
  case noTensors
  /// A shard must lie beside its index.
  case notAFileName(String)
  case tooManyShards(Int, limit: Int)
  case tensorMissing(name: String, shard: String)
  case tensorUnlisted(name: String, shard: String)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    return switch self {
    case .noTensors: "its weight_map is empty: it names no tensors; save the model again"
    case .noWeightMap: "is no index of shards: it has no weight_map of names to files"
    case .notAFileName(let name): "names the shard \(quoted(name)), which is not a file name"
    case .tooManyShards(let count, let limit): "names \(count) shards, more than \(limit)"
    case .tensorMissing(let name, let shard): "tensor \(quoted(name)) is not in its shard \(quoted(shard))"
    case .tensorUnlisted(let name, let shard):
      "tensor \(quoted(name)) of shard \(quoted(shard)) is not listed"
    }
  }
}
