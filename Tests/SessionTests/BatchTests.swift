// The basis of runs over many images: lists of images, lines, jobs whose results keep their order.
import Files
import FoundationEssentials
import Session
import Synchronization
import TestSupport
import Testing

@Suite struct BatchTests {
  @Test func shardsPartTheImages() throws {
    let paths = (0..<11).map { "image\($0).png" }
    let parts = try (1...4).map { index in
      try ImageList(paths.map { .path($0) }, shard: Shard("\(index)/4")).allPaths()
    }
    #expect(parts[1] == ["image1.png", "image5.png", "image9.png"])
    #expect(parts.flatMap { $0 }.sorted() == paths.sorted())
    #expect(Shard("0/4") == nil && Shard("5/4") == nil && Shard("1") == nil && Shard("-1/-1") == nil)
  }

  @Test func listsMayBeMixedWithFiles() throws {
    let folder = try TemporaryFolder()
    let list = folder.write(Array("one.png\n\ntwo.jpg\r\nlast.pnm".utf8), to: "list")
    let images = ImageList([.path("first.png"), .list(list)])
    #expect(try images.allPaths() == ["first.png", "one.png", "two.jpg", "last.pnm"])
    #expect(try images.survey()?.images == 4)
    #expect(!images.isConsumed)
    #expect(ImageList([.list("-")]).isConsumed)
    let marked = folder.write(Array("\u{FEFF}a.png\r\n\nb.png".utf8), to: "marked")
    #expect(try ImageList([.list(marked)]).allPaths() == ["a.png", "b.png"])
    let nuls = folder.write(Array("a.png\0b.png\0".utf8), to: "nuls")
    #expect(throws: InputError.listWithNULs(nuls)) { try ImageList([.list(nuls)]).allPaths() }
    let empty = folder.write(Array("\n\n".utf8), to: "empty")
    #expect(throws: InputError.emptyList(empty)) { try ImageList([.list(empty)]).allPaths() }
    #expect(try ImageList([.list(list)], shard: Shard("2/2")).allPaths().isEmpty == false)
    #expect(throws: FileError.notFound("/nowhere")) { try ImageList([.list("/nowhere")]).check() }
    #expect(throws: InputError.noImages(folder.path, LeftOutImages())) {
      try ImageList([.path(folder.path)]).check()
    }
  }

  /// Folders are read with their subfolders; what is deeper is not passed over in silence.
  @Test func deeperFoldersAreSaid() throws {
    let folder = try TemporaryFolder()
    for name in ["a/one.png", "a/b/two.png", "a/c/three.png"] {
      let place = "\(folder.path)/\(name.split(separator: "/").dropLast().joined(separator: "/"))"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      _ = folder.write([0], to: name)
    }
    let survey = try #require(try ImageList([.path(folder.path)]).survey())
    #expect(survey.images == 1)
    #expect(
      survey.leftOut.remark
        == "folders are read with their subfolders and no deeper: left out 2 folders, the first \(folder.path)/a/b"
    )
    #expect(try ImageList([.path("\(folder.path)/a")]).survey()?.leftOut.remark == nil)
    try FileManager.default.removeItem(atPath: "\(folder.path)/a/one.png")
    let refusal = #expect(throws: InputError.self) { try ImageList([.path(folder.path)]).check() }
    #expect(refusal?.description.hasSuffix("left out 2 folders, the first \(folder.path)/a/b") == true)
  }

  @Test func imagesWithoutARowAreCounted() throws {
    let folder = try TemporaryFolder()
    func remark(_ rows: String, _ images: [String]) throws -> String? {
      let file = folder.write(Array(rows.utf8), to: "boxes.csv")
      let table = try ImageTable<String>(csv: file, expected: "IMAGE,CLASS") { $0.first }
      var unlisted = UnlistedImages(of: table, file: "boxes.csv")
      for image in images { unlisted.add(image) }
      return unlisted.remark
    }
    #expect(try remark("b.png,1\n", ["a/b.png"]) == nil)
    #expect(try remark("b.png,1\n", ["a/b.png", "c.png"]) == "boxes.csv: 1 of 2 images have no row in it")
    #expect(
      try remark("z.png,1\nb.png,1\n", ["c.png"])
        == "boxes.csv: no image has a row in it; its rows are of images such as b.png")
    #expect(try remark("image,class\n", ["c.png"]) == "boxes.csv: no image has a row in it; it has no rows")
    #expect(try remark("b.png,1\n", []) == nil)
  }

  @Test func linesKnowTheirPlaceAndWhetherTheyEnd() throws {
    let folder = try TemporaryFolder()
    let long = [UInt8](repeating: 65, count: 200_000)
    let path = folder.write(long + Array("\n\nb\r\nc".utf8), to: "lines")
    let reader = try LineReader(path)
    var lines: [LineReader.Line] = []
    while let line = try reader.next() { lines.append(line) }
    #expect(lines.map(\.number) == [1, 2, 3, 4])
    #expect(lines.map(\.bytes) == [long, [], [98], [99]])
    #expect(lines.map(\.offset) == [0, 200_001, 200_002, 200_005])
    #expect(lines.map(\.isTerminated) == [true, true, true, false])
    #expect(throws: FileError.longLine(path, line: 1, limit: 1000)) {
      try LineReader(path, limit: 1000).next()
    }
  }

  private struct Stop: Error {}

  @Test(arguments: [1, 3, 8])
  func resultsKeepTheOrderOfTheItems(workers: Int) throws {
    var items = 0
    var results: [Int] = []
    var mostOnTheWay = 0
    try processInOrder(
      workers: workers,
      next: {
        mostOnTheWay = max(mostOnTheWay, items - results.count)
        items += 1
        return items <= 500 ? items : nil
      },
      work: { item, worker in
        precondition((0..<workers).contains(worker))
        var value = UInt64(item)
        // Some take longer than others.
        for _ in 0..<(item % 7) * 2000 { value = value &* 6_364_136_223_846_793_005 &+ 1 }
        return value == 0 ? 0 : 2 * item
      },
      deliver: { results.append($0) })
    #expect(results == (1...500).map { 2 * $0 })
    #expect(mostOnTheWay <= 4 * workers)
  }

  @Test func aFailureToDeliverEndsTheRun() {
    let begun = Mutex(0)
    #expect(throws: Stop.self) {
      try processInOrder(
        workers: 2, next: { 1 },
        work: { item, _ in
          begun.withLock { $0 += 1 }
          return item
        }, deliver: { _ in throw Stop() })
    }
    #expect(begun.withLock { $0 } <= 8)
  }

  @Test func aFailureToFindTheNextItemEndsTheRun() {
    #expect(throws: Stop.self) {
      try processInOrder(
        workers: 2, next: { () throws -> Int? in throw Stop() }, work: { $0 + $1 }, deliver: { _ in })
    }
  }
}
