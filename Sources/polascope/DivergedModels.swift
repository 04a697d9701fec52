// Models whose outputs or rows are no numbers: one line for each of them, whatever the number of images.
import Files
import Session

/// Collects where outputs or rows are not finite.
struct DivergedModels {
  private struct Case {
    let model: LoadedModel
    let image: String
    let divergence: Divergence
    var images = 1
  }

  private var cases: [String: Case] = [:]

  /// - Parameter divergence: of the model on the image; nil where its outputs and rows are finite.
  mutating func add(_ model: LoadedModel, on image: String, _ divergence: Divergence?) {
    guard let divergence else { return }
    if cases[model.path]?.images != nil {
      cases[model.path]?.images += 1
    } else {
      cases[model.path] = Case(model: model, image: image, divergence: divergence)
    }
  }

  /// Says on the standard error which models they are, and where it begins.
  ///
  /// - Throws: `WriteError`.
  func report() throws {
    for (path, found) in cases.sorted(by: { $0.key < $1.key }) {
      // A file that has changed since says nothing of what was run.
      let weights = (try? found.model.model.description.weightsThatAreNotFinite()) ?? []
      let images =
        found.images == 1
        ? "on \(found.image.abridged)" : "on \(found.images) images, such as \(found.image.abridged)"
      try StandardStream.error.report(
        "\(path.abridged): warning: \(images): \(found.divergence.words(weights: weights))")
    }
  }
}
