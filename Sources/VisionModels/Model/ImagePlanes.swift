// An image as a network takes it.
import Compute

/// A normalized image, [channels × height·width].
package struct ImagePlanes: Sendable {
  package let height: Int
  package let width: Int
  package let planes: Matrix

  package init(height: Int, width: Int, planes: Matrix) {
    self.height = height
    self.width = width
    self.planes = planes
  }
}
