// A compiled terminal description (term(5)): read, given direct color, and written again.

import Glibc

/// The description of a terminal as ncurses compiles it.
package struct TerminfoEntry: Equatable, Sendable {
  private var names: [UInt8]
  private var booleans: [UInt8]
  private var numbers: [Int32]
  private var strings: [Capability]
  private var extendedBooleans: [(name: [UInt8], value: UInt8)] = []
  private var extendedNumbers: [(name: [UInt8], value: Int32)] = []
  private var extendedStrings: [(name: [UInt8], value: Capability)] = []

  private enum Capability: Equatable, Sendable {
    case absent
    case cancelled
    case text([UInt8])
  }

  /// Indices of capabilities in the standard tables (term.h).
  private enum Index {
    static let canChange = 27
    static let maxColors = 13
    static let maxPairs = 14
    static let cursorAddress = 10
    static let originalPair = 297
    static let originalColors = 298
    static let initializeColor = 299
    static let foreground = 359
    static let background = 360
  }

  /// The number of colors; 0 when the description says nothing.
  package var colors: Int {
    Index.maxColors < numbers.count ? max(0, Int(numbers[Index.maxColors])) : 0
  }

  /// Whether color numbers are RGB values already.
  package var hasRGB: Bool {
    let name = Array("RGB".utf8)
    return extendedBooleans.contains { $0.name == name && $0.value == 1 }
      || extendedNumbers.contains { $0.name == name && $0.value > 0 }
      || extendedStrings.contains { $0.name == name && $0.value != .absent }
  }

  package var canMoveCursor: Bool {
    guard Index.cursorAddress < strings.count, case .text = strings[Index.cursorAddress] else { return false }
    return true
  }

  package static func == (one: TerminfoEntry, other: TerminfoEntry) -> Bool { one.compiled == other.compiled }
}

// MARK: Direct color

extension TerminfoEntry {
  /// The description with color numbers 0xRRGGBB: 0…7 stay palette colors, others are sent as
  /// `38;2;R;G;B`. The palette can no longer be redefined.
  package func withDirectColor() -> TerminfoEntry {
    var entry = self
    entry.grow()
    entry.numbers[Index.maxColors] = 0x100_0000
    entry.numbers[Index.maxPairs] = 0x1_0000
    entry.booleans[Index.canChange] = 0
    entry.strings[Index.originalColors] = .absent
    entry.strings[Index.initializeColor] = .absent
    func sequence(_ base: Int) -> Capability {
      .text(
        Array(
          "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e\(base)8;2;%p1%{65536}%/%d;%p1%{256}%/%{255}%&%d;%p1%{255}%&%d%;m"
            .utf8))
    }
    entry.strings[Index.foreground] = sequence(3)
    entry.strings[Index.background] = sequence(4)
    let rgb = Array("RGB".utf8)
    entry.extendedBooleans.removeAll { $0.name == rgb }
    entry.extendedNumbers.removeAll { $0.name == rgb }
    entry.extendedStrings.removeAll { $0.name == rgb }
    entry.extendedBooleans.insert((rgb, 1), at: 0)
    return entry
  }

  /// The description with a palette of `count` colors, 256 at most, that are chosen as xterm does.
  package func withPalette(of count: Int) -> TerminfoEntry {
    var entry = self
    entry.grow()
    entry.numbers[Index.maxColors] = Int32(min(256, count))
    entry.numbers[Index.maxPairs] = 0x1_0000
    func sequence(_ base: Int, bright: Int) -> Capability {
      .text(
        Array(
          "\u{1B}[%?%p1%{8}%<%t\(base)%p1%d%e%p1%{16}%<%t\(bright)%p1%{8}%-%d%e\(base)8;5;%p1%d%;m".utf8))
    }
    entry.strings[Index.foreground] = sequence(3, bright: 9)
    entry.strings[Index.background] = sequence(4, bright: 10)
    return entry
  }

