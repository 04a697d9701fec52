// `polascope dump` on the bundled twins: names, formats, and what it refuses.
import FoundationEssentials
import Samples
import Testing

@Suite struct DumpCommandTests {
  private let folder: TemporaryFolder
  private let image: String

  init() throws {
    folder = try TemporaryFolder()
    image = try #require(Samples.images.first)
  }

  /// Runs `dump MODEL --image IMAGE --out FOLDER OPTIONS`.
  private func dump(_ model: String, _ options: String...) throws -> ProgramRun {
    try Program.run(["dump", model, "--image", image, "--out", folder.path] + options)
  }

  /// The folder of a model's maps of the image.
  private func maps(of model: String) -> String {
    let name = image.split(separator: "/").last.map { $0.dropLast(".png".count) } ?? ""
    return "\(folder.path)/\(model)/\(name)"
  }

  @Test func theCenterOfEveryLayerIsTheDefault() throws {
    let run = try dump("fashion-polarity")
    #expect(run.status == 0)
    #expect(run.error.isEmpty)
    let folder = maps(of: "fashion-polarity")
    var expected: Set<String> = []
    for (layer, (heads, center)) in zip([1, 1, 2, 2, 4, 4, 5], [16, 16, 8, 8, 4, 4, 2]).enumerated() {
      for head in 0..<heads {
        for map in ["attention", "same", "opposite"] {
          expected.insert("\(folder)/layer0\(layer)-head0\(head)-\(map)-q\(center),\(center).pgm")
        }
      }
    }
    #expect(Set(run.output.split(separator: "\n").map(String.init)) == expected)
    #expect(expected.allSatisfy { FileManager.default.fileExists(atPath: $0) })
  }

  @Test func aGraymapHoldsTheArrayScaledToItsMaximum() throws {
    for format in [["--depth", "16"], ["--format", "npy"]] {
      let run = try dump(
        "fashion-softmax", "--layers", "2", "--heads", "1", "--query", "3,5", format[0], format[1])
      #expect(run.status == 0)
    }
    let path = "\(maps(of: "fashion-softmax"))/layer02-head01-attention-q3,5"
    let array = try NumPyArray(contentsOf: "\(path).npy")
    let picture = try Graymap(contentsOf: "\(path).pgm")
    #expect(array.shape == [16, 16])
    #expect([picture.height, picture.width] == array.shape)
    #expect(picture.maximum == 65535)
    #expect(abs(array.values.reduce(0, +) - 1) < 1e-5)
    let highest = try #require(array.values.max())
    for (sample, value) in zip(picture.samples, array.values) {
      #expect(abs(Float(sample) - 65535 * value / highest) <= 0.51)
    }
    #expect(picture.comments.contains { $0.contains("fashion-softmax") })
    let line = try Program.run(["stats", "fashion-softmax", "--image", image]).output
    let digest = try #require(line.firstMatch(of: /"imageDigest":"([0-9a-f]{16})"/)).output.1
    #expect(picture.comments.contains { $0.hasSuffix("image digest \(digest)") }, "\(picture.comments)")
  }

  @Test func allQueriesAreTheRowsOfAMatrix() throws {
    let options = ["--layers", "0", "--format", "npy"]
    let all = try Program.run(
      ["dump", "fashion-polarity", "--image", image, "--out", folder.path, "--query", "all"] + options)
    let one = try Program.run(
      ["dump", "fashion-polarity", "--image", image, "--out", folder.path, "--query", "2,3"] + options)
    #expect(all.status == 0 && one.status == 0)
    for map in ["attention", "same", "opposite"] {
      let path = "\(maps(of: "fashion-polarity"))/layer00-head00-\(map)"
      let matrix = try NumPyArray(contentsOf: "\(path)-all.npy")
      let row = try NumPyArray(contentsOf: "\(path)-q2,3.npy")
      #expect(matrix.shape == [1024, 1024])
      #expect(row.shape == [32, 32])
      #expect(Array(matrix.values[(2 * 32 + 3) * 1024..<(2 * 32 + 4) * 1024]) == row.values)
    }
  }

