// From an image to a model's input: resize, center crop, normalize, as timm's evaluation transform does.
import Glibc

/// How an image gets to the size from which the crop is cut.
package enum Resizing: String, Sendable {
  /// The shorter side reaches its size, the longer keeps the proportion.
  case shortSide
  /// Both sides reach their size.
  case squash
}

/// The evaluation transform of a model: from an image to its input.
package struct Preprocessing: Sendable, Equatable {
  package var inputHeight: Int
  package var inputWidth: Int
  /// The part of the resized image that the crop keeps, by side: ⌊input / cropFraction⌋ is resized to.
  package var cropFraction: Double
  package var resizing: Resizing
  package var filter: ResampleFilter
  /// Of red, green and blue, in 0…1.
  package var mean: [Float]
  package var standardDeviation: [Float]
  /// The side that is resized to, where a configuration states it outright (transformers' `shortest_edge` or
  /// `size`); then `cropFraction` does not count.
  package var resizedSide: Int?

  package init(
    inputHeight: Int, inputWidth: Int, cropFraction: Double, resizing: Resizing, filter: ResampleFilter,
    mean: [Float], standardDeviation: [Float], resizedSide: Int? = nil
  ) {
    self.inputHeight = inputHeight
    self.inputWidth = inputWidth
    self.cropFraction = cropFraction
    self.resizing = resizing
    self.filter = filter
    self.mean = mean
    self.standardDeviation = standardDeviation
    self.resizedSide = resizedSide
  }
}

/// A part of an image in pixels, from its upper left corner.
package struct Rectangle: Sendable, Equatable {
  package let x: Double
  package let y: Double
  package let width: Double
  package let height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }
}

/// An image as a model takes it.
package struct PreparedImage: Sendable {
  /// After resize and crop: what the model sees.
  package let pixels: RGBImage
  /// `[3 × height × width]`: (byte/255 − mean)/std.
  package let planes: [Float]
}

extension Preprocessing {
  /// Pixels of a side after the resize; only the crop of it is made, but every position along it is computed.
  private static let longestResizedSide = 1 << 20

  /// Resizes, crops and normalizes an image. Throws `.transform` where a value of the transform is out of bounds.
  package func apply(to image: RGBImage) throws(ImageError) -> PreparedImage {
    try check()
    let (width, height) = resizedSize(of: image)
    guard max(width, height) <= Self.longestResizedSide else {
      throw .transform(.resizedSize(height: height, width: width))
    }
    let left = cropStart(resized: width, input: inputWidth)
    let top = cropStart(resized: height, input: inputHeight)
    let columns = max(left, 0)..<min(left + inputWidth, width)
    let rows = max(top, 0)..<min(top + inputHeight, height)
    // Columns and rows outside the resized image stay black.
    let pixels = image.resized(width: width, height: height, by: filter, columns: columns, rows: rows)
      .cropped(
        x: min(left, 0), y: min(top, 0), width: inputWidth, height: inputHeight)
    return PreparedImage(pixels: pixels, planes: normalized(pixels))
  }

  /// Where a part of the image lies in the model's input, cut at the borders of the crop.
  package func inputRectangle(of part: Rectangle, in image: RGBImage) -> Rectangle {
    let (width, height) = resizedSize(of: image)
    func place(_ start: Double, _ size: Double, of length: Int, resized: Int, input: Int) -> (Double, Double)
    {
      let scale = Double(resized) / Double(length)
      let offset = Double(cropStart(resized: resized, input: input))
      let ends = [start, start + size].map { min(max($0 * scale - offset, 0), Double(input)) }
      return (ends[0], ends[1] - ends[0])
    }
    let (x, newWidth) = place(part.x, part.width, of: image.width, resized: width, input: inputWidth)
    let (y, newHeight) = place(part.y, part.height, of: image.height, resized: height, input: inputHeight)
    return Rectangle(x: x, y: y, width: newWidth, height: newHeight)
  }

