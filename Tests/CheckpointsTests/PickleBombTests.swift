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

  @Test func namesThatAreNothingButPrefixesTakeNoLongerThanOthers() {
    // 150 000 wrappers of wrappers: a pass for each of them would take minutes.
    let name = String(repeating: "module.", count: 150_000) + "x"
    guard let tensor = TensorDescription(checking: name, type: .float32, shape: [1]) else {
      return #expect(Bool(false), "no tensor")
    }
    var tensors = [
      LocatedTensor(description: tensor, location: TensorLocation(source: MemoryBytes(bytes: []), offset: 0))
    ]
    let remarks = strippingPrefixes(of: &tensors)
    #expect(remarks.count == 16)
    #expect(tensors[0].description.name.utf8.count == name.utf8.count - 16 * 7)
  }
}
