// The images that a command line names, found one by one as they are needed.
import Files
import Glibc

/// Files, folders and lists of images, in the order in which they were named.
///
/// A folder means the images in it, by name, and then those of its subfolders (the layout with one folder for each
/// class), no deeper. The names of one folder at a time are in memory; a list is read line by line.
package struct ImageList: Sendable {
  package enum Source: Sendable, Hashable {
    /// An image or a folder of images.
    case path(String)
    /// A file with the path of an image on every line; `-` is the standard input.
    case list(String)
  }

  package let sources: [Source]
  /// The part of the images to use; nil: all.
  package let shard: Shard?

  package init(_ sources: [Source], shard: Shard? = nil) {
    self.sources = sources
    self.shard = shard
  }

  /// Whether the images can be listed only once.
  package var isConsumed: Bool {
    sources.contains { source in
      guard case .list(let path) = source else { return false }
      return path == "-" || !Self.isRegular(path)
    }
  }

  /// The paths of the images, one after another.
  package func paths() -> ImagePaths { ImagePaths(self) }

  /// All paths at once; throws what `ImagePaths.next` throws.
  package func allPaths() throws -> [String] {
    let paths = paths()
    var all: [String] = []
    while let path = try paths.next() { all.append(path) }
    return all
  }

  /// How many images there are, and which of their folders are left out; nil where counting would use them up.
  /// Throws what `ImagePaths.next` throws.
  package func survey() throws -> (images: Int, leftOut: LeftOutImages)? {
    guard !isConsumed else { return nil }
    let paths = paths()
    var count = 0
    while try paths.next() != nil { count += 1 }
    return (count, paths.leftOut)
  }

  /// Checks for what would end the listing early: lists that cannot be read, folders without images. Throws what
  /// `ImagePaths.next` throws.
  package func check() throws {
    for source in sources {
      switch source {
      case .path(let path) where isFolder(path): _ = try ImagePaths(ImageList([source])).next()
      // A pipe is not opened, because it can be read only once.
      case .list(let path)
      where path != "-" && (Self.isRegular(path) || isFolder(path) || !isThere(path)):
        _ = try LineReader(path).next()
      default: break
      }
    }
  }

  private static func isRegular(_ path: String) -> Bool {
    var status = stat()
    return path.withSystemPath { stat($0, &status) } == 0 && status.st_mode & S_IFMT == S_IFREG
  }
}

/// One of `count` parts of a list: the `index`-th, counted from 1, of every `count` consecutive images.
package struct Shard: Sendable, Hashable {
  package let index: Int
  package let count: Int

  /// `I/N` with 1 ≤ I ≤ N; nil for any other text.
  package init?(_ text: String) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], 1 <= index, index <= count else {
      return nil
    }
    self.index = index
    self.count = count
  }

  /// Whether the image at `position`, from 0, belongs to it.
  package func contains(_ position: Int) -> Bool { position % count == index - 1 }
}

/// What folders hold that is not read: images of other types, and folders inside subfolders.
package struct LeftOutImages: Sendable, Equatable {
  private var count = 0
  private var types: Set<String> = []
  private var folderCount = 0
  private var firstFolder: String?

  /// How the names of images of other types end, in lower case.
  private static let unread: Set = [
    ".gif", ".tif", ".tiff", ".heic", ".heif", ".avif", ".jxl", ".jp2", ".j2k", ".tga",
    ".svg",
    ".ico", ".qoi", ".exr", ".hdr", ".psd", ".dng", ".cr2", ".cr3", ".nef", ".arw", ".pam", ".pfm",
  ]

  package init() {}

  /// Counts a file where it is an image by its name.
  mutating func add(_ name: String) {
    guard let period = name.lastIndex(of: ".") else { return }
    let type = name[period...].lowercased()
    guard Self.unread.contains(type) else { return }
    count += 1
    types.insert(type)
  }

  /// Counts folders inside a subfolder.
  mutating func add(folders: [String]) {
    folderCount += folders.count
    firstFolder = firstFolder ?? folders.first
  }

  /// One line for users; nil where nothing is left out.
  package var remark: String? {
    let remarks = [imageRemark, folderRemark].compactMap(\.self)
    return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
  }

  private var imageRemark: String? {
    guard count > 0 else { return nil }
    return
      "left out \(count) \(count == 1 ? "image" : "images") in folders (\(types.sorted().joined(separator: " "))); "
      + "only \(InputImage.extensions.joined(separator: " ")) are read: convert them"
  }

  private var folderRemark: String? {
    guard let firstFolder else { return nil }
    let which =
      folderCount == 1 ? firstFolder.abridged : "\(folderCount) folders, the first \(firstFolder.abridged)"
    return "folders are read with their subfolders and no deeper: left out \(which)"
  }
}

