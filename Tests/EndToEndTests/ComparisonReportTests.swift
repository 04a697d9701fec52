// The page that `polascope compare --report` writes: whole, well-formed, and complete in itself.
import FoundationEssentials
import Samples
import Testing

@Suite struct ComparisonReportTests {
  private func report(_ models: [String], images: [String], to path: String) throws -> ProgramRun {
    try Program.run(["compare"] + models + images.flatMap { ["--image", $0] } + ["--report", path])
  }

  @Test func thePageIsWellFormedAndAsksNobodyForAnything() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/report.html"
    let run = try report(Samples.defaultModels, images: [CompareCommandTests.images], to: path)
    #expect(run.status == 0 && run.error.isEmpty)
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let elements = try elements(of: page)

    // Nothing from elsewhere: no scripts, links or style imports, and images only inside the page.
    #expect(Set(elements.map(\.name)).isDisjoint(with: ["script", "link", "iframe", "object", "base", "a"]))
    for element in elements {
      for key in ["src", "href", "xlink:href", "data", "srcset"] {
        if let value = element.attributes[key] {
          #expect(value.hasPrefix("data:image/png;base64,"), "\(value)")
        }
      }
    }
    let withoutNamespace = page.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
    for pattern in ["http:", "https:", "//", "url(", "@import"] {
      #expect(!withoutNamespace.withoutImages.contains(pattern))
    }

    // Only names may hold characters that are written out, such as \u{2060}, and these have none. Ranges stay on a line.
    #expect(!page.withoutImages.contains("\\"))
    #expect(page.contains(".range{white-space:nowrap}"))
    #expect(page.matches(of: /, <span class="range">0–0\.\d{4}<\/span><\/figcaption>/).count == 3 * 3 * 4)

    // For those who read and those who hear it, in light and in dark.
    #expect(page.contains("prefers-color-scheme:dark"))
    #expect(elements.first?.name == "html" && elements.first?.attributes["lang"] == "en")
    for kind in ["title", "h1", "main", "table", "caption", "svg", "img", "header", "footer"] {
      #expect(elements.contains { $0.name == kind }, "\(kind)")
    }
    #expect(elements.filter { $0.name == "svg" }.allSatisfy { $0.attributes["aria-label"]?.isEmpty == false })
    #expect(elements.filter { $0.name == "img" }.allSatisfy { $0.attributes["alt"]?.isEmpty == false })
    #expect(
      elements.filter { $0.name == "th" }.allSatisfy {
        ["row", "col"].contains($0.attributes["scope"] ?? "")
      })

    // All that was compared is there: 19 head pairs, and three images of three heads with five pictures each.
    #expect(elements.filter { $0.name == "th" && $0.attributes["scope"] == "row" }.count == 19)
    #expect(elements.filter { $0.name == "img" }.count == 3 * 3 * 5)
    #expect(
      page.contains("Is the entropy of fashion-polarity (polarity-aware) lower than that of fashion-softmax"))
    for source in elements.compactMap({ $0.attributes["src"] }) {
      let png = try #require(Data(base64Encoded: String(source.dropFirst("data:image/png;base64,".count))))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  @Test func hostileNamesDoNotBecomeMarkup() throws {
    let folder = try TemporaryFolder()
    let name = "<script>alert('1')<!-- \"&amp;"
    let model = "\(folder.path)/\(name)"
    try FileManager.default.copyItem(
      atPath: try #require(Samples.folder(named: "fashion-softmax")), toPath: model)
    let image = "\(folder.path)/<img src=x>\u{2060}.png"
    try FileManager.default.copyItem(atPath: try #require(Samples.images.first), toPath: image)
    let path = "\(folder.path)/report.html"
    let run = try report([model, "fashion-polarity"], images: [image], to: path)
    #expect(run.status == 0, "\(run.error)")
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let elements = try elements(of: page)
    #expect(!elements.contains { $0.name == "script" || $0.attributes["src"] == "x" })
    #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;!-- &quot;&amp;amp;"))
    #expect(
      Set(page.withoutImages.matches(of: /\\(u\{[^}]*\}|.)/).map { String($0.output.1) }) == ["u{2060}"])
  }

  @Test func aReportIsReplacedOnlyWhenAsked() throws {
    let folder = try TemporaryFolder()
    let path = "\(folder.path)/report.html"
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    let image = try #require(Samples.images.first)
    let refused = try report(Samples.defaultModels, images: [image], to: path)
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(refused.error.hasPrefix("polascope: \(path): exists already"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    let forced = try Program.run(
      ["compare"] + Samples.defaultModels + ["--image", image, "--report", path, "--force"])
    #expect(forced.status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("<!DOCTYPE html>"))
    let nowhere = try report(Samples.defaultModels, images: [image], to: "\(folder.path)/no/report.html")
    #expect(nowhere.status == 1 && nowhere.output.isEmpty && nowhere.error.contains("cannot be written"))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["report.html"])
  }

  private struct Element {
    let name: String
    var attributes: [String: String] = [:]
  }

  /// The elements of a page in their order; fails where a tag, an attribute or an entity is not as XML wants it.
  private func elements(of page: String) throws -> [Element] {
    var rest = page[...]
    try #require(rest.hasPrefix("<!DOCTYPE html>"))
    rest = rest.dropFirst("<!DOCTYPE html>".count)
    var (open, elements): ([String], [Element]) = ([], [])
    while let start = rest.firstIndex(of: "<") {
      let text = rest[..<start]
      #expect(!text.contains(">") || open.last == "style", "a bare > in \(text)")
      for entity in text.matches(of: /&([^;]{0,8})/) {
        #expect(["amp", "lt", "gt", "quot", "#39"].contains(String(entity.output.1)))
      }
      let tag = try #require(
        rest[start...].prefixMatch(of: /<(\/?)([a-z0-9]+)((?:\s+[a-zA-Z0-9:-]+="[^"<]*")*)(\/?)>/),
        "no tag: \(rest[start...].prefix(60))")
      let name = String(tag.output.2)
      if !tag.output.1.isEmpty {
        try #require(open.popLast() == name, "</\(name)> closes nothing")
      } else {
        var element = Element(name: name)
        for attribute in tag.output.3.matches(of: /([a-zA-Z0-9:-]+)="([^"]*)"/) {
          #expect(
            element.attributes.updateValue(String(attribute.output.2), forKey: String(attribute.output.1))
              == nil)
        }
        elements.append(element)
        if tag.output.4.isEmpty { open.append(name) }
      }
      rest = rest[tag.range.upperBound...]
    }
    #expect(open.isEmpty)
    return elements
  }
}

extension String {
  /// Without the pictures, whose base64 may spell anything.
  fileprivate var withoutImages: String { replacing(/data:image\/png;base64,[A-Za-z0-9+\/=]*/, with: "") }
}
