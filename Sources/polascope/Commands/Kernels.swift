// `polascope kernels`: a model's queries and keys read by published kernels, one JSON object a line.
import ArgumentParser
import Attention
import Session

struct Kernels: BundledCommand {
  static let configuration = CommandConfiguration(
    abstract: "Read a model's queries and keys by every published kernel, and print the numbers as JSON.",
    discussion: """
      Which linear attention fits this model best? Every head's queries and keys, as they enter its attention, are \
      read by each kernel; a line for each model and image has the entropy, the divergence from the model's own rows, \
      row sums, negative mass, rank, and how local and how far the rows look. It is a counterfactual: the model was \
      not trained with these kernels. 'polascope summary' merges the lines and ranks the kernels.

      Examples:
        polascope kernels fashion-softmax --image photos | polascope summary -
        polascope kernels deit.pth --image val --kernels relu,focused-3,polarity-3 --append kernels.jsonl
      """)

  @Argument(help: "Bundled names, checkpoint files or folders.", completion: .file())
  var models: [String]

  @OptionGroup var batch: BatchOptions

  @Option(
    name: .customLong("kernels"),
    help: ArgumentHelp(
      "\(Kernel.all.map(\.name).joined(separator: ", ")); comma-separated. Default: all.", valueName: "names"),
    transform: kernelList)
  var kernels = Kernel.all

  @OptionGroup var lines: LineOptions

  @OptionGroup var evidence: BundleOptions

  @Flag(help: "Replace a bundle that is there.")
  var force = false

  @OptionGroup var changes: InterventionOptions

  @OptionGroup(title: "Model options") var options: ModelOptions

  func validate() throws { try lines.check(with: evidence) }

  func run(_ run: CommandRun) throws {
    let (kernels, orientation) = (kernels, options.exifOrientation)
    let pass = LineBatch(
      run: run, batch: batch, lines: lines, options: options, changes: changes,
      kernels: kernels.map(\.name))
    try pass.run(models) { model, image, interventions, progress in
      let record = try KernelsRecord(
        of: model, on: image, kernels: kernels, interventions: interventions,
        applyingOrientation: orientation, progress: progress)
      return (try record.json(), record.divergence)
    }
  }
}

/// Names of kernels, each once, in the order of the program's list.
private func kernelList(_ text: String) throws -> [Kernel] {
  let names = Kernel.all.map(\.name)
  let chosen = Set(
    try parts(
      of: text, separator: ",", expected: "names among \(names.joined(separator: ", "))"
    ) { part in names.contains(String(part)) ? String(part) : nil })
  return Kernel.all.filter { chosen.contains($0.name) }
}