  /// The value of `TERMINFO` that hands this description to ncurses.
  package var environmentValue: String {
    let digits = Array("0123456789ABCDEF".utf8)
    var text = Array("hex:".utf8)
    for byte in compiled {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }

  private mutating func grow() {
    while booleans.count <= Index.canChange { booleans.append(0) }
    while numbers.count <= Index.maxPairs { numbers.append(-1) }
    while strings.count <= Index.background { strings.append(.absent) }
    // Without a way back to the terminal's own colors curses would use none.
    if case .text = strings[Index.originalPair] { return }
    strings[Index.originalPair] = .text(Array("\u{1B}[39;49m".utf8))
  }
}

// MARK: Finding and reading

extension TerminfoEntry {
  /// Looks the type up where ncurses would; nil when it is not in a file there.
  package static func find(type: String, environment: [String: String]) -> TerminfoEntry? {
    guard let first = type.utf8.first, !type.contains("/"), !type.hasPrefix(".") else { return nil }
    var folders: [String] = []
    if let folder = environment["TERMINFO"], folder.hasPrefix("/") { folders.append(folder) }
    if let home = environment["HOME"] { folders.append(home + "/.terminfo") }
    if let list = environment["TERMINFO_DIRS"] { folders += list.split(separator: ":").map(String.init) }
    folders += [
      "/etc/terminfo", "/lib/terminfo", "/usr/share/terminfo", "/usr/lib/terminfo",
      "/usr/local/share/terminfo",
    ]
    let hexadecimal = String(first, radix: 16)
    for folder in folders {
      for sub in [String(decoding: [first], as: UTF8.self), hexadecimal] {
        guard let bytes = contents(of: "\(folder)/\(sub)/\(type)") else { continue }
        if let entry = TerminfoEntry(compiled: bytes) { return entry }
      }
    }
    return nil
  }

  /// The description that takes the place of one that is not installed.
  package static let commonType = "xterm-256color"

  /// Terminals that understand what xterm-256color describes, by their type up to the first hyphen.
  private static let likeXterm: Set<String> = [
    "xterm", "kitty", "foot", "alacritty", "wezterm", "ghostty", "contour", "rio", "konsole", "vte", "gnome",
    "iterm", "iterm2", "mintty", "putty", "st", "stterm", "tmux", "rxvt",
  ]

  /// Whether a terminal of this type, or one without a type, can be expected to understand `commonType`.
  package static func isLikeXterm(_ type: String) -> Bool {
    let family = type.prefix { $0 != "-" }.lowercased()
    return type.isEmpty || (type != commonType && likeXterm.contains(family))
  }

  private static func contents(of path: String) -> [UInt8]? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: 32768)
    let count = read(descriptor, &bytes, bytes.count)
    return count > 0 ? Array(bytes[..<count]) : nil
  }

  /// The most bytes of a compiled description that ncurses reads, and that the 16-bit places in it can name.
  private static let longest = 32768

  /// Reads the compiled form, with 16-bit or 32-bit numbers; nil when it is damaged, and when it could not be written
  /// again: capabilities may share their texts, which then are longer together than the file.
  package init?(compiled bytes: [UInt8]) {
    self.init(reading: bytes)
    guard withDirectColor().fitsItsFormat, withPalette(of: 256).fitsItsFormat, fitsItsFormat else {
      return nil
    }
  }

  private init?(reading bytes: [UInt8]) {
    guard bytes.count <= Self.longest else { return nil }
    var reader = Reader(bytes: bytes)
    guard let magic = reader.short(), magic == 0o432 || magic == 0o1036 else { return nil }
    let isWide = magic == 0o1036
    guard let header = reader.shorts(5), header.allSatisfy({ $0 >= 0 }),
      let names = reader.take(header[0]), let booleans = reader.take(header[1])
    else { return nil }
    reader.align()
    guard let numbers = reader.numbers(header[2], wide: isWide), let offsets = reader.shorts(header[3]),
      let table = reader.take(header[4])
    else { return nil }
    self.names = names
    self.booleans = booleans
    self.numbers = numbers
    guard let strings = Reader.capabilities(at: offsets, in: table) else { return nil }
    self.strings = strings

    // The extended part: counts, values, then one table with the values' texts followed by the names.
    reader.align()
    guard let counts = reader.shorts(5), counts.allSatisfy({ $0 >= 0 }) else { return }
    let (booleanCount, numberCount, stringCount) = (counts[0], counts[1], counts[2])
    guard let values = reader.take(booleanCount) else { return }
    reader.align()
    guard let extraNumbers = reader.numbers(numberCount, wide: isWide),
      let valueOffsets = reader.shorts(stringCount),
      let nameOffsets = reader.shorts(booleanCount + numberCount + stringCount),
      let extraTable = reader.take(counts[4])
    else { return }
    guard let texts = Reader.capabilities(at: valueOffsets, in: extraTable) else { return nil }
    let nameBase = zip(valueOffsets, texts).reduce(0) { end, next in
      guard case .text(let text) = next.1 else { return end }
      return max(end, next.0 + text.count + 1)
    }
    guard let named = Reader.capabilities(at: nameOffsets.map { nameBase + $0 }, in: extraTable) else {
      return nil
    }
    let extraNames = named.map { capability -> [UInt8] in
      if case .text(let name) = capability { name } else { [] }
    }
    guard extraNames.allSatisfy({ !$0.isEmpty }) else { return }
    extendedBooleans = (0..<booleanCount).map { (extraNames[$0], values[$0]) }
    extendedNumbers = (0..<numberCount).map { (extraNames[booleanCount + $0], extraNumbers[$0]) }
    extendedStrings = (0..<stringCount).map { (extraNames[booleanCount + numberCount + $0], texts[$0]) }
  }

  private struct Reader {
    let bytes: [UInt8]
    var position = 0

    mutating func take(_ count: Int) -> [UInt8]? {
      guard count >= 0, count <= bytes.count - position else { return nil }
      defer { position += count }
      return Array(bytes[position..<position + count])
    }

    mutating func short() -> Int? {
      take(2).map { Int(Int16(bitPattern: UInt16($0[0]) | UInt16($0[1]) << 8)) }
    }

    mutating func shorts(_ count: Int) -> [Int]? {
      guard count <= (bytes.count - position) / 2 else { return nil }
      return (0..<count).compactMap { _ in short() }
    }

    mutating func numbers(_ count: Int, wide: Bool) -> [Int32]? {
      if !wide { return shorts(count)?.map { Int32($0) } }
      guard let raw = take(4 * count) else { return nil }
      return (0..<count).map { i in
        Int32(bitPattern: (0..<4).reduce(UInt32(0)) { $0 | UInt32(raw[4 * i + $1]) << UInt32(8 * $1) })
      }
    }

    mutating func align() { position += position & 1 }

    /// The capabilities at several places; nil where their texts are longer together than a description may be.
    static func capabilities(at offsets: [Int], in table: [UInt8]) -> [Capability]? {
      var length = 0
      var found: [Capability] = []
      for offset in offsets {
        let capability = capability(at: offset, in: table)
        if case .text(let text) = capability { length += text.count + 1 }
        guard length <= TerminfoEntry.longest else { return nil }
        found.append(capability)
      }
      return found
    }

    private static func capability(at offset: Int, in table: [UInt8]) -> Capability {
      if offset == -2 { return .cancelled }
      guard offset >= 0, offset < table.count, let end = table[offset...].firstIndex(of: 0) else {
        return .absent
      }
      return .text(Array(table[offset..<end]))
    }
  }
}

