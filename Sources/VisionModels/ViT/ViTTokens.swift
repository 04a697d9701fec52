// The tokens of a vision transformer before its blocks: those in front of the patches, and positions.
import Attention
import Compute

extension ViTReader {
  /// The tokens in front of the patches: kinds and learned values, one row each.
  struct PrefixTokens {
    var kinds: [PrefixToken] = []
    var values: [Float] = []

    /// The tokens with positions added to the first of them, [prefix × channels]; empty where not read.
    func matrix(channels: Int, adding positions: [[Float]]) -> Matrix {
      guard values.count == kinds.count * channels else { return Matrix(rows: 0, columns: channels) }
      let matrix = Matrix(rows: kinds.count, columns: channels, values: values)
      for (row, position) in positions.enumerated() {
        for channel in 0..<channels { matrix[row, channel] += position[channel] }
      }
      return matrix
    }
  }

  func prefixTokens(channels: Int) throws -> PrefixTokens {
    var tokens = PrefixTokens()
    for (name, kind) in [
      (layout.classToken, PrefixToken.classToken), (layout.distillationToken, .distillation),
    ] where reader.has(name) {
      tokens.kinds.append(kind)
      tokens.values += try reader.rows(name, channels: channels)
      if let count = reader.rowCount(of: name), count != 1 {
        throw ModelError.invalid(
          path: context.path, reason: "\(name) has \(count) tokens; models with one are read")
      }
    }
    if let count = reader.rowCount(of: layout.registers) {
      guard count <= 4096 else {
        throw ModelError.invalid(path: context.path, reason: "\(layout.registers) has \(count) registers")
      }
      tokens.kinds += (0..<count).map(PrefixToken.register)
      tokens.values += try reader.rows(layout.registers, channels: channels)
    }
    return tokens
  }

  // MARK: Positions

  /// Learned positions, what they are called and how they are resized.
  struct LearnedPositions {
    let name: String
    let rule: PositionInterpolation
    let embedding: PositionEmbedding
  }

  /// nil where no tensor is added.
  func learnedPositions(channels: Int, patch: Int, tokens: [PrefixToken]) throws -> LearnedPositions? {
    guard case .learned(let name, let rule)? = layout.positions else { return nil }
    try checkPositions(name, tokens, patch: patch)
    let prefixCount = positionedPrefixCount(name, tokens, patch: patch)
    let embedding = try PositionEmbedding(
      reader, name, channels: channels, prefixCount: prefixCount,
      grid: reader.rowCount(of: name).flatMap { context.statedGrid(of: $0 - prefixCount, patch: patch) })
    return LearnedPositions(name: name, rule: rule, embedding: embedding)
  }

  /// What is added to the patches, [patches × channels]; nil where nothing is.
  func addedPositions(_ learned: LearnedPositions?, on grid: TokenGrid, channels: Int) -> Matrix? {
    if case .sines(let base)? = layout.positions {
      return sinePositions(on: grid, channels: channels, base: base)
    }
    return learned.map { $0.embedding.matrix(on: grid, by: $0.rule) }
  }

  /// Whether so many patches make a grid: a stated one, or a square.
  private func makesGrid(_ count: Int, patch: Int) -> Bool {
    count > 0 && (exactSquareRoot(count) != nil || context.statedGrid(of: count, patch: patch) != nil)
  }

  /// The grid of the relative positions of the first block; nil where it has none.
  func tableGrid(prefix: Int) -> TokenGrid? {
    guard let name = layout.block(0).attention.bias?.name,
      let side = RelativePositionTable.side(reader, name, prefix: prefix)
    else { return nil }
    return TokenGrid(rows: side, columns: side)
  }

  /// Refuses positions that leave tokens without one, or more than the tokens: then a token in front is missing.
  private func checkPositions(_ name: String, _ kinds: [PrefixToken], patch: Int) throws {
    guard let count = reader.rowCount(of: name),
      !makesGrid(count - positionedPrefixCount(name, kinds, patch: patch), patch: patch),
      let more = (1...16).first(where: { exactSquareRoot(count - $0) != nil }),
      let side = exactSquareRoot(count - more)
    else { return }
    let absent = [layout.classToken, layout.distillationToken].filter { !reader.has($0) }
    throw reader.misfit(
      "\(name) has \(count) positions, those of \(side)×\(side) patches and \(more) more, but the "
        + "file has \(kinds.count) tokens in front of the patches; missing or under another name: "
        + absent.joined(separator: ", "))
  }

  /// How many of the prefix tokens have a position: all, or none, or all but the registers; whichever leaves a
  /// grid.
  func positionedPrefixCount(_ name: String, _ kinds: [PrefixToken], patch: Int) -> Int {
    let length = reader.rowCount(of: name) ?? 0
    let withoutRegisters = kinds.count {
      if case .register = $0 { false } else { true }
    }
    let counts = [kinds.count, 0, withoutRegisters]
    // The size that a flag asks for may be any: that it fits a rest says less than a square.
    return counts.first { context.configuredGrid(of: length - $0, patch: patch) != nil }
      ?? counts.first { length > $0 && exactSquareRoot(length - $0) != nil }
      ?? counts.first { makesGrid(length - $0, patch: patch) } ?? kinds.count
  }
}
