// Lines of text below and beside panels.

import TerminalUI

extension Canvas {
  mutating func drawLines(_ lines: [[Span]], x: Int, y: Int, width: Int, height: Int) {
    for (index, line) in lines.prefix(height).enumerated() {
      frame.spans(line, x: x, y: y + index, width: width)
    }
  }
}
