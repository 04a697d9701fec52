// The two models on the screen.

package enum Side: Int, CaseIterable, Sendable {
  case a, b

  package var letter: String { self == .a ? "A" : "B" }
  var other: Side { self == .a ? .b : .a }
}
