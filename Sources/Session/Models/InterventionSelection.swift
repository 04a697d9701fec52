// Heads to switch off and patches to hide, as users write them, and what they are in the models of a command.
import Attention
import Files
import VisionModels

/// What `--heads-off` and `--hide` ask for, before the models are known.
package struct InterventionSelection: Sendable, Hashable {
  /// A head of every model, or of one.
  package struct Head: Sendable, Hashable {
    package let place: HeadPlace
    /// The number of the model among those of the command; nil for all of them.
    package let model: Int?

    /// Reads `2.1`, or `B:2.1` of the second model; nil for any other text.
    package init?(_ text: some StringProtocol) {
      let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      guard let last = parts.last, let place = HeadPlace(last) else { return nil }
      self.place = place
      if parts.count == 2 {
        guard let model = InterventionSelection.letters.firstIndex(of: String(parts[0])) else { return nil }
        self.model = model
      } else {
        model = nil
      }
    }
  }

  /// What the models of a command are called, in their order.
  package static let letters = (UInt8(ascii: "A")...UInt8(ascii: "Z")).map { String(Unicode.Scalar($0)) }

  /// A patch, hidden from every model or from one.
  package struct Patch: Sendable, Hashable {
    package let position: GridPosition
    /// The grid that the position counts on; nil for that of the first chosen layer of the first model, or of the one
    /// that it is hidden from.
    package let grid: TokenGrid?
    /// The number of the model among those of the command; nil for all of them.
    package let model: Int?

    /// Reads `3,5`, or `3,5@14x14` on a grid of 14 rows and 14 columns, or `B:3,5` for the second model; nil for any
    /// other text.
    package init?(_ text: String) {
      let owner = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
      if owner.count == 2 {
        guard let model = InterventionSelection.letters.firstIndex(of: String(owner[0])) else { return nil }
        self.model = model
      } else {
        model = nil
      }
      let text = owner.last ?? ""
      let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
      guard let (row, column) = QuerySelection.pair(String(parts[0])) else { return nil }
      position = GridPosition(row: row, column: column)
      guard parts.count == 2 else {
        grid = nil
        return
      }
      let sides = parts[1].split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      guard sides.count == 2, let rows = sides[0], let columns = sides[1], rows > 0, columns > 0 else {
        return nil
      }
      grid = TokenGrid(rows: rows, columns: columns)
    }

    /// The patch where its grid is named; nil else.
    ///
    /// - Parameter option: what the user wrote, without the grid, for the message.
    /// - Throws: `SelectionError` for a position that the grid lacks, and for a grid that is too fine.
    package func onItsGrid(_ option: String) throws(SelectionError) -> Footprint? {
      guard let grid else { return nil }
      let whole = "\(option)@\(grid.rows)x\(grid.columns)"
      guard grid.contains(position) else { throw .noSuchPatch(whole, grid, of: "the grid") }
      guard max(grid.rows, grid.columns) <= finestGrid else {
        throw .gridTooFine(whole, "\(finestGrid)×\(finestGrid)")
      }
      return Footprint(grid: grid, position: position)
    }
  }

  /// The most rows and columns of a grid: more than any input has pixels.
  private static let finestGrid = 1 << 15

  package var headsOff: [Head] = []
  package var hidden: [Patch] = []

  package init() {}

  package var isEmpty: Bool { headsOff.isEmpty && hidden.isEmpty }

  /// A model of the command.
  package struct Model: Sendable {
    /// What messages call it.
    let name: String
    let description: ModelDescription

    package init(_ model: LoadedModel) { (name, description) = (model.name, model.model.description) }

    package init(_ model: InspectedModel) { (name, description) = (model.name, model.description) }
  }

  /// What is changed in each of the models of a command.
  ///
  /// - Parameters:
  ///   - models: in the order of the command.
  ///   - layers: those that the command is about.
  /// - Returns: the changes, and a sentence for each head of every model that one of several models lacks.
  /// - Throws: `SelectionError` for a head, patch or model that is not there, with those that are.
  package func interventions(
    in models: [Model], layers: IndexSelection = .all
  ) throws(SelectionError) -> (changes: [Interventions], remarks: [String]) {
    func check(_ model: Int?, _ option: (String) -> String) throws(SelectionError) {
      guard let model, model >= models.count else { return }
      throw .noSuchModel(option(Self.letters[model]), Array(Self.letters.prefix(models.count)))
    }
    for head in headsOff {
      try check(head.model) { "--heads-off \($0):\(head.place)" }
    }
    var patches: [(model: Int?, footprint: Footprint)] = []
    for patch in hidden {
      try check(patch.model) { "--hide \($0):\(patch.position)" }
      patches.append((patch.model, try footprint(patch, in: models, layers: layers)))
    }
    var off = models.map { _ in Set<HeadPlace>() }
    var remarks: [String] = []
    for head in headsOff {
      var lacks: [SelectionError] = []
      let asked = models.indices.filter { head.model ?? $0 == $0 }
      for index in asked {
        do throws(PlaceError) {
          _ = try ModelPlaces(models[index].description.layers).place(head.place, query: .mean)
          off[index].insert(head.place)
        } catch {
          lacks.append(.noSuchHead("--heads-off \(head.place): \(models[index].name.abridged)", error))
        }
      }
      if lacks.count == asked.count, let first = lacks.first { throw first }
      remarks += lacks.map { "\($0); nothing is switched off there" }
    }
    let all = models.indices.map { index in
      let unseen = patches.filter { $0.model ?? index == index }.map(\.footprint)
      return Interventions(headsOff: off[index], occluded: Set(unseen))
    }
    return (all, remarks)
  }

  private func footprint(
    _ patch: Patch, in models: [Model], layers: IndexSelection
  ) throws(SelectionError) -> Footprint {
    let option = "--hide \(patch.position)"
    if let footprint = try patch.onItsGrid(option) { return footprint }
    guard let first = models.dropFirst(patch.model ?? 0).first else { throw .noSuchModel(option, []) }
    let all = first.description.layers
    guard let layer = layers.indices(below: all.count).first else {
      throw .noSuchHead(
        "\(option): \(first.name.abridged)", .noSuchLayer(layers.first ?? 0, count: all.count))
    }
    let grid = all[layer].geometry.queryGrid
    guard grid.contains(patch.position) else {
      throw .noSuchPatch(option, grid, of: "layer \(layer) of \(first.name.abridged)")
    }
    return Footprint(grid: grid, position: patch.position)
  }
}

extension Interventions {
  /// The words of a command that make these changes in its model at `index`; for every model without one.
  package func words(ofModel index: Int? = nil) -> [String] {
    let prefix = index.map { InterventionSelection.letters[$0] + ":" } ?? ""
    let heads = headsOff.sorted().map { prefix + $0.description }
    return (heads.isEmpty ? [] : ["--heads-off", heads.joined(separator: ",")]) + patchWords()
  }

  /// The words of a command that hide the patches from its model at `index`; from every model without one.
  package func patchWords(ofModel index: Int? = nil) -> [String] {
    let prefix = index.map { InterventionSelection.letters[$0] + ":" } ?? ""
    return patchTexts.flatMap { ["--hide", prefix + $0] }
  }

  /// The hidden patches as users write them: `3,5@14x14`.
  package var patchTexts: [String] {
    occluded.map { "\($0.position)@\($0.grid.rows)x\($0.grid.columns)" }.sorted()
  }
}
