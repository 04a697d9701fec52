// Back and forward among the places that were left by jumps.

import Attention
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct HistoryTests {
  @Test func jumpsCanBeTakenBack() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] Right")
    let first = viewer.state.shown
    try viewer.type("g 7 . 2 Enter n 4")
    let last = viewer.state.shown
    #expect(viewer.state.view == .entropy)
    try viewer.type("C-o")
    #expect(viewer.state.view == .heads && viewer.state.shown == last)
    try viewer.type("C-o C-o")
    #expect(viewer.state.shown == first)
    try viewer.type("C-f C-f C-f")
    #expect(viewer.state.shown == last && viewer.state.view == .entropy)
    try viewer.type("C-f")
    #expect(viewer.text.contains("nothing to go forward to"))
    // Another jump from there forgets what was ahead.
    try viewer.type("C-o C-o g 0 Enter C-f")
    #expect(viewer.text.contains("nothing to go forward to"))
  }

  /// Steps are no jumps, and what was changed in the models stays.
  @Test func stepsAndChangesAreNoPlaces() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] ] . Right Tab C-o")
    #expect(viewer.text.contains("nothing to go back to"))
    try viewer.type("2 x b C-o")
    #expect(viewer.state.view == .heads)
    #expect(!viewer.state[.b].headsOff.isEmpty && !viewer.state[.b].hidden.isEmpty)
  }

  @Test func sidesThatWentTheirOwnWaysDoSoAgain() throws {
    let viewer = try Synthetic.viewer([Synthetic.model(.twin)])
    try viewer.type("g 1 Enter = ]")
    let unlinked = viewer.state.shown
    try viewer.type("2 = C-o")
    #expect(viewer.state.shown.count == 1 || viewer.state.shown == unlinked)
    try viewer.type("C-o C-o C-o C-o")
    #expect(viewer.text.contains("nothing to go back to"))
  }
}
