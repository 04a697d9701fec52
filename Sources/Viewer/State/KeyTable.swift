// The one table of keys: it drives dispatch, the key line, help and the documentation.

import TerminalUI

/// What a key does.
enum Action: Hashable, Sendable {
  case moveQuery(rows: Int, columns: Int)
  case moveLayer(Int)
  case moveHead(Int)
  case toggleFocus
  case toggleLink
  case togglePin
  case bookmark
  case goBack
  case goForward
  case exchangeModel(Int)
  case moveImage(Int)
  case nextMap(Int)
  case nextColorMap
  case nextScale
  case nextQueryMode
  case toggleProbe
  case toggleIncoming
  case toggleOverlay
  case jumpToDifference
  case switchHeadOff
  case hidePatch
  case restore
  case changeExponent(Float)
  case nextOrder
  case nextMetric(Int)
  case enter
  case dump(wholeLayer: Bool)
  case screenshot
  case saveSession
  case figure
  case showCommands
  case showModelCard
  case goTo
  case palette(CommandPalette.Scope)
  case lastLayer, firstHead, lastHead
  case show(ViewKind)
  case nextZoom
  case nextView
  case turnPage(Int)
  case toggleMouse
  case redraw
  case help
  case back
  case quit
}

struct KeyBinding: Sendable {
  enum Group: String, CaseIterable, Sendable {
    case place = "Where"
    case picture = "What and how"
    case views = "Views"
    case heads = "Heads and patches"
    case files = "Files"
    case program = "Program"
  }

  let keys: [Key]
  let action: Action
  let group: Group
  let help: String
  /// The word on the key line; nil leaves the key to help.
  let hint: String?
  /// The hint is given in views that heed these.
  let hintNeeds: ViewSettings
  /// Hints of high rank give way first on a narrow line.
  let hintRank: HintRank
  /// It works in views that heed these settings.
  let needs: ViewSettings

  /// The order of the hints on the key line.
  enum HintRank: CaseIterable, Sendable {
    case moving, ofTheView, usual, spacious
  }

  init(
    _ keys: [Key], _ action: Action, _ group: Group, _ help: String, hint: String? = nil,
    rank: HintRank? = nil, hintNeeds: ViewSettings? = nil, needs: ViewSettings = []
  ) {
    self.hintNeeds = hintNeeds ?? needs
    hintRank = rank ?? (self.hintNeeds.isEmpty ? .usual : .ofTheView)
    self.keys = keys
    self.action = action
    self.group = group
    self.help = help
    self.hint = hint
    self.needs = needs
  }
}