  /// The transform in one line.
  package var summary: String {
    let side = resizedSides
    let target = side.height == side.width ? "\(side.height)" : "\(side.height)×\(side.width)"
    let resize =
      switch resizing {
      case .shortSide: "short side to \(target)"
      case .squash: "squash to \(side.height)×\(side.width)"
      }
    let crop =
      resizing == .squash && side == (inputHeight, inputWidth)
      ? "no crop" : "center crop \(inputHeight)×\(inputWidth)"
    func list(_ values: [Float]) -> String { values.map { "\($0)" }.joined(separator: " ") }
    return "\(resize) (\(filter.rawValue)), \(crop), mean \(list(mean)), std \(list(standardDeviation))"
  }

  /// What fractions a crop may keep of the resized image; above 1 it is filled up.
  package static let cropFractions: ClosedRange<Double> = 0.01...4

  private func check() throws(ImageError) {
    let sides = 1...8192
    guard sides.contains(inputHeight), sides.contains(inputWidth) else {
      throw .transform(.inputSize(height: inputHeight, width: inputWidth))
    }
    guard Self.cropFractions.contains(cropFraction) else { throw .transform(.cropFraction(cropFraction)) }
    if let resizedSide, !(1...100_000).contains(resizedSide) { throw .transform(.resizedSide(resizedSide)) }
    guard mean.count == 3, standardDeviation.count == 3, mean.allSatisfy(\.isFinite),
      standardDeviation.allSatisfy({ $0.isFinite && $0 != 0 })
    else { throw .transform(.normalization) }
  }

  /// The sides that are resized to, whatever the proportions of the image.
  private var resizedSides: (height: Int, width: Int) {
    if let resizedSide { return (resizedSide, resizedSide) }
    return (Self.scaled(inputHeight, by: cropFraction), Self.scaled(inputWidth, by: cropFraction))
  }

  private static func scaled(_ side: Int, by cropFraction: Double) -> Int {
    let scaled = (Double(side) / cropFraction).rounded(.down)
    return scaled.isFinite ? Int(min(max(scaled, 1), 1e6)) : 1
  }

  /// The size that `image` is resized to.
  private func resizedSize(of image: RGBImage) -> (width: Int, height: Int) {
    let side = resizedSides
    if resizing == .squash { return (side.width, side.height) }
    if side.height == side.width {
      // torchvision: the longer side is truncated.
      let long = side.height * max(image.width, image.height) / min(image.width, image.height)
      return image.width <= image.height ? (side.width, long) : (long, side.height)
    }
    // timm's ResizeKeepRatio: the side that is relatively shorter reaches its target, both are rounded.
    let ratio = min(
      Double(image.height) / Double(side.height), Double(image.width) / Double(side.width))
    func resizedLength(_ length: Int) -> Int {
      max(Int((Double(length) / ratio).rounded(.toNearestOrEven)), 1)
    }
    return (resizedLength(image.width), resizedLength(image.height))
  }

  /// Where a center crop starts; negative where the image is smaller than the crop, which is black there.
  ///
  /// Halves are rounded to even. Of an odd number of black lines, torchvision and timm put the smaller half on the left
  /// and on top, transformers (whose configurations give `resizedSide`) the larger.
  private func cropStart(resized: Int, input: Int) -> Int {
    if resized < input { return -((input - resized + (resizedSide == nil ? 0 : 1)) / 2) }
    return Int((Double(resized - input) / 2).rounded(.toNearestOrEven))
  }

  /// (byte/255 − mean)/std in Float, channel by channel.
  private func normalized(_ image: RGBImage) -> [Float] {
    let count = image.width * image.height
    var planes = [Float](repeating: 0, count: 3 * count)
    for channel in 0..<3 {
      let values = (0...255).map { (Float($0) / 255 - mean[channel]) / standardDeviation[channel] }
      for pixel in 0..<count {
        planes[channel * count + pixel] = values[Int(image.pixels[3 * pixel + channel])]
      }
    }
    return planes
  }
}
