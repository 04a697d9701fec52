// The file of a session ▶ the session. Nothing is guessed: what is unknown, missing or out of range is refused by name.

import Attention
import AttentionMaps
import Checkpoints
import Files
import Imaging
import Session
import VisionModels

extension SavedSession {
  /// A session of many bookmarks has some hundred kilobytes.
  private static let mostBytes = 8 << 20

  /// The session at `path`.
  ///
  /// - Throws: `SessionError`.
  package static func open(_ path: String, samples: BundledSamples) throws(SessionError) -> SavedSession {
    try SavedSession(try bytes(of: path), file: path, samples: samples)
  }

  /// - Throws: `SessionError.unreadable`.
  static func bytes(of path: String) throws(SessionError) -> [UInt8] {
    do { return try RegularFile.contents(of: path, limit: mostBytes) } catch { throw .unreadable(error) }
  }

  /// Whether a text says that it is a session, of whatever format.
  static func isSession(_ bytes: [UInt8]) -> Bool {
    (try? JSONValue.parse(bytes, file: ""))?[mark] != nil
  }

  /// - Parameter file: what messages call it; names that begin with `./` are beside it.
  /// - Throws: `SessionError`.
  package init(_ bytes: [UInt8], file: String, samples: BundledSamples) throws(SessionError) {
    let value: JSONValue
    do { value = try JSONValue.parse(bytes, file: file) } catch { throw .invalid(error) }
    guard value[Self.mark] != nil else { throw .isNoSession(file) }
    var fields = try SessionFields(value, file: file, at: "")
    let format = try fields.take(Self.mark)
    guard format.int == Self.format else { throw .format(file, format) }
    _ = try fields.take("version", "a text", \.string)
    let modelPaths = SessionPaths.models(samples, file: file)
    models = try fields.list("models", 1...4) { value, place throws(SessionError) in
      try Model(value, file: file, at: place, modelPaths)
    }
    // The user may have given names to a model that is there twice.
    let identities = models.map { [modelPaths.name(of: $0.argument), $0.name] }
    guard Set(identities).count == models.count else {
      throw .value(file, member: "models", expected: "each model once, or with another name")
    }
    options = try fields.take("options", "a list of texts", \.strings)
    let imagePaths = SessionPaths.images(samples, file: file)
    images = try fields.list("images", 0...1_000_000) { value, place throws(SessionError) in
      try imagePaths.path(value, file: file, member: place)
    }
    var reader = ScreenReader(file: file, models: models.count, paths: imagePaths)
    let first = try fields.take("screen")
    screen = try reader.screen(first, at: "screen")
    bookmarks = try fields.list("bookmarks", 0...Bookmark.most) { value, place throws(SessionError) in
      var fields = try SessionFields(value, file: file, at: place)
      let note = try fields.take("note", "a text of at most \(Bookmark.longestNote) characters") { value in
        value.string.flatMap { $0.unicodeScalars.count <= Bookmark.longestNote ? $0 : nil }
      }
      let screen = try reader.screen(try fields.take("screen"), at: fields.name("screen"))
      try fields.finish()
      return Bookmark(note: note, screen: screen)
    }
    imageDigests = try reader.digests(&fields)
    try fields.finish()
    shownImages = reader.images
  }
}

extension SessionPaths {
  fileprivate func path(
    _ value: JSONValue, file: String, member: String
  ) throws(SessionError) -> String {
    guard let name = value.string, !name.isEmpty, !name.contains("\0") else {
      throw .value(file, member: member, expected: "the path of a file or folder")
    }
    guard let path = path(of: name) else {
      throw .value(
        file, member: member, expected: "a path with a slash, or a bundled name, not '\(name.abridged)'")
    }
    return path
  }
}

