// From the --image arguments of a command to images.
import Files
import Imaging

/// A decoded image with its name and file.
package struct InputImage: Sendable {
  /// The file's stem.
  package let name: String
  package let path: String
  package let image: RGBImage
  /// Whether the file has an EXIF orientation that was not applied and would turn or mirror the image.
  package let needsTurning: Bool
  /// Of the file, see `ImageBytes.digest`; nil for an image that comes from none, or whose file was not asked for it.
  package let digest: String?
  /// What it holds of the memory for images of several jobs.
  private let share: ImageMemory.Share?

  package init(
    name: String, path: String, image: RGBImage, needsTurning: Bool = false, digest: String? = nil,
    share: ImageMemory.Share? = nil
  ) {
    self.name = name
    self.path = path
    self.image = image
    self.needsTurning = needsTurning
    self.digest = digest
    self.share = share
  }

  /// Reads and decodes a file.
  ///
  /// - Parameters:
  ///   - place: where the file is, if not at the path that the image is called by.
  ///   - memory: from which decoding takes a share, for which it may have to wait; the image keeps what it needs itself
  ///     for as long as it or a copy of it is held.
  /// - Throws: `ImageError`.
  package static func load(
    _ path: String, at place: String? = nil, applyingOrientation: Bool = false,
    within memory: ImageMemory? = nil
  ) throws -> InputImage {
    try decode(
      ImageBytes(place ?? path), of: path, applyingOrientation: applyingOrientation, within: memory)
  }

  /// The same of the bytes of a file.
  ///
  /// - Parameters:
  ///   - path: what the image is called by.
  ///   - digest: of the bytes, where it is wanted.
  /// - Throws: `ImageError`.
  package static func decode(
    _ bytes: ImageBytes, of path: String, digest: String? = nil, applyingOrientation: Bool = false,
    within memory: ImageMemory? = nil
  ) throws -> InputImage {
    var share: ImageMemory.Share?
    let file = try usingMemory(for: "the pixels of an image") {
      try ImageFile(bytes, applyingOrientation: applyingOrientation) { byteCount in
        share = memory?.share(byteCount)
      }
    }
    // What the decoder held is free again.
    share?.shrink(to: file.image.pixels.count)
    return InputImage(
      name: stem(of: path), path: path, image: file.image, needsTurning: file.needsTurning, digest: digest,
      share: share)
  }

  /// What to say of images that need turning; nil where there are none.
  ///
  /// - Parameter path: of one of them.
  package static func turningHint(count: Int, path: String) -> String? {
    guard count > 0 else { return nil }
    let images = count == 1 ? "\(path.abridged): its" : "\(count) images, such as \(path.abridged): their"
    return
      "\(images) EXIF orientation is not applied, as in timm and torchvision; --exif-orientation applies it"
  }

  /// The files that arguments mean, files as they are, folders as `ImageList` opens them, and what is left out there.
  ///
  /// - Throws: `InputError.noImages` for a folder without any, or the system's error for one that cannot be read.
  package static func paths(from arguments: [String]) throws -> (paths: [String], leftOut: LeftOutImages) {
    let walk = ImageList(arguments.map { .path($0) }).paths()
    var paths: [String] = []
    while let path = try walk.next() { paths.append(path) }
    return (paths, walk.leftOut)
  }

  /// How the names of images end, in lower case.
  static let extensions = [".png", ".jpg", ".jpeg", ".jfif", ".webp", ".bmp", ".pgm", ".ppm", ".pnm", ".pbm"]
}

/// Why the images that were asked for cannot be used.
package enum InputError: Error, Equatable, CustomStringConvertible {
  /// A folder, and the images of other types that it holds.
  case noImages(String, LeftOutImages)
  case unreadableFolder(String)
  /// A list whose paths do not end with line breaks.
  case listWithNULs(String)
  case emptyList(String)

  package var description: String {
    switch self {
    case .noImages(let folder, let leftOut):
      "\(folder.abridged): holds no PNG, JPEG, WebP, BMP or PNM file"
        + (leftOut.remark.map { "; \($0)" } ?? "; name images or another folder")
    case .unreadableFolder(let folder): "\(folder.abridged): cannot be read; check its permissions"
    case .emptyList(let list): "\(list.abridged): names no image; write one path on a line"
    case .listWithNULs(let list):
      "\(list.abridged): has NUL bytes; write one path on a line (find without -print0)"
    }
  }
}
