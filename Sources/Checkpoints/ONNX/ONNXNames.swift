// The names of modules for the weights of an ONNX graph, some of which the exporter gave other names.

/// Finds what `state_dict()` calls the weights of a graph that PyTorch exported.
///
/// Both exporters keep the names of most parameters. They fold what is done to a parameter before it is used into a
/// weight of another name: the transpose of a linear layer's weights always. The module that an operator belongs to gives
/// the name back: as the node's path, `/encoder/layer.0/mlp/fc1/MatMul`, or as metadata.
struct ONNXNames {
  private let graph: ONNXGraph
  private let stored: [String: LocatedTensor]
  /// Names of what is a parameter or buffer, where the file lists them.
  private let parameters: Set<String>
  private var found: [String: LocatedTensor] = [:]
  /// The bias that is added to a value, by the value: that of a linear layer, whose weights made the value.
  private let biases: [String: String]
  /// Weights that were found a name for.
  private var explained: Set<String> = []

  /// Weights that have no name in the model are found under what they are used in and this.
  static let unnamed = "onnx::"

  init(_ graph: ONNXGraph, of tensors: [LocatedTensor]) {
    self.graph = graph
    stored = Dictionary(uniqueKeysWithValues: tensors.map { ($0.description.name, $0) })
    parameters = Set(graph.parameters.values)
    var biases: [String: String] = [:]
    for node in graph.nodes where node.operation == "Add" && node.inputs.count == 2 {
      for (bias, value) in [(node.inputs[0], node.inputs[1]), (node.inputs[1], node.inputs[0])]
      where Self.weights(besides: bias) != nil && stored[bias] != nil && stored[value] == nil {
        biases[value] = bias
      }
    }
    // A program that lists its parameters may have stored equal ones once, under the name of one.
    self.biases = parameters.isEmpty ? biases : [:]
  }

  /// The weights under the names of the model, and how many constants of the graph are none.
  ///
  /// - Throws: `ONNXProblem.noModuleNames`.
  func named() throws(ONNXProblem) -> (tensors: [LocatedTensor], constantCount: Int) {
    var names = self
    names.keepOwnNames()
    for node in graph.nodes { names.read(node) }
    names.joinConstants()
    let constantCount = names.nameRest()
    guard names.found.keys.contains(where: { $0.contains(".") }) else {
      throw .noModuleNames(example: stored.keys.sorted { $0.utf8.count < $1.utf8.count }.first ?? "")
    }
    return (names.found.values.sorted { $0.description.name < $1.description.name }, constantCount)
  }

  // MARK: Names that were kept

  /// Whether a name is one of the model's, not one that the exporter made up.
  private func isOwn(_ name: String) -> Bool {
    if !parameters.isEmpty { return parameters.contains(name) }
    if graph.origins[name] != nil { return false }
    return !name.contains("::") && !name.contains("/") && name.contains { $0.isLetter }
  }

  private mutating func keepOwnNames() {
    for name in stored.keys where isOwn(name) { take(name, as: name) }
  }

  /// Adds a weight under a name of the model, unless there is one of that name.
  private mutating func take(_ tensor: String, as name: String, transposed: Bool = false) {
    guard var located = stored[tensor] else { return }
    explained.insert(tensor)
    guard found[name] == nil else { return }
    located.description = transposed ? located.description.transposed(name) : located.description.named(name)
    // Elements in another order have another hash.
    found[name] = LocatedTensor(
      description: located.description,
      location: TensorLocation(source: located.location.source, offset: located.location.offset))
  }

  // MARK: Names from where weights are used

  private mutating func read(_ node: ONNXGraph.Node) {
    let module = Self.module(of: node)
    func input(_ index: Int) -> String? {
      node.inputs.indices.contains(index) && stored[node.inputs[index]] != nil ? node.inputs[index] : nil
    }
    switch node.operation {
    case "Identity":
      // Equal weights are stored once.
      if let same = input(0), let name = node.outputs.first, isOwn(name) { take(same, as: name) }
    case "MatMul":
      guard let weights = input(1) else { break }
      // Older exporters write no paths; the name of the bias is as good.
      let name = node.outputs.first.flatMap { biases[$0] }.flatMap(Self.weights)
      takeWeights(weights, as: name ?? module.map { Self.join($0, "weight") }, of: module, transposed: true)
    case "Gemm":
      if let weights = input(1), !node.isScaled {
        let name = module.map { Self.join($0, "weight") }
        takeWeights(weights, as: name, of: module, transposed: !node.transposesWeights)
      }
      if let bias = input(2), !node.isScaled { takePart(bias, "bias", of: module) }
    case "Conv", "LayerNormalization":
      if let weights = input(1) { takePart(weights, "weight", of: module) }
      if let bias = input(2) { takePart(bias, "bias", of: module) }
    default: readOther(node, module: module)
    }
  }

  /// The weights of a linear layer, [outputs × inputs] in the model.
  ///
  /// - Parameter own: what they are called, where they have no name.
  private mutating func takeWeights(_ tensor: String, as own: String?, of module: String?, transposed: Bool) {
    guard stored[tensor]?.description.shape.count == 2 else { return }
    // A parameter that a module multiplies by itself, such as CLIP's projection, keeps its name and its order.
    if let origin = soleOrigin(of: tensor) {
      take(tensor, as: origin, transposed: true)
    } else if isOwn(tensor) {
      if tensor == own {
        if transposed { found[tensor] = nil }
        take(tensor, as: tensor, transposed: transposed)
      } else {
        takePart(tensor, "weight", of: module, transposed: transposed)
      }
    } else if let own {
      take(tensor, as: own, transposed: transposed)
    }
  }

