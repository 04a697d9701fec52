// The files that the command line names, how to read them, and what the folders of their maps are called.

import Session
import VisionModels

struct NamedFiles: Sendable {
  /// MODEL arguments and what they are called.
  let models: [NamedModel]
  let images: [String]
  let samples: BundledSamples
  let overrides: ModelOverrides
  let applyingOrientation: Bool

  /// The folder for the maps of a model on an image, `MODEL/IMAGE`: by the stems of their files, and where those do not
  /// tell them apart by as much of their paths as does.
  func folder(of key: ExaminationKey) -> String {
    let models = numberedNames(models.map { NamedModel.folderName($0.name) })
    return "\(models[key.model])/\(folder(ofImage: key.image))"
  }

  private func folder(ofImage image: Int) -> String {
    let path = images[image]
    let name = stem(of: path)
    // Only images of that stem: there may be very many.
    let alike = images.indices.filter { index in
      index == image || Self.file(images[index]).hasPrefix(name) && stem(of: images[index]) == name
    }
    let paths = alike.map { images[$0] }
    let names = distinctNames(of: paths.map { (name: name, path: $0) })
    let folders = numberedNames(names.map(NamedModel.folderName))
    return folders[alike.firstIndex(of: image) ?? 0]
  }

  private static func file(_ path: String) -> Substring { path.split(separator: "/").last ?? "" }
}
