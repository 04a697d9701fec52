// A zip archive by libzip, its entries readable at any offset.
import CZip
import Files
import Glibc
import Synchronization

/// An open archive. libzip is not thread-safe, so its calls take turns.
package final class ZipArchive: Sendable {
  /// The most entries that are read, as many as a directory of the plain format can count; PyTorch writes one for
  /// each tensor.
  private static let entryLimit = 65_535

  package let path: String
  private let fileByteCount: Int
  private let handle: Mutex<Handle>

  private struct Handle: @unchecked Sendable {
    let archive: OpaquePointer
    /// The entry that was read last, open at the end of what was read.
    var current: (index: Int, position: Int, stream: OpaquePointer)?

    mutating func closeCurrent() {
      if let current { zip_fclose(current.stream) }
      current = nil
    }
  }

  /// Opens the zip archive `file` by its central directory.
  ///
  /// - Throws: `CheckpointError.zip`, `.unreadable`.
  package init(_ file: RegularFile) throws(CheckpointError) {
    path = file.path
    fileByteCount = file.byteCount
    try Self.checkEntryCount(of: file)
    let descriptor = file.duplicatedDescriptor()
    var code: Int32 = 0
    guard descriptor >= 0, let archive = zip_fdopen(descriptor, 0, &code) else {
      if descriptor >= 0 { close(descriptor) }
      if code == ZIP_ER_NOZIP { throw .zip(file: path, .endMissing) }
      var error = zip_error_t()
      zip_error_init_with_code(&error, code)
      defer { zip_error_fini(&error) }
      throw .zip(file: path, .damaged(String(cString: zip_error_strerror(&error))))
    }
    handle = Mutex(Handle(archive: archive))
  }

  /// Refuses, before libzip makes room for it, a directory that announces more than `entryLimit` entries: only a
  /// zip64 record can. Whichever end record libzip chooses lies in the last 64 KB.
  private static func checkEntryCount(of file: RegularFile) throws(CheckpointError) {
    let start = max(file.byteCount - (1 << 16) - 42, 0)
    let tail: [UInt8]
    do { tail = try file.bytes(at: start, count: file.byteCount - start) } catch { throw .unreadable(error) }
    for position in tail.indices.dropLast(19) where tail[position] == 0x50 {
      guard tail[position...].starts(with: [0x50, 0x4B, 0x06, 0x07]) else { continue }
      // The locator of a zip64 end record: signature, disk, offset of the record.
      let offset = Int(truncatingIfNeeded: littleEndian(tail[(position + 8)..<(position + 16)]))
      guard let record = try? file.bytes(at: offset, count: 40) else { continue }
      let count = littleEndian(record[32..<40])
      guard count <= UInt64(entryLimit) else {
        throw .zip(file: file.path, .tooManyEntries(count, limit: entryLimit))
      }
    }
  }

  private static func littleEndian(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  deinit {
    handle.withLock { handle in
      handle.closeCurrent()
      zip_discard(handle.archive)
    }
  }

  /// All entries by name, the first where a name occurs twice.
  func entries() throws(CheckpointError) -> [String: ZipEntry] {
    Dictionary(try list().map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// All entries in the order of the directory.
  ///
  /// - Throws: `CheckpointError.zip`.
  package func list() throws(CheckpointError) -> [ZipEntry] {
    let listed = handle.withLock { handle -> Result<[ZipEntry], ZipProblem> in
      let count = Int(zip_get_num_entries(handle.archive, 0))
      guard count <= Self.entryLimit else {
        return .failure(.tooManyEntries(UInt64(count), limit: Self.entryLimit))
      }
      var listed: [ZipEntry] = []
      for index in 0..<max(count, 0) {
        var status = zip_stat_t()
        guard zip_stat_index(handle.archive, UInt64(index), 0, &status) == 0, let name = status.name else {
          return .failure(.damaged("entry \(index) has no name"))
        }
        let entry = String(cString: name)
        guard status.size <= UInt64(Int.max) else {
          return .failure(.entryTooLarge(entry: entry, byteCount: status.size, limit: .max))
        }
        listed.append(
          ZipEntry(
            archive: self, name: entry, index: index, byteCount: Int(status.size),
            obstacle: obstacle(status, entry)))
      }
      return .success(listed)
    }
    switch listed {
    case .failure(let problem): throw .zip(file: path, problem)
    case .success(let listed): return listed
    }
  }

  /// Why an entry cannot be read at any offset; nil where it can.
  private func obstacle(_ status: zip_stat_t, _ name: String) -> ZipProblem? {
    if status.encryption_method != UInt16(ZIP_EM_NONE) { return .encrypted(entry: name) }
    if status.comp_method != UInt16(ZIP_CM_STORE) { return .compressed(entry: name) }
    // What is stored as it is takes that much of the file.
    return status.size <= UInt64(fileByteCount) ? nil : .entryEnds(entry: name, byteCount: Int(status.size))
  }

  /// Fills `buffer` from `offset` of an entry. An entry read from its start to its end, in however many parts one
  /// after the other, has its checksum checked at the end.
  fileprivate func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from entry: ZipEntry, at offset: Int
  ) throws(CheckpointError) {
    if let obstacle = entry.obstacle { throw .zip(file: path, obstacle) }
    let problem = handle.withLock { handle -> ZipProblem? in
      if handle.current?.index != entry.index || handle.current?.position != offset {
        handle.closeCurrent()
        guard let opened = zip_fopen_index(handle.archive, UInt64(entry.index), 0) else {
          return .damaged(String(cString: zip_strerror(handle.archive)))
        }
        handle.current = (entry.index, offset, opened)
        if offset > 0, zip_fseek(opened, Int64(offset), SEEK_SET) != 0 {
          handle.closeCurrent()
          return .entryEnds(entry: entry.name, byteCount: offset)
        }
      }
      guard let stream = handle.current?.stream else { return nil }
      var filled = 0
      while filled < buffer.count {
        let count = zip_fread(stream, buffer.baseAddress! + filled, UInt64(buffer.count - filled))
        guard count > 0 else {
          handle.closeCurrent()
          return .entryEnds(entry: entry.name, byteCount: offset + buffer.count)
        }
        filled += Int(count)
      }
      handle.current?.position = offset + filled
      guard offset + filled == entry.byteCount else { return nil }
      // libzip compares the checksum when it meets the end.
      defer { handle.closeCurrent() }
      var beyond: UInt8 = 0
      return zip_fread(stream, &beyond, 1) == 0 ? nil : .wrongChecksum(entry: entry.name)
    }
    if let problem { throw .zip(file: path, problem) }
  }
}

/// An entry of an archive.
package struct ZipEntry: ByteSource, Equatable {
  fileprivate let archive: ZipArchive
  package let name: String
  fileprivate let index: Int
  package let byteCount: Int
  /// Why reading will fail, if it will.
  fileprivate let obstacle: ZipProblem?

  /// Whether both are the same bytes of the same archive.
  package static func == (first: ZipEntry, second: ZipEntry) -> Bool {
    first.archive === second.archive && first.index == second.index
  }

  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    try archive.fill(buffer, from: self, at: offset)
  }

  /// The whole entry, its checksum checked; refused where it has more than `limit` bytes.
  ///
  /// - Throws: `CheckpointError.zip`.
  package func contents(limit: Int) throws(CheckpointError) -> [UInt8] {
    guard byteCount <= limit else {
      throw .zip(
        file: archive.path, .entryTooLarge(entry: name, byteCount: UInt64(byteCount), limit: limit))
    }
    if let obstacle { throw .zip(file: archive.path, obstacle) }
    var bytes = [UInt8](repeating: 0, count: byteCount)
    var problem: CheckpointError?
    bytes.withUnsafeMutableBytes { buffer in
      do throws(CheckpointError) { try fill(buffer, at: 0) } catch { problem = error }
    }
    if let problem { throw problem }
    return bytes
  }
}
