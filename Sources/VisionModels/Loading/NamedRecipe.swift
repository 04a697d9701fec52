// Which recipe belongs to a published name, where a file has nothing but its name.
import Checkpoints

/// How publishers prepare images for their models, by name.
enum PublishedRecipes {
  /// The recipe of a published name, or of a file or folder that is named after one and perhaps its weights
  /// (`vit_base_patch16_224.augreg_in21k.safetensors`, `deit_tiny_patch16_224-a1311bcf.pth`, a cache of the hub); nil for
  /// other names.
  static func recipe(named name: String) -> EvaluationTransform? {
    // Caches of the hub: `models--timm--NAME`.
    var name = name.lowercased().split(separator: "--").last.map(String.init) ?? ""
    while !name.isEmpty {
      if let recipe = byName[name] { return recipe }
      guard let end = name.lastIndex(where: { $0 == "." || $0 == "-" }) else { return nil }
      name = String(name[..<end])
    }
    return nil
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
      if let recipe = PublishedRecipes.recipe(named: name) {
        return Sourced(value: recipe, source: .fileName(name))
      }
    }
    return nil
  }
}
