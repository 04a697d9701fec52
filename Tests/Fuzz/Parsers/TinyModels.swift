// Models of a few thousand weights, one of each skeleton and mechanism: small enough for thousands of inputs a second.
import Files
import TestSupport

/// A model as its files, `config.json` and `model.safetensors`.
struct TinyModel: Sendable {
  let configuration: String
  let file: [UInt8]
  /// Where the numbers of each tensor begin in the file, and how many there are; all are F32.
  let extents: [(start: Int, count: Int)]

  private init(_ configuration: String, _ tensors: [(name: String, shape: [Int])]) {
    self.configuration = configuration
    var (entries, extents, count): ([String], [(start: Int, count: Int)], Int) = ([], [], 0)
    for (name, shape) in tensors {
      let length = shape.reduce(1, *)
      entries.append(
        #""\#(name)":{"dtype":"F32","shape":\#(shape),"data_offsets":[\#(4 * count),\#(4 * (count + length))]}"#
      )
      extents.append((4 * count, length))
      count += length
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let numbers = floatBytes((0..<count).map { Float(($0 &* 37) % 61 - 30) / 60 })
    file = littleEndian(UInt64(header.count)) + header + numbers
    self.extents = extents.map { (8 + header.count + $0.start, $0.count) }
  }

  static let all: [TinyModel] = [
    vit, swin, pyramid(mechanism: "pola_pvt"), pyramid(mechanism: "flatten_pvt"),
  ]

  private static func settings(_ architecture: String, size: Int, _ arguments: String) -> String {
    #"{"architecture":"\#(architecture)","num_classes":3,"model_args":{"img_size":\#(size),"patch_size":4,\#(arguments)},"#
      + #""pretrained_cfg":{"mean":[0.5,0.5,0.5],"std":[0.5,0.5,0.5],"interpolation":"bicubic","input_size":[3,\#(size),\#(size)],"crop_pct":1.0}}"#
  }

  private static func layer(_ name: String, _ shape: [Int]) -> [(name: String, shape: [Int])] {
    [("\(name).weight", shape), ("\(name).bias", [shape[0]])]
  }

  private static func perceptron(_ block: String, _ channels: Int) -> [(name: String, shape: [Int])] {
    layer("\(block).norm1", [channels]) + layer("\(block).norm2", [channels])
      + layer("\(block).mlp.fc1", [2 * channels, channels])
      + layer("\(block).mlp.fc2", [channels, 2 * channels])
  }

  /// Two blocks over a class token and four patches, two heads.
  private static let vit: TinyModel = {
    var tensors: [(name: String, shape: [Int])] = [("cls_token", [1, 1, 8]), ("pos_embed", [1, 5, 8])]
    tensors += layer("patch_embed.proj", [8, 3, 4, 4]) + layer("norm", [8]) + layer("head", [3, 8])
    for block in ["blocks.0", "blocks.1"] {
      tensors +=
        layer("\(block).attn.qkv", [24, 8]) + layer("\(block).attn.proj", [8, 8]) + perceptron(block, 8)
    }
    return TinyModel(
      settings(
        "vit_small_patch16_224", size: 8, #""embed_dim":8,"depth":2,"num_heads":2,"mlp_ratio":2"#), tensors)
  }()

  /// Grids of 4×4, shifted between its blocks, to 1×1.
  private static let swin: TinyModel = {
    let (depths, heads, sides) = ([2, 1, 1], [1, 2, 2], [2, 2, 1])
    var tensors = layer("patch_embed.proj", [4, 3, 4, 4]) + layer("patch_embed.norm", [4])
    tensors += layer("norm", [16]) + layer("head.fc", [3, 16])
    for stage in 0..<3 {
      let channels = 4 << stage
      if stage > 0 {
        tensors += layer("layers.\(stage).downsample.norm", [2 * channels])
        tensors.append(("layers.\(stage).downsample.reduction.weight", [channels, 2 * channels]))
      }
      for block in (0..<depths[stage]).map({ "layers.\(stage).blocks.\($0)" }) {
        let offsets = (2 * sides[stage] - 1) * (2 * sides[stage] - 1)
        tensors.append(("\(block).attn.relative_position_bias_table", [offsets, heads[stage]]))
        tensors += layer("\(block).attn.qkv", [3 * channels, channels])
        tensors += layer("\(block).attn.proj", [channels, channels]) + perceptron(block, channels)
      }
    }
    return TinyModel(
      settings(
        "swin_tiny_patch4_window7_224", size: 16,
        #""embed_dim":4,"depths":[2,1,1],"num_heads":[1,2,2],"window_size":2,"mlp_ratio":2"#), tensors)
  }()

  /// Four stages with grids of 8×8 to 1×1.
  private static func pyramid(mechanism: String) -> TinyModel {
    let (dimensions, heads) = ([4, 8, 8, 8], [1, 2, 2, 2])
    let isPolarity = mechanism == "pola_pvt"
    var tensors = layer("norm", [8]) + layer("head", [3, 8])
    for stage in 0..<4 {
      let (channels, tokens) = (dimensions[stage], 64 >> (2 * stage))
      let side = stage == 0 ? 4 : 2
      tensors += layer(
        "patch_embed\(stage + 1).proj", [channels, stage == 0 ? 3 : dimensions[stage - 1], side, side])
      tensors += layer("patch_embed\(stage + 1).norm", [channels])
      tensors.append(("pos_embed\(stage + 1)", [1, tokens, channels]))
      let block = "block\(stage + 1).0"
      let head = channels / heads[stage]
      tensors += layer("\(block).attn.dwc", [head, 1, 3, 3])
      tensors.append(("\(block).attn.positional_encoding", [1, tokens, channels]))
      tensors.append(("\(block).attn.scale", [1, 1, channels]))
      tensors += layer("\(block).attn.kv", [2 * channels, channels])
      if isPolarity {
        tensors.append(("\(block).attn.power", [1, heads[stage], 1, head]))
        tensors += layer("\(block).attn.qg", [2 * channels, channels])
      } else {
        tensors += layer("\(block).attn.q", [channels, channels])
      }
      tensors += layer("\(block).attn.proj", [channels, channels]) + perceptron(block, channels)
    }
    return TinyModel(
      settings(
        mechanism, size: 32,
        #""embed_dims":[4,8,8,8],"num_heads":[1,2,2,2],"mlp_ratios":[2,2,2,2],"qkv_bias":true,"depths":[1,1,1,1],"#
          + #""la_sr_ratios":"1111","attn_type":"LLLL","kernel_size":3,"sr_ratios":[8,4,2,1],"#
          + (isPolarity ? #""alpha":4"# : #""focusing_factor":3"#)
      ),
      tensors)
  }
}
