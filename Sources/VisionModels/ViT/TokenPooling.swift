// What of the tokens becomes the image's vector, in timm's words.

/// What is pooled.
package enum TokenPooling: String, CaseIterable, Sendable {
  case classToken = "token"
  /// Over the patches.
  case mean = "avg"
  /// Over the patches.
  case max = "max"
  /// ½·(mean + max)
  case meanAndMax = "avgmax"
  /// A pooling head.
  case attention = "map"
}
