// Texts that the program reads line by line: lists of images, labels and boxes, lines of statistics.
import Files
import Glibc
import Reports
import Session
import TestSupport

extension FuzzedParsers {
  static let lists: [FuzzedParser] = [
    FuzzedParser(
      name: "image-list", subject: "lists of --images-from",
      seeds: { [Array("a.png\r\n\n/b/c d.jpg\né.png".utf8)] }, longest: 1024,
      mutator: TextMutator(words: ["a.png", "/", "\n", "\r", "\r\n", "\0", "\u{FEFF}"]), parse: readImageList),
    FuzzedParser(
      name: "labels", subject: "CSV files of --labels",
      seeds: { [Array("image,label\na.png,Bag\n\"b, c.png\",\"T-shirt \"\"x\"\"\"\r\nd.png,3\n".utf8)] },
      longest: 1024, mutator: TextMutator(words: ["image", ",", "\"", "\n", "Bag", "3", "Dress"]),
      parse: readLabels),
    FuzzedParser(
      name: "boxes", subject: "CSV files of --boxes",
      seeds: { [Array("image,x,y,width,height\na.png,0,0,64,64\n\"b.png\",-10,-10.5,42,1e2\n".utf8)] },
      longest: 1024, mutator: TextMutator(words: ["image", ",", "\"", "\n", "a.png", "-1", "1e9", "5"]),
      parse: readBoxes),
    FuzzedParser(
      name: "stats-lines", subject: "lines of stats, as summary reads them",
      seeds: { [try statisticsLines(), Array(failureLine.utf8)] }, longest: 2048, mutator: JSONMutator(),
      parse: summarize),
    FuzzedParser(
      name: "append", subject: "files of stats --append",
      seeds: { [try statisticsLines(), try statisticsLines().dropLast(40), Array(failureLine.utf8)] },
      longest: 2048, mutator: JSONMutator(), parse: append),
  ]

  // MARK: What is read

