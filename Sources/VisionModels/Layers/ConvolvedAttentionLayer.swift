// Attention that takes the place of softmax and adds a depthwise convolution of the values (InLine, Agent).
import Attention
import Compute

/// The layer around such an attention in DeiT, PVT and Swin: projections to queries, keys and values, the mechanism, and
/// a convolution of the patches' values.
struct ConvolvedAttentionLayer: AttentionLayer {
  let name: String
  let heads: Int
  let mechanism: any Mechanism
  let projection: Linear
  private let queries: Linear
  /// nil where the projection to queries gives keys and values too.
  private let keysAndValues: Linear?
  private let convolution: ConvolvedAttentionKind.Convolution
  var hasConvolution: Bool { true }
  private let reduction: SpatialReduction?
  /// nil where every token sees every key.
  private let windows: WindowOrder?
  private let prefix: [PrefixToken]

  /// What the parts of a layer are called in a checkpoint, without `.weight`.
  struct Names {
    /// The name of the layer on the screen and in exports; what the parts of a kind of attention begin with.
    var layer: String
    /// One projection to queries, keys and values, or one to queries and one to keys and values.
    var projections: [String]
    var projection: String
    var reduction: SpatialReduction.Names?

    /// `qkv` and `proj` under a prefix: DeiT and Swin.
    static func fused(_ prefix: String) -> Names {
      Names(layer: prefix, projections: ["\(prefix).qkv"], projection: "\(prefix).proj")
    }

    /// `q`, `kv`, `sr`, `norm` and `proj` under a prefix: PVT.
    static func reduced(_ prefix: String) -> Names {
      Names(
        layer: prefix, projections: ["\(prefix).q", "\(prefix).kv"], projection: "\(prefix).proj",
        reduction: .original(prefix))
    }
  }

  /// Where a layer is when the model runs at its input size.
  struct Place {
    var channels: Int
    var grid: TokenGrid
    var prefix: [PrefixToken] = []
    /// nil for attention over the whole grid.
    var windows: WindowOrder?
    /// The norms of reduced keys.
    var reductionNorm: NormRule
  }

  /// Reads the layer.
  ///
  /// - Returns: nil where the block has no attention of this kind.
  init?(_ context: ModelContext, kind: ConvolvedAttentionKind, names: Names, at place: Place) throws {
    let reader = context.reader
    let channels = place.channels
    guard let heads = try kind.heads(names.layer).heads(reader, channels: channels) else { return nil }
    name = names.layer
    self.heads = heads
    windows = place.windows
    prefix = place.prefix
    let parts = names.projections
    queries = try reader.linear(
      parts[0], inputs: channels, outputs: parts.count == 1 ? 3 * channels : channels)
    keysAndValues =
      parts.count == 1 ? nil : try reader.linear(parts[1], inputs: channels, outputs: 2 * channels)
    reduction = try names.reduction.flatMap {
      try SpatialReduction(reader, $0, channels: channels, norm: place.reductionNorm)
    }
    projection = try reader.linear(names.projection, inputs: channels, outputs: channels)
    let geometry = Self.geometry(on: place.grid, prefix: prefix, windows: windows, reduction: reduction)
    (mechanism, convolution) = try kind.parts(
      context, prefix: names.layer, heads: heads, channels: channels, geometry: geometry)
  }

  private static func geometry(
    on grid: TokenGrid, prefix: [PrefixToken], windows: WindowOrder?, reduction: SpatialReduction?
  ) -> AttentionGeometry {
    windows?.geometry
      ?? AttentionGeometry(queryGrid: grid, keyGrid: reduction?.keyGrid(of: grid), prefix: prefix)
  }

  func geometry(on grid: TokenGrid) -> AttentionGeometry {
    Self.geometry(on: grid, prefix: prefix, windows: windows, reduction: reduction)
  }

  func attend(
    _ tokens: Matrix, on grid: TokenGrid, outputs: Range<Int>, pass: ForwardPass
  ) throws(Cancelled) -> (AttentionRecord, attended: Matrix) {
    let (engine, channels) = (pass.engine, tokens.columns)
    let geometry = geometry(on: grid)
    let ordered = windows?.gather(tokens, engine: engine) ?? tokens
    var projected = engine.linear(ordered, queries, parts: queries.outputs / channels)
    if let layer = keysAndValues {
      let source = reduction?(ordered, on: grid, engine: engine) ?? ordered
      projected += engine.linear(source, layer, parts: 2)
    }
    let record = AttentionRecord(
      index: pass.nextLayer, name: name, geometry: geometry,
      inputs: AttentionInputs(
        queries: projected[0], keys: projected[1], values: projected[2], heads: heads,
        windows: geometry.windowCount),
      convolution: convolution.of(ordered, windows: geometry.windowCount, engine: engine),
      projection: projection, mechanism: mechanism, engine: engine)
    let attended = Matrix(unwrittenRows: tokens.rows, columns: channels)
    try pass.apply(record, queries: outputs, into: attended)
    // Nothing is added to tokens in front of the patches.
    if outputs.upperBound > prefix.count { record.addConvolution(to: attended) }
    return (record, windows?.scatter(attended, engine: engine) ?? attended)
  }
}
