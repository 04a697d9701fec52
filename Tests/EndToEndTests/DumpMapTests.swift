// `polascope dump`: every map and query, checked against their definitions.
import FoundationEssentials
import Glibc
import Samples
import Testing

@Suite struct DumpMapTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The arrays that `dump MODEL --format npy OPTIONS` writes, by what their names say after layer and head.
  private func arrays(_ model: String, image: String, _ options: String...) throws -> [String: NumPyArray] {
    let run = try Program.run(
      ["dump", model, "--image", image, "--out", folder.path, "--format", "npy", "--force"] + options)
    try #require(run.status == 0, "\(run.error)")
    return try Dictionary(
      uniqueKeysWithValues: run.output.split(separator: "\n").map { path in
        let file = try #require(path.split(separator: "/").last)
        let name = file.split(separator: "-").drop { $0.hasPrefix("layer") || $0.hasPrefix("head") }
        return (name.joined(separator: "-"), try NumPyArray(contentsOf: String(path)))
      })
  }

  private func close(_ first: [Float], _ second: [Float], within tolerance: Float = 1e-5) -> Bool {
    let scale = max(1, first.map(abs).max() ?? 1)
    return first.count == second.count && zip(first, second).allSatisfy { abs($0 - $1) <= tolerance * scale }
  }

  @Test func everyMapOfAPolarityHead() throws {
    let maps = try arrays(
      "fashion-polarity", image: #require(Samples.images.first), "--layers", "2", "--heads", "0", "--query",
      "3,5", "--map",
      "attention,same,opposite,effective,contribution,positive,negative,net,kernel-positive,kernel-negative,"
        + "incoming,entropy")
    func map(_ name: String) throws -> [Float] { try #require(maps["\(name)-q3,5.npy"]).values }
    #expect(maps.count == 14)
    #expect(maps.values.allSatisfy { $0.shape == [16, 16] })

    let (same, opposite) = (try map("same"), try map("opposite"))
    let sums = (same.reduce(0, +), opposite.reduce(0, +))
    #expect(close(try map("attention"), zip(same, opposite).map { ($0 / sums.0 + $1 / sums.1) / 2 }))
    #expect(try close(map("net"), zip(map("positive"), map("negative")).map { $0 - $1 }))
    // Same = S/(ΣS + n·1e-6), and likewise with O.
    for (stream, kernel) in [(same, try map("kernel-positive")), (opposite, try map("kernel-negative"))] {
      let sum = kernel.reduce(0, +) + 256e-6
      #expect(close(stream, kernel.map { $0 / sum }))
    }
    #expect(try map("contribution").allSatisfy { $0 >= 0 })
    #expect(try map("effective").contains { $0 < 0 } || map("effective").contains { $0 > 0 })

    let incoming = try #require(maps["incoming.npy"]).values
    #expect(abs(incoming.reduce(0, +) - 1) < 1e-5)
    let mean = try arrays(
      "fashion-polarity", image: #require(Samples.images.first), "--layers", "2", "--heads", "0", "--query",
      "mean")
    #expect(close(try #require(mean["attention-mean.npy"]).values, incoming))

    for (name, row) in [("entropy", try map("attention")), ("entropy-same", same)] {
      let total = row.reduce(0, +)
      let entropy = row.reduce(Float(0)) { $1 > 0 ? $0 - $1 / total * log($1 / total) : $0 }
      #expect(abs(try #require(maps["\(name).npy"]).values[3 * 16 + 5] - entropy) < 1e-4)
    }
    #expect(maps["entropy-opposite.npy"] != nil)
  }

  @Test func prefixTokensAreQueriesToo() throws {
    let model = fixture("timm-vit-nano-reg-ls")
    let image = fixture("timm-vit-nano-reg-ls/image.png")
    let all = try #require(
      try arrays(model, image: image, "--layers", "1", "--heads", "0", "--query", "all")["attention-all.npy"])
    for (row, query) in ["cls", "reg0", "reg1"].enumerated() {
      let map = try arrays(
        model, image: image, "--layers", "1", "--heads", "0", "--query", query, "--map", "attention,rollout")
      let array = try #require(map["attention-\(query).npy"])
      let keys = all.shape[1]
      let prefix = keys - array.values.count
      #expect(Array(all.values[row * keys + prefix..<(row + 1) * keys]) == array.values)
      let rollout = try #require(map["rollout-\(query).npy"])
      #expect(rollout.shape == array.shape && rollout.values.allSatisfy { $0 > 0 })
    }
    let mean = try #require(
      try arrays(model, image: image, "--layers", "1", "--heads", "0", "--query", "mean")[
        "attention-mean.npy"])
    let (queries, keys) = (all.shape[0], all.shape[1])
    let prefix = keys - mean.values.count
    let expected = (0..<mean.values.count).map { key in
      (prefix..<queries).reduce(Float(0)) { $0 + all.values[$1 * keys + prefix + key] }
        / Float(queries - prefix)
    }
    #expect(close(mean.values, expected))
  }

  /// With windows every row of the matrix has weights for the keys of its window, and NaN elsewhere.
  @Test func matricesOfWindowedLayersHaveHoles() throws {
    let model = fixture("ms-swin-nano")
    let image = fixture("ms-swin-nano/image.png")
    let all = try #require(
      try arrays(model, image: image, "--layers", "1", "--heads", "0", "--query", "all")["attention-all.npy"])
    #expect(all.shape[0] == all.shape[1])
    for row in 0..<all.shape[0] {
      let values = all.values[row * all.shape[1]..<(row + 1) * all.shape[1]]
      #expect(abs(values.reduce(0) { $1.isNaN ? $0 : $0 + $1 } - 1) < 1e-5)
      #expect(!values[values.startIndex + row].isNaN)
      #expect(values.contains { $0.isNaN })
    }
  }

  /// `incoming` and the mean query divide by one count, the spatial queries of the layer: both are the column means of
  /// the matrix with 0 where a query does not see a key.
  @Test(arguments: [("ms-swin-nano", 1), ("pola-swin-nano-window", 1), ("timm-vit-nano", 1)])
  func meansOfWindowedLayersAreColumnMeans(name: String, layer: Int) throws {
    func dump(_ options: String...) throws -> [String: NumPyArray] {
      let run = try Program.run(
        [
          "dump", fixture(name), "--image", fixture("\(name)/image.png"), "--out", folder.path, "--format",
          "npy",
          "--force", "--layers", "\(layer)", "--heads", "0",
        ] + options)
      try #require(run.status == 0, "\(run.error)")
      return try Dictionary(
        uniqueKeysWithValues: run.output.split(separator: "\n").map { path in
          (String(try #require(path.split(separator: "-").last)), try NumPyArray(contentsOf: String(path)))
        })
    }
    let all = try #require(try dump("--query", "all", "--map", "attention")["all.npy"])
    let maps = try dump("--query", "mean", "--map", "attention,incoming")
    let (mean, incoming) = try (#require(maps["mean.npy"]), #require(maps["incoming.npy"]))
    let (queries, keys) = (all.shape[0], all.shape[1])
    let prefix = keys - mean.values.count
    let expected = (prefix..<keys).map { key in
      (prefix..<queries).reduce(0.0) { sum, query in
        let value = all.values[query * keys + key]
        return value.isNaN ? sum : sum + Double(value)
      } / Double(queries - prefix)
    }
    #expect(close(mean.values, expected.map { Float($0) }, within: 1e-6))
    #expect(mean.values == incoming.values)
    if prefix == 0 { #expect(abs(mean.values.reduce(0, +) - 1) < 1e-4) }
  }

  /// Of unlike models each gives the maps that it has; what it lacks is said.
  @Test func unlikeModelsGiveWhatTheyHave() throws {
    let image = try #require(Samples.images.first)
    func dump(_ models: String..., maps: String) throws -> ProgramRun {
      try Program.run(
        ["dump"] + models + [
          "--image", image, "--out", folder.path, "--layers", "0", "--heads", "0", "--force",
        ]
          + ["--map", maps])
    }
    func files(_ run: ProgramRun) -> [String] {
      run.output.split(separator: "\n").map { String($0.dropFirst(folder.path.count + 1)) }
    }
    let remark =
      "polascope: fashion-softmax: left out in 1 of 1 layers: layer 0: same: only polarity heads have it; this layer "
      + "is softmax\n"
    let stem = try #require(image.split(separator: "/").last?.split(separator: ".").first)
    let softmax = "fashion-softmax/\(stem)/layer00-head00-attention-q16,16.pgm"
    let polarity = ["attention", "same"].map {
      "fashion-polarity/\(stem)/layer00-head00-\($0)-q16,16.pgm"
    }

    let both = try dump("fashion-softmax", "fashion-polarity", maps: "attention,same")
    #expect(both.status == 0 && both.error == remark)
    #expect(files(both) == [softmax] + polarity)
    let one = try dump("fashion-softmax", maps: "attention,same")
    #expect(one.status == 0 && one.error == remark && files(one) == [softmax])
    let none = try dump("fashion-polarity", "fashion-softmax", maps: "same")
    #expect(none.status == 0 && none.error == remark && files(none) == [polarity[1]])
  }

  /// Queries, layers and heads that one of several models lacks are said, and the others are written.
  @Test(arguments: [
    (
      ["--query", "cls", "--layers", "0", "--heads", "0"],
      "left out in 1 of 1 layers: layer 0 has no cls token; it has no tokens beside the patches", 1
    ),
    (["--query", "reg1", "--heads", "0"], "left out in 7 of 7 layers: layer 0 has no reg1 token", 2),
    (["--query", "pool"], "left out: the model has no pooling head", 0),
    (["--query", "9,9", "--layers", "0", "--heads", "0"], "", 1),
  ])
  func aQueryThatOneModelLacksIsSaid(options: [String], remark: String, count: Int) throws {
    let image = try #require(Samples.images.first)
    let registers = fixture("timm-vit-nano-reg-ls")
    func dump(_ models: [String], to out: String) throws -> ProgramRun {
      try Program.run(["dump"] + models + ["--image", image, "--out", "\(folder.path)/\(out)"] + options)
    }
    let both = try dump(["fashion-softmax", registers], to: "both")
    let alone = ["fashion-softmax", registers].map { try? dump([$0], to: "alone") }
    if count == 0 {
      #expect(both.status == 64 && both.output.isEmpty && both.error.contains("has no pooling head"))
      return
    }
    #expect(both.status == 0, "\(both.error)")
    let files = both.output.split(separator: "\n").map { $0.replacing("/both/", with: "/alone/") }
    if remark.isEmpty {
      // The position is on the grid of one model alone.
      #expect(alone.map { $0?.status } == [0, 64])
      #expect(files == alone[0]?.output.split(separator: "\n"))
      #expect(
        both.error.contains(": left out in 1 of 1 layers: query 9,9 is outside the 8×8 tokens of layer 0\n"))
    } else {
      #expect(alone.map { $0?.status } == [64, 0])
      #expect(files == alone[1]?.output.split(separator: "\n") && files.count == count)
      #expect(both.error.contains("polascope: fashion-softmax: \(remark)"), "\(both.error)")
    }
  }

  /// A layer or a head that no model has is a typing error; one that a model lacks is said.
  @Test func layersAndHeadsThatOneModelLacksAreSaid() throws {
    let image = try #require(Samples.images.first)
    let shallow = fixture("timm-vit-nano-reg-ls")
    func dump(_ options: String...) throws -> ProgramRun {
      try Program.run(
        ["dump", shallow, "fashion-softmax", "--image", image, "--out", folder.path, "--force"] + options)
    }
    let layers = try dump("--layers", "1,3-4", "--heads", "0")
    #expect(layers.status == 0)
    #expect(
      layers.error.contains(": left out: layers 3-4; the model has layers 0 to 1\n"), "\(layers.error)")
    let names = layers.output.split(separator: "\n").map { $0.split(separator: "/").last ?? "" }
    #expect(names.map { $0.prefix(7) } == ["layer01", "layer01", "layer03", "layer04"])
    let none = try dump("--layers", "3,7", "--heads", "0")
    #expect(none.status == 64 && none.output.isEmpty)
    #expect(none.error.contains("fashion-softmax: there is no layer 7: the model has 7, counted from 0"))
    let off = try dump("--layers", "0", "--heads", "0", "--heads-off", "6.0")
    #expect(off.status == 0)
    #expect(off.error.contains("--heads-off 6.0: "), "\(off.error)")
    #expect(
      off.error.contains(
        ": there is no layer 6: the model has layers 0 to 1; nothing is switched off there\n"))
    let folders = off.output.split(separator: "\n").map { $0.split(separator: "/").dropLast().last ?? "" }
    #expect(folders.map { $0.hasSuffix("-off6.0") } == [false, true])
    #expect(try dump("--heads-off", "A:6.0").status == 64)
  }

  /// The layers that have a map give it, and the others are counted.
  @Test func layersThatLackAMapAreLeftOut() throws {
    let image = try #require(Samples.images.first)
    let run = try Program.run([
      "dump", "fashion-softmax", "--image", image, "--out", folder.path, "--map", "rollout",
    ])
    #expect(run.status == 0)
    let names = run.output.split(separator: "\n").compactMap { $0.split(separator: "/").last }
    #expect(names == ["layer00-rollout-q16,16.pgm", "layer01-rollout-q16,16.pgm"])
    #expect(run.error.hasPrefix("polascope: fashion-softmax: left out in 5 of 7 layers: layer 2: rollout: "))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  /// All models are looked at before any runs: what none of them has is refused before anything is written.
  @Test func whatNoModelHasIsAUsageError() throws {
    let image = try #require(Samples.images.first)
    let run = try Program.run([
      "dump", "fashion-relu", "fashion-softmax", "--image", image, "--out", folder.path, "--map", "same",
    ])
    #expect(run.status == 64)
    #expect(run.error.contains("only polarity heads have it"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  /// A file that cannot be written to its end is not there at all; a limit on its size acts as a full disk.
  @Test(arguments: [["--query", "all", "--format", "npy"], ["--size", "1024", "--format", "png"]])
  func whatCannotBeWrittenWholeIsNotLeftInPart(options: [String]) throws {
    let image = try #require(Samples.images.first)
    let arguments =
      ["dump", "fashion-softmax", "--image", image, "--out", folder.path, "--layers", "0"] + options
    // 4 blocks of 512 or 1024 bytes, by shell: less than any of these files.
    let run = try Program.run("sh", ["-c", "ulimit -f 4 && exec \"$0\" \"$@\"", Program.path] + arguments)
    #expect(run.status == 1)
    #expect(run.error.hasPrefix("polascope: \(folder.path)/"))
    #expect(run.error.split(separator: "\n").count == 1)
    let left = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    #expect(left.allSatisfy { !$0.contains("layer") })
    #expect(try Program.run(arguments).status == 0)
  }
}
