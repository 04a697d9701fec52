// The models and images of a figure.
import Session
import VisionModels

/// A model at one size of its input.
package struct FigureSubject: Sendable {
  package let model: LoadedModel
  package let interventions: Interventions

  package init(_ model: LoadedModel, interventions: Interventions = Interventions()) {
    self.model = model
    self.interventions = interventions
  }
}

/// What a figure is made of, before anything runs.
package struct FigureSubjects: Sendable {
  /// For each model, one for each size.
  package let models: [[FigureSubject]]
  /// What the sizes are called: `384×384`; one of them where there is none to choose.
  package let sizes: [String]
  package let images: [String]

  package init(models: [[FigureSubject]], sizes: [String], images: [String]) {
    self.models = models
    self.sizes = sizes
    self.images = images
  }

  var all: [FigureSubject] { models.flatMap(\.self) }
}
