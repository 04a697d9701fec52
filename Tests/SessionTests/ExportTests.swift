// Heat maps in files: names, pixel values, comments, matrices.
import Attention
import AttentionMaps
import Compute
import Files
import FoundationEssentials
import Imaging
import Session
import TestSupport
import Testing
import VisionModels

@Suite struct ExportTests {
  private let examination: Examination

  init() throws {
    let model = try LoadedModel.load(Fixtures.path("pola-pvt-nano-sr"), engine: try Engine())
    examination = try Examination.run(
      model, on: try InputImage.load(Fixtures.path("pola-pvt-nano-sr/image.png")))
  }

  private func withFolder(_ body: (String) throws -> Void) throws {
    let folder = "\(FileManager.default.temporaryDirectory.path)/polascope-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try body(folder)
  }

  private func export(_ change: (inout MapExport) throws -> Void) rethrows -> MapExport {
    var export = MapExport()
    try change(&export)
    return export
  }

  @Test func namesAndPixelsOfPGM() throws {
    try withFolder { folder in
      let export = export {
        $0.layers = .one(0)
        $0.query = .position(GridPosition(row: 3, column: 5))
        $0.depth = .sixteen
      }
      let paths = try export.write(examination, into: folder, program: "polascope test")
      #expect(
        paths.map { String($0.dropFirst(folder.count + 1)) } == [
          "layer00-head00-attention-q3,5.pgm", "layer00-head00-same-q3,5.pgm",
          "layer00-head00-opposite-q3,5.pgm",
        ])
      let map = try examination.records[0].map(
        .same, head: 0, query: .spatial(GridPosition(row: 3, column: 5)))
      let bytes = [UInt8](try #require(FileManager.default.contents(atPath: paths[1])))
      #expect(bytes.starts(with: Array("P5\n# polascope test\n".utf8)))
      let samples = bytes.suffix(2 * map.values.count)
      let highest = try #require(map.values.max())
      for (index, value) in map.values.enumerated() {
        let start = samples.startIndex + 2 * index
        let sample = Int(samples[start]) << 8 | Int(samples[start + 1])
        #expect(sample == Int((Double(value) / Double(highest) * 65535).rounded()))
      }
      #expect(throws: WriteError.self) { try export.write(examination, into: folder, program: "again") }
    }
  }