enum KeyTable {
  static let bindings: [KeyBinding] =
    [
      KeyBinding(
        [.left, .character("h")], .moveQuery(rows: 0, columns: -1), .place, "query left", hint: "query",
        rank: .moving),
      KeyBinding(
        [.down, .character("j")], .moveQuery(rows: 1, columns: 0), .place, "query down", hint: "query",
        rank: .moving),
      KeyBinding(
        [.up, .character("k")], .moveQuery(rows: -1, columns: 0), .place, "query up", hint: "query",
        rank: .moving),
      KeyBinding(
        [.right, .character("l")], .moveQuery(rows: 0, columns: 1), .place, "query right", hint: "query",
        rank: .moving),
      KeyBinding(
        [.character("["), .pageUp], .moveLayer(-1), .place, "previous layer", hint: "layer", rank: .moving),
      KeyBinding(
        [.character("]"), .pageDown], .moveLayer(1), .place, "next layer", hint: "layer", rank: .moving),
      KeyBinding(
        [.character(","), .character("<")], .moveHead(-1), .place, "previous head, in the order of the view",
        hint: "head",
        rank: .moving),
      KeyBinding(
        [.character("."), .character(">")], .moveHead(1), .place, "next head, in the order of the view",
        hint: "head", rank: .moving),
      KeyBinding([.character("n")], .moveImage(1), .place, "next image", hint: "image"),
      KeyBinding([.character("p")], .moveImage(-1), .place, "previous image", hint: "image"),
      KeyBinding([.tab], .toggleFocus, .place, "focus the other model", hint: "focus"),
      KeyBinding(
        [.character("}")], .exchangeModel(1), .place,
        "next model on the focused side; while A and B are linked, not that of the other"),
      KeyBinding([.character("{")], .exchangeModel(-1), .place, "previous model on the focused side"),
      KeyBinding(
        [.character("=")], .toggleLink, .place,
        "unlink A and B, so that keys move the focused side only, or link them; with one model: show it on both",
        hint: "unlink", rank: .spacious),
      KeyBinding(
        [.character("P")], .togglePin, .place,
        "pin this head and query: its maps stay in views 1 and 2, four at most; again: take the pin away",
        hint: "pin", rank: .spacious),
      KeyBinding(
        [.character("B")], .bookmark, .place,
        "bookmark this screen with a note; where it has one: change the note"),
      KeyBinding(
        [.character("'")], .palette(.bookmarks), .place,
        "list of bookmarks: Enter goes to one, Delete removes it"),
      KeyBinding([.control("o")], .goBack, .place, "back to where you were before the last jump"),
      KeyBinding([.control("f")], .goForward, .place, "forward again (Ctrl-I is Tab on a terminal)"),
      KeyBinding([.character("g")], .goTo, .place, "go to layer.head, or with g again to the first layer"),
      KeyBinding([.character("G")], .lastLayer, .place, "go to the last layer"),
      KeyBinding([.home], .firstHead, .place, "first head of the layer"),
      KeyBinding([.end], .lastHead, .place, "last head of the layer"),
      KeyBinding(
        [.character(":"), .control("p")], .palette(.everything), .place,
        "find anything by some of its letters: views, maps, scales, colors, models, heads, keys, images",
        hint: "find", rank: .spacious),
      KeyBinding(
        [.character("/")], .palette(.images), .place, "find an image, a folder of images, or a class"),
      KeyBinding(
        [.character("C")], .nextQueryMode, .place,
        "query: place, then CLS and other prefix tokens, pool, then mean"
      ),
      KeyBinding(
        [.character(" ")], .toggleProbe, .place,
        "probe: arrows, a click and C read any key in every map; again: back to the query", hint: "probe",
        rank: .spacious),

      KeyBinding([.character("v")], .nextView, .views, "next view", hint: "view"),
      KeyBinding(
        [.character("z")], .nextZoom, .views,
        "zoom: one map, one window, or the image beside a map, over the whole screen; again: the next",
        hint: "zoom", rank: .spacious),
      KeyBinding([.enter], .enter, .views, "zoom as z does; in the view of all heads, view 1 of this head"),
      KeyBinding([.character(")")], .turnPage(1), .views, "next parts of a view that do not all fit"),
      KeyBinding([.character("(")], .turnPage(-1), .views, "previous parts of a view that do not all fit"),

      KeyBinding(
        [.character("m")], .nextMap(1), .picture, "next map; F2 lists them", hint: "map", rank: .usual,
        needs: .map),
      KeyBinding([.character("M")], .nextMap(-1), .picture, "previous map", needs: .map),
      KeyBinding([.function(2)], .palette(.maps), .picture, "list of maps"),
      KeyBinding([.function(3)], .palette(.scales), .picture, "list of scales and color maps"),
      KeyBinding([.character("c")], .nextColorMap, .picture, "next color map", needs: .colors),
      KeyBinding(
        [.character("r")], .nextScale, .picture,
        "next scale of colors: × uniform, panel, layer, shared, fixed", hint: "scale", rank: .usual,
        needs: .scale),
      KeyBinding(
        [.character("o")], .toggleOverlay, .picture, "maps over the image", hint: "overlay", rank: .spacious,
        needs: .overlay),
      KeyBinding(
        [.character("I")], .toggleIncoming, .picture, "incoming: which queries look at this key",
        hint: "incoming", rank: .spacious, needs: .incoming),
      KeyBinding(
        [.character("+")], .changeExponent(0.25), .picture, "raise the exponent p",
        hint: "p", needs: .exponent),
      KeyBinding(
        [.character("-")], .changeExponent(-0.25), .picture, "lower the exponent p", hint: "p",
        needs: .exponent),
      KeyBinding(
        [.character("t")], .nextMetric(1), .picture,
        "all heads as maps, entropy, divergence, or the change of the winning logit", hint: "number",
        needs: .metric),
      KeyBinding([.character("T")], .nextMetric(-1), .picture, "the same backwards", needs: .metric),
      KeyBinding(
        [.character("S")], .nextOrder, .picture, "order: layer, entropy or the number shown, difference",
        hint: "sort",
        needs: .order),

      KeyBinding(
        [.character("J")], .jumpToDifference, .heads,
        "go to the head where A and B differ most; again: the next", hint: "difference",
        hintNeeds: .differences),
      KeyBinding(
        [.character("x")], .switchHeadOff, .heads, "switch this head of the focused model off, or on again",
        hint: "head off", rank: .spacious),
      KeyBinding(
        [.character("b")], .hidePatch, .heads,
        "hide the patch under the cursor from the models, or show it again", hint: "hide patch",
        rank: .spacious),
      KeyBinding([.character("X")], .restore, .heads, "switch all heads on and show all patches again"),

      KeyBinding(
        [.character("d")], .dump(wholeLayer: false), .files, "dump the maps of this head to PGM files",
        hint: "dump"),
      KeyBinding([.character("D")], .dump(wholeLayer: true), .files, "dump the maps of the whole layer"),
      KeyBinding(
        [.character("s")], .screenshot, .files, "screenshot to an SVG and a PNG file", hint: "picture",
        rank: .spacious),
      KeyBinding(
        [.character("F")], .figure, .files,
        "figure for a paper, as SVG: the maps of both sides and of the pins; its caption has the command"),
      KeyBinding(
        [.control("s")], .saveSession, .files,
        "save the session: models, images, this screen, pins and bookmarks; view --session FILE opens it"),
      KeyBinding(
        [.character("y")], .showCommands, .files,
        "the commands that write these maps and that restore this screen, in the clipboard too"),

      KeyBinding(
        [.character("i")], .showModelCard, .program, "model card: values and where they came from",
        hint: "model", rank: .spacious),
      KeyBinding(
        [.character("u")], .toggleMouse, .program,
        "mouse on or off (off, or with Shift held, the terminal selects text)"),
      KeyBinding([.control("l")], .redraw, .program, "redraw"),
      KeyBinding([.character("?"), .function(1)], .help, .program, "this help", hint: "help"),
      KeyBinding([.escape], .back, .program, "close, back to view 1, or stop adding up entropies"),
      KeyBinding([.character("q")], .quit, .program, "quit", hint: "quit"),
    ]
    + ViewKind.allCases.prefix(9).map { view in
      KeyBinding(
        [.character(Character("\(view.number)"))], .show(view), .views,
        "\(view.rawValue): \(view.screen.summary)")
    }

