// What the palette lists, which entries match what was typed, and what they do.

import Attention
import AttentionMaps
import Files
import Imaging
import Session
import TerminalUI
import VisionModels

/// Something that the palette offers.
struct PaletteEntry: Equatable, Sendable {
  enum Choice: Equatable, Sendable {
    case perform(Action)
    case map(MapKind)
    case scale(ScaleMode)
    case colorMap(ColorMap)
    case head(HeadPlace)
    case image(Int)
    /// The next image in a folder of this name.
    case folder(String)
    case label(String)
    case model(Int, into: Side)
    case focus(Side)
    case bookmark(Int)
    /// A word of the glossary, by its number there.
    case word(Int)
  }

  /// What it is: `map`, `image` …
  let kind: String
  let name: String
  /// The key that does the same, or where a file is.
  var detail = ""
  /// Whether what is typed is looked for in the detail too, as it is: letters in order are in every long text.
  var detailIsSearched = false
  let choice: Choice
}

extension PaletteEntry {
  /// How well what is typed matches, larger is better; nil where it does not.
  func score(_ typed: String) -> Int? {
    [scoreOfName(typed), scoreOfDetail(typed)].compactMap(\.self).max()
  }

  /// As good as the same letters in a row in the name.
  private func scoreOfDetail(_ typed: String) -> Int? {
    guard detailIsSearched, !typed.isEmpty, detail.lowercased().contains(typed.lowercased()) else {
      return nil
    }
    return 4 * (typed.count * typed.count + 4) - 10
  }

  /// nil where the letters are not in the name and the kind in this order.
  private func scoreOfName(_ typed: String) -> Int? {
    let letters = typed.lowercased().filter { $0 != " " }
    guard !letters.isEmpty else { return 0 }
    let text = Array("\(name) \(kind)".lowercased())
    if name.lowercased() == typed.lowercased() { return 1000 }
    var (score, index, streak) = (0, 0, 0)
    for letter in letters {
      guard let found = text[index...].firstIndex(of: letter) else { return nil }
      streak = found == index && index > 0 ? streak + 1 : 0
      let startsWord = found == 0 || !(text[found - 1].isLetter || text[found - 1].isNumber)
      score += 1 + 2 * streak + (startsWord ? 4 : 0)
      index = found + 1
    }
    return 4 * score - min(text.count, 40) / 4
  }
}

extension ViewerState {
  /// What the palette lists, the best match first; equal ones in their order.
  func paletteEntries(_ palette: CommandPalette, _ findings: Findings) -> [PaletteEntry] {
    entries(palette.scope, findings).enumerated().compactMap { index, entry in
      entry.score(palette.typed).map { (score: $0, index: index, entry: entry) }
    }.sorted { $0.score == $1.score ? $0.index < $1.index : $0.score > $1.score }.map(\.entry)
  }

  private func entries(_ scope: CommandPalette.Scope, _ findings: Findings) -> [PaletteEntry] {
    switch scope {
    case .views: views
    case .maps: mapEntries(findings)
    case .scales: scaleEntries
    case .bookmarks: bookmarkEntries(findings)
    case .help: allKeys + words
    case .images: imageEntries(findings)
    case .everything:
      views + mapEntries(findings) + scaleEntries + bookmarkEntries(findings) + modelEntries(findings)
        + headEntries(findings)
        + commands + imageEntries(findings)
    }
  }

  private var views: [PaletteEntry] {
    ViewKind.allCases.map {
      PaletteEntry(
        kind: "view", name: $0.rawValue, detail: "\($0.number)  \($0.screen.summary)",
        choice: .perform(.show($0)))
    }
  }

  private func mapEntries(_ findings: Findings) -> [PaletteEntry] {
    mapKinds(findings).map {
      PaletteEntry(kind: "map", name: $0.rawValue, detail: $0 == map ? "shown" : "", choice: .map($0))
    }
  }

  private var scaleEntries: [PaletteEntry] {
    ScaleMode.allCases.filter { sides.count > 1 || $0 != .shared }.map {
      PaletteEntry(kind: "scale", name: $0.rawValue, detail: $0 == scale ? "shown" : "", choice: .scale($0))
    }
      + availableColorMaps.map {
        PaletteEntry(
          kind: "colors", name: $0.name, detail: $0 == colorMap ? "shown" : "", choice: .colorMap($0))
      }
  }

