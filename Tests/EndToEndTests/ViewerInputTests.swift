// What the pointer and the keys do in a real terminal, and models whose files change.
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct ViewerInputTests {
  @Test func thePointerMovesTheQueryAndTheWheelTheLayer() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--query", "0,0")
    // The panel of A: 16 × 16 tokens of 2 × 2 pixels, two columns and one row each, inside its border.
    let screen = try session.screen()
    let corner = try #require(TwinsScreen.place(of: "┌ A 2.0 softmax", in: screen))
    let (left, top) = (corner.x + 1, corner.y + 1)
    func cell(_ row: Int, _ column: Int) -> (x: Int, y: Int) { (left + 2 * column, top + row) }

    try session.point(.press, x: cell(3, 5).x, y: cell(3, 5).y)
    try session.wait(for: "the query that was clicked") { TwinsScreen.query($0) == "3,5" }
    try session.point(.drag, x: cell(4, 5).x, y: cell(4, 5).y)
    try session.wait(for: "the query that was dragged to") { TwinsScreen.query($0) == "4,5" }
    try session.point(.drag, x: cell(6, 2).x, y: cell(6, 2).y)
    try session.wait(for: "the query that was dragged to") { TwinsScreen.query($0) == "6,2" }
    try session.point(.release, x: cell(6, 2).x, y: cell(6, 2).y)
    try session.point(.wheelDown, x: left, y: top)
    try session.wait(for: "the next layer") { $0.contains("layer 3") }
    try session.point(.wheelUp, x: left, y: top)
    try session.wait(for: "the layer from before") {
      $0.contains("layer 2") && TwinsScreen.query($0) == "6,2"
    }
    // A thumbnail goes to its head.
    let label = try #require(TwinsScreen.place(of: "1.0  ", in: screen))
    try session.point(.press, x: label.x + 1, y: label.y - 2)
    try session.wait(for: "the head that was clicked") { $0.contains("layer 1 ") && $0.contains("head 0 ") }
  }

  @Test func commandsAreInTheClipboard() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--query", "0,0")
    #expect(try session.clipboard() == nil)
    try session.type("8", "y")
    try session.wait(for: "the commands") { $0.contains("this screen") }
    let copied = try #require(try session.clipboard())
    let lines = copied.split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix("polascope dump ") && $0.contains("--layers 2 ") })
    #expect(lines.last.map { $0.hasPrefix("polascope view ") && $0.contains("--view tokens") } == true)
  }

  @Test func thePointerReadsKeysAndZoomFillsTheScreen() throws {
    let session = try TerminalSession.onTwins("--layer", "2", "--query", "0,0")
    let screen = try session.screen()
    let corner = try #require(TwinsScreen.place(of: "┌ A 2.0 softmax", in: screen))
    func cell(_ row: Int, _ column: Int) -> (x: Int, y: Int) {
      (corner.x + 2 * column + 1, corner.y + row + 1)
    }
    for (row, column) in [(3, 5), (6, 2)] {
      try session.point(.hover, x: cell(row, column).x, y: cell(row, column).y)
      try session.wait(for: "the key under the pointer") {
        $0.contains("key \(row),\(column): A ") && TwinsScreen.query($0) == "0,0"
      }
    }
    // A press moves the query, motion with the button held drags it, and after its release motion reads again.
    try session.point(.press, x: cell(1, 1).x, y: cell(1, 1).y)
    try session.wait(for: "the query that was clicked") { TwinsScreen.query($0) == "1,1" }
    try session.point(.drag, x: cell(2, 2).x, y: cell(2, 2).y)
    try session.wait(for: "the query that was dragged to") { TwinsScreen.query($0) == "2,2" }
    try session.point(.release, x: cell(2, 2).x, y: cell(2, 2).y)
    try session.point(.hover, x: cell(4, 4).x, y: cell(4, 4).y)
    try session.wait(for: "the key under the pointer") {
      $0.contains("key 4,4: A ") && TwinsScreen.query($0) == "2,2"
    }
    try session.point(.hover, x: 1, y: 0)
    try session.wait(for: "no key") { !$0.contains("key ") }
    try session.type("Space", "Right", "Down")
    try session.wait(for: "the key by the arrows") { $0.contains("key 3,3: A ") }
    try session.type("Escape", "Enter")
    try session.wait(for: "one map") { $0.contains("(zoom)") && !$0.contains("┌ B ") }
    try session.type("7")
    try session.type("Escape")
    try session.wait(for: "all heads") { $0.contains("7 model") && $0.contains("┌ B fashion-polarity") }
    try session.type("t")
    try session.wait(for: "their entropies") { $0.contains("H / ln n") && !$0.contains("%") }
    try session.type("q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.modes() == .shell)
  }

  /// Pasted text is typed where a line is, and nowhere else. `q` in it would end the program, Enter take the line.
  @Test func pastedTextIsNotKeys() throws {
    let session = try TerminalSession.onTwins("--layer", "2")
    try session.paste("1]q\nd\u{1B}[B")
    try session.wait(for: "a word about it") { $0.contains("pasted text does nothing here") }
    try session.type("Right")
    try session.wait(for: "the screen as it was") { $0.contains("layer 2") && !$0.contains("pasted") }
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: session.path).allSatisfy { !$0.contains("pgm") })
    try session.type("C-s")
    try session.wait(for: "the prompt") { $0.contains("save the session as") }
    try session.type("C-u")
    try session.paste("walk\nhome.json\n")
    try session.wait(for: "one line, not taken") {
      $0.contains("walk home.json") && $0.contains("save the session as")
    }
    try session.type("Enter")
    try session.wait(for: "the file") { _ in
      FileManager.default.fileExists(atPath: "\(session.path)/walk home.json")
    }
    // A paste whose end is lost is over when nothing more of it comes.
    try session.send(Array("\u{1B}[200~lost".utf8))
    usleep(2_200_000)
    try session.type("4")
    try session.wait(for: "the view of the key") { $0.contains("4 entropy") && $0.contains("B − A") }
    try session.type("q")
    #expect(try session.waitForEnd() == 0)
    // The shell is not told of pastes.
    try session.paste("bare")
    let left = try session.wait(for: "the paste, echoed") { $0.contains("bare") }
    #expect(!left.contains("200~"))
  }

  /// A report of the cursor, a report of a color, the end of a paste that never began, a key with modifiers, keys of
  /// DEC's: none acts as the keys that it is spelled with.
  @Test func escapeSequencesThatAreNotKnownDoNothing() throws {
    let session = try TerminalSession.onTwins("--layer", "2")
    let before = try session.screen()
    for sequence in ["[1;9R", "]11;rgb:0000/0000/0000\u{7}", "[201~", "[27;5;98~", "[120;3u", "OX"] {
      try session.send([0x1b] + Array(sequence.utf8))
    }
    try session.type("]")
    try session.wait(for: "the next layer") { $0.contains("layer 3") }
    try session.type("[")
    try session.wait(for: "the screen from before") { $0 == before }
  }

  /// Over a slow line the end of a sequence comes late; it belongs to it all the same.
  @Test(arguments: [
    ["P1+r5247", "42=38\u{1B}", "\\"], ["[1;5", "q"], ["]11;rgb:00", "q/00/00\u{7}"],
    ["P1+r", "qqq\u{1B}\\"],
    ["[M q!"], ["[[q"],
  ])
  func escapeSequencesInPartsDoNothing(parts: [String]) throws {
    let session = try TerminalSession.onTwins("--layer", "2")
    let before = try session.screen()
    for (index, part) in parts.enumerated() {
      try session.send((index == 0 ? [0x1b] : []) + Array(part.utf8))
      usleep(40_000)
    }
    try session.type("]")
    try session.wait(for: "the next layer") { $0.contains("layer 3") }
    try session.type("[")
    try session.wait(for: "the screen from before") { $0 == before }
  }

  @Test func aHeadThatIsSwitchedOffChangesThePredictionsUntilItIsRestored() throws {
    let session = try TerminalSession.onTwins("--layer", "1")
    let before = try session.screen()
    try session.type("x")
    let off = try session.wait(for: "the change of the predictions") {
      $0.contains("off A 1.0") && TwinsScreen.predictions($0)?.contains("(") == true
    }
    #expect(TwinsScreen.predictions(off) != TwinsScreen.predictions(before))
    for view in ["2", "3", "4", "5", "6"] {
      try session.type(view)
      try session.wait(for: "the head in view \(view)") {
        $0.contains("off A 1.0") && $0.contains(" \(view) ")
      }
    }
    try session.type("1", "X", "Tab", "Tab")
    try session.wait(for: "the screen from before") { $0 == before }
  }

  @Test func aChangedFileIsLoadedAgainAndAHalfWrittenOneWaits() throws {
    let sample = try #require(Samples.folder(named: "fashion-softmax"))
    var weights = Data()
    let session = try TerminalSession(
      prepare: { folder in
        try FileManager.default.copyItem(atPath: sample, toPath: "\(folder)/run")
        weights = try Data(contentsOf: URL(filePath: "\(folder)/run/model.safetensors"))
      },
      ["./run", "--watch", "--layer", "2", "--query", "3,5"])
    let file = URL(filePath: "\(session.path)/run/model.safetensors")
    let first = try session.wait(for: "the map") { TwinsScreen.footers($0).count == 1 }
    #expect(TwinsScreen.query(first) == "3,5")

    try weights.prefix(weights.count / 2).write(to: file)
    let half = try session.wait(for: "word of the half file") { $0.contains("cannot be read yet") }
    #expect(TwinsScreen.footers(half) == TwinsScreen.footers(first))

    // The other sign for every weight in the second half of the file.
    for index in stride(from: weights.count / 2 | 3, to: weights.count, by: 4) { weights[index] ^= 0x80 }
    try weights.write(to: file, options: .atomic)
    let again = try session.wait(for: "the changed model") { $0.contains("was loaded again") }
    #expect(TwinsScreen.query(again) == "3,5" && again.contains("layer 2"))
    let predictions = { (screen: String) in
      screen.split(separator: "\n").dropLast().last { $0.contains(" A ") }
    }
    try session.wait(for: "other predictions") { predictions($0) != predictions(first) }
    try session.type("q")
    #expect(try session.waitForEnd() == 0)
  }

  /// A training run that has not saved yet.
  @Test func aFileThatIsNotThereYetIsWaitedFor() throws {
    let sample = try #require(Samples.folder(named: "fashion-softmax"))
    let session = try TerminalSession(["./run", "--watch", "--layer", "2"])
    try session.wait(for: "word of the wait") { $0.contains("waiting for ./run") }
    try FileManager.default.copyItem(atPath: sample, toPath: "\(session.path)/run")
    try session.wait(for: "the map") { TwinsScreen.footers($0).count == 1 && $0.contains("layer 2") }
    try session.wait(for: "the end of the word") { !$0.contains("waiting for") }
    try session.type("q")
    #expect(try session.waitForEnd() == 0)
    #expect(try Program.run(["view", "./nowhere", "--screenshot", "a.txt"]).status == 1)
  }

  @Test func fiveHundredKeysAndItStillAnswers() throws {
    let session = try TerminalSession.onTwins()
    let keys = [
      "h", "j", "k", "l", "Left", "Down", "Up", "Right", "[", "]", ",", ".", "n", "p", "Tab", "{", "}", "C",
      "v", "m",
      "M", "c", "r", "o", "I", "+", "-", "S", "J", "x", "X", "b", "y", "i", "u", "C-l", "?", "Escape", "1",
      "2", "3",
      "4", "5", "6", "PPage", "NPage", "Home", "End", "Space", "BSpace", "7", "z", "Enter", "t", "T", "F1",
      "F5", "g",
    ]
    var random: UInt32 = 500
    for _ in 0..<50 {
      try session.type(
        (0..<10).map { _ in
          random = random &* 1_664_525 &+ 1_013_904_223
          return keys[Int(random >> 8) % keys.count]
        })
    }
    try session.type("Escape", "Escape", "X", "1")
    try session.wait(for: "the first view") { $0.contains("1 heads") }
    try session.type("q")
    #expect(try session.waitForEnd() == 0)
    #expect(try session.modes() == .shell)
  }

  @Test func theFirstRunSaysWhichKeysThereAreAndTheSecondDoesNot() throws {
    let state = try TemporaryFolder()
    for isFirst in [true, false] {
      let session = try TerminalSession(
        environment: ["XDG_STATE_HOME": "\(state.path)/new", "COLORTERM": "truecolor"], [])
      try session.wait(for: "both models' maps", until: TwinsScreen.isComplete)
      #expect(try session.screen().contains("new here?") == isFirst)
      try session.type("Right")
      try session.wait(for: "the line of keys") { $0.contains("q quit") }
    }
  }

  @Test(arguments: [
    ["--layer", "99"], ["--layer", "2", "--head", "9"], ["--layer", "2", "--query", "16,16"],
  ])
  func aStartBeyondTheModelIsAUsageError(arguments: [String]) throws {
    let session = try TerminalSession(arguments)
    #expect(try session.waitForEnd() == 64)
    let lines = try session.screen().split(separator: "\n")
    #expect(lines.first?.hasPrefix("polascope: --") == true)
    #expect(try session.modes() == .shell)
  }

  @Test func anImageThatWasReadWithCareSaysSo() throws {
    let session = try TerminalSession(
      prepare: { folder in
        let header = Array("P5 8 8 65535\n".utf8)
        try Data(header + (0..<128).map { UInt8($0) }).write(to: URL(filePath: "\(folder)/deep.pgm"))
      }, ["--image", "./deep.pgm"])
    try session.wait(for: "the warning") { $0.contains("16-bit gray") && $0.contains("deep.pgm") }
  }
}
