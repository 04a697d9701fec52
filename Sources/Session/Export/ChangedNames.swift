// Folders of maps of a changed forward pass: their names say what was changed.
import VisionModels

extension Interventions {
  /// The folder of an image's maps below that of their model: the image's name, followed by what is changed, as in
  /// `boot-off2.1-hidden3,5of16`. A list too long for a file name becomes its number of changes and a checksum.
  package func folder(ofImage name: String) -> String {
    let off = headsOff.map { "off\($0)" }.sorted()
    let hidden = occluded.map { patch in
      let (rows, columns) = (patch.grid.rows, patch.grid.columns)
      return "hidden\(patch.position)of\(rows)" + (rows == columns ? "" : "x\(columns)")
    }.sorted()
    let changes = (off + hidden).joined(separator: "-")
    if changes.isEmpty { return name }
    guard changes.utf8.count > 120 else { return "\(name)-\(changes)" }
    let checksum = changes.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    return "\(name)-\(off.count + hidden.count)changes-\(String(checksum, radix: 16))"
  }
}
