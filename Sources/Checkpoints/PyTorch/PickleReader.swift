// An inert reader of pickles: it keeps plain values and descriptions of objects and tensors, and never constructs an object,
// looks up a name or calls a function. https://docs.python.org/3/library/pickletools.html lists the instructions.
import Files

/// Reads one pickle, of protocols 2 to 5, from a reader of bytes.
struct PickleReader {
  /// The most instructions of a pickle; a tensor takes about 60. This bounds time and memory: an instruction makes at
  /// most two values.
  static let instructionLimit = 600_000

  /// The most bytes of a text that is kept; a longer one is no name and is dropped.
  private static let textLimit = 1 << 20

  /// Bytes of a module's or a class's name.
  private static let nameLimit = 1000

  /// Bytes of all names of classes and functions together; a checkpoint has some dozens of them. A pickle of a megabyte
  /// could otherwise join its texts to names of gigabytes.
  private static let allNamesLimit = 1 << 20

  /// Dimensions of a tensor: as many as PyTorch's own operations take.
  private static let dimensionLimit = 64

  private(set) var contents = PickleContents()
  private var reader: ByteReader
  private var stack: [PickleValue] = []
  private var marks: [Int] = []
  private var memo: [Int: PickleValue] = [:]
  private var storageNumbers: [String: Int] = [:]
  /// Every name of a class or function once, and their bytes.
  private var names: Set<String> = []
  private var nameBytes = 0
  /// The shapes and strides that tensors share, by the number of the tuple that spells them.
  private var sizes: [Int: [Int]] = [:]

  private init(_ reader: ByteReader) {
    self.reader = reader
  }

  /// Reads the pickle at the position of `reader`, which it leaves at the pickle's end.
  static func read(from reader: inout ByteReader) throws -> PickleContents {
    var machine = PickleReader(reader)
    let start = reader.position
    do {
      try machine.run()
    } catch is ByteReader.EndReached {
      throw PickleError(problem: .truncated, byteOffset: machine.reader.position - start)
    } catch let problem as PickleError.Problem {
      throw PickleError(problem: problem, byteOffset: machine.reader.position - start)
    }
    reader = machine.reader
    machine.contents.byteCount = reader.position - start
    return machine.contents
  }

  private mutating func run() throws {
    for _ in 0..<Self.instructionLimit {
      let opcode = try reader.byte()
      if opcode == UInt8(ascii: ".") {
        contents.root = try pop()
        return
      }
      try execute(opcode)
    }
    throw PickleError.Problem.tooManyInstructions(limit: Self.instructionLimit)
  }

