// Images that a table of boxes or labels has no row for.
import Files

/// Counts the images without a row in a table, so that the user learns when a table is of other images.
package struct UnlistedImages: Sendable {
  private let file: String
  private let isListed: @Sendable (_ path: String) -> Bool
  private let example: String?
  private var (count, total) = (0, 0)

  /// - Parameter file: the table's, as the user named it.
  package init(of table: ImageTable<some Sendable & Equatable>, file: String) {
    self.file = file
    isListed = { table[$0] != nil }
    example = table.values.keys.min()
  }

  package mutating func add(_ path: String) {
    total += 1
    if !isListed(path) { count += 1 }
  }

  /// One line for users; nil where every image has a row.
  package var remark: String? {
    guard count > 0 else { return nil }
    guard count == total else { return "\(file.abridged): \(count) of \(total) images have no row in it" }
    let rows = example.map { "its rows are of images such as \($0.escaped(limit: 200))" } ?? "it has no rows"
    return "\(file.abridged): no image has a row in it; \(rows)"
  }
}
