// What has to be computed for the screen to be complete, in the order of its importance.

extension ViewerState {
  /// What the screen lacks, the most important first.
  func neededWork(_ findings: Findings) -> [Work] {
    var needed = missing(findings)
    if let next = afterArrival { needed = (needed + next.missing(findings)).uniqued }
    if sumsAreStopped || needed.contains(where: \.needsEngine) { needed.removeAll { $0.longSum != nil } }
    return needed
  }

  /// What there is no result of, neither a value nor a failure, whatever the order in which it can be done.
  func missing(_ findings: Findings) -> [Work] {
    wanted(findings).filter { !findings.holds($0) }.map { Work($0) }.uniqued
  }

  /// Whether nothing is missing but sums that take long, which show how far they are, and models that are to come.
  func isDrawable(_ findings: Findings) -> Bool {
    missing(findings).allSatisfy { $0.longSum != nil || $0.computation is LoadModel }
  }

  /// All that the screen is made from and will be made from, whether it is there or not.
  func wantedWork(_ findings: Findings) -> Set<Work> {
    Set((wanted(findings) + (afterArrival?.wanted(findings) ?? [])).map { Work($0) })
  }

  /// The same, the most important first; some of it more than once.
  private func wanted(_ findings: Findings) -> [any Computation] {
    var wanted: [any Computation] = []
    // A place may be one of a model that has left the screen: what the sides show follows from it.
    for model in (sides.map { self.model($0) } + shown.map(\.spot.anchor.model)).uniqued {
      wanted.append(LoadModel(model: model, version: fileVersions[model] ?? 0))
    }
    wanted += requestedPins.map { LoadModel(model: model(of: $0), version: fileVersions[model(of: $0)] ?? 0) }
    if imageCount > 0 { wanted += images.sorted().map { LoadImage(image: $0) } }
    let seen = sides.filter { findings[LoadImage(image: self[$0].spot.image)] != nil }
    if !seen.isEmpty {
      let ready = seen.filter { findings[examinationKey($0).loading] != nil }
      wanted += ready.map { Examine(examinationKey($0)) } + ready.map { Examine(untouchedKey($0)) }
      wanted += view.screen.computations(Scene(state: self, findings: findings))
      if wantsDifferences { wanted += comparisonWork(findings) }
      for side in ready {
        guard let examination = findings[Examine(examinationKey(side))] else { continue }
        wanted += examination.records.indices.map {
          SumRows(LayerKey(examination: examinationKey(side), layer: $0))
        }
      }
    }
    for side in sides where findings[Examine(examinationKey(side))] != nil {
      wanted.append(FindTrueClass(model: loading(model(side)), image: self[side].spot.image))
    }
    // Pins come last: the screen is about the sides.
    if view.heeds(.pins) {
      for pin in pins {
        let key = examinationKey(pin)
        wanted += [key.model, pin.state.spot.anchor.model].uniqued.map {
          LoadModel(model: $0, version: fileVersions[$0] ?? 0)
        }
        wanted.append(LoadImage(image: key.image))
        if findings[key.loading] != nil, findings[LoadImage(image: key.image)] != nil {
          wanted.append(Examine(key))
        }
      }
    }
    return wanted + exports + figures
  }

  /// How the heads of A and B differ; nothing before both forward passes.
  func comparisonWork(_ findings: Findings) -> [any Computation] {
    guard let comparison, comparison.inputs(findings) != nil else { return [] }
    return [comparison]
  }
}
