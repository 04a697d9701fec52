// Bundles of `--bundle`, as `verify` opens them.
import Bundles
import Files
import TestSupport

extension FuzzedParsers {
  static let bundles: [FuzzedParser] = [
    FuzzedParser(
      name: "bundle", subject: "bundles, as verify opens them", seeds: { [try packed, emptyBundle] },
      // libzip makes room for as many entries as the end record states, 65535 at most.
      allowance: Allowance(fixedMemory: 6 << 20), mutator: ZipMutator(), parse: readBundle),
    FuzzedParser(
      name: "manifest", subject: "manifests of bundles", seeds: { [Array(try jsonText(manifest).utf8)] },
      mutator: JSONMutator(), parse: readManifest),
    FuzzedParser(
      name: "results", subject: "results of a bundle beside those that were computed",
      seeds: { resultSeeds },
      mutator: TextMutator(words: ["\n", "0.5", "[", "}", "#", "<rect/>", "P5\n", "nan"]),
      parse: compareResults),
  ]

  // MARK: What is read

  /// Opens a bundle and reads every result; what is read has the hash that is listed.
  @Sendable private static func readBundle(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "fuzz-bundle.zip")
    do {
      let bundle = try Bundle(path)
      for result in bundle.manifest.results {
        let read = try bundle.bytes(of: result)
        try demand(read.count == result.bytes, "\(read.count) bytes of \(result.bytes)")
        try demand(SHA256.digits(of: read) == result.sha256, "another hash than the listed one")
        try demand(
          !result.name.hasPrefix("/") && !result.name.contains(".."), "a name outside: \(result.name.escaped)"
        )
      }
    } catch let error as BundleError {
      try checkRefusal(error, naming: path)
    }
  }

  /// A manifest that is read is the same when it is written and read again.
  @Sendable private static func readManifest(_ bytes: [UInt8]) throws {
    let manifest: BundleManifest
    do {
      manifest = try BundleManifest(json: bytes, file: "fuzz.zip")
    } catch {
      return try checkRefusal(error, naming: "fuzz.zip")
    }
    let again = try BundleManifest(json: Array(try jsonText(manifest).utf8), file: "fuzz.zip")
    try demand(again == manifest, "a manifest changes when it is written again")
  }

  /// The first byte chooses the kind; the rest is compared with what it was made from.
  @Sendable private static func compareResults(_ bytes: [UInt8]) throws {
    guard let kind = bytes.first else { return }
    let endings = ["jsonl", "json", "npy", "pgm", "svg"]
    let ending = endings[Int(kind) % endings.count]
    let original = resultSeeds[Int(kind) % endings.count].dropFirst()
    for tolerance in [nil, Tolerance.ofInstructionSets] {
      let finding = ResultComparison.compare(
        "a.\(ending)", packed: Array(bytes.dropFirst()), computed: Array(original), tolerance: tolerance)
      guard case .differs(let words) = finding else { continue }
      try demand(words == words.escaped, "control characters in \(words.escaped)")
      try demand(words.utf8.count <= 4096, "\(words.utf8.count) bytes of words")
    }
  }

  // MARK: Seeds

  private static let manifest: BundleManifest = {
    var manifest = BundleManifest(
      program: "polascope 1", command: ["stats", "m", "--image", "a.png"], instructionSet: "avx2")
    let input = BundleManifest.Input(path: "a.png", bytes: 1, sha256: SHA256.digits(of: [1]))
    manifest.names = [BundleManifest.Name(argument: "m", name: "m", folder: "m")]
    manifest.models = [
      BundleManifest.Model(
        argument: "m", name: "m", file: input, digest: "0123456789abcdef", family: "vit",
        settings: ["heads": "3"])
    ]
    manifest.images = [input, BundleManifest.Input(path: "b.png", bytes: nil, sha256: nil)]
    return manifest
  }()

  private static var packed: [UInt8] {
    get throws {
      let store = ResultStore()
      try store.append(Array("{}\n".utf8), to: "lines.jsonl")
      try store.append([1, 2, 3], to: "maps/a.npy")
      let path = "\(Scratch.shared.folder)/seed-bundle.zip"
      try BundleWriter(path, replacing: true).write(manifest, store)
      return try Scratch.shared.contents(of: "seed-bundle.zip")
    }
  }

  private static let emptyBundle = ZipBuilder(
    entries: [
      ZipBuilder.Entry(
        name: BundleManifest.entryName,
        bytes: Array(
          #"{"classFolders":[],"command":["dump"],"files":[],"format":1,"images":[],"isa":"","models":[],"names":[],"program":"","results":[]}"#
            .utf8))
    ]
  ).bytes

  /// One of each kind, after the byte that chooses it.
  private static let resultSeeds: [[UInt8]] = [
    [0] + Array("{\"a\":[1,2.5,{\"counts\":[3]}],\"b\":\"x\"}\n{\"a\":null}\n".utf8),
    [1] + Array("[{\"title\":\"from 0.5 to 1\"}]".utf8),
    [2, 0x93] + Array("NUMPY".utf8) + [1, 0, 4, 0] + Array("{ }\n".utf8) + floatBytes([0.5, 1]),
    [3] + Array("P5\n# hi 0.5\n2 2\n255\n".utf8) + [0, 1, 2, 255],
    [4] + Array("<text>H 3.91</text>\n<image href=\"data:image/png;base64,AAAA\"/>\n".utf8),
  ]
}
