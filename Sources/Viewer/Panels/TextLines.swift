// Lines of text below and beside panels.

import TerminalUI

extension Canvas {
  /// Draws lines as far as there is room; the last row says how many are left out, behind the first line where it is
  /// the only row.
  mutating func drawLines(_ lines: [[Span]], x: Int, y: Int, width: Int, height: Int) {
    if height == 1, lines.count > 1 {
      let count = "… \(lines.count - 1) more"
      let room = max(0, min(lines[0].columns, width - count.columns - 1))
      frame.spans(lines[0], x: x, y: y, width: room)
      frame.text(count, x: x + room + 1, y: y, Theme.faint, width: width - room - 1)
      return
    }
    let shown = lines.count > height ? max(0, height - 1) : lines.count
    for (index, line) in lines.prefix(shown).enumerated() {
      frame.spans(line, x: x, y: y + index, width: width)
    }
    guard shown < lines.count, height > 0 else { return }
    let left = lines.count - shown
    frame.text("… \(left) more line\(left > 1 ? "s" : "")", x: x, y: y + shown, Theme.faint, width: width)
  }
}

extension Array where Element == [Span] {
  /// The lines in two columns, read down the left one and then down the right one.
  ///
  /// - Parameter first: how many are on the left; nil for half of them.
  func inTwoColumns(width: Int, gap: Int, first: Int? = nil) -> [[Span]] {
    let split = first ?? (count + 1) / 2
    let (left, right) = (prefix(split), dropFirst(split))
    return (0..<Swift.max(left.count, right.count)).map { row in
      let start = row < left.count ? left[row] : []
      guard row < right.count else { return start }
      let blanks = (width - gap) / 2 + gap - start.columns
      return start + [Span(String(repeating: " ", count: blanks), Theme.text)] + right[split + row]
    }
  }
}

extension Array where Element == Span {
  /// The spans in lines of at most `width` columns, broken at blanks; those after the first are indented.
  func wrapped(to width: Int, indent: Int) -> [[Span]] {
    guard width > 0, reduce(0, { $0 + $1.text.columns }) > width else { return [self] }
    let indent = indent < width / 2 ? indent : 0
    var lines: [[Span]] = []
    var line: [Span] = []
    var used = 0
    func start() -> [Span] { indent > 0 ? [Span(String(repeating: " ", count: indent))] : [] }
    for span in self {
      for word in span.text.words {
        let isBlank = word.first == " "
        if used + word.columns <= width {
          line.append(Span(word, span.style))
          used += word.columns
          continue
        }
        if isBlank { continue }
        // A word that is longer than a line is cut.
        for piece in word.wrapped(to: width - indent) {
          if used + piece.columns > width {
            lines.append(line)
            (line, used) = (start(), indent)
          }
          line.append(Span(piece, span.style))
          used += piece.columns
        }
      }
    }
    return lines + [line]
  }
}

extension String {
  /// Runs of blanks and runs of other characters, in order.
  fileprivate var words: [String] {
    var words: [String] = []
    for character in self {
      if let last = words.last, (last.first == " ") == (character == " ") {
        words[words.count - 1].append(character)
      } else {
        words.append(String(character))
      }
    }
    return words
  }
}

extension String {
  /// The text in lines of at most `width` columns, broken at blanks, long words cut.
  func wrapped(to width: Int) -> [String] {
    guard width > 0 else { return [] }
    var lines: [String] = []
    var line = ""
    for word in split(separator: " ", omittingEmptySubsequences: false) {
      var rest = String(word)
      if !line.isEmpty, line.columns + 1 + rest.columns <= width {
        line += " " + rest
        continue
      }
      if !line.isEmpty { lines.append(line) }
      while rest.columns > width {
        lines.append(String(rest.prefix(width)))
        rest = String(rest.dropFirst(width))
      }
      line = rest
    }
    return lines + (line.isEmpty ? [] : [line])
  }
}
