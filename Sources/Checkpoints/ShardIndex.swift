// Checkpoints split over several files, as the index of transformers lists them.
import Files

/// Why an index of shards was not followed.
package enum ShardProblem: Error, Equatable, CustomStringConvertible {
  case noWeightMap
  /// A shard must lie beside its index.
  case notAFileName(String)
  case tooManyShards(Int, limit: Int)
  case tensorMissing(name: String, shard: String)
  case tensorUnlisted(name: String, shard: String)

  package var description: String {
    func quoted(_ name: String) -> String { "'\(name.escaped(limit: 120))'" }
    return switch self {
    case .noWeightMap: "is no index of shards: it has no weight_map of names to files"
    case .notAFileName(let name): "names the shard \(quoted(name)), which is not a file name"
    case .tooManyShards(let count, let limit): "names \(count) shards, more than \(limit)"
    case .tensorMissing(let name, let shard): "tensor \(quoted(name)) is not in its shard \(quoted(shard))"
    case .tensorUnlisted(let name, let shard):
      "tensor \(quoted(name)) of shard \(quoted(shard)) is not listed"
    }
  }
}

/// `model.safetensors.index.json`: which shard holds which tensor.
struct ShardIndex {
  private static let shardLimit = 1000

  private let path: String
  private let shardOfTensor: [String: String]

  init(path: String) throws(CheckpointError) {
    self.path = path
    guard let map = try JSONValue.load(path)["weight_map"]?.object else {
      throw .shards(file: path, .noWeightMap)
    }
    var shardOfTensor: [String: String] = [:]
    for (tensor, shard) in map {
      guard let name = shard.string else { throw .shards(file: path, .noWeightMap) }
      guard !name.isEmpty, !name.contains("/"), name != ".", name != ".." else {
        throw .shards(file: path, .notAFileName(name))
      }
      shardOfTensor[tensor] = name
    }
    self.shardOfTensor = shardOfTensor
  }

  /// Opens every shard by `open` and checks that index and shards agree.
  func open(
    by open: (String) throws(CheckpointError) -> FoundTensors
  ) throws(CheckpointError) -> FoundTensors {
    let shards = Set(shardOfTensor.values).sorted()
    guard shards.count <= Self.shardLimit else {
      throw .shards(file: path, .tooManyShards(shards.count, limit: Self.shardLimit))
    }
    let folder = path.lastIndex(of: "/").map { path[...$0] } ?? ""
    var all = FoundTensors(tensors: [], byteCount: 0, remarks: ["\(shards.count) shards"])
    for shard in shards {
      let found = try open(folder + shard)
      for tensor in found.tensors where shardOfTensor[tensor.description.name] != shard {
        throw .shards(file: path, .tensorUnlisted(name: tensor.description.name, shard: shard))
      }
      all.tensors += found.tensors
      all.byteCount += found.byteCount
      all.remarks += found.remarks.filter { !all.remarks.contains($0) }
    }
    let names = Set(all.tensors.map(\.description.name))
    if let name = shardOfTensor.keys.filter({ !names.contains($0) }).min() {
      throw .shards(file: path, .tensorMissing(name: name, shard: shardOfTensor[name]!))
    }
    return all
  }
}
