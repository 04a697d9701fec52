// Compiled terminal descriptions: read, written, and given direct color.

import Testing

@testable import TerminalUI

@Suite struct TerminfoEntryTests {
  private func entry(_ type: String) throws -> TerminfoEntry {
    try #require(TerminfoEntry.find(type: type, environment: [:]))
  }

  @Test(arguments: ["xterm-256color", "tmux-256color", "screen", "linux", "vt100"])
  func writingAndReadingKeepsEverything(type: String) throws {
    let original = try entry(type)
    #expect(TerminfoEntry(compiled: original.compiled) == original)
    #expect(original.canMoveCursor)
  }

  @Test func directColorIsAdded() throws {
    let original = try entry("xterm-256color")
    #expect(original.colors == 256 && !original.hasRGB)
    let direct = try #require(TerminfoEntry(compiled: original.withDirectColor().compiled))
    #expect(direct.colors == 0x100_0000 && direct.hasRGB)
    #expect(direct.withDirectColor() == direct)
  }

  @Test func knowsTerminalsThatCannotMoveTheCursor() throws {
    #expect(try entry("dumb").canMoveCursor == false)
    #expect(TerminfoEntry.find(type: "../x", environment: [:]) == nil)
    #expect(TerminfoEntry.find(type: "", environment: [:]) == nil)
  }

  @Test func damagedDescriptionsAreRefusedNotTrusted() throws {
    let bytes = try entry("xterm-256color").withDirectColor().compiled
    for length in 0..<bytes.count { _ = TerminfoEntry(compiled: Array(bytes[..<length])) }
    for position in 0..<min(64, bytes.count) {
      for value: UInt8 in [0, 0x7F, 0x80, 0xFF] {
        var damaged = bytes
        damaged[position] = value
        _ = TerminfoEntry(compiled: damaged)
      }
    }
    #expect(TerminfoEntry(compiled: Array(bytes[..<11])) == nil)
    #expect(TerminfoEntry(compiled: []) == nil)
  }

  /// Capabilities may share a text in the file; what is written gives each its own, and ncurses reads 32 KB of that.
  @Test(arguments: [(20, true), (40, false), (14_000, false)])
  func sharedTextsAreNoBomb(capabilities: Int, isRead: Bool) {
    let text = [UInt8](repeating: UInt8(ascii: "a"), count: 1000) + [0]
    let counts = [0o432, 2, 0, 0, capabilities, text.count]
    let bytes =
      counts.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] } + Array("x\0".utf8)
      + [UInt8](repeating: 0, count: 2 * capabilities) + text
    let entry = TerminfoEntry(compiled: bytes)
    #expect((entry != nil) == isRead)
    if let entry { #expect(TerminfoEntry(compiled: entry.withDirectColor().compiled) != nil) }
  }
}
