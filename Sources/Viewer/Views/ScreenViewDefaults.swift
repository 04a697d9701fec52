// What most views have in common.

import Attention

extension ScreenView {
  var settings: ViewSettings { .colors }
  var firstScale: ScaleMode { .uniform }

  func orders(_ state: ViewerState) -> [EntropyOrder] {
    EntropyOrder.allCases.filter { state.sides.count > 1 || $0 != .difference }
  }

  func heads(of subject: Subject, _ scene: Scene) -> [HeadPlace] { subject.places.heads }

  func blocks(_ scene: Scene) -> Int { 1 }

  func computations(_ scene: Scene) -> [any Computation] { scene.loaded.flatMap { scene.layerWork(of: $0) } }

  func exportRemark(_ state: ViewerState) -> String? { nil }

  func scaleName(_ state: ViewerState) -> ScaleName {
    state.scale.name(of: state.showsIncoming || !state.view.heeds(.map) ? .attention : state.map)
  }

  func mapName(_ scene: Scene) -> String {
    let kinds = (scene.focused ?? scene.loaded.first).map { scene.maps(of: $0) } ?? []
    return kinds.isEmpty ? scene.state.map.rawValue : kinds.map(\.rawValue).joined(separator: ", ")
  }

  func valuesAtCursor(_ scene: Scene) -> [CursorValue] { scene.valuesAtCursor { value, _ in value } }
  func narrowNotes(_ scene: Scene) -> [String] { [] }
}
