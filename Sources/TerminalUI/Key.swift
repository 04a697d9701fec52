// Keys and the names that tmux gives them: `Right`, `C-l`, `M-x`, `]`, `F5`, `Space`.

package enum Key: Hashable, Sendable {
  case character(Character)
  /// Control with a lower-case letter or one of `@ [ \ ] ^ _`.
  case control(Character)
  case up, down, left, right
  case pageUp, pageDown, home, end
  case tab, backTab, enter, escape, backspace, delete, insert
  case function(Int)
}

package struct UnknownKey: Error, Equatable, CustomStringConvertible {
  package let name: String
  package var description: String {
    "'\(name)' is no key; use one character or a tmux name such as Right, PageDown, Tab, Escape, Space, C-l"
  }
}

extension Key {
  private static let named: [(name: String, key: Key)] = [
    ("Up", .up), ("Down", .down), ("Left", .left), ("Right", .right),
    ("PageUp", .pageUp), ("PPage", .pageUp), ("PgUp", .pageUp),
    ("PageDown", .pageDown), ("NPage", .pageDown), ("PgDn", .pageDown),
    ("Home", .home), ("End", .end), ("Tab", .tab), ("BTab", .backTab), ("Enter", .enter),
    ("Escape", .escape), ("Esc", .escape), ("BSpace", .backspace), ("DC", .delete), ("Delete", .delete),
    ("IC", .insert), ("Insert", .insert), ("Space", .character(" ")),
  ]

  /// Reads a tmux key name.
  package init(name: String) throws {
    if let known = Key.named.first(where: { $0.name == name }) {
      self = known.key
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else if name.count == 3, name.hasPrefix("C-") || name.hasPrefix("^-"), let letter = name.last,
      letter.isASCII
    {
      self = .control(Character(letter.lowercased()))
    } else if name.count == 2, name.first == "^", let letter = name.last, letter.isASCII {
      self = .control(Character(letter.lowercased()))
    } else if name.first == "F", let number = Int(name.dropFirst()), (1...63).contains(number) {
      self = .function(number)
    } else {
      throw UnknownKey(name: name)
    }
  }

  /// Reads key names separated by blanks.
  package static func sequence(_ text: String) throws -> [Key] {
    try text.split(separator: " ").map { try Key(name: String($0)) }
  }

  /// The name in the help: `→`, `^L`, `Tab`.
  package var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let character): String(character)
    case .control(let letter): "^\(letter.uppercased())"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .escape: "Esc"
    case .backTab: "Shift-Tab"
    case .backspace: "Backspace"
    case .function(let number): "F\(number)"
    default: Key.named.first { $0.key == self }?.name ?? "?"
    }
  }

  /// What a terminal sends as one character.
  package init?(scalar: Unicode.Scalar) {
    switch scalar.value {
    case 9: self = .tab
    case 10, 13: self = .enter
    case 27: self = .escape
    case 8, 127: self = .backspace
    case 0: self = .control("@")
    case 1...26: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 96)))
    case 28...31: self = .control(Character(Unicode.Scalar(UInt8(scalar.value) + 64)))
    default: self = .character(Character(scalar))
    }
  }
}
