// The command line that writes what is on the screen to files.

import AttentionMaps
import Files
import VisionModels

struct DumpCommand {
  /// One for all models, or one for each place where these differ.
  let lines: [String]
  /// What the files do not share with the screen.
  let remarks: [String]

  /// nil while nothing is loaded.
  init?(state: ViewerState, findings: Findings) {
    let scene = Scene(state: state, findings: findings)
    guard !scene.loaded.isEmpty, state.imageCount > 0 else { return nil }
    let selections = scene.loaded.map(DumpCommand.selection)
    lines = selections.uniqued.map { selection in
      let models = zip(scene.loaded, selections).filter { $0.1 == selection }.map(\.0.key.model)
      var words = ["polascope", "dump"] + models.map { findings.modelArguments[$0].quotedForShell }
      words += ["--image", findings.imagePaths[state.image].quotedForShell]
      words += selection
      if let maps = state.view.screen.exportedMaps(state) {
        words += ["--map", maps.map(\.rawValue).joined(separator: ",")]
      }
      return (words + ["--out", "maps"]).joined(separator: " ")
    }
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

  /// The options that name a model's place.
  private static func selection(_ subject: Subject) -> [String] {
    ["--layers", "\(subject.layer)", "--heads", "\(subject.head)", "--query", subject.queryName]
  }
}

extension String {
  /// The text as one word of a POSIX shell.
  var quotedForShell: String {
    let bytes = systemPath
    if !bytes.elementsEqual(utf8) {
      // A path that is no UTF-8: bytes by number, as bash, zsh, ksh and POSIX 2024 read them.
      let plain = UInt8(ascii: " ")...UInt8(ascii: "~")
      let words = bytes.map { byte in
        plain.contains(byte) && byte != UInt8(ascii: "'") && byte != UInt8(ascii: "\\")
          ? String(Unicode.Scalar(byte)) : "\\" + String(Int(byte) + 0o1000, radix: 8).dropFirst()
      }
      return "$'" + words.joined() + "'"
    }
    let isPlain =
      !isEmpty && allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "-_./,=+:@%".contains($0)) }
    return isPlain
      ? self : "'" + split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
  }
}