  private static let byKey: [Key: KeyBinding] = {
    var table: [Key: KeyBinding] = [:]
    for binding in bindings {
      for key in binding.keys { table[key] = binding }
    }
    return table
  }()

  /// What a key does in a view; nil for keys without a meaning there.
  static func action(for key: Key, in view: ViewKind) -> Action? {
    guard let binding = byKey[key], view.heeds(binding.needs) else { return nil }
    return binding.action
  }

  /// What to say of a key that works in other views; nil for keys without a meaning.
  static func elsewhere(_ key: Key) -> String? {
    byKey[key].map { "not in this view: \(key.label) \($0.help)\($0.viewNote)" }
  }

  /// Keys of the key line with their word.
  struct Hint: Equatable {
    var keys: String
    let word: String
    /// What a click on each of the keys presses.
    var pressed: [Key] = []

    var width: Int { keys.columns + 1 + word.columns }

    static func == (one: Hint, other: Hint) -> Bool { one.keys == other.keys && one.word == other.word }
  }

  /// The hints of a view that fit, two blanks apart: help and quit always, the others by rank; those for wide lines
  /// where all fit three blanks apart.
  static func hints(for view: ViewKind, width: Int) -> [Hint] {
    let settings = view.screen.settings
    let given = bindings.filter { settings.isSuperset(of: $0.hintNeeds) }
    let last = merged(given.filter { $0.action == .help || $0.action == .quit })
    var shown: [Hint] = []
    for rank in KeyBinding.HintRank.allCases {
      let gap = rank == .spacious ? 3 : 2
      for hint in merged(given.filter { $0.hintRank == rank }) where !last.contains(hint) {
        let all = shown + [hint] + last
        guard all.reduce(-gap, { $0 + $1.width + gap }) <= width else { return shown + last }
        shown.append(hint)
      }
    }
    return shown + last
  }

