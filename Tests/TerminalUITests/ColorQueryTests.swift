// What terminals answer when they are asked for direct colors, and what is typed meanwhile.

import Glibc
import Testing

@testable import TerminalUI

@Suite struct ColorQueryTests {
  private func query(_ answer: String) -> ColorQuery {
    var query = ColorQuery()
    for byte in answer.utf8 { query.take(byte) }
    return query
  }

  private static let attributes = "\u{1b}[?64;1;22c"

  @Test(arguments: [
    ("\u{1b}P1+r524742=38\u{1b}\\\u{1b}P0+r5463\u{1b}\\", true), ("\u{1b}P1+r5463\u{1b}\\", true),
    ("\u{1b}P0+r524742\u{1b}\\\u{1b}P0+r5463\u{1b}\\", false),
    ("\u{1b}P0+r\u{1b}\\\u{1b}P0+r\u{1b}\\", false), ("", false),
  ])
  func answersAreUnderstood(answer: String, hasRGB: Bool) {
    let query = query(answer + Self.attributes)
    #expect(query.hasRGB == hasRGB && query.isComplete && query.keys.isEmpty)
  }

  @Test func whatIsTypedIsKept() {
    let query = query("]q\u{1b}P1+r524742\u{1b}\\é\u{1b}[A\u{1b}OB\u{1b}[9;9~\u{1b}q" + Self.attributes)
    let keys: [Key] = [
      .character("]"), .character("q"), .character("é"), .up, .down, .escape, .character("q"),
    ]
    #expect(query.keys == keys && query.hasRGB && query.isComplete)
    #expect(!self.query("\u{1b}P1+r524742").isComplete)
    // What never ends is no answer.
    let endless = self.query("\u{1b}P" + String(repeating: "a", count: 300))
    #expect(!endless.isComplete && endless.keys.count < 256)
  }

  /// A terminal that answers, and one that does not, behind a pseudo-terminal.
  @Test(arguments: [true, false]) func aTerminalIsAsked(answers: Bool) throws {
    var (master, slave): (Int32, Int32) = (-1, -1)
    try #require(openpty(&master, &slave, nil, nil, nil) == 0)
    defer {
      close(slave)
      close(master)
    }
    if answers {
      let answer = Array(("\u{1b}P1+r524742\u{1b}\\" + Self.attributes).utf8)
      #expect(write(master, answer, answer.count) == answer.count)
    }
    let query = try #require(ColorQuery.ask(input: slave, output: slave, patience: answers ? 5000 : 20))
    #expect(query.hasRGB == answers && query.isComplete == answers)
    // The echo of what was typed before the question may come first, and alone.
    var asked = ""
    var buffer = [UInt8](repeating: 0, count: 256)
    while !asked.contains(ColorQuery.question) {
      var descriptor = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
      try #require(poll(&descriptor, 1, 5000) == 1, "\(asked)")
      let count = read(master, &buffer, buffer.count)
      try #require(count > 0)
      asked += String(decoding: buffer.prefix(count), as: UTF8.self)
    }
    #expect(ColorQuery.ask(input: -1, output: -1) == nil)
  }
}
