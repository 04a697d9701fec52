// Every view states its facts, and they agree with what it does.

import AttentionMaps
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ScreenViewTests {
  @Test func namesAndNumbersAreUnique() {
    let views = ViewKind.allCases
    #expect(Set(views.map(\.rawValue)).count == views.count)
    #expect(views.map(\.number) == Array(1...views.count))
    #expect(views.count <= 9, "each has a digit for its key")
    #expect(ViewKind.first == views[0])
    for view in views {
      #expect(ViewKind(rawValue: view.rawValue) == view)
      #expect(!view.screen.summary.isEmpty && view.rawValue.allSatisfy(\.isLetter))
    }
    #expect(ViewKind(rawValue: "no such view") == nil)
  }

  /// What a view exports is a map that `dump` writes, and a view that lets the user choose exports what was chosen.
  @Test func exportedMapsAreMaps() throws {
    for view in ViewKind.allCases {
      let viewer = try Synthetic.viewer()
      try viewer.type("] . \(view.number)")
      let maps = view.screen.exportedMaps(viewer.state)
      #expect(maps?.isEmpty != true, "\(view)")
      #expect(Set(maps ?? []).count == (maps ?? []).count, "\(view)")
      if view.heeds(.map) {
        try viewer.type("m")
        #expect(view.screen.exportedMaps(viewer.state) == [viewer.state.map], "\(view)")
      }
      try viewer.type("y")
      #expect(viewer.text.contains("polascope dump"), "\(view)")
    }
  }

  @Test func aViewWithColorsShowsMapsOfEveryModelAndSaysWhichOnTheBar() throws {
    for view in ViewKind.allCases {
      let viewer = try Synthetic.viewer(size: "200x60")
      try viewer.type("\(view.number)")
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      if view.heeds(.colors) {
        #expect(scene.loaded.allSatisfy { !scene.maps(of: $0).isEmpty }, "\(view)")
      }
      #expect(viewer.text.contains("\(view.number) \(view)"))
      if view.heeds(.colors) {
        #expect(viewer.text.contains("scale: \(view.screen.scaleName(viewer.state).full)"), "\(view)")
        #expect(viewer.text.contains("map: \(view.screen.mapName(scene))"), "\(view)")
      }
    }
  }

  /// Once all work is done, a view wants nothing that is not there.
  @Test func whatAViewWantsIsThereInTheEnd() throws {
    for view in ViewKind.allCases {
      let viewer = try Synthetic.viewer()
      try viewer.type("\(view.number)")
      let scene = Scene(state: viewer.state, findings: viewer.viewer.findings)
      let wanted = view.screen.computations(scene)
      #expect(!wanted.isEmpty && wanted.allSatisfy { viewer.viewer.findings.holds($0) }, "\(view)")
    }
  }
}
