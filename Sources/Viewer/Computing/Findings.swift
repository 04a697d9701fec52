// What has been loaded and computed so far: an immutable snapshot that frames are drawn from.

import Session

/// A model on a side, while that shows it or another.
struct LastShown: Hashable, Sendable {
  let side: Side
  let model: Int
}

struct Findings: Sendable {
  /// The names to show for models before they are loaded.
  var modelNames: [String]
  var imageNames: [String]
  /// The MODEL arguments and the files of images, for the commands that reproduce a screen.
  var modelArguments: [String]
  var imagePaths: [String]
  /// The files and folders that the images were given as.
  var imageArguments: [String]
  /// The options that name the images; none where they need no name.
  var imageWords: [String]
  /// Of the weights of models when the session was saved, by model.
  var savedDigests: [Int: String]
  /// Of the files of images when the session was saved, by image.
  var savedImageDigests: [Int: String]
  /// Of the files of images as they were last read: they stay when the pixels go.
  var imageDigests: [Int: String] = [:]
  /// The options that all models were read with.
  var modelOptions: [String]
  /// What commands have to call the models; nil where the names of their files are enough.
  var namesToGive: [String]?
  /// The true classes of images, from the folders that the viewer was given; nil where these are none of classes.
  var imageLabels: ImageLabels?
  /// The fraction done of work in hand, where it reports any.
  var progress: [Work: Double] = [:]
  /// Seconds until it is done, where that can be told.
  var secondsLeft: [Work: Double] = [:]
  /// The forward pass of each model that a side showed last: its maps stay until those of another image are there.
  var lastShown: [LastShown: ExaminationKey] = [:]
  /// By the kind of computation.
  private var tables: [ObjectIdentifier: any ResultTable] = [:]

  init(
    modelNames: [String], imageNames: [String], modelArguments: [String], imagePaths: [String],
    imageArguments: [String]? = nil, imageWords: [String]? = nil, savedDigests: [Int: String] = [:],
    savedImageDigests: [Int: String] = [:],
    modelOptions: [String] = [], namesToGive: [String]? = nil, imageLabels: ImageLabels? = nil
  ) {
    self.imageLabels = imageLabels
    self.modelNames = modelNames
    self.imageNames = imageNames
    self.modelArguments = modelArguments
    self.imagePaths = imagePaths
    self.imageArguments = imageArguments ?? imagePaths
    self.imageWords = imageWords ?? imagePaths.flatMap { option("image", $0) }
    self.savedDigests = savedDigests
    self.savedImageDigests = savedImageDigests
    self.modelOptions = modelOptions
    self.namesToGive = namesToGive
  }

  /// The options that give models their names, where commands need them.
  func nameOptions(_ models: [Int]) -> [String] {
    namesToGive.map { names in models.flatMap { option("name", names[$0]) } } ?? []
  }

  // MARK: One result

  /// The value; nil while there is none.
  subscript<C: Computation>(computation: C) -> C.Value? { result(computation)?.value }

  /// The value, or why there is none; nil while it has not been computed.
  func result<C: Computation>(_ computation: C) -> Fetched<C.Value>? { results(C.self)[computation] }

  /// Why there is no value.
  func failure<C: Computation>(_ computation: C) -> String? { result(computation)?.failure }

  /// The fraction done; nil where it is not in hand, or reports none.
  func progress<C: Computation>(_ computation: C) -> Double? { progress[computation.work] }

  /// Whether there is a result already.
  func holds<C: Computation>(_ computation: C) -> Bool { results(C.self).index(forKey: computation) != nil }

  // MARK: All of a kind

  func results<C: Computation>(_ kind: C.Type) -> [C: Fetched<C.Value>] {
    table(kind).results
  }

  mutating func keep<C: Computation>(_ computation: C, _ result: Fetched<C.Value>) {
    change(C.self) { $0.keep(computation, result) }
  }

  mutating func forget<C: Computation>(_ computation: C) { change(C.self) { $0.drop(computation) } }

  /// Whether there are more results of a kind than its `capacity` and its `budget` allow.
  func holdsTooMany<C: Computation>(_ kind: C.Type) -> Bool { table(kind).isOver(C.capacity, C.budget) }

  /// Drops the oldest results of a kind that are not among `work` until there is room for a quarter of what may be kept.
  mutating func thin<C: Computation>(_ kind: C.Type, keeping work: Set<Work>) {
    change(kind) { $0.thin(C.capacity - C.capacity / 4, C.budget - C.budget / 4, keeping: work) }
  }

  private func table<C: Computation>(_ kind: C.Type) -> Table<C> {
    tables[ObjectIdentifier(kind)] as? Table<C> ?? Table()
  }

  private mutating func change<C: Computation>(_ kind: C.Type, _ body: (inout Table<C>) -> Void) {
    // Taken out, so that the table is not copied.
    var table = tables.removeValue(forKey: ObjectIdentifier(kind)) as? Table<C> ?? Table()
    body(&table)
    tables[ObjectIdentifier(kind)] = table
  }

  /// Drops values that are stale. Failures stay: what could not be done is not tried again.
  mutating func keepOnly(_ kept: KeptFindings) {
    for (kind, table) in tables {
      tables[kind] = table.without { $0.isStale(kept) }
    }
  }
}

/// The results of one kind of computation.
private protocol ResultTable: Sendable {
  func without(_ isStale: (any Computation) -> Bool) -> any ResultTable
}

private struct Table<C: Computation>: ResultTable {
  private(set) var results: [C: Fetched<C.Value>] = [:]
  /// Of the values.
  private var byteCount = 0
  /// When each result was kept, or thinning found it needed last.
  private var times: [C: Int] = [:]
  private var now = 0

  mutating func keep(_ computation: C, _ result: Fetched<C.Value>) {
    drop(computation)
    results[computation] = result
    byteCount += bytes(of: result)
    touch(computation)
  }

  mutating func drop(_ computation: C) {
    guard let result = results.removeValue(forKey: computation) else { return }
    byteCount -= bytes(of: result)
    times[computation] = nil
  }

  private mutating func touch(_ computation: C) {
    now += 1
    times[computation] = now
  }

  private func bytes(of result: Fetched<C.Value>) -> Int { result.value.map { C.byteCount(of: $0) } ?? 0 }

  func isOver(_ count: Int, _ bytes: Int) -> Bool { results.count > count || byteCount > bytes }

  mutating func thin(_ count: Int, _ bytes: Int, keeping work: Set<Work>) {
    for computation in results.keys where work.contains(computation.work) { touch(computation) }
    for (computation, _) in times.sorted(by: { $0.value < $1.value }) {
      guard isOver(count, bytes) else { return }
      if !work.contains(computation.work) { drop(computation) }
    }
  }

  func without(_ isStale: (any Computation) -> Bool) -> any ResultTable {
    var table = self
    for (computation, result) in results where result.value != nil && isStale(computation) {
      table.drop(computation)
    }
    return table
  }
}
