// Opening checkpoints of every layout in use, and reading their tensors.
import Files
import Glibc
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct CheckpointTests {
  /// A property, so that it lives as long as the test runs.
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  @Test func opensAModelFolder() throws {
    let files = try ModelFiles.locate(Fixtures.path("hf-vit-nano"))
    #expect(files.weights.hasSuffix("hf-vit-nano/model.safetensors"))
    #expect(files.configuration?["num_attention_heads"]?.int == 3)
    #expect(files.configuration?["layer_norm_eps"]?.double == 1e-12)
    #expect(files.preprocessor?["image_mean"]?.doubles == [0.5, 0.5, 0.5])
    let checkpoint = try Checkpoint.open(files.weights)
    #expect(checkpoint.remarks.isEmpty)
    let patches = try #require(checkpoint.tensors["vit.embeddings.patch_embeddings.projection.weight"])
    #expect(patches.shape == [48, 3, 8, 8])
    #expect(patches.type == .float32)
  }

  @Test func findsTheConfigurationBesideAFile() throws {
    let files = try ModelFiles.locate(Fixtures.path("pola-pvt-nano/model.safetensors"))
    #expect(files.weights == files.path)
    #expect(files.configuration?["architecture"]?.string == "pola_pvt")
    #expect(files.preprocessor == nil)
  }

  /// Every reference checkpoint holds exactly the floating-point parameters that Fixtures/parameters.json lists.
  @Test(arguments: [
    "flatten-pvt-nano", "flatten-swin-nano", "hf-dinov2-reg-nano", "hf-vit-nano", "ms-swin-nano",
    "pola-pvt-nano",
    "pola-pvt-nano-softmax", "pola-pvt-nano-sr", "timm-deit-distilled-nano", "timm-pvtv2-nano",
    "timm-swin-nano",
    "timm-vit-nano", "timm-vit-nano-reg-ls",
  ])
  func holdsTheListedParameters(name: String) throws {
    try expectListedParameters(name)
  }

  @Test func namesAmbiguityAndAbsence() throws {
    #expect(throws: CheckpointError.noWeights(folder: folder.path)) { try ModelFiles.locate(folder.path) }
    let first = folder.write([1], to: "a.pth")
    #expect(try ModelFiles.locate(folder.path).weights == first)
    _ = folder.write([1], to: "b.pth")
    #expect(throws: CheckpointError.severalWeights(folder: folder.path, names: ["a.pth", "b.pth"])) {
      try ModelFiles.locate(folder.path)
    }
    let preferred = folder.write([1], to: "pytorch_model.bin")
    #expect(
      try ModelFiles.locate(folder.path + "/").weights == preferred)
  }

  @Test func refusesABrokenConfiguration() throws {
    _ = folder.write([1], to: "model.safetensors")
    let path = folder.write(Array("{\"a\":1,\"a\":2}".utf8), to: "config.json")
    #expect(throws: CheckpointError.json(JSONError(file: path, problem: .duplicateKey("a"), byteOffset: 7))) {
      try ModelFiles.locate(folder.path)
    }
  }

  @Test func refusesWhatIsNoFile() throws {
    let pipe = folder.path + "/pipe"
    try #require(mkfifo(pipe, 0o600) == 0)
    #expect(throws: CheckpointError.unreadable(.isNotRegular(pipe))) { try Checkpoint.open(pipe) }
    #expect(throws: CheckpointError.unreadable(.isFolder(folder.path))) { try Checkpoint.open(folder.path) }
    #expect(throws: CheckpointError.unreadable(.isNotRegular("/dev/zero"))) {
      try Checkpoint.open("/dev/zero")
    }
    let missing = folder.path + "/missing.pth"
    #expect(throws: CheckpointError.unreadable(.notFound(missing))) { try Checkpoint.open(missing) }
    #expect(throws: CheckpointError.unreadable(.notFound(missing))) { try ModelFiles.locate(missing) }
    let text = folder.write(Array("just some words".utf8), to: "notes.pth")
    #expect(throws: CheckpointError.foreign(file: text, .text)) { try Checkpoint.open(text) }
  }

  @Test func noticesAFileThatShrinks() throws {
    let header = #"{"x":{"dtype":"F32","shape":[1024],"data_offsets":[0,4096]}}"#
    let path = folder.write(safetensors(header, .init(repeating: 0, count: 4096)), to: "model.safetensors")
    let checkpoint = try Checkpoint.open(path)
    #expect(try checkpoint.floats("x").count == 1024)
    try #require(truncate(path, 1000) == 0)
    #expect(throws: CheckpointError.unreadable(.shrank(path, expected: checkpoint.byteCount))) {
      try checkpoint.floats("x")
    }
  }

  @Test func refusesAWrongNameOrBuffer() throws {
    let path = Fixtures.path("pola-pvt-nano/model.safetensors")
    let checkpoint = try Checkpoint.open(path)
    #expect(throws: CheckpointError.noSuchTensor(file: path, name: "nothing")) {
      try checkpoint.floats("nothing")
    }
    let buffer = UnsafeMutableBufferPointer<Float>.allocate(capacity: 3)
    defer { buffer.deallocate() }
    #expect(throws: CheckpointError.wrongElementCount(file: path, name: "head.bias", needed: 10, given: 3)) {
      try checkpoint.read("head.bias", into: buffer)
    }
  }

  private func open(_ names: [String]) throws -> Checkpoint {
    let entries = names.enumerated().map {
      #""\#($1)":{"dtype":"U8","shape":[1],"data_offsets":[\#($0),\#($0 + 1)]}"#
    }
    let path = folder.write(
      safetensors("{\(entries.joined(separator: ","))}", .init(0..<UInt8(names.count))), to: "a.safetensors")
    return try Checkpoint.open(path)
  }

  @Test func aPartHasTheNamesThatFollow() throws {
    let checkpoint = try open(["model.a.w", "model.", "model.b", "modelling.a", "c"])
    let part = checkpoint.part("model.")
    #expect(part.names == ["a.w", "b"])
    #expect(try part.floats("a.w") == [0] && part.floats("b") == [2])
    #expect(throws: CheckpointError.noSuchTensor(file: checkpoint.path, name: "c")) { try part.floats("c") }
    #expect(part.part("a.").names == ["w"] && part.part("x.").names == [])
    #expect(checkpoint.part("").names == checkpoint.names)
    #expect(part.without(["b", "x"]).names == ["a.w"])
  }

  @Test func namesThatWouldMeetStayAsTheyAre() throws {
    let checkpoint = try open(["a.0.w", "a.1.w", "b.0.w"])
    let first = checkpoint.renaming { $0.replacing("a.0.", with: "c.") }
    #expect(first.names == ["a.1.w", "b.0.w", "c.w"])
    #expect(try first.floats("c.w") == [0])
    #expect(checkpoint.renaming { $0.replacing("a.0.", with: "a.1.") }.names == checkpoint.names)
  }

  /// The same elements of the same file, not equal ones.
  @Test func partsAreTheSameWhereTheirElementsAre() throws {
    let checkpoint = try open(["a.w", "b.w"])
    #expect(checkpoint.part("a.").isSame(as: checkpoint.part("a.")))
    #expect(!checkpoint.part("a.").isSame(as: checkpoint.part("b.")))
    #expect(!checkpoint.part("a.").isSame(as: checkpoint))
  }
}

