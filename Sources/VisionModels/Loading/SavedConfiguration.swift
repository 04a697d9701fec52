// The configuration that training code saved in a checkpoint, as Swin's repository and those that grew from it do.
import Checkpoints
import Imaging

/// A field of such a configuration that decides a value of a model.
struct SavedField {
  /// The names of the field and of the nodes around it.
  private let path: [String]

  private init(_ path: String...) { self.path = path }

  static let alpha = SavedField("MODEL", "LA", "ALPHA")
  static let focusingFactor = SavedField("MODEL", "LA", "FOCUSING_FACTOR")
  static let imageSize = SavedField("DATA", "IMG_SIZE")
  static let interpolation = SavedField("DATA", "INTERPOLATION")
  static let testCrop = SavedField("TEST", "CROP")

  /// A field by its name, nodes and field joined by dots.
  init(dotted name: String) { path = name.split(separator: ".").map(String.init) }

  /// How messages and the model card name it.
  var place: String { "config \(path.joined(separator: ".")) in the checkpoint" }

  /// Its value; nil where it is missing or null.
  func value(in configuration: JSONValue?) -> JSONValue? {
    let value = path.reduce(configuration) { $0?[$1] }
    return value?.isNull == true ? nil : value
  }
}

extension ModelContext {
  /// The field of the configuration in the checkpoint; nil where there is none.
  func saved(_ field: SavedField) -> JSONValue? {
    field.value(in: reader.checkpoint.savedConfiguration)
  }

  /// Warns of every field of the configuration in the checkpoint that contradicts the model. Its other fields, of
  /// which there are hundreds, are about training.
  func checkSaved(_ fields: ConfigurationFields) {
    for (name, use) in fields.uses.sorted(by: { $0.key < $1.key }) {
      let field = SavedField(dotted: name)
      guard let value = saved(field), let computed = disagreement(use, value) else { continue }
      warn("\(field.place) is \(value.excerpt), but the model computes with \(computed)")
    }
  }
}

extension ResampleFilter {
  /// What Swin's repository makes of `DATA.INTERPOLATION`; nil for what is not computed here.
  init?(saved value: JSONValue) {
    guard let name = value.string, name != "hamming" else { return nil }
    // The code takes bilinear for every other name.
    self = name == "bicubic" ? .bicubic : name == "lanczos" ? .lanczos : .bilinear
  }
}

extension ConfigurationFields {
  /// What the configurations of Swin's repository repeat of a Swin.
  static let savedSwin: ConfigurationFields = [
    "MODEL.NUM_CLASSES": .repeats(.classes), "DATA.IMG_SIZE": .repeats(.trainedSize),
    "MODEL.SWIN.PATCH_SIZE": .repeats(.patch), "MODEL.SWIN.IN_CHANS": .only([3]),
    "MODEL.SWIN.EMBED_DIM": .repeats(.width), "MODEL.SWIN.DEPTHS": .repeats(.depths),
    "MODEL.SWIN.NUM_HEADS": .repeats(.headsPerStage), "MODEL.SWIN.WINDOW_SIZE": .repeats(.window),
    "MODEL.SWIN.MLP_RATIO": .repeats(.mlpRatio), "MODEL.SWIN.QKV_BIAS": .repeats(.qkvBias),
    "MODEL.SWIN.QK_SCALE": .only([]), "MODEL.SWIN.APE": .only([false]),
    "MODEL.SWIN.PATCH_NORM": .only([true]),
  ]

  /// The same of a Pola-Swin or FLatten-Swin.
  static let savedLinearSwin = savedSwin.adding([
    "MODEL.LA.ATTN_TYPE": .repeats(.attention), "MODEL.LA.KERNEL_SIZE": .repeats(.valueKernel),
  ])

  /// The same of a Pola-PVT or FLatten-PVT.
  static let savedLinearPyramid: ConfigurationFields = [
    "MODEL.NUM_CLASSES": .repeats(.classes), "DATA.IMG_SIZE": .repeats(.trainedSize),
    "MODEL.LA.ATTN_TYPE": .repeats(.attention), "MODEL.LA.KERNEL_SIZE": .repeats(.valueKernel),
    "MODEL.LA.PVT_LA_SR_RATIOS": .repeats(.linearReductions),
  ]

  /// The same of models of InLine and Agent attention, whichever skeleton.
  static let savedConvolved: ConfigurationFields = [
    "MODEL.NUM_CLASSES": .repeats(.classes), "DATA.IMG_SIZE": .repeats(.trainedSize),
  ]
}