  /// The hints while arrows move the probe: what they and the keys that end it do, then as many others as fit.
  static func probeHints(among hints: [Hint], width: Int) -> [Hint] {
    let own = [
      Hint(keys: "←↓↑→", word: "key"),
      Hint(keys: "Space", word: "query", pressed: [.character(" ")]),
    ]
    let others = hints.filter { !["query", "probe"].contains($0.word) }
    let used = own.reduce(0) { $0 + $1.width + 2 }
    var shown: [Hint] = []
    for hint in others.reversed() where shown.reduce(used, { $0 + $1.width + 2 }) + hint.width <= width {
      shown.insert(hint, at: 0)
    }
    return own + shown
  }

  /// Bindings that share a word are one hint: `[ ] layer`.
  private static func merged(_ bindings: [KeyBinding]) -> [Hint] {
    var hints: [Hint] = []
    for binding in bindings {
      guard let word = binding.hint, let key = binding.keys.first else { continue }
      if let index = hints.firstIndex(where: { $0.word == word }) {
        hints[index].keys += (word == "query" ? "" : " ") + key.label
        hints[index].pressed.append(key)
      } else {
        hints.append(Hint(keys: key.label, word: word, pressed: [key]))
      }
    }
    return hints
  }

  /// The hint before the first key of a new user.
  static func firstHint(width: Int) -> String {
    let views = "1–\(min(9, ViewKind.allCases.count))"
    let hints = [
      "new here? arrows or a click move the query, [ ] the layer, , . the head; \(views) are views, ? lists all keys",
      "new here? arrows, [ ] , . and \(views); ? lists all", "arrows, [ ] , . and \(views); ? lists all",
    ]
    return hints.first { $0.columns <= width - 2 } ?? hints[2]
  }

  /// The table for docs/keys.md, one line per binding.
  package static var markdown: String {
    KeyBinding.Group.allCases.map { group in
      "**\(group.rawValue)**\n\n| key | what it does |\n| --- | --- |\n"
        + bindings.filter { $0.group == group }.map { binding in
          let keys = binding.keys.map { "`\($0.label)`" }.joined(separator: " ")
          return "| \(keys) | \(binding.help)\(binding.viewNote) |"
        }.joined(separator: "\n")
    }.joined(separator: "\n\n") + "\n"
  }
}

extension KeyBinding {
  /// ` (view 5)` where the key does not work everywhere.
  var viewNote: String {
    let views = ViewKind.allCases.filter { $0.heeds(needs) }
    guard views.count < ViewKind.allCases.count else { return "" }
    return " (view\(views.count > 1 ? "s" : "") \(views.map { "\($0.number)" }.joined(separator: ", ")))"
  }
}
