// Opens a bundle that others made: nothing of it is unpacked to files, and memory follows from its size.
import Checkpoints
import Files

/// An open bundle.
package final class Bundle: Sendable {
  /// The most bytes of a manifest.
  private static let manifestLimit = 16 << 20

  package let path: String
  package let manifest: BundleManifest
  private let entries: [String: ZipEntry]

  /// Opens a bundle and compares what it holds with what its manifest lists, without reading the results.
  ///
  /// - Throws: `BundleError`.
  package init(_ path: String) throws(BundleError) {
    self.path = path
    let file: RegularFile
    do { file = try RegularFile(path) } catch { throw .unreadable(error) }
    guard let start = try? file.bytes(at: 0, count: 2), start == Array("PK".utf8) else {
      throw .noArchive(file: path)
    }
    let listed: [ZipEntry]
    do { listed = try ZipArchive(file).list() } catch { throw BundleError(error, file: path) }
    var entries: [String: ZipEntry] = [:]
    var byteCount = 0
    // Folders, which archivers list.
    for entry in listed where !(entry.name.hasSuffix("/") && entry.byteCount == 0) {
      guard Self.isSafe(entry.name), entries.updateValue(entry, forKey: entry.name) == nil else {
        throw .name(file: path, entry.name)
      }
      // What is stored takes its bytes of the file, so that all together cannot have more.
      let (sum, overflows) = byteCount.addingReportingOverflow(entry.byteCount)
      guard !overflows, sum <= file.byteCount else {
        do throws(BundleError) {
          _ = try Self.bytes(of: entry, limit: .max, file: path)
        } catch .archive(let file, .compressed(let name)) {
          // It may state more, and is refused for that.
          throw .archive(file: file, .compressed(entry: name))
        } catch {
          throw .overlapping(file: path)
        }
        throw .overlapping(file: path)
      }
      byteCount = sum
    }
    guard let entry = entries.removeValue(forKey: BundleManifest.entryName) else {
      throw .notABundle(file: path)
    }
    manifest = try BundleManifest(
      json: try Self.bytes(of: entry, limit: Self.manifestLimit, file: path), file: path)
    var names: Set<String> = []
    for result in manifest.results {
      guard Self.isSafe(result.name), names.insert(result.name).inserted else {
        throw .name(file: path, result.name)
      }
      guard let entry = entries[result.name] else { throw .missing(file: path, result.name) }
      guard entry.byteCount == result.bytes else { throw .changed(file: path, result.name) }
    }
    if let other = entries.keys.filter({ !names.contains($0) }).min() { throw .unlisted(file: path, other) }
    self.entries = entries
  }

  /// A relative path without `.`, `..`, empty parts and backslashes.
  private static func isSafe(_ name: String) -> Bool {
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    return name.utf8.count <= 4096 && !name.unicodeScalars.contains("\\")
      && parts.allSatisfy { !$0.isEmpty && $0 != "." && $0 != ".." }
  }

  /// The bytes of a result, compared with its hash.
  ///
  /// - Throws: `BundleError`.
  package func bytes(of result: BundleManifest.Result) throws(BundleError) -> [UInt8] {
    guard let entry = entries[result.name] else { throw .missing(file: path, result.name) }
    let bytes = try Self.bytes(of: entry, limit: result.bytes, file: path)
    guard SHA256.digits(of: bytes) == result.sha256 else { throw .changed(file: path, result.name) }
    return bytes
  }

  private static func bytes(of entry: ZipEntry, limit: Int, file: String) throws(BundleError) -> [UInt8] {
    do { return try entry.contents(limit: limit) } catch { throw BundleError(error, file: file) }
  }
}

extension BundleError {
  /// What reading an archive throws.
  fileprivate init(_ error: CheckpointError, file: String) {
    switch error {
    case .zip(_, let problem): self = .archive(file: file, problem)
    case .unreadable(let error): self = .unreadable(error)
    default: self = .archive(file: file, .damaged("\(error)"))
    }
  }
}
