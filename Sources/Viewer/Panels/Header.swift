// The header: models, image, place and view in one line, which give way by their importance where there is no room.

import TerminalUI

extension Canvas {
  mutating func drawHeader(_ scene: Scene) {
    let width = frame.size.columns
    var header = Header(scene.headerPieces(parts), gap: width < 60 ? 1 : width < 100 ? 2 : 3)
    header.fit(width - 1)
    var x = 1
    for piece in header.shown {
      let spans = piece.forms[0].spans
      if piece.isAtRight { x = max(x, width - spans.columns - 1) }
      let end = frame.spans(spans, x: x, y: 0, width: max(0, width - x))
      if let target = piece.target { targets.append(target(Rect(x: x, y: 0, width: end - x, height: 1))) }
      if piece.isAtRight { addKeys(spans, x: x) }
      x = end + (piece.gap ?? header.gap)
    }
  }
}

extension Canvas {
  /// Makes the numbers of the views, and the key of the previous page, places to click.
  private mutating func addKeys(_ spans: [Span], x: Int) {
    var x = x
    for span in spans {
      if let key = span.text.first, span.text.count == 1, key.isNumber {
        targets.append(.press(Rect(x: x, y: 0, width: 1, height: 1), .character(key)))
      }
      // `page 2/4 ( )`: the piece itself turns forward.
      if let range = span.text.firstRange(of: "( )") {
        let place = x + String(span.text[..<range.lowerBound]).columns
        targets.append(.press(Rect(x: place, y: 0, width: 1, height: 1), .character("(")))
      }
      x += span.text.columns
    }
  }
}

/// A part of the header in ever briefer forms.
private struct HeaderPiece {
  struct Form {
    let spans: [Span]
    /// The forms of the highest rank give way first, to the next one of their piece; those of rank 0 stay.
    let rank: Int

    init(_ rank: Int, _ spans: [Span]) {
      self.spans = spans
      self.rank = rank
    }
  }

  var forms: [Form]
  /// Whether it may go altogether without a sign: it repeats what the screen says elsewhere.
  var isOptional = false
  /// Blanks after it; nil: those of the line.
  var gap: Int?
  var isAtRight = false
  /// What a click on it does.
  var target: (@Sendable (Rect) -> ClickTarget)?

  /// A name in ever fewer columns, between what stays before and after it: names give way in turns, the longest first.
  ///
  /// - Parameter last: the rank of its briefest form.
  init(name: String, _ style: Style, last: Int, before: [Span] = [], after: [Span] = []) {
    let widths = ([name.columns] + Array(Self.briefest...Self.longest).reversed()).filter {
      $0 <= name.columns
    }
    forms = widths.map { width in
      Form(
        width > Self.briefest ? Self.rank(ofColumns: width) : last,
        before + [Span(name.shortened(to: width), style)] + after)
    }
  }

  /// Columns of names.
  private static let (briefest, longest) = (5, 40)

  /// The rank of a form of so many columns, between those of what goes before names do and after them.
  static func rank(ofColumns width: Int) -> Int { 10 + min(width, longest + 1) }

  init(
    _ forms: [Form], isOptional: Bool = false, isAtRight: Bool = false,
    target: (@Sendable (Rect) -> ClickTarget)? = nil
  ) {
    self.target = target
    self.forms = forms
    self.isOptional = isOptional
    self.isAtRight = isAtRight
  }
}

/// The pieces of the line, each in one of its forms.
private struct Header {
  private static let sign = HeaderPiece([.init(0, [Span("…", Theme.faint)])])

  private var pieces: [HeaderPiece]
  /// Blanks between pieces.
  let gap: Int
  private var isCut = false

  init(_ pieces: [HeaderPiece], gap: Int) {
    self.pieces = pieces
    self.gap = gap
  }

  /// Lets forms give way, and at last pieces, until the line has at most `width` columns. Where a piece is left out that is found nowhere
  /// else, the line says so.
  mutating func fit(_ width: Int) {
    while columns > width {
      let next = pieces.indices.max { rank($0) < rank($1) }
      guard let next else { return }
      if rank(next) == 0 {
        // What is left would not fit: the view stays, and what is first.
        guard let last = pieces.lastIndex(where: { !$0.isAtRight }) else { return }
        pieces.remove(at: last)
        isCut = true
      } else if pieces[next].forms.count > 1 {
        pieces[next].forms.removeFirst()
      } else {
        if !pieces[next].isOptional { isCut = true }
        pieces.remove(at: next)
      }
    }
  }

  /// What is drawn, each in its first form.
  var shown: [HeaderPiece] {
    var line = pieces
    if isCut { line.insert(Self.sign, at: line.firstIndex(where: \.isAtRight) ?? line.endIndex) }
    return line
  }

