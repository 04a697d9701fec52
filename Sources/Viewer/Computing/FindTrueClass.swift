// What an image shows, where its folder or its file is named after a class of the model.

import Session
import VisionModels

/// O(classes)
struct FindTrueClass: Computation {
  /// The model whose classes they are.
  let model: LoadModel
  let image: Int

  var lane: Lane { .rows }
  var isShort: Bool { true }

  struct Inputs {
    let path: String
    let labels: [String]
    /// The true classes of images in the folders that the viewer was given.
    let known: ImageLabels?
  }

  /// nil before the model is loaded.
  func inputs(_ findings: Findings) -> Inputs? {
    guard let loaded = findings[model], findings.imagePaths.indices.contains(image) else { return nil }
    return Inputs(
      path: findings.imagePaths[image], labels: loaded.model.labels ?? [], known: findings.imageLabels)
  }

  /// The label as the model writes it; nil where nothing is named after one. The folders that the viewer was given count
  /// first, as in `compare`, then the folder of the file, then its name without numbers: `ankle-boot-01.png`.
  func run(_ inputs: Inputs, _ job: Job) throws -> String? {
    FindTrueClass.name(inputs, ClassNames(labels: inputs.labels, count: inputs.labels.count))
  }

  /// The same of every image at once; empty before the model is loaded. O(classes + images)
  static func all(_ model: LoadModel, _ findings: Findings) -> [String?] {
    guard let loaded = findings[model] else { return [] }
    let labels = loaded.model.labels ?? []
    let classes = ClassNames(labels: labels, count: labels.count)
    return findings.imagePaths.map {
      name(Inputs(path: $0, labels: labels, known: findings.imageLabels), classes)
    }
  }

  private static func name(_ inputs: Inputs, _ classes: ClassNames) -> String? {
    let count = inputs.labels.count
    if let index = inputs.known?.index(of: inputs.path, among: classes, count: count) {
      return inputs.labels[index]
    }
    let parts = inputs.path.split(separator: "/").map(String.init)
    let stem = parts.last.map { $0.split(separator: ".").first.map(String.init) ?? $0 } ?? ""
    let words = stem.split { !$0.isLetter }.joined(separator: " ")
    // A number alone says nothing: files and folders have them too.
    let names = [parts.dropLast().last, words].compactMap { $0 }.filter { $0.contains(where: \.isLetter) }
    return names.lazy.compactMap { classes.index(of: $0) }.first.map { inputs.labels[$0] }
  }

  static var capacity: Int { 256 }
  func isStale(_ kept: KeptFindings) -> Bool { !kept.models.contains(model) }
}

extension Scene {
  /// The true class of the image by the labels of the model in focus; nil where it is not known.
  var trueClass: String? {
    guard state.imageCount > 0, let subject = focused ?? loaded.first else { return nil }
    return findings[FindTrueClass(model: subject.key.loading, image: state.image)] ?? nil
  }
}
