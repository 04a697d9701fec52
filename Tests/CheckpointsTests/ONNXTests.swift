// ONNX files: number formats, and the names of modules that weights are found under.
import Files
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct ONNXTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ tensors: [[UInt8]], nodes: [[UInt8]] = [], more: [UInt8] = []) throws -> Checkpoint {
    try Checkpoint.open(
      folder.write(ONNX.model(tensors: tensors, nodes: nodes, more: more), to: "model.onnx"))
  }

  // MARK: Number formats

  @Test func readsEveryNumberFormatHoweverItIsStored() throws {
    let values: [Float] = [1, -2, 0.5, 3]
    let doubles = values.flatMap { littleEndian(Double($0).bitPattern) }
    let halves = values.map { Float16($0).bitPattern }
    let brains = values.map { UInt16($0.bitPattern >> 16) }
    func packed(_ numbers: [UInt16]) -> [UInt8] {
      Protobuf.field(5, numbers.flatMap { Protobuf.varint(UInt64($0)) })
    }
    let checkpoint = try open([
      ONNX.tensor("a.raw32", shape: [2, 2], ONNX.raw(floatBytes(values))),
      ONNX.tensor("a.list32", shape: [4], Protobuf.field(4, floatBytes(values))),
      ONNX.tensor("a.one32", shape: [], Protobuf.field(4, wireType: 5, floatBytes([7]))),
      ONNX.tensor("a.raw64", type: 11, shape: [4], ONNX.raw(doubles)),
      ONNX.tensor("a.list64", type: 11, shape: [4], Protobuf.field(10, doubles)),
      ONNX.tensor("a.raw16", type: 10, shape: [4], ONNX.raw(halves.flatMap(littleEndian))),
      ONNX.tensor("a.list16", type: 10, shape: [4], packed(halves)),
      ONNX.tensor("a.rawB16", type: 16, shape: [4], ONNX.raw(brains.flatMap(littleEndian))),
      ONNX.tensor("a.listB16", type: 16, shape: [4], packed(brains)),
      ONNX.tensor(
        "a.integers", type: 7, shape: [3],
        Protobuf.field(7, ([5, -3, 1 << 40] as [Int64]).flatMap { Protobuf.varint(UInt64(bitPattern: $0)) })),
      ONNX.tensor("a.empty", shape: [0, 3], []),
    ])
    for (name, tensor) in checkpoint.tensors {
      switch name {
      case "a.one32": #expect(try checkpoint.floats(name) == [7])
      case "a.integers": #expect(try checkpoint.floats(name) == [5, -3, Float(1 << 40)])
      case "a.empty": #expect(try checkpoint.floats(name) == [])
      default:
        #expect(try checkpoint.floats(name) == values, "\(name)")
        var part: [Float] = [0, 0]
        try part.withUnsafeMutableBufferPointer { try checkpoint.read(name, from: 1, into: $0) }
        #expect(part == [-2, 0.5], "\(name)")
        #expect(tensor.type.isFloatingPoint)
      }
    }
    #expect(checkpoint.tensors.count == 11)
    #expect(
      checkpoint.remarks == ["an ONNX graph of pytorch 2.13.0: its weights are read, its operators are not"])
  }

  /// Parts of a long list of varints are found without reading it from the start.
  @Test func readsPartsOfLongListsOfVarints() throws {
    let numbers = (0..<10_000).map { $0 % 300 }
    let data = Protobuf.field(5, numbers.flatMap { Protobuf.varint(UInt64($0)) })
    let checkpoint = try open([ONNX.tensor("a.w", type: 4, shape: [10_000], data)])
    for start in [0, 1, 4095, 4096, 4097, 8191, 9990] {
      var part = [Float](repeating: -1, count: 10)
      try part.withUnsafeMutableBufferPointer { try checkpoint.read("a.w", from: start, into: $0) }
      #expect(part == numbers[start..<(start + 10)].map(Float.init), "from \(start)")
    }
  }

  @Test func keepsTensorsOfOtherFormatsAsUnreadable() throws {
    let checkpoint = try open([
      ONNX.floats("a.weight", [1], [1]), ONNX.tensor("a.text", type: 8, shape: [1], Protobuf.field(6, "x")),
      ONNX.tensor("a.tiny", type: 17, shape: [1], ONNX.raw([1])),
    ])
    #expect(checkpoint.names == ["a.weight"])
    #expect(checkpoint.unreadable.keys.sorted() == ["a.text", "a.tiny"])
    #expect(
      checkpoint.unreadable["a.tiny"]?.description.hasSuffix(
        "tensor 'a.tiny' has the element type FLOAT8E4M3FN, which is not supported") == true)
  }

  // MARK: Names

  /// [2 × 3], stored [3 × 2]: what a linear layer's weights become in MatMul.
  private let stored: [Float] = [0, 3, 1, 4, 2, 5]
  private let weights: [Float] = [0, 1, 2, 3, 4, 5]

  @Test func namesTheWeightsOfLinearLayersByTheirNodes() throws {
    let checkpoint = try open(
      [
        ONNX.floats("encoder.layer.0.query.bias", [2], [1, 2]),
        ONNX.floats("onnx::MatMul_12", [3, 2], stored),
        ONNX.floats("onnx::MatMul_13", [3, 2], stored), ONNX.floats("onnx::MatMul_14", [3, 2], stored),
      ],
      nodes: [
        ONNX.node("MatMul", "/encoder/layer.0/query/MatMul", ["x", "onnx::MatMul_12"], ["y"]),
        // A sequence that is called, and one in it.
        ONNX.node("MatMul", "/blocks/blocks.1/net/net.0/net.0.2/MatMul", ["x", "onnx::MatMul_13"]),
        ONNX.node("MatMul", "/MatMul_1", ["x", "onnx::MatMul_14"]),
      ])
    #expect(
      checkpoint.names == [
        "blocks.1.net.0.2.weight", "encoder.layer.0.query.bias", "encoder.layer.0.query.weight", "weight",
      ])
    for name in checkpoint.names where name.hasSuffix("weight") {
      #expect(checkpoint.tensors[name]?.shape == [2, 3])
      #expect(try checkpoint.floats(name) == weights)
    }
  }

  /// Older exporters write no paths, and a path lacks the names of lists of modules: a bias says where a layer is.
  @Test func namesWeightsByTheirBias() throws {
    let checkpoint = try open(
      [
        ONNX.floats("stages.a.fc.bias", [2], [1, 2]), ONNX.floats("1234", [3, 2], stored),
        ONNX.floats("stages.b.fc.bias", [2], [1, 2]), ONNX.floats("onnx::MatMul_2", [3, 2], stored),
        ONNX.floats("c.in_proj_bias", [2], [1, 2]), ONNX.floats("onnx::MatMul_3", [3, 2], stored),
      ],
      nodes: [
        ONNX.node("MatMul", "MatMul_7", ["x", "1234"], ["y"]),
        ONNX.node("Add", "Add_8", ["y", "stages.a.fc.bias"]),
        ONNX.node("MatMul", "/b/fc/MatMul", ["x", "onnx::MatMul_2"], ["z"]),
        ONNX.node("Add", "/b/fc/Add", ["stages.b.fc.bias", "z"]),
        // nn.MultiheadAttention keeps the weights of a layer that is none.
        ONNX.node("MatMul", "/c/MatMul", ["x", "onnx::MatMul_3"], ["w"]),
        ONNX.node("Add", "/c/Add", ["c.in_proj_bias", "w"]),
      ])
    #expect(
      checkpoint.names == [
        "c.in_proj_bias", "c.in_proj_weight", "stages.a.fc.bias", "stages.a.fc.weight", "stages.b.fc.bias",
        "stages.b.fc.weight",
      ])
    for name in checkpoint.names where name.hasSuffix("weight") {
      #expect(try checkpoint.floats(name) == weights, "\(name)")
    }
  }

  @Test func honorsTheOrientationOfGemm() throws {
    func gemm(_ name: String, _ transB: Int?, _ more: [UInt8] = []) -> [UInt8] {
      ONNX.node(
        "Gemm", "/\(name)/Gemm", ["x", "\(name).weight", "\(name).bias"],
        attributes: (transB.map { ONNX.attribute("transB", $0) } ?? []) + more)
    }
    let checkpoint = try open(
      [
        ONNX.floats("rows.weight", [2, 3], weights), ONNX.floats("rows.bias", [2], [1, 2]),
        ONNX.floats("columns.weight", [3, 2], stored), ONNX.floats("columns.bias", [2], [3, 4]),
        ONNX.floats("zero.weight", [3, 2], stored), ONNX.floats("zero.bias", [2], [3, 4]),
      ], nodes: [gemm("rows", 1), gemm("columns", nil), gemm("zero", 0)])
    for name in ["rows", "columns", "zero"] {
      #expect(checkpoint.tensors["\(name).weight"]?.shape == [2, 3])
      #expect(try checkpoint.floats("\(name).weight") == weights)
    }
    #expect(try checkpoint.floats("columns.bias") == [3, 4])
  }

  /// A parameter that a module multiplies by itself keeps its order, as CLIP's projection.
  @Test func leavesParametersAsTheyAre() throws {
    let checkpoint = try open(
      [ONNX.floats("visual.proj", [3, 2], stored)],
      nodes: [ONNX.node("MatMul", "/visual/MatMul", ["x", "visual.proj"])])
    #expect(try checkpoint.floats("visual.proj") == stored)
  }

  /// The exporter stores equal parameters once, and names the others as outputs.
  @Test func findsParametersThatAreStoredOnce() throws {
    let checkpoint = try open(
      [ONNX.floats("blocks.0.norm1.weight", [2], [1, 1])],
      nodes: [
        ONNX.node("Identity", "Identity_1", ["blocks.0.norm1.weight"], ["blocks.0.norm2.weight"]),
        ONNX.node("Identity", "/Identity", ["blocks.0.norm1.weight"], ["/Identity_output_0"]),
      ])
    #expect(checkpoint.names == ["blocks.0.norm1.weight", "blocks.0.norm2.weight"])
    #expect(try checkpoint.floats("blocks.0.norm2.weight") == [1, 1])
  }

  @Test func joinsEmbeddingsThatAProgramCutsInTwo() throws {
    let checkpoint = try open(
      [
        ONNX.floats("a.cls_token", [1, 1, 2], [9, 9]), ONNX.floats("onnx::Concat_1", [1, 1, 2], [1, 2]),
        ONNX.floats("onnx::Reshape_2", [1, 2, 2], [3, 4, 5, 6]),
      ],
      nodes: [
        ONNX.node("Reshape", "/a/Reshape", ["onnx::Reshape_2", "shape"], ["r"]),
        ONNX.node("Transpose", "/a/Transpose", ["r"], ["t"]),
        ONNX.node("Resize", "/a/Resize", ["t", "", "size"], ["s"]),
        ONNX.node(
          "Concat", "/a/Concat", ["onnx::Concat_1", "s"], ["c"], attributes: ONNX.attribute("axis", 1)),
      ])
    #expect(checkpoint.names == ["a.cls_token", "a.onnx::Concat"])
    #expect(checkpoint.tensors["a.onnx::Concat"]?.shape == [1, 3, 2])
    #expect(try checkpoint.floats("a.onnx::Concat") == [1, 2, 3, 4, 5, 6])
    var middle: [Float] = [0, 0, 0]
    try middle.withUnsafeMutableBufferPointer { try checkpoint.read("a.onnx::Concat", from: 1, into: $0) }
    #expect(middle == [2, 3, 4])
  }

  /// What the exporter of programs says: which parameter a weight was, and which module an operator belongs to.
  @Test func readsTheNamesInMetadata() throws {
    func node(_ operation: String, _ scopes: String, _ call: String, _ inputs: [String]) -> [UInt8] {
      ONNX.node(
        operation, "node_1", inputs,
        attributes: Protobuf.property(9, "pkg.torch.onnx.name_scopes", scopes)
          + Protobuf.property(9, "pkg.torch.onnx.fx_node", call))
    }
    let signature = """

      # inputs
      p_norm_weight: PARAMETER target='a.norm.weight'
      p_fc_weight: PARAMETER target='a.fc.weight'
      p_fc_bias: PARAMETER target='a.fc.bias'
      p_ls_gamma: PARAMETER target='a.ls.gamma'
      p_token: PARAMETER target='token'
      x: USER_INPUT
      """
    let origins = { (name: String, text: String) in
      Protobuf.field(
        13, Protobuf.field(1, name) + Protobuf.property(4, "pkg.onnxscript.optimizer.folded_from", text))
    }
    let checkpoint = try open(
      [
        ONNX.floats("a.norm.weight", [2], [1, 1]), ONNX.floats("val_1", [3, 2], stored),
        ONNX.floats("expand", [1, 1, 2], [7, 8]), ONNX.floats("val_9", [2], [0.5, 0.5]),
      ],
      nodes: [
        node(
          "MatMul", "['', 'a', 'a.fc', 'linear']", "%l = f(args = (%x, %p_fc_weight, %p_fc_bias))",
          ["x", "val_1"]),
        node(
          "Add", "['', 'a', 'a.fc', 'linear']", "%l = f(args = (%x, %p_fc_weight, %p_fc_bias))",
          ["y", "a.norm.weight"]),
        node("Mul", "['', 'a', 'a.ls', 'mul']", "%m = f(args = (%x, %p_ls_gamma))", ["y", "a.norm.weight"]),
      ],
      more: Protobuf.property(16, "pkg.torch.export.ExportedProgram.graph_signature", signature)
        + origins("val_1", "['a.fc.weight']") + origins("expand", "['token', 'val_6']"))
    #expect(checkpoint.names == ["a.fc.bias", "a.fc.weight", "a.ls.gamma", "a.norm.weight", "token"])
    #expect(try checkpoint.floats("a.fc.weight") == weights)
    #expect(try checkpoint.floats("a.fc.bias") == [1, 1])
    #expect(try checkpoint.floats("token") == [7, 8])
    #expect(checkpoint.remarks.last == "1 constant of the graph left aside, which are no weights")
  }

  // MARK: Files

  @Test func readsDataFromAFileBesideIt() throws {
    _ = folder.write(floatBytes([9, 1, 2, 3]), to: "model.onnx.data")
    let place =
      Protobuf.field(14, 1) + Protobuf.property(13, "location", "model.onnx.data")
      + Protobuf.property(13, "offset", "4") + Protobuf.property(13, "length", "12")
    let checkpoint = try open([ONNX.tensor("a.w", shape: [3], place), ONNX.floats("a.b", [1], [5])])
    #expect(try checkpoint.floats("a.w") == [1, 2, 3])
    #expect(try checkpoint.floats("a.b") == [5])
    let file = try RegularFile(folder.path + "/model.onnx")
    #expect(checkpoint.byteCount == file.byteCount + 16)
  }

  /// A folder whose only weights are an ONNX file; any other weights come first, and it is said to be left aside.
  @Test func isTheWeightsOfAFolderWithoutOthers() throws {
    let file = folder.write(ONNX.model(tensors: [ONNX.floats("a.w", [1], [1])]), to: "any.onnx")
    #expect(try ModelFiles.locate(folder.path).weights == file)
    _ = folder.write([1], to: "other.pth")
    let files = try ModelFiles.locate(folder.path)
    #expect(files.weights == folder.path + "/other.pth" && files.leftAside == ["any.onnx"])
  }
}