  private mutating func execute(_ opcode: UInt8) throws {
    switch opcode {
    // MARK: Frame and stack
    case 0x80:
      let version = try reader.byte()
      guard version <= 5 else { throw PickleError.Problem.protocolVersion(version) }
    case 0x95: try reader.skip(8)
    case UInt8(ascii: "("): marks.append(stack.count)
    case UInt8(ascii: "0"): _ = try pop()
    case UInt8(ascii: "1"): _ = try popToMark()
    case UInt8(ascii: "2"):
      let top = try pop()
      push(top)
      push(top)

    // MARK: Plain values
    case UInt8(ascii: "N"): push(.none)
    case 0x88: push(.bool(true))
    case 0x89: push(.bool(false))
    case UInt8(ascii: "J"): try push(.int(Int(reader.number(Int32.self))))
    case UInt8(ascii: "K"): try push(.int(Int(reader.byte())))
    case UInt8(ascii: "M"): try push(.int(Int(reader.number(UInt16.self))))
    case 0x8A: try pushLong(byteCount: Int(reader.byte()))
    case 0x8B: try pushLong(byteCount: Int(reader.number(Int32.self)))
    case UInt8(ascii: "G"): try push(.float(Double(bitPattern: reader.number(UInt64.self).byteSwapped)))
    case UInt8(ascii: "X"): try pushText(byteCount: Int(reader.number(UInt32.self)))
    case 0x8C: try pushText(byteCount: Int(reader.byte()))
    case 0x8D: try pushText(byteCount: Int(truncatingIfNeeded: reader.number(UInt64.self)))
    case UInt8(ascii: "T"): try pushText(byteCount: Int(reader.number(Int32.self)))
    case UInt8(ascii: "U"): try pushText(byteCount: Int(reader.byte()))
    case UInt8(ascii: "B"): try skipBytes(Int(reader.number(UInt32.self)))
    case UInt8(ascii: "C"): try skipBytes(Int(reader.byte()))
    case 0x8E, 0x96: try skipBytes(Int(truncatingIfNeeded: reader.number(UInt64.self)))

    // MARK: Containers
    case UInt8(ascii: "]"): pushList([])
    case UInt8(ascii: "}"): pushDictionary([])
    case UInt8(ascii: ")"): pushTuple([])
    case UInt8(ascii: "l"): try pushList(popToMark())
    case UInt8(ascii: "d"): try pushDictionary(pairs(popToMark()))
    case UInt8(ascii: "t"): try pushTuple(popToMark())
    case 0x85...0x87:
      let count = Int(opcode) - 0x84
      guard stack.count - (marks.last ?? 0) >= count else { throw PickleError.Problem.stackUnderflow }
      let elements = Array(stack.suffix(count))
      stack.removeLast(count)
      pushTuple(elements)
    case UInt8(ascii: "a"): try append([pop()])
    case UInt8(ascii: "e"): try append(popToMark())
    case UInt8(ascii: "s"):
      let value = try pop()
      try setItems([(pop(), value)])
    case UInt8(ascii: "u"): try setItems(pairs(popToMark()))
    // Sets are kept as lists of their elements.
    case 0x8F: pushList([])
    case 0x90: try append(popToMark())
    case 0x91: try pushList(popToMark())

    // MARK: Memo
    case UInt8(ascii: "q"): try remember(Int(reader.byte()))
    case UInt8(ascii: "r"): try remember(Int(reader.number(UInt32.self)))
    case 0x94: try remember(memo.count)
    case UInt8(ascii: "h"): try recall(Int(reader.byte()))
    case UInt8(ascii: "j"): try recall(Int(reader.number(UInt32.self)))

    // MARK: Names and objects
    case UInt8(ascii: "c"): try push(.global(global()))
    case 0x93:
      guard case .string(let name) = try pop(), case .string(let module) = try pop() else {
        throw PickleError.Problem.stackUnderflow
      }
      try push(.global(qualified(module, name)))
    case UInt8(ascii: "Q"): try push(persistentValue(pop()))
    case UInt8(ascii: "R"):
      let arguments = try pop()
      try push(result(of: pop(), arguments))
    case 0x81:
      let arguments = try pop()
      try pushObject(of: pop(), arguments)
    case 0x92:
      _ = try pop()
      let arguments = try pop()
      try pushObject(of: pop(), arguments)
    case UInt8(ascii: "b"):
      let state = try pop()
      if case .object(let number)? = stack.last { contents.objects[number].state = state }
    case UInt8(ascii: "i"):
      contents.unusedGlobals.insert(try global())
      _ = try popToMark()
      push(.opaque)
    case UInt8(ascii: "o"):
      if case .global(let name)? = try popToMark().first { contents.unusedGlobals.insert(name) }
      push(.opaque)
    default: throw PickleError.Problem.unsupportedOpcode(opcode)
    }
  }
}

// MARK: Stack and memo

extension PickleReader {
  private mutating func push(_ value: PickleValue) {
    stack.append(value)
  }

  /// The topmost value above the last mark.
  private mutating func pop() throws -> PickleValue {
    guard stack.count > marks.last ?? 0 else { throw PickleError.Problem.stackUnderflow }
    return stack.removeLast()
  }

  private mutating func popToMark() throws -> [PickleValue] {
    guard let mark = marks.popLast() else { throw PickleError.Problem.stackUnderflow }
    let values = Array(stack[mark...])
    stack.removeSubrange(mark...)
    return values
  }

  private mutating func remember(_ number: Int) throws {
    guard let top = stack.last else { throw PickleError.Problem.stackUnderflow }
    memo[number] = top
  }

  private mutating func recall(_ number: Int) throws {
    guard let value = memo[number] else { throw PickleError.Problem.unknownMemo(number) }
    push(value)
  }
}

// MARK: Values and containers

