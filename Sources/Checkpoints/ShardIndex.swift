// Checkpoints split over several files, by the index that transformers writes.
import Files

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
    guard !map.isEmpty else { throw .shards(file: path, .noTensors) }
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
    all.parts = shards.map { folder + $0 }
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
    if let (name, shard) = shardOfTensor.filter({ !names.contains($0.key) }).min(by: { $0.key < $1.key }) {
      throw .shards(file: path, .tensorMissing(name: name, shard: shard))
    }
    return all
  }
}
