// The windows of a hierarchy, by shapes, configurations and names.
import Attention
import Checkpoints

/// The windows of all blocks of a hierarchy.
struct SwinWindows {
  let context: ModelContext
  let layout: SwinLayout
  /// Blocks of each stage.
  let depths: [Int]
  let patch: Int

  var reader: ParameterReader { context.reader }
  static let sideLimit = 8192

  // MARK: Of a block

  /// The heads of a softmax block.
  ///
  /// - Throws: `ModelError.invalid` where the tensor that says it is missing or has another shape.
  func heads(_ names: WindowSoftmaxLayer.Names, channels: Int) throws -> Int {
    guard let (name, axis) = names.headTensor else { return 1 }
    let shape = reader.shape(of: name) ?? []
    let rank = axis == 0 ? 3 : 2
    guard shape.count == rank, shape[axis] > 0, channels % shape[axis] == 0 else {
      let expected = axis == 0 ? "[heads, 1, 1]" : "[(2w−1)², heads]"
      throw ModelError.invalid(
        path: context.path,
        reason: reader.has(name)
          ? "\(name) has shape \(shape), expected \(expected) with heads that divide \(channels) channels"
          : "has no tensor \(name)")
    }
    return shape[axis]
  }

  /// The window of a softmax block on a grid.
  ///
  /// - Throws: `ModelError.invalid` where it does not fit the grid, `.undetermined` where nothing says it.
  func window(
    _ names: WindowSoftmaxLayer.Names, stage: Int, heads: Int, channels: Int, grid: TokenGrid
  ) throws -> TokenGrid {
    let window: TokenGrid
    switch names.bias {
    case .table(let name): window = try tableWindow(name, stage: stage, grid: grid)
    case .network: window = cut(try statedWindow(stage: stage), stage: stage, on: grid)
    }
    let isTiled = grid.rows % window.rows == 0 && grid.columns % window.columns == 0
    let isWithin = window.rows <= grid.rows && window.columns <= grid.columns
    let exceeds = layout.windowRule.cut == .never || layout.windowRule.cut == .configuredRows
    guard window.count <= WindowBias.tokenLimit,
      window.count * window.count <= WindowBias.pairLimit / heads,
      isTiled || layout.windowRule.padding != .none && (isWithin || exceeds)
    else {
      throw ModelError.invalid(
        path: context.path,
        reason: "\(names.layer): windows of \(window.rows)×\(window.columns) with \(heads) heads do not fit "
          + "\(grid.rows)×\(grid.columns) tokens of \(channels) channels; try another --input-size")
    }
    return window
  }

  /// The order of tokens in the windows of a softmax block.
  func order(of window: TokenGrid, stage: Int, on grid: TokenGrid, isShifted: Bool) -> WindowOrder {
    let half = TokenGrid(rows: window.rows / 2, columns: window.columns / 2)
    let shift: (rows: Int, columns: Int)
    if !isShifted {
      shift = (0, 0)
    } else if layout.windowRule.cut == .configuredRows {
      shift = configuredRows(stage: stage) ?? grid.rows > window.rows ? (half.rows, half.columns) : (0, 0)
    } else {
      let along = WindowOrder.shift(of: window, by: 1, on: grid, layout.shiftRule)
      shift = (along.rows * half.rows, along.columns * half.columns)
    }
    return WindowOrder(grid: grid, window: window, shift: shift, padding: layout.windowRule.padding)
  }

  // MARK: Tables

  /// The window of a table ((2R−1)(2C−1) × heads): the one that a configuration states, a square, or one that the grid
  /// cut along an axis.
  private func tableWindow(_ name: String, stage: Int, grid: TokenGrid) throws -> TokenGrid {
    let offsets = reader.shape(of: name)?.first ?? 0
    func fits(_ window: TokenGrid) -> Bool {
      let (count, overflow) = (2 * window.rows - 1).multipliedReportingOverflow(by: 2 * window.columns - 1)
      return !overflow && count == offsets
    }
    if let span = exactSquareRoot(offsets), span % 2 == 1 {
      let square = TokenGrid(rows: (span + 1) / 2, columns: (span + 1) / 2)
      guard let stated = configuredWindow(stage: stage), stated.rows != stated.columns, fits(stated) else {
        return square
      }
      return stated
    }
    // Windows of unlike sides: those of the configuration, whole or cut by the grid that it states.
    let trained = configuredGrid(stage: stage) ?? grid
    if let stated = configuredWindow(stage: stage) {
      let cut = TokenGrid(
        rows: min(stated.rows, trained.rows), columns: min(stated.columns, trained.columns))
      if let window = [stated, cut].first(where: fits) { return window }
    }
    let cuts = [
      (trained.rows, true), (trained.columns, false),
    ].compactMap { side, isRows -> TokenGrid? in
      let span = 2 * side - 1
      guard span > 0, offsets % span == 0, case let other = offsets / span, other % 2 == 1 else { return nil }
      let window = TokenGrid(
        rows: isRows ? side : (other + 1) / 2, columns: isRows ? (other + 1) / 2 : side)
      // The side that the grid did not cut is the longer one.
      return (isRows ? window.columns >= side : window.rows >= side) ? window : nil
    }
    guard let window = cuts.first, Set(cuts).count == 1 else {
      throw ModelError.invalid(
        path: context.path,
        reason: reader.has(name)
          ? "\(name) has shape \(reader.shape(of: name) ?? []), expected [(2w−1)², heads] with w up to 64, or "
            + "windows of two sides that config.json states"
          : "has no tensor \(name)")
    }
    return window
  }

  // MARK: Networks

