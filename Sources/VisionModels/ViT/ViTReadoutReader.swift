// Reads what makes logits and an embedding of the tokens of a vision transformer.
import Attention
import Checkpoints
import Compute

extension ViTReader {
  /// The last norm; absent where pooling has its own, or where the layout allows it.
  func norm(channels: Int, readout: ViTReadout) throws -> LayerNorm? {
    if !reader.hasLayer(layout.norm), readout.norm != nil || layout.normIsOptional && !hasOtherNorm(channels)
    {
      if readout.norm == nil { context.note("last norm", "none", from: .tensors("no \(layout.norm)")) }
      return nil
    }
    return try reader.norm(layout.norm, channels: channels, layout.norms)
  }

  /// Whether the file may have the last norm under another name: part of it, or a layer beside the blocks that nothing
  /// has read and that has its shapes.
  private func hasOtherNorm(_ channels: Int) -> Bool {
    if reader.has(ParameterReader.bias(of: layout.norm)) { return true }
    return reader.checkpoint.tensors.contains { name, tensor in
      name.hasSuffix(".weight") && tensor.shape == [channels] && !reader.used.contains(name)
        && name.count { $0 == "." } == layout.norm.count { $0 == "." } + 1
        && reader.shape(of: "\(name.dropLast("weight".count))bias") == [channels]
    }
  }

  /// - Parameter heads: of the blocks.
  func makeReadout(channels: Int, heads: Int, prefix: [PrefixToken]) throws -> ViTReadout {
    let headShape = reader.shape(of: "\(layout.head).weight").flatMap { $0.count == 2 ? $0 : nil }
    if reader.hasLayer(layout.distillationHead) {
      context.note(
        "pooling", "mean of two heads, on CLS and DIST",
        from: context.poolingSource(.classToken, otherwise: .tensors(layout.distillationHead)))
      context.record(.pooling, FactValue("token"))
      let classes = headShape?.first ?? 0
      return ViTReadout(
        pooling: .classAndDistillation(
          try reader.linear(layout.head, inputs: channels, outputs: classes),
          try reader.linear(layout.distillationHead, inputs: channels, outputs: classes)),
        norm: nil, head: nil, projection: nil)
    }
    if let headShape, headShape[1] == 2 * channels {
      context.note("pooling", "class token and mean over patches", from: .tensors(layout.head))
      return ViTReadout(
        pooling: .classAndMean, norm: nil,
        head: try reader.linear(layout.head, inputs: 2 * channels, outputs: headShape[0]), projection: nil)
    }
    let hasPooledNorm = reader.hasLayer(layout.pooledNorm)
    let pooling = try pooling(channels: channels, heads: heads, prefix: prefix, hasNorm: hasPooledNorm)
    let norm =
      hasPooledNorm ? try reader.norm(layout.pooledNorm, channels: channels, layout.norms) : nil
    if let headShape {
      return ViTReadout(
        pooling: pooling, norm: norm,
        head: try reader.linear(layout.head, inputs: channels, outputs: headShape[0]),
        headEndsWithTanh: layout.headEndsWithTanh, projection: nil)
    }
    context.note("classifier", "none", from: .tensors("no \(layout.head)"))
    return ViTReadout(pooling: pooling, norm: norm, head: nil, projection: try projection(channels: channels))
  }

