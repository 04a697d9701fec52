// From the --image arguments of a command to images.
import Files
import Imaging

/// A decoded image with its name and file.
package struct InputImage: Sendable {
  /// The file's stem.
  package let name: String
  package let path: String
  package let image: RGBImage

  package init(name: String, path: String, image: RGBImage) {
    self.name = name
    self.path = path
    self.image = image
  }

  /// Decodes a file. Throws `ImageError`.
  package static func load(_ path: String, applyingOrientation: Bool = false) throws -> InputImage {
    InputImage(
      name: stem(of: path), path: path,
      image: try RGBImage.load(path, applyingOrientation: applyingOrientation))
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
  static let extensions = [".png", ".jpg", ".jpeg", ".pgm", ".ppm", ".pnm", ".pbm"]
}

/// Why the images that were asked for cannot be used.
package enum InputError: Error, Equatable, CustomStringConvertible {
  case noImages(String)
  case unreadableFolder(String)

  package var description: String {
    switch self {
    case .noImages(let folder):
      "\(folder.abridged): holds no PNG, JPEG or PNM file; name images or another folder"
    case .unreadableFolder(let folder): "\(folder.abridged): cannot be read; check its permissions"
    }
  }
}
