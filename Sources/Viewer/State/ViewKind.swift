// A view as a value.

/// One of the views that there are, which `ViewKind.allCases` lists.
package struct ViewKind: Hashable, Sendable {
  /// Its place among them.
  let index: Int
}