  private func modelEntries(_ findings: Findings) -> [PaletteEntry] {
    findings.modelNames.enumerated().flatMap { index, name in
      let into = PaletteEntry(
        kind: "model", name: name, detail: "into \(focus.letter)", choice: .model(index, into: focus))
      guard let side = sides.first(where: { model($0) == index }) else { return [into] }
      let there = PaletteEntry(
        kind: "model", name: name, detail: "\(side.letter), focus", choice: .focus(side))
      guard model(focus) != index else { return [there] }
      return [
        there,
        PaletteEntry(
          kind: "model", name: "\(name) on both sides", detail: "into \(focus.letter)", choice: into.choice),
      ]
    }
  }

  private func headEntries(_ findings: Findings) -> [PaletteEntry] {
    guard let places = places(model(focus), findings) else { return [] }
    return (places.heads + places.poolHeads).map {
      PaletteEntry(kind: "head", name: places.name($0), detail: "of \(focus.letter)", choice: .head($0))
    }
  }

  /// The keys of the table that are no steps.
  private var commands: [PaletteEntry] {
    KeyTable.bindings.compactMap { binding in
      switch binding.action {
      case .show, .palette, .back, .enter: nil
      case .moveQuery, .moveLayer, .moveHead: nil
      default:
        PaletteEntry(
          kind: "key", name: binding.help, detail: binding.keys.map(\.label).joined(separator: " "),
          choice: .perform(binding.action))
      }
    }
  }

  /// The whole table of keys.
  private var allKeys: [PaletteEntry] {
    KeyTable.bindings.map { binding in
      PaletteEntry(
        kind: "key", name: binding.help + binding.viewNote,
        detail: binding.keys.map(\.label).joined(separator: " "), choice: .perform(binding.action))
    }
  }

  private var words: [PaletteEntry] {
    Glossary.terms.enumerated().map { index, term in
      PaletteEntry(
        kind: "word", name: term.name, detail: term.meaning, detailIsSearched: true, choice: .word(index))
    }
  }

  private func imageEntries(_ findings: Findings) -> [PaletteEntry] {
    let folders = findings.imagePaths.map(ViewerState.folder)
    let images = findings.imageNames.indices.map {
      PaletteEntry(
        kind: "image", name: findings.imageNames[$0], detail: "\($0 + 1)/\(imageCount)  \(folders[$0])",
        choice: .image($0))
    }
    let distinct = folders.uniqued
    let classes = distinct.count > 1 ? distinct.filter { !$0.isEmpty } : []
    let labels = sides.compactMap { findings[examinationKey($0).loading]?.model.labels }.joined()
    let counts = imageCounts(findings)
    return classes.map { folder in
      PaletteEntry(
        kind: "folder", name: folder, detail: "\(folders.count { $0 == folder }) images",
        choice: .folder(folder))
    } + images
      + Array(labels).uniqued.map {
        PaletteEntry(
          kind: "class", name: $0,
          detail: counts[$0].map { "\($0) \($0 == 1 ? "image" : "images")" } ?? "its probability here",
          choice: .label($0))
      }
  }

  /// The name of the folder that a file is in, which is often its class.
  static func folder(_ path: String) -> String {
    path.split(separator: "/").dropLast().last.map(String.init) ?? ""
  }

  // MARK: Keys

