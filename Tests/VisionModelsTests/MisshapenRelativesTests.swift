// Models of InLine, Agent, MLLA, NaLaFormer and RALA with tensors that are missing, or of another shape.
import Checkpoints
import Compute
import Glibc
import TestSupport
import Testing

@testable import VisionModels

@Suite struct MisshapenRelativesTests {
  private let engine: Engine
  private let folder: TemporaryFolder

  init() throws {
    engine = try Engine()
    folder = try TemporaryFolder()
  }

  /// What a file with these tensors is, whose numbers are zeros that the file system need not store.
  private func read(
    _ tensors: [(name: String, shape: [Int])], _ configuration: JSONValue?
  ) throws -> ModelDescription {
    var (entries, end): ([String], Int) = ([], 0)
    for tensor in tensors {
      let size = 4 * tensor.shape.reduce(1, *)
      entries.append(
        #""\#(tensor.name)":{"dtype":"F32","shape":\#(tensor.shape),"data_offsets":[\#(end),\#(end + size)]}"#
      )
      end += size
    }
    let header = Array("{\(entries.joined(separator: ","))}".utf8)
    let path = folder.write(littleEndian(UInt64(header.count)) + header, to: "model.safetensors")
    try #require(truncate(path, 8 + header.count + end) == 0)
    return try ModelDescription.read(
      try Checkpoint.open(path), configuration: configuration, engine: engine)
  }

  /// Every tensor in turn is left out, has one more element along an axis, or another number of axes: an error that says
  /// so, and no trap.
  @Test(arguments: RelativesTests.cases) func everyTensorInTurn(name: String) throws {
    let files = try ModelFiles.locate(Fixtures.path(name))
    let checkpoint = try Checkpoint.open(files.weights)
    let model = try ModelDescription.read(checkpoint, configuration: files.configuration, engine: engine)
    let tensors = model.tensors.filter { !model.unusedTensors.contains($0.name) }
      .map { (name: $0.name, shape: $0.shape) }
    #expect(try read(tensors, files.configuration).layers.count == model.layers.count)
    for (index, tensor) in tensors.enumerated() {
      // Blocks are alike: the first of each stage stands for the others.
      guard tensor.name.wholeMatch(of: /.*\.[1-9]\.(attn|norm|mlp|ffn|gamma|cpe|dwc).*/) == nil else {
        continue
      }
      // Rotations of another resolution are computed.
      let isGrid = tensor.name.hasSuffix(".rope.rotations")
      var shapes = tensor.shape.indices.dropFirst(isGrid ? 2 : 0).map { axis in
        var shape = tensor.shape
        shape[axis] += 1
        return shape
      }
      // A tensor of another rank under the name of a classifier is no classifier: a decoder's, left aside.
      let isDecoder = tensor.name == "head.weight" && name.contains("deit")
      if !isDecoder { shapes.append([1] + tensor.shape + [1]) }
      for shape in shapes {
        var changed = tensors
        changed[index].shape = shape
        #expect(throws: ModelError.self, "\(tensor.name) \(shape)") {
          _ = try read(changed, files.configuration)
        }
      }
      var fewer = tensors
      fewer.remove(at: index)
      do {
        _ = try read(fewer, files.configuration)
      } catch let error as ModelError {
        #expect(!error.description.contains("\n"))
      }
    }
  }
}
