// Which model numbers belong to: weights by their digest, and the values with which they were run.
import VisionModels

/// What numbers belong to. Numbers of unequal identities are those of different models, whatever these are called;
/// `Interventions` in a model come on top.
package enum ModelIdentity: Sendable, Hashable {
  /// - Parameters:
  ///   - digest: of the weights.
  ///   - settings: what else decides the numbers, by name.
  case weights(digest: String, settings: [String: String])
  /// All that is known of numbers without a digest, which older versions wrote.
  case name(String)

  /// nil where it is not known.
  package var digest: String? { if case .weights(let digest, _) = self { digest } else { nil } }

  /// Empty where they are not known.
  package var settings: [String: String] {
    if case .weights(_, let settings) = self { settings } else { [:] }
  }
}

extension LoadedModel {
  /// The model as it is run.
  package func identity(applyingOrientation: Bool = false) -> ModelIdentity {
    .weights(digest: digest, settings: settings(applyingOrientation: applyingOrientation))
  }

  /// The name of the setting that holds all of how images are prepared.
  package static let transformSetting = "preprocessing"

  /// What decides the numbers besides the weights: every value that `inspect` lists, and whether images are
  /// rotated.
  package func settings(applyingOrientation: Bool = false) -> [String: String] {
    var values: [String: [String]] = [:]
    for parameter in model.hyperparameters where values[parameter.name]?.contains(parameter.value) != true {
      values[parameter.name, default: []].append(parameter.value)
    }
    var settings = values.mapValues { $0.joined(separator: "; ") }
    settings[Self.transformSetting] = model.preprocessing.summary
    if applyingOrientation { settings["EXIF orientation"] = "applied" }
    return settings
  }
}
