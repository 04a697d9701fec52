// Prefixes that training code puts before tensor names: `module.` of DataParallel, `backbone.` of DINO …

/// Wrappers of a whole model: removed where every name has them.
private let wrappingPrefixes = ["module.", "_orig_mod."]

/// Any other prefix of a training script (`model.net.`), where every name has it and the patch embedding follows.
private func unknownPrefix(_ names: [String]) -> String? {
  for name in names {
    guard let embedding = name.firstRange(of: ".patch_embed") else { continue }
    let prefix = name[..<embedding.lowerBound] + "."
    return names.allSatisfy { $0.hasPrefix(prefix) && $0.utf8.count > prefix.utf8.count }
      ? String(prefix) : nil
  }
  return nil
}

/// Names of one network among several: removed where an input embedding follows. The tensors without the prefix
/// are then another network's (a projection head, a momentum encoder, a decoder).
private let selectingPrefixes = ["backbone.", "base_encoder.", "encoder.", "visual.trunk."]

/// How the first names of every family's network begin.
private let inputEmbeddings = ["patch_embed", "embeddings.", "cls_token"]

/// Prefixes that are removed one after another; nested wrappers give three or four. Each costs a pass over all
/// names, so that the number also bounds the time that hostile names take.
private let mostPrefixes = 16

/// Removes the known prefixes from the names of `tensors` and returns a remark for each.
func strippingPrefixes(of tensors: inout [LocatedTensor]) -> [String] {
  var remarks: [String] = []
  while remarks.count < mostPrefixes, let prefix = prefixToStrip(from: tensors.map(\.description.name)) {
    let before = tensors.count
    tensors = tensors.compactMap { tensor in
      guard tensor.description.name.hasPrefix(prefix) else { return nil }
      var tensor = tensor
      tensor.description = tensor.description.named(String(tensor.description.name.dropFirst(prefix.count)))
      return tensor
    }
    let aside = before - tensors.count
    remarks.append(
      "prefix '\(prefix)' removed" + (aside == 0 ? "" : ", \(aside) tensors without it left aside"))
  }
  return remarks
}

private func prefixToStrip(from names: [String]) -> String? {
  guard !names.isEmpty else { return nil }
  return wrappingPrefixes.first { prefix in names.allSatisfy { $0.hasPrefix(prefix) && $0 != prefix } }
    ?? selectingPrefixes.first { prefix in
      inputEmbeddings.contains { embedding in names.contains { $0.hasPrefix(prefix + embedding) } }
    }
    ?? unknownPrefix(names)
}
