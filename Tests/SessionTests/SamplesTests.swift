// The search for the bundled samples: layouts of an installation and of a checkout, and what is really bundled.
import FoundationEssentials
import Samples
import Testing

@Suite struct SamplesTests {
  /// A fresh folder holding the given empty files, removed after `body`.
  private func withFiles(_ files: [String], _ body: (_ root: String) throws -> Void) throws {
    let root = "\(FileManager.default.temporaryDirectory.path)/polascope-samples-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: root) }
    for file in files {
      let path = "\(root)/\(file)"
      let folder = String(path[..<path.lastIndex(of: "/")!])
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
    }
    try body(root)
  }

  @Test func installedProgramFindsTheShareFolderBesideBin() throws {
    try withFiles(["bin/polascope", "share/polascope/fashion-softmax/config.json"]) { root in
      #expect(
        Samples.locate(override: nil, executable: "\(root)/bin/polascope") == "\(root)/share/polascope")
    }
  }

  @Test func programBesideItsShareFolderFindsIt() throws {
    try withFiles(["polascope", "share/polascope/fashion-softmax/config.json"]) { root in
      #expect(Samples.locate(override: nil, executable: "\(root)/polascope") == "\(root)/share/polascope")
    }
  }

  @Test func builtProgramFindsTheSamplesOfItsCheckout() throws {
    let files = ["Package.swift", "samples/fashion-softmax/config.json", ".build/release/polascope"]
    try withFiles(files) { root in
      #expect(
        Samples.locate(override: nil, executable: "\(root)/.build/release/polascope") == "\(root)/samples")
    }
  }

  @Test func aFolderNamedSamplesOutsideACheckoutIsNotOurs() throws {
    try withFiles(["samples/fashion-softmax/config.json", "tools/polascope"]) { root in
      #expect(Samples.locate(override: nil, executable: "\(root)/tools/polascope") == nil)
    }
  }

  @Test func theOverrideWinsAndAMissingOverrideFindsNothing() throws {
    try withFiles(["bin/polascope", "share/polascope/a", "mine/a"]) { root in
      let executable = "\(root)/bin/polascope"
      #expect(Samples.locate(override: "\(root)/mine", executable: executable) == "\(root)/mine")
      #expect(Samples.locate(override: "\(root)/none", executable: executable) == nil)
      #expect(Samples.locate(override: "", executable: executable) == "\(root)/share/polascope")
    }
  }

  @Test func nothingIsFoundWithoutAnExecutable() {
    #expect(Samples.locate(override: nil, executable: nil) == nil)
  }

  @Test func otherNamesThanTheBundledOnesHaveNoFolder() {
    #expect(Samples.folder(named: "training") == nil)
    #expect(Samples.folder(named: "../samples") == nil)
  }

  @Test func everyModelAndTheImagesAreBundled() {
    for model in Samples.models { #expect(Samples.folder(named: model) != nil, "\(model)") }
    #expect(Samples.defaultModels.allSatisfy(Samples.models.contains))
    #expect(Samples.images.count >= 10)
  }
}
