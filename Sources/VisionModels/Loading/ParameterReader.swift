// Reads a checkpoint's tensors as layers, and keeps account of what is missing, misshapen or left over.
import Checkpoints
import Compute

/// Reads parameters by name and expected shape.
///
/// Made with `readsValues: false` it only checks names and shapes: every layer it gives is empty, no byte of a
/// tensor is read and no room for one is made, whatever the shapes claim. All that is missing or misshapen is
/// noted, so that `verify` can list it in one error.
final class ParameterReader {
  let checkpoint: Checkpoint
  let engine: Engine
  let readsValues: Bool
  /// Tensors that the file holds and the model does not use, known from `verify`.
  private(set) var unused: [String] = []
  private(set) var used: Set<String> = []
  /// Those of the unused that belong to other networks or to training, known from `verify`.
  private(set) var beside: [String] = []
  /// Biases that are taken as zero because no layer of their kind has one, with their block numbers taken out.
  private(set) var zeroBiases: Set<String> = []
  private var missing: [String] = []
  private var misshapen: [String] = []
  /// The names in both lists: layers may share a tensor, and it is listed once.
  private var faulty: Set<String> = []
  /// Names of biases with their block numbers taken out.
  private let biasRoles: Set<String>
  private let progress: ((Double) -> Void)?
  /// Whether a linear layer may be stored as a convolution with a 1×1 kernel.
  var takesPointwiseConvolutions = false
  /// What the names of the network begin with.
  private let root: String

  /// - Parameters:
  ///   - root: what the names of the network begin with; a head may lie beside it.
  ///   - progress: called with the fraction of tensors read, 0…1.
  init(
    _ checkpoint: Checkpoint, root: String = "", engine: Engine, readsValues: Bool,
    progress: ((Double) -> Void)? = nil
  ) {
    self.checkpoint = checkpoint
    self.root = root
    self.engine = engine
    self.readsValues = readsValues
    self.progress = progress
    biasRoles = Set(checkpoint.tensors.keys.lazy.filter { $0.hasSuffix("bias") }.map(Self.role))
  }

  /// The shape of a tensor, nil where there is none.
  func shape(of name: String) -> [Int]? { checkpoint.tensors[name]?.shape }

  func has(_ name: String) -> Bool { checkpoint.tensors[name] != nil }

  /// Whether the file has the weight of the layer `prefix`.
  func hasLayer(_ prefix: String) -> Bool { has(Self.weight(of: prefix)) }

  /// The weight of the layer `prefix`: after a dot, or where the prefix ends with `_` at once, as
  /// `nn.MultiheadAttention` has it (`in_proj_weight`).
  static func weight(of prefix: String) -> String { part("weight", of: prefix) }

  /// The bias of the layer `prefix`, likewise.
  static func bias(of prefix: String) -> String { part("bias", of: prefix) }

  private static func part(_ kind: String, of prefix: String) -> String {
    prefix.hasSuffix("_") ? prefix + kind : "\(prefix).\(kind)"
  }

  /// The rows of a tensor of tokens, [1 × rows × channels] or the same without axes of length 1 in front; nil where
  /// there is no such tensor.
  func rowCount(of name: String) -> Int? {
    guard let shape = shape(of: name), let axes = Self.rowAxes(shape) else { return nil }
    return axes.rows
  }

  /// The values of a tensor with one for each channel, [channels] or [1 × channels × 1 × 1]; none where values are not
  /// read.
  ///
  /// - Throws: as `values(_:shape:)`.
  func vector(_ name: String, channels: Int) throws -> [Float] {
    let shape = shape(of: name) ?? []
    let planes = [1, channels, 1, 1]
    return try values(name, shape: shape == planes ? planes : [channels])
  }

  /// Such a tensor's values, row by row; none where values are not read.
  ///
  /// - Throws: as `values(_:shape:)`, which also refuses rows of another length than `channels`.
  func rows(_ name: String, channels: Int) throws -> [Float] {
    let shape = shape(of: name) ?? []
    let fits = Self.rowAxes(shape)?.channels == channels
    return try values(name, shape: fits ? shape : [1, 1, channels])
  }

  private static func rowAxes(_ shape: [Int]) -> (rows: Int, channels: Int)? {
    let leading = shape.dropLast(2)
    guard let channels = shape.last, leading.allSatisfy({ $0 == 1 }) else { return nil }
    return (shape.count == 1 ? 1 : shape[shape.count - 2], channels)
  }

  /// The tensor's values in row-major order; none where values are not read.
  ///
  /// - Throws: `CheckpointError`; `ModelError.tensorMismatch` where values are read and do not fit.
  func values(_ name: String, shape: [Int]) throws -> [Float] {
    try expect(name, shape: shape) && readsValues ? try checkpoint.floats(name) : []
  }

