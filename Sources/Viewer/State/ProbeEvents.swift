// What moves the probe, and what a pointer does: hovering, dragging, clicking.

import Attention
import TerminalUI

extension ViewerState {
  /// The place of the probe while arrows and clicks move it.
  var heldProbe: Probe.Place? { probe.flatMap { $0.isHeld ? $0.place : nil } }

  /// Starts where the pointer is, else at the query, where that is a key; again ends it.
  mutating func toggleProbe() {
    guard heldProbe == nil else { return probe = nil }
    let start: Probe.Place =
      if case .prefix(let token) = query, token != .pool { .prefix(token) } else { .point(cursor) }
    probe = Probe(place: probe?.place ?? start, isHeld: true)
  }

  /// Steps over the keys of the focused model; from a token beside the grid to where the query's cursor is.
  mutating func moveProbe(_ rows: Int, _ columns: Int, _ subject: Subject) {
    guard case .point(let point) = probe?.place else {
      probe = Probe(place: .point(cursor), isHeld: true)
      return
    }
    let stepped = point.stepped(rows, columns, on: subject.description.geometry.keyGrid)
    probe = Probe(place: .point(stepped), isHeld: true)
  }

  /// From the grid to each token beside it and back.
  mutating func nextProbe(_ subject: Subject) {
    let tokens = subject.description.geometry.prefix
    let next: PrefixToken? =
      if case .prefix(let token) = probe?.place {
        tokens.firstIndex(of: token).flatMap { tokens.dropFirst($0 + 1).first }
      } else {
        tokens.first
      }
    if next == nil, case .point = probe?.place { notice = "this layer has no tokens beside the grid" }
    probe = Probe(place: next.map { .prefix($0) } ?? .point(cursor), isHeld: true)
  }

  // MARK: The pointer

  /// The probe follows the pointer over pictures and tokens beside them, unless it is held.
  mutating func hover(_ position: Position, _ targets: [ClickTarget]) {
    guard heldProbe == nil else { return }
    let place = targets.last { $0.area.contains(position) }?.place(at: position)
    probe = place.map { Probe(place: $0, isHeld: false) }
  }

  /// The query follows the pointer over pictures, or the probe where it is held; what is not a picture is passed over.
  mutating func drag(_ position: Position, _ targets: [ClickTarget], _ findings: Findings) {
    guard targets.last(where: { $0.area.contains(position) })?.place(at: position) != nil else { return }
    _ = click(position, targets, findings)
  }

  mutating func click(_ position: Position, _ targets: [ClickTarget], _ findings: Findings) -> Effect? {
    guard let target = targets.last(where: { $0.area.contains(position) }) else { return nil }
    if case .press(_, let key) = target { return handle(.key(key), findings: findings, targets: targets) }
    if case .focus(_, let side) = target {
      focus = side
      return nil
    }
    if let place = target.place(at: position) {
      isJump = false
      if let side = target.side, sides.count > 1 { focus = side }
      guard heldProbe == nil else {
        probe = Probe(place: place, isHeld: true)
        return nil
      }
      switch place {
      case .point(let point): (cursor, query) = (point, .spatial)
      case .prefix(let token): query = .prefix(token)
      }
    }
    if case .head(_, let side, let head) = target {
      // Where all heads are seen, another click on the same one opens it.
      if view.heeds(.metric), focus == side, anchor == Anchor(model: model(side), head: head) {
        view = .first
      }
      focus = side
      look(at: head, of: model(side), findings)
    }
    return nil
  }
}

extension ClickTarget {
  /// Where in the image, or which token beside the grid, is at a place of the screen; nil where there is neither.
  func place(at position: Position) -> Probe.Place? {
    let fraction = ImagePoint(
      y: (Double(position.y - area.y) + 0.5) / Double(area.height),
      x: (Double(position.x - area.x) + 0.5) / Double(area.width))
    return switch self {
    case .picture: .point(fraction)
    case .window(_, _, let window): .point(window.point(at: fraction))
    case .token(_, _, let token): .prefix(token)
    case .head, .press, .focus, .entry: nil
    }
  }
}

extension ImagePoint {
  /// The center of the token so many rows and columns away, or of the last one there is in that direction.
  func stepped(_ rows: Int, _ columns: Int, on grid: TokenGrid) -> ImagePoint {
    var position = position(on: grid)
    position.row = max(0, min(grid.rows - 1, position.row + rows))
    position.column = max(0, min(grid.columns - 1, position.column + columns))
    return ImagePoint(position, on: grid)
  }
}
