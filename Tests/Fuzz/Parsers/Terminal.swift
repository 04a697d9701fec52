// What terminals and users type: terminal descriptions, escape sequences, names of keys, values of options.
import Attention
import Files
import Glibc
import Session
import TerminalUI
import TestSupport
import Viewer

extension FuzzedParsers {
  static let terminal: [FuzzedParser] = [
    FuzzedParser(
      name: "terminfo", subject: "compiled terminal descriptions",
      seeds: {
        ["x/xterm-256color", "s/screen", "l/linux", "x/xterm-direct"].compactMap { name in
          ["/lib/terminfo", "/usr/share/terminfo"].lazy.compactMap {
            try? RegularFile.contents(of: "\($0)/\(name)", limit: 1 << 15)
          }.first
        }
      },
      parse: readDescription),
    FuzzedParser(
      name: "escapes", subject: "escape sequences that terminals send",
      seeds: {
        [
          "\u{1B}[<0;10;5M", "\u{1B}[1;5A", "\u{1B}OP", "\u{1B}]11;rgb:0000/0000/0000\u{1B}\\",
          "\u{1B}P1+r544e\u{7}",
          "\u{1B}[200~q\u{1B}[201~",
        ]
        .map { Array($0.utf8) }
      },
      longest: 512,
      mutator: TextMutator(words: ["\u{1B}", "[", "O", "]", "\u{7}", "\\", ";", "\u{1B}[200~", "\u{1B}[201~"]
      ),
      parse: followEscape),
    FuzzedParser(
      name: "keys", subject: "names of keys", seeds: { [Array("Right C-l ^x ] F12 BTab Space é".utf8)] },
      longest: 256, mutator: TextMutator(words: ["Right", "C-", "^", "F", "Space", " ", "Escape"]),
      parse: readKeys),
    FuzzedParser(
      name: "arguments", subject: "values of options",
      seeds: {
        [
          "all", "0,2-5", "3,4", "cls", "reg0", "mean", "1,2,5,8", "0.5,0.5,0.5", "224", "192x256", "-1,2.5",
          "3/8",
          "120x36", "a.svg",
        ].map { Array($0.utf8) }
      },
      longest: 64, mutator: TextMutator(words: ["all", "cls", "reg", ",", "-", "x", "/", ".", "svg"]),
      parse: readArguments),
  ]

  /// A description that is read is written and read again as the same, also with other colors.
  @Sendable private static func readDescription(_ bytes: [UInt8]) throws {
    guard let entry = TerminfoEntry(compiled: bytes) else { return }
    try demand(entry.colors >= 0, "\(entry.colors) colors")
    // One of the three that the program may hand to ncurses, by the length of the input.
    let direct = entry.withDirectColor()
    let written = [entry, direct, entry.withPalette(of: 256)][bytes.count % 3]
    let compiled = written.compiled
    try demand(compiled.count <= 32768, "\(compiled.count) bytes are more than ncurses reads")
    guard let again = TerminfoEntry(compiled: compiled) else { throw Fault("what is written is not read") }
    try demand(again.compiled == compiled, "what is written is read as something else")
    try demand(written.environmentValue.utf8.count == 4 + 2 * compiled.count, "a value of another length")
    try demand(
      direct.colors == 0x100_0000 && direct.hasRGB, "no direct color")
  }

  /// A sequence ends: at the latest where a string is too long to be one. A paste keeps no more than was pasted.
  @Sendable private static func followEscape(_ bytes: [UInt8]) throws {
    var sequence = EscapeSequence()
    var paste: PastedText?
    var length = 1
    for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
      length += 1
      if paste != nil {
        if paste?.take(scalar.value) == true {
          let kept = paste?.text.unicodeScalars.count ?? 0
          try demand(kept < length, "more text than was pasted")
          paste = nil
          length = 1
        }
        continue
      }
      _ = Key(scalar: scalar)?.label
      switch sequence.take(scalar.value) {
      case .unfinished: try demand(length <= 4096, "a sequence of \(length) characters has no end")
      case .paste:
        paste = PastedText()
        (sequence, length) = (EscapeSequence(), 1)
      case .complete, .keys:
        (sequence, length) = (EscapeSequence(), 1)
      }
    }
  }

  @Sendable private static func readKeys(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    // The program escapes what it repeats of its arguments, the names of keys among them.
    guard let keys = try? Key.sequence(text) else { return }
    try demand(keys.allSatisfy { !$0.label.isEmpty }, "a key without a label")
  }

  @Sendable private static func readArguments(_ bytes: [UInt8]) throws {
    let text = String(decoding: bytes, as: UTF8.self)
    let count = 12
    if let selection = IndexSelection(text) {
      let found = selection.indices(below: count)
      try demand(found == found.sorted() && found.allSatisfy((0..<count).contains), "\(found)")
      do {
        let checked = try selection.indices(below: count, of: "layer")
        try demand(checked == found, "\(checked) is not \(found)")
      } catch let error as SelectionError {
        try checkRefusal(error)
      }
    }
    if let query = QuerySelection(text) {
      do {
        let geometry = AttentionGeometry(
          queryGrid: TokenGrid(rows: 4, columns: 6), keyGrid: TokenGrid(rows: 2, columns: 3),
          prefix: [.classToken])
        if case .spatial(let position)? = try query.query(
          in: geometry, layer: 0, height: 34, width: 50, coveredHeight: 32, coveredWidth: 48)
        {
          try demand(geometry.queryGrid.contains(position), "\(position) is outside")
        }
      } catch let error as SelectionError {
        try checkRefusal(error)
      }
    }
    if let shard = Shard(text) {
      let parts = (0..<100).filter(shard.contains)
      try demand(parts.count <= 100 / shard.count + 1, "\(parts.count) of 100")
    }
    if let numbers = try? counts(text) {
      try demand(numbers.allSatisfy { $0 > 0 } && !numbers.isEmpty, "\(numbers)")
    }
    if let numbers = try? channels(text) {
      try demand(numbers.count == 3 && numbers.allSatisfy(\.isFinite), "\(numbers)")
    }
    if let (low, high) = try? bounds(text) { try demand(low < high && (high - low) > 0, "\(low), \(high)") }
    if let size = try? ImageSize(text) { try demand(size.height > 0 && size.width > 0, "\(size)") }
    if let size = Size(text) { try demand((1...4096).contains(size.columns), size.description) }
    _ = ScreenshotFormat(path: text)
    _ = ViewKind(rawValue: text)
    _ = MapKind(rawValue: text)
    _ = Metric.Name(text)
    let escaped = text.escaped
    try demand(escaped.escaped == escaped, "escaping twice changes a text")
    try demand(text.abridged.unicodeScalars.count <= 200 * 10, "an abridged name of \(text.abridged.count)")
  }
}