extension PickleReader {
  /// A whole number of `byteCount` bytes, two's complement; one beyond 64 bits is kept as opaque.
  private mutating func pushLong(byteCount: Int) throws {
    let bytes = try reader.bytes(byteCount)
    guard bytes.count <= 8 else { return push(.opaque) }
    let isNegative = (bytes.last ?? 0) & 0x80 != 0
    push(.int(bytes.reversed().reduce(isNegative ? -1 : 0) { $0 << 8 | Int($1) }))
  }

  private mutating func pushText(byteCount: Int) throws {
    guard byteCount <= Self.textLimit else { return try skipBytes(byteCount) }
    guard let text = String(validating: try reader.bytes(byteCount), as: UTF8.self) else {
      throw PickleError.Problem.notUTF8
    }
    push(.string(text))
  }

  private mutating func skipBytes(_ byteCount: Int) throws {
    try reader.skip(byteCount)
    push(.opaque)
  }

  private mutating func pushList(_ elements: [PickleValue]) {
    contents.lists.append(elements)
    push(.list(contents.lists.count - 1))
  }

  private mutating func pushTuple(_ elements: [PickleValue]) {
    contents.tuples.append(elements)
    push(.tuple(contents.tuples.count - 1))
  }

  private mutating func pushDictionary(_ items: [(key: PickleValue, value: PickleValue)]) {
    contents.dictionaries.append(items)
    push(.dictionary(contents.dictionaries.count - 1))
  }

  private func pairs(_ values: [PickleValue]) throws -> [(key: PickleValue, value: PickleValue)] {
    guard values.count.isMultiple(of: 2) else { throw PickleError.Problem.stackUnderflow }
    return stride(from: 0, to: values.count, by: 2).map { (values[$0], values[$0 + 1]) }
  }

  private func container() throws -> PickleValue {
    guard let container = stack.last else { throw PickleError.Problem.stackUnderflow }
    return container
  }

  private mutating func append(_ values: [PickleValue]) throws {
    switch try container() {
    case .list(let number): contents.lists[number] += values
    case .object(let number): contents.objects[number].elements += values
    case .opaque: break
    default: throw PickleError.Problem.notAContainer
    }
  }

  private mutating func setItems(_ items: [(key: PickleValue, value: PickleValue)]) throws {
    switch try container() {
    case .dictionary(let number): contents.dictionaries[number] += items
    case .object(let number): contents.objects[number].items += items
    case .opaque: break
    default: throw PickleError.Problem.notAContainer
    }
  }
}

// MARK: Names, storages, tensors

extension PickleReader {
  private mutating func global() throws -> String {
    guard let module = String(validating: try reader.line(limit: Self.nameLimit), as: UTF8.self),
      let name = String(validating: try reader.line(limit: Self.nameLimit), as: UTF8.self)
    else { throw PickleError.Problem.notUTF8 }
    return try qualified(module, name)
  }

  /// `module.name`, kept once however often a pickle calls for it.
  private mutating func qualified(_ module: String, _ name: String) throws -> String {
    guard module.utf8.count <= Self.nameLimit, name.utf8.count <= Self.nameLimit else {
      throw PickleError.Problem.namesTooLong
    }
    let (isNew, name) = names.insert("\(module).\(name)")
    guard isNew else { return name }
    nameBytes += name.utf8.count
    guard nameBytes <= Self.allNamesLimit else { throw PickleError.Problem.namesTooLong }
    return name
  }

  private func elements(_ value: PickleValue) -> [PickleValue]? {
    if case .tuple(let number) = value { contents.tuples[number] } else { nil }
  }

  /// The sizes or strides of a tensor. Tensors that name the same tuple share one array.
  private mutating func numbers(_ value: PickleValue) -> [Int]? {
    guard case .tuple(let tuple) = value else { return nil }
    if let known = sizes[tuple] { return known }
    let elements = contents.tuples[tuple]
    guard elements.count <= Self.dimensionLimit else { return nil }
    let numbers = elements.compactMap { element in
      if case .int(let number) = element, number >= 0 { number } else { nil }
    }
    guard numbers.count == elements.count else { return nil }
    sizes[tuple] = numbers
    return numbers
  }

  /// An object of any class: keeps the name and what it would be made of.
  private mutating func pushObject(of callable: PickleValue, _ arguments: PickleValue) {
    guard case .global(let name) = callable else { return push(.opaque) }
    push(object(name, arguments))
  }

