// The two models on the screen.

enum Side: Int, CaseIterable, Sendable {
  case a, b

  var letter: String { self == .a ? "A" : "B" }
  var other: Side { self == .a ? .b : .a }
}
