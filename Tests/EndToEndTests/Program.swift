// Runs the built program as a process, the way a shell does, and keeps what it printed.
import Files
import FoundationEssentials
import Glibc
import Testing

/// What a run of the program left behind.
struct ProgramRun {
  /// The exit status; 128 + the signal's number where a signal ended the program.
  var status: Int32
  var output: String
  var error: String
  /// The most memory that the program held at one time.
  var peakByteCount: Int
  /// How often it was given a page of memory.
  var pageFaults: Int
}

enum Program {
  /// The program that was built together with these tests.
  static let path: String = {
    let runner = realpath("/proc/self/exe", nil).map { String(cString: $0) } ?? ""
    return String(runner[..<(runner.lastIndex(of: "/") ?? runner.startIndex)]) + "/polascope"
  }()

  /// Runs the program with `arguments` and without a terminal; kills it and records an issue after `deadline` seconds.
  ///
  /// - Parameter whileRunning: called with its process again and again until it ends.
  static func run(
    _ arguments: [String], environment: [String: String] = [:], deadline: Double = 60,
    whileRunning: (pid_t) -> Void = { _ in }
  ) throws -> ProgramRun {
    try run(path, arguments, environment: environment, deadline: deadline, whileRunning: whileRunning)
  }

  /// Runs any executable that the search path finds; see `run(_:environment:deadline:whileRunning:)`.
  static func run(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], deadline: Double = 60,
    whileRunning: (pid_t) -> Void = { _ in }
  ) throws -> ProgramRun {
    let files = try TemporaryFolder()
    let (output, error) = ("\(files.path)/output", "\(files.path)/error")

    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT, 0o600)
    posix_spawn_file_actions_addopen(&actions, 2, error, O_WRONLY | O_CREAT, 0o600)

    // Threads that run tests block signals. Programs started from them would too: tmux would not hear `kill-server`.
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var nothing = sigset_t()
    sigemptyset(&nothing)
    posix_spawnattr_setsigmask(&attributes, &nothing)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    // The environment of the tests says nothing about colors to the program.
    let surroundings = ProcessInfo.processInfo.environment.filter {
      !["NO_COLOR", "COLORTERM"].contains($0.key)
    }
    let variables = surroundings.merging(environment) { $1 }
    var argv = ([executable] + arguments).map { $0.withSystemPath { strdup($0) } } + [nil]
    var envp = variables.map { strdup("\($0)=\($1)") } + [nil]
    defer { for string in argv + envp { free(string) } }
    var process: pid_t = 0
    let failure = posix_spawnp(&process, executable, &actions, &attributes, &argv, &envp)
    try #require(failure == 0, "\(executable): \(String(cString: strerror(failure)))")

    var waited: Int32 = 0
    let clock = ContinuousClock()
    let end = clock.now.advanced(by: .seconds(deadline))
    var usage = rusage()
    while wait4(process, &waited, WNOHANG, &usage) == 0 {
      if clock.now > end {
        kill(process, SIGKILL)
        Issue.record("\(executable) \(arguments.joined(separator: " ")): still running after \(deadline) s")
      }
      whileRunning(process)
      usleep(2_000)
    }
    let signal = waited & 0x7f
    return ProgramRun(
      status: signal == 0 ? (waited >> 8) & 0xff : 128 + signal,
      output: (try? String(contentsOfFile: output, encoding: .utf8)) ?? "",
      error: (try? String(contentsOfFile: error, encoding: .utf8)) ?? "",
      peakByteCount: usage.ru_maxrss << 10, pageFaults: usage.ru_minflt)
  }
}

/// A fresh folder that is removed with the value that owns it.
final class TemporaryFolder {
  let path: String

  init() throws {
    path = "\(FileManager.default.temporaryDirectory.path)/polascope-test-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
