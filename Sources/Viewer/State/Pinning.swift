// Pinning and unpinning, by key and at the start.

import Attention
import Files
import Session

extension PinRequest {
  /// What it is of, where its side is in that state.
  ///
  /// - Parameters:
  ///   - number: the model's number.
  ///   - images: the files of all images.
  /// - Throws: `StartRefused` where the model has no such head or token, and for an image that is none of these.
  func pinned(
    from side: SideState, in model: LoadedModel, number: Int, images: [String]
  ) throws(StartRefused) -> SideState {
    var pinned = side
    var imageNumber = side.spot.image
    if let image {
      guard let index = ViewerOptions.number(ofImage: image, among: images) else {
        throw StartRefused(description: "--pin \(text): \(image.abridged) is none of the images")
      }
      imageNumber = index
    }
    pinned.spot = try spot(in: model, number: number, image: imageNumber)
    pinned.model = number
    pinned.headsOff = pinned.headsOff.filter { $0.key == number }
    pinned.absentHeadsOff = pinned.absentHeadsOff.filter { $0.key == number }
    if let headsOff {
      for head in headsOff {
        do throws(PlaceError) {
          _ = try model.places.place(head, query: .mean)
        } catch {
          throw StartRefused(description: "--pin \(text): \(model.name): \(error)")
        }
      }
      pinned.headsOff = headsOff.isEmpty ? [:] : [number: headsOff]
      pinned.absentHeadsOff = [:]
    }
    if let hidden { pinned.hidden = hidden }
    return pinned
  }

  /// The places that a model has of it.
  ///
  /// - Throws: `StartRefused` where the model has no such head or token.
  func spot(in model: LoadedModel, number: Int, image: Int) throws(StartRefused) -> Spot {
    guard query != .prefix(.pool) else { return try poolSpot(in: model, number: number, image: image) }
    do throws(PlaceError) {
      _ = try model.places.place(head, query: .mean)
    } catch {
      throw StartRefused(description: "--pin \(text): \(model.name): \(error)")
    }
    var spot = Spot(image: image, anchor: Anchor(model: number, head: head))
    let geometry = model.model.layers[head.layer].geometry
    switch query {
    case .position(let position):
      guard geometry.queryGrid.contains(position) else {
        let grid = geometry.queryGrid
        throw StartRefused(
          description:
            "--pin \(text): layer \(head.layer) of \(model.name) has \(grid.rows)×\(grid.columns) tokens, "
            + "counted from 0")
      }
      spot.cursor = ImagePoint(position, on: geometry.queryGrid)
    case .prefix(let token):
      guard geometry.prefix.contains(token) else {
        throw StartRefused(
          description: "--pin \(text): layer \(head.layer) of \(model.name) has no such token")
      }
      spot.query = .prefix(token)
    case .mean:
      spot.query = .mean
      spot.cursor = point ?? .center
    default: spot.cursor = point ?? .center
    }
    return spot
  }
}

extension PinRequest {
  /// The place of the pooling head's probe in one of its heads. Throws `StartRefused` where the model has none.
  private func poolSpot(in model: LoadedModel, number: Int, image: Int) throws(StartRefused) -> Spot {
    let count = model.places.poolHeads.count
    guard head.head < count else {
      let heads = count == 1 ? "head 0 only" : "heads 0 to \(count - 1)"
      throw StartRefused(
        description: "--pin \(text): \(model.name) has "
          + (count == 0 ? "no pooling head" : "a pooling head with \(heads)"))
    }
    return Spot(image: image, anchor: Anchor(model: number, head: head), query: .prefix(.pool))
  }
}

extension ViewerState {
  static let mostPins = 4

  /// Pins the head and the query of the focused side; where they are pinned already, takes that pin away.
  mutating func togglePin(_ findings: Findings) {
    guard let subject = Subject(focus, state: self, findings: findings) else {
      return notice = "the model is not loaded yet"
    }
    guard subject.query(layer: subject.layer) != nil else {
      return notice = "there is no row to pin: \(subject.lackOfQuery(layer: subject.layer))"
    }
    var pinned = self[focus]
    // Of the place itself: the one that it was carried over from may change.
    let head = subject.place.headPlace
    pinned.spot.anchor = Anchor(
      model: pinned.model, head: subject.place.isOfPool ? HeadPlace(layer: 0, head: head.head) : head)
    // The row of a token beside the grid is the same wherever the cursor is.
    if case .prefix = pinned.spot.query { pinned.spot.cursor = .center }
    pinned.headsOff = pinned.headsOff.filter { $0.key == pinned.model }
    pinned.absentHeadsOff = pinned.absentHeadsOff.filter { $0.key == pinned.model }
    pinned.spot.lostQuery = nil
    if let index = pins.firstIndex(where: { $0.state == pinned }) {
      pins.remove(at: index)
      return notice = pins.isEmpty ? "no pins are left" : "\(pins.count) pinned"
    }
    guard pins.count < Self.mostPins else {
      return notice = "\(pins.count) are pinned, which is as many as there can be; P on one takes it away"
    }
    pins.append(Pin(side: focus, state: pinned))
    if !view.heeds(.pins) {
      let views = ViewKind.allCases.filter { $0.heeds(.pins) }.map { "\($0.number)" }.joined(separator: ", ")
      notice = "pinned; pins are shown in views \(views)"
    } else {
      notice = "pinned \(subject.place.name) @\(subject.shownName); P here again takes it away"
    }
  }

  /// The side that has a model of the command; A where none has it.
  func startSide(of model: Int) -> Side {
    Side(rawValue: model).flatMap { sides.contains($0) ? $0 : nil } ?? .a
  }

  /// The model that a request is of.
  func model(of request: PinRequest) -> Int {
    argumentModels.indices.contains(request.model) ? argumentModels[request.model] : request.model
  }

  /// The forward pass that a pin is of.
  func examinationKey(_ pin: Pin) -> ExaminationKey {
    key(pin.state.model, image: pin.state.spot.image, pin.state.interventions)
  }
}
