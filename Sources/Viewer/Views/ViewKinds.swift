// The views that there are, in the order of their keys.

private let screens: [any ScreenView] = [
  HeadsView(), CompareView(), PolarityView(), EntropyView(), LensView(), RolloutView(), ModelView(),
  TokensView(),
]

extension ViewKind: CaseIterable, RawRepresentable, CustomStringConvertible {
  package static let allCases = screens.indices.map { ViewKind(index: $0) }

  /// Where the viewer starts, and where Escape leads.
  package static var first: ViewKind { allCases[0] }

  /// What it shows, and how.
  var screen: any ScreenView { screens[index] }

  /// The key that opens it.
  var number: Int { index + 1 }

  /// The name on the command line.
  package var rawValue: String { screen.name }

  package init?(rawValue: String) {
    guard let view = ViewKind.allCases.first(where: { $0.rawValue == rawValue }) else { return nil }
    self = view
  }

  package var description: String { screen.name }

  func heeds(_ settings: ViewSettings) -> Bool { screen.settings.isSuperset(of: settings) }
}
