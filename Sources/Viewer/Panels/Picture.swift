// Maps and photographs as pixels: whole-number scales, nearest neighbor up, means down.

import Attention
import AttentionMaps
import Imaging
import TerminalUI

/// A box of pixels that pictures of token grids are fitted into.
struct PictureBox: Equatable {
  let width: Int
  let height: Int
  /// Whether a cell of the screen shows one value, not two above each other.
  let hasWholeCells: Bool

  /// The pixels of a rectangle of cells, on a terminal that can show `capabilities`.
  init(width: Int, rows: Int, _ capabilities: Capabilities) {
    self.width = width
    height = 2 * rows
    hasWholeCells = !capabilities.showsHalfCells
  }

  func fit(_ grid: TokenGrid) -> GridFit {
    GridFit(grid, width: width, height: height, hasWholeCells: hasWholeCells)
  }

  /// The map as it is drawn: with means of blocks of tokens where the box is too small for all.
  func drawn(_ map: HeatMap) -> HeatMap { map.reduced(by: fit(map.grid).block) }
}

extension Capabilities {
  /// Whether a cell can show two values, each by its color; else it shows one.
  var showsHalfCells: Bool { depth.showsValuesByColor && unicode }
}

/// How a token grid fills a box of pixels.
struct GridFit: Equatable {
  /// Tokens that one value of the picture is the mean of: 1×1 where the box is large enough.
  let block: TokenGrid
  /// Pixels of one value.
  let valueWidth: Int
  let valueHeight: Int
  let width: Int
  let height: Int

  /// The largest whole scale at which a grid fits into `width` × `height` pixels.
  ///
  /// - Parameter hasWholeCells: no value is drawn lower than the two pixels of a cell.
  init(_ grid: TokenGrid, width: Int, height: Int, hasWholeCells: Bool = false) {
    let fit = min(width / max(1, grid.columns), height / max(1, grid.rows))
    valueWidth = max(1, fit)
    valueHeight = hasWholeCells ? max(2, fit) : max(1, fit)
    var tokens = 1
    if fit == 0 {
      func needed(_ tokens: Int, _ pixels: Int) -> Int { (tokens + max(1, pixels) - 1) / max(1, pixels) }
      tokens = max(1, needed(grid.columns, width), needed(grid.rows, height))
    }
    let tokenRows = hasWholeCells && fit <= 1 ? 2 * tokens : tokens
    block = TokenGrid(rows: min(tokenRows, max(1, grid.rows)), columns: min(tokens, max(1, grid.columns)))
    self.width = (grid.columns + block.columns - 1) / block.columns * valueWidth
    self.height = (grid.rows + block.rows - 1) / block.rows * valueHeight
  }

  /// `2×2 means`; nil where every token is drawn.
  var reduction: String? { block.count > 1 ? "\(block.rows)×\(block.columns) means" : nil }
}

extension HeatMap {
  /// The means over blocks of tokens, of the values that there are; not finite where one value is not.
  func reduced(by block: TokenGrid) -> HeatMap {
    guard block.count > 1 else { return self }
    let coarse = TokenGrid(
      rows: (grid.rows + block.rows - 1) / block.rows,
      columns: (grid.columns + block.columns - 1) / block.columns)
    var map = HeatMap(kind: kind, emptyOn: coarse, prefix: prefix.count, isSigned: isSigned)
    for (index, value) in prefix.enumerated() { map.set(value, at: .prefix(index)) }
    for index in 0..<coarse.count {
      let position = coarse.position(at: index)
      if let mean = mean(of: block, at: position) { map.set(mean, at: .spatial(position)) }
    }
    return map
  }

  /// The mean over a block of tokens, or why it has none; nil where no token of it has a key.
  private func mean(of block: TokenGrid, at position: GridPosition) -> Measured<Float>? {
    var sum: Float = 0
    var count = 0
    var reason: Undefined?
    let (firstRow, firstColumn) = (position.row * block.rows, position.column * block.columns)
    for row in firstRow..<min(firstRow + block.rows, grid.rows) {
      for column in firstColumn..<min(firstColumn + block.columns, grid.columns) {
        let index = row * grid.columns + column
        switch contents[index] {
        case .value:
          sum += values[index]
          count += 1
        case .notFinite: return .undefined(.notFinite)
        case .undefined: reason = .emptyRow
        case .noKey: break
        }
      }
    }
    return count > 0 ? .value(sum / Float(count)) : reason.map { .undefined($0) }
  }

  /// The map, a value for each block, as a picture. Places without a value have the pattern of what they are.
  func picture(_ fit: GridFit, scale: MapScale, over photograph: PixelImage? = nil) -> PixelImage {
    PixelImage(width: fit.width, height: fit.height) { x, y in
      let index = y / fit.valueHeight * grid.columns + x / fit.valueWidth
      if let pattern = Theme.pattern(contents[index], x: x, y: y) { return pattern }
      var pixel = scale.pixel(values[index])
      if let photograph, x < photograph.width, y < photograph.height {
        let opacity = abs(scale.fraction(of: values[index]))
        pixel.color = pixel.color.overlaid(on: photograph[x, y].color, opacity: opacity)
      }
      return pixel
    }
  }
}

