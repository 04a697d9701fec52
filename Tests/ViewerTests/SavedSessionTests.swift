// Sessions: a screen that is saved and opened again is the same screen, and what a file must not say is refused by name.

import Attention
import Checkpoints
import Files
import FoundationEssentials
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct SavedSessionTests {
  private static let pairs: [(Synthetic.Shape, Synthetic.Shape)] = [
    (.deep, .twin), (.single, .windows), (.windows, .pyramid), (.wide, .single), (.pyramid, .deep),
    (.twin, .windows),
  ]

  /// A viewer that opens a session.
  ///
  /// - Parameter late: models that are not loaded.
  private func viewer(
    _ session: SavedSession, _ models: [LoadedModel], size: Size, late: Set<Int> = []
  ) throws -> HeadlessViewer {
    let folder = try Scratch()
    try Data(session.json(savedAt: folder.file, samples: .none)).write(to: URL(filePath: folder.file))
    var options = ViewerOptions(models: models.map(\.name), images: ["images/boot.png", "images/boot-1.png"])
    try options.take(session, from: folder.file)
    let viewer = try HeadlessViewer(options: options, size: size, capabilities: .full)
    for (slot, model) in models.enumerated() where !late.contains(slot) {
      viewer.accept(.ended(LoadModel(model: slot, version: 0), .done(model)))
    }
    for index in options.images.indices {
      viewer.accept(.ended(LoadImage(image: index), .done(Synthetic.image)))
    }
    if late.isEmpty { viewer.settle() }
    return viewer
  }

  /// What is saved and read again.
  private func reopened(_ viewer: HeadlessViewer, _ models: [LoadedModel]) throws -> HeadlessViewer {
    let bytes = try viewer.state.session(viewer.viewer.findings).json(savedAt: "s.json", samples: .none)
    let session = try SavedSession(bytes, file: "s.json", samples: .none)
    return try self.viewer(session, models, size: viewer.state.size)
  }

  /// Random keys and clicks, then the session: its screen is the same to the last cell.
  @Test(arguments: pairs) func aScreenComesBackAsItWas(pair: (Synthetic.Shape, Synthetic.Shape)) throws {
    let models = [
      Synthetic.model(pair.0), Synthetic.model(pair.1, polarity: pair.1 != .deep && pair.1 != .windows),
    ]
    let viewer = try Synthetic.viewer(models, size: "120x40")
    var random = SeededNumbers("sessions of \(pair.0) and \(pair.1)")
    let keys = KeyTable.bindings.flatMap { binding -> [Key] in
      switch binding.action {
      case .quit, .screenshot, .dump, .saveSession, .figure: []
      default: binding.keys
      }
    }
    for round in 0..<12 {
      for _ in 0..<25 {
        viewer.handle(.key(keys[random.next(keys.count)]))
        if random.next(5) == 0 {
          viewer.handle(.click(Position(x: random.next(120), y: random.next(40))))
        }
        if case .prompt? = viewer.state.dialog { try viewer.type("n o t e Enter") }
        viewer.settle()
      }
      for _ in 0..<3 where viewer.state.dialog != nil { viewer.handle(.key(.escape)) }
      // A notice goes with the next key, a probe that follows the pointer with the pointer.
      viewer.handle(.key(.function(9)))
      viewer.handle(.key(.function(9)))
      viewer.handle(.hover(Position(x: 0, y: 0)))
      viewer.settle()
      let again = try reopened(viewer, models)
      // It says once that no model on the screen has the token of a query.
      if again.state.notice != nil { try again.type("F9 F9") }
      #expect(again.state.screen == viewer.state.screen, "round \(round)")
      #expect(again.state.bookmarks == viewer.state.bookmarks, "round \(round)")
      #expect(again.text == viewer.text, "round \(round)")
      #expect(again.frame() == viewer.frame(), "round \(round)")
    }
  }

  /// A place of a model that has left the screen is carried over from it again: it is loaded too, and until it is there
  /// no other place stands in.
  @Test func aPlaceOfAModelThatLeftComesBack() throws {
    let models = [Synthetic.model(.deep), Synthetic.model(.twin), Synthetic.model(.single)]
    let viewer = try Synthetic.viewer(models)
    try viewer.type("g 8 . 2 Enter }")
    #expect(viewer.state.shown.map(\.model) == [2, 1] && viewer.state.anchor.model == 0)
    let places = viewer.state.sides.map { viewer.state.place($0, viewer.viewer.findings) }
    #expect(places[1]?.layer == 2)
    let session = viewer.state.session(viewer.viewer.findings)
    let again = try self.viewer(session, models, size: viewer.state.size, late: [0])
    #expect(again.viewer.neededWork.contains(Work(LoadModel(model: 0, version: 0))))
    #expect(again.state.place(.a, again.viewer.findings) == nil)
    again.accept(.ended(LoadModel(model: 0, version: 0), .done(models[0])))
    again.settle()
    #expect(again.state.sides.map { again.state.place($0, again.viewer.findings) } == places)
    try again.type("F9 F9")
    try viewer.type("F9 F9")
    #expect(again.text == viewer.text)
  }

  /// What a smaller model in the place of a session's does not have stays in the session, and comes back with a model that
  /// has it.
  @Test func whatAModelLacksIsKept() throws {
    let large = Synthetic.model(.deep)
    let small = Synthetic.model(
      "deep", polarity: false, geometries: Synthetic.Shape.single.geometries, headCounts: [1],
      digest: "fedcba9876543210")
    let viewer = try Synthetic.viewer([large])
    try viewer.type("g 8 . 2 Enter x g 0 . 0 Enter x C P B c l s Enter g 5 . 1 Enter F9 F9")
    let off: Set<HeadPlace> = [HeadPlace(layer: 0, head: 0), HeadPlace(layer: 8, head: 2)]
    #expect(viewer.state.shown[0].headsOff == [0: off])
    #expect(viewer.state.query == .prefix(.classToken))
    func members(_ viewer: HeadlessViewer) throws -> [JSONValue?] {
      let bytes = try viewer.state.session(viewer.viewer.findings).json(savedAt: "s.json", samples: .none)
      let session = try JSONValue.parse(bytes, file: "s.json")
      return [session["screen"], session["bookmarks"]]
    }
    let saved = try members(viewer)
    let other = try reopened(viewer, [small])
    #expect(
      other.viewer.sessionRemarks.contains {
        $0.contains("no head 8.2 that could be off; the session keeps it")
      })
    #expect(other.state.shown[0].headsOff == [0: [HeadPlace(layer: 0, head: 0)]])
    #expect(other.state.query == .spatial && other.state.place(.a, other.viewer.findings)?.layer == 0)
    #expect(try members(other) == saved)
    // A bookmark is shown as far as the model has it.
    try other.type("' Enter")
    #expect(other.state.query == .spatial && other.text.contains("no model on the screen has a cls token"))
    try other.type("C-o F9 F9")
    #expect(try members(other) == saved)
    let again = try reopened(other, [large])
    try again.type("F9 F9")
    #expect(again.state.screen == viewer.state.screen && again.text == viewer.text)
    // What the user chooses meanwhile counts.
    try other.type("X Right")
    let changed = try reopened(other, [large])
    #expect(changed.state.shown[0].headsOff.isEmpty && changed.state.query == .spatial)
  }

  @Test func bookmarksAreGoneToAndRemoved() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] ] . x 3 B s i n k Space 1 Enter")
    #expect(viewer.text.contains("bookmark 1; ' lists them, Ctrl-S saves them"))
    let marked = viewer.state.screen
    try viewer.type("= Tab [ [ X 1 B Enter")
    #expect(viewer.state.bookmarks.map(\.note) == ["sink 1", ""])
    #expect(viewer.state.screen != marked)
    // On a bookmarked screen the note changes.
    try viewer.type("B o n Enter")
    #expect(viewer.state.bookmarks.map(\.note) == ["sink 1", "on"])
    try viewer.type("'")
    #expect(viewer.text.contains("sink 1") && viewer.text.contains("polarity 2.1"))
    try viewer.type("Enter")
    #expect(viewer.state.screen == marked && viewer.text.contains("sink 1"))
    // Going there is a jump.
    try viewer.type("C-o")
    #expect(viewer.state.screen.view == ViewKind.heads)
    try viewer.type("' Delete")
    #expect(viewer.state.bookmarks.map(\.note) == ["on"])
    try viewer.type("Delete Delete Escape")
    #expect(viewer.state.bookmarks.isEmpty)
    try viewer.type("' Enter")
    #expect(!viewer.text.contains("sink"))
  }

  @Test func theSessionAsksBeforeItReplaces() throws {
    let folder = try Scratch()
    let viewer = try Synthetic.viewer(.deep, .twin, size: "160x40")
    try viewer.type("C-s")
    #expect(viewer.text.contains("save the session as") && viewer.text.contains("polascope-session.json"))
    func save() throws {
      try viewer.type("C-s C-u")
      for character in folder.file { viewer.handle(.key(.character(character))) }
      viewer.handle(.key(.enter))
    }
    /// What is said, however wide it is.
    func isSaid(_ words: String) -> Bool {
      "\(String(describing: viewer.state.dialog)) \(viewer.state.notice ?? "")".contains(words)
    }
    try viewer.type("Escape")
    // What is no session is never replaced.
    try Data("mine".utf8).write(to: URL(filePath: folder.file))
    try save()
    #expect(isSaid("is no session; choose another name"))
    try viewer.type("Escape")
    #expect(try String(contentsOfFile: folder.file, encoding: .utf8) == "mine")
    #expect(viewer.state.sessionFile == nil)
    // One of another run is replaced on the second Enter.
    try Data("{\"polascope-session\": 1}".utf8).write(to: URL(filePath: folder.file))
    try save()
    #expect(isSaid("Enter again replaces it"))
    #expect(try String(contentsOfFile: folder.file, encoding: .utf8).hasSuffix(": 1}"))
    viewer.handle(.key(.enter))
    #expect(viewer.state.sessionFile == folder.file)
    let first = try String(contentsOfFile: folder.file, encoding: .utf8)
    _ = try SavedSession(Array(first.utf8), file: folder.file, samples: .none)
    // From then on Ctrl-S writes it, unless something else has.
    try viewer.type("] C-s")
    #expect(isSaid("saved the session in"))
    let second = try String(contentsOfFile: folder.file, encoding: .utf8)
    #expect(second != first)
    try Data(first.utf8).write(to: URL(filePath: folder.file))
    try viewer.type("C-s")
    #expect(isSaid("something else has changed"))
    viewer.handle(.key(.enter))
    #expect(try String(contentsOfFile: folder.file, encoding: .utf8) == second)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["session.json"])
  }

  // MARK: What is refused

  /// Whether a session is the same text whenever it is saved, opened and saved again.
  private func isKept(_ session: SavedSession, samples: BundledSamples = .none) throws -> Bool {
    let text = try session.json(savedAt: "s.json", samples: samples)
    let again = try SavedSession(text, file: "s.json", samples: samples)
    return try again.json(savedAt: "s.json", samples: samples) == text
  }

  private func sample() throws -> [String: JSONValue] {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("] P x b B Enter")
    var session = viewer.state.session(viewer.viewer.findings)
    session.imageDigests = [0: "0123456789abcdef"]
    let bytes = try session.json(savedAt: "s.json", samples: .none)
    return try #require(try JSONValue.parse(bytes, file: "s.json").object)
  }

  /// Every member in turn is lost, renamed and of another kind: each is refused by its name, and nothing traps.
  @Test func everyMemberIsChecked() throws {
    let session = JSONValue.object(try sample())
    var checked = 0
    for path in session.memberPaths {
      let name = path.description
      // What such an object holds is up to the user.
      let isFree =
        ["pages", "scales", "headsOff", "imageDigests"].contains(path.names.dropLast().last)
        || name == "imageDigests"
      for (change, isRefusal) in [
        (JSONValue.Change.lose, true), (.rename, true), (.set(.object(["?": 1])), true),
        (.set(.integer(-7)), false), (.set(.number(1e300)), false), (.set(.string("9.9.9")), false),
        (.set(.array(Array(repeating: .array([.null]), count: 9))), true), (.set(.integer(.max)), false),
        (.set(.number(-0.0)), false), (.set(.number(.leastNonzeroMagnitude)), false),
        (.set(.number(0.1)), false),
        (.set(.string("././a//b/.")), false),
      ] {
        let bytes = try session.changing(path, change).bytes
        checked += 1
        do throws(SessionError) {
          let read = try SavedSession(bytes, file: "s.json", samples: .none)
          #expect((try? isKept(read)) == true, "\(name) \(change)")
          if case .lose = change, isFree { continue }
          #expect(!isRefusal, "\(name) \(change)")
        } catch {
          #expect("\(error)".hasPrefix("s.json: "), "\(name): \(error)")
          if case .lose = change, path.names.count == 1, name != SavedSession.mark {
            #expect(error == .missing("s.json", member: name))
          }
        }
      }
    }
    #expect(checked > 300)
  }

  @Test(arguments: [
    (#"{"polascope-session": 2}"#, "is a session of format 2; this version reads format 1"),
    (#"{"polascope-session": "x"}"#, "polascope-session: expected the number of a format"),
    (#"{"a": 1}"#, "is no session of polascope; name one, or a file that is not there yet"),
    (#"[1]"#, "is no session of polascope; name one, or a file that is not there yet"),
    (#"{"#, "not valid JSON at byte 1: the text ends too early"),
    (#"{"polascope-session": 1}"#, "version is missing"),
  ])
  func whatIsNoSessionIsRefused(text: String, message: String) {
    let error = #expect(throws: SessionError.self) {
      try SavedSession(Array(text.utf8), file: "s.json", samples: .none)
    }
    #expect(error?.description == "s.json: \(message)")
  }

  /// A path is what a model is known by, however it is written; a name that the user gave it tells it from itself.
  @Test(arguments: [
    (
      #"{"model": "./m", "name": null, "digest": null}"#,
      #"{"model": "././m", "name": null, "digest": null}"#, false
    ),
    (
      #"{"model": "./m", "name": "x", "digest": null}"#, #"{"model": ".//m", "name": "x", "digest": null}"#,
      false
    ),
    (
      #"{"model": "twin", "name": null, "digest": null}"#,
      #"{"model": "/s/twin", "name": null, "digest": null}"#, false
    ),
    (
      #"{"model": "./m", "name": "x", "digest": null}"#, #"{"model": "./m", "name": "y", "digest": null}"#,
      true
    ),
    (
      #"{"model": "./m", "name": null, "digest": null}"#, #"{"model": "./n", "name": null, "digest": null}"#,
      true
    ),
  ])
  func aModelIsThereOnce(first: String, second: String, isRead: Bool) throws {
    let samples = BundledSamples(models: ["twin": "/s/twin"], imagePaths: [])
    var session = try sample()
    session["models"] = .array(try [first, second].map { try JSONValue.parse(Array($0.utf8), file: "") })
    let bytes = try JSONValue.object(session).bytes
    if isRead {
      #expect(try isKept(SavedSession(bytes, file: "s.json", samples: samples), samples: samples))
    } else {
      #expect(
        throws: SessionError.value(
          "s.json", member: "models", expected: "each model once, or with another name")
      ) {
        try SavedSession(bytes, file: "s.json", samples: samples)
      }
    }
  }

  /// A file of the user's that is called as a bundled image is his own.
  @Test func anImageOfTheUsersIsNoBundledOne() throws {
    let samples = BundledSamples(models: [:], imagePaths: ["/s/images/bag.png"])
    let paths = SessionPaths.images(samples, file: "s.json")
    #expect(paths.name(of: "bag.png") == "./bag.png" && paths.path(of: "./bag.png") == "./bag.png")
    #expect(
      paths.name(of: "/s/images/bag.png") == "bag.png" && paths.path(of: "bag.png") == "/s/images/bag.png")
  }

  @Test func anUnknownMemberIsRefused() throws {
    var session = try sample()
    session["future"] = true
    let bytes = try JSONValue.object(session).bytes
    #expect(throws: SessionError.unknown("s.json", member: "future")) {
      try SavedSession(bytes, file: "s.json", samples: .none)
    }
  }

  /// Other weights, a layer that is gone, a head that is gone: said in words, and nothing traps.
  @Test func aModelThatChangedIsSaid() throws {
    let viewer = try Synthetic.viewer(.deep, .twin)
    try viewer.type("g 8 . 2 Enter x")
    var session = viewer.state.session(viewer.viewer.findings)
    session.models[0].digest = "0123456789abcdef"
    let smaller = Synthetic.model(
      "single", polarity: false, geometries: Synthetic.Shape.single.geometries, headCounts: [1],
      digest: "fedcba9876543210")
    let again = try self.viewer(
      session, [smaller, Synthetic.model(.twin)], size: Size(columns: 120, rows: 36))
    let remarks = again.viewer.sessionRemarks.joined(separator: "\n")
    #expect(
      remarks.contains("single has changed since the session was saved: its weights were 0123456789abcdef"))
    #expect(remarks.contains("single has layers 0 to 0, not 8; the last one is shown"))
    #expect(
      remarks.contains(
        "single has no head 8.2 that could be off; the session keeps it for a model that has it"))
    #expect(again.state[.a].headsOff.isEmpty)
    #expect(again.text.contains("A 0.0"))
  }
}

