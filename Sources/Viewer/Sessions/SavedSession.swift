// A session: models, images, the screen that the user has made of them, and bookmarks.

/// What `--session FILE` keeps. Its file is JSON; see `SavedSession.init(_:file:)` and `json(savedAt:)`.
package struct SavedSession: Equatable, Sendable {
  /// The number of this format. A file of another one is refused.
  static let format = 1
  /// The member that says what the file is, with the number of its format.
  static let mark = "polascope-session"

  /// A model as the session knows it.
  package struct Model: Equatable, Sendable {
    /// A bundled name, a checkpoint file or a folder.
    package var argument: String
    /// What the user calls it; nil where its path does.
    package var name: String?
    /// Of its weights when the session was saved; nil where the model was not loaded then.
    var digest: String?
  }

  /// One to four, each once or with names that tell them apart.
  package var models: [Model]
  /// The options that the models and images are read with, as words of a command.
  package var options: [String]
  /// Files and folders of images.
  package var images: [String]
  /// The images that the screens are about, which `Spot.image` counts.
  var shownImages: [String]
  /// Of the files of images that the screens show, by their numbers, when the session was saved: see `ImageBytes.digest`.
  /// None of an image that was not read then.
  var imageDigests: [Int: String]
  var screen: SavedScreen
  var bookmarks: [Bookmark]
}

extension SavedSession {
  /// The same, whose screens count the given images.
  ///
  /// - Parameters:
  ///   - paths: of all images, folders opened.
  ///   - file: of the session, for messages.
  /// - Throws: `SessionError.missingImage`.
  func counting(_ paths: [String], file: String) throws(SessionError) -> SavedSession {
    let places = Dictionary(
      paths.enumerated().map { (SessionPaths.absolute($1), $0) }, uniquingKeysWith: { first, _ in first })
    var numbers: [Int] = []
    for image in shownImages {
      guard let number = places[SessionPaths.absolute(image)] else { throw .missingImage(file, image) }
      numbers.append(number)
    }
    var session = self
    session.shownImages = paths
    session.imageDigests = Dictionary(
      imageDigests.map { (numbers[$0], $1) }, uniquingKeysWith: { first, _ in first })
    session.screen = screen.counting(numbers)
    session.bookmarks = bookmarks.map { Bookmark(note: $0.note, screen: $0.screen.counting(numbers)) }
    return session
  }

  /// The numbers of the images that the screens show, each once.
  var imagesInUse: [Int] {
    ([screen] + bookmarks.map(\.screen)).flatMap { screen in
      screen.sides.map(\.spot.image) + screen.pins.map(\.state.spot.image)
    }.uniqued
  }
}

extension SavedScreen {
  /// The screen with other numbers for its images.
  fileprivate func counting(_ numbers: [Int]) -> SavedScreen {
    var screen = self
    for index in sides.indices { screen.sides[index].spot.image = numbers[sides[index].spot.image] }
    screen.pins = pins.map { pin in
      var state = pin.state
      state.spot.image = numbers[state.spot.image]
      return Pin(side: pin.side, state: state)
    }
    return screen
  }
}
