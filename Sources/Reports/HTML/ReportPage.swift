// The report: one page that needs nothing else, with tables, plots and maps that readers can play with.
import Attention
import Files
import Session

/// What made a report, for its head.
package struct ReportSource: Sendable {
  /// Name and version of the program.
  package let program: String
  /// The command line, each word as a shell reads it.
  package let command: String
  /// Which of the kernels ran.
  package let instructionSet: String

  package init(program: String, command: String, instructionSet: String) {
    self.program = program
    self.command = command
    self.instructionSet = instructionSet
  }
}

/// A report with all that its page needs.
package struct ReportPage {
  let report: Report
  /// Of the first model with each of the others.
  let models: SideBySide
  let plan: MapPlan
  let images: [ReportImage]
  let source: ReportSource
  let folder: String
  let ordered: [Report.Entry]

  /// - Parameters:
  ///   - models: the first of the report with each of the others.
  ///   - images: those of the plan, the lowest first, then the highest.
  package init(
    _ report: Report, _ models: SideBySide, _ plan: MapPlan, images: [ReportImage], source: ReportSource
  ) {
    self.report = report
    self.models = models
    self.plan = plan
    self.images = images
    self.source = source
    folder = report.commonFolder
    ordered = report.orderedEntries
  }

  /// What an image is called: its path from the folder that all of them are in.
  func name(of path: String) -> String { String(path.dropFirst(folder.count)) }

  /// `A fashion-softmax`.
  var modelNames: [String] {
    report.models.enumerated().map { "\(SideBySide.letter($0)) \($1.name)" }
  }

  /// The one comparison of two models.
  var pair: Comparison? { models.comparisons.count == 1 ? models.comparisons[0] : nil }

  /// The page loads nothing and sends nothing, whatever is in it; its script evaluates no text.
  private static let policy =
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; "
    + "form-action 'none'"

  /// The page should not have more characters.
  private static let characters = 3_000_000

  /// The page, with the maps of as many queries as it has room for.
  ///
  /// - Throws: what `JSONEncoder` throws.
  package func html() throws -> String {
    let rest = html(data: "null")
    guard !images.isEmpty else { return rest }
    let names = images.map { name(of: $0.path) }
    var data = ""
    for count in plan.sets {
      data = try ReportData(report, plan, queries: count, images, names: names).text()
      if rest.utf8.count + data.utf8.count <= Self.characters { break }
    }
    return html(data: data)
  }

  /// The page around its data, for light and dark color schemes and for paper.
  private func html(data: String) -> String {
    let names = report.models.map(\.name)
    let title = [names.dropLast().joined(separator: ", "), names.suffix(1).joined()].filter { !$0.isEmpty }
      .joined(separator: " and ")
    let sections = [answer, plots, imageTable, maps, tables].compactMap(\.self)
    let links = Markup.element(
      "nav", ["aria-label": "sections"],
      sections.map { section in .element("a", ["href": "#\(section.id)"], section.link) })
    let body = [header(title: title), links] + sections.map(\.markup) + [footer]
    return """
      <!DOCTYPE html>
      <html lang="en">
      <head>
      <meta charset="utf-8"/>
      \(Markup.element("meta", ["http-equiv": "Content-Security-Policy", "content": Self.policy]).html)
      <meta name="viewport" content="width=device-width, initial-scale=1"/>
      <meta name="color-scheme" content="light dark"/>
      \(Markup.element("title", [:], "Attention of \(title)").html)
      <style>\(ReportStyle.text)</style>
      </head>
      <body>
      \(body.map(\.html).joined(separator: "\n"))
      <div id="tip" hidden="hidden"></div>
      <script type="application/json" id="data">\(data)</script>
      <script>\(ReportScript.text)</script>
      </body>
      </html>

      """
  }

  /// A part of the page.
  struct Section {
    let id: String
    /// What leads to it.
    let link: String
    let title: String
    let content: [Markup]

    var markup: Markup { .element("section", ["id": "\(id)"], [.element("h2", [:], title)] + content) }
  }

  // MARK: Head and foot

  private func header(title: String) -> Markup {
    let list = report.models.enumerated().map { index, model in
      Markup.element(
        "li", [:],
        [
          .element("span", ["class": "letter m\(index)"], SideBySide.letter(index)),
          .text(
            " \(model.name): \(model.family), \(model.mechanism?.title ?? "no attention"), "
              + "\(counted(model.layers.count, "layer")), "
              + "\(counted(model.layers.reduce(0) { $0 + $1.heads }, "head")), digest \(model.digest)"
              + model.changes),
        ])
    }
    return .element(
      "header", [:],
      [
        .element("h1", [:], "Attention of \(title)"), .element("ul", ["class": "models"], list),
        .element("p", ["class": "command"], [.element("code", [:], "polascope \(source.command)")]),
        .element(
          "p", ["class": "remark"],
          "\(source.program), \(source.instructionSet) kernels. \(counted(report.entries.count, "image"))"
            + (folder.isEmpty ? "." : " of \(folder).")
            + (copiesRemark(models.copies).map { " \($0)" } ?? "")),
      ])
  }

  private var footer: Markup {
    .element(
      "footer", [:],
      [
        .element(
          "p", [:],
          "Made by \(source.program). The page holds all that it shows, and loads nothing.")
      ])
  }

  // MARK: The question

  private var answer: Section? {
    if let pair {
      return Section(
        id: "answer", link: "Answer", title: pair.answer.question,
        content: (pair.answer.sentences + pair.accuracySentences).map { .element("p", [:], $0) })
    }
    guard models.comparisons.count > 1 else { return nil }
    return Section(
      id: "answer", link: "Answer", title: "Which models differ from A",
      content: [models.differenceTable.markup(caption: "Each model and A")]
        + models.remarks.map { .element("p", ["class": "remark"], $0) })
  }

  // MARK: Tables of heads

  private var tables: Section {
    var content: [Markup] = []
    if let pair {
      content.append(pair.headTable.markup(caption: "All paired heads"))
      content += pair.remarks.map { .element("p", ["class": "remark"], $0) }
    } else if models.comparisons.count > 1 {
      content.append(models.levels.table.markup(caption: "Layers side by side"))
      content += models.levels.remarks.map { .element("p", ["class": "remark"], $0) }
    }
    content.append(headTable.markup(caption: "Every head of every model"))
    content.append(
      .element(
        "p", ["class": "remark"],
        "H is the mean normalized entropy of the rows (1 = uniform) over images, same and opposite those of the streams "
          + "of polarity heads, sd the standard deviation of H over images; pp:nn:pn:np are the fractions of same-signed "
          + "and opposite-signed products in percent."))
    return Section(id: "tables", link: "Heads", title: "Every head", content: content)
  }

  /// A row for each head of each model, also of those without a partner.
  private var headTable: TextTable {
    var table = TextTable(
      [.text("model"), .number("layer"), .text("name"), .text("mechanism"), .number("head")]
        + ["H", "sd", "same", "opposite", "pp:nn:pn:np"].map { .number($0) })
    for (index, model) in report.models.enumerated() {
      for (layer, heads) in zip(model.layers, report.heads[index]) {
        let sign = layer.mechanism.hasSignedRows ? " |a|" : ""
        for side in heads {
          let attention = side.entropies[.attention]
          table.append([
            modelNames[index], "\(layer.index)", layer.name, layer.mechanism.title, "\(side.place.head)",
            (attention?.mean).fixed(3) + sign, (attention?.standardDeviation).fixed(3),
            (side.entropies[.same]?.mean).fixed(3), (side.entropies[.opposite]?.mean).fixed(3),
            side.budget.percentages,
          ])
        }
      }
    }
    return table
  }
}
