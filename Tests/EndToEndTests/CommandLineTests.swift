// How the command line answers: help, version, and errors in one line.
import Testing

@Suite struct CommandLineTests {
  @Test func versionGoesToTheStandardOutput() throws {
    let run = try Program.run(["--version"])
    #expect(run.status == 0)
    #expect(run.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    #expect(run.error.isEmpty)
  }

  @Test func helpNamesTheProgram() throws {
    let run = try Program.run(["--help"])
    #expect(run.status == 0)
    #expect(run.output.contains("USAGE: polascope"))
  }

  @Test func aUsageErrorIsOneLineAndExits64() throws {
    let run = try Program.run(["--no-such-option"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: "))
    #expect(run.error.contains("no-such-option"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  @Test func aUsageErrorDoesNotEndTwice() throws {
    let run = try Program.run(["summary", "lines", "--format", "xml"])
    #expect(run.status == 64)
    #expect(run.error.contains("'markdown'; see 'polascope --help'"), "\(run.error)")
  }

  /// An instruction set that does not exist, and one that the processor does not have.
  @Test func aWrongInstructionSetIsAFailureInOneLine() throws {
    let command = ["inspect", "fashion-softmax"]
    let none = try Program.run(command, environment: ["POLASCOPE_ISA": "sse9"])
    #expect(none.status == 1 && none.output.isEmpty)
    #expect(none.error == "polascope: POLASCOPE_ISA is \"sse9\"; it may be one of baseline, avx2, avx512\n")

    #if arch(x86_64)
      // An emulated processor without AVX.
      let unsupported = try Program.run(
        "qemu-x86_64", ["-cpu", "Nehalem", Program.path] + command, environment: ["POLASCOPE_ISA": "avx2"])
      #expect(unsupported.status == 1 && unsupported.output.isEmpty)
      #expect(
        unsupported.error == "polascope: this processor does not support avx2, which POLASCOPE_ISA asks for; "
          + "unset it, or set it to baseline\n")
    #endif

    let baseline = try Program.run(command, environment: ["POLASCOPE_ISA": "baseline"])
    #expect(baseline.status == 0 && baseline.error.isEmpty)
  }

  @Test func aResultThatCannotBeWrittenIsAFailure() throws {
    let run = try Program.run("sh", ["-c", "exec \"$0\" inspect fashion-softmax >/dev/full", Program.path])
    #expect(run.status == 1)
    #expect(run.error == "polascope: standard output: cannot be written: No space left on device\n")
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    // The program starts when its reader has ended: `true` then closes the pipe, and after it the FIFO.
    let script = """
      mkfifo "$1"
      { cat <"$1"; "$0" inspect fashion-softmax; echo status $? >&2; } | exec true >"$1"
      """
    let folder = try TemporaryFolder()
    let run = try Program.run("sh", ["-c", script, Program.path, "\(folder.path)/reader-has-ended"])
    // 141 = 128 + SIGPIPE
    #expect(run.error == "status 141\n")
  }

  @Test func completionsAreWrittenForAShell() throws {
    let run = try Program.run(["--generate-completion-script", "bash"])
    #expect(run.status == 0)
    #expect(run.output.contains("complete") && run.output.contains("stats"))
  }
}
