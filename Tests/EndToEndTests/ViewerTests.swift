// The viewer in a terminal: the default start, the keys that move, files, resizing, and how it leaves.
import FoundationEssentials
import Samples
import Testing

@Suite struct ViewerTests {
  /// What the screen shows when both default models have been examined.
  private func isComplete(_ screen: String) -> Bool {
    screen.contains("softmax · attention") && screen.contains("polarity · same")
      && screen.contains("polarity · opposite") && entropies(screen).count == 3
  }

  /// The entropies under the panels, in their order.
  private func entropies(_ screen: String) -> [Substring] {
    screen.matches(of: /H (\d+\.\d\d)/).map(\.output.1)
  }

  /// The viewer on the bundled twins, both examined.
  private func startOnTwins(columns: Int = 120, rows: Int = 36) throws -> TerminalSession {
    let session = try TerminalSession(columns: columns, rows: rows, [])
    try session.wait(for: "both models' maps", until: isComplete)
    return session
  }

  @Test func theDefaultStartShowsTheTwinsSideBySide() throws {
    let session = try startOnTwins()
    let screen = try session.screen()
    for name in Samples.defaultModels { #expect(screen.contains(name)) }
    let image = try #require(Samples.images.first?.split(separator: "/").last)
    #expect(screen.contains(image))
    #expect(try session.modes().alternateScreen)
  }

  @Test(arguments: ["Right", "]", "n"])
  func movingChangesTheMapsOfBothModels(key: String) throws {
    let session = try startOnTwins()
    let before = entropies(try session.screen())
    try session.type(key)
    try session.wait(for: "other entropies in each panel") { screen in
      let after = entropies(screen)
      return isComplete(screen) && zip(before, after).allSatisfy { $0 != $1 }
    }
  }
}
