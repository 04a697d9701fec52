// `polascope bench`: timings of a model on this machine.
import ArgumentParser
import Files
import Session
import VisionModels

struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Time loading, forward pass and maps of a model on this machine.",
    discussion: """
      Median and minimum, in milliseconds in the table and in seconds in JSON, of load (file to packed weights), first-map (file to one row of one head), \
      forward (input to logits, recording every layer), maps (forward, every entropy and every row of every \
      head), entropies (those alone) and row (one row of one head), beside the speed that the processor reaches \
      on multiply-adds alone in the same run, and the most memory that was needed. With --sizes: forward, maps, row, \
      memory, the mean entropy of the heads and how far they look, at every size of the input.
      """)

  @Argument(help: "A bundled name, a checkpoint file or a folder.", completion: .file())
  var model: String

  @Option(
    help: ArgumentHelp("A PNG, JPEG, WebP, BMP or PNM file; a gray image unless given.", valueName: "path"),
    completion: .file())
  var image: String?

  @Option(help: ArgumentHelp("How often each is timed.", valueName: "n"))
  var runs = 10

  @Option(
    help: ArgumentHelp(
      "What is timed, comma-separated: \(Benchmark.Measure.allCases.map(\.rawValue).joined(separator: ", ")). "
        + "Default: all.", valueName: "measures"),
    transform: measures)
  var only: Set<Benchmark.Measure>?

  @Option(
    help: ArgumentHelp(
      "Sizes of the input, comma-separated, each N or HEIGHTxWIDTH: 224,384,512.", valueName: "sizes"),
    transform: imageSizes)
  var sizes: [ImageSize]?

  @Flag(help: "Print one line of JSON.")
  var json = false

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws {
    if runs < 1 { throw ValidationError("--runs: expected a number from 1") }
    if sizes != nil && only != nil {
      throw ValidationError("--sizes times forward, maps and row; leave out --only")
    }
    if sizes != nil && !options.inputSizes.isEmpty {
      throw ValidationError("--sizes and --input-size both choose the size of the input; leave one out")
    }
  }

  func run() throws {
    let named = try options.named([model])[0]
    let input = try image.map { try InputImage.load($0, applyingOrientation: options.exifOrientation) }
    var turned = TurnedImages()
    if let input, input.needsTurning { turned.add(input.path) }
    try turned.report()
    let engine = try options.engine()
    func load(_ overrides: ModelOverrides) throws -> LoadedModel {
      try LoadedModel.load(
        named, samples: .bundled, overrides: overrides, engine: engine, withDigest: false)
    }
    let imageName = input?.path ?? "a gray image"
    let progress = ProgressLine("timing \(named.name)")
    defer { progress.finish() }
    if let sizes {
      let benchmark = try SizeBenchmark.run(
        runs: runs, sizes: sizes.map { ($0.height, $0.width) }, image: input, engine: engine,
        load: { height, width in
          var overrides = options.overrides
          (overrides.inputHeight, overrides.inputWidth) = (height, width)
          return try load(overrides)
        }, progress: progress.update)
      progress.finish()
      var diverged = DivergedModels()
      for size in benchmark.sizes where size.divergence != nil {
        var overrides = options.overrides
        (overrides.inputHeight, overrides.inputWidth) = (size.input[0], size.input[1])
        diverged.add(try load(overrides), on: imageName, size.divergence)
      }
      try diverged.report()
      if benchmark.sizes.contains(where: { $0.peakMemory == nil }) {
        try StandardStream.error.report(peakMemoryRemark)
      }
      return try StandardStream.output.write((json ? benchmark.json() : benchmark.table()) + "\n")
    }
    let benchmark = try Benchmark.run(
      runs: runs, measures: only ?? Set(Benchmark.Measure.allCases), image: input, engine: engine,
      load: { try load(options.overrides) }, progress: progress.update)
    progress.finish()
    if let divergence = benchmark.divergence {
      var diverged = DivergedModels()
      diverged.add(try load(options.overrides), on: imageName, divergence)
      try diverged.report()
    }
    try StandardStream.output.write((json ? benchmark.json() : benchmark.table()) + "\n")
  }
}

