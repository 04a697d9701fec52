// What `stats` is asked for: lines hold the numbers of some requests and lack those of others.

/// A group of numbers that a line of `stats` has whole or not at all.
package enum StatisticsRequest: Hashable, Sendable, CaseIterable {
  /// What every line has.
  case always
  /// `--extra`.
  case extras
  /// `--boxes`, for an image that has a box.
  case box
}