  @Sendable private static func readImageList(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "list")
    do {
      let list = ImageList([.list(path)])
      try list.check()
      let all = try list.allPaths()
      try demand(all.allSatisfy { !$0.isEmpty && !$0.contains("\n") }, "a path that is no line")
      try demand(try list.survey()?.images == all.count, "counted otherwise than listed")
      let parts = try (1...3).map { try ImageList([.list(path)], shard: Shard("\($0)/3")).allPaths() }
      try demand(parts.joined().count == all.count, "shards lose images")
    } catch let error as InputError {
      // Without a path, or with NULs between paths.
      let text = bytes.starts(with: "\u{FEFF}".utf8) ? bytes.dropFirst(3) : bytes[...]
      let isEmpty = text.allSatisfy { $0 == 0x0A || $0 == 0x0D }
      try demand(isEmpty || text.contains(0), "a list with a path is refused: \(error)")
      try checkRefusal(error, naming: path)
    } catch let error as FileError {
      try checkRefusal(error, naming: path)
    }
  }

  @Sendable private static func readLabels(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "labels.csv")
    do {
      let labels = try ImageLabels(csv: path)
      let classes = ClassNames(labels: ["Bag", "T-shirt", "Dress", "Bag"], count: 4)
      let index = labels.index(of: "/x/a.png", among: classes, count: 4)
      try demand(index.map { (0..<4).contains($0) } ?? true, "class \(index ?? -1) of 4")
      if let name = labels.unknownClass(among: classes, count: 4) {
        try checkRefusal(LabelError.unknownClass(name, model: "model"))
      }
    } catch let error as ImageTableError {
      try checkRefusal(error, naming: path)
    } catch let error as FileError {
      try checkRefusal(error, naming: path)
    }
  }

  @Sendable private static func readBoxes(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "boxes.csv")
    do {
      let table = try ImageTable(csv: path, expected: "IMAGE,NUMBERS") { fields -> [Double]? in
        let numbers = fields.compactMap { Double($0) }
        return numbers.count == fields.count && fields.count == 4 ? numbers : nil
      }
      try demand(table.values.keys.allSatisfy { !$0.isEmpty }, "an image without a name")
    } catch let error as ImageTableError {
      try checkRefusal(error, naming: path)
    } catch let error as FileError {
      try checkRefusal(error, naming: path)
    }
  }

  /// A summary of the lines has every format, and is the same whatever the order of the lines.
  @Sendable private static func summarize(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "lines.jsonl")
    do {
      var lines: [(StatisticsLine, Int)] = []
      let reader = try LineReader(path)
      while let line = try reader.next() {
        if !line.bytes.isEmpty { lines.append((try StatisticsLine(line, file: path), line.number)) }
      }
      let texts = try [lines, lines.reversed()].map { lines in
        var builder = SummaryBuilder()
        for (line, number) in lines { try builder.add(line, file: path, number: number) }
        // One of the formats, by the length of the input: all read the same numbers.
        let format = ReportFormat.allCases[bytes.count % ReportFormat.allCases.count]
        return try builder.summary(fractions: [0, 0.5, 1], names: Set(Metric.Name.all)).text(format)
      }
      try demand(texts[0] == texts[1], "the order of the lines changes the summary")
      try demand(
        texts[0].split(separator: "\n").allSatisfy { $0 == String($0).escaped },
        "control characters in a report")
      try demand(
        !texts[0].contains("nan") && !texts[0].contains("inf,"), "a number that is not finite in a report")
    } catch let error as StatisticsLineError {
      try checkRefusal(error, naming: path)
    } catch let error as FileError {
      try checkRefusal(error, naming: path)
    }
  }

  /// A file that is refused keeps its bytes; one that is taken keeps every line that it had and gets the next one.
  @Sendable private static func append(_ bytes: [UInt8]) throws {
    let path = Scratch.shared.write(bytes, to: "append.jsonl")
    do {
      try StatisticsLog(path).append(failureLine)
    } catch {
      try checkRefusal(error, naming: path)
      return try demand(
        try Scratch.shared.contents(of: "append.jsonl") == bytes, "a refused file has changed")
    }
    let after = try Scratch.shared.contents(of: "append.jsonl")
    let whole =
      bytes.last == UInt8(ascii: "\n") ? bytes.count : (bytes.lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
    try demand(after.starts(with: bytes[..<whole]), "whole lines have changed")
    try demand(
      after.suffix(failureLine.utf8.count + 1) == Array("\(failureLine)\n".utf8)[...], "the line is not there"
    )
    _ = try StatisticsLog(path)
    try demand(try Scratch.shared.contents(of: "append.jsonl") == after, "opening it again changes it")
  }

  // MARK: Seeds

  private static let failureLine =
    #"{"error":"b.png: is empty","image":"b.png","model":"m","modelFile":{"bytes":1,"digest":"0123456789abcdef","path":"m"},"settings":{"heads":"3"}}"#

  /// Two lines of one layer, as `stats` writes them.
  private static func statisticsLines() throws -> [UInt8] {
    let heads =
      #"{"entropy":{"attention":5.1},"extra":{"rank":3,"sinks":0},"index":0,"meanDistance":61.2,"normalizedEntropy":{"attention":0.63},"rowSum":{"attention":{"mean":1,"min":1}}},{"entropy":{"attention":null},"index":1,"meanDistance":1e-3}"#
    return Array(
      ["a.png", "b\\u202e.png"].map { image in
        #"{"family":"vit","image":"\#(image)","input":[32,32],"layers":[{"heads":[\#(heads)],"index":0,"keyGrid":[4,4],"mechanism":"softmax","name":"blocks.0","prefix":1,"queryGrid":[4,4],"windows":1}],"logits":[0.5,null,-1],"model":"m","modelFile":{"bytes":1234,"path":"m.pth"},"seconds":{"forward":0.1,"load":0.1},"top":[]}"#
          + "\n"
      }.joined().utf8)
  }
}

/// Names of what lies in a folder, sorted; those that begin with a period are left out.
func names(in folder: String) -> [String] {
  guard let directory = opendir(folder) else { return [] }
  defer { closedir(directory) }
  var names: [String] = []
  while let entry = readdir(directory) {
    names.append(
      withUnsafeBytes(of: &entry.pointee.d_name) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      })
  }
  return names.filter { !$0.hasPrefix(".") }.sorted()
}