extension SizeBenchmark {
  /// A line for every size; an entropy for every stream that the model has.
  fileprivate func table() -> String {
    let known = Set(sizes.flatMap(\.entropy.keys)).sorted()
    let streams = known.isEmpty ? ["attention"] : known
    var lines = [["input", "tokens", "forward ms", "maps ms", "row ms", "peak MB"]]
    let mark = sizes.contains { $0.signed == true } ? " |a|" : ""
    lines[0] += streams.map { "H \($0)\(mark)" }
    lines[0].append("distance")
    for size in sizes {
      var cells = [size.input.map(String.init).joined(separator: "×"), String(size.tokens)]
      cells += [size.forward.median, size.maps.median, size.row.median].map(milliseconds)
      cells.append(size.peakMemory.map { String($0 / 1_000_000) } ?? "-")
      cells += streams.map { size.entropy[$0].map(threeDigits) ?? "-" }
      cells.append(size.meanDistance.map(threeDigits) ?? "-")
      lines.append(cells)
    }
    let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
    let title = "\(model.abridged) on \(cpu), \(isa), \(threads) threads, medians"
    let table = lines.map { cells in
      zip(cells, widths).map { padded($0, to: $1) }.joined(separator: "  ")
    }
    let remark = mark.isEmpty ? [] : [signedEntropyRemark]
    return ([title + ", peak \(Int(peakGFLOPS.rounded())) GFLOP/s"] + table + remark).joined(separator: "\n")
  }
}

extension Benchmark {
  /// The timings as a table.
  fileprivate func table() -> String {
    func row(_ name: String, _ timing: Timing?, _ remark: String = "") -> String? {
      guard let timing else { return nil }
      let cells = [timing.median, timing.min].map { padded(milliseconds($0), to: 12) }
      return padded(name, to: -10) + cells.joined() + (remark.isEmpty ? "" : "  \(remark)")
    }
    let speed = forward.map { $0.gflop / max($0.min, 1e-9) } ?? 0
    return [
      "\(model.abridged) on \(cpu), \(isa), \(threads) threads, peak \(Int(peakGFLOPS.rounded())) GFLOP/s",
      padded("", to: -10) + padded("median ms", to: 12) + padded("minimum ms", to: 12),
      row("load", load),
      row("first map", firstMap),
      row(
        "forward", forward?.timing,
        "\(Int(speed.rounded())) GFLOP/s, \(Int((100 * speed / peakGFLOPS).rounded())) % of the peak"),
      row("maps", maps),
      row("entropies", entropies),
      row("row", self.row),
      peakMemory.map { "peak memory \($0 / 1_000_000) MB" },
    ].compactMap { $0 }.joined(separator: "\n")
  }
}

/// Seconds as milliseconds with three digits behind the point.
private func milliseconds(_ seconds: Double) -> String { threeDigits(seconds * 1e3) }

/// x ≥ 0 with three digits behind the point.
private func threeDigits(_ x: Double) -> String {
  let thousandths = Int((x * 1e3).rounded())
  let rest = String(thousandths % 1000)
  return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
}

/// `text` at the right of `width` cells, or at the left of −`width`.
private func padded(_ text: String, to width: Int) -> String {
  let space = String(repeating: " ", count: max(0, abs(width) - text.count))
  return width < 0 ? text + space : space + text
}

/// `forward,row`: what is timed.
private func measures(_ text: String) throws -> Set<Benchmark.Measure> {
  let names = Benchmark.Measure.allCases.map(\.rawValue).joined(separator: ", ")
  return Set(
    try parts(of: text, separator: ",", expected: "some of \(names), comma-separated") {
      Benchmark.Measure(rawValue: String($0))
    })
}
