// The values of the options of `view`: scales, points, queries, keys, pins.
import ArgumentParser
import Attention
import AttentionMaps
import Imaging
import Session
import TerminalUI
import Viewer

extension ViewKind: ExpressibleByArgument {}
extension MapKind: ExpressibleByArgument {}
extension Zoom: ExpressibleByArgument {}
extension HeadMetric: ExpressibleByArgument {}
extension ColorDepth: ExpressibleByArgument {}
extension PictureGround: ExpressibleByArgument {}
extension EntropyOrder: ExpressibleByArgument {}

extension Side: ExpressibleByArgument {
  public init?(argument: String) {
    guard let side = Side.allCases.first(where: { $0.letter.lowercased() == argument.lowercased() }) else {
      return nil
    }
    self = side
  }

  public var defaultValueDescription: String { letter.lowercased() }

  /// None: the option's help says what the values are.
  public static var allValueDescriptions: [String: String] { [:] }
  public static var allValueStrings: [String] { allCases.map { $0.letter.lowercased() } }
}

/// A scale of colors, with the ends of one that is fixed.
struct StartScale {
  let mode: ScaleMode
  var range: ClosedRange<Float>?
}

/// Those that need no numbers.
let scaleNames = ScaleMode.allCases.filter { $0 != .fixed }.map(\.rawValue).joined(separator: ", ")

func startScale(_ text: String) throws -> StartScale {
  let expected = "one of \(scaleNames), or LO,HI with LO at most HI"
  if let mode = ScaleMode(rawValue: text), mode != .fixed { return StartScale(mode: mode) }
  let ends = try parts(of: text, separator: ",", expected: expected) { part in
    Float(part).flatMap { $0.isFinite ? $0 : nil }
  }
  guard ends.count == 2, ends[0] <= ends[1] else { throw ArgumentTextError(expected: expected) }
  return StartScale(mode: .fixed, range: ends[0]...ends[1])
}

func imagePoint(_ text: String) throws -> ImagePoint {
  let expected = "two fractions Y,X from 0 to 1"
  let fractions = try parts(of: text, separator: ",", expected: expected) { part in
    Double(part).flatMap { (0...1).contains($0) ? $0 : nil }
  }
  guard fractions.count == 2 else { throw ArgumentTextError(expected: expected) }
  return ImagePoint(y: fractions[0], x: fractions[1])
}

/// `A:2.1@8,8`, and behind it what it does not share with its side: `;off=3.0;hide=3,5@14x14;side=b;image=cat.png`.
func startPin(_ text: String) throws -> PinRequest {
  var rest = text[...]
  var request = try pinPlace(String(rest.prefix { $0 != ";" }))
  rest = rest.drop { $0 != ";" }
  while !rest.isEmpty {
    let name = rest.dropFirst().prefix { $0 != "=" && $0 != ";" }
    let behind = rest[name.endIndex...]
    // An image's name may hold anything, so it is the last.
    let value = String(behind.dropFirst().prefix { name == "image" || $0 != ";" })
    let expected =
      ";point=Y,X behind @mean, ;off=LAYER.HEAD,... or ;off=none, ;hide=R,C@ROWSxCOLUMNS or ;hide=none, "
      + ";side=a or b, ;image=PATH behind the place of the pin"
    guard behind.first == "=", !value.isEmpty else { throw ArgumentTextError(expected: expected) }
    rest = behind.dropFirst(value.count + 1)
    switch name {
    case "point" where request.query == .mean && request.point == nil:
      guard let point = try? imagePoint(value) else { throw ArgumentTextError(expected: expected) }
      request.point = point
    case "off" where value == PinRequest.none && request.headsOff == nil: request.headsOff = []
    case "off" where request.headsOff == nil:
      request.headsOff = Set(try parts(of: value, separator: ",", expected: expected) { HeadPlace($0) })
    case "hide" where value == PinRequest.none && request.hidden == nil: request.hidden = []
    case "hide" where request.hidden?.isEmpty != true:
      guard let patch = InterventionSelection.Patch(value), patch.model == nil else {
        throw ArgumentTextError(expected: expected)
      }
      guard let footprint = try patch.onItsGrid("hide=\(patch.position)") else {
        throw ArgumentTextError(expected: expected)
      }
      request.hidden = (request.hidden ?? []).union([footprint])
    case "side" where request.side == nil:
      guard let side = Side(argument: value) else { throw ArgumentTextError(expected: expected) }
      request.side = side
    case "image": request.image = value
    default: throw ArgumentTextError(expected: expected)
    }
  }
  return request
}

private func pinPlace(_ text: String) throws -> PinRequest {
  let expected =
    "LAYER.HEAD, such as 2.1 or B:2.1, and a query behind it, such as @8,8, @cls or @0.5,0.25, or pool.HEAD"
  if let pooled = poolPin(text) { return pooled }
  let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
  guard let head = InterventionSelection.Head(parts[0]) else { throw ArgumentTextError(expected: expected) }
  let model = head.model ?? 0
  guard parts.count == 2 else { return PinRequest(model: model, head: head.place) }
  if let query = QuerySelection(parts[1]), query != .all, query != .prefix(.pool) {
    return PinRequest(model: model, head: head.place, query: query)
  }
  guard parts[1].contains("."), let point = try? imagePoint(parts[1]) else {
    throw ArgumentTextError(expected: expected)
  }
  return PinRequest(model: model, head: head.place, point: point)
}

/// `pool.1`, or `B:pool.1`; nil for any other text.
private func poolPin(_ text: String) -> PinRequest? {
  // The pooling head is read as a layer is, in the place of its number.
  let mark = "\(PrefixToken.pool)."
  guard text.hasPrefix(mark) || text.contains(":" + mark),
    let head = InterventionSelection.Head(text.replacing(mark, with: "0.", maxReplacements: 1))
  else { return nil }
  return PinRequest(model: head.model ?? 0, poolHead: head.place.head)
}

func startProbe(_ text: String) throws -> Probe.Place {
  if case .prefix(let token) = QuerySelection(text), token != .pool { return .prefix(token) }
  guard let point = try? imagePoint(text) else {
    throw ArgumentTextError(expected: "two fractions Y,X from 0 to 1, cls, dist, or reg0 ...")
  }
  return .point(point)
}

let colorMapNames = ColorMap.sequential.map(\.name).joined(separator: ", ")

func sequentialColorMap(_ text: String) throws -> ColorMap {
  guard let map = ColorMap.named(text), map != .diverging else {
    throw ArgumentTextError(expected: "one of \(colorMapNames)")
  }
  return map
}

func startQuery(_ text: String) throws -> QuerySelection {
  guard let query = QuerySelection(text), query != .all else {
    throw ArgumentTextError(expected: "ROW,COLUMN, cls, dist, reg0 ..., pool or mean")
  }
  return query
}

func cells(_ text: String) throws -> Size {
  guard let size = Size(text) else { throw ArgumentTextError(expected: "COLUMNSxROWS, such as 120x36") }
  return size
}
