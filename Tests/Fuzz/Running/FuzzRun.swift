// One run of libFuzzer over one parser, and the reading of single files again.
import CFuzz
import Files
import Glibc
import TestSupport

/// The parser that libFuzzer's calls are for: they carry no context.
nonisolated(unsafe) private var trial: Trial?

/// A run of libFuzzer over a parser.
struct FuzzRun {
  /// libFuzzer was not linked.
  struct NotLinked: Error, CustomStringConvertible {
    let description = "built without libFuzzer: run 'make fuzz', or name files to read"
  }

  private let parser: FuzzedParser

  init(_ parser: FuzzedParser) { self.parser = parser }

  /// Runs until an option of libFuzzer ends it, and returns the status of the process.
  ///
  /// - Throws: `NotLinked`, and what the parser's seeds throw.
  func run(options: [String]) throws -> Int32 {
    guard cfuzz_is_linked() else { throw NotLinked() }
    let scratch = Scratch.shared
    let corpus = try scratch.makeFolder("corpus")
    for (number, seed) in try inputs(of: parser).enumerated() {
      _ = scratch.write(seed, to: "corpus/seed-\(number)")
    }
    trial = Trial(parser)
    let arguments = ["Fuzz", "-max_len=\(parser.longest)"] + options + [corpus]
    var pointers: [UnsafeMutablePointer<CChar>] = arguments.compactMap { strdup($0) }
    return pointers.withUnsafeMutableBufferPointer {
      cfuzz_run(
        Int32($0.count), $0.baseAddress!,
        { bytes, count in
          trial?.tryOrAbort(Array(UnsafeBufferPointer(start: bytes, count: count)))
          return 0
        },
        { bytes, count, capacity, seed in
          trial?.mutate(bytes, count: count, capacity: capacity, seed: seed) ?? count
        })
    }
  }
}

/// What a parser starts from: its seeds, and inputs that once were faults, from `Tests/Fixtures/fuzz/PARSER`.
private func inputs(of parser: FuzzedParser) throws -> [[UInt8]] {
  let folder = Fixtures.path("fuzz/\(parser.name)")
  return try parser.seeds()
    + names(in: folder).map { try RegularFile.contents(of: "\(folder)/\($0)", limit: 1 << 20) }
}

/// Reads all that a parser starts from, and returns the status of the process: 1 where one is a fault.
func checkInputs(of parser: FuzzedParser) -> Int32 {
  do {
    let trial = Trial(parser)
    let inputs = try inputs(of: parser)
    for bytes in inputs { try trial.check(bytes) }
    print("\(parser.name): \(inputs.count) inputs hold")
    return inputs.isEmpty ? 1 : 0
  } catch {
    print("\(parser.name): \(error)")
    return 1
  }
}

/// Reads each file as an input of the parser, and returns the status of the process: 1 where one is a fault.
func replay(_ files: [String], by parser: FuzzedParser) -> Int32 {
  let trial = Trial(parser)
  var status: Int32 = 0
  for file in files {
    do {
      try trial.check(RegularFile.contents(of: file, limit: 1 << 24))
      print("\(file): holds")
    } catch {
      print("\(file): \(error)")
      status = 1
    }
  }
  return status
}
