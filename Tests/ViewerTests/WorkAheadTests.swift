// What is computed before a key asks for it.

import Attention
import AttentionMaps
import Compute
import TerminalUI
import Testing
import VisionModels

@testable import Session
@testable import Viewer

@Suite struct WorkAheadTests {
  /// Does the work that is planned after a key.
  private func prepare(_ headless: HeadlessViewer, after key: Key?) throws -> [Work] {
    var ahead = WorkAhead()
    let (state, findings) = (headless.viewer.state, headless.viewer.findings)
    ahead.plan(state, findings, after: key)
    func run<C: Computation>(_ computation: C) throws {
      let inputs = try #require(computation.inputs(headless.viewer.findings))
      let job = Job(
        files: ViewerOptions(models: [], images: []).files, engine: Synthetic.engine,
        cancellation: Cancellation(), progress: { _ in })
      headless.accept(.ended(computation, .done(try computation.run(inputs, job))))
    }
    for work in ahead.work { try run(work.computation) }
    return ahead.work
  }

  @Test(arguments: [".", ",", "]", "[", "I"])
  func theNextKeyFindsAllThatItNeeds(_ name: String) throws {
    let headless = try Synthetic.viewer()
    try headless.type("] 5 .")
    #expect(try !prepare(headless, after: .character(".")).isEmpty)
    _ = headless.handle(.key(.character(Character(name))))
    #expect(headless.viewer.neededWork.isEmpty, "\(headless.viewer.neededWork.map(\.computation))")
    // Without the preparation, the same key needs work.
    let fresh = try Synthetic.viewer()
    try fresh.type("] 5 .")
    _ = fresh.handle(.key(.character(Character(name))))
    #expect(fresh.viewer.neededWork.isEmpty == (name == "," || name == "I"), "\(name)")
  }

  /// A key that is held goes on from where it is.
  @Test func theLastKeyComesFirst() throws {
    let headless = try Synthetic.viewer()
    try headless.type("5 +")
    let ahead = headless.viewer.state.workAhead(headless.viewer.findings, after: .character("+"))
    let next = 2 * headless.viewer.state.exponent - ViewerState.firstExponent
    let first = try #require(ahead.first?.computation as? ReadOtherwise)
    #expect(first.exponent == next && first.head == headless.viewer.state.anchor.head.head)
    #expect(ahead.contains { ($0.computation as? SweepScale)?.exponent == next })
    let other = headless.viewer.state.workAhead(headless.viewer.findings, after: .character("x"))
    #expect(!other.isEmpty && !other.contains { ($0.computation as? SweepScale)?.exponent == next })
  }

  /// It is work for rows and sums of what is there: no file is read, and no model runs.
  @Test func nothingButRowsAndSumsIsDone() throws {
    let headless = try Synthetic.viewer()
    for view in ViewKind.allCases {
      try headless.type("\(view.number)")
      for key in ["n", "x", "b", "d", "F", "Tab", "t", "."] {
        let ahead = headless.viewer.state.workAhead(headless.viewer.findings, after: try Key(name: key))
        #expect(ahead.allSatisfy { $0.lane == .rows || $0.lane == .sums }, "view \(view), \(key)")
      }
    }
  }

  @Test func nothingIsDoneWhereItWouldTakeLongOrIsNotWanted() throws {
    let headless = try Synthetic.viewer()
    try headless.type("5")
    var state = headless.viewer.state
    let findings = headless.viewer.findings
    #expect(!state.workAhead(findings, after: nil).isEmpty)
    state.sumsAreStopped = true
    #expect(state.workAhead(findings, after: nil).isEmpty)
    state.sumsAreStopped = false
    state.dialog = .goTo("")
    #expect(state.workAhead(findings, after: nil).isEmpty)

    let large = AttentionGeometry(queryGrid: TokenGrid(rows: 33, columns: 32))
    let model = Synthetic.model("large", polarity: false, geometries: [large, large])
    let big = try Synthetic.viewer([model])
    try big.type("5")
    #expect(big.viewer.state.workAhead(big.viewer.findings, after: nil).isEmpty)
  }

  /// What is over is not planned again before the user does something, whatever was kept of it.
  @Test func aPlanIsMadeOnce() throws {
    let headless = try Synthetic.viewer()
    try headless.type("5")
    let (state, findings) = (headless.viewer.state, headless.viewer.findings)
    var ahead = WorkAhead()
    ahead.plan(state, findings, after: nil)
    let planned = ahead.work
    for work in planned {
      let taken = (ahead.takes(.progress(work, 0.5)), ahead.takes(.abandoned(work)))
      let again = ahead.takes(.abandoned(work))
      #expect(taken == (true, true) && !again, "it is no longer planned")
    }
    let isOfPlan = ahead.takes(.fileChanged(0))
    #expect(!isOfPlan)
    ahead.plan(state, findings, after: nil)
    #expect(ahead.work.isEmpty)
    ahead.forget()
    ahead.plan(state, findings, after: nil)
    #expect(ahead.work == planned)
  }
}