  private mutating func object(_ name: String, _ arguments: PickleValue) -> PickleValue {
    contents.unusedGlobals.insert(name)
    contents.objects.append(PickledObject(className: name, arguments: arguments))
    return .object(contents.objects.count - 1)
  }

  /// What a persistent id means: a storage, or the class of a module, beside whose name PyTorch before 1.6 kept its
  /// source text: `('module', class, file, source)`.
  private mutating func persistentValue(_ identifier: PickleValue) throws -> PickleValue {
    if let parts = elements(identifier), parts.count >= 2, case .string("module") = parts[0],
      case .global = parts[1]
    {
      return parts[1]
    }
    return try storage(identifier)
  }

  /// The storage of a persistent id `('storage', torch.FloatStorage, key, location, element count[, view])`.
  private mutating func storage(_ identifier: PickleValue) throws -> PickleValue {
    guard let parts = elements(identifier), parts.count == 5 || parts.count == 6,
      case .string("storage") = parts[0], case .global(let type) = parts[1], case .string(let key) = parts[2],
      case .int(let elementCount) = parts[4], elementCount >= 0, type.hasPrefix("torch.")
    else { throw PickleError.Problem.malformedStorage }
    // A view into another storage was last written by PyTorch 0.4.
    if parts.count == 6, case .tuple = parts[5] { throw PickleError.Problem.malformedStorage }
    let storage = PickledStorage(
      key: key, typeName: String(type.dropFirst("torch.".count)), elementCount: elementCount)
    if let number = storageNumbers[key] {
      guard contents.storages[number] == storage else { throw PickleError.Problem.storageTwice(key: key) }
      return .storage(number)
    }
    contents.storages.append(storage)
    storageNumbers[key] = contents.storages.count - 1
    return .storage(contents.storages.count - 1)
  }

  /// What a call would return, for the few calls whose meaning is known; opaque for all others.
  private mutating func result(of callable: PickleValue, _ arguments: PickleValue) throws -> PickleValue {
    guard case .global(let name) = callable else { return .opaque }
    switch name {
    case "torch._utils._rebuild_tensor_v2", "torch._utils._rebuild_tensor":
      return try tensor(elements(arguments) ?? [])
    case "torch._utils._rebuild_parameter", "torch._utils._rebuild_parameter_with_state":
      return elements(arguments)?.first ?? .opaque
    case "torch._tensor._rebuild_from_type_v2":
      // (function, type, arguments, state): a subclass such as `Buffer` around the tensor proper.
      guard let parts = elements(arguments), parts.count >= 3, case .global(let function) = parts[0],
        function != name
      else { return .opaque }
      return try result(of: parts[0], parts[2])
    case "collections.OrderedDict":
      guard let items = orderedItems(arguments) else { return object(name, arguments) }
      contents.dictionaries.append(items)
      return .dictionary(contents.dictionaries.count - 1)
    default: return object(name, arguments)
    }
  }

  /// The items of an ordered dictionary: none, or those of a list of pairs, as Python 2 wrote them.
  private func orderedItems(_ arguments: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
    guard let arguments = elements(arguments) else { return nil }
    guard let first = arguments.first else { return [] }
    guard arguments.count == 1, case .list(let number) = first else { return nil }
    let items = contents.lists[number].compactMap { pair -> (key: PickleValue, value: PickleValue)? in
      let parts: [PickleValue]? =
        if case .list(let number) = pair { contents.lists[number] } else { elements(pair) }
      guard let parts, parts.count == 2 else { return nil }
      return (parts[0], parts[1])
    }
    return items.count == contents.lists[number].count ? items : nil
  }

  /// The tensor of `(storage, offset, size, stride, …)`.
  private mutating func tensor(_ arguments: [PickleValue]) throws -> PickleValue {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .int(let offset) = arguments[1], offset >= 0,
      let shape = numbers(arguments[2]), let strides = numbers(arguments[3]), shape.count == strides.count
    else { throw PickleError.Problem.malformedTensor }
    contents.tensors.append(PickledTensor(storage: storage, offset: offset, shape: shape, strides: strides))
    return .tensor(contents.tensors.count - 1)
  }
}
