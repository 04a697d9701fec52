// A session ▶ the text of its file.

import Attention
import Checkpoints
import Files
import Session
import VisionModels

extension SavedSession {
  /// The text of a file at `path`: indented JSON.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package func json(savedAt path: String, samples: BundledSamples) throws -> [UInt8] {
    let modelPaths = SessionPaths.models(samples, file: path)
    let imagePaths = SessionPaths.images(samples, file: path)
    let shown = shownImages.map { JSONValue.string(imagePaths.name(of: $0)) }
    let models = self.models.map { model in
      JSONValue.object([
        "model": .string(modelPaths.name(of: model.argument)), "name": JSONValue(model.name),
        "digest": JSONValue(model.digest),
      ])
    }
    let session = JSONValue.object([
      Self.mark: .integer(Self.format), "version": .string(Release.version),
      "models": .array(models), "options": .array(options.map(JSONValue.string)),
      "images": .array(images.map { .string(imagePaths.name(of: $0)) }),
      "imageDigests": .object(
        Dictionary(
          imagesInUse.compactMap { number in
            guard shownImages.indices.contains(number), let digest = imageDigests[number] else { return nil }
            return (imagePaths.name(of: shownImages[number]), JSONValue.string(digest))
          }, uniquingKeysWith: { first, _ in first })),
      "screen": screen.json(images: shown),
      "bookmarks": .array(
        bookmarks.map { .object(["note": .string($0.note), "screen": $0.screen.json(images: shown)]) }),
    ])
    return Array((try jsonText(EncodedJSON(value: session), isIndented: true) + "\n").utf8)
  }
}

extension SavedScreen {
  fileprivate func json(images: [JSONValue]) -> JSONValue {
    .object([
      "sides": .array(sides.map { .object($0.json(images: images)) }), "linked": .bool(isLinked),
      "focus": focus.json, "view": .string(view.rawValue), "zoom": JSONValue(zoom?.rawValue),
      "pages": .object(
        Dictionary(uniqueKeysWithValues: pages.map { ($0.rawValue, JSONValue.integer($1)) })),
      "map": .string(map.rawValue), "incoming": .bool(incoming), "overlay": .bool(overlay),
      "colormap": .string(colorMap.name),
      "scales": .object(
        Dictionary(uniqueKeysWithValues: scales.map { ($0.rawValue, JSONValue.string($1.rawValue)) })),
      "fixedRange": .array([fixedRange.lowerBound, fixedRange.upperBound].map { .number(Double($0)) }),
      "order": .string(order.rawValue), "metric": .string(metric.rawValue),
      "exponent": .number(Double(exponent)), "probe": probe?.json ?? .null,
      "pins": .array(
        pins.map { pin in
          .object(pin.state.json(images: images).merging(["side": pin.side.json]) { $1 })
        }),
    ])
  }
}

extension SideState {
  fileprivate func json(images: [JSONValue]) -> [String: JSONValue] {
    let query =
      switch spot.query {
      case .spatial: "point"
      case .prefix(let token): "\(token)"
      case .mean: "mean"
      }
    let off = allHeadsOff.map { model, heads in
      ("\(model)", JSONValue.array(heads.sorted().map { .string("\($0)") }))
    }
    let patches = hidden.map { "\($0.position)@\($0.grid.rows)x\($0.grid.columns)" }.sorted()
    return [
      "model": .integer(model),
      "image": images.indices.contains(spot.image) ? images[spot.image] : .null,
      "place": .object([
        "model": .integer(spot.anchor.model), "head": .string("\(spot.anchor.head)"),
      ]),
      "point": spot.cursor.json, "query": .string(query),
      "headsOff": .object(Dictionary(uniqueKeysWithValues: off)),
      "hidden": .array(patches.map(JSONValue.string)),
    ]
  }
}

extension Side {
  fileprivate var json: JSONValue { .string(letter.lowercased()) }
}

extension ImagePoint {
  fileprivate var json: JSONValue { .array([.number(y), .number(x)]) }
}

extension Probe.Place {
  fileprivate var json: JSONValue {
    switch self {
    case .point(let point): point.json
    case .prefix(let token): .string("\(token)")
    }
  }
}

extension JSONValue {
  fileprivate init(_ text: String?) { self = text.map(JSONValue.string) ?? .null }
}

/// A JSON value for `JSONEncoder`.
private struct EncodedJSON: Encodable {
  let value: JSONValue

  func encode(to encoder: any Encoder) throws {
    switch value {
    case .array(let elements):
      var container = encoder.unkeyedContainer()
      for element in elements { try container.encode(EncodedJSON(value: element)) }
    case .object(let members):
      var container = encoder.container(keyedBy: Name.self)
      for (name, member) in members {
        try container.encode(EncodedJSON(value: member), forKey: Name(stringValue: name))
      }
    default:
      var container = encoder.singleValueContainer()
      switch value {
      case .bool(let flag): try container.encode(flag)
      case .integer(let number): try container.encode(number)
      case .number(let number): try container.encode(number)
      case .string(let text): try container.encode(text)
      default: try container.encodeNil()
      }
    }
  }

  private struct Name: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
