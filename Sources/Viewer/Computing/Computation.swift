// What another thread computes for the screen: one type per kind of work, each in its file.

import Compute
import VisionModels

/// One piece of work for another thread, and the key under which `Findings` keep its value: equal work is done once.
/// What is no longer needed is cancelled.
protocol Computation: Hashable, Sendable {
  associatedtype Value: Sendable
  /// What it is made from.
  associatedtype Inputs: Sendable

  var lane: Lane { get }
  /// Short work comes in numbers: its lane takes all that the screen needs at once, and none waits for the screen to
  /// be drawn between two.
  var isShort: Bool { get }
  /// Whether the engine has to be free for it: until it is done, no long sum keeps the engine busy.
  var needsEngine: Bool { get }
  /// What a notice calls a sum over all queries, such as `adding up entropies`; nil for other work. Such sums take
  /// long on large inputs: they make way for what matters more in their lane, and the user may stop them.
  var longSum: String? { get }

  /// nil while something that it needs is missing.
  func inputs(_ findings: Findings) -> Inputs?

  /// Runs on a thread of its lane. Throws `Cancelled`, or why there is no value.
  func run(_ inputs: Inputs, _ job: Job) throws -> Value

  /// The most values of this kind that are kept; beyond, the oldest that the screen does not show are dropped. What is
  /// needed again is computed again.
  static var capacity: Int { get }
  /// The same in bytes, as `byteCount` counts them.
  static var budget: Int { get }
  /// The bytes of a value that grow with the tokens of a model, where the budget is for them.
  static func byteCount(of value: Value) -> Int
  /// Whether its value is of no more use.
  func isStale(_ kept: KeptFindings) -> Bool
}

extension Computation {
  var isShort: Bool { false }
  var needsEngine: Bool { false }
  var longSum: String? { nil }
  static var capacity: Int { .max }
  static var budget: Int { 64 << 20 }
  static func byteCount(of value: Value) -> Int { 0 }

  /// As a key among work of all kinds.
  var work: Work { Work(self) }
}

/// Work of one lane is done one after another; lanes run beside each other.
enum Lane: Int, CaseIterable, Sendable {
  /// Loading and forward passes of every other model.
  case evenModels, oddModels
  /// Long sums over all queries.
  case sums
  /// Images in, maps out.
  case files
  /// What the screen shows of single rows.
  case rows

  /// The lane of a model.
  static func model(_ index: Int) -> Lane { index.isMultiple(of: 2) ? .evenModels : .oddModels }
}

/// What a computation is given besides its inputs.
struct Job: Sendable {
  let files: NamedFiles
  let engine: Engine
  let cancellation: Cancellation
  /// Takes the fraction done, 0…1, from any thread.
  let progress: @Sendable (Double) -> Void

  /// The cancellation as a callee sees it that reports how far it is through it.
  var reportingCancellation: Cancellation { cancellation.reporting(progress) }

  /// Throws `Cancelled` once the work is no longer needed.
  func checkCancellation() throws { try cancellation.check() }
}

/// What the screen still draws from: everything else that was computed is stale.
struct KeptFindings {
  let examinations: Set<ExaminationKey>
  /// Every model in the version that is shown, and those that have arrived.
  let models: Set<LoadModel>
  let images: Set<Int>
}

/// A piece of work of any kind.
struct Work: Hashable, Sendable {
  let computation: any Computation

  init(_ computation: any Computation) { self.computation = computation }

  static func == (one: Work, other: Work) -> Bool {
    func isEqual<C: Computation>(_ computation: C) -> Bool { other.computation as? C == computation }
    return isEqual(one.computation)
  }

  func hash(into hasher: inout Hasher) { computation.hash(into: &hasher) }

  var lane: Lane { computation.lane }
  var isShort: Bool { computation.isShort }
  var needsEngine: Bool { computation.needsEngine }
  var longSum: String? { computation.longSum }
}

/// A value that was asked for, or why there is none.
enum Fetched<Value: Sendable>: Sendable {
  case done(Value)
  case failed(String)

  var value: Value? { if case .done(let value) = self { value } else { nil } }
  var failure: String? { if case .failed(let message) = self { message } else { nil } }
}

/// Work that came to its end, with its result.
protocol EndedWork: Sendable {
  associatedtype Kind: Computation
  var computation: Kind { get }
  var result: Fetched<Kind.Value> { get }
}

struct Ended<Kind: Computation>: EndedWork {
  let computation: Kind
  let result: Fetched<Kind.Value>
}

/// What a thread reports.
enum Outcome: Sendable {
  /// The fraction done, and how long the rest will take, where enough is done to say.
  case progress(Work, Double, secondsLeft: Double? = nil)
  case ended(any EndedWork)
  /// The work was cancelled and has no result.
  case abandoned(Work)
  /// The file of a model is another one now.
  case fileChanged(Int)

  static func ended<C: Computation>(_ computation: C, _ result: Fetched<C.Value>) -> Outcome {
    .ended(Ended(computation: computation, result: result))
  }

  /// The work that ended with this outcome.
  var finished: Work? {
    switch self {
    case .progress, .fileChanged: nil
    case .ended(let ended): Work(ended.computation)
    case .abandoned(let work): work
    }
  }
}

extension Array where Element: Hashable {
  /// Without repetitions, in order.
  var uniqued: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
