// A map on the screen as the probe reads it: the value and the rank of one key, and the largest values.

import Attention
import AttentionMaps

/// A map on the screen as the probe reads it.
struct ProbedMap {
  let side: Side?
  let name: String
  let map: HeatMap
  /// How many keys share its row; nil for values without multiples of uniform.
  let keys: Int?
  /// The tokens beside the grid that it has a value for.
  let tokens: [PrefixToken]

  /// `A same`, `B − A`; without the letter where it was said.
  func owner(isBrief: Bool) -> String {
    guard let side else { return name }
    return name.isEmpty ? side.letter : isBrief ? name : "\(side.letter) \(name)"
  }

  /// The sizes that values are ranked by, of signed maps without the sign.
  private func size(_ value: Float) -> Float { map.isSigned ? abs(value) : value }

  /// Every value that there is.
  private var known: [Float] {
    zip(map.values, map.contents).filter { $1 == .value }.map(\.0) + map.prefix.filter(\.isFinite)
  }

  // MARK: One key

  struct Reading {
    /// Where the key is on this map: `14,9`, `cls`.
    let place: String
    /// What takes the place of a value; nil where there is one.
    let reason: String?
    let value: Float
    /// Of the row's mean; nil for values without multiples of uniform.
    let multiple: Float?
    /// 1 for the largest value; equal values have the same rank.
    let rank: Int
    let count: Int
  }

  func reading(_ probe: Probe) -> Reading {
    let (place, value, reason): (String, Float, String?)
    switch probe.place {
    case .prefix(let token):
      let index = tokens.firstIndex(of: token)
      place = "\(token)"
      value = index.map { map.prefix[$0] } ?? .nan
      reason = index == nil ? "no such token" : value.isFinite ? nil : PlaceContent.notFinite.text
    case .point(let point):
      let position = point.position(on: map.grid)
      let content = map.content(at: position)
      (place, value) = ("\(position)", map[position])
      reason = content == .value ? nil : content.text
    }
    let known = reason == nil ? known : []
    return Reading(
      place: place, reason: reason, value: value, multiple: keys.map { value * Float($0) },
      rank: 1 + known.count { size($0) > size(value) }, count: known.count)
  }

  // MARK: The largest

  /// The places of the largest values, the largest first.
  func largest(_ count: Int) -> [(place: String, value: Float)] {
    let onGrid = map.values.indices.filter { map.contents[$0] == .value }.map {
      (value: map.values[$0], index: $0)
    }
    let beside = map.prefix.indices.filter { map.prefix[$0].isFinite && $0 < tokens.count }.map {
      (value: map.prefix[$0], index: -1 - $0)
    }
    var top: [(value: Float, index: Int)] = []
    for entry in beside + onGrid {
      let position = top.firstIndex { size($0.value) < size(entry.value) } ?? top.count
      guard position < count else { continue }
      top.insert(entry, at: position)
      if top.count > count { top.removeLast() }
    }
    return top.map { value, index in
      (index < 0 ? "\(tokens[-1 - index])" : "\(map.grid.position(at: index))", value)
    }
  }
}