  /// Whether the tensor is there in this shape; if not, that is noted for `verify`.
  ///
  /// - Throws: `ModelError.tensorMismatch` where values are read and do not fit.
  private func expect(_ name: String, shape: [Int]) throws -> Bool {
    used.insert(name)
    progress?(Double(used.count) / Double(max(checkpoint.tensors.count, used.count)))
    guard let tensor = checkpoint.tensors[name] else {
      if faulty.insert(name).inserted { missing.append(name) }
      try throwMismatches()
      return false
    }
    guard tensor.shape == shape else {
      if faulty.insert(name).inserted { misshapen.append("\(name) \(tensor.shape), not \(shape)") }
      try throwMismatches()
      return false
    }
    return true
  }

  /// An error where values are needed.
  private func throwMismatches() throws {
    guard readsValues else { return }
    throw ModelError.tensorMismatch(
      path: checkpoint.path, family: "its own shapes", missing: missing, misshapen: misshapen, unknown: [])
  }

  /// Why tensors do not fit: the kind of another model where names say that it is one, else `reason`.
  func misfit(_ reason: String) -> ModelError {
    UnsupportedKind(of: checkpoint, among: checkpoint.names)?.refusal(of: checkpoint.path)
      ?? .invalid(path: checkpoint.path, reason: reason)
  }

  /// Channels and side of the patches that the convolution `name` embeds, [channels × 3 × side × side].
  ///
  /// - Throws: `ModelError.tensorMismatch` where it has no such shape.
  func patchShape(_ name: String, family: String) throws -> (channels: Int, side: Int) {
    let weight = "\(name).weight"
    guard let shape = shape(of: weight), shape.count == 4, shape[1] == 3, shape[2] == shape[3],
      shape[0] > 0, shape[2] > 0
    else {
      if let kind = UnsupportedKind(of: checkpoint, among: checkpoint.names) {
        throw kind.refusal(of: checkpoint.path)
      }
      if let shape = self.shape(of: weight), shape.count == 4, shape[1] != 3 {
        throw ModelError.invalid(
          path: checkpoint.path,
          reason: "\(weight) takes images of \(shape[1]) channels; images have 3 here, red, green and blue")
      }
      if let shape = self.shape(of: weight), shape.count == 5 {
        throw ModelError.invalid(
          path: checkpoint.path,
          reason: "\(weight) takes volumes or videos (shape \(shape)); images have two axes here")
      }
      throw ModelError.tensorMismatch(
        path: checkpoint.path, family: family, missing: has(weight) ? [] : [weight],
        misshapen: has(weight) ? ["\(weight), expected [channels, 3, patch, patch]"] : [], unknown: [])
    }
    return (shape[0], shape[2])
  }

  // MARK: Layers

  func linear(_ prefix: String, inputs: Int, outputs: Int) throws -> Linear {
    try linearWeights(prefix, inputs: inputs, outputs: outputs).packed()
  }

  /// Weights that are still to be changed or split before packing. The bias is zero where no layer of its kind
  /// has one.
  func linearWeights(_ prefix: String, inputs: Int, outputs: Int) throws -> LinearWeights {
    try storedWeights(prefix, shape: [outputs, inputs])
  }

  /// The convolution `prefix` with a square kernel as a linear layer over the elements of a patch in the order
  /// row, column, channel.
  func convolutionWeights(_ prefix: String, inputs: Int, outputs: Int, kernel: Int) throws -> LinearWeights {
    try storedWeights(prefix, shape: [outputs, inputs, kernel, kernel])
  }

  /// - Parameter given: a bias in place of the layer's, one value for each output.
  private func storedWeights(_ prefix: String, shape: [Int], bias given: [Float]? = nil) throws
    -> LinearWeights
  {
    let name = Self.weight(of: prefix)
    let isPointwise =
      takesPointwiseConvolutions && shape.count == 2 && self.shape(of: name) == shape + [1, 1]
    _ = try expect(name, shape: isPointwise ? shape + [1, 1] : shape)
    return LinearWeights(
      name, of: checkpoint, shape: shape, bias: try given ?? bias(prefix, outputs: shape[0]), engine: engine,
      readsValues: readsValues)
  }

  /// Several layers over the same inputs as one, their outputs one after another.
  ///
  /// - Parameter bias: in place of the layers', one value for each output of all of them.
  func linearWeights(
    _ prefixes: [String], inputs: Int, outputs: Int, bias: [Float]? = nil
  ) throws -> LinearWeights {
    let parts = try prefixes.enumerated().map { index, prefix in
      try storedWeights(
        prefix, shape: [outputs, inputs],
        bias: bias.map { readsValues ? Array($0[index * outputs..<(index + 1) * outputs]) : [] })
    }
    return parts.dropFirst().reduce(parts[0]) { $0.followed(by: $1) }
  }

  private func bias(_ prefix: String, outputs: Int) throws -> [Float] {
    let name = Self.bias(of: prefix)
    if biasRoles.contains(Self.role(name)) { return try values(name, shape: [outputs]) }
    zeroBiases.insert(Self.role(name.hasPrefix(root) ? String(name.dropFirst(root.count)) : name))
    return readsValues ? [Float](repeating: 0, count: outputs) : []
  }

