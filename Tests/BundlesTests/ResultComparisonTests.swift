// Which results count as the same, and in which words they differ.
import Bundles
import Imaging
import Testing

@Suite struct ResultComparisonTests {
  private func compare(
    _ name: String, _ packed: [UInt8], _ computed: [UInt8], tolerance: Tolerance? = .ofInstructionSets
  ) -> ResultFinding {
    ResultComparison.compare(name, packed: packed, computed: computed, tolerance: tolerance)
  }

  private func compare(
    _ name: String, _ packed: String, _ computed: String, tolerance: Tolerance? = .ofInstructionSets
  ) -> ResultFinding {
    compare(name, Array(packed.utf8), Array(computed.utf8), tolerance: tolerance)
  }

  @Test func equalBytesAreTheSame() {
    #expect(compare("a.bin", [1, 2], [1, 2], tolerance: nil) == .same)
    #expect(compare("a.npy", [], []) == .same)
  }

  /// On one instruction set the last bit counts; on two the tolerance.
  @Test func numbersOfLinesAreCompared() {
    let line = #"{"heads":[{"entropy":3.5,"name":"x"}]}"#
    let near = line.replacing("3.5", with: "3.5000001")
    #expect(compare("a.jsonl", line, near) == .within)
    #expect(
      compare("a.jsonl", line, near, tolerance: nil)
        == .differs("line 1 heads 0 entropy is 3.5 in the bundle, 3.5000001 here"))
    let two = line + "\n" + line
    #expect(
      compare("a.jsonl", two, line + "\n" + line.replacing("3.5", with: "3.6"))
        == .differs("line 2 heads 0 entropy is 3.5 in the bundle, 3.6 here"))
    #expect(
      compare("a.jsonl", two, line) == .differs("has 2 lines in the bundle, 1 here"))
    #expect(
      compare("a.jsonl", line, line.replacing("\"x\"", with: "\"y\""))
        == .differs("line 1 heads 0 name is 'x' in the bundle, 'y' here"))
    #expect(
      compare("a.jsonl", line, line.replacing("3.5", with: "null"))
        == .differs("line 1 heads 0 entropy is 3.5 in the bundle, null here"))
    #expect(
      compare("a.jsonl", line, line.replacing("\"name\"", with: "\"title\""))
        == .differs("line 1 heads 0 name is in the bundle alone; 1 more"))
    #expect(compare("a.json", "[1,2]", "[1]") == .differs("has 2 members in the bundle, 1 here"))
    #expect(compare("a.json", "[1", "[2") == .differs("is not JSON"))
  }

  /// What is counted may be on the other side of a bound; an index may not be another.
  @Test func countsHaveATolerance() {
    let line = #"{"extra":{"histogram":{"counts":[10,500]},"rank":7},"index":1}"#
    #expect(
      compare("a.jsonl", line, line.replacing("500", with: "507").replacing("7}", with: "8}")) == .within)
    #expect(
      compare("a.jsonl", line, line.replacing("500", with: "540"))
        == .differs("line 1 extra histogram counts 1 is 500.0 in the bundle, 540.0 here"))
    #expect(
      compare("a.jsonl", line, line.replacing("\"index\":1", with: "\"index\":2"))
        == .differs("line 1 index is 1.0 in the bundle, 2.0 here"))
  }

  @Test func arraysAreComparedElementByElement() {
    func array(_ values: [Float], _ shape: [Int]) -> [UInt8] { NPYEncoder.encode(values, shape: shape) }
    let map = array([0.25, .nan, 0.5, 1], [2, 2])
    #expect(compare("a.npy", map, array([0.25000003, .nan, 0.5, 1], [2, 2])) == .within)
    #expect(
      compare("a.npy", map, array([0.25, .nan, 0.75, 1.5], [2, 2]))
        == .differs("element 2 is 0.5 in the bundle, 0.75 here; 1 more, at most 0.5 apart"))
    #expect(
      compare("a.npy", map, array([0.25, 0, 0.5, 1], [2, 2]))
        == .differs("element 1 is nan in the bundle, 0.0 here"))
    #expect(compare("a.npy", map, array([0.25, .nan, 0.5, 1], [4, 1])) == .differs("has another shape"))
    #expect(compare("a.npy", map, Array(map.dropLast())) == .differs("is no array of 32-bit floats"))
    #expect(
      compare("a.npy", map, array([0.25000003, .nan, 0.5, 1], [2, 2]), tolerance: nil)
        == .differs("element 0 is 0.25 in the bundle, \(Double(Float(0.25000003))) here"))
  }

  @Test func graymapsAndPicturesAreComparedByTheirPixels() throws {
    func gray(_ levels: [UInt8], high: String = "0.5") -> [UInt8] {
      Array("P5\n# hi \(high)\n2 2\n255\n".utf8) + levels
    }
    #expect(compare("a.pgm", gray([0, 9, 20, 255]), gray([0, 10, 20, 255], high: "0.50001")) == .within)
    #expect(
      compare("a.pgm", gray([0, 9, 20, 255]), gray([0, 19, 20, 255]))
        == .differs("pixel 1 is 9 in the bundle, 19 here"))
    #expect(
      compare("a.pgm", gray([0, 9, 20, 255]), gray([0, 9, 20, 255], high: "0.7"))
        == .differs("reads '# hi 0.5' in the bundle, '# hi 0.7' here"))
    #expect(
      compare("a.pgm", gray([0, 9, 20, 255]), Array("P5\n9 9\n255\n".utf8)) == .differs("is no graymap"))

    func picture(_ level: UInt8) throws -> [UInt8] {
      let pixels = (0..<192).map { $0 < 3 ? level : UInt8($0) }
      return try PNGEncoder.encode(RGBImage(width: 8, height: 8, pixels: pixels), file: "a.png")
    }
    #expect(try compare("a.png", picture(9), picture(12)) == .within)
    #expect(try compare("a.png", picture(9), picture(99)) == .differs("differs in 1 of 64 pixels"))
    #expect(try compare("a.png", picture(9), [1]) == .differs("cannot be decoded as PNG"))
  }

  @Test func drawingsAreComparedByTextAndNumbers() {
    let text = "<text x=\"1.50\">H 3.91 (0.75)</text>\n<rect/>\n"
    #expect(compare("a.svg", text, text.replacing("3.91", with: "3.92")) == .within)
    #expect(
      compare("a.svg", text, text.replacing("3.91", with: "2.91"))
        == .differs(
          "line 1 reads ' x=\"1.50\">H 3.91 (0.75)</text>' in the bundle, ' x=\"1.50\">H 2.91 (0.75)</text>' here"
        ))
    #expect(
      compare("a.svg", text, text.replacing("rect", with: "path"))
        == .differs("line 2 reads '<rect/>' in the bundle, '<path/>' here"))
    #expect(compare("a.svg", text, text + "more") == .differs("line 3 reads '' in the bundle, 'more' here"))
    #expect(compare("a.svg", text, "<rect/>") == .differs("has 3 lines in the bundle, 1 here"))
  }

  /// What counts as one number of a text: digits, a fraction, an exponent, each whole.
  @Test(arguments: [
    ("H 3.91e-2 b", "H 3.92e-2 b", true), ("H 3.91e-2 b", "H 3.91e2 b", false), ("1.5e+3", "1.5001e+3", true),
    ("2.", "2.", true), ("2.x", "2 x", false), ("2e", "2e", true), ("2ex", "3ex", false),
    ("0.50", "0.51", true),
    ("0.50", "0.52", false), ("a1", "a", false), ("a", "a1", false), ("é 1.0", "é 1.00001", true),
    ("1e999", "2", false), ("2", "1e999", false), ("1e999", "1e998", true),
  ])
  func numbersInTextsAreCompared(old: String, new: String, isWithin: Bool) {
    let finding = compare("a.svg", old + "\n", new + " \n".dropFirst())
    #expect(finding == (old == new ? .same : isWithin ? .within : finding))
    if !isWithin { #expect(compare("a.svg", new, old) != .within && finding != .within) }
  }

  /// What is infinite is near nothing else.
  @Test func infiniteNumbersDiffer() {
    func array(_ value: Float) -> [UInt8] { NPYEncoder.encode([value], shape: [1]) }
    #expect(
      compare("a.npy", array(.infinity), array(5)) == .differs("element 0 is inf in the bundle, 5.0 here"))
    #expect(
      compare("a.npy", array(5), array(-.infinity)) == .differs("element 0 is 5.0 in the bundle, -inf here"))
  }
}