  /// What is pooled, from the first that says it: a flag, the tensors of a pooling head, the configuration or name of
  /// the family, the tensors.
  private func pooling(
    channels: Int, heads: Int, prefix: [PrefixToken], hasNorm: Bool
  ) throws -> ViTReadout.Pooling {
    let stated = layout.pooling
    let hasHead = layout.attentionPool.map { reader.has($0.probe) } ?? false
    if hasHead, stated.map({ $0.value == .attention || $0.source == .familyDefault }) ?? true,
      let names = layout.attentionPool
    {
      context.note(
        "pooling", "attention of a probe",
        from: context.poolingSource(.attention, otherwise: .tensors(names.probe)))
      context.record(.pooling, FactValue("map"))
      context.record(.poolHeads, FactValue(.integer(layout.poolHeads ?? heads)))
      context.record(.pooledPrefix, FactValue(.bool(layout.poolIncludesPrefix)))
      return .attention(try attentionPool(names, channels: channels, heads: layout.poolHeads ?? heads))
    }
    let hasClass = prefix.first == .classToken
    let norm = hasNorm ? ", then \(layout.pooledNorm)" : ""
    func noted(_ pooling: TokenPooling, from source: Provenance) throws -> ViTReadout.Pooling {
      context.record(.pooling, FactValue(.string(pooling.rawValue)))
      if pooling != .classToken, !prefix.isEmpty { context.record(.pooledPrefix, FactValue(.bool(false))) }
      switch pooling {
      case .classToken:
        guard hasClass else {
          throw ModelError.unfit(
            path: context.path,
            reason: "pools the class token (\(source)), but the file has no \(layout.classToken)",
            source: source)
        }
        context.note("pooling", "class token\(norm)", from: source)
        return .classToken
      case .mean:
        context.note("pooling", "mean over patches\(norm)", from: source)
        return .mean
      case .max:
        context.note("pooling", "maximum over patches\(norm)", from: source)
        return .max
      case .meanAndMax:
        context.note("pooling", "half of mean and maximum over patches\(norm)", from: source)
        return .meanAndMax
      case .attention:
        throw ModelError.unfit(
          path: context.path,
          reason: "pools by attention (\(source)), but the file has no pooling head that is known here",
          source: source)
      }
    }
    if let stated {
      if stated.value == .mean, hasNorm, !isFlag(stated.source) {
        return try noted(.mean, from: .tensors(layout.pooledNorm))
      }
      return try noted(stated.value, from: stated.source)
    }
    if hasNorm { return try noted(.mean, from: .tensors(layout.pooledNorm)) }
    if !hasClass { return try noted(.mean, from: .tensors("no \(layout.classToken)")) }
    return try noted(.classToken, from: .tensors(layout.classToken))
  }

  private func isFlag(_ source: Provenance) -> Bool {
    if case .flag = source { true } else { false }
  }

  private func attentionPool(_ names: AttentionPool.Names, channels: Int, heads: Int) throws -> AttentionPool
  {
    guard heads > 0, channels % heads == 0 else {
      throw ModelError.invalid(
        path: context.path, reason: "\(heads) heads of the pooling head do not divide \(channels) channels")
    }
    guard reader.rowCount(of: names.probe) == 1 else {
      throw ModelError.invalid(
        path: context.path,
        reason:
          "\(names.probe) has shape \(reader.shape(of: names.probe) ?? []); pooling heads with one probe "
          + "are read")
    }
    if heads != layout.poolHeads ?? heads || layout.poolHeads != nil {
      context.note("heads of the pooling head", "\(heads)", from: .familyDefault)
    }
    return try AttentionPool(
      reader, names: names, channels: channels, heads: heads, includesPrefix: layout.poolIncludesPrefix,
      norms: layout.norms, form: layout.mlp.value)
  }

  /// The layer that gives the embedding; nil where the file has none.
  private func projection(channels: Int) throws -> ViTReadout.Projection? {
    switch layout.projection {
    case .linear(let name)?:
      guard let outputs = reader.shape(of: "\(name).weight")?.first else { return nil }
      context.note("embedding", "\(outputs) values, after \(name)", from: .tensors(name))
      return .linear(try reader.linear(name, inputs: channels, outputs: outputs))
    case .transposed(let name)?:
      guard let outputs = reader.shape(of: name)?.last else { return nil }
      context.note("embedding", "\(outputs) values, after \(name)", from: .tensors(name))
      return .linear(try reader.transposedLinear(name, inputs: channels, outputs: outputs))
    case .tanh(let name)?:
      guard reader.hasLayer(name) else { return nil }
      context.record(.embeddingActivation, FactValue("tanh"))
      context.note("embedding", "tanh of \(name) over the pooled vector", from: .tensors(name))
      return .tanh(try reader.linear(name, inputs: channels, outputs: channels))
    case nil: return nil
    }
  }
}
