// The normalized entropies of all heads of a model, as a table.

import Attention
import AttentionMaps
import VisionModels

/// Normalized mean entropies of one stream of one model.
struct EntropyTable {
  let side: Side
  let stream: Stream
  /// The mechanisms and the stream, and shorter.
  let titles: [String]
  /// By layer and head; nil while not computed, or undefined.
  let rows: [[Double?]]
  /// Whether it holds B − A by head of A.
  var isDifference = false

  /// - Parameter stream: nil where there is one table only.
  static func titles(of mechanisms: [MechanismFacts], stream: Stream?) -> [String] {
    // Of weights that may be negative, entropies are those of their sizes.
    let names = mechanisms.map { $0.title + ($0.hasSignedRows ? " |a|" : "") }.uniqued.joined(separator: ", ")
    guard let stream else { return [names] }
    let brief = stream == .attention ? "mean" : stream.rawValue
    return ["\(names) · \(brief)", brief]
  }

  /// As many indices as there is room for, with `index` among them.
  static func window(_ count: Int, around index: Int, room: Int) -> Range<Int> {
    let length = max(0, min(count, room))
    let first = max(0, min(count - length, index - length / 2))
    return first..<first + length
  }
}

extension Scene {
  /// B − A of all heads of A whose entropies compare with those of a partner; nil with one model, where there are none,
  /// and until all entropies are there.
  var differenceTable: EntropyTable? {
    guard state.entropyOrder == .layer, let verdict = pooledVerdict, verdict.count > 0, let a = subject(.a)
    else {
      return nil
    }
    let rows = a.model.model.layers.enumerated().map { layer, description in
      (0..<description.heads).map { verdict.byHead[HeadPlace(layer: layer, head: $0)] }
    }
    return EntropyTable(
      side: .a, stream: .attention, titles: ["B − A, mean over queries", "B − A"], rows: rows,
      isDifference: true)
  }

  /// A table for every stream of every model.
  var entropyTables: [EntropyTable] {
    loaded.flatMap { subject -> [EntropyTable] in
      let layers = subject.model.model.layers
      let streams = Stream.allCases.filter { stream in layers.contains { $0.streams.contains(stream) } }
      return streams.map { stream in
        EntropyTable(
          side: subject.side, stream: stream,
          titles: EntropyTable.titles(
            of: layers.map(\.mechanism), stream: streams.count > 1 ? stream : nil),
          rows: layers.enumerated().map { layer, description in
            (0..<description.heads).map {
              subject.summary(layer: layer, head: $0, stream: stream)?.normalizedEntropy.value
            }
          })
      }
    }
  }
}
