// Images whose EXIF orientation is not applied: one hint, however many there are.
import FoundationEssentials
import Testing

@Suite struct OrientationHintTests {
  private static let advice =
    "EXIF orientation is not applied, as in timm and torchvision; --exif-orientation applies it\n"

  private func folder(_ copies: Int) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in [
      "orientation6.jpg", "orientation3.jpg", "orientation6.png", "orientation6.webp", "orientation1.jpg",
    ] {
      for copy in 0..<copies {
        // Equal files would be told apart from these.
        try (Data(contentsOf: URL(filePath: fixture("images/decode/\(name)"))) + Data(count: copy))
          .write(to: URL(filePath: "\(folder.path)/\(copy)-\(name)"))
      }
    }
    return folder
  }

  @Test func oneLineForAFolder() throws {
    let folder = try folder(3)
    let hint = "polascope: 12 images, such as \(folder.path)/0-orientation3.jpg: their \(Self.advice)"
    let out = "\(folder.path)-maps"
    defer { try? FileManager.default.removeItem(atPath: out) }
    for command in [
      ["stats", "fashion-softmax"], ["stats", "fashion-softmax", "fashion-polarity"],
      ["compare", "fashion-softmax", "fashion-polarity"],
      ["dump", "fashion-softmax", "fashion-polarity", "--out", out, "--layers", "0", "--force"],
    ] {
      let run = try Program.run(command + ["--image", folder.path])
      #expect(run.status == 0 && run.error == hint, "\(command): \(run.error)")
      let applied = try Program.run(command + ["--image", folder.path, "--exif-orientation"])
      #expect(applied.status == 0 && applied.error.isEmpty, "\(command): \(applied.error)")
    }
  }

  @Test func oneImageIsNamed() throws {
    for name in ["orientation6.jpg", "orientation6.png", "orientation6.webp"] {
      let image = fixture("images/decode/\(name)")
      let hint = "polascope: \(image): its \(Self.advice)"
      #expect(try Program.run(["stats", "fashion-softmax", "--image", image]).error == hint)
      #expect(
        try Program.run(
          ["bench", "fashion-softmax", "--image", image, "--runs", "1", "--only", "load"]
        ).error == hint)
    }
    let upright = fixture("images/decode/orientation1.jpg")
    #expect(try Program.run(["stats", "fashion-softmax", "--image", upright]).error.isEmpty)
  }

  @Test func theViewerSaysSo() throws {
    let folder = try TemporaryFolder()
    let screen = "\(folder.path)/screen.txt"
    let run = try Program.run(
      [
        "view", "fashion-softmax", "--image", fixture("images/decode/orientation6.png"), "--size", "140x40",
        "--screenshot", screen,
      ])
    #expect(run.status == 0, "\(run.error)")
    #expect(try String(contentsOfFile: screen, encoding: .utf8).contains("EXIF orientation is not applied"))
  }
}
