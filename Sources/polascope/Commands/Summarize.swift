// `polascope summary`: lines of `stats` merged into means, deviations and quantiles of every head.
import ArgumentParser
import Files
import Glibc
import Reports
import Session

struct Summarize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "summary",
    abstract: "Merge lines of 'polascope stats' into means, deviations and exact quantiles of every head.",
    discussion: """
      The result is the same, bit for bit, in whatever order and in however many files the lines are. A pair of model \
      and image that occurs twice counts once; if its numbers differ, that is an error. Images of equal files \
      (imageDigest) count once. Memory grows by 8 bytes for every number.

      Examples:
        polascope summary part-*.jsonl --quantity meanDistance --format csv
        polascope stats fashion-relu --image photos | polascope summary -
      """)

  @Argument(help: "Files of lines; - is the standard input.", completion: .file())
  var files: [String]

  @Option(help: "table, json, csv or markdown.")
  var format = ReportFormat.table

  @Option(
    help: ArgumentHelp("Fractions of the quantiles, from 0 to 1.", valueName: "0.05,0.5,0.95"),
    transform: fractions
  )
  var quantiles = [0.05, 0.25, 0.5, 0.75, 0.95]

  @Option(
    name: .customLong("quantity"),
    help: ArgumentHelp(
      "\(Metric.Name.all.map(\.description).joined(separator: ", ")); comma-separated. Default: all.",
      valueName: "names"),
    transform: metricNames)
  var metrics: Set<Metric.Name>?

  func run() throws {
    var builder = SummaryBuilder()
    for file in files {
      let name = file == "-" ? "standard input" : file
      let reader = file == "-" ? LineReader(descriptor: STDIN_FILENO, name: name) : try LineReader(file)
      while let line = try reader.next() {
        if line.bytes.isEmpty { continue }
        try builder.add(StatisticsLine(line, file: name), file: name, number: line.number)
      }
    }
    let summary = builder.summary(fractions: quantiles, names: metrics ?? Set(Metric.Name.all))
    if summary.repetitions > 0 {
      try StandardStream.error.report(
        "left out \(summary.repetitions) lines that repeat a pair of model and image")
    }
    let copies = summary.models.map(\.copies).max() ?? 0
    if copies > 0 {
      try StandardStream.error.report(
        "left out \(copies == 1 ? "1 image that is a copy" : "\(copies) images that are copies") of another one (equal "
          + "imageDigest): a file counts once for each model")
    }
    if let first = summary.unlikeImages.first {
      let count = summary.unlikeImages.count
      try StandardStream.error.report(
        "warning: the models did not see the same images: at \(count == 1 ? "1 path" : "\(count) paths"), "
          + "\(count == 1 ? "" : "such as ")\(first.abridged), their lines are of different files")
    }
    guard !summary.models.isEmpty else { throw NoLines(files: files) }
    try checkThatChosenNumbersAreThere(in: summary)
    try StandardStream.output.write(summary.text(format))
  }

  /// Says which of the chosen numbers no line has, and what writes them.
  ///
  /// - Throws: where none of them is there, `ValidationError` where another command writes them, else `NoNumbers`.
  private func checkThatChosenNumbersAreThere(in summary: Summary) throws {
    guard let metrics, summary.models.contains(where: { $0.images > 0 }) else { return }
    let present = summary.names
    let lacking = Metric.Name.all.filter { metrics.contains($0) && !present.contains($0) }
    guard !lacking.isEmpty else { return }
    let remarks = lacking.map { name in
      "no line has \(name)"
        + (name.source.map { "; \($0) writes it, for heads that have it" }
          ?? ": no head of these models has it, or it is undefined or not finite there")
    }
    if present.isEmpty {
      let remark = "--quantity: \(remarks.joined(separator: "; "))"
      if lacking.allSatisfy({ $0.source != nil }) { throw ValidationError(remark) }
      throw NoNumbers(description: remark)
    }
    for remark in remarks { try StandardStream.error.report(remark) }
  }

  /// Lines have the numbers, and none is one.
  private struct NoNumbers: Error, CustomStringConvertible {
    let description: String
  }

  /// All files are empty.
  private struct NoLines: Error, CustomStringConvertible {
    let files: [String]

    var description: String {
      let names = files.map { $0 == "-" ? "standard input" : $0.abridged }.joined(separator: ", ")
      return "\(names): holds no lines of polascope stats; run it first"
    }
  }
}

extension ReportFormat: ExpressibleByArgument {}

private func fractions(_ text: String) throws -> [Double] {
  try parts(of: text, separator: ",", expected: "numbers from 0 to 1 such as 0.05,0.5,0.95") { part in
    Double(part).flatMap { (0...1).contains($0) ? $0 : nil }
  }
}

private func metricNames(_ text: String) throws -> Set<Metric.Name> {
  Set(
    try parts(
      of: text, separator: ",",
      expected: "names among \(Metric.Name.all.map(\.description).joined(separator: ", "))"
    ) { Metric.Name(String($0)) })
}

extension Metric.Name {
  /// The command that writes the number where lines may lack it; nil for what every line of its heads has.
  fileprivate var source: String? {
    if Metric.ofKernels.contains(where: { $0.name == self }) { return "'polascope kernels'" }
    let metric = (Metric.all + Metric.ofLayers).first { $0.name == self }
    return switch metric?.request {
    case .extras: "'polascope stats --extra'"
    case .box: "'polascope stats --boxes CSV'"
    case .always, nil: nil
    }
  }
}
