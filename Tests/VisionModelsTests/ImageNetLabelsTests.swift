// The bundled names of ImageNet-1k, at indices that everyone knows.
import Testing

@testable import VisionModels

@Suite struct ImageNetLabelsTests {
  @Test func namesAThousandClassesInOrder() {
    let names = ImageNetLabels.names
    #expect(names.count == 1000)
    #expect(Set(names).count == 1000)
    #expect(names[0] == "tench")
    #expect(names[207] == "golden retriever")
    #expect(names[281] == "tabby")
    #expect(names[999] == "toilet tissue")
  }
}
