// Which recipe belongs to a published name, where a file has nothing but its name.
import Checkpoints

/// How publishers prepare images for their models, by name.
enum PublishedRecipes {
  /// The recipe of a published name such as `vit_base_patch16_224.augreg_in21k`, with or without its tag; nil where the
  /// name is none.
  static func recipe(named name: String) -> EvaluationTransform? {
    let name = name.lowercased()
    if let recipe = byName[name] { return recipe }
    return name.firstIndex(of: ".").flatMap { byName[String(name[..<$0])] }
  }

  private static let byName: [String: EvaluationTransform] = {
    var recipes: [String: EvaluationTransform] = [:]
    for (recipe, names) in timm {
      for name in names.split(separator: " ") { recipes[String(name)] = recipe }
    }
    return recipes
  }()
}

extension ModelContext {
  /// The recipe that belongs to the name of the architecture, or without one of the file or its folder, with where the
  /// name comes from; nil where none is known.
  var namedRecipe: Sourced<EvaluationTransform>? {
    if let architecture {
      return PublishedRecipes.recipe(named: architecture).map {
        Sourced(value: $0, source: .configuration("name of architecture \(architecture)"))
      }
    }
    for name in path.split(separator: "/").suffix(2).reversed().map(String.init) {
      let endings = [".safetensors", ".pth", ".pt", ".bin", ".ckpt"]
      let stem = endings.first(where: name.hasSuffix).map { String(name.dropLast($0.count)) } ?? name
      if let recipe = PublishedRecipes.recipe(named: stem) {
        return Sourced(value: recipe, source: .fileName(name))
      }
    }
    return nil
  }
}
