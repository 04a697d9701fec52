// View 5: entropy against a factor t of the queries, which softmax sharpens with and scale-invariant kernels do not.

import Attention
import AttentionMaps
import Compute
import Glibc
import TerminalUI
import Testing

@testable import Viewer

@Suite struct ScaleSweepTests {
  private func record(grid: TokenGrid = TokenGrid(rows: 5, columns: 5)) -> AttentionRecord {
    Synthetic.record(0, geometry: AttentionGeometry(queryGrid: grid), heads: 2, polarity: false, seed: 5)
  }

  private func curves(_ name: MechanismName, _ record: AttentionRecord) throws -> [ScaleCurve] {
    let reading = try #require(Reading.all.first { $0.name == name })
    return try ScaleCurve.all(
      reading, exponent: 3, record, head: 1, cancellation: Cancellation(), progress: { _ in })
  }

  @Test func factorsAreHalfAnOctaveApart() {
    #expect(ScaleCurve.factors.first == 0.25 && ScaleCurve.factors.last == 8)
    #expect(ScaleCurve.factors.contains(1) && ScaleCurve.factors.contains(2))
    for (one, next) in zip(ScaleCurve.factors, ScaleCurve.factors.dropFirst()) {
      #expect(abs(next / one - Float(2).squareRoot()) < 1e-5)
    }
  }

  /// Means over the rows of softmax(t·s·q·k), made here from the vectors.
  @Test func softmaxIsThatOfTheScaledLogits() throws {
    let record = record()
    let curve = try #require(try curves(.softmax, record).first)
    #expect(curve.queries == 25)
    let channels = record.channels(ofHead: 1)
    for (factor, mean) in zip(ScaleCurve.factors, curve.means) {
      let entropies = try (0..<25).map { query in
        let logits = (0..<25).map { key in
          channels.reduce(0.0) { $0 + Double(record.queries[query, $1]) * Double(record.keys[key, $1]) }
            * Double(factor) * Double(record.mechanism.logitScale)
        }
        let largest = logits.max() ?? 0
        let row = logits.map { Float(exp($0 - largest)) }
        return try #require(entropy(ofRow: row).value)
      }
      let expected = entropies.reduce(0, +) / 25 / logOf(25)
      #expect(abs(Double(mean) - expected) < 1e-5, "\(factor)")
    }
    // It sharpens all the way.
    #expect(curve.means == curve.means.sorted(by: >))
  }

  /// Powers and ReLU of t·q are t^p times those of q, so that rows stay as they are; ELU + 1 and exp are no powers.
  @Test func scaleInvariantKernelsDoNotChange() throws {
    let record = record()
    for name in ["relu", "polarity", "focused", "squared-relu"] {
      for curve in try curves(MechanismName(rawValue: name), record) {
        let known = curve.means.filter(\.isFinite)
        #expect(known.count == ScaleCurve.factors.count, "\(name)")
        #expect((known.max() ?? 1) - (known.min() ?? 0) < 0.005, "\(name) \(curve.stream)")
      }
    }
    for name in ["softmax", "elu", "exp"] {
      let means = try #require(try curves(MechanismName(rawValue: name), record).first).means
      #expect((means.max() ?? 0) - (means.min() ?? 0) > 0.005, "\(name)")
    }
  }

  @Test func manyQueriesAreSampledEvenly() throws {
    let curve = try #require(
      try curves(.softmax, record(grid: TokenGrid(rows: 12, columns: 11))).first)
    #expect(curve.queries == 44)
    let cancelled = Cancellation()
    cancelled.cancel()
    let reading = try #require(Reading.all.first { $0.name == .softmax })
    #expect(throws: Cancelled.self) {
      try ScaleCurve.all(
        reading, exponent: 3, record(), head: 1, cancellation: cancelled, progress: { _ in })
    }
  }

  @Test(
    arguments: ["80x24", "120x36", "200x60"],
    [
      (Synthetic.Shape.twin, Synthetic.Shape.deep), (.windows, .pyramid), (.single, .wide),
    ])
  func bothChartsAreThere(size: String, pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let viewer = try Synthetic.viewer(pair.0, pair.1, size: size)
    try viewer.type("5")
    var seen: Set<String> = []
    for page in 0..<8 {
      let text = viewer.text
      #expect(!viewer.frame().isCut)
      #expect(!text.contains("to come"))
      if text.contains("against p") { seen.insert("p") }
      if text.contains("against t") {
        seen.insert("t")
        #expect(text.contains("changes with t: ") || text.contains("no change with t: "))
        if page == 0 { #expect(text.contains("changes with t: softmax")) }
      }
      try viewer.type(")")
    }
    #expect(seen == ["p", "t"])
  }

  /// The chart is about the kernels on the page, each computed once.
  @Test func everyPageHasItsKernels() throws {
    let viewer = try Synthetic.viewer(size: "200x60")
    try viewer.type("5")
    let first = viewer.viewer.findings.results(SweepScale.self).count
    #expect(first > 0)
    try viewer.type(")")
    let second = viewer.viewer.findings.results(SweepScale.self).count
    #expect(second > first)
    try viewer.type("(")
    #expect(viewer.viewer.findings.results(SweepScale.self).count == second)
    try viewer.type("+")
    let names = viewer.viewer.findings.results(SweepScale.self).keys
    #expect(names.contains { $0.exponent == 3.25 } && names.contains { $0.exponent == nil })
  }
}
