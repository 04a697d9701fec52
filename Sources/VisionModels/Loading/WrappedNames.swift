// Names that training code puts within tensor names, and blocks that it puts into chunks.
import Checkpoints

extension Checkpoint {
  /// What sharded and compiled training puts around any module.
  private static let wrappers = ["_fsdp_wrapped_module", "_checkpoint_wrapped_module", "_orig_mod"]

  /// The tensors without the names of wrappers in theirs.
  var withoutWrappers: Checkpoint {
    guard tensors.keys.contains(where: { name in Self.wrappers.contains(where: name.holds) }) else {
      return self
    }
    return renaming { name in
      name.split(separator: ".", omittingEmptySubsequences: false).filter {
        !Self.wrappers.contains(String($0))
      }
      .joined(separator: ".")
    }
  }

  /// DINOv2's training code keeps blocks in chunks, `blocks.<chunk>.<i>`, where i counts on from chunk to chunk: the
  /// same tensors as `blocks.<i>`. Others as they are.
  ///
  /// - Parameter root: what the names of the network begin with.
  func joiningChunks(at root: String) -> Checkpoint {
    let blocks = "\(root)blocks."
    guard tensors["\(blocks)0.0.norm1.weight"] != nil, tensors["\(blocks)0.norm1.weight"] == nil else {
      return self
    }
    return renaming { name in
      guard name.hasPrefix(blocks), let dot = name.dropFirst(blocks.count).firstIndex(of: ".") else {
        return name
      }
      return blocks + name[name.index(after: dot)...]
    }
  }
}
