// Fuzzes one of the readers of foreign bytes with libFuzzer, or reads given inputs again. `make fuzz` runs all.
import CFuzz
import Glibc

let usage = """
  usage: Fuzz list
         Fuzz check                                 reads the inputs that all parsers start from
         Fuzz PARSER [-LIBFUZZER_OPTION=VALUE...]   fuzzes a parser, from these inputs
         Fuzz PARSER FILE...                        reads the files

  """

func fail(_ text: String) -> Never {
  say(text)
  exit(64)
}

let words = Array(CommandLine.arguments.dropFirst())
guard let name = words.first else { fail(usage) }
if name == "list" {
  for parser in FuzzedParsers.all {
    print(parser.name + String(repeating: " ", count: max(1, 16 - parser.name.count)) + parser.subject)
  }
  exit(0)
}
if name == "check" {
  let status = FuzzedParsers.all.map(checkInputs).max() ?? 1
  Scratch.shared.close()
  exit(status)
}
guard let parser = FuzzedParsers.all.first(where: { $0.name == name }) else {
  fail("Fuzz: there is no parser '\(name)'; 'Fuzz list' lists them\n")
}
let rest = Array(words.dropFirst())
let files = rest.filter { !$0.hasPrefix("-") }
if files.isEmpty {
  do {
    exit(try FuzzRun(parser).run(options: rest))
  } catch {
    fail("Fuzz: \(parser.name): \(error)\n")
  }
} else {
  let status = replay(files, by: parser)
  Scratch.shared.close()
  exit(status)
}
