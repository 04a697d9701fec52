// The commands that write the files that `d` writes.

import AttentionMaps
import Files
import Session

struct DumpCommands {
  /// One for all models, or one for each of them where their places, maps or changes differ.
  let commands: [ShellCommand]
  /// What the files do not share with the screen, and which models have none.
  let remarks: [String]

  /// nil before any forward pass that the screen is about is done.
  init?(state: ViewerState, findings: Findings) {
    guard let order = state.exportOrder(wholeLayer: false, findings) else { return nil }
    var groups: [(keys: [ExaminationKey], options: [String])] = []
    var unfollowed: [Int: [String]] = [:]
    var remarks: [String] = []
    for part in order.parts {
      guard let examination = findings[Examine(part.key)] else { continue }
      unfollowed[part.key.model] = examination.model.model.unfollowedOptions
      do {
        let options =
          try option("image", findings.imagePaths[part.key.image])
          + order.export(of: examination, at: part.place).words + part.key.interventions.words()
        if let known = groups.firstIndex(where: { $0.options == options }) {
          groups[known].keys.append(part.key)
        } else {
          groups.append(([part.key], options))
        }
      } catch {
        remarks.append("No file holds the map of \(examination.model.name.escaped): \(error).")
      }
    }
    commands = groups.enumerated().map { index, group in
      let models = group.keys.map(\.model).uniqued
      // A model by itself is refused with an option that it cannot follow.
      let alone = models.count == 1 ? unfollowed[models[0]] ?? [] : []
      // Two places of one forward pass are written into a folder each: nothing is replaced.
      let earlier = groups[..<index].count { !Set($0.keys).isDisjoint(with: group.keys) }
      return ShellCommand(
        "dump", models: models.map { findings.modelArguments[$0] },
        options: group.options + leavingOut(alone, of: findings.modelOptions) + findings.nameOptions(models)
          + option("out", earlier == 0 ? "maps" : "maps-\(earlier + 1)"))
    }
    if state.showsIncoming {
      remarks.append("Files hold what every key receives, not who looks at the one under the cursor.")
    }
    if let remark = state.view.screen.exportRemark(state) { remarks.append(remark) }
    self.remarks = remarks
  }
}