extension SavedSession.Model {
  fileprivate init(
    _ value: JSONValue, file: String, at place: String, _ paths: SessionPaths
  ) throws(SessionError) {
    var fields = try SessionFields(value, file: file, at: place)
    let written = try fields.take("model")
    let path = try paths.path(written, file: file, member: fields.name("model"))
    // A bundled name stays a name.
    argument = written.string.flatMap { $0.contains("/") ? nil : $0 } ?? path
    func text(_ value: JSONValue) -> String?? { value.isNull ? .some(nil) : value.string.map { .some($0) } }
    name = try fields.take("name", "a text or null") { value in
      text(value).flatMap { $0?.allSatisfy(\.isWhitespace) == true ? nil : .some($0) }
    }
    digest = try fields.take("digest", "a text or null", text)
    try fields.finish()
  }
}

/// Reads screens, and collects the images that they show.
private struct ScreenReader {
  let file: String
  /// How many there are.
  let models: Int
  let paths: SessionPaths
  /// Those that the screens show, each once.
  private(set) var images: [String] = []
  private var numbers: [String: Int] = [:]

  init(file: String, models: Int, paths: SessionPaths) {
    (self.file, self.models, self.paths) = (file, models, paths)
  }

  mutating func screen(_ value: JSONValue, at place: String) throws(SessionError) -> SavedScreen {
    var fields = try SessionFields(value, file: file, at: place)
    var sides: [SideState] = []
    for (value, place) in try fields.list("sides", 1...2, { ($0, $1) }) {
      var side = try SessionFields(value, file: file, at: place)
      sides.append(try self.side(&side))
      try side.finish()
    }
    var pins: [Pin] = []
    for (value, place) in try fields.list("pins", 0...ViewerState.mostPins, { ($0, $1) }) {
      var pin = try SessionFields(value, file: file, at: place)
      let side = try self.letter("side", of: &pin)
      pins.append(Pin(side: side, state: try self.side(&pin)))
      try pin.finish()
    }
    let isLinked = try fields.flag("linked")
    guard !isLinked || Set(sides.map(\.spot)).count == 1 else {
      throw .value(file, member: fields.name("sides"), expected: "one place, because the sides are linked")
    }
    let focus = try letter("focus", of: &fields)
    guard focus.rawValue < sides.count else {
      throw .value(file, member: fields.name("focus"), expected: "a: there is one side")
    }
    let view = ViewKind.init(rawValue:)
    let screen = SavedScreen(
      sides: sides, isLinked: isLinked, focus: focus, view: try fields.choice("view", of: ViewKind.self),
      zoom: try fields.choiceOrNull("zoom", of: Zoom.self),
      pages: try fields.table("pages", "whole numbers by the names of views", key: view, value: \.int),
      map: try fields.choice("map", of: MapKind.self), incoming: try fields.flag("incoming"),
      overlay: try fields.flag("overlay"),
      colorMap: try fields.take(
        "colormap", "one of \(ColorMap.sequential.map(\.name).joined(separator: ", "))"
      ) { value in ColorMap.sequential.first { $0.name == value.string } },
      scales: try fields.table("scales", "scales by the names of views", key: view) {
        $0.string.flatMap(ScaleMode.init(rawValue:))
      },
      fixedRange: try fields.take("fixedRange", "two numbers, the first at most the second", Self.range),
      order: try fields.choice("order", of: EntropyOrder.self),
      metric: try fields.choice("metric", of: HeadMetric.self),
      exponent: try fields.take("exponent", "a number from 1 to 6") { value in
        value.double.flatMap { (1...6).contains($0) ? Float($0) : nil }
      },
      probe: try fields.take("probe", "a point [y, x], cls, dist, reg0 … or null", Self.probe),
      pins: pins)
    try fields.finish()
    return screen
  }