  @Test func aPixelMeansTheTokenOfEachLayerThere() throws {
    let run = try dump(
      "fashion-softmax", "--layers", "0,2", "--heads", "0", "--at", "127,8", "--format", "npy")
    #expect(run.status == 0)
    let folder = maps(of: "fashion-softmax")
    #expect(
      run.output == """
        \(folder)/layer00-head00-attention-q2,31.npy
        \(folder)/layer02-head00-attention-q1,15.npy

        """)
  }

  @Test func oneSizeEnlargesEveryMap() throws {
    let run = try dump("fashion-softmax", "--heads", "0", "--size", "64")
    #expect(run.status == 0)
    for path in run.output.split(separator: "\n") {
      let picture = try Graymap(contentsOf: String(path))
      #expect(picture.width == 64 && picture.height == 64)
      #expect(picture.samples.max() == picture.maximum)
    }
  }

  @Test func filesAreReplacedOnlyByForce() throws {
    let options = ["--layers", "6", "--heads", "0"]
    let arguments = ["dump", "fashion-softmax", "--image", image, "--out", folder.path] + options
    #expect(try Program.run(arguments).status == 0)
    let again = try Program.run(arguments)
    #expect(again.status == 1)
    #expect(again.error.hasPrefix("polascope: ") && again.error.contains("--force"))
    #expect(again.error.split(separator: "\n").count == 1)
    #expect(try Program.run(arguments + ["--force"]).status == 0)
    let names = try FileManager.default.contentsOfDirectory(atPath: maps(of: "fashion-softmax"))
    #expect(names == ["layer06-head00-attention-q2,2.pgm"])
  }

  @Test func theFolderThatOneIsInHasItsOwnName() throws {
    let model = try #require(Samples.folder(named: "fashion-softmax"))
    let run = try Program.run(
      "sh",
      [
        "-c", "cd \"$0\" && shift && exec \"$@\"", model, "", Program.path, "dump", ".", "--image", image,
        "--out", folder.path, "--layers", "6", "--heads", "0",
      ])
    #expect(run.status == 0)
    #expect(run.output == "\(maps(of: "fashion-softmax"))/layer06-head00-attention-q2,2.pgm\n")
  }

  @Test func equalNamesGetAFolderEach() throws {
    let other = try TemporaryFolder()
    let name = try #require(image.split(separator: "/").last)
    try FileManager.default.copyItem(atPath: image, toPath: "\(other.path)/\(name)")
    let run = try dump("fashion-softmax", "--image", "\(other.path)/\(name)", "--layers", "6", "--heads", "0")
    #expect(run.status == 0)
    let folder = maps(of: "fashion-softmax")
    let file = "layer06-head00-attention-q2,2.pgm"
    #expect(run.output == "\(folder)/\(file)\n\(folder)-2/\(file)\n")
  }

  @Test(arguments: [
    ["--query", "3,5"],  // the layers' grids differ
    ["--layers", "7"], ["--heads", "9"], ["--layers", "2-1"], ["--layers", "0", "--query", "32,0"],
    ["--query", "all"], ["--query", "cls"], ["--depth", "12"], ["--size", "0"], ["--range", "1,0"],
    ["--map", "attention,heat"], ["--query", "0,0", "--at", "0,0"], ["--map", "same"],
    ["--map", "rollout", "--layers", "6"],
    ["--map", "incoming", "--query", "all", "--format", "npy"], ["--at", "128,0"],
    ["--format", "npy", "--size", "8"], ["--format", "npy", "--depth", "8"],
  ])
  func whatDoesNotFitIsAUsageErrorThatWritesNothing(options: [String]) throws {
    let run = try Program.run(["dump", "fashion-softmax", "--image", image, "--out", folder.path] + options)
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: "))
    #expect(run.error.split(separator: "\n").count == 1)
    let written = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(!written.contains { $0.hasSuffix(".pgm") || $0.hasSuffix(".npy") })
  }

  @Test func anUnreadableImageIsOneLineAndExits1() throws {
    let broken = "\(folder.path)/broken.png"
    try "not a picture".write(toFile: broken, atomically: true, encoding: .utf8)
    let run = try Program.run(["dump", "fashion-softmax", "--image", broken, "--out", folder.path])
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("polascope: \(broken): "))
    #expect(run.error.split(separator: "\n").count == 1)
  }
}
