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

    // Nothing from elsewhere: no links out of the page or style imports, images only inside it, and one script beside
    // its data. A browser is told to load nothing.
    #expect(
      Set(elements.map(\.name)).isDisjoint(with: ["link", "iframe", "object", "base", "embed", "form"]))
    for element in elements {
      for key in ["src", "xlink:href", "data", "srcset"] {
        if let value = element.attributes[key] {
          #expect(value.hasPrefix("data:image/png;base64,"), "\(value)")
        }
      }
      if let link = element.attributes["href"] {
        #expect(link.hasPrefix("#") && elements.contains { $0.attributes["id"] == String(link.dropFirst()) })
      }
      #expect(element.attributes.keys.allSatisfy { $0 != "style" && !$0.hasPrefix("on") })
    }
    #expect(
      elements.filter { $0.name == "script" }.map(\.attributes) == [
        ["type": "application/json", "id": "data"], [:],
      ])
    let policy = try #require(elements.first { $0.attributes["http-equiv"] == "Content-Security-Policy" })
    let rules = try #require(policy.attributes["content"])
    #expect(rules.hasPrefix("default-src &#39;none&#39;; "))
    #expect(!rules.contains("unsafe-eval") && !rules.contains("*") && !rules.contains("http"))
    let ids = elements.compactMap { $0.attributes["id"] }
    #expect(Set(ids).count == ids.count)
    let withoutNamespace = page.replacing("xmlns=\"http://www.w3.org/2000/svg\"", with: "")
      .replacing(rules, with: "")
    for pattern in ["http:", "https:", "//", "url(", "@import"] {
      #expect(!withoutNamespace.withoutImages.contains(pattern))
    }

    // Only names may hold characters that are written out, such as \u{2060}, and these have none. Ranges stay on a line.
    #expect(!page.withoutImages.withoutScripts.contains("\\"))
    #expect(page.contains(".range{white-space:nowrap}"))
    #expect(page.matches(of: /, <span class="range">0–[01]\.\d{4}<\/span><\/figcaption>/).count == 14 * 3 * 4)

    // For those who read and those who hear it, in light and in dark.
    #expect(page.contains("prefers-color-scheme:dark"))
    #expect(elements.first?.name == "html" && elements.first?.attributes["lang"] == "en")
    for kind in ["title", "h1", "nav", "table", "caption", "svg", "img", "header", "footer"] {
      #expect(elements.contains { $0.name == kind }, "\(kind)")
    }
    #expect(
      elements.filter { $0.name == "svg" }.allSatisfy {
        $0.attributes["aria-hidden"] == "true" || $0.attributes["aria-label"]?.isEmpty == false
      })
    #expect(elements.filter { $0.name == "img" }.allSatisfy { $0.attributes["alt"]?.isEmpty == false })
    #expect(
      elements.filter { $0.name == "th" }.allSatisfy {
        ["row", "col"].contains($0.attributes["scope"] ?? "")
      })

    // All that was compared is there: 14 images, 19 head pairs and the heads of both models; of every image the
    // photograph, and of three heads four maps each. The command is that of the run, and names are short.
    #expect(elements.filter { $0.name == "th" && $0.attributes["scope"] == "row" }.count == 14 + 19 + 2 * 19)
    #expect(elements.filter { $0.name == "img" }.count == 14 * (1 + 3 * 4))
    #expect(page.utf8.count <= 3_000_000)
    #expect(page.contains("<code>polascope compare fashion-softmax fashion-polarity --image "))
    #expect(page.contains("<h4>ankle-boot-01.png</h4>"))
    #expect(
      page.contains("Is the entropy of fashion-polarity (polarity-aware) lower than that of fashion-softmax"))
    for source in elements.compactMap({ $0.attributes["src"] }) {
      let png = try #require(Data(base64Encoded: String(source.dropFirst("data:image/png;base64,".count))))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
    }
  }

  /// One model has a page without a question, several have a table of each and the first; all layers are there.
  @Test func aPageHasOneToSixModels() throws {
    let folder = try TemporaryFolder()
    let image = try #require(Samples.images.first)
    let names = ["fashion-softmax", "fashion-polarity", "fashion-relu", "fashion-focused"]
    for count in [1, 4] {
      let path = "\(folder.path)/\(count).html"
      let run = try report(Array(names.prefix(count)), images: [image], to: path)
      #expect(run.status == 0 && run.output.contains("A  fashion-softmax"), "\(run.error)")
      let page = try String(contentsOfFile: path, encoding: .utf8)
      let rows = try elements(of: page).filter { $0.name == "th" && $0.attributes["scope"] == "row" }
      // The image and the heads; of several also each model beside the first, and seven layers with their mean.
      #expect(rows.count == 1 + 19 * count + (count > 1 ? count - 1 + 8 : 0))
      #expect(page.contains("Which models differ from A") == (count > 1))
      #expect(!page.contains("<h2>Is the entropy of"))
    }
    let alone = try Program.run(["compare", names[0], "--image", image])
    #expect(alone.status == 64 && alone.error.contains("name two to six models"))
    let path = "\(folder.path)/seven.html"
    let many = try report(Array(repeating: names[0], count: 7), images: [image], to: path)
    #expect(many.status == 64 && !FileManager.default.fileExists(atPath: path))
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
    #expect(elements.count { $0.name == "script" } == 2 && !elements.contains { $0.attributes["src"] == "x" })
    #expect(page.contains("&lt;script&gt;alert(&#39;1&#39;)&lt;!-- &quot;&amp;amp;"))
    #expect(!page.contains("<script>alert") && !page.contains("<img src=x"))
    #expect(
      Set(
        page.withoutImages.withoutScripts.withoutCommand.matches(of: /\\(u\{[^}]*\}|.)/).map {
          String($0.output.1)
        }) == [
          "u{2060}"
        ])
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

  private func attributes(_ text: Substring) -> [String: String] {
    var attributes: [String: String] = [:]
    for attribute in text.matches(of: /([a-zA-Z0-9:-]+)="([^"]*)"/) {
      #expect(
        attributes.updateValue(String(attribute.output.2), forKey: String(attribute.output.1)) == nil)
    }
    return attributes
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
      if name == "script", tag.output.1.isEmpty {
        // Its text is no markup, and ends where the first end of a script is.
        elements.append(Element(name: name, attributes: attributes(tag.output.3)))
        rest = rest[try #require(rest[tag.range.upperBound...].firstRange(of: "</script>")).upperBound...]
        continue
      }
      if !tag.output.1.isEmpty {
        try #require(open.popLast() == name, "</\(name)> closes nothing")
      } else {
        elements.append(Element(name: name, attributes: attributes(tag.output.3)))
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

  /// Without the command line, which is quoted as shells read it.
  fileprivate var withoutCommand: String { replacing(/<code>[^<]*<\/code>/, with: "") }

  /// Without scripts and their data.
  fileprivate var withoutScripts: String { replacing(/<script[^>]*>[\s\S]*?<\/script>/, with: "") }
}
