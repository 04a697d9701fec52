// The images of a run: those that its command names, and in a run that is done again those of the bundle, which must be
// the same.
import ArgumentParser
import Files
import Session

extension CommandRun {
  /// The images of a command: those of the first run where it is repeated.
  ///
  /// - Parameter named: the files and folders that the command names.
  /// - Throws: `OtherImages` where a bundle's images are not those that its command names; what `find` throws.
  func imagePaths(named: [String], _ find: () throws -> [String]) throws -> [String] {
    if let repeated = repetition?.manifest.images.map(\.path) {
      try check(repeated[...], named: named)
      images = repeated
    } else {
      images = try find()
    }
    return images
  }

  /// The images of a command that also takes lists and shards.
  ///
  /// - Throws: `OtherImages` and `UnlistedInput` where a bundle's images are not those that its command names,
  ///   `ValidationError` for a list that a bundle cannot name, what reading lists throws.
  func imageList(_ batch: BatchOptions, shard: Shard?) throws -> ImageList {
    var list: String?
    if let path = batch.imagesFrom, isRepeated || results != nil {
      // What comes by a pipe is gone when the bundle is verified.
      guard path != "-" else { throw PipedList() }
      list = try place(ofFile: path)
      if let list, (try? RegularFile(list)) == nil, !isRepeated, isThere(list), !isFolder(list) {
        throw PipedList()
      }
    }
    guard let paths = repetition?.manifest.images.map(\.path) else { return try batch.list(shard: shard) }
    if let list {
      // A pipe would be waited for.
      _ = try RegularFile(list)
    }
    let isKnown = shard == nil || batch.images.isEmpty
    let listed = list.map { ImageList([.list($0)], shard: isKnown ? shard : nil).paths() }
    if isKnown {
      var last: [String] = []
      while let path = try listed?.next() {
        last.append(path)
        guard last.count <= paths.count else { break }
      }
      guard last.count <= paths.count, paths.suffix(last.count) == last[...] else {
        throw OtherList(path: batch.imagesFrom ?? "")
      }
      try check(paths.dropLast(last.count), named: batch.images)
    } else {
      // Which images of a folder a shard holds depends on all that were in it.
      var others = Set(paths.filter { !Self.isNamed($0, byOneOf: batch.images) })
      while !others.isEmpty, let path = try listed?.next() { others.remove(path) }
      if let other = others.min() { throw OtherImages(path: other, isNamed: false) }
    }
    return ImageList(paths.map { .path($0) })
  }

  /// Throws `OtherImages` unless the paths are those that arguments name, as far as that is seen without the folders.
  private func check(_ paths: ArraySlice<String>, named: [String]) throws(OtherImages) {
    if let other = paths.first(where: { !Self.isNamed($0, byOneOf: named) }) {
      throw OtherImages(path: other, isNamed: false)
    }
    if let other = named.first(where: { argument in !paths.contains { Self.isNamed($0, byOneOf: [argument]) }
    }) {
      throw OtherImages(path: other, isNamed: true)
    }
  }

  private static func isNamed(_ path: String, byOneOf arguments: [String]) -> Bool {
    arguments.contains { path == $0 || path.hasPrefix($0.hasSuffix("/") ? $0 : $0 + "/") }
  }
}

/// A bundle whose images are not those of its command.
private struct OtherImages: Error, CustomStringConvertible {
  let path: String
  /// By the command, or by the list of images alone.
  let isNamed: Bool

  var description: String {
    isNamed
      ? "its command names \(path.abridged), of which the bundle lists no image"
      : "it lists the image \(path.abridged), which its command does not name"
  }
}

/// A bundle whose images are not those of the list that its command names.
private struct OtherList: Error, CustomStringConvertible {
  let path: String

  var description: String {
    "its images are not those of the list \(path.abridged), which its command names"
  }
}

/// A list of images that nobody can read again.
private struct PipedList: Error, CustomStringConvertible {
  var description: String {
    "--bundle and a list of --images-from that comes by a pipe exclude each other, because it cannot be read again; "
      + "write the list to a file"
  }
}
