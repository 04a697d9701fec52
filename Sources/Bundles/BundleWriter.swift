// Writes a bundle: a zip archive by libzip, its entries stored as they are and without times, so that one run gives the
// same bytes again.
import CZip
import Files
import Glibc

/// A bundle that is there at the end alone.
package final class BundleWriter {
  /// The most results, as many as `ZipArchive` reads beside the manifest.
  package static let resultLimit = 65_000

  package let path: String
  private let file: AtomicFile

  /// - Throws: `WriteError`, at once where the file is there and may not be replaced.
  package init(_ path: String, replacing: Bool) throws(WriteError) {
    self.path = path
    file = try AtomicFile(path, replacing: replacing)
  }

  /// Writes the manifest, with the hashes of all results, and the results.
  ///
  /// - Throws: `BundleError`, `FileError`, `WriteError`.
  package func write(_ manifest: BundleManifest, _ results: ResultStore) throws {
    guard results.names.count <= Self.resultLimit else {
      throw BundleError.tooMany(file: path, results.names.count, limit: Self.resultLimit)
    }
    var manifest = manifest
    manifest.results = try results.names.compactMap { name in
      guard let result = try results.result(name) else { return nil }
      return BundleManifest.Result(
        name: name, bytes: result.byteCount, sha256: try result.sha256())
    }
    let archive = try Archive(file, path: path)
    try archive.add(
      BundleManifest.entryName, Source(bytes: Array((try jsonText(manifest, isIndented: true) + "\n").utf8)))
    for name in results.names {
      try archive.add(name, Source { try results.result(name) })
    }
    try archive.close()
    try file.commit()
  }
}

/// An archive that libzip writes into an `AtomicFile`.
private final class Archive {
  /// 1 January 1980, the first day that zip archives know.
  private static let firstDay: UInt16 = 1 << 5 | 1
  private static let permissions: UInt32 = 0o100644 << 16

  private let path: String
  private let sink: Sink
  private var handle: OpaquePointer?

  init(_ file: AtomicFile, path: String) throws {
    self.path = path
    sink = Sink(file)
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard let source = zip_source_function_create(writeSink, Unmanaged.passRetained(sink).toOpaque(), &error)
    else { throw BundleError.writing(file: path, String(cString: zip_error_strerror(&error))) }
    guard let archive = zip_open_from_source(source, ZIP_CREATE | ZIP_TRUNCATE, &error) else {
      zip_source_free(source)
      throw BundleError.writing(file: path, String(cString: zip_error_strerror(&error)))
    }
    handle = archive
  }

  deinit { if let handle { zip_discard(handle) } }

  /// Adds an entry; its bytes are read when the archive is closed.
  func add(_ name: String, _ content: Source) throws {
    guard let handle else { return }
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    guard
      let source = zip_source_function_create(readSource, Unmanaged.passRetained(content).toOpaque(), &error)
    else { throw BundleError.writing(file: path, String(cString: zip_error_strerror(&error))) }
    let index = zip_file_add(handle, name, source, UInt32(ZIP_FL_ENC_UTF_8))
    guard index >= 0 else {
      zip_source_free(source)
      throw failure(handle)
    }
    let entry = UInt64(index)
    guard zip_set_file_compression(handle, entry, Int32(ZIP_CM_STORE), 0) == 0,
      zip_file_set_dostime(handle, entry, 0, Self.firstDay, 0) == 0,
      zip_file_set_external_attributes(handle, entry, 0, UInt8(ZIP_OPSYS_UNIX), Self.permissions) == 0
    else { throw failure(handle) }
  }

  /// Writes everything.
  func close() throws {
    guard let handle else { return }
    guard zip_close(handle) == 0 else {
      let problem = failure(handle)
      throw sink.problem ?? problem
    }
    self.handle = nil
  }

  private func failure(_ handle: OpaquePointer) -> any Error {
    BundleError.writing(file: path, String(cString: zip_strerror(handle)))
  }
}

// MARK: What libzip calls

/// What libzip reads an entry from; a file is open for as long as it is read.
private final class Source {
  private let open: () throws -> StoredResult?
  private let bytes: [UInt8]?
  private var result: StoredResult?
  private var position = 0

  init(bytes: [UInt8]) {
    self.bytes = bytes
    open = { nil }
  }

  init(_ open: @escaping () throws -> StoredResult?) {
    bytes = nil
    self.open = open
  }

  func begin() -> Int64 {
    position = 0
    if bytes == nil, result == nil { result = try? open() }
    return bytes == nil && result == nil ? -1 : 0
  }

  func end() { result = nil }

  /// nil where it cannot be read.
  var byteCount: Int? { bytes?.count ?? (result ?? (try? open()))?.byteCount }

  /// The next bytes, as many as there are; -1 where they cannot be read.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int64 {
    let part: [UInt8]
    if let bytes {
      part = Array(bytes[position..<min(bytes.count, position + buffer.count)])
    } else {
      guard let read = try? result?.bytes(at: position, count: buffer.count) else { return -1 }
      part = read
    }
    buffer.copyBytes(from: part)
    position += part.count
    return Int64(part.count)
  }
}