  /// A side, or what a pin keeps of one.
  private mutating func side(_ fields: inout SessionFields) throws(SessionError) -> SideState {
    let isModel = { [models] (number: Int) in (0..<models).contains(number) }
    let expected = "the number of a model, from 0 to \(models - 1)"
    let model = try fields.take("model", expected) { $0.int.flatMap { isModel($0) ? $0 : nil } }
    let image = try self.image(&fields)
    var place = try SessionFields(try fields.take("place"), file: file, at: fields.name("place"))
    let anchor = Anchor(
      model: try place.take("model", expected) { $0.int.flatMap { isModel($0) ? $0 : nil } },
      head: try place.take("head", "LAYER.HEAD, counted from 0") { $0.string.flatMap { HeadPlace($0) } })
    try place.finish()
    let spot = Spot(
      image: image, anchor: anchor,
      cursor: try fields.take("point", "two fractions [y, x] from 0 to 1", Self.point),
      query: try fields.take("query", "point, mean, cls, dist, reg0 … or pool", Self.query))
    let off = try fields.table(
      "headsOff", "lists of LAYER.HEAD by the numbers of models",
      key: { Int($0).flatMap { isModel($0) ? $0 : nil } },
      value: { value -> Set<HeadPlace>? in
        guard let heads = value.strings?.map({ HeadPlace($0) }), !heads.isEmpty, !heads.contains(nil) else {
          return nil
        }
        return Set(heads.compactMap(\.self))
      })
    let hidden = try fields.take("hidden", "a list of patches such as 3,5@14x14", Self.patches)
    return SideState(model: model, spot: spot, headsOff: off, hidden: hidden)
  }

  /// The number of the image that a side shows; 0 where there are no images.
  private mutating func image(_ fields: inout SessionFields) throws(SessionError) -> Int {
    let value = try fields.take("image")
    if value.isNull { return 0 }
    let path = try paths.path(value, file: file, member: fields.name("image"))
    if let number = numbers[path] { return number }
    images.append(path)
    numbers[path] = images.count - 1
    return images.count - 1
  }

  /// The digests of the images that the screens show, by their numbers; earlier files have none.
  func digests(_ fields: inout SessionFields) throws(SessionError) -> [Int: String] {
    guard fields.has("imageDigests") else { return [:] }
    return try fields.table(
      "imageDigests", "16 hexadecimal digits by the names of images that the screens show",
      key: { name in paths.path(of: name).flatMap { numbers[$0] } },
      value: { value in
        value.string.flatMap { text in
          text.utf8.count == 16 && text.allSatisfy { $0.isASCII && $0.isHexDigit } ? text.lowercased() : nil
        }
      })
  }

  private func letter(_ member: String, of fields: inout SessionFields) throws(SessionError) -> Side {
    try fields.take(member, "a or b") { value in
      Side.allCases.first { $0.letter.lowercased() == value.string }
    }
  }

  // MARK: Values

  private static func point(_ value: JSONValue) -> ImagePoint? {
    guard let numbers = value.doubles, numbers.count == 2, numbers.allSatisfy((0...1).contains) else {
      return nil
    }
    return ImagePoint(y: numbers[0], x: numbers[1])
  }

  private static func range(_ value: JSONValue) -> ClosedRange<Float>? {
    guard let ends = value.doubles?.map({ Float($0) }), ends.count == 2, ends.allSatisfy(\.isFinite),
      ends[0] <= ends[1]
    else { return nil }
    return ends[0]...ends[1]
  }

  private static func query(_ value: JSONValue) -> QueryMode? {
    guard let text = value.string else { return nil }
    if text == "point" { return .spatial }
    return switch QuerySelection(text) {
    case .prefix(let token): .prefix(token)
    case .mean: .mean
    default: nil
    }
  }

  private static func probe(_ value: JSONValue) -> Probe.Place?? {
    if value.isNull { return .some(nil) }
    if let point = point(value) { return .some(.point(point)) }
    if case .prefix(let token)? = value.string.flatMap(QuerySelection.init), token != .pool {
      return .some(.prefix(token))
    }
    return nil
  }

  private static func patches(_ value: JSONValue) -> Set<Footprint>? {
    guard let texts = value.strings else { return nil }
    var patches: Set<Footprint> = []
    for text in texts {
      // No grid of a model is that large; products of its sides with those of images stay numbers.
      guard let patch = InterventionSelection.Patch(text), patch.model == nil, let grid = patch.grid,
        max(grid.rows, grid.columns) <= 1 << 16, grid.contains(patch.position)
      else { return nil }
      patches.insert(Footprint(grid: grid, position: patch.position))
    }
    return patches
  }
}
