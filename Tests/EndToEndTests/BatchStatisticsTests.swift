// `polascope stats` over many images: lists, jobs, shards, files that grow, progress, and how it ends.
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct BatchStatisticsTests {
  /// A line of `stats` without what differs from run to run.
  private func withoutTimes(_ text: String) -> String {
    text.replacing(/"seconds":\{[^}]*\}/, with: "")
  }

  private static let folder = Samples.root.map { "\($0)/images" } ?? ""

  private func unsharded() throws -> String {
    let run = try Program.run(["stats", "fashion-polarity", "--image", Self.folder])
    try #require(run.status == 0)
    return withoutTimes(run.output)
  }

  @Test(arguments: [["--jobs", "1"], ["--jobs", "3", "--threads", "2"], ["--jobs", "2", "--threads", "5"]])
  func jobsAndThreadsChangeNothing(options: [String]) throws {
    let run = try Program.run(["stats", "fashion-polarity", "--image", Self.folder] + options)
    #expect(run.status == 0)
    #expect(run.output.split(separator: "\n").count == Samples.images.count)
    #expect(withoutTimes(run.output) == (try unsharded()))
  }

  @Test func aListOnTheStandardInputServesEveryModel() throws {
    let script = #"printf '%s\n' "$@" | "$0" stats fashion-softmax fashion-polarity --images-from -"#
    let images = Array(Samples.images.prefix(3))
    let run = try Program.run("sh", ["-c", script, Program.path] + images)
    #expect(run.status == 0)
    let lines = run.output.split(separator: "\n")
    #expect(lines.count == 6)
    for (line, image) in zip(lines, images + images) { #expect(line.contains("\"image\":\"\(image)\"")) }
    #expect(lines[3].contains("\"model\":\"fashion-polarity\""))
  }

  @Test func aListInAFileKeepsItsOrderAndReportsWhatIsNotThere() throws {
    let folder = try TemporaryFolder()
    let images = Array(Samples.images.prefix(2).reversed())
    let list = "\(folder.path)/list"
    try "\(images[0])\n\n/nowhere.png\r\n\(images[1])".write(toFile: list, atomically: true, encoding: .utf8)
    let run = try Program.run(["stats", "fashion-softmax", "--images-from", list])
    #expect(run.status == 1)
    #expect(run.error.isEmpty)
    let lines = run.output.split(separator: "\n")
    try #require(lines.count == 3)
    #expect(lines[0].contains(images[0]) && lines[2].contains(images[1]))
    #expect(
      lines[1].hasPrefix(
        #"{"error":"/nowhere.png: no such file or folder","image":"/nowhere.png","model":"fashion-softmax","modelFile":{"#
      ))
    #expect(lines[1].contains(#","digest":"5362e83627d9e58c","#) && lines[1].contains(#"},"settings":{"#))
  }

  /// On a terminal the user sees what an image that takes long is at, before it is done.
  @Test(arguments: [
    ["stats", "fashion-softmax", "--append", "lines.jsonl"],
    ["kernels", "fashion-softmax", "--append", "k.jsonl"],
    ["compare", "fashion-softmax", "fashion-relu"], ["dump", "fashion-softmax", "--out", "maps"],
  ])
  func aSlowImageIsNamedWithItsLayer(words: [String]) throws {
    let image = try #require(Samples.images.first)
    let name = String(try #require(image.split(separator: "/").last))
    let session = try TerminalSession(words + ["--input-size", "2048", "--threads", "1", "--image", image])
    try session.wait(for: "the image and its layer") { screen in
      screen.split(separator: "\n").contains {
        $0.contains(name.dropLast(4)) && $0.contains(/layer [0-9] of 0–6/)
      }
    }
    try session.type("C-c")
    try session.wait(for: "the shell") { $0.contains("ended with status") }
  }

  @Test func foldersOfClassesAreOpened() throws {
    let folder = try TemporaryFolder()
    for (name, image) in zip(["b/x.png", "a/z.png", "a/y.png"], Samples.images) {
      let path = "\(folder.path)/\(name)"
      try FileManager.default.createDirectory(
        atPath: String(path[..<path.lastIndex(of: "/")!]), withIntermediateDirectories: true)
      try FileManager.default.copyItem(atPath: image, toPath: path)
    }
    let run = try Program.run(["stats", "fashion-softmax", "--image", folder.path])
    let images = run.output.matches(of: /"image":"([^"]*)"/).map { String($0.output.1) }
    #expect(images == ["a/y.png", "a/z.png", "b/x.png"].map { "\(folder.path)/\($0)" })
  }

  @Test func shardsTogetherAreTheWhole() throws {
    let whole = try unsharded()
    let parts = try (1...3).map { shard in
      let run = try Program.run(
        ["stats", "fashion-polarity", "--image", Self.folder, "--shard", "\(shard)/3"])
      #expect(run.status == 0)
      return withoutTimes(run.output)
    }
    #expect(parts.allSatisfy { !$0.isEmpty })
    let lines = parts.joined().split(separator: "\n")
    #expect(Set(lines) == Set(whole.split(separator: "\n")) && lines.count == Samples.images.count)
  }

  /// A run that was stopped in the middle of a line goes on where it was, and leaves the same file.
  @Test func appendingGoesOnAfterATornLine() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/numbers.jsonl"
    let arguments = ["stats", "fashion-polarity", "--image", Self.folder, "--append", file]
    let first = try Program.run(arguments)
    #expect(first.status == 0 && first.output.isEmpty)
    let whole = try String(contentsOfFile: file, encoding: .utf8)
    #expect(withoutTimes(whole) == (try unsharded()))
    // Again: nothing is left to do.
    #expect(try Program.run(arguments).status == 0)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == whole)

    let torn = String(whole.prefix(whole.count * 2 / 5))
    try torn.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(try Program.run(arguments).status == 0)
    let mended = try String(contentsOfFile: file, encoding: .utf8)
    #expect(withoutTimes(mended) == withoutTimes(whole))
    #expect(mended.hasPrefix(torn[...torn.lastIndex(of: "\n")!]))
  }

  /// Wherever the first line was cut, and where only the last line break is missing.
  @Test func appendingGoesOnAfterATornFirstLine() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/numbers.jsonl"
    let image = try #require(Samples.images.first)
    let arguments = ["stats", "fashion-polarity", "--image", image, "--append", file]
    #expect(try Program.run(arguments).status == 0)
    let whole = try String(contentsOfFile: file, encoding: .utf8)
    for length in [0, 60, whole.count / 2, whole.count - 2, whole.count - 1] {
      try String(whole.prefix(length)).write(toFile: file, atomically: true, encoding: .utf8)
      #expect(try Program.run(arguments).status == 0)
      #expect(try withoutTimes(String(contentsOfFile: file, encoding: .utf8)) == withoutTimes(whole))
    }
  }

  @Test(arguments: [
    #"{"my":"notes"}"#, "shopping: milk", #"{"family":"Smith"}"#, "{",
    // Whole texts, and parts of others, with the keys of a line.
    #"{"box":[12,30,80,90],"image":"cat.png","label":"cat"}"#, #"{"error":0.25,"image":"cat.png","epoch":3}"#,
    #"{"family":"Canidae","image":"wolf.png","species":"lupus"}"#,
    #"{"error":"late","image":"a.png","epoch":"#,
    #"{"family":"Canidae","image":"wolf.png","spec"#,
    // An error of anyone's is not ours, and behind our own lines another text is not either.
    #"{"model":"resnet","image":"a.png","error":"decode failed"}"# + "\nimportant last line",
    #"{"model":"resnet","image":"a.png","error":"decode failed"}"# + "\n" + #"{"error":0.2,"image":"#,
  ])
  func appendingLeavesAForeignLineWithoutAnEndAlone(text: String) throws {
    let folder = try TemporaryFolder()
    let image = try #require(Samples.images.first)
    let file = "\(folder.path)/notes.json"
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    let run = try Program.run(["stats", "fashion-polarity", "--image", image, "--append", file])
    #expect(run.status == 1 && run.error.contains("is not a file of polascope stats"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == text)
  }

  @Test(arguments: ["pipe", "/dev/null"]) func appendingRefusesPipesAndDevices(name: String) throws {
    let folder = try TemporaryFolder()
    let file = name.hasPrefix("/") ? name : "\(folder.path)/\(name)"
    if !name.hasPrefix("/") { try #require(mkfifo(file, 0o600) == 0) }
    let image = try #require(Samples.images.first)
    let run = try Program.run(["stats", "fashion-polarity", "--image", image, "--append", file])
    #expect(run.status == 1 && run.error.contains("is a pipe or a device"))
  }

  @Test func appendingRefusesOtherFilesAndKeepsOtherModels() throws {
    let folder = try TemporaryFolder()
    let image = try #require(Samples.images.first)
    let file = "\(folder.path)/notes.txt"
    try "shopping: milk\n".write(toFile: file, atomically: true, encoding: .utf8)
    let arguments = ["stats", "fashion-polarity", "--image", image, "--append", file]
    let foreign = try Program.run(arguments)
    #expect(foreign.status == 1)
    #expect(foreign.error.hasPrefix("polascope: \(file): line 1: not valid JSON"))
    #expect(foreign.error.split(separator: "\n").count == 1)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == "shopping: milk\n")

    let other =
      #"{"model":"fashion-polarity","modelFile":{"path":"x","bytes":1},"family":"vit","image":"i","layers":[]}"#
    try (other + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let mixed = try Program.run(arguments)
    #expect(mixed.status == 0)
    #expect(
      mixed.error
        == "polascope: \(file): has lines named fashion-polarity that are not of this model: 1 without a digest, "
        + "which may be of any weights; they stay, and those of this model are added\n")
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 && lines.first == other[...])
    let alone = try Program.run(Array(arguments.dropLast(2))).output
    #expect(withoutTimes(String(try #require(lines.last)) + "\n") == withoutTimes(alone))

    let folderAsFile = try Program.run(
      ["stats", "fashion-polarity", "--image", image, "--append", folder.path])
    #expect(folderAsFile.status == 1)
    #expect(folderAsFile.error.split(separator: "\n").count == 1)
  }

  /// A file that became another image under its path is named, its old line stays, and images beside it are done.
  @Test(arguments: ["stats", "kernels"]) func anImageThatChangedIsNamed(command: String) throws {
    let folder = try TemporaryFolder()
    let (file, pictures) = ("\(folder.path)/numbers.jsonl", "\(folder.path)/pictures")
    try FileManager.default.createDirectory(atPath: pictures, withIntermediateDirectories: true)
    func put(_ index: Int, _ name: String) throws {
      try? FileManager.default.removeItem(atPath: "\(pictures)/\(name)")
      try FileManager.default.copyItem(atPath: Samples.images[index], toPath: "\(pictures)/\(name)")
    }
    for (index, name) in ["a.png", "b.png", "c.png"].enumerated() { try put(index, name) }
    let arguments =
      [command, "fashion-softmax", "--image", pictures, "--append", file]
      + (command == "kernels" ? ["--kernels", "relu"] : [])
    #expect(try Program.run(arguments).status == 0)
    let before = try String(contentsOfFile: file, encoding: .utf8)
    #expect(before.matches(of: /"imageDigest":"[0-9a-f]{16}"/).count == 3)
    for jobs in [["--jobs", "1"], ["--jobs", "2"], ["--jobs", "3", "--threads", "3"]] {
      let unchanged = try Program.run(arguments + jobs)
      #expect(unchanged.status == 0 && unchanged.error.isEmpty)
    }

    try put(5, "b.png")
    try put(6, "d.png")
    let run = try Program.run(arguments)
    #expect(run.status == 1)
    #expect(
      run.error
        == "polascope: \(file): line 2 has numbers of another image than the file at its path is now; nothing was "
        + "computed for its image: delete it to have that computed again, or name another file\n")
    let after = try String(contentsOfFile: file, encoding: .utf8)
    #expect(after.hasPrefix(before))
    #expect(after.dropFirst(before.count).split(separator: "\n").count == 1 && after.contains("/d.png\""))

    // Without its line, the image is computed again; the sum of all is that of the images that are there.
    var lines = after.split(separator: "\n").map(String.init)
    lines.remove(at: 1)
    try (lines.joined(separator: "\n") + "\n").write(toFile: file, atomically: true, encoding: .utf8)
    let mended = try Program.run(arguments)
    #expect(mended.status == 0 && mended.error.isEmpty)
    let fresh = try Program.run(Array(arguments.prefix(4)) + arguments.dropFirst(6))
    #expect(
      Set(withoutTimes(try String(contentsOfFile: file, encoding: .utf8)).split(separator: "\n"))
        == Set(withoutTimes(fresh.output).split(separator: "\n")))
    // Both lines in one summary contradict each other.
    let both = "\(folder.path)/both.jsonl"
    try (before + fresh.output).write(toFile: both, atomically: true, encoding: .utf8)
    let summary = try Program.run(["summary", both])
    #expect(summary.status == 1 && summary.output.isEmpty)
    #expect(summary.error.contains("has numbers of another image at \(pictures)/b.png than in line 2 of "))
  }

  /// Lines of older versions and images that are gone keep their numbers, and each is said once.
  @Test func whatCannotBeCheckedIsSaid() throws {
    let folder = try TemporaryFolder()
    let file = "\(folder.path)/numbers.jsonl"
    let copy = "\(folder.path)/gone.png"
    try FileManager.default.copyItem(atPath: Samples.images[2], toPath: copy)
    let list = "\(folder.path)/list"
    try (Samples.images.prefix(2) + [copy]).joined(separator: "\n").write(
      toFile: list, atomically: true, encoding: .utf8)
    let arguments = ["stats", "fashion-softmax", "--images-from", list, "--append", file]
    #expect(try Program.run(arguments).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    var lines = text.split(separator: "\n").map(String.init)
    for index in 0..<2 { lines[index].replace(/"imageDigest":"[^"]*",/, with: "") }
    let old = lines.joined(separator: "\n") + "\n"
    try old.write(toFile: file, atomically: true, encoding: .utf8)
    try FileManager.default.removeItem(atPath: copy)
    let run = try Program.run(arguments)
    #expect(run.status == 0)
    #expect(
      run.error == """
        polascope: \(file): 2 lines have no imageDigest, which older versions did not write, so nothing shows whether \
        their images are still the same; they count as their numbers
        polascope: \(file): 1 image that has a line, \(copy), cannot be read now, so nothing shows whether it is still \
        the same; the numbers stay

        """)
    #expect(try String(contentsOfFile: file, encoding: .utf8) == old)
  }

  @Test func aFailureOfAnEarlierRunStaysOne() throws {
    let folder = try TemporaryFolder()
    let broken = "\(folder.path)/broken.png"
    try "no picture".write(toFile: broken, atomically: true, encoding: .utf8)
    let file = "\(folder.path)/numbers.jsonl"
    let arguments = ["stats", "fashion-softmax", "--image", broken, "--append", file]
    #expect(try Program.run(arguments).status == 1)
    let lines = try String(contentsOfFile: file, encoding: .utf8)
    let again = try Program.run(arguments)
    #expect(again.status == 1)
    #expect(again.error.contains("1 image failed in an earlier run; delete its line to try it again"))
    #expect(try String(contentsOfFile: file, encoding: .utf8) == lines)
  }

  /// A box over the whole image holds all attention; halves hold it together, each its own.
  @Test func boxesTellTheMassOfAttentionInThem() throws {
    struct Line: Decodable {
      struct Layer: Decodable { let heads: [Head] }
      struct Head: Decodable { let massInBox: Double? }
      let layers: [Layer]
      let boxShare: Double?
    }
    let folder = try TemporaryFolder()
    let images = Array(Samples.images.prefix(3))
    let boxes = "\(folder.path)/boxes.csv"
    let names = images.map { String($0.split(separator: "/").last ?? "") }
    try "image,x,y,width,height\n\(names[0]),0,0,128,128\n\"\(images[1])\",-10,-10,74,200.0\n".write(
      toFile: boxes, atomically: true, encoding: .utf8)
    let run = try Program.run(
      ["stats", "fashion-polarity", "--boxes", boxes] + images.flatMap { ["--image", $0] })
    #expect(run.status == 0)
    let lines = try run.output.split(separator: "\n").map {
      try JSONDecoder().decode(Line.self, from: Data($0.utf8))
    }
    try #require(lines.count == 3)
    #expect(lines.map(\.boxShare) == [1, 0.5, nil])
    for head in lines[0].layers.flatMap(\.heads) { #expect(abs(try #require(head.massInBox) - 1) < 1e-6) }
    for head in lines[1].layers.flatMap(\.heads) { #expect((0...1).contains(try #require(head.massInBox))) }
    #expect(lines[2].layers.flatMap(\.heads).allSatisfy { $0.massInBox == nil })

    for text in [
      "a.png", "a.png,0,0,0,5", "a.png,0,0,nan,5", "a.png,0,0,1e300,5", "a.png,0,0,5,5,5", ",0,0,5,5",
    ] {
      try text.write(toFile: boxes, atomically: true, encoding: .utf8)
      let refused = try Program.run(["stats", "fashion-polarity", "--boxes", boxes, "--image", images[0]])
      #expect(refused.status == 1 && refused.output.isEmpty)
      #expect(refused.error == "polascope: \(boxes): line 1: expected IMAGE,X,Y,WIDTH,HEIGHT\n")
    }
  }

  @Test(arguments: ["0/3", "4/3", "1", "1/0", "a/b", "1/2/3"])
  func shardsThatAreNoneAreUsageErrors(shard: String) throws {
    let run = try Program.run(["stats", "fashion-softmax", "--image", Self.folder, "--shard", shard])
    #expect(run.status == 64)
    #expect(run.error.contains("--shard") && run.error.contains("expected I/N"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test func listsAndFoldersThatCannotBeReadAreErrorsAtOnce() throws {
    let folder = try TemporaryFolder()
    for arguments in [
      ["--images-from", "/nowhere"], ["--images-from", folder.path], ["--image", folder.path],
    ] {
      let run = try Program.run(["stats", "fashion-softmax", "--image", Self.folder] + arguments)
      #expect(run.status == 1)
      #expect(run.output.isEmpty)
      #expect(run.error.hasPrefix("polascope: ") && run.error.split(separator: "\n").count == 1)
    }
    #expect(
      try Program.run(["stats", "fashion-softmax", "--image", Self.folder, "--jobs", "0"]).status == 64)
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    let script = #"{ "$0" stats fashion-softmax --images-from "$1"; echo status $? >&2; } | head -n 1"#
    let folder = try TemporaryFolder()
    let list = "\(folder.path)/list"
    try manyImages(2000).write(toFile: list, atomically: true, encoding: .utf8)
    let run = try Program.run("sh", ["-c", script, Program.path, list])
    #expect(run.error == "status 141\n")
    #expect(run.output.split(separator: "\n").count == 1)
  }

  /// In a terminal: a bar with rate and time left, which ^C ends; the lines until then are whole and stay.
  @Test func aTerminalShowsProgressAndControlCEndsIt() throws {
    let folder = try TemporaryFolder()
    let (list, file) = ("\(folder.path)/list", "\(folder.path)/numbers.jsonl")
    try manyImages(200_000).write(toFile: list, atomically: true, encoding: .utf8)
    let session = try TerminalSession(
      columns: 160, rows: 10, ["stats", "fashion-softmax", "--images-from", list, "--append", file])
    try session.wait(for: "a bar") {
      $0.contains(/fashion-softmax  \[=* *> *\]  \d+\/200000  0 %  [0-9.]+ images\/s  .* left/)
    }
    try session.type("C-c")
    #expect(try session.waitForEnd() == 130)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.hasSuffix("}\n"))
    #expect(!text.isEmpty)
  }

  /// The bundled images over and over, `count` lines.
  private func manyImages(_ count: Int) -> String {
    let images = Samples.images
    return (0..<count).map { "\(images[$0 % images.count])\n" }.joined()
  }
}
