// The sides of the screen: which there are, and what links them.

import Attention
import Session
import VisionModels

extension ViewerState {
  var sides: [Side] { shown.count > 1 ? [.a, .b] : [.a] }

  /// Without a second side, B is A.
  subscript(side: Side) -> SideState {
    get { shown[min(side.rawValue, shown.count - 1)] }
    set { shown[min(side.rawValue, shown.count - 1)] = newValue }
  }

  /// Where the focused side looks. Set: where both sides do while they are linked.
  var spot: Spot {
    get { self[focus].spot }
    set { for side in reached { self[side].spot = newValue } }
  }

  /// The sides that the user's steps move: both while they are linked, else the focused one.
  var reached: [Side] { isLinked ? sides : [focus] }

  var image: Int {
    get { spot.image }
    set { for side in reached { self[side].spot.image = newValue } }
  }

  var anchor: Anchor {
    get { spot.anchor }
    set { for side in reached { self[side].spot.anchor = newValue } }
  }

  var cursor: ImagePoint {
    get { spot.cursor }
    set { for side in reached { self[side].spot.cursor = newValue } }
  }

  var query: QueryMode {
    get { spot.query }
    set { for side in reached { self[side].spot.query = newValue } }
  }

  /// The images on the screen.
  var images: Set<Int> { Set(shown.map(\.spot.image)) }

  /// The model of a side.
  func model(_ side: Side) -> Int { self[side].model }

  /// What is changed in the forward pass of a side's model.
  func interventions(_ side: Side) -> Interventions { self[side].interventions }

  // MARK: Linking

  /// Lets the sides go their own ways, or brings both to where the focused one is. With one side: opens the second, of
  /// the same model; linked again, two sides of the only model that do not differ are one.
  mutating func toggleLink(_ findings: Findings) {
    guard shown.count > 1 else {
      shown.append(shown[0])
      (isLinked, focus) = (false, .b)
      return notice = "two sides of one model: keys move B, Tab goes to A, = links them"
    }
    guard !isLinked else {
      isLinked = false
      return notice = "unlinked: keys move \(focus.letter) only; = links the sides again"
    }
    let here = spot
    isLinked = true
    spot = here
    difference = nil
    guard modelCount == 1, shown[0] == shown[1] else {
      return notice = "linked: both sides are where \(focus.letter) is"
    }
    shown.removeLast()
    focus = .a
    pins = pinsOfSides(pins)
    notice = "linked: the sides are the same, so there is one"
  }

  /// Pins by sides that are there: where there is one, all pins are its.
  func pinsOfSides(_ pins: [Pin]) -> [Pin] {
    pins.map { sides.contains($0.side) ? $0 : Pin(side: .a, state: $0.state) }
  }

  /// Looks by place where the query is a token that no model on the screen has, because another model has taken the
  /// place of the one that had it, and at the token again once a model has it.
  mutating func dropLostTokens(_ findings: Findings) {
    let models = sides.compactMap { findings[loading(model($0))]?.model }
    guard models.count == sides.count else { return }
    for side in sides {
      if let token = self[side].spot.lostQuery, models.contains(where: { $0.has(query: token) }) {
        self[side].spot.query = .prefix(token)
        continue
      }
      guard case .prefix(let token) = self[side].spot.query,
        !models.contains(where: { $0.has(query: token) })
      else { continue }
      self[side].spot.query = .spatial
      self[side].spot.lostQuery = token
      let lack = token == .pool ? "pooling head" : "\(token) token"
      notice = "no model on the screen has a \(lack); the query is the place under the cursor"
    }
  }

  // MARK: What is changed

  /// Switches a head of a side off, or on again.
  mutating func toggleHead(_ head: HeadPlace, of side: Side) {
    var off = self[side].headsOff[model(side)] ?? []
    if off.remove(head) == nil { off.insert(head) }
    self[side].headsOff[model(side)] = off.isEmpty ? nil : off
  }

  /// Hides a patch from the sides that are reached, or shows it again in all of them where the focused one hides it.
  mutating func toggle(_ patch: Footprint) {
    let isHidden = self[focus].hidden.contains(patch)
    for side in reached {
      if isHidden { self[side].hidden.remove(patch) } else { self[side].hidden.insert(patch) }
    }
  }

  /// Switches heads on and shows patches in the sides that are reached; returns whether anything was changed there.
  mutating func restore() -> Bool {
    let isChanged = reached.contains { !self[$0].allHeadsOff.isEmpty || !self[$0].hidden.isEmpty }
    for side in reached {
      (self[side].headsOff, self[side].absentHeadsOff, self[side].hidden) = ([:], [:], [])
    }
    return isChanged
  }

  /// Puts the heads off aside that a model does not have, and takes those back that it has again.
  mutating func sortHeadsOff(of model: Int, in places: ModelPlaces) {
    shown = shown.map { $0.sortingHeadsOff(of: model, in: places) }
    pins = pins.map { Pin(side: $0.side, state: $0.state.sortingHeadsOff(of: model, in: places)) }
    for index in bookmarks.indices {
      bookmarks[index].screen.sides = bookmarks[index].screen.sides.map {
        $0.sortingHeadsOff(of: model, in: places)
      }
      bookmarks[index].screen.pins = bookmarks[index].screen.pins.map {
        Pin(side: $0.side, state: $0.state.sortingHeadsOff(of: model, in: places))
      }
    }
  }
}

extension SideState {
  /// By model, the heads off that the user has chosen, also those that the model does not have.
  var allHeadsOff: [Int: Set<HeadPlace>] { headsOff.merging(absentHeadsOff) { $0.union($1) } }

  fileprivate func sortingHeadsOff(of model: Int, in places: ModelPlaces) -> SideState {
    var state = self
    let all = Dictionary(grouping: allHeadsOff[model] ?? [], by: places.contains)
    state.headsOff[model] = all[true].map { Set($0) }
    state.absentHeadsOff[model] = all[false].map { Set($0) }
    return state
  }
}
