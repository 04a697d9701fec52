// Changes of pickles: instructions are lost, doubled, moved and made up; the numbers in them become awkward.
import TestSupport

/// Changes a pickle by its instructions.
struct PickleMutator: Mutator {
  private static let made: [[UInt8]] = [
    Pickle.mark, Pickle.emptyDictionary, Pickle.emptyTuple, Pickle.none, Pickle.setItems, Pickle.reduce,
    [UInt8(ascii: "]")], [UInt8(ascii: "0")], [UInt8(ascii: "1")], [UInt8(ascii: "2")], [UInt8(ascii: "t")],
    [UInt8(ascii: "l")], [UInt8(ascii: "d")], [UInt8(ascii: "a")], [UInt8(ascii: "e")], [UInt8(ascii: "s")],
    [UInt8(ascii: "b")], [UInt8(ascii: "o")], [UInt8(ascii: "Q")], [0x81], [0x85], [0x86], [0x87], [0x88],
    [0x89],
    [0x8F], [0x90], [0x91], [0x92], [0x93], [0x94], [UInt8(ascii: "q"), 0], [UInt8(ascii: "h"), 0],
    [UInt8(ascii: "q"), 1], [UInt8(ascii: "h"), 1], Pickle.text("model"), Pickle.text("state_dict"),
    Pickle.text("storage"), Pickle.text("a.weight"), Pickle.int(0), Pickle.int(1), Pickle.int(-1),
    Pickle.int(.max),
    Pickle.int(6), Pickle.global("torch._utils", "_rebuild_tensor_v2"),
    Pickle.global("torch._utils", "_rebuild_parameter"),
    Pickle.global("torch._tensor", "_rebuild_from_type_v2"),
    Pickle.global("collections", "OrderedDict"), Pickle.global("torch", "FloatStorage"),
    Pickle.global("posix", "system"), [UInt8(ascii: "i")] + Array("a\nb\n".utf8),
    Pickle.storage("0", count: 6),
    Pickle.tensor(Pickle.storage("0", count: 6), shape: [2, 3], strides: [3, 1]),
    Pickle.tensor(Pickle.storage("0", count: 6), shape: [3, 2], strides: [1, 3]),
    [0x8E] + littleEndian(UInt64.max),
    [0x8D] + littleEndian(UInt64.max), [0x8B] + littleEndian(Int32(-1)), [0x95] + littleEndian(UInt64(9)),
  ]

  func changed(_ bytes: [UInt8], by generator: inout SplitMix64) -> [UInt8] {
    var instructions = Self.instructions(of: bytes)
    guard !instructions.isEmpty else { return bytes }
    let place = Int.random(in: instructions.indices, using: &generator)
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: instructions.insert(Self.made.randomElement(using: &generator)!, at: place)
    case 1:
      // The operand of an instruction that has one.
      let operands = instructions.indices.filter { instructions[$0].count > 1 }
      guard let place = operands.randomElement(using: &generator) else { return bytes }
      let size = instructions[place].count - 1
      instructions[place].set(awkwardNumbers.randomElement(using: &generator)!, at: 1, size: min(size, 8))
    case 2: instructions[place] = Self.made.randomElement(using: &generator)!
    default: instructions = reordered(instructions, by: &generator)
    }
    return instructions.flatMap { $0 }
  }

  /// The instructions of a pickle, or of pickles in a row, with their operands; what follows the last whole one is
  /// the last.
  private static func instructions(of bytes: [UInt8]) -> [[UInt8]] {
    var instructions: [[UInt8]] = []
    var position = 0
    while position < bytes.count {
      let end = min(position + max(1, length(of: bytes, at: position) ?? 1), bytes.count)
      instructions.append(Array(bytes[position..<end]))
      position = end
    }
    return instructions
  }

  /// Bytes of the instruction at `position`; nil where it has no end.
  private static func length(of bytes: [UInt8], at position: Int) -> Int? {
    func counted(_ size: Int) -> Int? {
      guard let count = bytes.number(at: position + 1, size: size), count <= UInt64(bytes.count) else {
        return nil
      }
      return 1 + size + Int(count)
    }
    func lines(_ count: Int) -> Int? {
      var (length, left) = (1, count)
      for byte in bytes[(position + 1)...] {
        length += 1
        if byte == UInt8(ascii: "\n") { left -= 1 }
        if left == 0 { return length }
      }
      return nil
    }
    return switch bytes[position] {
    case 0x80, UInt8(ascii: "K"), UInt8(ascii: "q"), UInt8(ascii: "h"): 2
    case UInt8(ascii: "M"): 3
    case UInt8(ascii: "J"), UInt8(ascii: "r"), UInt8(ascii: "j"): 5
    case UInt8(ascii: "G"), 0x95: 9
    case 0x8A, 0x8C, UInt8(ascii: "U"), UInt8(ascii: "C"): counted(1)
    case 0x8B, UInt8(ascii: "X"), UInt8(ascii: "T"), UInt8(ascii: "B"): counted(4)
    case 0x8D, 0x8E, 0x96: counted(8)
    case UInt8(ascii: "c"), UInt8(ascii: "i"): lines(2)
    default: 1
    }
  }
}
