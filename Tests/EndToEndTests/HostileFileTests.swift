// Files that ask for too much: the program refuses each in one line, soon, and in little memory.
import FoundationEssentials
import Glibc
import Testing

@Suite struct HostileFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ bytes: [UInt8], to name: String) throws -> String {
    let path = "\(folder.path)/\(name)"
    try Data(bytes).write(to: URL(filePath: path))
    return path
  }

  private func safetensors(_ header: String) -> [UInt8] {
    withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian) { Array($0) } + Array(header.utf8)
  }

  /// A file of the old container whose third pickle is `pickle`.
  private func legacy(_ pickle: [UInt8]) -> [UInt8] {
    let magic: [UInt8] = [
      0x80, 2, 0x8A, 0x0A, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E,
    ]
    return magic + [0x80, 2, 0x4D, 0xE9, 0x03, 0x2E] + [0x80, 2] + pickle + [0x2E]
  }

  /// Runs `inspect`, checks that it ends in one line and status 1, and returns its peak memory in bytes.
  private func peak(inspecting path: String) throws -> Int {
    let run = try Program.run(["inspect", path], deadline: 20)
    #expect(run.status == 1)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: \(path): "), "\(run.error)")
    #expect(run.error.split(separator: "\n").count == 1)
    return run.peakByteCount
  }

  /// Beyond what the program needs to refuse an empty file, at most the file's size and 64 MB.
  @Test(arguments: [
    "values.safetensors", "objects.safetensors", "escapes.safetensors", "depth.safetensors", "lists.pth",
    "memo.pth", "names.pth",
  ])
  func memoryIsBounded(name: String) throws {
    let text = String(repeating: "x", count: 60)
    let bytes: [UInt8]
    switch name {
    case "values.safetensors":
      let entries = (0..<240_000).map { #""\#($0)":"\#(text)""# }.joined(separator: ",")
      bytes = safetensors(#"{"__metadata__":{\#(entries)}}"#)
    case "objects.safetensors":
      bytes = safetensors(#"{"a":["# + String(repeating: #"{"k":0},"#, count: 120_000) + "0]}")
    case "escapes.safetensors":
      bytes = safetensors(#"{"a":""# + String(repeating: #"\u0041"#, count: 4_000_000) + #""}"#)
    case "depth.safetensors": bytes = safetensors(String(repeating: #"{"a":"#, count: 4_000_000))
    case "lists.pth": bytes = legacy([UInt8](repeating: UInt8(ascii: "]"), count: 590_000))
    case "memo.pth":
      bytes = legacy(
        [UInt8(ascii: "]")]
          + (0..<590_000).flatMap {
            [UInt8(ascii: "r")] + withUnsafeBytes(of: UInt32($0).littleEndian) { Array($0) }
          })
    default: bytes = legacy((0..<140_000).flatMap { Array("cm\($0)\nn\n)R".utf8) })
    }
    let base = try peak(inspecting: try write([], to: "empty.pth"))
    let needed = try peak(inspecting: try write(bytes, to: name))
    #expect(
      needed - base <= bytes.count + 64 << 20, "\((needed - base) >> 20) MB for \(bytes.count >> 20) MB")
  }

  /// The header alone refuses an image beyond 200 megapixels.
  @Test func aHugeImageIsRefusedByItsHeader() throws {
    let path = try write(Array("P6 20000 10001 255\n".utf8), to: "huge.ppm")
    let run = try Program.run(["dump", "fashion-softmax", "--image", path, "--out", "\(folder.path)/maps"])
    #expect(run.status == 1)
    #expect(run.error.contains("200 megapixels"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  /// A guessed number of heads gives a warning in `inspect` and beside the numbers of `stats`.
  @Test func aGuessIsAWarning() throws {
    let fixtures = #filePath.split(separator: "/").dropLast(2).joined(separator: "/")
    let model = try write(
      Array(try Data(contentsOf: URL(filePath: "/\(fixtures)/Fixtures/timm-vit-nano/model.safetensors"))),
      to: "model.safetensors")
    let warning = "heads 1 is a guess: channels/64; wrong for some models, see --num-heads"
    let inspected = try Program.run(["inspect", model])
    #expect(inspected.output.contains("\nwarnings\n  \(warning)\n  mean 0.485 0.456 0.406 is a guess: "))
    let stats = try Program.run([
      "stats", model, "--image", "/\(fixtures)/Fixtures/timm-vit-nano/image.png",
    ])
    #expect(stats.status == 0)
    #expect(stats.error.contains("warning: \(warning)"))
    let given = ["inspect", model, "--num-heads", "3", "--mean", "0.5,0.5,0.5"]
    #expect(try Program.run(given).output.contains("warnings") == false)
  }
}
