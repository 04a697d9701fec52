// Heat maps to files: which maps, under which names, in which format.
import Attention
import AttentionMaps
import Imaging

/// What is written, and how; the vocabulary of `polascope dump`.
package struct MapExport: Sendable, Hashable {
  /// The values that become black and white in a PGM, the ends of the colors in a PNG.
  package enum Range: Sendable, Hashable {
    /// From 0 (or −max for signed maps) to the largest value of the head's map.
    case head
    /// The same over the written heads of a layer.
    case layer
    case fixed(Float, Float)
  }

  package var layers: IndexSelection = .all
  package var heads: IndexSelection = .all
  package var query: QuerySelection = .center
  /// nil: `attention`, and what a mechanism shows beside it: `same` and `opposite` on polarity heads, `query-agent` and
  /// `agent-key` on heads with agents.
  package var maps: [MapKind]?
  package var format: MapFormat = .pgm
  package var depth: PGMEncoder.Depth = .eight
  /// Pixels of the longer side; nil: one per key.
  package var size: Int?
  package var range: Range = .head
  /// Of PNG files; signed maps are always drawn in `ColorMap.diverging`, zero in its middle.
  package var colorMap: ColorMap = .viridis
  /// Whether a PNG shows the map over the model's input, and in its size unless `size` says otherwise.
  package var isOverlay = false
  package var isReplacing = false

  package init() {}
}
