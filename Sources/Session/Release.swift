// The name and version of the program.

/// The program's name and version, as files and `--version` give them.
package enum Release {
  package static let version = "0.1.0"
  package static let name = "polascope \(version)"
}
