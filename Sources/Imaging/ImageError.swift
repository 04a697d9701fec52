// What can be wrong with an image file, in one line that names it.
import Files

/// Why an image could not be read or prepared. The description is one line, `FILE: what and what to do`.
package enum ImageError: Error, Equatable, CustomStringConvertible {
  case unreadable(FileError)
  case unrecognized(file: String)
  /// An image of a kind that is not read.
  case foreign(file: String, ForeignImage)
  /// A form of a kind that is read otherwise; the text names the form.
  case notDecoded(file: String, String)
  /// More pixels, or a longer side, than is decoded; known from the header.
  case tooLarge(file: String, width: Int, height: Int)
  /// A progressive JPEG whose scans would take very long to decode.
  case tooManyScans(file: String, count: Int)
  case empty(file: String)
  /// The decoder's own words.
  case damaged(file: String, String)
  /// The encoder's own words.
  case notEncoded(file: String, String)
  /// A value of the evaluation transform that is out of bounds.
  case transform(PreprocessingProblem)

  package var description: String {
    switch self {
    case .unreadable(let error): error.description
    case .unrecognized(let file): "\(file.abridged): is not a PNG, JPEG, WebP, BMP or PNM image"
    case .foreign(let file, let kind):
      "\(file.abridged): is \(kind.rawValue) image, which is not read; convert it to PNG"
    case .notDecoded(let file, let form):
      "\(file.abridged): has \(form), which is not read; save it as PNG"
    case .tooLarge(let file, let width, let height):
      "\(file.abridged): \(width)×\(height) pixels are more than the 200 megapixels that are read; scale it down"
    case .tooManyScans(let file, let count):
      "\(file.abridged): its \(count) JPEG scans would take too long to decode; save it again as a plain JPEG"
    case .empty(let file): "\(file.abridged): has no pixels"
    case .damaged(let file, let words): "\(file.abridged): the image is damaged: \(words.escaped(limit: 200))"
    case .notEncoded(let file, let words): "\(file.abridged): cannot be written as PNG: \(words.escaped)"
    case .transform(let problem): "the preprocessing is not possible: \(problem)"
    }
  }
}

/// What makes a transform impossible.
package enum PreprocessingProblem: Error, Equatable, CustomStringConvertible {
  case inputSize(height: Int, width: Int)
  case cropFraction(Double)
  case resizedSide(Int)
  /// What the proportions of an image make of the resize.
  case resizedSize(height: Int, width: Int)
  case normalization

  package var description: String {
    switch self {
    case .inputSize(let height, let width): "an input of \(height)×\(width) pixels; use 1…8192 a side"
    case .cropFraction(let fraction):
      "a crop fraction of \(fraction); use \(Preprocessing.cropFractions.lowerBound)…\(Preprocessing.cropFractions.upperBound)"
    case .resizedSide(let side): "a resize to \(side) pixels; use 1…100000"
    case .resizedSize(let height, let width):
      "the resize makes \(height)×\(width) pixels of the image; use an image whose sides differ less, or a larger crop"
    case .normalization: "mean and std need three finite numbers each, std none of them 0"
    }
  }
}