  private var columns: Int {
    let shown = shown
    return shown.reduce(0) { $0 + $1.forms[0].spans.columns + ($1.gap ?? gap) }
      - (shown.last.map { $0.gap ?? gap } ?? 0)
  }

  private func rank(_ index: Int) -> Int { pieces[index].forms[0].rank }
}

extension String {
  /// The text within `limit` columns: its middle gives way to `…`, because names of files often differ at the end.
  /// What is drawn as one character stays together.
  func shortened(to limit: Int) -> String {
    guard columns > limit else { return self }
    guard limit > 0 else { return "" }
    func taken(_ characters: some Sequence<Character>, _ limit: Int) -> [Character] {
      var used = 0
      return characters.prefix { character in
        used += String(character).columns
        return used <= limit
      }.map { $0 }
    }
    let end = taken(reversed(), (limit - 1) / 2)
    let start = taken(self, limit - 1 - String(end).columns)
    return String(start) + "…" + String(end.reversed())
  }
}

extension Scene {
  fileprivate func headerPieces(_ parts: ShownParts?) -> [HeaderPiece] {
    var pieces = [HeaderPiece([.init(100, [Span("polascope", Theme.accent)])], isOptional: true)]
    for side in state.sides { pieces.append(modelPiece(side)) }
    if !headsOff.isEmpty {
      let count = state.sides.reduce(0) { $0 + state.interventions($1).headsOff.count }
      pieces.append(
        HeaderPiece([
          .init(1, [Span("off " + headsOff, Theme.warning)]),
          .init(0, [Span("off \(count)", Theme.warning)]),
        ]))
    }
    if !hidden.isEmpty { pieces.append(HeaderPiece([.init(4, [Span(hidden, Theme.warning)])])) }
    if let side = state.sides.first(where: { outdatedNotes($0) != nil }), let notes = outdatedNotes(side) {
      pieces.append(
        HeaderPiece([
          .init(2, [Span("maps \(notes[1].shortened(to: 20))", Theme.notice)]),
          .init(0, [Span(notes[2], Theme.notice)]),
        ]))
    }
    if state.imageCount > 0 { pieces.append(imagePiece) }
    if let piece = placesPiece ?? (focused ?? loaded.first).map(placePiece) { pieces.append(piece) }
    return pieces + [viewPiece(parts)]
  }

  private func modelPiece(_ side: Side) -> HeaderPiece {
    let isFocused = side == state.focus
    let letter = [Span(side.letter + " ", Theme.accent)]
    let rule = state.isLinked ? Span("┃ ", Theme.faint) : Span("≠ ", Theme.notice)
    var piece = HeaderPiece(
      name: modelName(side), isFocused ? Theme.strong : Theme.text,
      last: isFocused ? 0 : 3,
      before: side == .b && state.size.columns >= 60 ? [rule] + letter : letter)
    if side == .a, state.sides.count > 1 { piece.gap = 1 }
    piece.target = { .focus($0, side) }
    return piece
  }

  /// `chelsea.png 3/14 tabby 451×300`: the position where there are several images, and the true class where it is known.
  private var imagePiece: HeaderPiece {
    if state.images.count > 1 { return imagesPiece }
    let name = findings.imageNames[state.image]
    let position =
      state.imageCount > 1 ? [Span(" \(state.image + 1)/\(state.imageCount)", Theme.faint)] : []
    var piece = HeaderPiece(name: name, Theme.faint, last: 5, after: position)
    let size = findings[LoadImage(image: state.image)].map { loaded in
      [Span(" \(loaded.image.width)×\(loaded.image.height)", Theme.faint)]
    }
    let classes = trueClass.map { name in
      [24, 12].map { [Span(" \(name.escaped.shortened(to: $0))", Theme.text)] }
    }
    // Names are cut before the true class goes, which nothing else on the screen says.
    if let classes, let full = classes.first, let brief = classes.last {
      let lowest = HeaderPiece.rank(ofColumns: 6)
      let named = HeaderPiece(name: name, Theme.faint, last: lowest, after: position + full).forms
      let cut = piece.forms.filter { $0.rank < lowest }
      let last = named.last { $0.rank > lowest } ?? named[0]
      piece.forms =
        named.filter { $0.rank > lowest }
        + [.init(lowest, last.spans.dropLast(full.count) + brief)] + cut
    }
    if let size { piece.forms.insert(.init(90, piece.forms[0].spans + size), at: 0) }
    piece.target = { .press($0, .character("/")) }
    return piece
  }

