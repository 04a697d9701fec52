// Every tensor of a pickle under its path: keys of dictionaries, places in lists, names of a module's parts.

/// The tensors of a pickle by path, whatever holds them: dictionaries, lists, and modules that were saved whole, whose
/// tensors get the names that `state_dict` would give them.
struct SavedTensors {
  /// Containers within containers that are followed.
  private static let depthLimit = 32
  /// Values that are looked at. Containers that are named again and again would have no end of them.
  static let valueLimit = 600_000
  /// Names of one tensor, on average. A layer that a model applies again and again has a name for each time.
  private static let namesPerTensor = 16
  /// Names beside these: containers that a small pickle holds twice, within one another, would give it a million.
  private static let moreNames = 1024
  /// Bytes of all names together, whatever the size of the pickle.
  private static let nameLimit = 16 << 20
  /// Bytes of all names together for every byte of the pickle, and beside these.
  private static let nameBytesPerByte = 16
  private static let moreNameBytes = 256 << 10

  private(set) var tensors: [(name: String, tensor: PickledTensor)] = []
  private let contents: PickleContents
  private let mostTensors: Int
  private let mostNameBytes: Int
  private var valueCount = 0
  private var nameBytes = 0
  /// Containers on the way to the value at hand: one within itself is not entered again.
  private var open: Set<Container> = []

  private enum Container: Hashable {
    case list(Int), tuple(Int), dictionary(Int), object(Int)
  }

  private typealias Items = [(key: PickleValue, value: PickleValue)]

  /// - Throws: `PyTorchProblem.tooManyValues` where a limit is exceeded.
  init(_ contents: PickleContents) throws(PyTorchProblem) {
    self.contents = contents
    mostTensors = Self.moreNames + Self.namesPerTensor * contents.tensors.count
    mostNameBytes = min(Self.moreNameBytes + Self.nameBytesPerByte * contents.byteCount, Self.nameLimit)
    try visit(contents.root, path: "", depth: 0)
  }

  private mutating func visit(_ value: PickleValue, path: String, depth: Int) throws(PyTorchProblem) {
    valueCount += 1
    guard valueCount <= Self.valueLimit else { throw .tooManyValues }
    switch value {
    case .tensor(let number):
      guard !path.isEmpty else { return }
      nameBytes += path.utf8.count
      guard nameBytes <= mostNameBytes, tensors.count < mostTensors else { throw .tooManyValues }
      tensors.append((path, contents.tensors[number]))
    case .list(let number):
      try enter(.list(number), depth) { (self) throws(PyTorchProblem) in
        try self.visit(self.contents.lists[number], path, depth)
      }
    case .tuple(let number):
      try enter(.tuple(number), depth) { (self) throws(PyTorchProblem) in
        try self.visit(self.contents.tuples[number], path, depth)
      }
    case .dictionary(let number):
      try enter(.dictionary(number), depth) { (self) throws(PyTorchProblem) in
        try self.visit(self.contents.dictionaries[number], path, depth)
      }
    case .object(let number):
      try enter(.object(number), depth) { (self) throws(PyTorchProblem) in
        try self.visit(self.contents.objects[number], path, depth)
      }
    default: break
    }
  }

  private mutating func enter(
    _ container: Container, _ depth: Int, _ body: (inout SavedTensors) throws(PyTorchProblem) -> Void
  ) throws(PyTorchProblem) {
    guard depth < Self.depthLimit, open.insert(container).inserted else { return }
    defer { open.remove(container) }
    try body(&self)
  }

  private mutating func visit(_ values: [PickleValue], _ path: String, _ depth: Int) throws(PyTorchProblem) {
    for (index, value) in values.enumerated() {
      try visit(value, path: join(path, "\(index)"), depth: depth + 1)
    }
  }

  private mutating func visit(_ items: Items, _ path: String, _ depth: Int) throws(PyTorchProblem) {
    for (key, value) in items {
      switch key {
      case .string(let name): try visit(value, path: join(path, name), depth: depth + 1)
      case .int(let number): try visit(value, path: join(path, "\(number)"), depth: depth + 1)
      default: break
      }
    }
  }

  /// A module's parameters, buffers and modules; the items, elements and attributes of any other object.
  private mutating func visit(_ object: PickledObject, _ path: String, _ depth: Int) throws(PyTorchProblem) {
    let attributes = self.attributes(of: object)
    func items(_ name: String) -> Items? {
      for case (.string(name), let value) in attributes { return contents.items(of: value) }
      return nil
    }
    guard let parameters = items("_parameters"), let modules = items("_modules") else {
      try visit(object.items, path, depth)
      try visit(object.elements, path, depth)
      return try visit(attributes, path, depth)
    }
    try visit(parameters, path, depth)
    let passing = passingBuffers(attributes)
    let buffers = (items("_buffers") ?? []).filter { item in
      if case .string(let name) = item.key { !passing.contains(name) } else { false }
    }
    try visit(buffers, path, depth)
    try visit(modules, path, depth)
  }

  /// The attributes of an object: its state, or the first dictionary of a state that also has slots.
  private func attributes(of object: PickledObject) -> Items {
    if case .tuple(let number) = object.state {
      return contents.tuples[number].lazy.map(contents.items).first { !$0.isEmpty } ?? []
    }
    return contents.items(of: object.state)
  }

  /// Names of a module's buffers that `state_dict` leaves out.
  private func passingBuffers(_ attributes: Items) -> Set<String> {
    for case (.string("_non_persistent_buffers_set"), let set) in attributes {
      var names: [PickleValue] = []
      if case .list(let number) = set { names = contents.lists[number] }
      if case .object(let number) = set, case .tuple(let arguments) = contents.objects[number].arguments,
        case .list(let list)? = contents.tuples[arguments].first
      {
        names = contents.lists[list]
      }
      return Set(names.compactMap { if case .string(let name) = $0 { name } else { nil } })
    }
    return []
  }

  private func join(_ path: String, _ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }
}
