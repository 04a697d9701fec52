// What each side of the screen is about: model, image, place, and what is changed in its forward pass.

import Attention
import Session
import VisionModels

/// Where the user has gone, in the model where that was; the others show the places that correspond to it.
struct Anchor: Hashable, Sendable {
  var model: Int
  /// The model's nearest head is shown, so that a layer with few heads does not make it forget the number.
  var head: HeadPlace
}

/// Where a side looks: what both share while they are linked.
struct Spot: Hashable, Sendable {
  var image = 0
  var anchor: Anchor
  /// Where in the image the user looks.
  var cursor = ImagePoint.center
  var query = QueryMode.spatial { didSet { lostQuery = nil } }
  /// The token that was the query until no model on the screen had it: it comes back with a model that has it, and a
  /// session keeps it, until the user chooses another query.
  var lostQuery: PrefixToken?

  /// With the lost query in its place.
  var asChosen: Spot {
    var spot = self
    if let lostQuery { spot.query = .prefix(lostQuery) }
    return spot
  }
}

/// What one side is about.
struct SideState: Hashable, Sendable {
  var model: Int
  var spot: Spot
  /// By model, so that an exchanged one comes back as it was.
  var headsOff: [Int: Set<HeadPlace>] = [:]
  /// By model, heads that it would switch off if it had them: a file with fewer has taken the place of its own. Sessions
  /// keep them.
  var absentHeadsOff: [Int: Set<HeadPlace>] = [:]
  /// Patches that its model does not see.
  var hidden: Set<Footprint> = []

  /// What is changed in its forward pass.
  var interventions: Interventions { Interventions(headsOff: headsOff[model] ?? [], occluded: hidden) }
}