  mutating func editPalette(_ palette: CommandPalette, _ key: Key, _ findings: Findings) -> Effect? {
    var palette = palette
    let entries = paletteEntries(palette, findings)
    let page = max(1, DialogText.tallest(size) - 4)
    func select(_ step: Int) { palette.selected = max(0, min(entries.count - 1, palette.selected + step)) }
    switch key {
    case .escape, .control("g"):
      dialog = nil
      return nil
    case .enter: return choose(palette.selected, in: palette, findings)
    case .up, .control("p"): select(-1)
    case .down, .control("n"), .tab: select(1)
    case .pageUp: select(-page)
    case .pageDown: select(page)
    case .home: palette.selected = 0
    case .end: palette.selected = max(0, entries.count - 1)
    case .backspace:
      guard !palette.typed.isEmpty else {
        dialog = nil
        return nil
      }
      (palette.typed, palette.selected) = (String(palette.typed.dropLast()), 0)
    case .delete:
      guard entries.indices.contains(palette.selected),
        case .bookmark(let number) = entries[palette.selected].choice
      else { break }
      removeBookmark(number)
      palette.selected = max(0, min(entries.count - 2, palette.selected))
    case .control("u"): (palette.typed, palette.selected) = ("", 0)
    case .character(let character) where palette.typed.count < 60:
      (palette.typed, palette.selected) = (palette.typed + String(character), 0)
    default: break
    }
    dialog = .palette(palette)
    return nil
  }

  /// Does what an entry of the list says, and closes it.
  mutating func choose(_ index: Int, in palette: CommandPalette, _ findings: Findings) -> Effect? {
    let entries = paletteEntries(palette, findings)
    dialog = nil
    guard entries.indices.contains(index) else {
      notice = "nothing is called '\(palette.typed)'"
      return nil
    }
    switch entries[index].choice {
    case .perform(let action):
      if let binding = KeyTable.bindings.first(where: { $0.action == action }), !view.heeds(binding.needs) {
        notice = binding.keys.first.flatMap { KeyTable.elsewhere($0) }
        return nil
      }
      return perform(action, findings)
    case .map(let kind):
      map = kind
      if !view.heeds(.map) { view = .first }
    case .scale(let mode):
      if !view.heeds(.scale) { view = .first }
      setScale(mode, findings)
    case .colorMap(let map): colorMap = map
    case .head(let head): look(at: head, of: model(focus), findings)
    case .image(let index): show(image: index)
    case .folder(let name):
      let others = (1...max(1, imageCount)).map { (image + $0) % max(1, imageCount) }
      if let next = others.first(where: { ViewerState.folder(findings.imagePaths[$0]) == name }) {
        show(image: next)
      }
    case .label(let label):
      let images = images(of: label, findings)
      if let next = images.first(where: { $0 > image }) ?? images.first { show(image: next) }
      notice = probabilities(of: label, findings) + placeOfImage(among: images)
    case .model(let index, let side):
      self[side].model = index
      difference = nil
    case .focus(let side): focus = side
    case .bookmark(let number): goToBookmark(number)
    case .word(let index): dialog = .help(scroll: helpScroll(toWord: index), word: index)
    }
    return nil
  }

  /// The images of a class, by the names of their folders and files.
  private func images(of label: String, _ findings: Findings) -> [Int] {
    FindTrueClass.all(loading(model(focus)), findings).enumerated().filter { $0.element == label }
      .map(\.offset)
  }

  /// `3 images` of a class, where there are not too many to look through at every key.
  private func imageCounts(_ findings: Findings) -> [String: Int] {
    guard imageCount <= 1000 else { return [:] }
    return FindTrueClass.all(loading(model(focus)), findings).compactMap { $0 }
      .reduce(into: [:]) { $0[$1, default: 0] += 1 }
  }

  /// `   image 1 of 2`, or that there is none.
  private func placeOfImage(among images: [Int]) -> String {
    guard let index = images.firstIndex(of: image) else { return "   no image of this class" }
    return "   image \(index + 1) of \(images.count)"
  }

  private mutating func show(image index: Int) {
    image = index
    difference = nil
  }

  /// `Sneaker: A 0.46, rank 2   B 0.32, rank 2`.
  private func probabilities(of label: String, _ findings: Findings) -> String {
    let parts = sides.compactMap { side -> String? in
      let predictions = findings[Examine(examinationKey(side))]?.predictions ?? []
      guard let rank = predictions.firstIndex(where: { $0.label == label }) else { return nil }
      return "\(side.letter) \(predictions[rank].probability.fixed(3)), rank \(rank + 1)"
    }
    return "\(label.escaped): " + (parts.isEmpty ? "no probability yet" : parts.joined(separator: "   "))
  }
}