// MARK: Writing

extension TerminfoEntry {
  private var fitsItsFormat: Bool { compiled.count <= Self.longest }

  /// The compiled form with 32-bit numbers.
  package var compiled: [UInt8] {
    var (table, offsets) = TerminfoEntry.table(strings)
    var result = Writer()
    result.shorts([0o1036, names.count, booleans.count, numbers.count, strings.count, table.count])
    result.bytes += names + booleans
    result.align()
    result.numbers(numbers)
    result.shorts(offsets)
    result.bytes += table
    guard !(extendedBooleans.isEmpty && extendedNumbers.isEmpty && extendedStrings.isEmpty) else {
      return result.bytes
    }

    result.align()
    (table, offsets) = TerminfoEntry.table(extendedStrings.map(\.value))
    let allNames = extendedBooleans.map(\.name) + extendedNumbers.map(\.name) + extendedStrings.map(\.name)
    let (nameTable, nameOffsets) = TerminfoEntry.table(allNames.map { .text($0) })
    let texts = offsets.filter { $0 >= 0 }.count + allNames.count
    result.shorts([
      extendedBooleans.count, extendedNumbers.count, extendedStrings.count, texts,
      table.count + nameTable.count,
    ])
    result.bytes += extendedBooleans.map(\.value)
    result.align()
    result.numbers(extendedNumbers.map(\.value))
    result.shorts(offsets + nameOffsets)
    result.bytes += table + nameTable
    return result.bytes
  }

  private static func table(_ capabilities: [Capability]) -> (table: [UInt8], offsets: [Int]) {
    var table: [UInt8] = []
    let offsets = capabilities.map { capability -> Int in
      switch capability {
      case .absent: return -1
      case .cancelled: return -2
      case .text(let text):
        defer { table += text + [0] }
        return table.count
      }
    }
    return (table, offsets)
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func shorts(_ values: [Int]) {
      for value in values {
        let word = UInt16(bitPattern: Int16(truncatingIfNeeded: value))
        bytes += [UInt8(word & 0xFF), UInt8(word >> 8)]
      }
    }

    mutating func numbers(_ values: [Int32]) {
      for value in values {
        let word = UInt32(bitPattern: value)
        bytes += (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32(8 * $0)) }
      }
    }

    mutating func align() { if bytes.count & 1 == 1 { bytes.append(0) } }
  }
}
