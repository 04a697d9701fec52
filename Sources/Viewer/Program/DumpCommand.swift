// The command line that writes what is on the screen to files.

import AttentionMaps
import VisionModels

struct DumpCommand {
  let text: String
  /// What the files do not share with the screen.
  let remarks: [String]

  /// nil while nothing is loaded.
  init?(state: ViewerState, findings: Findings) {
    let scene = Scene(state: state, findings: findings)
    guard let subject = scene.focused ?? scene.loaded.first, state.imageCount > 0 else { return nil }
    var words = ["polascope", "dump"]
    words += scene.loaded.map { findings.modelArguments[$0.key.model].quotedForShell }
    words += ["--image", findings.imagePaths[state.image].quotedForShell]
    words += ["--layers", "\(subject.layer)", "--heads", "\(subject.head)"]
    switch state.query {
    case .spatial: words += ["--query", subject.queryName]
    case .prefix: words += ["--query", subject.queryName]
    case .mean: words += ["--query", "mean"]
    }
    if let maps = state.view.screen.exportedMaps(state) {
      words += ["--map", maps.map(\.rawValue).joined(separator: ",")]
    }
    words += ["--out", "maps"]
    text = words.joined(separator: " ")
    var remarks: [String] = []
    if state.showsIncoming {
      remarks.append("Files hold what every key receives, not who looks at the one under the cursor.")
    }
    if let remark = state.view.screen.exportRemark { remarks.append(remark) }
    if scene.loaded.contains(where: { state.interventions($0.side) != Interventions() }) {
      remarks.append("The command runs the models with every head on and every patch seen.")
    }
    self.remarks = remarks
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  var quotedForShell: String {
    let isPlain =
      !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=+:@%".contains($0)) }
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
