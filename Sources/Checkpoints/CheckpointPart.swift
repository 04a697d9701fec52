// A part of a checkpoint as a checkpoint of its own, under other names or with tensors made of others.
import Files

extension Checkpoint {
  /// The tensors whose names begin with `prefix`, under what follows it.
  package func part(_ prefix: String) -> Checkpoint {
    prefix.isEmpty
      ? self : selecting { $0.hasPrefix(prefix) && $0 != prefix ? String($0.dropFirst(prefix.count)) : nil }
  }

  /// The tensors for which `newName` has a name, under that name; the first where two would get the same.
  private func selecting(_ newName: (String) -> String?) -> Checkpoint {
    var part = self
    (part.tensors, part.locations, part.unreadable) = ([:], [:], [:])
    for name in names {
      guard let newName = newName(name), part.tensors[newName] == nil else { continue }
      part.tensors[newName] = tensors[name]?.named(newName)
      part.locations[newName] = locations[name]
    }
    for (name, problem) in unreadable {
      if let newName = newName(name) { part.unreadable[newName] = problem }
    }
    return part
  }

  /// The tensors under other names; as they are where two would get the same.
  package func renaming(_ newName: (String) -> String) -> Checkpoint {
    let renamed = selecting { newName($0) }
    return renamed.tensors.count == tensors.count ? renamed : self
  }

  /// The tensors without those of these names.
  package func without(_ names: [String]) -> Checkpoint {
    let names = Set(names)
    return names.isEmpty ? self : selecting { names.contains($0) ? nil : $0 }
  }

  /// The checkpoint with the tensor `name` replaced by `newName`, whose elements in row-major order are the given ones of
  /// it. As it is where there is another tensor of that name.
  ///
  /// - Parameter elements: indices of elements of `name`, as many as `shape` has.
  package func replacing(
    _ name: String, by newName: String, shape: [Int], elements: [Int]
  ) -> Checkpoint {
    guard let tensor = tensors[name], let location = locations[name], tensor.isContiguous,
      newName == name || tensors[newName] == nil,
      let description = TensorDescription(checking: newName, type: tensor.type, shape: shape),
      description.elementCount == elements.count, elements.allSatisfy({ 0..<tensor.elementCount ~= $0 })
    else { return self }
    let gathered = GatheredElements(
      source: location.source, offset: location.offset, size: tensor.type.size, elements: elements)
    var checkpoint = self
    (checkpoint.tensors[name], checkpoint.locations[name]) = (nil, nil)
    checkpoint.tensors[newName] = description
    checkpoint.locations[newName] = TensorLocation(source: gathered, offset: 0)
    return checkpoint
  }

  /// Whether all tensors of `other` are the same elements of the same file, under the same names.
  package func isSame(as other: Checkpoint) -> Bool {
    path == other.path && tensors == other.tensors
      && locations.allSatisfy { name, location in
        guard let otherLocation = other.locations[name] else { return false }
        return location.offset == otherLocation.offset && location.source.isSame(as: otherLocation.source)
      }
  }
}

extension ByteSource {
  fileprivate func isSame(as other: any ByteSource) -> Bool {
    switch (self, other) {
    case (let file as RegularFile, let other as RegularFile): file === other
    case (let entry as ZipEntry, let other as ZipEntry): entry == other
    default: false
    }
  }
}