  /// Maps of two pictures that had one name, one after the other, are told apart.
  @Test func filesNameTheDigestOfTheImage() throws {
    let path = examination.image.path
    let image = InputImage(
      name: examination.image.name, path: path, image: examination.image.image, digest: "0123456789abcdef")
    let known = try Examination.run(examination.model, on: image)
    try withFolder { folder in
      for format in [MapFormat.pgm, .png] {
        let export = export {
          $0.layers = .one(0)
          $0.maps = [.attention]
          $0.format = format
        }
        let file = try export.write(known, into: "\(folder)/\(format.name)", program: "test")[0]
        let text = String(
          decoding: try #require(FileManager.default.contents(atPath: file)).prefix(1200), as: UTF8.self)
        let lines = "# image \(path.escaped)\n# image digest 0123456789abcdef\n"
        #expect(text.contains(format == .pgm ? lines : "image digest\u{0}"), "\(text)")
      }
    }
  }

  /// Maps of a changed forward pass say so themselves, wherever they are moved.
  @Test func filesNameWhatWasOffAndHidden() throws {
    let patch = {
      Footprint(grid: TokenGrid(rows: 16, columns: 16), position: GridPosition(row: 3, column: $0))
    }
    let changed = try Examination.run(
      examination.model, on: examination.image,
      interventions: Interventions(
        headsOff: [.init(layer: 1, head: 0), .init(layer: 0, head: 0)], occluded: [patch(9), patch(5)]))
    let lines = ["# heads off 0.0, 1.0", "# patches hidden 3,5 of 16x16; 3,9 of 16x16"]
    try withFolder { folder in
      let export = export {
        $0.layers = .one(0)
        $0.maps = [.attention]
      }
      for (examination, isChanged) in [(changed, true), (examination, false)] {
        let path = try export.write(examination, into: "\(folder)/\(isChanged)", program: "test")[0]
        let header = String(
          decoding: try #require(FileManager.default.contents(atPath: path)).prefix(600), as: UTF8.self)
        for line in lines { #expect(header.contains(line + "\n") == isChanged, "\(line) in \(header)") }
      }
    }
  }

  /// All rows of a head, one after another, are the rows the record gives.
  @Test func matrixOfAllQueries() throws {
    try withFolder { folder in
      let export = export {
        $0.layers = .one(1)
        $0.heads = .one(1)
        $0.query = .all
        $0.maps = [.opposite]
        $0.format = .npy
      }
      let path = try export.write(examination, into: folder, program: "polascope test")[0]
      #expect(path.hasSuffix("/layer01-head01-opposite-all.npy"))
      let record = examination.records[1]
      let (queries, keys) = (record.geometry.queryCount, record.geometry.keyCount)
      let data = try #require(FileManager.default.contents(atPath: path))
      #expect(data.count == 128 + 4 * queries * keys)
      let header = String(decoding: data.prefix(128).dropFirst(10), as: UTF8.self)
      #expect(header.contains("'descr': '<f4'") && header.contains("(\(queries), \(keys))"))
      let values = Array(data.dropFirst(128)).withUnsafeBytes { Array($0.bindMemory(to: Float.self)) }
      for query in [0, 17, queries - 1] {
        let row = record.row(query: query, head: 1, stream: .opposite).weights
        #expect(Array(values[query * keys..<(query + 1) * keys]) == row)
      }
    }
  }

  @Test func impossibleRequestsAreRefusedBeforeAnythingIsWritten() throws {
    try withFolder { folder in
      func refuses(_ change: (inout MapExport) throws -> Void) throws {
        let export = try export(change)
        #expect(throws: (any Error).self) {
          try export.write(examination, into: folder, program: "polascope test")
        }
      }
      try refuses { $0.query = .position(GridPosition(row: 0, column: 0)) }  // grids differ between layers
      try refuses { $0.query = .all }  // needs NPY
      try refuses { $0.layers = .one(9) }
      try refuses { $0.heads = .one(99) }
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }

  @Test func formatsByName() {
    #expect(MapFormat.all.map(\.name) == ["pgm", "png", "npy"])
    for format in MapFormat.all { #expect(MapFormat(format.name) == format) }
    #expect(MapFormat("jpeg") == nil && MapFormat("PGM") == nil)
    #expect(MapFormat.names(with: .size) == "pgm or png")
    #expect(MapFormat.names(with: .matrices) == "npy")
  }

  /// A softmax layer has no `same` map: it is left out beside layers that have one.
  @Test func aLayerWithoutTheMapIsLeftOut() throws {
    try withFolder { folder in
      let export = export { $0.maps = [.same] }
      let plan = try export.plan(examination.model.model.description)
      #expect(plan.layers.map(\.index) == [0, 1, 2, 3] && plan.lacks.count == 1 && plan.remarks.count == 1)
      let paths = try export.write(examination, into: folder, program: "polascope test")
      #expect(!paths.isEmpty && !paths.contains { $0.contains("layer04") })
    }
  }

  /// Where no layer has the map: an error that names the layer.
  @Test func unavailableMapNamesTheLayer() throws {
    try withFolder { folder in
      let export = export {
        $0.layers = .one(4)
        $0.maps = [.same]
      }
      let error = try #require(throws: MapExportError.self) {
        try export.write(examination, into: folder, program: "polascope test")
      }
      guard case .unavailable(let layer, _) = error else {
        Issue.record("\(error)")
        return
      }
      #expect(layer == 4)
      #expect(!FileManager.default.fileExists(atPath: folder))
    }
  }

  @Test func statisticsAsJSON() throws {
    let record = try StatisticsRecord(of: examination.model, on: examination.image)
    let text = try record.json()
    #expect(!text.contains("\n"))
    let value = try StatisticsLine(text)
    #expect(value.family == "pola_pvt")
    #expect(value.layers.map(\.mechanism) == ["polarity", "polarity", "polarity", "polarity", "softmax"])
    #expect(value.layers[0].keyGrid == [4, 4])
    #expect(Set(value.layers[0].heads[0].entropy.keys) == ["attention", "same", "opposite"])
    #expect(Set(value.layers[4].heads[0].entropy.keys) == ["attention"])
    #expect(value.layers[4].heads[0].power == nil)
    #expect(value.layers[0].heads[0].power != nil)
    // Nothing but the times differs from run to run.
    let again = try StatisticsRecord(of: examination.model, on: examination.image)
    #expect(try withoutTimes(again.json()) == withoutTimes(text))
  }
}

private func withoutTimes(_ line: String) -> String { line.replacing(/"seconds":\{[^}]*\}/, with: "") }

/// The fields of a statistics line that the test looks at.
private struct StatisticsLine: Decodable {
  struct Layer: Decodable {
    let mechanism: String
    let keyGrid: [Int]
    let heads: [Head]
  }
  struct Head: Decodable {
    let entropy: [String: Double?]
    let power: [String: Double]?
  }
  let family: String
  let layers: [Layer]

  init(_ text: String) throws { self = try JSONDecoder().decode(Self.self, from: Data(text.utf8)) }
}
