// Small pickles that ask for much: refused, or read in memory and time that follow from their size.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct PickleBombTests {
  private static func remembered(_ number: UInt8) -> [UInt8] { [UInt8(ascii: "q"), number] }
  private static func recalled(_ number: UInt8) -> [UInt8] { [UInt8(ascii: "h"), number] }
  private static let stackGlobal: [UInt8] = [0x93]

  private func read(_ pickle: [UInt8]) throws -> PickleContents {
    var reader = ByteReader(MemoryBytes(bytes: pickle), to: pickle.count)
    return try PickleReader.read(from: &reader)
  }

  private func problem(_ pickle: [UInt8]) -> PickleError.Problem? {
    do {
      _ = try read(pickle)
      return nil
    } catch { return (error as? PickleError)?.problem }
  }

  private func repeated(_ bytes: [UInt8], _ count: Int) -> [UInt8] {
    Array(repeatElement(bytes, count: count).joined())
  }

  @Test func aNameOfAMegabyteIsRefused() {
    let long = String(repeating: "a", count: (1 << 20) - 1)
    let name = Self.recalled(0) + Self.recalled(0) + Self.stackGlobal
    #expect(
      problem(Pickle.make(Pickle.text(long), Self.remembered(0), repeated(name, 1000))) == .namesTooLong)
  }

  @Test func oneNameIsKeptOnceHoweverOftenItIsCalledFor() throws {
    let text = Pickle.text(String(repeating: "a", count: 1000)) + Self.remembered(0)
    let name = Self.recalled(0) + Self.recalled(0) + Self.stackGlobal
    let contents = try read(Pickle.make(text, repeated(name, 100_000)))
    guard case .global(let global) = contents.root else { return #expect(Bool(false), "no name") }
    #expect(global.utf8.count == 2001)
  }

  /// Hundreds of modules times hundreds of names.
  @Test func manyNamesThatAreJoinedAreRefused() {
    let texts = (0..<200).flatMap { number -> [UInt8] in
      let text = String(repeating: "a", count: 900) + "\(number)"
      return Pickle.text(text) + Self.remembered(UInt8(number))
    }
    let names = (0..<200).flatMap { module in
      (0..<200).flatMap { Self.recalled(UInt8(module)) + Self.recalled(UInt8($0)) + Self.stackGlobal }
    }
    #expect(problem(Pickle.make(texts, names)) == .namesTooLong)
  }

  @Test(arguments: [(64, true), (65, false), (100_000, false)])
  func aShapeHasAsManyDimensionsAsPyTorchTakes(dimensions: Int, isRead: Bool) throws {
    let ones = [Int](repeating: 1, count: dimensions)
    let pickle = Pickle.make(
      Pickle.dictionary([("w", Pickle.tensor(Pickle.storage("0", count: 1), shape: ones, strides: ones))]))
    if isRead {
      #expect(try read(pickle).tensors.map(\.shape) == [ones])
    } else {
      #expect(problem(pickle) == .malformedTensor)
    }
  }

  /// Dictionaries that hold the one before twice, dozens of them: the values would have no end.
  @Test func containersThatDoubleAreNotFollowed() throws {
    let tensor = Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1])
    var value = tensor + Self.remembered(0)
    for _ in 0..<30 {
      value =
        value + Pickle.mark + Self.recalled(0) + Self.recalled(0) + [UInt8(ascii: "l")] + Self.remembered(0)
    }
    let contents = try read(Pickle.make(value))
    #expect(throws: PyTorchProblem.tooManyValues) { try SavedTensors(contents) }
    #expect(SavedValues.json(contents) == .object([:]))
  }

  /// Lists that hold the tensor and the list before: few values, and a name for each way to the tensor.
  @Test(arguments: [(3, true), (10, true), (11, false)])
  func aTensorHasOnlySoManyNames(doublings: Int, isRead: Bool) throws {
    let tensor = Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1])
    var value = tensor + Self.remembered(0)
    for _ in 0..<doublings {
      value =
        value + Pickle.mark + Self.recalled(0) + Self.recalled(0) + [UInt8(ascii: "l")] + Self.remembered(0)
    }
    let contents = try read(Pickle.make(value))
    #expect(contents.byteCount < 1000)
    if isRead {
      #expect(try SavedTensors(contents).tensors.count == 1 << doublings)
    } else {
      #expect(throws: PyTorchProblem.tooManyValues) { try SavedTensors(contents) }
    }
  }

  /// A layer that is applied 48 times is there 48 times, under as many names.
  @Test func aLayerThatIsAppliedOftenIsRead() throws {
    let tensor = Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1])
    let layer = Pickle.dictionary((0..<20).map { ("weight\($0)", tensor) }) + Self.remembered(0)
    let layers = Pickle.mark + repeated(Self.recalled(0), 48) + [UInt8(ascii: "l")]
    let contents = try read(Pickle.make(layer, [UInt8(ascii: "0")], layers))
    #expect(try SavedTensors(contents).tensors.count == 960)
  }

  /// Names of few tensors that share long keys.
  @Test func aSmallPickleHasNoMegabytesOfNames() throws {
    let tensor = Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1]) + Self.remembered(0)
    let key = Pickle.text(String(repeating: "k", count: 1000)) + Self.remembered(1)
    let tensors = tensor + Pickle.mark + repeated(Self.recalled(0), 900) + [UInt8(ascii: "l")]
    let contents = try read(
      Pickle.make(
        tensors + Self.remembered(0), Pickle.emptyDictionary, key, Self.recalled(0), [UInt8(ascii: "s")]))
    #expect(throws: PyTorchProblem.tooManyValues) { try SavedTensors(contents) }
  }

  /// Lists of lists that hold one another, beside the tensors: no more values are kept than the pickle has bytes.
  @Test func savedValuesFollowFromTheSize() throws {
    var value = Pickle.int(3) + Self.remembered(0)
    for _ in 0..<10 {
      value =
        value + [UInt8(ascii: "0")] + Pickle.mark + Self.recalled(0) + Self.recalled(0) + [UInt8(ascii: "l")]
        + Self.remembered(0)
    }
    let contents = try read(Pickle.make(Pickle.dictionary([("epoch", Pickle.int(3)), ("bomb", value)])))
    #expect(SavedValues.json(contents) == .object(["epoch": 3]))
  }

  /// Keys of half a megabyte within one another, above thousands of tensors.
  @Test func pathsThatGrowAreNotFollowed() throws {
    let key = Pickle.text(String(repeating: "k", count: 1 << 19))
    let tensor = Pickle.tensor(Pickle.storage("0", count: 1), shape: [1], strides: [1]) + Self.remembered(0)
    let tensors = tensor + Pickle.mark + repeated(Self.recalled(0), 1000) + [UInt8(ascii: "l")]
    let list = tensors + Self.remembered(1)
    let pickle = Pickle.make(
      list, Pickle.emptyDictionary, key, Self.recalled(1), [UInt8(ascii: "s")])
    let contents = try read(pickle)
    #expect(throws: PyTorchProblem.tooManyValues) { try SavedTensors(contents) }
  }

  /// A flood of values in what is saved beside the tensors is left out; the rest stays.
  @Test func savedValuesStayFew() throws {
    let flood = [UInt8(ascii: "]")] + Pickle.mark + repeated(Pickle.none, 6_000) + [UInt8(ascii: "e")]
    let long = Pickle.text(String(repeating: "a", count: 5_000))
    let json = SavedValues.json(
      try read(
        Pickle.make(Pickle.dictionary([("flood", flood), ("long", long), ("epoch", Pickle.int(3))]))))
    #expect(json == .object(["epoch": 3]))
  }
}
