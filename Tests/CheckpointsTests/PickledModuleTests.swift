// Modules that were saved whole: the tensors of their state dictionaries, and nothing run.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct PickledModuleTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
  }

  private static let sixNumbers = floatBytes([0, 1, 2, 3, 4, 5])

  private func open(_ bytes: [UInt8]) throws(CheckpointError) -> Checkpoint {
    try Checkpoint.open(folder.write(bytes, to: "model.pth"))
  }

  /// A module and its parts as PyTorch pickles them: parameters, buffers, modules, in the order of their names.
  private func module(
    parameters: [(String, [UInt8])] = [], buffers: [(String, [UInt8])] = [], passing: [String] = [],
    modules: [(String, [UInt8])] = [], others: [(String, [UInt8])] = []
  ) -> [UInt8] {
    let set =
      Pickle.global("__builtin__", "set")
      + Pickle.tuple(
        [UInt8(ascii: "]")] + Pickle.mark + passing.flatMap { Pickle.text($0) } + [UInt8(ascii: "e")])
      + Pickle.reduce
    return Pickle.global("models", "Net") + Pickle.emptyTuple + [0x81]
      + Pickle.dictionary(
        [
          ("training", [0x88]), ("_parameters", Pickle.dictionary(parameters)),
          ("_buffers", Pickle.dictionary(buffers)), ("_non_persistent_buffers_set", set),
          ("_modules", Pickle.dictionary(modules)),
        ] + others) + [UInt8(ascii: "b")]
  }

  private static let sixthOfSix = Pickle.tensor(
    Pickle.storage("0", count: 6), offset: 5, shape: [1], strides: [1])

  /// The names that `state_dict` would give, without buffers that it leaves out and without other attributes.
  @Test func readsModulesThatWereSavedWhole() throws {
    let one = Self.sixthOfSix
    let inner = module(
      parameters: [("weight", one), ("bias", Pickle.none)], buffers: [("index", one), ("cache", one)],
      passing: ["cache"])
    let outer = module(
      parameters: [("token", one)],
      modules: [("blocks", module(modules: [("0", inner), ("1", Pickle.none)]))],
      others: [("hook", one)])
    let names = ["blocks.0.index", "blocks.0.weight", "token"]
    for (root, prefix) in [
      (outer, ""), (Pickle.dictionary([("model", outer), ("epoch", Pickle.int(1))]), "model."),
    ] {
      let checkpoint = try open(
        ZipBuilder.torch(Pickle.make(root), storages: ["0": Self.sixNumbers]).bytes)
      #expect(checkpoint.names == names.map { prefix + $0 })
      #expect(try checkpoint.floats(prefix + "token") == [5])
      #expect(checkpoint.remarks == ["objects skipped, not constructed: __builtin__.set models.Net"])
    }
  }

  /// PyTorch before 1.6 wrote the source text of a module's class beside its name.
  @Test func readsModulesOfTheOldContainer() throws {
    let name = Pickle.tuple(
      Pickle.text("module"), Pickle.global("models", "Net"), Pickle.text("net.py"),
      Pickle.text("class Net: …"))
    let tensor = Pickle.tensor(
      Pickle.storage("0", count: 6, legacy: true), offset: 4, shape: [2], strides: [1])
    let pickle = Pickle.make(
      name, [UInt8(ascii: "Q")], Pickle.emptyTuple, [0x81],
      Pickle.dictionary([
        ("_parameters", Pickle.dictionary([("w", tensor)])), ("_modules", Pickle.emptyDictionary),
      ]), [UInt8(ascii: "b")])
    #expect(try open(legacyFile(pickle, storages: [("0", 6, Self.sixNumbers)])).floats("w") == [4, 5])
  }

  /// A module within itself, and modules within modules without end, are followed as far as makes sense.
  @Test func survivesModulesWithinThemselves() throws {
    let itself =
      Pickle.global("models", "Net") + Pickle.emptyTuple + [0x81, UInt8(ascii: "q"), 0]
      + Pickle.dictionary([
        ("_parameters", Pickle.dictionary([("w", Self.sixthOfSix)])),
        ("_modules", Pickle.dictionary([("again", [UInt8(ascii: "h"), 0])])),
      ]) + [UInt8(ascii: "b")]
    let looped = try open(ZipBuilder.torch(Pickle.make(itself), storages: ["0": Self.sixNumbers]).bytes)
    #expect(looped.names == ["w"])
    var deep = module(parameters: [("w", Self.sixthOfSix)])
    for _ in 0..<200 { deep = module(modules: [("m", deep)]) }
    let file = ZipBuilder.torch(Pickle.make(deep), storages: ["0": Self.sixNumbers])
    let path = folder.path + "/model.pth"
    #expect(
      throws: CheckpointError.pyTorch(file: path, .noTensors(holding: "an object of models.Net"))
    ) { try open(file.bytes) }
  }

  /// Other number formats do not hinder the reading of those that are known.
  @Test func tensorsThatCannotBeReadAreKeptAsSuch() throws {
    let complex = Pickle.tensor(
      Pickle.storage("1", type: "ComplexFloatStorage", count: 1), shape: [1], strides: [1])
    let pickle = Pickle.make(Pickle.dictionary([("w", Self.sixthOfSix), ("z", complex)]))
    let checkpoint = try open(
      ZipBuilder.torch(pickle, storages: ["0": Self.sixNumbers, "1": Self.sixNumbers]).bytes)
    #expect(checkpoint.names == ["w"])
    #expect(
      throws: CheckpointError.pyTorch(
        file: checkpoint.path, .unsupportedType(name: "z", type: "ComplexFloatStorage"))
    ) { try checkpoint.floats("z") }
  }
}
