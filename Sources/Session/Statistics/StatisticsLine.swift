// Reads a line of `polascope stats` or `polascope kernels` back: untrusted, like any file.
import Attention
import Checkpoints
import Files
import VisionModels

/// A line of `stats` or `kernels`: the numbers of one model on one image, or why there are none.
package struct StatisticsLine: Sendable {
  package let model: String
  package let image: String
  /// Of the image's file, in lower case; nil in lines of older versions, and for a file that could not be read.
  package let imageDigest: String?
  /// The model that the line is of; the name alone in lines of older versions.
  package let identity: ModelIdentity
  /// The model's file; empty where the line does not name it.
  package let modelPath: String
  /// The size of the model's file in bytes; 0 where the line does not state it.
  package let modelBytes: Int
  /// What was changed in the forward pass; for a failure, what would have been.
  package let interventions: Interventions
  /// The names of the kernels that numbers are of, in the order of the command; nil for a line of `stats`.
  package let kernels: [String]?
  package let content: Content

  package enum Content: Sendable {
    case numbers(ImageNumbers)
    case failure(String)
  }
}

/// What `summary` reads of a model on an image.
package struct ImageNumbers: Sendable {
  package let family: String
  package let layers: [Layer]
  /// Hashes of numbers, names and logits by what they were asked for, of all that the line has: equal for equal
  /// results.
  package let hashes: [StatisticsRequest: UInt64]
  /// Whether the line has what `--extra` gives in this version; false for one without extras.
  package let hasAllExtras: Bool
  /// Left, top, width and height of the box, in pixels of the image; nil without a box, and where an older version
  /// did not write it.
  package let box: [Double]?

  package struct Layer: Sendable {
    package let name: String
    package let mechanism: String
    /// Whether weights may be negative: then entropies are those of |a|/Σ|a|.
    package let isSigned: Bool
    package let heads: [[Metric: Double]]
    /// Of the layer as a whole.
    package let numbers: [Metric: Double]
  }
}

/// What makes a line unreadable, with the file and the line's number from 1.
package struct StatisticsLineError: Error, Equatable, CustomStringConvertible {
  package let file: String
  package let line: Int
  package let reason: String

  package init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  package var description: String { "\(file.abridged): line \(line): \(reason)" }
}

extension StatisticsLine {
  /// Reads a line; `file` names it in errors. Throws `StatisticsLineError`.
  package init(_ line: LineReader.Line, file: String) throws(StatisticsLineError) {
    func failure(_ reason: String) -> StatisticsLineError {
      StatisticsLineError(file: file, line: line.number, reason: reason)
    }
    let value: JSONValue
    do {
      value = try JSONValue.parse(line.bytes, file: file)
    } catch {
      throw failure("\(error.reason); expected a line of polascope stats")
    }
    guard let model = value["model"]?.string, let image = value["image"]?.string else {
      throw failure("not a line of polascope stats: it has no \"model\" and \"image\"")
    }
    guard let interventions = Interventions(json: value["interventions"]) else {
      throw failure("not a line of polascope stats: its \"interventions\" are not heads and patches")
    }
    self.model = model
    self.image = image
    self.interventions = interventions
    modelPath = value["modelFile"]?["path"]?.string ?? ""
    modelBytes = value["modelFile"]?["bytes"]?.int ?? 0
    do {
      kernels = try value["kernels"].map(kernelNames)
    } catch {
      throw failure("not a line of polascope kernels: \(error.reason)")
    }
    do {
      let digest = value["imageDigest"] ?? .null
      imageDigest = digest.isNull ? nil : try hexDigits(digest, named: "its \"imageDigest\"").lowercased()
      identity = try ModelIdentity(value, model: model)
    } catch {
      throw failure("not a line of polascope stats: \(error.reason)")
    }
    if let error = value["error"]?.string {
      content = .failure(error)
      return
    }
    do {
      content = .numbers(try ImageNumbers(value, metrics: kernels == nil ? Metric.all : Metric.ofKernels))
    } catch {
      throw failure("not a line of polascope stats: \(error.reason)")
    }
  }
}

// MARK: The numbers

/// Why a line of JSON is not a line of `stats`.
private struct Mismatch: Error {
  let reason: String
}

/// The list of kernels of a line, each known and once.
private func kernelNames(_ value: JSONValue) throws(Mismatch) -> [String] {
  guard let values = value.array, !values.isEmpty else {
    throw Mismatch(reason: "its \"kernels\" are no list of names")
  }
  var names: [String] = []
  for value in values {
    guard let name = value.string, Kernel(name) != nil, !names.contains(name) else {
      let name = value.string.map { " \($0.escaped(limit: 80))" } ?? ""
      throw Mismatch(
        reason: "its \"kernels\" list something\(name) that is no kernel of this version, or twice")
    }
    names.append(name)
  }
  return names
}