  /// The window of a stage before any grid cuts it, by a configuration, the coordinates in the file, or a name.
  ///
  /// - Throws: `ModelError.undetermined` where nothing says it.
  private func statedWindow(stage: Int) throws -> TokenGrid {
    if let configured = configuredWindow(stage: stage) { return noted(configured, configuredPlace) }
    if let largest = coordinateWindows.max(by: { $0.window.count < $1.window.count }) {
      return noted(largest.window, .tensors(largest.tensor))
    }
    if let (name, source) = PublishedSwin.named(in: context) {
      return noted(TokenGrid(rows: name.window, columns: name.window), source)
    }
    if let side = layout.assumedWindow {
      return noted(TokenGrid(rows: side.value, columns: side.value), side.source)
    }
    throw ModelError.undetermined(
      path: context.path, value: "the side of its windows",
      advice: "name its architecture, for example --architecture swinv2_tiny_window8_256")
  }

  private func noted(_ window: TokenGrid, _ source: Provenance) -> TokenGrid {
    let sides = window.rows == window.columns ? "\(window.rows)" : "\(window.rows)×\(window.columns)"
    context.note("window", sides, from: source)
    return window
  }

  private func cut(_ window: TokenGrid, stage: Int, on grid: TokenGrid) -> TokenGrid {
    switch layout.windowRule.cut {
    case .never: return window
    case .eachAxis:
      return TokenGrid(rows: min(window.rows, grid.rows), columns: min(window.columns, grid.columns))
    case .square:
      let shorter = min(grid.rows, grid.columns)
      guard shorter <= min(window.rows, window.columns) else { return window }
      return TokenGrid(rows: shorter, columns: shorter)
    case .configuredRows:
      let side = min(window.rows, configuredRows(stage: stage) ?? grid.rows)
      return TokenGrid(rows: side, columns: side)
    }
  }

  // MARK: Configurations

  /// The window of every stage that a configuration states; nil for what is none.
  ///
  /// One number, a pair, or one of either for each stage; two numbers are a pair.
  func sides(_ value: JSONValue) -> [TokenGrid]? {
    func one(_ value: JSONValue) -> TokenGrid? {
      let sides = value.ints ?? value.int.map { [$0, $0] } ?? []
      guard sides.count == 2, sides.allSatisfy((1...Self.sideLimit).contains) else { return nil }
      return TokenGrid(rows: sides[0], columns: sides[1])
    }
    if let all = one(value) { return depths.map { _ in all } }
    guard let stages = value.array?.map(one), stages.count == depths.count else { return nil }
    let known = stages.compactMap(\.self)
    return known.count == stages.count ? known : nil
  }

  private static let windowKeys = ["window_size", "model_args.window_size"]
  private static let savedWindows = [
    SavedField(dotted: "MODEL.SWINV2.WINDOW_SIZE"), SavedField(dotted: "MODEL.SWIN.WINDOW_SIZE"),
  ]

  private var configuredPlace: Provenance {
    for key in Self.windowKeys where context.field(key) != nil {
      return .configuration(context.place(of: key))
    }
    let saved = Self.savedWindows.first { context.saved($0) != nil }
    return .configuration(saved?.place ?? "config.json")
  }

  private func configuredWindow(stage: Int) -> TokenGrid? {
    let values =
      Self.windowKeys.compactMap { context.field($0) } + Self.savedWindows.compactMap { context.saved($0) }
    return values.lazy.compactMap(sides).first?[stage]
  }

  /// The grid of a stage in an input of the configured size; nil where no configuration states one.
  private func configuredGrid(stage: Int) -> TokenGrid? {
    for key in ["image_size", "model_args.img_size", "pretrained_cfg.input_size"] {
      let sides = context.field(key).flatMap { $0.ints?.suffix(2) ?? $0.int.map { [$0, $0] } } ?? []
      guard sides.count == 2, let first = sides.first, let last = sides.last, first >= patch, last >= patch
      else { continue }
      var grid = TokenGrid(rows: first / patch, columns: last / patch)
      for _ in 0..<stage { grid = PatchMerging.grid(after: grid) }
      return grid
    }
    return nil
  }

  /// The rows of a stage in an input of the configured size, as transformers' Swin v2 counts them.
  private func configuredRows(stage: Int) -> Int? {
    guard let field = context.field("image_size"), let height = field.ints?.first ?? field.int,
      height >= patch
    else { return nil }
    return max(1, (height / patch) >> stage)
  }

  // MARK: Buffers

  /// The windows of the blocks whose coordinates [1 × 2R−1 × 2C−1 × 2] or offsets [N × N] the file holds.
  var coordinateWindows: [(window: TokenGrid, stage: Int, tensor: String)] {
    depths.enumerated().flatMap { stage, depth in
      (0..<depth).compactMap { index in
        guard case .network(let network) = layout.block(stage, index).softmax.bias else { return nil }
        if let name = network.coordinates, let shape = reader.shape(of: name), shape.count == 4,
          shape[1] % 2 == 1, shape[2] % 2 == 1, shape[1] <= Self.sideLimit, shape[2] <= Self.sideLimit
        {
          return (TokenGrid(rows: (shape[1] + 1) / 2, columns: (shape[2] + 1) / 2), stage, name)
        }
        // torchvision has them in one row.
        guard let name = network.index, let shape = reader.shape(of: name), (1...2).contains(shape.count),
          let tokens = shape.count == 1 ? exactSquareRoot(shape[0]) : shape[0],
          let side = exactSquareRoot(tokens), side <= Self.sideLimit
        else { return nil }
        return (TokenGrid(rows: side, columns: side), stage, name)
      }
    }
  }
}
