// What the viewer keeps of its results has an end, and what it drops comes back as it was.

import Attention
import AttentionMaps
import TerminalUI
import Testing
import VisionModels

@testable import Session
@testable import Viewer

/// Work whose value is a number of bytes.
private struct Ballast: Computation {
  let number: Int
  let examination: ExaminationKey

  var lane: Lane { .rows }
  func inputs(_ findings: Findings) -> Void? { () }
  func run(_ inputs: Void, _ job: Job) throws -> Int { 0 }
  static var budget: Int { 1000 }
  static func byteCount(of value: Int) -> Int { value }
  func isStale(_ kept: KeptFindings) -> Bool { !kept.examinations.contains(examination) }
}

@Suite struct KeptResultsTests {
  private func numbers(_ viewer: Viewer) -> [Int] {
    viewer.findings.results(Ballast.self).keys.map(\.number).sorted()
  }

  private func byteCount<C: Computation>(_ kind: C.Type, _ viewer: Viewer) -> Int {
    viewer.findings.results(kind).values.reduce(0) { $0 + ($1.value.map(kind.byteCount) ?? 0) }
  }

  @Test func theOldestGoBeyondTheBudget() throws {
    var viewer = try Synthetic.viewer().viewer
    let key = viewer.state.examinationKey(.a)
    func keep(_ number: Int, _ bytes: Int) {
      viewer.accept(.ended(Ballast(number: number, examination: key), .done(bytes)))
    }
    for number in 0..<10 { keep(number, 100) }
    #expect(numbers(viewer) == Array(0..<10), "just as much as the budget")
    keep(10, 100)
    #expect(numbers(viewer) == Array(4...10), "room for a quarter")
    keep(4, 100)
    #expect(numbers(viewer) == Array(4...10), "what is kept again takes no more")
    keep(11, 400)
    #expect(numbers(viewer) == [4, 9, 10, 11], "what was kept again is young")
    keep(12, 2000)
    #expect(numbers(viewer) == [12], "the last one stays whatever it takes")
    keep(13, 0)
    #expect(numbers(viewer) == [13])
    for number in 14..<200 {
      keep(number, 7 * number % 300)
      #expect(byteCount(Ballast.self, viewer) <= Ballast.budget)
      #expect(numbers(viewer).last == number)
    }
  }

  /// Bytes are no longer counted once values are stale or forgotten.
  @Test func whatIsDroppedMakesRoom() throws {
    let viewer = try Synthetic.viewer().viewer
    let key = viewer.state.examinationKey(.a)
    let gone = ExaminationKey(model: 0, version: 9, image: 0, interventions: Interventions())
    var findings = viewer.findings
    for number in 0..<10 { findings.keep(Ballast(number: number, examination: gone), .done(100)) }
    #expect(!findings.holdsTooMany(Ballast.self))
    findings.keepOnly(KeptFindings(examinations: [key], models: [], images: []))
    for number in 0..<10 { findings.keep(Ballast(number: number, examination: key), .done(100)) }
    #expect(!findings.holdsTooMany(Ballast.self))
    findings.forget(Ballast(number: 3, examination: key))
    findings.keep(Ballast(number: 10, examination: key), .done(100))
    #expect(!findings.holdsTooMany(Ballast.self))
    findings.keep(Ballast(number: 11, examination: key), .done(1))
    #expect(findings.holdsTooMany(Ballast.self))
  }

  @Test func bytesAreThoseOfTheNumbers() throws {
    let headless = try Synthetic.viewer()
    try headless.type("7")
    let maps = headless.viewer.findings.results(LayerMaps.self)
    #expect(!maps.isEmpty)
    for (work, result) in maps {
      let maps = try #require(result.value)
      let tokens = maps.reduce(0) { $0 + $1.grid.count }
      let prefix = maps.reduce(0) { $0 + $1.prefix.count }
      #expect(LayerMaps.byteCount(of: maps) == 5 * tokens + 4 * prefix, "\(work)")
    }
    try headless.type("5")
    let curves = headless.viewer.findings.results(TraceCurves.self)
    let (work, result) = try #require(curves.first)
    let record = try #require(headless.viewer.findings.record(of: work.layer))
    let value = try #require(result.value)
    #expect(
      TraceCurves.byteCount(of: value)
        == value.curves.count * LensCurves.exponents.count * record.geometry.queryCount * 4)
  }

  /// More maps than may be kept push those of an earlier place out; the way back makes the same numbers again.
  @Test func droppingCostsNothingButTheWork() throws {
    let headless = try Synthetic.viewer()
    try headless.type("7")
    let before = headless.frame()
    let known = headless.viewer.findings.results(LayerMaps.self).compactMapValues(\.value)
    let key = headless.viewer.state.examinationKey(.a)
    try headless.type("Right")
    let shown = Set(headless.viewer.state.wantedWork(headless.viewer.findings))
    let other = headless.frame()

    let large = HeatMap(
      kind: .attention, grid: TokenGrid(rows: 1000, columns: 1000),
      values: [Float](repeating: 0, count: 1_000_000))
    for row in 0..<40 {
      let work = LayerMaps(
        layer: LayerKey(examination: key, layer: 0), kind: .attention, row: 1_000_000 + row)
      headless.accept(.ended(work, .done([large])))
      #expect(byteCount(LayerMaps.self, headless.viewer) <= LayerMaps.budget + 5_000_000)
    }
    let gone = known.keys.filter { !shown.contains($0.work) }
    #expect(!gone.isEmpty)
    for work in gone { #expect(headless.viewer.findings[work] == nil, "\(work) has made way") }
    #expect(headless.frame().colorText == other.colorText, "what the screen shows stays")
    #expect(headless.viewer.neededWork.isEmpty)

    try headless.type("Left")
    #expect(headless.frame().colorText == before.colorText)
    for (work, maps) in known {
      let again = try #require(headless.viewer.findings[work])
      #expect(again.map { $0.values.map(\.bitPattern) } == maps.map { $0.values.map(\.bitPattern) })
      #expect(again.map(\.contents) == maps.map(\.contents))
    }
  }
}
