// Lines of `kernels`: the numbers of each reading, written and read back.
import Attention
import AttentionMaps
import Checkpoints
import Compute
import Files
import Session
import TestSupport
import Testing

@Suite struct KernelsRecordTests {
  private func line(_ model: String, _ kernels: [Kernel] = Kernel.all) throws -> String {
    let model = try LoadedModel.load(Fixtures.path(model), engine: try Engine())
    return try KernelsRecord(
      of: model, on: try InputImage.load("\(Fixtures.path("pola-pvt-nano-sr"))/image.png"), kernels: kernels
    ).json()
  }

  private func json(_ text: String) throws -> JSONValue {
    try JSONValue.parse(Array(text.utf8), file: "line")
  }

  private func numbers(_ text: String) throws -> ImageNumbers {
    let line = try StatisticsLine(
      LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true), file: "line")
    #expect(line.kernels == Kernel.all.map(\.name))
    guard case .numbers(let numbers) = line.content else {
      throw StatisticsLineError(file: "line", line: 1, reason: "a failure was read")
    }
    return numbers
  }

  /// Softmax without a bias is a softmax model's own attention, whatever is read of it.
  @Test func theOwnKernelIsTheModel() throws {
    let line = try json(try line("timm-vit-nano"))
    let model = try LoadedModel.load(Fixtures.path("timm-vit-nano"), engine: try Engine())
    let own = try StatisticsRecord(
      of: model, on: try InputImage.load("\(Fixtures.path("pola-pvt-nano-sr"))/image.png"), withExtras: true)
    let layers = try #require(line["layers"]?.array)
    #expect(layers.count == own.layers.count)
    for (layer, expected) in zip(layers, own.layers) {
      for (head, expected) in zip(try #require(layer["heads"]?.array), expected.heads) {
        let softmax = try #require(head["kernels"]?["softmax"])
        #expect(abs(try #require(softmax["divergence"]?.double)) < 1e-6)
        for key in ["entropy", "normalizedEntropy"] {
          let value = try #require(softmax[key]?["attention"]?.double)
          let same = try #require(expected[key]?["attention"]?.double)
          #expect(abs(value - same) < 1e-4 * abs(same), "\(key)")
        }
        let distance = try #require(expected["meanDistance"]?.double)
        #expect(abs(try #require(softmax["meanDistance"]?.double) - distance) < 1e-4 * distance)
        let local = try #require(expected["extra"]?["localMass"]?.double)
        #expect(abs(try #require(softmax["localMass"]?.double) - local) < 1e-6)
        let rank = try #require(expected["extra"]?["rank"]?["attention"]?["value"]?.double)
        #expect(abs(try #require(softmax["rank"]?["attention"]?["value"]?.double) - rank) < 1e-4 * rank)
      }
    }
  }

  @Test(arguments: ["timm-vit-nano", "pola-pvt-nano-sr", "ms-swin-nano"])
  func whatIsWrittenIsReadBack(model: String) throws {
    let text = try line(model)
    let (line, numbers) = (try json(text), try numbers(text))
    var found: Set<String> = []
    for (layer, read) in zip(try #require(line["layers"]?.array), numbers.layers) {
      for (head, read) in zip(try #require(layer["heads"]?.array), read.heads) {
        for metric in Metric.ofKernels {
          let written = metric.path.reduce(head as JSONValue?) { $0?[$1] }
          #expect(written?.double == read[metric], "\(metric.description)")
          if written?.double != nil { found.insert(metric.name.description) }
        }
        for metric in Metric.all { #expect(read[metric] == nil) }
      }
    }
    let names = ["divergence", "rank", "negativeMass", "localMass", "rowSum", "minRowSum", "emptyRows"]
    #expect(found.isSuperset(of: names.map { "kernels.\($0)" }))
  }

  /// Signed kernels have a negative mass and no divergence, no empty and no weak rows; the others the reverse.
  @Test func signedKernelsSaySo() throws {
    let layers = try #require(try json(try line("timm-vit-nano"))["layers"]?.array)
    let signed: Set = ["leaky-relu", "inline", "cosine", "angular-code"]
    for head in try layers.flatMap({ try #require($0["heads"]?.array) }) {
      for kernel in Kernel.all {
        let numbers = try #require(head["kernels"]?[kernel.name])
        let isSigned = signed.contains(kernel.name)
        #expect(numbers["signed"]?.bool == (isSigned ? true : nil), "\(kernel.name)")
        #expect((numbers["negativeMass"] != nil) == isSigned, "\(kernel.name)")
        #expect((numbers["emptyRows"] == nil) == isSigned, "\(kernel.name)")
        #expect((numbers["divergence"]?.isNull == true) == isSigned, "\(kernel.name)")
        #expect((0...1.0001).contains(try #require(numbers["normalizedEntropy"]?["attention"]?.double)))
      }
    }
  }

  /// Where keys are other tokens than queries, a formula that compares the two is refused with the reason; where a layer
  /// has a position bias, the line says that it is left out.
  @Test func whatAReadingLacksIsSaid() throws {
    let reduced = try #require(try json(try line("pola-pvt-nano-sr"))["layers"]?.array)
    let obstacles = reduced.filter {
      $0["undefined"]?["angular-code"]?.string?.contains("other tokens") == true
    }
    #expect(!obstacles.isEmpty)
    for layer in reduced {
      let isSame = layer["queryGrid"]?.ints == layer["keyGrid"]?.ints
      #expect((layer["undefined"] == nil) == isSame)
      for head in try #require(layer["heads"]?.array) {
        #expect((head["kernels"]?["angular-code"] != nil) == isSame)
      }
    }
    let swin = try #require(try json(try line("ms-swin-nano"))["layers"]?.array)
    #expect(swin.allSatisfy { $0["leftOut"]?.array?.contains { $0.string == "bias" } == true })
    #expect(swin.contains { $0["leftOut"]?.array?.contains { $0.string == "mask" } == true })
  }

  @Test func onlyWhatIsAskedForIsRead() throws {
    let kernels = try ["relu", "inline"].map { try #require(Kernel($0)) }
    let line = try json(try line("timm-vit-nano", kernels))
    #expect(line["kernels"]?.array?.compactMap(\.string) == ["relu", "inline"])
    let head = try #require(line["layers"]?.array?.first?["heads"]?.array?.first)
    #expect(Set(try #require(head["kernels"]?.object).map(\.key)) == ["relu", "inline"])
  }

  @Test(arguments: [#"["relu","relu"]"#, "[]", #"["wave"]"#, "3", "[1]"])
  func aStrangeListOfKernelsIsRefused(list: String) throws {
    let text =
      #"{"family":"vit","image":"i","kernels":\#(list),"layers":[],"model":"m","modelFile":{"bytes":1}}"#
    #expect(throws: StatisticsLineError.self) {
      try StatisticsLine(
        LineReader.Line(bytes: Array(text.utf8), number: 1, offset: 0, isTerminated: true), file: "f")
    }
  }
}
