// The panels of pins: what they show, and what they need.

import Attention
import AttentionMaps
import TerminalUI

extension Scene {
  /// A pin as a subject: at its own place, whatever the side that it was pinned from shows now; nil while its model is
  /// not loaded.
  private func subject(of pin: Pin) -> Subject? {
    let key = state.examinationKey(pin)
    guard let model = findings[key.loading], let place = state.place(pin.state, findings) else { return nil }
    return Subject(
      side: pin.side, findings: findings, model: model, key: key, wanted: key, place: place,
      cursor: pin.state.spot.cursor, showsIncoming: state.showsIncoming)
  }

  /// The panels of all pins, each with the maps that the view shows of a model.
  var pinPanels: [MapPanel] {
    state.pins.enumerated().flatMap { index, pin -> [MapPanel] in
      guard let subject = subject(of: pin), subject.examination != nil else {
        return [
          MapPanel(
            side: pin.side, title: [Span("pin \(index + 1)", Theme.accent)],
            content: .progress(["forward pass"], nil))
        ]
      }
      return maps(of: subject).map { panel($0, of: subject, pin: index + 1) }
    }
  }

  /// The sides of `pinPanels`.
  var pinPanelSides: [Side?] {
    state.pins.flatMap { pin -> [Side?] in
      guard let subject = subject(of: pin), subject.examination != nil else { return [pin.side] }
      return maps(of: subject).map { _ in pin.side }
    }
  }

  /// What the panels of pins lack besides their forward passes.
  var pinWork: [any Computation] { state.pins.compactMap(subject).flatMap { layerWork(of: $0) } }
}