  /// `A boot.png 3/14  B bag.png 5/14`, at its briefest `A 3 B 5/14`, where the sides have different images.
  private var imagesPiece: HeaderPiece {
    func spans(_ text: (Int) -> String, gap: String) -> [Span] {
      state.sides.flatMap { side in
        let image = state[side].spot.image
        return [
          Span((side == .b ? gap : "") + side.letter + " ", Theme.accent), Span(text(image), Theme.notice),
        ]
      }
    }
    var forms: [HeaderPiece.Form] = [24, 16, 10].map { width in
      .init(
        HeaderPiece.rank(ofColumns: width),
        spans({ "\(findings.imageNames[$0].shortened(to: width)) \($0 + 1)/\(state.imageCount)" }, gap: "  "))
    }
    forms.append(.init(5, spans({ "\($0 + 1)/\(state.imageCount)" }, gap: " ")))
    return HeaderPiece(forms, target: { .press($0, .character("/")) })
  }

  /// `A 2.1 @3,4  B 5.0 @7,7` of sides that go their own ways; nil while they are linked.
  private var placesPiece: HeaderPiece? {
    guard !state.isLinked, state.sides.count > 1 else { return nil }
    func spans(_ text: (Subject) -> String) -> [Span] {
      loaded.flatMap { subject in
        let isAlike = focused.map(text) == text(subject)
        let style = subject.side == state.focus ? Theme.strong : isAlike ? Theme.text : Theme.notice
        return [
          Span((subject.side == .b ? "  " : "") + subject.side.letter + " ", Theme.accent),
          Span(text(subject), style),
        ]
      }
    }
    return HeaderPiece([
      .init(80, spans { "\($0.place.name) @\($0.shownName)" }),
      .init(0, spans { "\($0.place.name)" }),
    ])
  }

  /// `3 hidden`, or `hidden A 3 B 0` where the sides do not hide the same.
  private var hidden: String {
    let counts = state.sides.map { state[$0].hidden.count }
    if Set(state.sides.map { state[$0].hidden }).count == 1 {
      return counts[0] == 0 ? "" : "\(counts[0]) hidden"
    }
    return "hidden " + zip(state.sides, counts).map { "\($0.letter) \($1)" }.joined(separator: " ")
  }

  /// `layer 2 (0–6)   block3.0   head 1 (0–1)`, of a pooling head `pool   attn_pool   head 1 (0–1)`, at its briefest
  /// `2.1`.
  private func placePiece(_ subject: Subject) -> HeaderPiece {
    let name = subject.description.name.split(separator: ".").filter { $0 != "attn" }.joined(separator: ".")
    let isOfPool = subject.place.isOfPool
    let layer = Span(isOfPool ? "pooling head" : "layer \(subject.layer)", Theme.strong)
    let head = Span("head \(subject.head)", Theme.strong)
    let layers = Span(isOfPool ? "" : " (0–\(subject.model.model.layers.count - 1))", Theme.faint)
    let heads = Span(" (0–\(subject.description.heads - 1))", Theme.faint)
    return HeaderPiece([
      .init(110, [layer, layers, Span("   \(name)   ", Theme.faint), head, heads]),
      .init(80, [layer, layers, Span("   ", Theme.faint), head, heads]),
      .init(70, [layer, Span(" ", Theme.faint), head]),
      .init(0, [Span(subject.place.name, Theme.strong)]),
    ])
  }

  private func viewPiece(_ parts: ShownParts?) -> HeaderPiece {
    let number = "\(state.view.number)"
    let zoom = state.zoom == nil ? "" : " (zoom)"
    var before: [Span] = []
    if let parts {
      let text = parts.text(columns: state.size.columns)
      before = [Span(text + (state.size.columns < 60 ? " " : "  "), Theme.faint)]
    }
    let name = [Span("\(number) \(state.view.rawValue)\(zoom)", Theme.notice)]
    // Where there is no line of tabs, the numbers of the other views.
    var forms: [HeaderPiece.Form] = []
    if ScreenLayout(state.size).tabRow == nil, state.zoom == nil {
      let views = ViewKind.allCases.enumerated().flatMap { index, view -> [Span] in
        (index > 0 ? [Span(" ", Theme.faint)] : [])
          + (view == state.view ? name : [Span("\(view.number)", Theme.faint)])
      }
      forms = [.init(HeaderPiece.rank(ofColumns: 9), before + views)]
    }
    return HeaderPiece(
      forms + [
        .init(HeaderPiece.rank(ofColumns: 7), before + name),
        .init(0, before + [Span(number + zoom, Theme.notice)]),
      ], isAtRight: true,
      target: { .press($0, .character(parts == nil ? ":" : ")")) })
  }

  /// The heads that are switched off: `A 2.1 4.0 +3 B 0.0`; empty when all are on.
  private var headsOff: String {
    let shown = state.size.columns < 60 ? 1 : 3
    return state.sides.compactMap { side -> String? in
      let off = state.interventions(side).headsOff.sorted()
      guard !off.isEmpty else { return nil }
      let names = off.prefix(shown).map(\.description).joined(separator: " ")
      return "\(side.letter) \(names)" + (off.count > shown ? " +\(off.count - shown)" : "")
    }.joined(separator: " ")
  }
}
