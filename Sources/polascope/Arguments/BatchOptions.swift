// The options of commands that process many images, and how these share the processor.
import ArgumentParser
import Compute
import Session

/// Which images, and how many of them at a time.
struct BatchOptions: ParsableArguments {
  @Option(
    name: .customLong("image"), parsing: .singleValue,
    help: ArgumentHelp(
      "A PNG, JPEG, WebP, BMP or PNM file, or a folder of them or of such folders; repeatable.",
      valueName: "path"), completion: .file())
  var images: [String] = []

  @Option(
    help: ArgumentHelp(
      "A file with the path of an image on each line; - reads them from the standard input.",
      valueName: "file"), completion: .file())
  var imagesFrom: String?

  @Option(
    help: ArgumentHelp(
      "Images processed at the same time; as many as threads unless given. They share the threads.",
      valueName: "n"))
  var jobs: Int?

  func validate() throws {
    if images.isEmpty, imagesFrom == nil {
      throw ValidationError("name at least one image: --image PATH, or --images-from FILE")
    }
    if let jobs, !(1...Engine.maximumThreads).contains(jobs) {
      throw ValidationError("--jobs: expected a number from 1 to \(Engine.maximumThreads)")
    }
  }

  /// The images, those of `--image` first. Throws where folders hold none or lists cannot be read.
  func list(shard: Shard? = nil) throws -> ImageList {
    let list = ImageList(images.map { .path($0) } + (imagesFrom.map { [.list($0)] } ?? []), shard: shard)
    try list.check()
    return list
  }

  /// How many images there are; nil where that is not known. Says on the standard error how many images in folders are
  /// left out.
  func count(_ list: ImageList) throws -> Int? {
    let survey = try list.survey()
    if let remark = survey?.leftOut.remark { try StandardStream.error.report(remark) }
    return survey?.images
  }

  /// The engines of the jobs, which share `threads` threads (nil: all cores); one for few images.
  ///
  /// Results do not depend on how many there are. One thread for an image is the fastest for many images:
  /// nothing waits for the slowest thread of every operation.
  ///
  /// - Parameter imageCount: nil where it is not known.
  func engines(threads: Int?, imageCount: Int?) throws -> [Engine] {
    try engines(sharing: Engine(threads: threads), imageCount: imageCount)
  }

  /// The same on the threads of an engine.
  func engines(sharing first: Engine, imageCount: Int?) throws -> [Engine] {
    let jobs = max(1, min(self.jobs ?? first.threads, imageCount ?? .max, Engine.maximumThreads))
    guard jobs > 1 else { return [first] }
    return try (0..<jobs).map { job in
      // The first jobs get the threads that remain.
      let count = first.threads / jobs + (job < first.threads % jobs ? 1 : 0)
      return try Engine(threads: max(1, count), instructionSet: first.instructionSet)
    }
  }
}

/// `I/N`: one of N parts.
func imageShard(_ text: String) throws -> Shard {
  guard let shard = Shard(text) else {
    throw ArgumentTextError(expected: "I/N with I from 1 to N, such as 3/8")
  }
  return shard
}
