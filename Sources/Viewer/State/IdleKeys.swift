// What to say of a key that changes nothing on the screen as it is now.

import Session
import TerminalUI

extension ViewerState {
  /// nil for keys whose effect the user sees.
  ///
  /// - Parameter targets: those of the frame that the user saw.
  func idleNotice(_ action: Action, _ key: Key, _ findings: Findings, _ targets: [ClickTarget]) -> String? {
    switch action {
    case .turnPage:
      let hasPages = targets.contains {
        if case .press(_, .character(")")) = $0 { true } else { false }
      }
      return hasPages || targets.isEmpty
        ? nil : "all parts are on the screen: \(key.label) has no others to turn to"
    case .nextOrder where isZoomed(findings):
      return "\(key.label) orders the heads of the whole view, which , and . follow; Escape ends the zoom"
    case .changeExponent where isZoomed(findings):
      return "\(key.label) changes p of the charts in the whole view; Escape ends the zoom"
    case .nextColorMap, .nextScale, .toggleOverlay:
      guard zoomedPanel(findings)?.isDifference == true else { return nil }
      return "B − A has its own scale and no image below it; Escape ends the zoom"
    default: return nil
    }
  }

  private func isZoomed(_ findings: Findings) -> Bool { zoomedPanel(findings) != nil }

  /// The panel that fills the screen; nil without a zoom, and in a view that has none.
  private func zoomedPanel(_ findings: Findings) -> MapPanel? {
    guard zoom != nil else { return nil }
    return Scene(state: self, findings: findings).zoomedPanel
  }
}
