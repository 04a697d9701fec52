// Pictures of the screen: in which format, and into which file.

import Files
import Imaging
import TerminalUI

/// What a picture of the screen is written as, by the file's extension.
package enum ScreenshotFormat: String, CaseIterable, Sendable {
  case svg, png, txt, ansi

  /// nil for other extensions.
  package init?(path: String) {
    guard let dot = path.lastIndex(of: ".") else { return nil }
    self.init(rawValue: String(path[path.index(after: dot)...]))
  }

  /// `.svg, .png, .txt or .ansi`
  package static var endings: String {
    allCases.dropLast().map { ".\($0.rawValue)" }.joined(separator: ", ") + " or .\(ansi.rawValue)"
  }
}

extension Viewer {
  /// - Parameter file: its name, for errors.
  /// - Throws: `ImageError`; `PictureTooLarge`.
  mutating func picture(_ format: ScreenshotFormat, _ capabilities: Capabilities, file: String) throws
    -> [UInt8]
  {
    let frame = draw().quantized(to: capabilities)
    let title = "polascope: " + findings.modelNames.joined(separator: ", ")
    return switch format {
    case .svg: Array(frame.svg(title: title, on: ground).utf8)
    case .png: try frame.picture(on: ground).png(title: title, file: file)
    case .txt: Array(frame.plainText.utf8)
    case .ansi: Array(frame.ansiText.utf8)
    }
  }

  /// Writes the screen to `polascope-N.svg` and `polascope-N.png` of the current folder, N the first number that is
  /// free for both.
  mutating func takeScreenshot(_ capabilities: Capabilities) {
    for number in 1...9999 {
      let (svg, png) = ("polascope-\(number).svg", "polascope-\(number).png")
      guard !isThere(svg), !isThere(png) else { continue }
      do {
        let pictures = (
          try picture(.svg, capabilities, file: svg), try picture(.png, capabilities, file: png)
        )
        try AtomicFile.write(pictures.0, to: svg)
        try AtomicFile.write(pictures.1, to: png)
        return say("wrote \(svg) and \(png)")
      } catch WriteError.exists {
        continue
      } catch {
        return show(cannotWrite: "write \(svg) and \(png)", "\(error)")
      }
    }
    show(cannotWrite: "write a picture", "all names up to polascope-9999 are taken; move the files away")
  }
}
