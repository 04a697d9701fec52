// The grid that positions were learned on, where a file or a flag states a size: their number alone says a square.
import Attention
import Checkpoints

extension ModelContext {
  /// The grid of so many patches that a configuration or `--input-size` states; nil where none has as many.
  func statedGrid(of count: Int, patch: Int) -> TokenGrid? {
    if let grid = configuredGrid(of: count, patch: patch) { return grid }
    if exactSquareRoot(count) == nil, let height = overrides.inputHeight,
      let width = overrides.inputWidth
    {
      return grid(of: count, patch: patch, height: height, width: width)
    }
    return nil
  }

  /// The grid of so many patches in an image of this size; nil where it has another number of them.
  private func grid(of count: Int, patch: Int, height: Int, width: Int) -> TokenGrid? {
    guard height >= patch, width >= patch else { return nil }
    let grid = TokenGrid(rows: height / patch, columns: width / patch)
    return grid.rows.multipliedReportingOverflow(by: grid.columns) == (count, false) ? grid : nil
  }

  /// The grid of so many patches that a configuration states; nil where none has as many.
  func configuredGrid(of count: Int, patch: Int) -> TokenGrid? {
    for key in ["model_args.img_size", "image_size", "pretrained_cfg.input_size"] {
      guard let field = field(key) else { continue }
      let sides = field.ints?.suffix(2) ?? field.int.map { [$0, $0] } ?? []
      if sides.count == 2, let first = sides.first, let last = sides.last,
        let grid = grid(of: count, patch: patch, height: first, width: last)
      {
        return grid
      }
    }
    return nil
  }
}
