// The two containers that torch.save writes: a zip archive (since 1.6) and, before it, pickles in a row.
import Files

enum PyTorchFile {
  /// The first bytes of a zip archive.
  static let zipSignature: [UInt8] = [0x50, 0x4B, 0x03, 0x04]
  /// The number 0x1950a86a20f9469cfc6c, which is the old container's first pickle.
  private static let legacyMagic: [UInt8] = [
    0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19,
  ]

  /// Bytes of a file among which the magic number is.
  private static let signatureLength = 32

  /// Whether `start` begins a pickle of the old container's magic number, whatever the protocol.
  static func isLegacy(_ start: [UInt8]) -> Bool {
    start.first == 0x80
      && start.indices.prefix(signatureLength).contains { start[$0...].starts(with: legacyMagic) }
  }

  /// A pickle holds names and numbers of tensors; a thousand tensors take about 0.2 MB.
  private static let pickleLimit = 16 << 20

  /// Reads the directory of a zip archive that torch.save wrote.
  static func openZip(_ file: RegularFile) throws(CheckpointError) -> FoundTensors {
    let entries = try ZipArchive(file).entries()
    let pickles = entries.keys.filter { $0 == "data.pkl" || $0.hasSuffix("/data.pkl") }
    guard let name = pickles.min(by: { $0.utf8.count < $1.utf8.count }), let pickle = entries[name] else {
      throw .pyTorch(file: file.path, .foreignArchive(ForeignArchive(entries.keys)))
    }
    let folder = name.dropLast("data.pkl".count)
    if let order = entries[folder + "byteorder"], try order.contents(limit: 16) == Array("big".utf8) {
      throw .pyTorch(file: file.path, .bigEndian)
    }
    let bytes = try pickle.contents(limit: pickleLimit)
    return try attributingErrors(to: file.path) {
      var reader = ByteReader(MemoryBytes(bytes: bytes), to: bytes.count)
      let contents = try PickleReader.read(from: &reader)
      return try locate(contents, in: file, isTorchScript: entries[folder + "constants.pkl"] != nil) {
        storage in
        guard let entry = entries[folder + "data/" + storage.key] else {
          throw PyTorchProblem.storageMissing(key: storage.key)
        }
        return (entry, 0, entry.byteCount)
      }
    }
  }

  /// Reads the directory of the old container: five pickles (magic number, version, system, object, storage keys),
  /// then for each key the element count and the elements.
  static func openLegacy(_ file: RegularFile) throws(CheckpointError) -> FoundTensors {
    try attributingErrors(to: file.path) {
      var reader = ByteReader(file, to: file.byteCount)
      _ = try PickleReader.read(from: &reader)
      _ = try PickleReader.read(from: &reader)
      let system = try PickleReader.read(from: &reader)
      if case .dictionary(let number) = system.root,
        system.dictionaries[number].contains(where: { item in
          if case (.string("little_endian"), .bool(false)) = item { true } else { false }
        })
      {
        throw PyTorchProblem.bigEndian
      }
      let contents = try PickleReader.read(from: &reader)
      let keys = try PickleReader.read(from: &reader)
      let offsets = try legacyOffsets(keys, storages: contents.storages, reader: &reader)
      return try locate(contents, in: file) { storage in
        guard let offset = offsets[storage.key] else { throw PyTorchProblem.storageMissing(key: storage.key) }
        return (file, offset, file.byteCount - offset)
      }
    }
  }

  /// Where each storage's elements start, from the list of keys and the sizes that precede the elements.
  private static func legacyOffsets(
    _ keys: PickleContents, storages: [PickledStorage], reader: inout ByteReader
  ) throws -> [String: Int] {
    guard case .list(let number) = keys.root else {
      throw PickleError(problem: .malformedStorage, byteOffset: 0)
    }
    let storages = Dictionary(uniqueKeysWithValues: storages.map { ($0.key, $0) })
    var offsets: [String: Int] = [:]
    for case .string(let key) in keys.lists[number] {
      guard let storage = storages[key] else { throw PyTorchProblem.storageMissing(key: key) }
      guard let type = storage.type else {
        throw PyTorchProblem.unsupportedType(name: key, type: storage.typeName)
      }
      let elementCount = Int(truncatingIfNeeded: try reader.number(UInt64.self))
      guard elementCount == storage.elementCount else {
        throw PyTorchProblem.storageDiffers(key: key, described: storage.elementCount, stored: elementCount)
      }
      let (byteCount, overflows) = elementCount.multipliedReportingOverflow(by: type.size)
      guard !overflows, byteCount <= reader.remaining else {
        throw PyTorchProblem.storageTooShort(
          key: key, needed: overflows ? .max : byteCount, available: reader.remaining)
      }
      offsets[key] = reader.position
      try reader.skip(byteCount)
    }
    return offsets
  }

