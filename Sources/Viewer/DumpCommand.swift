// The command line that writes what is on the screen to files.

import AttentionMaps

struct DumpCommand {
  let text: String

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
    if state.incoming {
      words += ["--map", MapKind.incoming.rawValue]
    } else if state.map != .attention {
      words += ["--map", state.map.rawValue]
    }
    words += ["--out", "maps"]
    text = words.joined(separator: " ")
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
