// Weight files: safetensors, zip archives, pickles in both containers, ONNX, indices of shards, and JSON alone.
import Checkpoints
import Files
import TestSupport

extension FuzzedParsers {
  static let checkpoints: [FuzzedParser] = [
    FuzzedParser(
      name: "safetensors", subject: "safetensors files",
      seeds: {
        [safetensorsFile, safetensors(#"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, 4)]
      },
      mutator: SafetensorsMutator(), parse: { try openAndRead($0, "fuzz.safetensors") }),
    FuzzedParser(
      name: "zip", subject: "PyTorch's zip archives",
      seeds: {
        [
          zipFile, ZipBuilder(entries: [.init(name: "model/data.pkl", bytes: pickle(), isZip64: true)]).bytes,
          try fixture("torch/script.pt"),
        ]
      },
      // libzip makes room for as many entries as the end record states, 65535 at most.
      allowance: Allowance(fixedMemory: 6 << 20), mutator: ZipMutator(),
      parse: { try openAndRead($0, "fuzz.zip") }),
    FuzzedParser(
      name: "pickle", subject: "the pickle in a zip archive",
      seeds: { [pickle(), nestedPickle, Pickle.make(Pickle.none)] }, mutator: PickleMutator(),
      parse: {
        let archive = ZipBuilder.torch($0, storages: ["0": sixFloats, "1": twoLongs]).bytes
        try openAndRead(archive, "fuzz.pth")
      }),
    FuzzedParser(
      name: "legacy", subject: "PyTorch's old container of pickles",
      seeds: {
        [legacyFile(pickle(legacy: true), storages: [("0", 6, sixFloats), ("1", 2, twoLongs)])]
          + (try ["tensors-legacy.pth", "tensors-legacy-protocol5.pth"].map { try fixture("torch/\($0)") })
      },
      mutator: PickleMutator(), parse: { try openAndRead($0, "fuzz-legacy.pth") }),
    FuzzedParser(
      name: "onnx", subject: "ONNX files", seeds: { [onnxFile, onnxProgram] },
      mutator: ProtobufMutator(),
      parse: { bytes in
        _ = externalData
        try openAndRead(bytes, "fuzz.onnx")
      }),
    FuzzedParser(
      name: "index", subject: "indices of shards", seeds: { [Array(index.utf8)] }, mutator: JSONMutator(),
      parse: { bytes in
        _ = shards
        try openAndRead(bytes, "fuzz.index.json")
      }),
    FuzzedParser(
      name: "json", subject: "JSON texts",
      seeds: {
        [
          Array(#"{"a":[1,-2.5e3,true,null,"\u00e9\ud83d\ude00\n"],"b":{"c":{}},"d":[]}"#.utf8),
          try fixture("hf-vit-nano/config.json"), try fixture("hf-vit-nano/preprocessor_config.json"),
        ]
      },
      mutator: JSONMutator(), parse: checkJSON),
  ]

  // MARK: What is read

  /// Opens a checkpoint and reads every tensor of it.
  private static func openAndRead(_ bytes: [UInt8], _ name: String) throws {
    let path = Scratch.shared.write(bytes, to: name)
    do {
      let checkpoint = try Checkpoint.open(path)
      for (name, tensor) in checkpoint.tensors where tensor.elementCount <= 1 << 14 {
        let values = try checkpoint.floats(name)
        try demand(values.count == tensor.elementCount, "\(values.count) elements of \(tensor.elementCount)")
        guard tensor.elementCount > 1 else { continue }
        // A part is the same part of the whole.
        var part = [Float](repeating: 0, count: tensor.elementCount / 2)
        try part.withUnsafeMutableBufferPointer { try checkpoint.read(name, from: 1, into: $0) }
        let same = zip(part, values[1...]).allSatisfy { $0.bitPattern == $1.bitPattern }
        try demand(same, "a part of \(name.escaped) differs from the whole")
      }
    } catch let error as CheckpointError {
      try checkRefusal(
        error, naming: ["fuzz.index.json", "fuzz.onnx"].contains(name) ? Scratch.shared.folder : path)
    }
  }

  /// What is read is the same with white space around it, and nothing follows it.
  @Sendable private static func checkJSON(_ bytes: [UInt8]) throws {
    let value: JSONValue
    do {
      value = try JSONValue.parse(bytes, file: "fuzz.json")
    } catch {
      try checkRefusal(error, naming: "fuzz.json")
      return try demand(error.byteOffset <= bytes.count, "an error at byte \(error.byteOffset)")
    }
    let again = try? JSONValue.parse([0x20, 0x0A] + bytes + [0x09, 0x0D], file: "fuzz.json")
    try demand(again == value, "white space changes the value")
    let more = try? JSONValue.parse(bytes + Array(" 1".utf8), file: "fuzz.json")
    try demand(more == nil, "something after the value is accepted")
  }

  // MARK: Seeds

  private static let sixFloats = floatBytes([0, 1, 2, 3, 4, 5])
  private static let twoLongs = littleEndian(Int64(1)) + littleEndian(Int64(2))

  static func safetensors(_ header: String, _ dataLength: Int) -> [UInt8] {
    littleEndian(UInt64(header.utf8.count)) + Array(header.utf8) + (0..<dataLength).map { UInt8($0 & 63) }
  }

  private static let safetensorsFile = safetensors(
    #"{"__metadata__":{"format":"pt"},"module.patch_embed.w":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"module.b":{"dtype":"BF16","shape":[4],"data_offsets":[24,32]},"module.c":{"dtype":"I64","shape":[1],"data_offsets":[32,40]},"module.d":{"dtype":"F16","shape":[],"data_offsets":[40,42]},"module.e":{"dtype":"BOOL","shape":[0,7],"data_offsets":[42,42]}}"#,
    42)

  private static func pickle(legacy: Bool = false) -> [UInt8] {
    let first = Pickle.storage("0", count: 6, legacy: legacy)
    let second = Pickle.storage("1", type: "LongStorage", count: 2, legacy: legacy)
    return Pickle.make(
      Pickle.dictionary([
        ("args", Pickle.global("argparse", "Namespace") + Pickle.emptyTuple + [0x81]),
        ("epoch", Pickle.int(3)),
        (
          "model",
          Pickle.dictionary([
            ("a.weight", Pickle.tensor(first, shape: [3, 2], strides: [1, 3])),
            ("a.bias", Pickle.tensor(first, offset: 3, shape: [3], strides: [1])),
            ("same", Pickle.tensor(first, offset: 5, shape: [2, 2], strides: [0, 0])),
            ("index", Pickle.tensor(second, shape: [2], strides: [1])),
          ])
        ),
      ]))
  }

  /// Memoized texts, a parameter in a wrapper, and instructions of protocol 4.
  private static let nestedPickle: [UInt8] = {
    let text = { (text: String) in [0x8C, UInt8(text.utf8.count)] + Array(text.utf8) + [0x94] }
    let tensor = Pickle.tensor(Pickle.storage("0", count: 6), shape: [6], strides: [1])
    let parameter =
      text("torch._utils") + text("_rebuild_parameter") + [0x93]
      + Pickle.tuple(tensor, [0x88], Pickle.emptyDictionary) + Pickle.reduce
    let body =
      Pickle.emptyDictionary + [0x94] + text("state_dict") + Pickle.emptyDictionary + text("module.w")
      + parameter
      + Array("s".utf8) + Array("s".utf8) + text("arch") + text("vit_small") + Array("s.".utf8)
    return [0x80, 4, 0x95] + littleEndian(UInt64(body.count)) + body
  }()

  /// As the exporter that traces writes it, with a weight of every way to store one.
  private static let onnxFile = ONNX.model(
    tensors: [
      ONNX.floats("a.fc.bias", [2], [1, 2]), ONNX.floats("onnx::MatMul_1", [3, 2], [0, 1, 2, 3, 4, 5]),
      ONNX.floats("head.weight", [3, 2], [0, 1, 2, 3, 4, 5]),
      ONNX.floats("onnx::Concat_2", [1, 1, 2], [1, 2]),
      ONNX.floats("onnx::Reshape_3", [1, 2, 2], [1, 2, 3, 4]),
      ONNX.tensor("a.half", type: 10, shape: [2], Protobuf.field(5, [0x80, 0x78, 0x80, 0x70])),
      ONNX.tensor("a.list", shape: [2], Protobuf.field(4, floatBytes([1, 2]))),
      ONNX.tensor("a.index", type: 7, shape: [1], ONNX.raw(littleEndian(Int64(3)))),
      ONNX.tensor(
        "a.elsewhere", shape: [2],
        Protobuf.field(14, 1) + Protobuf.property(13, "location", "fuzz.onnx.data")
          + Protobuf.property(13, "offset", "4") + Protobuf.property(13, "length", "8")),
    ],
    nodes: [
      ONNX.node("Identity", "Identity_1", ["a.fc.bias"], ["a.norm.bias"]),
      ONNX.node("MatMul", "/a/fc/MatMul", ["x", "onnx::MatMul_1"], ["m"]),
      ONNX.node("Gemm", "/head/Gemm", ["x", "head.weight"], ["g"], attributes: ONNX.attribute("transB", 0)),
      ONNX.node("Reshape", "/a/Reshape", ["onnx::Reshape_3", "shape"], ["r"]),
      ONNX.node(
        "Concat", "/a/Concat", ["onnx::Concat_2", "r"], ["c"], attributes: ONNX.attribute("axis", 1)),
    ], more: Protobuf.field(15, Protobuf.field(1, ONNX.floats("a.sparse", [1], [1]))))

  /// As the exporter of programs writes it.
  private static let onnxProgram = ONNX.model(
    tensors: [ONNX.floats("a.norm.weight", [2], [1, 2]), ONNX.floats("val_1", [2, 1], [0, 1])],
    nodes: [
      ONNX.node(
        "MatMul", "node_1", ["x", "val_1"],
        attributes: Protobuf.property(9, "pkg.torch.onnx.name_scopes", "['', 'a', 'a.fc', 'linear']")
          + Protobuf.property(9, "pkg.torch.onnx.fx_node", "%l = f(args = (%x, %p_a_fc_weight))"))
    ],
    more: Protobuf.property(
      16, "pkg.torch.export.ExportedProgram.graph_signature",
      "\np_a_fc_weight: PARAMETER target='a.fc.weight'\np_n: PARAMETER target='a.norm.weight'\n")
      + Protobuf.field(
        13,
        Protobuf.field(1, "val_1")
          + Protobuf.property(4, "pkg.onnxscript.optimizer.folded_from", "['a.fc.weight']")))

  /// The file that the first one names.
  private static let externalData = Scratch.shared.write(floatBytes([1, 2, 3]), to: "fuzz.onnx.data")

  private static let zipFile = ZipBuilder.torch(pickle(), storages: ["0": sixFloats, "1": twoLongs]).bytes

  private static let index =
    #"{"metadata":{"total_size":8},"weight_map":{"a":"fuzz-1.safetensors","b":"fuzz-2.safetensors"}}"#

  /// The two files that the index names.
  private static let shards: [String] = ["a", "b"].enumerated().map { number, name in
    let header = #"{"\#(name)":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    return Scratch.shared.write(safetensors(header, 4), to: "fuzz-\(number + 1).safetensors")
  }
}
