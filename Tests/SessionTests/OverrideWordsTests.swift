// The options that fix a model's values again.
import Imaging
import Testing
import VisionModels

@testable import Session

@Suite struct OverrideWordsTests {
  @Test func everyValueHasItsOption() {
    var overrides = ModelOverrides()
    overrides.numHeads = [1, 2]
    overrides.architecture = "deit_tiny"
    overrides.alpha = -1.5
    overrides.focusingFactor = 3
    overrides.part = "vision."
    overrides.weightsKey = "ema"
    overrides.inputHeight = 32
    overrides.inputWidth = 48
    overrides.cropFraction = 0.9
    overrides.mean = [0.5, 0.25, 0]
    overrides.standardDeviation = [1, 1, 1]
    overrides.interpolation = .bicubic
    overrides.activation = .tanhGELU
    overrides.pooling = .meanAndMax
    let words = overrides.words
    #expect(words.contains("--alpha=-1.5") && words.contains("32x48") && words.contains("0.5,0.25,0.0"))
    #expect(words.contains("gelu_tanh") && words.contains("avgmax"))

    // A new value has to be set above, and needs a word.
    let values = Mirror(reflecting: overrides).children
    for value in values {
      #expect("\(value.value)" != "nil", "\(value.label ?? "") has no value in this test")
    }
    // Height and width are one option.
    #expect(words.count { $0.hasPrefix("--") } == values.count - 1)
  }

  @Test func wordsMayBeLeftOut() {
    let words = ["--num-heads", "1,2", "--alpha=-1.5", "--alphabet", "--mean", "0,0,0"]
    #expect(leavingOut([], of: words) == words)
    #expect(leavingOut(["--alpha", "--num-heads"], of: words) == ["--alphabet", "--mean", "0,0,0"])
    #expect(leavingOut(["--alpha"], of: ["--alpha", "2", "--std", "1"]) == ["--std", "1"])
  }
}