/// A walk over the images of a list.
package final class ImagePaths {
  /// What is not read of the folders opened so far.
  package private(set) var leftOut = LeftOutImages()
  private var sources: ArraySlice<ImageList.Source>
  private let shard: Shard?
  private var position = 0
  /// What is left of the current source.
  private var list: LineReader?
  private var listName = ""
  /// Whether no path of the list was found so far.
  private var isListEmpty = false
  private var images: ArraySlice<String> = []
  private var folders: ArraySlice<String> = []
  /// The named folder that is being listed, and those in it.
  private var opened: Set<FolderIdentity> = []
  /// The named folder that is being listed, as long as no image was found in it.
  private var emptyFolder: String?

  fileprivate init(_ list: ImageList) {
    sources = list.sources[...]
    shard = list.shard
  }

  /// The path of the next image; nil at the end.
  ///
  /// - Throws: `InputError` for a folder that cannot be read or holds no image and for a list without paths or with NULs, `FileError` for a
  /// list that cannot be read.
  package func next() throws -> String? {
    while let path = try nextOfAll() {
      defer { position += 1 }
      if shard?.contains(position) ?? true { return path }
    }
    return nil
  }

  private func nextOfAll() throws -> String? {
    while true {
      if let image = images.popFirst() {
        emptyFolder = nil
        return image
      }
      if let line = try list?.next() {
        if line.bytes.isEmpty { continue }
        isListEmpty = false
        if line.bytes.contains(0) { throw InputError.listWithNULs(listName) }
        return String(systemPath: line.bytes)
      }
      if list != nil, isListEmpty { throw InputError.emptyList(listName) }
      list = nil
      if let folder = folders.popFirst() {
        let inside = try contents(of: folder)
        images = inside.images[...]
        leftOut.add(folders: inside.folders)
        continue
      }
      if let emptyFolder { throw InputError.noImages(emptyFolder, leftOut) }
      switch sources.popFirst() {
      case nil: return nil
      case .path(let path) where isFolder(path):
        let folder = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
        opened = FolderIdentity(path).map { [$0] } ?? []
        let (images, folders) = try contents(of: folder)
        self.images = images[...]
        self.folders = folders[...]
        emptyFolder = folder
      case .path(let path): return path
      case .list("-"):
        isListEmpty = true
        listName = "standard input"
        list = LineReader(descriptor: STDIN_FILENO, name: listName, limit: 1 << 16)
      case .list(let path):
        isListEmpty = true
        listName = path
        list = try LineReader(path, limit: 1 << 16)
      }
    }
  }

  /// The images and the folders in a folder, each by name; names that begin with a period are left out.
  private func contents(of folder: String) throws -> (images: [String], folders: [String]) {
    let names: [String]
    do {
      names = try folderContents(folder)
    } catch {
      throw InputError.unreadableFolder(folder)
    }
    let parent = folder == "/" ? "" : folder
    var (images, folders): ([String], [String]) = ([], [])
    for name in names.filter({ !$0.hasPrefix(".") }).sorted() {
      let path = "\(parent)/\(name)"
      if InputImage.extensions.contains(where: path.lowercased().hasSuffix) {
        images.append(path)
      } else if isFolder(path) {
        // A link back to a folder would list its images twice.
        if FolderIdentity(path).map({ opened.insert($0).inserted }) ?? true { folders.append(path) }
      } else {
        leftOut.add(name)
      }
    }
    return (images, folders)
  }
}

/// What a folder is, whatever leads to it.
private struct FolderIdentity: Hashable {
  let device: UInt
  let file: UInt

  /// nil where nothing is there.
  init?(_ path: String) {
    var status = stat()
    guard path.withSystemPath({ stat($0, &status) }) == 0 else { return nil }
    device = UInt(status.st_dev)
    file = UInt(status.st_ino)
  }
}
