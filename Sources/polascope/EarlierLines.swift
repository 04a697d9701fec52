// What a file of --append has already of a run's images, and what is said of it at the end.
import Files
import Session

/// Counts the images that lines of earlier runs leave nothing, or something, to be said of.
struct EarlierLines {
  private let log: StatisticsLog
  private var failures = 0
  private var lacking: [StatisticsLog.Lack: [Int]] = [:]
  private var linesWithoutDigest: Set<Int> = []
  private var unread: Set<String> = []

  init(of log: StatisticsLog) { self.log = log }

  /// Whether an image that was asked for has not the numbers that were asked for.
  var hasFailures: Bool { failures > 0 || !lacking.isEmpty }

  /// An image that failed then, and is not tried again.
  mutating func addFailure() { failures += 1 }

  mutating func add(_ lack: StatisticsLog.Lack, line: Int) { lacking[lack, default: []].append(line) }

  /// A line that does not say which image it is of but by its path.
  mutating func addLineWithoutDigest(_ line: Int) { linesWithoutDigest.insert(line) }

  /// An image with a line, whose file cannot be read now.
  mutating func addUnread(_ path: String) { unread.insert(path) }

  /// Says on the standard error what there is to say.
  ///
  /// - Throws: `WriteError`.
  func report() throws {
    let file = log.path.abridged
    func remark(_ text: String) throws { try StandardStream.error.report("\(file): \(text)") }
    if failures > 0 {
      try remark(
        "\(failures == 1 ? "1 image" : "\(failures) images") failed in an earlier run; delete "
          + "\(failures == 1 ? "its line to try it" : "their lines to try them") again")
    }
    for remark in log.remarks(on: lacking) { try StandardStream.error.report(remark) }
    if !linesWithoutDigest.isEmpty {
      let isOne = linesWithoutDigest.count == 1
      try remark(
        "\(isOne ? "1 line has" : "\(linesWithoutDigest.count) lines have") no imageDigest, which older versions did not "
          + "write, so nothing shows whether \(isOne ? "its image is" : "their images are") still the same; "
          + "\(isOne ? "it counts as its" : "they count as their") numbers")
    }
    if let first = unread.min() {
      let isOne = unread.count == 1
      try remark(
        "\(isOne ? "1 image that has a line" : "\(unread.count) images that have lines"), "
          + "\(isOne ? "" : "such as ")\(first.abridged), cannot be read now, so nothing shows whether "
          + "\(isOne ? "it is" : "they are") still the same; the numbers stay")
    }
  }
}
