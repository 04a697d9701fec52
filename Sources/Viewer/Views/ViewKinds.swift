// The views that there are, in the order of their keys.

extension ViewKind: CaseIterable, RawRepresentable {
  package static let allCases = [
    HeadsView(), CompareView(), PolarityView(), EntropyView(), LensView(), RolloutView(),
    ModelView(), TokensView(),
  ].map { (view: any ScreenView) in ViewKind(view) }

  /// Where the viewer starts, and where Escape leads.
  package static var first: ViewKind { allCases[0] }

  /// The key that opens it.
  var number: Int { (ViewKind.allCases.firstIndex(of: self) ?? 0) + 1 }

  /// The name on the command line.
  package var rawValue: String { screen.name }

  package init?(rawValue: String) {
    guard let view = ViewKind.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = view
  }
}