  /// A layer without bias whose weight is stored transposed, [inputs × outputs], as the tensor `name`.
  func transposedLinear(_ name: String, inputs: Int, outputs: Int) throws -> Linear {
    let stored = try values(name, shape: [inputs, outputs])
    guard readsValues else { return Linear(weight: [], bias: nil, inputs: 0, outputs: 0, engine: engine) }
    var weight = [Float](repeating: 0, count: stored.count)
    for input in 0..<inputs {
      for output in 0..<outputs { weight[output * inputs + input] = stored[input * outputs + output] }
    }
    return Linear(
      weight: weight, bias: [Float](repeating: 0, count: outputs), inputs: inputs, outputs: outputs,
      engine: engine)
  }

  /// The first of `names` under `prefix` that is a layer of the file; the first of all where none is.
  func first(of names: [String], under prefix: String) -> String {
    names.map { "\(prefix).\($0)" }.first(where: hasLayer) ?? "\(prefix).\(names[0])"
  }

  /// A convolution whose stride is its kernel.
  func patchConvolution(_ prefix: String, inputs: Int, outputs: Int, kernel: Int) throws -> PatchConvolution {
    let layer = try convolutionWeights(prefix, inputs: inputs, outputs: outputs, kernel: kernel).packed()
    return readsValues
      ? PatchConvolution(layer, inputs: inputs, kernel: kernel)
      : PatchConvolution(layer, inputs: 0, kernel: 1)
  }

  /// A depthwise convolution with a filter for each of `filters` channels, its kernel taken from the tensor.
  ///
  /// - Throws: `ModelError.invalid` for a kernel without a center, or beyond reason.
  func depthwiseConvolution(_ prefix: String, filters: Int) throws -> DepthwiseConvolution {
    let kernel = shape(of: "\(prefix).weight")?.last ?? 1
    guard kernel % 2 == 1, kernel < 64 else {
      throw ModelError.invalid(
        path: checkpoint.path,
        reason: "\(prefix).weight has a kernel of \(kernel)×\(kernel); expected an odd one below 64")
    }
    let weight = try values("\(prefix).weight", shape: [filters, 1, kernel, kernel])
    let bias = try values("\(prefix).bias", shape: [filters])
    return readsValues
      ? DepthwiseConvolution(weight: weight, bias: bias, period: filters, kernel: kernel)
      : DepthwiseConvolution(weight: [], bias: [], period: 0, kernel: 1)
  }

  /// A learned matrix of `rows` tokens, stored as [1 × rows × channels].
  func tokens(_ name: String, rows: Int, channels: Int) throws -> Matrix {
    let values = try values(name, shape: [1, rows, channels])
    return readsValues
      ? Matrix(rows: rows, columns: channels, values: values) : Matrix(rows: 0, columns: channels)
  }

  // MARK: Account

  /// Checks that every tensor was there in the right shape, and that none of the network is left over.
  ///
  /// - Parameter isExpectedLeftover: tensors that published checkpoints hold and the model does not use.
  /// - Throws: `ModelError.tensorMismatch` with all names; `CheckpointError` for a tensor of the network that
  ///   cannot be read.
  func verify(family: String, isExpectedLeftover: (String) -> Bool) throws {
    unused = checkpoint.names.filter { !used.contains($0) }
    let names = Set(used.map(nameInNetwork))
    func isBeside(_ name: String) -> Bool {
      let name = nameInNetwork(name)
      return !names.contains(name) && TrainingLeftover.isOne(name.text)
    }
    beside = unused.filter { !isExpectedLeftover($0) && isBeside($0) }
    let others = Set(beside)
    let unknown = unused.filter { !isExpectedLeftover($0) && !others.contains($0) }
    for name in checkpoint.unreadable.keys.sorted() where !isBeside(name) {
      if let problem = checkpoint.unreadable[name] { throw problem }
    }
    guard missing.isEmpty, misshapen.isEmpty, unknown.isEmpty else {
      if let kind = UnsupportedKind(of: checkpoint, among: unknown) {
        throw kind.refusal(of: checkpoint.path)
      }
      throw ModelError.tensorMismatch(
        path: checkpoint.path, family: family, missing: missing, misshapen: misshapen, unknown: unknown)
    }
  }

  /// The first name of a tensor's within the network, or beside it.
  private struct NetworkName: Hashable {
    let text: Substring
    let isWithin: Bool
  }

  private func nameInNetwork(_ name: String) -> NetworkName {
    let isWithin = name.hasPrefix(root)
    return NetworkName(
      text: (isWithin ? name.dropFirst(root.count) : name[...]).prefix { $0 != "." }, isWithin: isWithin)
  }

  /// A tensor's name with every number in it replaced: what it is, whichever block it is in.
  static func role(_ name: String) -> String {
    name.split(separator: ".", omittingEmptySubsequences: false)
      .map { $0.allSatisfy(\.isNumber) ? "#" : $0 }.joined(separator: ".")
  }
}
