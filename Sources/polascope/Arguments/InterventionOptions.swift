// What a command changes in the forward passes of its models: heads off, patches hidden.
import ArgumentParser
import Files
import Session
import VisionModels

/// The options `--heads-off` and `--hide`.
struct InterventionOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Switch heads off, as x in the viewer: LAYER.HEAD of every model, or B:LAYER.HEAD of the second; repeatable.",
      valueName: "2.1,3.0"),
    transform: headList)
  var headsOff: [[InterventionSelection.Head]] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Hide a patch of the image from every model, as b in the viewer: a row and a column on the token grid of the "
        + "first model's first chosen layer, or R,C@ROWSxCOLUMNS on another grid; B:R,C from the second model alone; "
        + "repeatable.",
      valueName: "r,c"),
    transform: hiddenPatch)
  var hide: [InterventionSelection.Patch] = []

  var selection: InterventionSelection {
    var selection = InterventionSelection()
    selection.headsOff = headsOff.flatMap(\.self)
    selection.hidden = hide
    return selection
  }

  /// What is changed in each of the models of a command. Says on the standard error which model lacks a head that another
  /// has.
  ///
  /// - Parameter isSilent: where it was said already.
  /// - Throws: `ValidationError` for heads and patches that are not there; `WriteError`.
  func interventions(
    in models: [InterventionSelection.Model], layers: IndexSelection = .all, isSilent: Bool = false
  ) throws -> [Interventions] {
    do {
      let (changes, remarks) = try selection.interventions(in: models, layers: layers)
      if !isSilent { for remark in remarks { try StandardStream.error.report(remark) } }
      return changes
    } catch let error as SelectionError {
      throw ValidationError("\(error)")
    }
  }
}

private func headList(_ text: String) throws -> [InterventionSelection.Head] {
  try parts(of: text, separator: ",", expected: "heads LAYER.HEAD such as 2.1,3.0 or B:2.1") {
    InterventionSelection.Head($0)
  }
}

private func hiddenPatch(_ text: String) throws -> InterventionSelection.Patch {
  guard let patch = InterventionSelection.Patch(text) else {
    throw ArgumentTextError(expected: "ROW,COLUMN or ROW,COLUMN@ROWSxCOLUMNS, such as 3,5@14x14 or B:3,5")
  }
  return patch
}
