// A picture of shapes and text in points, before it is a file.
import Imaging

/// A place in a drawing, in points from its upper left corner.
package struct Point: Hashable, Sendable {
  package var x: Double
  package var y: Double

  package init(_ x: Double, _ y: Double) {
    self.x = x
    self.y = y
  }
}

/// A rectangle in a drawing, in points.
package struct Box: Hashable, Sendable {
  package var x: Double
  package var y: Double
  package var width: Double
  package var height: Double

  package init(x: Double, y: Double, width: Double, height: Double) {
    self.x = x
    self.y = y
    self.width = width
    self.height = height
  }

  package var right: Double { x + width }
  package var bottom: Double { y + height }

  /// The point at fractions of the width and the height.
  package func point(_ x: Double, _ y: Double) -> Point { Point(self.x + x * width, self.y + y * height) }

  /// The largest box of a shape inside this one, in its middle at the top.
  ///
  /// - Parameter aspect: height divided by width.
  package func fitted(aspect: Double) -> Box {
    let width = min(self.width, height / aspect)
    return Box(x: x + (self.width - width) / 2, y: y, width: width, height: width * aspect)
  }
}

/// Shapes and text on white, in the order in which they are drawn.
package struct Drawing: Sendable {
  /// Which end of a text is at its place.
  package enum Anchor: String, Sendable { case start, middle, end }

  /// A text on one line.
  package struct Words: Sendable {
    package var text: String
    /// Of the baseline, at the end that `anchor` names.
    package var place: Point
    /// Points.
    package var size: Double
    package var anchor = Anchor.start
    package var color = Ink.text
    /// Whether it runs upwards.
    package var isUpright = false
    /// Whether it keeps its width where another font is used for it.
    package var keepsWidth = false
  }

  package enum Shape: Sendable {
    case rectangle(Box, fill: RGB)
    /// A closed area; of an opacity below 1 what lies below shows through.
    case polygon([Point], fill: RGB, opacity: Double = 1)
    case line([Point], color: RGB, width: Double)
    case circle(Point, radius: Double, fill: RGB?, stroke: RGB?, width: Double)
    case words(Words)
    /// Pixels without smoothing, with what they show in words.
    case picture(RGBImage, Box, title: String)
  }

  /// Points.
  package let width: Double
  package let height: Double
  /// What it shows, in one line.
  package let title: String
  package private(set) var shapes: [Shape] = []

  package init(width: Double, height: Double, title: String) {
    self.width = width
    self.height = height
    self.title = title
  }

  package mutating func add(_ shape: Shape) { shapes.append(shape) }

  package mutating func add(_ shapes: [Shape]) { self.shapes += shapes }

  /// Adds a text on one line.
  package mutating func write(
    _ text: String, at place: Point, size: Double, anchor: Anchor = .start, color: RGB = Ink.text,
    isUpright: Bool = false, keepsWidth: Bool = false
  ) {
    guard !text.isEmpty else { return }
    add(
      .words(
        Words(
          text: text, place: place, size: size, anchor: anchor, color: color, isUpright: isUpright,
          keepsWidth: keepsWidth)))
  }

  /// Adds the outline of a box.
  package mutating func frame(_ box: Box, color: RGB, width: Double) {
    let corners = [
      Point(box.x, box.y), Point(box.right, box.y), Point(box.right, box.bottom), Point(box.x, box.bottom),
      Point(box.x, box.y),
    ]
    add(.line(corners, color: color, width: width))
  }
}

/// The colors of figures. Those of series are Okabe's and Ito's, which color-blind readers tell apart.
package enum Ink {
  package static let text = RGB(0x1A1A1A)
  package static let quiet = RGB(0x595959)
  package static let axis = RGB(0x404040)
  package static let grid = RGB(0xE2E2E2)
  package static let paper = RGB(0xFFFFFF)
  /// The checks of places without a key: pale, as paper has no screen's black around them.
  package static let noKey = (light: RGB(0xEBEBEB), dark: RGB(0xD4D4D4))
  package static let series: [RGB] = [
    RGB(0x0072B2), RGB(0xD55E00), RGB(0x009E73), RGB(0xCC79A7), RGB(0x56B4E9), RGB(0xE69F00), RGB(0x000000),
  ]
}

/// A length in millimeters as points.
package func points(millimeters: Double) -> Double { millimeters * 72 / 25.4 }