extension SavedSessionTests {
  /// The image as it is read from a file of some digest.
  private func image(_ digest: String) -> InputImage {
    InputImage(name: "boot", path: "images/boot.png", image: Synthetic.image.image, digest: digest)
  }

  /// Digests of images that the screens show are kept, and another one is said when its image is read.
  @Test func anImageThatChangedIsSaid() throws {
    let models = [Synthetic.model(.deep)]
    let (old, new) = ("0123456789abcdef", "fedcba9876543210")
    let viewer = try Synthetic.viewer(models)
    viewer.accept(.ended(LoadImage(image: 0), .done(image(old))))
    viewer.accept(.ended(LoadImage(image: 1), .done(image(new))))
    let session = viewer.state.session(viewer.viewer.findings)
    let text = String(decoding: try session.json(savedAt: "s.json", samples: .none), as: UTF8.self)
    #expect(text.contains("boot.png\" : \"\(old)\"") && !text.contains(new), "images that are shown: \(text)")
    let again = try SavedSession(Array(text.utf8), file: "s.json", samples: .none)
    #expect(again.imageDigests == [0: old])
    for (digest, isSaid) in [(old, false), (new, true)] {
      let opened = try self.viewer(again, models, size: viewer.state.size, late: [0])
      opened.accept(.ended(LoadImage(image: 0), .done(image(digest))))
      opened.accept(.ended(LoadImage(image: 0), .done(image(digest))))
      let remark =
        "boot.png has changed since the session was saved: the digest of its file was \(old), it is \(new)"
      #expect(opened.viewer.sessionRemarks == (isSaid ? [remark] : []))
      #expect(opened.state.session(opened.viewer.findings).imageDigests[0] == digest)
    }
    // An earlier file has no digests.
    var members = try #require(try JSONValue.parse(Array(text.utf8), file: "").object)
    members["imageDigests"] = nil
    let earlier = try SavedSession(try JSONValue.object(members).bytes, file: "s.json", samples: .none)
    #expect(earlier.imageDigests.isEmpty && earlier.screen == again.screen)
  }
}

