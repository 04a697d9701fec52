// What of a view can fill the screen.

/// What of a view fills the screen.
package enum Zoom: String, CaseIterable, Sendable {
  case map, window, image
}
