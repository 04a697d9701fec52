// The numbers that figures are drawn from, as files: arrays and JSON.
import AttentionMaps
import Files
import Imaging

extension FigurePanels {
  private struct Panel: Encodable {
    let row: Int
    let column: Int
    let title: String
    /// The file of the map's values; nil for an empty panel.
    let file: String?
    /// Nats; nil where there is none.
    let entropy: Double?
    /// Whether the entropy is that of |a|/Σ|a|; nil where it is not.
    let signed: Bool?
    /// The weights of tokens beside the grid.
    let prefix: [Double?]
  }

  /// `panels.json`, and the values of each map as `dump --format npy` writes them.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package func numberFiles() throws -> [(name: String, bytes: [UInt8])] {
    var maps: [(name: String, bytes: [UInt8])] = []
    let columns = plan.lists.columnCount
    let panels = cells.enumerated().map { index, cell -> Panel in
      let (row, column) = (index / columns, index % columns)
      switch cell {
      case .empty(let reason):
        return Panel(
          row: row, column: column, title: reason, file: nil, entropy: nil, signed: nil, prefix: [])
      case .panel(let panel):
        let name = "maps/row\(row)-column\(column).npy"
        let grid = panel.map.grid
        maps.append((name, NPYEncoder.encode(panel.map.values, shape: [grid.rows, grid.columns])))
        return Panel(
          row: row, column: column, title: panel.title, file: name, entropy: panel.entropy?.nats,
          signed: panel.entropy?.isSigned == true ? true : nil,
          prefix: panel.map.prefix.map { $0.isFinite ? Double($0) : nil })
      }
    }
    return [("panels.json", Array((try jsonText(panels) + "\n").utf8))] + maps
  }
}

extension PlotFigure {
  private struct Panel: Encodable {
    let title: String
    let x: String
    let y: String
    let series: [Series]
  }

  private struct Series: Encodable {
    let title: String
    let x: [Double]
    let y: [Double?]
    let low: [Double]?
    let high: [Double]?
    /// Numbers that are left out, undefined or not finite; nil where none is.
    let leftOut: Int?
    /// Whether the values are entropies of |a|/Σ|a|; nil where they are not.
    let signed: Bool?
  }

  /// `plot.json`: what each series of each panel has.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package func numberFiles() throws -> [(name: String, bytes: [UInt8])] {
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    let panels = panels.map { panel in
      Panel(
        title: panel.title, x: panel.xTitle, y: panel.yTitle,
        series: panel.series.map { series in
          Series(
            title: series.title, x: series.values.map(\.x), y: series.values.map { finite($0.y) },
            low: series.spread.isEmpty ? nil : series.spread.map(\.low),
            high: series.spread.isEmpty ? nil : series.spread.map(\.high),
            leftOut: series.leftOut.count > 0 ? series.leftOut.count : nil,
            signed: series.isSigned ? true : nil)
        })
    }
    return [("plot.json", Array((try jsonText(panels) + "\n").utf8))]
  }
}