/// A folder for one file.
private final class Scratch {
  let path: String
  var file: String { "\(path)/session.json" }

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/polascope-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

// MARK: Changing JSON

private struct MemberPath: CustomStringConvertible {
  var names: [String]
  var description: String { names.joined(separator: ".") }
}

extension JSONValue {
  fileprivate enum Change {
    case lose, rename, set(JSONValue)
  }

  /// Every member of every object, elements of arrays by their numbers.
  fileprivate var memberPaths: [MemberPath] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { name, value in
        [MemberPath(names: [name])] + value.memberPaths.map { MemberPath(names: [name] + $0.names) }
      }
    case .array(let elements):
      elements.enumerated().flatMap { index, value in
        value.memberPaths.map { MemberPath(names: ["\(index)"] + $0.names) }
      }
    default: []
    }
  }

  fileprivate func changing(_ path: MemberPath, _ change: Change) -> JSONValue {
    let (name, rest) = (path.names[0], MemberPath(names: Array(path.names.dropFirst())))
    switch self {
    case .object(var members):
      let old = members.removeValue(forKey: name) ?? .null
      if !rest.names.isEmpty {
        members[name] = old.changing(rest, change)
      } else {
        switch change {
        case .lose: break
        case .rename: members[name + "?"] = old
        case .set(let value): members[name] = value
        }
      }
      return .object(members)
    case .array(var elements):
      elements[Int(name) ?? 0] = elements[Int(name) ?? 0].changing(rest, change)
      return .array(elements)
    default: return self
    }
  }

  fileprivate var bytes: [UInt8] {
    get throws {
      switch self {
      case .object(let members):
        Array("{".utf8)
          + Array(
            try members.map { try JSONValue.string($0).bytes + Array(":".utf8) + $1.bytes }
              .joined(separator: Array(",".utf8))) + Array("}".utf8)
      case .array(let elements):
        Array("[".utf8) + Array(try elements.map { try $0.bytes }.joined(separator: Array(",".utf8)))
          + Array("]".utf8)
      case .string(let text): Array(try jsonText(text).utf8)
      case .integer(let number): Array("\(number)".utf8)
      case .number(let number): Array("\(number)".utf8)
      case .bool(let flag): Array("\(flag)".utf8)
      case .null: Array("null".utf8)
      }
    }
  }
}
