// Whose row is shown, whatever the model.

import Attention

enum QueryMode: Hashable, Sendable {
  /// The token under the cursor.
  case spatial
  case prefix(PrefixToken)
  /// The mean over all spatial queries.
  case mean
}