  /// Checks the tensors of a pickle against their storages. One of a number format that is not read is kept as
  /// such, unless there is no other.
  private static func locate(
    _ contents: PickleContents, in file: RegularFile, isTorchScript: Bool = false,
    storage place: (PickledStorage) throws -> (source: any ByteSource, offset: Int, available: Int)
  ) throws -> FoundTensors {
    let tensors = try SavedTensors(contents).tensors
    guard !tensors.isEmpty else {
      throw isTorchScript ? PyTorchProblem.frozenScript : .noTensors(holding: contents.outline)
    }
    var found = FoundTensors(tensors: [], byteCount: file.byteCount, saved: SavedValues.json(contents))
    if isTorchScript { found.remarks.append("a TorchScript program: its tensors are read, its code is not") }
    if !contents.unusedGlobals.isEmpty {
      let names = contents.unusedGlobals.sorted()
      let more = names.count > 8 ? " and \(names.count - 8) more" : ""
      found.remarks.append(
        "objects skipped, not constructed: "
          + names.prefix(8).map { $0.escaped(limit: 60) }.joined(separator: " ") + more)
    }
    var names: Set<String> = []
    for (name, tensor) in tensors {
      guard names.insert(name).inserted else { throw PyTorchProblem.duplicateName(name) }
      let storage = contents.storages[tensor.storage]
      guard let type = storage.type else {
        let problem = PyTorchProblem.unsupportedType(name: name, type: storage.typeName)
        found.unreadable[name] = .pyTorch(file: file.path, problem)
        continue
      }
      let (description, start) = try check(tensor, name, of: storage, type, in: file)
      let (source, offset, available) = try place(storage)
      let (needed, overflows) = storage.elementCount.multipliedReportingOverflow(by: type.size)
      guard !overflows, needed <= available else {
        throw PyTorchProblem.storageTooShort(
          key: storage.key, needed: overflows ? .max : needed, available: available)
      }
      found.tensors.append(
        LocatedTensor(
          description: description, location: TensorLocation(source: source, offset: offset + start)))
    }
    if found.tensors.isEmpty, let name = found.unreadable.keys.min(), let problem = found.unreadable[name] {
      throw problem
    }
    return found
  }

  /// The description of a tensor that lies within its storage, and its first byte there.
  private static func check(
    _ tensor: PickledTensor, _ name: String, of storage: PickledStorage, _ type: ElementType,
    in file: RegularFile
  ) throws -> (TensorDescription, start: Int) {
    guard
      let description = TensorDescription(
        checking: name, type: type, shape: tensor.shape, strides: tensor.strides),
      description.elementCount <= file.byteCount
    else { throw PyTorchProblem.tensorTooLarge(name: name) }
    guard tensor.offset <= storage.elementCount, description.span <= storage.elementCount - tensor.offset
    else { throw PyTorchProblem.tensorBeyondStorage(name: name) }
    return (description, tensor.offset * type.size)
  }

  /// Runs `body` and adds `path` to its errors.
  private static func attributingErrors<Result>(
    to path: String, _ body: () throws -> Result
  ) throws(CheckpointError) -> Result {
    do {
      return try body()
    } catch let error as CheckpointError {
      throw error
    } catch let error as PickleError {
      throw .pyTorch(file: path, .pickle(error))
    } catch let problem as PyTorchProblem {
      throw .pyTorch(file: path, problem)
    } catch is ByteReader.EndReached {
      throw .pyTorch(file: path, .pickle(PickleError(problem: .truncated, byteOffset: 0)))
    } catch {
      preconditionFailure("reading a PyTorch file throws no other error: \(error)")
    }
  }
}