extension ImageNumbers {
  /// - Parameter metrics: those of the kind of line.
  fileprivate init(_ value: JSONValue, metrics: [Metric]) throws(Mismatch) {
    guard value["modelFile"]?["bytes"]?.int != nil, let family = value["family"]?.string,
      let layerValues = value["layers"]?.array
    else { throw Mismatch(reason: "it has no \"modelFile\", \"family\" or \"layers\"") }
    self.family = family
    box = value["box"]?.array?.map { $0.double ?? .nan }
    var hashes: [StatisticsRequest: XXHash64] = [.always: XXHash64()]
    if layerValues.contains(where: Self.hasExtras) { hashes[.extras] = XXHash64() }
    hasAllExtras = hashes[.extras] != nil && layerValues.allSatisfy(Self.hasAllExtras)
    if let share = value["boxShare"], !share.isNull {
      hashes[.box] = XXHash64()
      hashes[.box]?.add(share.double ?? .nan)
    }
    hashes[.always]?.add(family)
    for logit in value["logits"]?.array ?? [] { hashes[.always]?.add(logit.double ?? .nan) }
    // Where there are logits, the vector is an extra.
    let vector: StatisticsRequest = value["logits"]?.array == nil ? .always : .extras
    for number in value["embedding"]?.array ?? [] { hashes[vector]?.add(number.double ?? .nan) }
    var layers: [Layer] = []
    for (index, layer) in layerValues.enumerated() {
      let place = "layer \(index)"
      // A pooling head comes last, and is called by its name.
      let isPool = index == layerValues.count - 1 && layer["index"]?.string == "pool"
      guard isPool || layer["index"]?.int == index, let name = layer["name"]?.string,
        let mechanism = layer["mechanism"]?.string, let headValues = layer["heads"]?.array
      else {
        throw Mismatch(
          reason: "\(place) has no \"name\", \"mechanism\" or \"heads\", or its \"index\" is not \(index)")
      }
      hashes[.always]?.add(name)
      hashes[.always]?.add(mechanism)
      var heads: [[Metric: Double]] = []
      for (head, value) in headValues.enumerated() {
        guard value["index"]?.int == head else {
          throw Mismatch(reason: "the \"index\" of head \(head) of \(place) is not \(head)")
        }
        let numbers = try Self.numbers(of: value, metrics, place: "\(place) head \(head)")
        for metric in metrics { hashes[metric.request]?.add(numbers[metric] ?? .nan) }
        heads.append(numbers)
      }
      let ofLayer = try Self.numbers(of: layer, Metric.ofLayers, place: place)
      for metric in Metric.ofLayers where !isPool {
        hashes[metric.request]?.add(ofLayer[metric] ?? .nan)
      }
      let isSigned = headValues.contains { $0["signed"]?.bool == true }
      layers.append(
        Layer(name: name, mechanism: mechanism, isSigned: isSigned, heads: heads, numbers: ofLayer))
    }
    self.layers = layers
    self.hashes = hashes.mapValues(\.value)
  }

  private static func hasExtras(_ layer: JSONValue) -> Bool {
    layer["heads"]?.array?.contains { $0["extra"]?.object != nil } == true
  }

  private static let extrasOfEveryHead = HeadStatistic.all.filter { $0.isExtra && $0.isOfEveryHead }.map(
    \.key)

  /// Whether every head of a layer has the extras that every head has; a pooling head has none.
  private static func hasAllExtras(_ layer: JSONValue) -> Bool {
    if layer["index"]?.string == "pool" { return true }
    let known = StatisticsRecord.Layer.extraKeys.allSatisfy { layer[$0] != nil }
    return known
      && layer["heads"]?.array?.allSatisfy { head in
        extrasOfEveryHead.allSatisfy { head["extra"]?[$0] != nil }
      } == true
  }

  /// The numbers of a head that are not `null`.
  private static func numbers(
    of head: JSONValue, _ metrics: [Metric], place: String
  ) throws(Mismatch) -> [Metric: Double] {
    var numbers: [Metric: Double] = [:]
    for metric in metrics {
      var value: JSONValue? = head
      for (depth, key) in metric.path.enumerated() {
        if depth > 0, let found = value, !found.isNull, found.object == nil {
          throw Mismatch(
            reason: "\(place): \"\(metric.path.prefix(depth).joined(separator: "."))\" is no object")
        }
        value = value?[key]
      }
      guard let value, !value.isNull else { continue }
      guard let number = value.double else {
        throw Mismatch(reason: "\(place): \"\(metric.description)\" is not a number")
      }
      numbers[metric] = number
    }
    return numbers
  }
}

/// A digest as it is in a line.
private func hexDigits(_ value: JSONValue, named name: String) throws(Mismatch) -> String {
  guard let digits = value.string, (16...128).contains(digits.utf8.count),
    digits.allSatisfy({ $0.isASCII && $0.isHexDigit })
  else { throw Mismatch(reason: "\(name) is not 16 to 128 hexadecimal digits") }
  return digits
}

extension ModelIdentity {
  /// The identity in a line of the model that it calls `model`.
  fileprivate init(_ line: JSONValue, model: String) throws(Mismatch) {
    let digest = line["modelFile"]?["digest"] ?? .null
    guard !digest.isNull else {
      self = .name(model)
      return
    }
    let digits = try hexDigits(digest, named: "the \"digest\" of its \"modelFile\"")
    var settings: [String: String] = [:]
    if let given = line["settings"] {
      guard let values = given.object else { throw Mismatch(reason: "its \"settings\" are no object") }
      for (name, value) in values {
        guard let value = value.string else {
          throw Mismatch(reason: "its setting \"\(name.escaped(limit: 80))\" is not a text")
        }
        settings[name] = value
      }
    }
    self = .weights(digest: digits, settings: settings)
  }
}

extension XXHash64 {
  fileprivate mutating func add(_ text: String) {
    update(UInt64(text.utf8.count))
    update(text.utf8)
  }

  fileprivate mutating func add(_ number: Double) { update(number.bitPattern) }
}
