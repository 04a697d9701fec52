// Which input size a hierarchy of windows has: masks, windows that the grid cut, configurations, a guess.
import Checkpoints

/// The windows of all blocks of a hierarchy, as far as shapes say.
struct SwinWindows {
  let context: ModelContext
  let layout: SwinLayout
  /// Blocks of each stage.
  let depths: [Int]

  private var reader: ParameterReader { context.reader }
  private static let sideLimit = 8192

  /// The input size. A hierarchy of windows runs at many sizes, so few tensors say it: flag, configuration,
  /// tensors that say it, the fields of configurations that repeat it, a guess.
  ///
  /// - Throws: `ModelError`.
  func inputSize(patch: Int) throws -> (height: Int, width: Int) {
    let multiple = patch.multipliedReportingOverflow(by: 1 << (depths.count - 1))
    return try context.inputSize(
      trained: nil, multiple: multiple.overflow ? Int.max : multiple.partialValue, cell: patch,
      evaluated: try trainedSide(patch: patch) ?? configuredSide(patch: patch) ?? guess(patch: patch))
  }

  /// The side of the input that tensors say; nil where they leave it open.
  func trainedSide(patch: Int) -> Sourced<Int>? {
    guard let (grid, source) = maskedGrid ?? cutGrid else { return nil }
    let (side, overflow) = grid.multipliedReportingOverflow(by: patch)
    return overflow ? nil : Sourced(value: side, source: source)
  }

  // MARK: Tensors

  /// The side of the first stage's grid by the masks of shifted windows, [windows × w² × w²]: windows times w² are
  /// the tokens of a grid. nil where there are none, they differ, or the tokens are no square.
  private var maskedGrid: (Int, Provenance)? {
    var found: (Int, Provenance)?
    for (stage, depth) in depths.enumerated() {
      for index in 0..<depth {
        guard let name = layout.block(stage, index).mask, let shape = reader.shape(of: name), shape.count == 3
        else { continue }
        let (tokens, overflow) = shape[0].multipliedReportingOverflow(by: shape[1])
        guard !overflow, let side = exactSquareRoot(tokens), side <= Self.sideLimit else { return nil }
        if let known = found?.0, known != side << stage { return nil }
        found = found ?? (side << stage, .tensors(name))
      }
    }
    return found
  }

  /// The side of the first stage's grid by a window that is smaller than others of its kind: published code gives
  /// all blocks of a kind one window, and cuts it where the grid is smaller. nil where there is none.
  private var cutGrid: (Int, Provenance)? {
    let all = windows
    for window in all where all.contains(where: { $0.isLinear == window.isLinear && $0.side > window.side }) {
      return (window.side << window.stage, .tensors("\(window.tensor), smaller than of other stages"))
    }
    return nil
  }

  private struct Window {
    let stage: Int
    let side: Int
    let isLinear: Bool
    /// What has its side.
    let tensor: String
  }

  private var windows: [Window] {
    depths.enumerated().flatMap { stage, depth in
      (0..<depth).compactMap { index -> Window? in
        let names = layout.block(stage, index)
        if layout.linearAttention != nil, let linear = names.linear,
          let shape = reader.shape(of: linear.positionalEncoding), shape.count == 3,
          let side = exactSquareRoot(shape[1]), side <= Self.sideLimit
        {
          return Window(stage: stage, side: side, isLinear: true, tensor: linear.positionalEncoding)
        }
        guard let span = reader.shape(of: names.softmax.biasTable)?.first.flatMap(exactSquareRoot),
          span % 2 == 1, span <= Self.sideLimit
        else { return nil }
        return Window(
          stage: stage, side: (span + 1) / 2, isLinear: false, tensor: names.softmax.biasTable)
      }
    }
  }

  // MARK: Configurations

  /// The side that a configuration says the model was built for.
  ///
  /// - Throws: `ModelError.invalid` for a field of `config.json` that is no size.
  private func configuredSide(patch: Int) throws -> Sourced<Int>? {
    // transformers' field, and the argument of the published classes.
    for key in ["image_size", "model_args.img_size"] {
      if let side = try context.decoded(key, as: "one number, or the same twice", \.side) {
        return Sourced(value: side, source: .configuration("config.json \(key)"))
      }
    }
    let saved = SavedField.imageSize
    // One that the windows do not fit contradicts tensors; the check of what configurations repeat warns of it.
    guard let side = context.saved(saved)?.side, fits(side, patch: patch) else { return nil }
    return Sourced(value: side, source: .configuration(saved.place))
  }

  // MARK: What is left

  /// Where no file says it: 224 for softmax windows that fit there, else the smallest input in which all windows
  /// fit. For linear attention that is the published models' rule, a window over all of a stage.
  private func guess(patch: Int) -> Sourced<Int> {
    let published = 224
    let isLinear = windows.contains(where: \.isLinear)
    let grid = windows.map { min($0.side, Self.sideLimit) << $0.stage }.max() ?? 1
    let (smallest, overflow) = grid.multipliedReportingOverflow(by: patch)
    let side = !isLinear && fits(published, patch: patch) || overflow ? published : smallest
    let rule =
      side == published && !isLinear
      ? "published models have this size" : "the smallest in which all windows fit"
    return Sourced(
      value: side, source: .guess("no file says it, and \(rule); give it with --input-size"))
  }

  /// Whether the windows of all blocks tile the grids of an input of this side.
  private func fits(_ side: Int, patch: Int) -> Bool {
    guard patch > 0, side > 0, side % patch == 0, (side / patch) % (1 << (depths.count - 1)) == 0 else {
      return false
    }
    return windows.allSatisfy { window in ((side / patch) >> window.stage) % window.side == 0 }
  }
}

extension JSONValue {
  /// The side of a square size.
  fileprivate var side: Int? {
    if let pair = ints { return pair.count == 2 && pair[0] == pair[1] ? pair[0] : nil }
    return int
  }
}
