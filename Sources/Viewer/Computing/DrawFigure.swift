// `F`: the screen and its pins as a figure for a paper.

import Figures
import Files
import Imaging
import Session
import VisionModels

/// A figure to be drawn into a file.
struct DrawFigure: Computation {
  let number: Int
  let figure: ScreenFigure

  var lane: Lane { .files }
  var needsEngine: Bool { true }

  struct Inputs: Sendable {
    let models: [LoadedModel]
    let images: [InputImage]
    let paths: [String]
    let examinations: [ExaminationKey: Examination]
  }

  func inputs(_ findings: Findings) -> Inputs? {
    let models = figure.subjects.compactMap { findings[$0.key(image: 0).loading] }
    let images = figure.images.compactMap { findings[LoadImage(image: $0)] }
    guard models.count == figure.subjects.count, images.count == figure.images.count else { return nil }
    let keys = figure.subjects.flatMap { subject in figure.images.map { subject.key(image: $0) } }
    return Inputs(
      models: models, images: images, paths: figure.images.map { findings.imagePaths[$0] },
      examinations: Dictionary(
        keys.compactMap { key in findings[Examine(key)].map { (key, $0) } },
        uniquingKeysWith: { one, _ in one }))
  }

  /// Draws the figure into the first free `polascope-figure-N.svg` of the current folder, and returns its path. Throws
  /// `Cancelled`, `FigureError`, `SelectionError`, `MapUnavailable`, `ImageError`, `WriteError`.
  func run(_ inputs: Inputs, _ job: Job) throws -> String {
    let subjects = zip(figure.subjects, inputs.models).map { subject, model in
      [FigureSubject(model, interventions: subject.interventions)]
    }
    let plan = try FigurePlan(
      figure.figure, of: FigureSubjects(models: subjects, sizes: ["its size"], images: inputs.paths))
    let panels = try FigurePanels(plan) { subject, path in
      let image = inputs.paths.firstIndex(of: path) ?? 0
      // Models of one file differ in their names or in what is changed in them.
      let number = inputs.models.indices.first { index in
        let model = inputs.models[index]
        return (model.path, model.name) == (subject.model.path, subject.model.name)
          && figure.subjects[index].interventions == subject.interventions
      }
      let key = number.map { figure.subjects[$0].key(image: figure.images[image]) }
      if let known = key.flatMap({ inputs.examinations[$0] }) { return known }
      return try Examination.run(
        subject.model, on: inputs.images[image], interventions: subject.interventions,
        cancellation: job.cancellation, progress: job.progress)
    }
    for number in 1...9999 {
      let path = "polascope-figure-\(number).svg"
      do {
        let command = figure.command.adding(option("out", path))
        let file = try FigureFile(path, replacing: false)
        let source = "\(Release.name): \(command.line)"
        try file.write(panels.drawing(source: source), description: source)
        return path
      } catch WriteError.exists {
        continue
      }
    }
    throw WriteError.exists("polascope-figure-9999.svg")
  }

  /// Whatever was drawn lies in its file.
  func isStale(_ kept: KeptFindings) -> Bool { true }
}
