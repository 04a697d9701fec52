// How the command line answers: help, version, and errors in one line.
import FoundationEssentials
import Samples
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

  /// The manual pages are made from it by a generator that drops other characters.
  @Test func helpIsASCII() throws {
    let run = try Program.run(["--experimental-dump-help"])
    #expect(run.status == 0 && run.output.utf8.count > 10_000)
    #expect(run.output.split(separator: "\n").filter { !$0.utf8.allSatisfy { $0 < 0x80 } } == [])
  }

  @Test func aUsageErrorIsOneLineAndExits64() throws {
    let run = try Program.run(["--no-such-option"])
    #expect(run.status == 64)
    #expect(run.output.isEmpty)
    #expect(run.error.hasPrefix("polascope: "))
    #expect(run.error.contains("no-such-option"))
    #expect(run.error.split(separator: "\n").count == 1)
  }

  /// The parser of arguments takes them for options and says that nothing is there.
  @Test(arguments: [
    (["view", "--size", "-5"], "-5", "--size <columnsxrows>"),
    (["dump", "M", "--threads", "-5"], "-5", "--threads <n>"),
    (["bench", "--runs", "-.5"], "-.5", "--runs <n>"), (["view", "--layer", "-1"], "-1", "--layer <n>"),
  ])
  func aNumberBelowZeroIsNamed(words: [String], value: String, option: String) throws {
    let run = try Program.run(words)
    #expect(run.status == 64)
    #expect(
      run.error
        == "polascope: The value '\(value)' is invalid for '\(option)'; see 'polascope \(words[0]) --help'\n")
    let without = try Program.run(words.dropLast())
    #expect(without.error.hasPrefix("polascope: Missing value for '\(option)'"), "\(without.error)")
  }

  /// What an option accepts is what the program can do with it.
  @Test(arguments: [
    ("--crop-pct", "1e-300", "a fraction from 0.01 to 1"),
    ("--crop-pct", "0.009", "a fraction from 0.01 to 1"),
    ("--crop-pct", "nan", "a fraction from 0.01 to 1"), ("--crop-pct", "1.1", "a fraction from 0.01 to 1"),
    ("--mean", "0,0,2", "numbers from 0 to 1; divide those of bytes by 255"),
    ("--mean", "-0.1,0,0", "numbers from 0 to 1; divide those of bytes by 255"),
  ])
  func valuesOutsideTheirRangeAreRefused(option: String, value: String, expected: String) throws {
    let run = try Program.run(["inspect", "fashion-softmax", option, value])
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.error == "polascope: \(option): expected \(expected); see 'polascope inspect --help'\n")
    let least = try Program.run(["inspect", "fashion-softmax", "--crop-pct", "0.01", "--mean", "0,1,0"])
    #expect(least.status == 0, "\(least.error)")
  }

  /// Tables of other images than those of the command.
  @Test func tablesWithoutTheImagesAreSaid() throws {
    let folder = try TemporaryFolder()
    let images = try #require(Samples.root) + "/images"
    func write(_ rows: String) throws -> String {
      try rows.write(toFile: "\(folder.path)/rows.csv", atomically: true, encoding: .utf8)
      return "\(folder.path)/rows.csv"
    }
    let boxes = try Program.run(
      ["stats", "fashion-softmax", "--image", images, "--boxes", try write("other.png,0,0,5,5\n")])
    #expect(boxes.status == 0)
    #expect(
      boxes.error.contains("rows.csv: no image has a row in it; its rows are of images such as other.png"))
    let labels = try Program.run(
      [
        "compare", "fashion-softmax", "fashion-polarity", "--image", images, "--labels",
        try write("other.png,bag\n"),
      ])
    #expect(labels.status == 0)
    #expect(
      labels.error.contains("rows.csv: no image has a row in it; its rows are of images such as other.png"))
  }

  @Test func aUsageErrorDoesNotEndTwice() throws {
    let run = try Program.run(["summary", "lines", "--format", "xml"])
    #expect(run.status == 64)
    #expect(run.error.contains("'markdown'; see 'polascope summary --help'"), "\(run.error)")
  }

  /// An instruction set that does not exist, and one that the processor does not have.
  @Test func aWrongInstructionSetIsAFailureInOneLine() throws {
    let command = ["inspect", "fashion-softmax"]
    let none = try Program.run(command, environment: ["POLASCOPE_ISA": "sse9"])
    #expect(none.status == 1 && none.output.isEmpty)
    #expect(
      none.error == "polascope: POLASCOPE_ISA is \"sse9\"; it may be one of baseline, avx2, avx512, amx\n")

    #if arch(x86_64)
      // An emulated processor without AVX.
      for set in ["avx2", "avx512", "amx"] {
        let unsupported = try Program.run(
          "qemu-x86_64", ["-cpu", "Nehalem", Program.path] + command, environment: ["POLASCOPE_ISA": set])
        #expect(unsupported.status == 1 && unsupported.output.isEmpty)
        #expect(
          unsupported.error
            == "polascope: this processor does not support \(set), which POLASCOPE_ISA asks for; "
            + "unset it, or set it to baseline\n")
      }
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

  /// A word that is nearly a command, with options of that command.
  @Test(arguments: [
    (["stat", "x.pth", "--extra"], "stat", "stats"), (["sumary"], "sumary", "summary"),
    (["Inspect", "fashion-softmax"], "Inspect", "inspect"), (["benhc"], "benhc", "bench"),
  ])
  func aMistypedCommandGetsAHint(arguments: [String], word: String, command: String) throws {
    let run = try Program.run(arguments)
    #expect(run.status == 1 && run.output.isEmpty)
    #expect(
      run.error == "polascope: \(word): no such file or folder; did you mean the command '\(command)'?\n")
  }

  @Test func whatIsFarFromEveryCommandIsAModel() throws {
    let run = try Program.run(["nothing-like-it.pth"])
    #expect(run.status == 1 && run.error == "polascope: nothing-like-it.pth: no such file or folder\n")
  }

  /// A word that can only be a bundled name, and is none, is answered with the nearest one, or with all.
  @Test(arguments: [["inspect"], ["stats", "--image", "a.png"], ["view"], []])
  func aMistypedBundledNameIsAnsweredWithTheNames(command: [String]) throws {
    for (word, answer) in [
      ("fashion-polariti", "did you mean the bundled model 'fashion-polarity'?"),
      ("fashion-sofmax", "did you mean the bundled model 'fashion-softmax'?"),
      ("fashoin-relu", "did you mean the bundled model 'fashion-relu'?"),
      ("resnet50", "the bundled models are " + Samples.models.joined(separator: ", ")),
    ] {
      let run = try Program.run(command + [word])
      #expect(run.status == 1 && run.output.isEmpty)
      #expect(run.error == "polascope: \(word): no such file or folder; \(answer)\n")
    }
  }

  /// Where the bundled models are not found, their names are not said to be there.
  @Test(arguments: [
    (["inspect", "fashion-softmax"], "fashion-softmax: is a bundled model, and the bundled models are"),
    (["inspect", "resnet50"], "resnet50: no such file or folder; the bundled models are"),
    ([], "fashion-softmax: is"),
  ])
  func missingSamplesAreSaid(arguments: [String], message: String) throws {
    let run = try Program.run(arguments, environment: ["POLASCOPE_SAMPLES": "/nowhere"])
    #expect(run.status == 1 && run.error.hasPrefix("polascope: \(message)"), "\(run.error)")
    #expect(
      run.error.hasSuffix(
        " not installed beside the program\(arguments.last == "resnet50" ? ":" : ";") set POLASCOPE_SAMPLES to the "
          + "folder that holds them, or name a checkpoint file or a folder\n"), "\(run.error)")
  }

  /// Of the bundled models, one that is missing is said to be.
  @Test func aMissingSampleIsSaid() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.copyItem(
      atPath: try #require(Samples.folder(named: "fashion-relu")), toPath: "\(folder.path)/fashion-relu")
    let environment = ["POLASCOPE_SAMPLES": folder.path]
    let missing = try Program.run(["inspect", "fashion-softmax"], environment: environment)
    #expect(
      missing.error.hasPrefix("polascope: fashion-softmax: is a bundled model, and it is not installed"))
    let far = try Program.run(["inspect", "resnet50"], environment: environment)
    #expect(far.error == "polascope: resnet50: no such file or folder; the bundled models are fashion-relu\n")
  }

  /// A file that is named nearly as a command is a model.
  @Test func whatIsThereIsAModel() throws {
    let folder = try TemporaryFolder()
    let script = #"cd "$1" && : >stat && exec "$0" stat --screenshot a.txt"#
    let run = try Program.run("sh", ["-c", script, Program.path, folder.path])
    #expect(
      run.status == 1 && run.error.hasPrefix("polascope: stat: ") && !run.error.contains("did you mean"))
  }

  /// The folder of a script's variable that is not set is no folder.
  @Test(arguments: [
    "dump fashion-softmax --out", "stats fashion-softmax --append", "stats fashion-softmax --bundle",
    "compare fashion-softmax fashion-relu --report", "view --session", "view --session a.json --report",
  ])
  func anEmptyPlaceToWriteIsRefused(command: String) throws {
    let run = try Program.run(
      command.split(separator: " ").map(String.init) + ["", "--image", Samples.images[0]])
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(run.error.contains("expected a path, not an empty text"), "\(run.error)")
  }

  /// A misspelled option is what is wrong, also where it leaves a required one missing.
  @Test(arguments: [
    ("figure fashion-softmax --imgae a.png --out a.svg", "--imgae", "--image"),
    ("figure fashion-softmax --image a.png --uot a.svg", "--uot", "--out"),
    ("figure --imag=a.png", "--imag", "--image"),
    ("dump fashion-softmax --image a.png --ouf m", "--ouf", "--out"),
    ("stats fashion-softmax --imgae a.png", "--imgae", "--image"), ("stats --extar", "--extar", "--extra"),
    ("kernels --kernles relu", "--kernles", "--kernels"),
    ("summary --quantitiy rank", "--quantitiy", "--quantity"),
    ("compare fashion-softmax fashion-relu --imags a", "--imags", "--image"),
    ("inspect --tensros", "--tensros", "--tensors"),
    ("bench --rums 3", "--rums", "--runs"), ("verify --rot x", "--rot", "--root"),
    ("--imgae a.png", "--imgae", "--image"),
    ("view --layr 2", "--layr", "--layer"),
  ])
  func aMisspelledOptionIsNamed(command: String, word: String, option: String) throws {
    let run = try Program.run(command.split(separator: " ").map(String.init))
    #expect(run.status == 64 && run.output.isEmpty)
    #expect(
      run.error.hasPrefix("polascope: Unknown option '\(word)'. Did you mean '\(option)'?; see 'polascope"),
      "\(run.error)")
  }

  /// What is like no option is named without a suggestion; values, numbers and what follows -- are no options.
  @Test func whatIsNoOptionIsToldFromOne() throws {
    let far = try Program.run(["figure", "--zzzzzzzz"])
    #expect(
      far.status == 64
        && far.error == "polascope: Unknown option '--zzzzzzzz'; see 'polascope figure --help'\n")
    let short = try Program.run(["dump", "-x", "fashion-softmax"])
    #expect(short.status == 64 && short.error.hasPrefix("polascope: Unknown option '-x'"), "\(short.error)")
    let missing = try Program.run([
      "dump", "fashion-softmax", "--range", "-1,1", "--name", "--imgae", "--", "--ouf",
    ])
    #expect(missing.status == 64 && missing.error.contains("--image PATH") || missing.error.contains("--out"))
    #expect(!missing.error.contains("Unknown option"), "\(missing.error)")
    let long = try Program.run(["figure", "--" + String(repeating: "long", count: 2500)])
    #expect(long.status == 64 && long.error.count < 700)
  }

  /// A name of 10 000 characters, as a file, a command, an option and its value.
  @Test(arguments: [
    (["inspect"], 1 as Int32, ""), ([], 1, ""), (["summary"], 1, ""),
    (["stats", "fashion-softmax", "--images-from"], 1, ""),
    (["inspect", "fashion-softmax"], 64, ""), (["inspect", "fashion-softmax"], 64, "--"),
    (["dump", "fashion-softmax", "--out", "maps", "--image", "a.png", "--layers"], 64, ""),
  ])
  func longNamesAreCutInTheMiddle(command: [String], status: Int32, prefix: String) throws {
    let name = prefix + String(repeating: "long", count: 2500) + ".pth"
    let run = try Program.run(command + [name])
    #expect(run.status == status)
    #expect(run.error.contains("…") && run.error.contains("longlong.pth"))
    #expect(run.error.count < 700, "\(run.error)")
  }

  /// Values that begin with a dash.
  @Test func aDashMayBeginAValue() throws {
    let folder = try TemporaryFolder()
    let paths = ["- [", "["].map { (keys: $0, path: "\(folder.path)/\($0.count).txt") }
    for (keys, path) in paths {
      let run = try Program.run([
        "view", "fashion-polarity", "--layer", "2", "--screenshot", path, "--keys", keys,
      ])
      #expect(run.status == 0, "\(run.error)")
    }
    let query = try Program.run(["view", "--screenshot", paths[0].path, "--query", "-1,2"])
    #expect(query.status == 64 && query.error.contains("expected ROW,COLUMN"), "\(query.error)")

    let image = try #require(Samples.images.first)
    let dump = ["dump", "fashion-softmax", "--image", image, "--out", folder.path, "--layers", "0"]
    let run = try Program.run(dump + ["--range", "-1,1"])
    #expect(run.status == 0, "\(run.error)")
    for (option, expected) in [("--at", "a pixel X,Y"), ("--query", "ROW,COLUMN, cls")] {
      let run = try Program.run(dump + [option, "-1,2"])
      #expect(run.status == 64 && run.error.contains("expected \(expected)"), "\(run.error)")
    }
    let mean = try Program.run(["inspect", "fashion-softmax", "--mean", "-0.5,0.5,0.5"])
    #expect(mean.status == 64 && mean.error.contains("expected numbers from 0 to 1"), "\(mean.error)")
  }

  /// Images of types that are not read are counted once, and so are folders in subfolders; other files are neither.
  @Test func whatAFolderHoldsBesideImagesIsCounted() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b/deep"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(name)", withIntermediateDirectories: true)
    }
    try FileManager.default.copyItem(
      atPath: try #require(Samples.images.first), toPath: "\(folder.path)/a/one.PNG")
    for name in ["a/x.gif", "b/y.HEIC", "b/z.gif", "labels.csv", ".hidden.gif", "README"] {
      try Data().write(to: URL(filePath: "\(folder.path)/\(name)"))
    }
    let remark =
      "polascope: left out 3 images in folders (.gif .heic); only .png .jpg .jpeg .jfif .webp .bmp .pgm .ppm .pnm .pbm "
      + "are read: convert them; folders are read with their subfolders and no deeper: left out \(folder.path)/b/deep\n"
    for command in [
      ["stats", "fashion-softmax"], ["stats", "fashion-softmax", "fashion-polarity"],
      ["compare", "fashion-softmax", "fashion-polarity"],
      ["dump", "fashion-softmax", "--out", "\(folder.path)/.maps"],
      ["view", "--screenshot", "\(folder.path)/frame.txt"],
    ] {
      let run = try Program.run(command + ["--image", folder.path])
      #expect(run.status == 0)
      // `compare` also says that the folders are no classes.
      let remarks = run.error.split(separator: "\n").filter { !$0.hasPrefix("polascope: no accuracy: ") }
      #expect(remarks.map { $0 + "\n" } == [remark], "\(command[0]): \(run.error)")
    }
  }

  @Test func completionsAreWrittenForAShell() throws {
    let run = try Program.run(["--generate-completion-script", "bash"])
    #expect(run.status == 0)
    #expect(run.output.contains("complete") && run.output.contains("stats"))
  }

  /// Models, images and what is written are files, and the shells complete their names.
  @Test(arguments: [("bash", "completions -f\n"), ("zsh", "_files"), ("fish", "F\n")])
  func completionsHaveTheNamesOfFiles(shell: String, word: String) throws {
    let run = try Program.run(["--generate-completion-script", shell])
    #expect(run.status == 0)
    // Models of seven commands, images of five, and the files that they write.
    #expect(run.output.ranges(of: word).count >= 12, "\(run.output.ranges(of: word).count)")
  }
}