/// What libzip writes the archive to.
private final class Sink {
  private let file: AtomicFile
  private var position = 0
  private var length = 0
  /// Why it could not be written.
  private(set) var problem: WriteError?

  init(_ file: AtomicFile) { self.file = file }

  func write(_ bytes: UnsafeRawBufferPointer) -> Int64 {
    do throws(WriteError) {
      try file.write(bytes, at: position)
    } catch {
      problem = error
      return -1
    }
    position += bytes.count
    length = max(length, position)
    return Int64(bytes.count)
  }

  func seek(_ arguments: UnsafeMutableRawPointer?, _ size: UInt64) -> Int64 {
    var error = zip_error_t()
    zip_error_init(&error)
    defer { zip_error_fini(&error) }
    let place = zip_source_seek_compute_offset(UInt64(position), UInt64(length), arguments, size, &error)
    guard place >= 0 else { return -1 }
    position = Int(place)
    return 0
  }

  var place: Int64 { Int64(position) }
}

private func mask(_ commands: [zip_source_cmd_t]) -> Int64 {
  commands.reduce(0) { $0 | 1 << Int64($1.rawValue) }
}

/// Fills the two numbers of an error of libzip.
private func fail(_ code: Int32, _ system: Int32, _ data: UnsafeMutableRawPointer?, _ size: UInt64) -> Int64 {
  guard let data else { return -1 }
  var error = zip_error_t()
  zip_error_init(&error)
  zip_error_set(&error, code, system)
  defer { zip_error_fini(&error) }
  return zip_error_to_data(&error, data, size)
}

/// Answers libzip's commands for an entry.
private func readSource(
  _ state: UnsafeMutableRawPointer?, _ data: UnsafeMutableRawPointer?, _ size: UInt64,
  _ command: zip_source_cmd_t
) -> Int64 {
  guard let state else { return -1 }
  let held = Unmanaged<Source>.fromOpaque(state)
  let source = held.takeUnretainedValue()
  switch command {
  case ZIP_SOURCE_OPEN: return source.begin()
  case ZIP_SOURCE_READ:
    return source.read(into: UnsafeMutableRawBufferPointer(start: data, count: Int(size)))
  case ZIP_SOURCE_CLOSE:
    source.end()
    return 0
  case ZIP_SOURCE_STAT:
    guard let data, size >= UInt64(MemoryLayout<zip_stat_t>.size), let byteCount = source.byteCount else {
      return -1
    }
    let status = data.assumingMemoryBound(to: zip_stat_t.self)
    zip_stat_init(status)
    status.pointee.size = UInt64(byteCount)
    status.pointee.valid |= UInt64(ZIP_STAT_SIZE)
    return Int64(MemoryLayout<zip_stat_t>.size)
  case ZIP_SOURCE_ERROR: return fail(ZIP_ER_READ, EIO, data, size)
  case ZIP_SOURCE_FREE:
    held.release()
    return 0
  case ZIP_SOURCE_SUPPORTS:
    return mask([
      ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
      ZIP_SOURCE_SUPPORTS,
    ])
  default: return -1
  }
}

/// Answers libzip's commands for the archive: a file that is not there yet.
private func writeSink(
  _ state: UnsafeMutableRawPointer?, _ data: UnsafeMutableRawPointer?, _ size: UInt64,
  _ command: zip_source_cmd_t
) -> Int64 {
  guard let state else { return -1 }
  let held = Unmanaged<Sink>.fromOpaque(state)
  let sink = held.takeUnretainedValue()
  switch command {
  case ZIP_SOURCE_BEGIN_WRITE, ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_REMOVE,
    ZIP_SOURCE_CLOSE:
    return 0
  case ZIP_SOURCE_WRITE: return sink.write(UnsafeRawBufferPointer(start: data, count: Int(size)))
  case ZIP_SOURCE_SEEK_WRITE: return sink.seek(data, size)
  case ZIP_SOURCE_TELL_WRITE: return sink.place
  case ZIP_SOURCE_ERROR:
    // Before there is anything to write, libzip asks for the file; it is not there.
    return sink.problem == nil ? fail(ZIP_ER_READ, ENOENT, data, size) : fail(ZIP_ER_WRITE, EIO, data, size)
  case ZIP_SOURCE_FREE:
    held.release()
    return 0
  case ZIP_SOURCE_SUPPORTS:
    return mask([
      ZIP_SOURCE_OPEN, ZIP_SOURCE_READ, ZIP_SOURCE_CLOSE, ZIP_SOURCE_STAT, ZIP_SOURCE_ERROR, ZIP_SOURCE_FREE,
      ZIP_SOURCE_SEEK, ZIP_SOURCE_TELL, ZIP_SOURCE_SUPPORTS, ZIP_SOURCE_BEGIN_WRITE,
      ZIP_SOURCE_COMMIT_WRITE, ZIP_SOURCE_ROLLBACK_WRITE, ZIP_SOURCE_WRITE, ZIP_SOURCE_SEEK_WRITE,
      ZIP_SOURCE_TELL_WRITE, ZIP_SOURCE_REMOVE,
    ])
  default: return -1
  }
}
