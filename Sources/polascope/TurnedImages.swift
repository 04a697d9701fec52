// Images whose EXIF orientation is not applied: one hint for all of them.
import Session

/// Counts the images of a command that need turning.
struct TurnedImages {
  private var count = 0
  private var first = ""

  mutating func add(_ path: String) {
    if count == 0 { first = path }
    count += 1
  }

  /// Says on the standard error how many there are; nothing where there are none.
  ///
  /// - Throws: `WriteError`.
  func report() throws {
    guard let hint = InputImage.turningHint(count: count, path: first) else { return }
    try StandardStream.error.report(hint)
  }
}