  /// What the weights of a linear layer are called that has this bias; nil for the bias of something else.
  private static func weights(besides bias: String) -> String? {
    bias.hasSuffix(".bias") || bias.hasSuffix(".in_proj_bias") ? bias.dropLast("bias".count) + "weight" : nil
  }

  /// A weight or bias of a module. One that has a name of its own is stored once for several modules: the file must list
  /// the parameter that this is.
  private mutating func takePart(
    _ tensor: String, _ part: String, of module: String?, transposed: Bool = false
  ) {
    guard let module else { return }
    let name = Self.join(module, part)
    guard isOwn(tensor) ? parameters.contains(name) : soleOrigin(of: tensor) == nil else { return }
    take(tensor, as: name, transposed: transposed)
  }

  /// An operator with one weight of the graph: the bias of a linear layer, or the one parameter that its metadata names.
  private mutating func readOther(_ node: ONNXGraph.Node, module: String?) {
    let weights = node.inputs.filter { stored[$0] != nil }
    guard weights.count == 1, let tensor = weights.first, let located = stored[tensor] else { return }
    let arguments = node.arguments.compactMap { graph.parameters[$0] }
    let bias = module.map { Self.join($0, "bias") }
    if node.operation == "Add", let bias, arguments.contains(bias), located.description.shape.count == 1 {
      take(tensor, as: bias)
    } else if arguments.count == 1, isOwn(tensor) || graph.origins[tensor] == nil {
      take(tensor, as: arguments[0])
    }
  }

  /// The one parameter that a weight was computed from, the row numbers that picked from it aside; nil where there are
  /// several, or none is known.
  private func soleOrigin(of tensor: String) -> String? {
    let origins = parametersAmong(graph.origins[tensor] ?? []).filter { !Self.areRowNumbers($0) }
    return origins.count == 1 ? origins[0] : nil
  }

  /// Whether a buffer holds the numbers of the rows of an embedding, all of them in order.
  private static func areRowNumbers(_ name: String) -> Bool { name.hasSuffix("position_ids") }

  private func parametersAmong(_ names: [String]) -> [String] {
    names.filter { parameters.isEmpty ? $0.contains(".") : parameters.contains($0) }
  }

  // MARK: What is left

  /// Joins what a graph concatenates: embeddings of positions that a program cuts in two, to resize one part when it
  /// runs. They are joined as they are stored.
  private mutating func joinConstants() {
    var sources: [String: String] = [:]
    for node in graph.nodes {
      guard let first = node.inputs.first, let output = node.outputs.first else { continue }
      if ["Reshape", "Transpose", "Cast", "Resize", "Identity", "Slice"].contains(node.operation),
        let source = stored[first] == nil ? sources[first] : first
      {
        sources[output] = source
      }
      guard node.operation == "Concat", node.axis == 1, node.inputs.count == 2 else { continue }
      let parts = node.inputs.compactMap { stored[$0] == nil ? sources[$0] : $0 }
      let isNew = parts.allSatisfy { !isOwn($0) && !explained.contains($0) }
      guard parts.count == 2, parts[0] != parts[1], isNew, let module = Self.module(of: node),
        let joined = JoinedBytes.join(
          parts.compactMap { stored[$0] }, as: Self.join(module, Self.unnamed + "Concat"))
      else { continue }
      explained.formUnion(parts)
      found[joined.description.name] = joined
    }
  }

  /// Names weights that are left by where they are used. Returns how many constants are no weights.
  private mutating func nameRest() -> Int {
    var users: [String: String] = [:]
    for node in graph.nodes {
      for input in node.inputs where stored[input] != nil && !explained.contains(input) {
        users[input] = users[input] ?? Self.module(of: node)
      }
    }
    var constantCount = 0
    for name in stored.keys.sorted() where !explained.contains(name) {
      if let origin = soleOrigin(of: name) {
        take(name, as: origin)
        if graph.origins[name]?.contains(where: Self.areRowNumbers) == true { dropFirstAxis(of: origin) }
      } else if !name.hasPrefix(Self.unnamed), !parameters.isEmpty,
        parametersAmong(graph.origins[name] ?? []).isEmpty
      {
        constantCount += 1
      } else {
        let bare = name.hasPrefix(Self.unnamed) ? name : Self.unnamed + name
        take(name, as: Self.join(users[name] ?? "", bare))
      }
    }
    return constantCount
  }

  /// Takes away the axis of the batch that an embedding has got from the row numbers.
  private mutating func dropFirstAxis(of name: String) {
    guard let located = found[name], located.description.shape.first == 1,
      let description = TensorDescription(
        checking: name, type: located.description.type, shape: Array(located.description.shape.dropFirst()))
    else { return }
    found[name]?.description = description
  }

  // MARK: Modules

  private static func join(_ module: String, _ name: String) -> String {
    module.isEmpty ? name : "\(module).\(name)"
  }

  /// The module of a node: what its metadata says, else by its path.
  private static func module(of node: ONNXGraph.Node) -> String? {
    if let module = node.module { return module }
    guard node.name.hasPrefix("/") else { return nil }
    var names: [Substring] = []
    for name in node.name.dropFirst().split(separator: "/", omittingEmptySubsequences: false).dropLast() {
      // A sequence that is called repeats its name before the numbers of its modules: /blocks/blocks.0/attn.
      if let last = names.last, name.hasPrefix(last + ".") { names.removeLast() }
      names.append(name)
    }
    return names.joined(separator: ".")
  }
}
