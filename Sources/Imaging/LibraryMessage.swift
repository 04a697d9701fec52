// What a C library says when it fails.

/// A buffer for the message of a C function that failed.
struct LibraryMessage {
  private var characters = [CChar](repeating: 0, count: 200)

  var text: String {
    characters.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
  }

  /// Calls `body` with the buffer and its size.
  mutating func fill<Result>(_ body: (UnsafeMutablePointer<CChar>?, Int) -> Result) -> Result {
    characters.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
  }
}
