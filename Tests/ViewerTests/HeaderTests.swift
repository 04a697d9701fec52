// The header keeps the names of models and image at every width, cut with a sign where there is no room.

import Attention
import Session
import TerminalUI
import Testing

@testable import Viewer

@Suite struct HeaderTests {
  private static let names = [
    "short", "a-model-with-a-name-that-is-longer-than-the-screen-is-wide-as-people-have-them-epoch-0299",
    "模型-視覺變換器-極長的名稱-用於測試終端機寬度-第二十九輪", "e\u{301}te\u{301}-vit-Größe-ñandú-\u{1F441}\u{FE0F}-последний-слой",
    "\u{1B}[31mred\u{7}\u{202E}gnp.exe\n",
    "\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}-family-\u{1F468}\u{200D}\u{1F469}\u{200D}\u{1F467}",
  ]

  private func header(_ viewer: HeadlessViewer) -> String {
    String(viewer.text.split(separator: "\n", omittingEmptySubsequences: false)[0])
  }

  /// A name as cells show it, which have no room for marks of no width.
  private func drawn(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append(contentsOf: name.escaped.unicodeScalars.filter { $0.printable.columns > 0 })
    return String(scalars)
  }

  private func start(_ name: String) -> String { String(drawn(name).prefix(1)) }

  @Test(arguments: names.indices, ["80x24", "120x36", "200x60"])
  func modelsAndImageStayAtEveryWidth(index: Int, size: String) throws {
    let (a, b) = (Self.names[index], Self.names[(index + 1) % Self.names.count])
    let viewer = try Synthetic.viewer(
      [Synthetic.model(a, polarity: false), Synthetic.model(b, polarity: true)], size: size, images: 14)
    for keys in ["", "2", "3", "4", "5", "6", "] . n n", "Tab"] {
      try viewer.type(keys)
      let line = header(viewer)
      #expect(!viewer.frame().isCut, "\(line)")
      #expect(line.columns <= Size(size)?.columns ?? 0 && line == line.escaped, "\(line)")
      let position = viewer.state.image + 1
      #expect(line.contains("A \(start(a))") && line.contains("B \(start(b))"), "\(line)")
      #expect(line.contains(" \(position)/14"), "\(line)")
      // A name is there as a whole, or its middle is cut with a sign.
      for name in [a, b].map(drawn) {
        #expect(line.contains(name) || line.contains("…"), "\(line)")
      }
      #expect(line.contains(" \(viewer.state.view.number)"), "\(line)")
    }
  }

  /// The true class stays where heads are off and patches hidden: names are cut before it goes.
  @Test func theTrueClassStays() throws {
    let models = [("fashion-softmax", false), ("fashion-polarity", true)].map {
      Synthetic.model($0.0, polarity: $0.1)
    }
    let viewer = try HeadlessViewer(
      options: ViewerOptions(models: models.map(\.name), images: ["images/ankle-boot-01.png"]),
      size: Size(columns: 120, rows: 36), capabilities: .full)
    for (slot, model) in models.enumerated() {
      viewer.accept(.ended(LoadModel(model: slot, version: 0), .done(model)))
    }
    viewer.accept(.ended(LoadImage(image: 0), .done(Synthetic.image)))
    viewer.settle()
    for keys in ["1", "5", "x . x ] x", "b Right b Right b Tab x", "4"] {
      try viewer.type(keys)
      #expect(header(viewer).contains(" Ankle boot"), "\(header(viewer))")
    }
  }

  /// What nothing else on the screen says is replaced by a sign where it has no room, also with all warnings there are.
  @Test(arguments: ["40x12", "60x20", "80x24"]) func whatIsLeftOutHasASign(size: String) throws {
    let viewer = try Synthetic.viewer(size: size)
    try viewer.type("x . x ] x b Right b Right b Tab x . x")
    let line = header(viewer)
    #expect(!viewer.frame().isCut && line.contains("off "), "\(line)")
    let names = ["A softmax-twin", "B polarity-twin", "boot.png", " hidden"]
    #expect(names.allSatisfy(line.contains) || line.contains("…"), "\(line)")
  }

  /// The class that the folder or the file is named after; a number is no name.
  @Test(
    arguments: [
      ("photos/bag/x.png", "Bag"), ("photos/Ankle_boot/3.png", "Ankle boot"),
      ("ankle-boot-01.png", "Ankle boot"),
      ("bag (2).png", "Bag"), ("photos/2.png", nil), ("2/x.png", nil), ("bags/boot.png", nil),
    ] as [(String, String?)])
  func theTrueClassIsShownWhereItIsKnown(path: String, label: String?) throws {
    let model = Synthetic.model("twin", polarity: false)
    let viewer = try HeadlessViewer(
      options: ViewerOptions(models: ["twin"], images: [path]), size: Size(columns: 120, rows: 36),
      capabilities: Capabilities(depth: .truecolor))
    viewer.accept(.ended(LoadModel(model: 0, version: 0), .done(model)))
    viewer.accept(.ended(LoadImage(image: 0), .done(Synthetic.image)))
    viewer.settle()
    let file = try #require(path.split(separator: "/").last)
    #expect(header(viewer).contains("\(file) \(label.map { "\($0) " } ?? "")16×16"), "\(header(viewer))")
  }

  @Test func oneImageHasNoPosition() throws {
    let viewer = try Synthetic.viewer(size: "120x36", images: 1)
    #expect(header(viewer).contains("boot.png 16×16") && !header(viewer).contains("1/1"))
    try viewer.type("n")
    #expect(!header(viewer).contains("/1"))
  }

  /// The middle gives way, characters stay whole, and nothing becomes wider than it may.
  @Test func namesAreCutInTheMiddle() {
    #expect("checkpoint-0299".shortened(to: 15) == "checkpoint-0299")
    #expect("checkpoint-0299".shortened(to: 9) == "chec…0299")
    #expect("checkpoint-0299".shortened(to: 8) == "chec…299")
    #expect("模型-視覺變換器".shortened(to: 9) == "模型…換器" && "模型".shortened(to: 3) == "模…")
    #expect("ab".shortened(to: 1) == "…" && "ab".shortened(to: 0) == "")
    for name in Self.names {
      for limit in 0...40 {
        let cut = name.escaped.shortened(to: limit)
        #expect(cut.columns <= limit, "\(cut)")
        #expect(cut == name.escaped || limit == 0 || cut.contains("…"))
        // No character falls apart.
        #expect(cut.allSatisfy { name.escaped.contains($0) || $0 == "…" }, "\(cut)")
      }
    }
  }
}
