// Which input size a hierarchy of windows has: masks, windows that the grid cut, configurations, names, a guess.
import Attention
import Checkpoints

extension SwinWindows {
  /// The input size. A hierarchy of windows runs at many sizes, so few tensors say it: flag, configuration,
  /// tensors that say it, the fields of configurations that repeat it, a name, a guess.
  ///
  /// - Throws: `ModelError`.
  func inputSize() throws -> (height: Int, width: Int) {
    let merges = layout.windowRule.padding == .none ? depths.count - 1 : 0
    let multiple = patch.multipliedReportingOverflow(by: 1 << merges)
    return try context.inputSize(
      trained: nil, multiple: multiple.overflow ? Int.max : multiple.partialValue, cell: patch,
      evaluated: try trainedSize ?? configuredSize() ?? namedSize ?? guess)
  }

  /// The size of the input that tensors say; nil where they leave it open.
  var trainedSize: Sourced<(height: Int, width: Int)>? {
    guard let (grid, source) = maskedGrid ?? cutGrid else { return nil }
    let (side, overflow) = grid.multipliedReportingOverflow(by: patch)
    return overflow ? nil : Sourced(value: (side, side), source: source)
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
    guard layout.windowRule.cut != .never else { return nil }
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

  /// The square windows that shapes say.
  private var windows: [Window] {
    let tables = depths.enumerated().flatMap { stage, depth in
      (0..<depth).compactMap { index -> Window? in
        let names = layout.block(stage, index)
        if layout.linearAttention != nil, let linear = names.linear,
          let shape = reader.shape(of: linear.positionalEncoding), shape.count == 3,
          let side = exactSquareRoot(shape[1]), side <= Self.sideLimit
        {
          return Window(stage: stage, side: side, isLinear: true, tensor: linear.positionalEncoding)
        }
        if let kind = layout.convolvedAttention, let convolved = names.convolved,
          kind.isIn(reader, convolved.layer)
        {
          guard let (side, tensor) = kind.windowSide(reader, convolved.layer),
            (1...Self.sideLimit).contains(side)
          else { return nil }
          return Window(stage: stage, side: side, isLinear: true, tensor: tensor)
        }
        guard case .table(let name) = names.softmax.bias,
          let span = reader.shape(of: name)?.first.flatMap(exactSquareRoot),
          span % 2 == 1, span <= Self.sideLimit
        else { return nil }
        return Window(stage: stage, side: (span + 1) / 2, isLinear: false, tensor: name)
      }
    }
    return tables
      + coordinateWindows.compactMap { found in
        found.window.rows == found.window.columns
          ? Window(stage: found.stage, side: found.window.rows, isLinear: false, tensor: found.tensor) : nil
      }
  }

  // MARK: Configurations and names

  /// The size that a configuration says the model was built for.
  ///
  /// - Throws: `ModelError.invalid` for a field of `config.json` that is no size.
  private func configuredSize() throws -> Sourced<(height: Int, width: Int)>? {
    // transformers' field, and the argument of the published classes.
    if let size = try context.configuredSize(["image_size", "model_args.img_size"]) { return size }
    let saved = SavedField.imageSize
    // One that the windows do not fit contradicts tensors; the check of what configurations repeat warns of it.
    guard let value = context.saved(saved), case let sides = value.ints ?? value.int.map({ [$0, $0] }) ?? [],
      sides.count == 2, fits(sides[0], sides[1])
    else { return nil }
    return Sourced(value: (sides[0], sides[1]), source: .configuration(saved.place))
  }

  private var namedSize: Sourced<(height: Int, width: Int)>? {
    guard layout.block(0, 0).softmax.logitScale != nil, let (name, source) = PublishedSwin.named(in: context)
    else { return nil }
    return name.size.map { Sourced(value: ($0, $0), source: source) }
  }

  // MARK: What is left

  /// Where no file says it: that of published models for softmax windows that fit there, else the smallest input in
  /// which all windows fit. For linear attention that is the published models' rule, a window over all of a stage.
  private var guess: Sourced<(height: Int, width: Int)> {
    let published = layout.publishedSide
    let isLinear = windows.contains(where: \.isLinear)
    let grid = windows.map { min($0.side, Self.sideLimit) << $0.stage }.max() ?? 1
    let (smallest, overflow) = grid.multipliedReportingOverflow(by: patch)
    let side = !isLinear && fits(published, published) || overflow ? published : smallest
    let rule =
      side == published && !isLinear
      ? "published models have this size" : "the smallest in which all windows fit"
    return Sourced(
      value: (side, side), source: .guess("no file says it, and \(rule); give it with --input-size"))
  }

  /// Whether the windows of all blocks tile the grids of an input of this size.
  private func fits(_ height: Int, _ width: Int) -> Bool {
    guard patch > 0 else { return false }
    return [height, width].allSatisfy { side in
      guard side > 0, side % patch == 0, (side / patch) % (1 << (depths.count - 1)) == 0 else { return false }
      return windows.allSatisfy { window in ((side / patch) >> window.stage) % window.side == 0 }
    }
  }
}
