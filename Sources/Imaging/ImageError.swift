// What can be wrong with an image file, in one line that names it.
import Files

/// Why an image could not be read or prepared. The description is one line, `FILE: what and what to do`.
package enum ImageError: Error, Equatable, CustomStringConvertible {
  case unreadable(FileError)
  case unrecognized(file: String)
  /// More pixels, or a longer side, than is decoded; known from the header.
  case tooLarge(file: String, width: Int, height: Int)
  /// A progressive JPEG whose scans would take very long to decode.
  case tooManyScans(file: String, count: Int)
  case empty(file: String)
  /// The decoder's own words.
  case damaged(file: String, String)
  /// The encoder's own words.
  case notEncoded(file: String, String)
  case recipe(PreprocessingProblem)

  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .unrecognized(let file): "\(file.escaped): is not a PNG, JPEG or PNM image"
    case .tooLarge(let file, let width, let height):
      "\(file.escaped): \(width)×\(height) pixels are more than the 200 megapixels that are read; scale it down"
    case .tooManyScans(let file, let count):
      "\(file.escaped): its \(count) JPEG scans would take too long to decode; save it again as a plain JPEG"
    case .empty(let file): "\(file.escaped): has no pixels"
    case .damaged(let file, let words): "\(file.escaped): the image is damaged: \(words.escaped(limit: 200))"
    case .notEncoded(let file, let words): "\(file.escaped): cannot be written as PNG: \(words.escaped)"
    case .recipe(let problem): "the preprocessing is not possible: \(problem)"
    }
  }
}
