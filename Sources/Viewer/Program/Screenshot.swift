// Pictures of the screen: in which format, and into which file.

import Files
import TerminalUI

/// What a picture of the screen is written as, by the file's extension.
package enum ScreenshotFormat: String, CaseIterable, Sendable {
  case svg, txt, ansi

  /// nil for other extensions.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: String(path[path.index(after: dot)...]))
  }
}

extension Viewer {
  mutating func picture(_ format: ScreenshotFormat, _ capabilities: Capabilities) -> String {
    let frame = draw().quantized(to: capabilities)
    return switch format {
    case .svg: frame.svg(title: "polascope: " + findings.modelNames.joined(separator: ", "))
    case .txt: frame.plainText
    case .ansi: frame.ansiText
    }
  }

  /// Writes the screen to the first free `polascope-N.svg` of the current folder.
  mutating func takeScreenshot(_ capabilities: Capabilities) {
    let bytes = Array(picture(.svg, capabilities).utf8)
    for number in 1...9999 {
      let path = "polascope-\(number).svg"
      do {
        try AtomicFile.write(bytes, to: path)
        return say("wrote \(path)")
      } catch WriteError.exists {
        continue
      } catch {
        return show(cannot: "write \(path)", "\(error)")
      }
    }
  }
}
