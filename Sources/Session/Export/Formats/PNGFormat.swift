// Maps as PNG: colors, alone or over the model's input, with texts that say what they show.
import Imaging

extension MapFormat {
  /// RGB of 8 bits; signed maps in `ColorMap.diverging`, places without a key hatched or the input alone, what is not finite
  /// striped.
  package static let png = MapFormat("png", features: [.colors, .size]) { written, export, path in
    let map = written.map
    let colorMap = map.isSigned ? .diverging : export.colorMap
    var metadata = written.metadata {
      export.isOverlay && $0 == .noKey ? "the image alone" : $0.patternName
    }
    metadata.add("color map", colorMap.name)
    let picture: RGBImage
    if export.isOverlay {
      let input = written.examination.seen
      let size = PictureSize(rows: input.height, columns: input.width, longer: export.size)
      picture = map.picture(in: size, low: written.low, high: written.high, colorMap: colorMap, over: input)
      metadata.add("overlay", "over the model's input")
    } else {
      let size = PictureSize(rows: map.grid.rows, columns: map.grid.columns, longer: export.size)
      picture = map.picture(in: size, low: written.low, high: written.high, colorMap: colorMap)
    }
    return try PNGEncoder.encode(picture, texts: metadata.texts, file: path)
  }
}