/// Expects the checkpoint of the reference case `name` to hold the parameters of Fixtures/parameters.json, and to
/// read them.
///
/// - Parameter prefix: of the model's names in the file.
func expectListedParameters(_ name: String, under prefix: String = "") throws {
  let folder = Fixtures.path(name)
  let spec = try #require(try JSONValue.load(Fixtures.path("parameters.json"))[name]?.object)
  let checkpoint = try Checkpoint.open(ModelFiles.locate(folder).weights).part(prefix)
  let parameters = checkpoint.tensors.values.filter {
    $0.type.isFloatingPoint && !$0.name.hasSuffix("attn_mask")
  }
  if name.hasPrefix("hf-") {
    // The list has the names of transformers 5, the file the older ones.
    #expect(parameters.map { "\($0.shape)" }.sorted() == spec.values.map { "\($0.ints ?? [])" }.sorted())
  } else {
    let expected = spec.map { name, shape in "\(name) \(shape.ints ?? [])" }
    #expect(parameters.map { "\($0.name) \($0.shape)" }.sorted() == expected.sorted())
  }
  for (name, tensor) in checkpoint.tensors {
    let values = try checkpoint.floats(name)
    #expect(values.count == tensor.elementCount)
    #expect(values.allSatisfy { $0.isFinite }, "\(name)")
  }
}
