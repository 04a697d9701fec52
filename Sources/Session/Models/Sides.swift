// Two models beside each other.

/// One thing of each of the two models that are compared.
package struct Sides<Value> {
  package var a: Value
  package var b: Value

  package init(a: Value, b: Value) {
    self.a = a
    self.b = b
  }

  /// Both, transformed alike.
  package func map<Result, Problem: Error>(
    _ transform: (Value) throws(Problem) -> Result
  ) throws(Problem) -> Sides<Result> {
    Sides<Result>(a: try transform(a), b: try transform(b))
  }
}

extension Sides: Sendable where Value: Sendable {}
extension Sides: Equatable where Value: Equatable {}
extension Sides: Hashable where Value: Hashable {}