extension PixelImage {
  /// Hatches a rectangle: nothing is seen there.
  mutating func hatch(rows: Range<Int>, columns: Range<Int>) {
    for y in rows where y < height {
      for x in columns where x < width { self[x, y] = Pixel(Color(Hatch.color(x: x, y: y)), level: .missing) }
    }
  }

  /// The pixels of a token's part of a photograph, at least one.
  func pixels(of position: GridPosition, on grid: TokenGrid) -> (x: Range<Int>, y: Range<Int>) {
    func range(_ index: Int, of count: Int, in pixels: Int) -> Range<Int> {
      let first = index * pixels / count
      return first..<max(first + 1, (index + 1) * pixels / count)
    }
    return (
      range(position.column, of: grid.columns, in: width), range(position.row, of: grid.rows, in: height)
    )
  }

  /// A ring around a token's part of a photograph, which stays as it is; bright on dark pictures, dark on bright ones.
  mutating func ring(around position: GridPosition, of grid: TokenGrid) {
    let (x, y) = pixels(of: position, on: grid)
    mark(
      x.flatMap { [($0, y.lowerBound - 1), ($0, y.upperBound)] }
        + y.flatMap { [(x.lowerBound - 1, $0), (x.upperBound, $0)] })
  }

  /// The corners of a ring around a token's part of a photograph.
  mutating func corners(around position: GridPosition, of grid: TokenGrid) {
    let (x, y) = pixels(of: position, on: grid)
    mark([x.lowerBound - 1, x.upperBound].flatMap { x in [y.lowerBound - 1, y.upperBound].map { (x, $0) } })
  }

  /// Those of the places that there are, bright on dark pictures, dark on bright ones.
  private mutating func mark(_ sides: [(Int, Int)]) {
    let marked = sides.filter { (0..<width).contains($0.0) && (0..<height).contains($0.1) }
    let light = marked.compactMap { self[$0.0, $0.1].color.rgb.map { OKLab($0).lightness } }
    guard !light.isEmpty else { return }
    let color = light.reduce(0, +) / Float(light.count) > 0.6 ? Theme.darkMark : Theme.lightMark
    for (x, y) in marked { self[x, y] = Pixel(color) }
  }
}

extension PixelImage {
  /// The picture nearer to gray, as what will soon be replaced is drawn.
  var paler: PixelImage {
    var picture = self
    for index in pixels.indices {
      guard let rgb = pixels[index].color.rgb else { continue }
      // Half of each channel, and half of the middle one.
      picture.pixels[index].color = Color((rgb >> 1 & 0x7F7F7F) + 0x404040)
    }
    return picture
  }
}

extension RGBImage {
  /// The photograph in at most `width` × `height` pixels: means of areas down, whole-number repeats up.
  func picture(width boxWidth: Int, height boxHeight: Int) -> PixelImage {
    guard boxWidth > 0, boxHeight > 0 else { return PixelImage(width: 0, height: 0, pixels: []) }
    let fit = min(boxWidth / width, boxHeight / height)
    if fit >= 1 { return pixelImage(width: width * fit, height: height * fit) }
    let fraction = min(Double(boxWidth) / Double(width), Double(boxHeight) / Double(height))
    return pixelImage(
      width: max(1, Int((Double(width) * fraction).rounded(.down))),
      height: max(1, Int((Double(height) * fraction).rounded(.down))))
  }

  /// The photograph in exactly `targetWidth` × `targetHeight` pixels.
  func pixelImage(width targetWidth: Int, height targetHeight: Int) -> PixelImage {
    PixelImage(width: targetWidth, height: targetHeight) { x, y in
      let columns = x * width / targetWidth..<max(x * width / targetWidth + 1, (x + 1) * width / targetWidth)
      let rows =
        y * height / targetHeight..<max(y * height / targetHeight + 1, (y + 1) * height / targetHeight)
      var (red, green, blue) = (0, 0, 0)
      for row in rows {
        for column in columns {
          let rgb = self[column: column, row: row]
          red += Int(rgb.red)
          green += Int(rgb.green)
          blue += Int(rgb.blue)
        }
      }
      let count = columns.count * rows.count
      return Pixel(Color(red: UInt8(red / count), green: UInt8(green / count), blue: UInt8(blue / count)))
    }
  }
}

extension Color {
  init(_ color: RGB) { self.init(red: color.red, green: color.green, blue: color.blue) }

  /// A map's color laid over that of a photograph, which shows where values are low; this one where either is the
  /// terminal's.
  ///
  /// - Parameter opacity: 0 for the photograph alone, 1 for as much of the map as the largest value has.
  func overlaid(on photograph: Color, opacity: Float) -> Color {
    guard let rgb, let below = photograph.rgb else { return self }
    return Color(RGB(rgb).mixed(with: RGB(below), fraction: 1 - 0.85 * max(0, min(1, opacity))))
  }
}
