// Makes files as torch.save does, and as an attacker would: pickles instruction by instruction, zip archives.
/// The instructions of pickles, as bytes to be put in a row.
package enum Pickle {
  /// A pickle of protocol 2.
  package static func make(_ parts: [UInt8]...) -> [UInt8] {
    [0x80, 2] + parts.flatMap { $0 } + [UInt8(ascii: ".")]
  }

  package static let mark: [UInt8] = [UInt8(ascii: "(")]
  package static let emptyDictionary: [UInt8] = [UInt8(ascii: "}")]
  package static let emptyTuple: [UInt8] = [UInt8(ascii: ")")]
  package static let none: [UInt8] = [UInt8(ascii: "N")]
  package static let setItems: [UInt8] = [UInt8(ascii: "u")]
  package static let reduce: [UInt8] = [UInt8(ascii: "R")]

  package static func text(_ text: String) -> [UInt8] {
    [UInt8(ascii: "X")] + littleEndian(UInt32(text.utf8.count)) + Array(text.utf8)
  }

  package static func int(_ value: Int) -> [UInt8] {
    [0x8A, 8] + littleEndian(Int64(value))
  }

  package static func tuple(_ elements: [UInt8]...) -> [UInt8] { tuple(elements) }

  package static func tuple(_ elements: [[UInt8]]) -> [UInt8] {
    mark + elements.flatMap { $0 } + [UInt8(ascii: "t")]
  }

  package static func global(_ module: String, _ name: String) -> [UInt8] {
    Array("c\(module)\n\(name)\n".utf8)
  }

  package static func dictionary(_ items: [(String, [UInt8])]) -> [UInt8] {
    emptyDictionary + mark + items.flatMap { text($0.0) + $0.1 } + setItems
  }

  package static func storage(_ key: String, type: String = "FloatStorage", count: Int, legacy: Bool = false)
    -> [UInt8]
  {
    let parts = [text("storage"), global("torch", type), text(key), text("cuda:0"), int(count)]
    return tuple(legacy ? parts + [none] : parts) + [UInt8(ascii: "Q")]
  }

  package static func tensor(_ storage: [UInt8], offset: Int = 0, shape: [Int], strides: [Int]) -> [UInt8] {
    global("torch._utils", "_rebuild_tensor_v2")
      + tuple(
        storage, int(offset), tuple(shape.map(int)), tuple(strides.map(int)), [0x89],
        global("collections", "OrderedDict") + emptyTuple + reduce) + reduce
  }
}

/// A zip archive of stored entries, with the fields that a hostile file forges.
package struct ZipBuilder {
  package struct Entry {
    package var name: String
    package var bytes: [UInt8]
    package var method: UInt16 = 0
    package var checksum: UInt32?
    /// Sizes and offset in a zip64 extra field, as writers do beyond 4 GB.
    package var isZip64 = false

    package init(
      name: String, bytes: [UInt8], method: UInt16 = 0, checksum: UInt32? = nil, isZip64: Bool = false
    ) {
      self.name = name
      self.bytes = bytes
      self.method = method
      self.checksum = checksum
      self.isZip64 = isZip64
    }
  }

  package var entries: [Entry]

  package init(entries: [Entry]) { self.entries = entries }

  /// The archive that torch.save would make of `pickle` and `storages`.
  package static func torch(
    _ pickle: [UInt8], storages: [String: [UInt8]] = [:], byteOrder: String = "little"
  )
    -> ZipBuilder
  {
    ZipBuilder(
      entries: [
        Entry(name: "model/data.pkl", bytes: pickle),
        Entry(name: "model/byteorder", bytes: Array(byteOrder.utf8)),
      ] + storages.sorted { $0.key < $1.key }.map { Entry(name: "model/data/" + $0.key, bytes: $0.value) })
  }

  package var bytes: [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for entry in entries {
      let offset = file.count
      let checksum = entry.checksum ?? crc32(entry.bytes)
      let size = UInt32(entry.bytes.count)
      let name = Array(entry.name.utf8)
      let common = littleEndian(entry.method) + littleEndian(UInt32(0)) + littleEndian(checksum)
      file += littleEndian(UInt32(0x0403_4B50)) + littleEndian(UInt16(20)) + littleEndian(UInt16(0)) + common
      file +=
        littleEndian(size) + littleEndian(size) + littleEndian(UInt16(name.count)) + littleEndian(UInt16(0))
      file += name + entry.bytes
      let extra =
        entry.isZip64
        ? littleEndian(UInt16(1)) + littleEndian(UInt16(24)) + littleEndian(UInt64(size))
          + littleEndian(UInt64(size))
          + littleEndian(UInt64(offset)) : []
      let shown = entry.isZip64 ? UInt32.max : size
      directory += littleEndian(UInt32(0x0201_4B50)) + littleEndian(UInt16(45)) + littleEndian(UInt16(45))
      directory += littleEndian(UInt16(0)) + common + littleEndian(shown) + littleEndian(shown)
      directory +=
        littleEndian(UInt16(name.count)) + littleEndian(UInt16(extra.count))
        + [UInt8](repeating: 0, count: 10)
      directory += littleEndian(entry.isZip64 ? UInt32.max : UInt32(offset)) + name + extra
    }
    let count = UInt64(entries.count)
    let (start, size) = (UInt64(file.count), UInt64(directory.count))
    file += directory
    let isZip64 = entries.contains(where: \.isZip64)
    if isZip64 {
      let record = UInt64(file.count)
      file += littleEndian(UInt32(0x0606_4B50)) + littleEndian(UInt64(44)) + littleEndian(UInt16(45))
      file +=
        littleEndian(UInt16(45)) + [UInt8](repeating: 0, count: 8) + littleEndian(count) + littleEndian(count)
      file += littleEndian(size) + littleEndian(start)
      file +=
        littleEndian(UInt32(0x0706_4B50)) + littleEndian(UInt32(0)) + littleEndian(record)
        + littleEndian(UInt32(1))
    }
    file += littleEndian(UInt32(0x0605_4B50)) + littleEndian(UInt32(0))
    file += littleEndian(isZip64 ? .max : UInt16(count)) + littleEndian(isZip64 ? .max : UInt16(count))
    file += littleEndian(isZip64 ? .max : UInt32(size)) + littleEndian(isZip64 ? .max : UInt32(start))
    return file + littleEndian(UInt16(0))
  }
}

/// The old container: signature, version, system, object, storage keys, storages.
package func legacyFile(
  _ pickle: [UInt8], storages: [(key: String, count: Int, bytes: [UInt8])], isLittleEndian: Bool = true
) -> [UInt8] {
  let signature: [UInt8] = [
    0x80, 0x02, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
  ]
  let system = Pickle.make(Pickle.dictionary([("little_endian", [isLittleEndian ? 0x88 : 0x89])]))
  let keys = Pickle.make(
    [UInt8(ascii: "]")], Pickle.mark, storages.flatMap { Pickle.text($0.key) }, [UInt8(ascii: "e")])
  return signature + Pickle.make(Pickle.int(1001)) + system + pickle + keys
    + storages.flatMap { littleEndian(UInt64($0.count)) + $0.bytes }
}

/// The bytes of Floats.
package func floatBytes(_ values: [Float]) -> [UInt8] {
  values.flatMap { littleEndian($0.bitPattern) }
}

/// The little-endian bytes of `value`.
package func littleEndian(_ value: some FixedWidthInteger) -> [UInt8] {
  withUnsafeBytes(of: value.littleEndian) { Array($0) }
}
