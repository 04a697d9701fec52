// PyTorch files that lie, loop, call or end early: each gives its own error, none runs anything.
import Files
import Glibc
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct HostilePyTorchTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private func open(_ bytes: [UInt8]) throws(CheckpointError) -> Checkpoint {
    try Checkpoint.open(folder.write(bytes, to: "model.pth"))
  }

  private func error(_ bytes: [UInt8]) -> CheckpointError? {
    do throws(CheckpointError) { _ = try open(bytes) } catch {
      #expect(error.description.hasPrefix(folder.path + "/model.pth: "))
      return error
    }
    return nil
  }

  private func pyTorchProblem(_ bytes: [UInt8]) -> PyTorchProblem? {
    if case .pyTorch(_, let problem)? = error(bytes) { problem } else { nil }
  }

  /// What is wrong with an archive of `pickle`, the pickle's own problem unwrapped.
  private func pickleProblem(_ pickle: [UInt8]) -> PickleError.Problem? {
    if case .pickle(let error)? = pyTorchProblem(ZipBuilder.torch(pickle).bytes) {
      error.problem
    } else {
      nil
    }
  }

  private static let sixNumbers = floatBytes([0, 1, 2, 3, 4, 5])
  private static let oneTensor = Pickle.make(
    Pickle.dictionary([("w", Pickle.tensor(Pickle.storage("0", count: 6), shape: [2, 3], strides: [3, 1]))]))

  // MARK: Layouts

  @Test func honorsStridesAndOffsetsInBothContainers() throws {
    func pickle(legacy: Bool) -> [UInt8] {
      let storage = Pickle.storage("7", count: 6, legacy: legacy)
      return Pickle.make(
        Pickle.dictionary([
          ("rows", Pickle.tensor(storage, shape: [2, 3], strides: [3, 1])),
          ("columns", Pickle.tensor(storage, shape: [3, 2], strides: [1, 3])),
          ("last", Pickle.tensor(storage, offset: 4, shape: [2], strides: [1])),
          ("even", Pickle.tensor(storage, shape: [3], strides: [2])),
          ("same", Pickle.tensor(storage, offset: 5, shape: [2, 2], strides: [0, 0])),
          ("scalar", Pickle.tensor(storage, offset: 3, shape: [], strides: [])),
          ("empty", Pickle.tensor(storage, offset: 6, shape: [0, 4], strides: [4, 1])),
        ]))
    }
    for file in [
      ZipBuilder.torch(pickle(legacy: false), storages: ["7": Self.sixNumbers]).bytes,
      legacyFile(pickle(legacy: true), storages: [("7", 6, Self.sixNumbers)]),
    ] {
      let checkpoint = try open(file)
      #expect(try checkpoint.floats("rows") == [0, 1, 2, 3, 4, 5])
      #expect(try checkpoint.floats("columns") == [0, 3, 1, 4, 2, 5])
      #expect(try checkpoint.floats("last") == [4, 5])
      #expect(try checkpoint.floats("even") == [0, 2, 4])
      #expect(try checkpoint.floats("same") == [5, 5, 5, 5])
      #expect(try checkpoint.floats("scalar") == [3])
      #expect(try checkpoint.floats("empty") == [])
    }
  }

  /// timm saves the architecture's name as `arch`, DINO and DeiT among the arguments of their scripts.
  @Test(arguments: [("arch", "vit_small"), ("model", "deit_tiny_patch16_224")])
  func keepsTheNameOfTheArchitecture(key: String, name: String) throws {
    let tensors = Pickle.dictionary([
      ("w", Pickle.tensor(Pickle.storage("0", count: 6), shape: [2, 3], strides: [3, 1]))
    ])
    let arguments = Pickle.dictionary([("epochs", Pickle.int(3)), (key, Pickle.text(name))])
    let pickle = Pickle.make(Pickle.dictionary([("state_dict", tensors), ("args", arguments)]))
    #expect(try open(ZipBuilder.torch(pickle, storages: ["0": Self.sixNumbers]).bytes).architecture == name)
    let bare = Pickle.make(Pickle.dictionary([("state_dict", tensors)]))
    #expect(try open(ZipBuilder.torch(bare, storages: ["0": Self.sixNumbers]).bytes).architecture == nil)
  }

  @Test func readsEveryStorageType() throws {
    let types: [(String, [UInt8], Float)] = [
      ("DoubleStorage", littleEndian((1.5).bitPattern), 1.5), ("HalfStorage", [0x00, 0x3E], 1.5),
      ("BFloat16Storage", [0xC0, 0x3F], 1.5), ("LongStorage", littleEndian(Int64(-3)), -3),
      ("IntStorage", littleEndian(Int32(-3)), -3), ("ShortStorage", littleEndian(Int16(-3)), -3),
      ("CharStorage", [0xFD], -3), ("ByteStorage", [0xFD], 253), ("BoolStorage", [1], 1),
    ]
    for (type, bytes, value) in types {
      let tensor = Pickle.tensor(Pickle.storage("0", type: type, count: 1), shape: [1], strides: [1])
      let file = ZipBuilder.torch(Pickle.make(Pickle.dictionary([("x", tensor)])), storages: ["0": bytes])
      #expect(try open(file.bytes).floats("x") == [value], "\(type)")
    }
    let quantized = Pickle.tensor(
      Pickle.storage("0", type: "QInt8Storage", count: 1), shape: [1], strides: [1])
    let file = ZipBuilder.torch(Pickle.make(Pickle.dictionary([("x", quantized)])), storages: ["0": [1]])
    #expect(pyTorchProblem(file.bytes) == .unsupportedType(name: "x", type: "QInt8Storage"))
  }

  @Test func unwrapsParametersAndWrappers() throws {
    let parameter =
      Pickle.global("torch._utils", "_rebuild_parameter")
      + Pickle.tuple(
        Pickle.tensor(Pickle.storage("0", count: 6), shape: [6], strides: [1]), [0x88],
        Pickle.global("collections", "OrderedDict") + Pickle.emptyTuple + Pickle.reduce) + Pickle.reduce
    let pickle = Pickle.make(
      Pickle.dictionary([
        ("epoch", Pickle.int(3)),
        ("model", Pickle.dictionary([("state_dict", Pickle.dictionary([("w", parameter)]))])),
      ]))
    let checkpoint = try open(ZipBuilder.torch(pickle, storages: ["0": Self.sixNumbers]).bytes)
    #expect(checkpoint.names == ["model.state_dict.w"])
    #expect(checkpoint.remarks == [])
  }

  @Test func readsTheInstructionsOfProtocolFour() throws {
    let text = { (text: String) in [0x8C, UInt8(text.utf8.count)] + Array(text.utf8) + [0x94] }
    let storage =
      Pickle.mark + text("storage") + text("torch") + text("FloatStorage") + [0x93, 0x94]
      + text("0") + text("cpu") + [UInt8(ascii: "K"), 6, UInt8(ascii: "t"), UInt8(ascii: "Q")]
    let tensor =
      text("torch._utils") + text("_rebuild_tensor_v2") + [0x93] + Pickle.mark + storage
      + [
        UInt8(ascii: "K"), 0, UInt8(ascii: "K"), 6, 0x85, UInt8(ascii: "K"), 1, 0x85, 0x89, UInt8(ascii: "}"),
      ]
      + [UInt8(ascii: "t"), UInt8(ascii: "R")]
    let body = Pickle.emptyDictionary + [0x94] + text("w") + tensor + [UInt8(ascii: "s"), UInt8(ascii: ".")]
    let pickle = [0x80, 4, 0x95] + littleEndian(UInt64(body.count)) + body
    #expect(
      try open(ZipBuilder.torch(pickle, storages: ["0": Self.sixNumbers]).bytes).floats("w") == [
        0, 1, 2, 3, 4, 5,
      ])
  }

  // MARK: Pickles that attack

  @Test func callsNothing() throws {
    let trace = folder.path + "/called"
    let call = Pickle.global("posix", "system") + Pickle.tuple(Pickle.text("touch " + trace)) + Pickle.reduce
    let pickle = Pickle.make(
      Pickle.dictionary([
        ("args", call),
        (
          "model",
          Pickle.dictionary([("w", Pickle.tensor(Pickle.storage("0", count: 6), shape: [6], strides: [1]))])
        ),
      ]))
    let checkpoint = try open(ZipBuilder.torch(pickle, storages: ["0": Self.sixNumbers]).bytes)
    #expect(checkpoint.remarks.last == "objects skipped, not constructed: posix.system")
    #expect(access(trace, F_OK) != 0)
  }

  @Test func survivesContainersWithinThemselves() {
    let intoItself =
      Pickle.emptyDictionary + [UInt8(ascii: "q"), 0] + Pickle.text("model") + [
        UInt8(ascii: "h"), 0, UInt8(ascii: "s"),
      ]
    #expect(
      pyTorchProblem(ZipBuilder.torch(Pickle.make(intoItself)).bytes)
        == .noTensors(holding: "a dictionary with 'model'"))
    let nested =
      [UInt8](repeating: UInt8(ascii: "]"), count: 200_000)
      + [UInt8](repeating: UInt8(ascii: "a"), count: 199_999)
    #expect(
      pyTorchProblem(ZipBuilder.torch(Pickle.make(nested)).bytes) == .noTensors(holding: "a list"))
  }

  @Test func survivesCallsWithinCalls() {
    let function = Pickle.global("torch._tensor", "_rebuild_from_type_v2")
    let remembered = Pickle.make(
      function, [UInt8(ascii: "q"), 0], Pickle.emptyTuple,
      .init((0..<50_000).flatMap { _ in [UInt8(ascii: "q"), 1, 0x30, 0x68, 0, 0x4E, 0x68, 1, 0x87] }),
      Pickle.reduce)
    #expect(pyTorchProblem(ZipBuilder.torch(remembered).bytes) == .noTensors(holding: "a plain value"))
  }

  /// Floods of values, copies, marks, memos and frames.
  @Test(arguments: ["N", "2", "(", "\u{94}", "\u{80}\u{02}"])
  func refusesFloods(instruction: String) {
    let bytes = instruction.unicodeScalars.map { UInt8($0.value) }
    let limit = PickleReader.instructionLimit
    let flood = [[UInt8]](repeating: bytes, count: limit).flatMap { $0 }
    #expect(pickleProblem(Pickle.make(Pickle.none, flood)) == .tooManyInstructions(limit: limit))
  }

  @Test(arguments: [
    ([UInt8](), PickleError.Problem.stackUnderflow), ([0x81], .stackUnderflow),
    ([UInt8(ascii: "t")], .stackUnderflow),
    ([UInt8(ascii: "N"), 0x86], .stackUnderflow), ([UInt8(ascii: "("), UInt8(ascii: "R")], .stackUnderflow),
    ([UInt8(ascii: "}"), UInt8(ascii: "("), UInt8(ascii: "N"), UInt8(ascii: "u")], .stackUnderflow),
    ([UInt8(ascii: "q"), 0], .stackUnderflow), ([UInt8(ascii: "h"), 9], .unknownMemo(9)),
    ([UInt8(ascii: "N"), UInt8(ascii: "N"), UInt8(ascii: "a")], .notAContainer),
    ([UInt8(ascii: "N"), UInt8(ascii: "N"), UInt8(ascii: "N"), UInt8(ascii: "s")], .notAContainer),
    ([UInt8(ascii: "P"), 0x31, 0x0A], .unsupportedOpcode(UInt8(ascii: "P"))),
    ([0x82, 1], .unsupportedOpcode(0x82)),
    ([0xFF], .unsupportedOpcode(0xFF)), ([0x80, 9], .protocolVersion(9)),
    ([UInt8(ascii: "X"), 1, 0, 0, 0, 0xFF], .notUTF8),
    ([UInt8(ascii: "X"), 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
    ([0x8D, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
    ([0x8B, 0xFF, 0xFF, 0xFF, 0xFF], .truncated),
    ([UInt8(ascii: "c")] + [UInt8](repeating: 0x61, count: 2000), .truncated),
    ([UInt8(ascii: "N"), UInt8(ascii: "Q")], .malformedStorage),
    (
      Pickle.global("torch._utils", "_rebuild_tensor_v2") + Pickle.emptyTuple + Pickle.reduce,
      .malformedTensor
    ),
    (Pickle.storage("0", count: -1), .malformedStorage),
    (Pickle.storage("0", count: 1) + Pickle.storage("0", count: 2), .storageTwice(key: "0")),
    (Pickle.tensor(Pickle.storage("0", count: 1), offset: -1, shape: [1], strides: [1]), .malformedTensor),
    (Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1, 1]), .malformedTensor),
    (Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [-1]), .malformedTensor),
  ])
  func saysWhatIsWrongWithAPickle(instructions: [UInt8], expected: PickleError.Problem) {
    #expect(pickleProblem(Pickle.make(instructions)) == expected)
  }

  // MARK: Tensors that lie

  @Test(arguments: [
    (6, 1, [2, 3], [3, 1], PyTorchProblem.tensorBeyondStorage(name: "w")),
    (6, 7, [0], [1], .tensorBeyondStorage(name: "w")),
    (6, 0, [7], [1], .tensorBeyondStorage(name: "w")), (6, 0, [2], [6], .tensorBeyondStorage(name: "w")),
    (6, 0, [Int.max, 2], [0, 0], .tensorTooLarge(name: "w")),
    (6, 0, [1_000_000], [0], .tensorTooLarge(name: "w")),
    (6, 0, [2, 2], [Int.max, Int.max], .tensorTooLarge(name: "w")),
    (7, 0, [6], [1], .storageTooShort(key: "0", needed: 28, available: 24)),
    (Int.max, 0, [6], [1], .storageTooShort(key: "0", needed: .max, available: 24)),
  ])
  func refusesTensorsThatLie(count: Int, offset: Int, shape: [Int], strides: [Int], expected: PyTorchProblem)
  {
    let tensor = Pickle.tensor(
      Pickle.storage("0", count: count), offset: offset, shape: shape, strides: strides)
    let file = ZipBuilder.torch(
      Pickle.make(Pickle.dictionary([("w", tensor)])), storages: ["0": Self.sixNumbers])
    #expect(pyTorchProblem(file.bytes) == expected)
  }

  @Test func refusesWhatIsMissingOrDouble() {
    #expect(pyTorchProblem(ZipBuilder.torch(Self.oneTensor).bytes) == .storageMissing(key: "0"))
    #expect(
      pyTorchProblem(ZipBuilder.torch(Pickle.make(Pickle.none)).bytes) == .noTensors(holding: "a plain value")
    )
    #expect(pyTorchProblem(ZipBuilder(entries: []).bytes) == nil)
    #expect(
      pyTorchProblem(ZipBuilder(entries: [.init(name: "a.txt", bytes: [1])]).bytes)
        == .foreignArchive(.other(["a.txt"])))
    let module =
      Pickle.global("models", "Net") + Pickle.emptyTuple + [0x81] + Pickle.emptyDictionary + [
        UInt8(ascii: "b")
      ]
    #expect(
      pyTorchProblem(ZipBuilder.torch(Pickle.make(module)).bytes)
        == .noTensors(holding: "an object of models.Net"))
    let tensor = Pickle.tensor(Pickle.storage("0", count: 6), shape: [6], strides: [1])
    let double = ZipBuilder.torch(
      Pickle.make(Pickle.dictionary([("w", tensor), ("w", tensor)])), storages: ["0": Self.sixNumbers])
    #expect(pyTorchProblem(double.bytes) == .duplicateName("w"))
    #expect(
      pyTorchProblem(
        ZipBuilder.torch(Self.oneTensor, storages: ["0": Self.sixNumbers], byteOrder: "big").bytes)
        == .bigEndian)
  }

  // MARK: Archives and the old container

  @Test func checksTheChecksumOfWhatItReads() throws {
    var file = ZipBuilder.torch(Self.oneTensor, storages: ["0": Self.sixNumbers])
    file.entries[2].checksum = 1
    let checkpoint = try open(file.bytes)
    #expect(throws: CheckpointError.zip(file: checkpoint.path, .wrongChecksum(entry: "model/data/0"))) {
      try checkpoint.floats("w")
    }
    file.entries[0].checksum = 1
    #expect(error(file.bytes) == .zip(file: checkpoint.path, .wrongChecksum(entry: "model/data.pkl")))
  }

  @Test func readsZip64() throws {
    var file = ZipBuilder.torch(Self.oneTensor, storages: ["0": Self.sixNumbers])
    for index in file.entries.indices { file.entries[index].isZip64 = true }
    #expect(try open(file.bytes).floats("w") == [0, 1, 2, 3, 4, 5])
  }

  @Test func refusesADirectoryFloodBeforeReadingIt() throws {
    var file = ZipBuilder.torch(Self.oneTensor, storages: ["0": Self.sixNumbers])
    file.entries[0].isZip64 = true
    var bytes = file.bytes
    let record = try #require(bytes.indices.last { bytes[$0...].starts(with: [0x50, 0x4B, 0x06, 0x06]) })
    bytes.replaceSubrange((record + 32)..<(record + 40), with: littleEndian(UInt64(70_000)))
    #expect(
      error(bytes) == .zip(file: folder.path + "/model.pth", .tooManyEntries(70_000, limit: 65_535)))
  }

  @Test func refusesCompressedEntries() throws {
    var file = ZipBuilder.torch(Self.oneTensor, storages: ["0": Self.sixNumbers])
    file.entries[2].method = 8
    let checkpoint = try open(file.bytes)
    #expect(throws: CheckpointError.zip(file: checkpoint.path, .compressed(entry: "model/data/0"))) {
      try checkpoint.floats("w")
    }
    file.entries[0].method = 8
    #expect(error(file.bytes) == .zip(file: checkpoint.path, .compressed(entry: "model/data.pkl")))
  }

  @Test func refusesALyingOldContainer() {
    let tensor = Pickle.tensor(Pickle.storage("a", count: 6, legacy: true), shape: [6], strides: [1])
    let pickle = Pickle.make(Pickle.dictionary([("w", tensor)]))
    #expect(error(legacyFile(pickle, storages: [("a", 6, Self.sixNumbers)])) == nil)
    #expect(pyTorchProblem(legacyFile(pickle, storages: [])) == .storageMissing(key: "a"))
    #expect(
      pyTorchProblem(legacyFile(pickle, storages: [("b", 6, Self.sixNumbers)])) == .storageMissing(key: "b"))
    #expect(
      pyTorchProblem(legacyFile(pickle, storages: [("a", 5, Self.sixNumbers)]))
        == .storageDiffers(key: "a", described: 6, stored: 5))
    #expect(
      pyTorchProblem(legacyFile(pickle, storages: [("a", 6, [0])]))
        == .storageTooShort(key: "a", needed: 24, available: 1))
    #expect(
      pyTorchProblem(legacyFile(pickle, storages: [("a", 6, Self.sixNumbers)], isLittleEndian: false))
        == .bigEndian)
  }

  @Test(arguments: ["pvt-nano/model.pth", "pola-pvt-nano-weak/model.pth", "hf-vit-nano/model.safetensors"])
  func noticesTruncationAtEveryKilobyte(name: String) throws {
    let whole = try RegularFile.contents(of: Fixtures.path(name), limit: 1 << 24)
    let path = folder.write(whole, to: "cut")
    for length in stride(from: 0, to: whole.count, by: 1024).reversed() {
      try #require(truncate(path, length) == 0)
      #expect(throws: CheckpointError.self, "\(length) of \(whole.count) bytes") { try Checkpoint.open(path) }
    }
  }

  // MARK: Shards

  @Test func joinsShards() throws {
    let entry = { (name: String) in #"{"\#(name)":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}"# }
    _ = folder.write(safetensors(entry("module.a"), [1, 2]), to: "s1.safetensors")
    _ = folder.write(safetensors(entry("module.b"), [3, 4]), to: "s2.safetensors")
    func index(_ map: String) -> String {
      folder.write(Array(#"{"metadata":{},"weight_map":\#(map)}"#.utf8), to: "model.safetensors.index.json")
    }
    let path = index(#"{"module.a":"s1.safetensors","module.b":"s2.safetensors"}"#)
    #expect(try ModelFiles.locate(folder.path).weights == path)
    let checkpoint = try Checkpoint.open(path)
    #expect(try checkpoint.floats("module.a") == [1, 2])
    #expect(try checkpoint.floats("module.b") == [3, 4])
    #expect(checkpoint.remarks == ["2 shards"])

    func problem(_ map: String) -> ShardProblem? {
      do throws(CheckpointError) { _ = try Checkpoint.open(index(map)) } catch {
        if case .shards(_, let problem) = error { return problem }
      }
      return nil
    }
    #expect(problem("[]") == .noWeightMap)
    #expect(problem(#"{"module.a":"../s1.safetensors"}"#) == .notAFileName("../s1.safetensors"))
    #expect(
      problem(#"{"module.b":"s1.safetensors"}"#) == .tensorUnlisted(name: "module.a", shard: "s1.safetensors")
    )
    #expect(
      problem(#"{"module.a":"s1.safetensors","c":"s1.safetensors"}"#)
        == .tensorMissing(name: "c", shard: "s1.safetensors"))
    #expect(throws: CheckpointError.unreadable(.notFound(folder.path + "/s3"))) {
      try Checkpoint.open(index(#"{"a":"s3"}"#))
    }
  }
}
