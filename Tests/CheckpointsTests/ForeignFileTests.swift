// Files of other kinds under the names of checkpoints: each is called what it is.
import TestSupport
import Testing

@testable import Checkpoints

@Suite struct ForeignFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let files: [(bytes: [UInt8], kind: ForeignFile)] = [
    ([], .empty),
    (
      Array("version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 346293852\n".utf8),
      .gitLFSPointer
    ),
    (Array("<!DOCTYPE html><title>404</title>".utf8), .webPage), (Array("\n  <HTML>".utf8), .webPage),
    ([0x89] + Array("PNG\r\n".utf8) + [26, 10], .image), ([0xFF, 0xD8, 0xFF, 0xE0], .image),
    (Array("P6\n2 2\n255\n".utf8), .image), (Array("RIFF\0\0\0\0WEBPVP8 ".utf8), .image),
    ([0x89] + Array("HDF\r\n".utf8) + [26, 10], .hdf5), (Array("GGUF\u{3}\0\0\0".utf8), .gguf),
    ([0x93] + Array("NUMPY\u{1}\0".utf8), .numPy), ([0x1F, 0x8B, 8, 0], .gzip),
    ([0x28, 0xB5, 0x2F, 0xFD, 0], .otherCompression), (Array("BZh91AY".utf8), .otherCompression),
    ([UInt8](repeating: 0x61, count: 257) + Array("ustar\u{0}00".utf8), .tar),
    ([0x80, 4, 0x95, 0, 0], .pickle), (Array("{\"model_type\": \"vit\"}".utf8), .json),
    (Array("<?xml version=\"1.0\"?><Error>".utf8), .xml), (Array("\u{FEFF}Not Found\n".utf8), .text),
    (Array("lmgg\u{1}\0\0\0".utf8), .ggml), ([0x1C, 0, 0, 0] + Array("TFL3\0\0".utf8), .tensorFlowLite),
    ([0x81, 0xA6] + Array("params".utf8) + [0x83], .flax),
    ([0x50, 0x4B, 0x05, 0x06] + [UInt8](repeating: 0, count: 18), .emptyArchive),
    ([0x7F] + Array("ELF".utf8), .executable), (Array("%PDF-1.7".utf8), .pdf),
  ]

  /// Under any name: the name of a file does not count.
  @Test(arguments: ["model.pth", "model.safetensors", "model.bin"]) func isCalledWhatItIs(name: String) throws
  {
    for (bytes, kind) in Self.files {
      let path = folder.write(bytes, to: name)
      #expect(throws: CheckpointError.foreign(file: path, kind)) { try Checkpoint.open(path) }
    }
    #expect(Set(Self.files.map(\.kind.advice)).count == ForeignFile.allCases.count)
  }

  @Test func aPointerOfGitLFSSaysWhatToDo() throws {
    let path = folder.write(Self.files[1].bytes, to: "model.safetensors")
    do {
      _ = try Checkpoint.open(path)
      Issue.record("a pointer was opened")
    } catch {
      #expect("\(error)".contains("git lfs pull"))
    }
  }

  /// A length of the header may begin with the bytes of another format.
  @Test(arguments: [[0x1F, 0x8B, 0, 0, 0, 0, 0, 0], [0x80, 2, 0, 0, 0, 0, 0, 0]] as [[UInt8]])
  func aHeaderLengthIsNoSignature(length: [UInt8]) throws {
    let count = Int(length[0]) | Int(length[1]) << 8
    let json = #"{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#
    let header = Array(json.utf8) + [UInt8](repeating: 0x20, count: count - json.utf8.count)
    let path = folder.write(length + header + [0, 0, 0x80, 0x3F], to: "weights.bin")
    #expect(try Checkpoint.open(path).floats("x") == [1])
  }

  /// What only begins like one of these is not called it.
  @Test(
    arguments: [
      [0x08, 8, 0x10, 1, 0xFF], [0x08, 40, 0x12, 1], [0x81, 0xA6, 1, 2, 3, 4, 5, 6], [0x80, 0xA6, 0x61],
      [0, 1, 2, 3],
      [0x61, 0x62, 0],
    ] as [[UInt8]])
  func whatIsUnknownIsCalledUnknown(bytes: [UInt8]) throws {
    let path = folder.write(bytes, to: "model.pth")
    #expect(throws: CheckpointError.unrecognized(file: path)) { try Checkpoint.open(path) }
  }

  @Test(arguments: [
    (["arr_0.npy", "a/b.npy"], ForeignArchive.numPy), (["config.json", "model.weights.h5"], .keras),
    (["m/archive_format", "m/data/weights/0"], .exportedProgram), (["Data/model.mlmodel"], .coreML),
    (["[Content_Types].xml", "word/document.xml"], .office), (["META-INF/MANIFEST.MF"], .java),
    (["x/model.pth", "x/readme"], .packed(["x/model.pth"])), (["readme"], .other(["readme"])),
  ])
  func archivesAreCalledWhatTheyAre(entries: [String], kind: ForeignArchive) throws {
    let archive = ZipBuilder(entries: entries.map { .init(name: $0, bytes: [1]) })
    let path = folder.write(archive.bytes, to: "model.pth")
    #expect(throws: CheckpointError.pyTorch(file: path, .foreignArchive(kind))) { try Checkpoint.open(path) }
  }

  @Test func halfAnArchiveIsSaidToEnd() throws {
    let whole = ZipBuilder.torch(Pickle.make(Pickle.none), storages: ["0": [UInt8](repeating: 1, count: 99)])
      .bytes
    let path = folder.write(Array(whole.prefix(whole.count / 2)), to: "model.pth")
    #expect(throws: CheckpointError.zip(file: path, .endMissing)) { try Checkpoint.open(path) }
  }

  @Test func aTorchScriptProgramIsCalledOne() throws {
    var archive = ZipBuilder.torch(Pickle.make(Pickle.none))
    archive.entries.append(.init(name: "model/constants.pkl", bytes: Pickle.make(Pickle.none)))
    let path = folder.write(archive.bytes, to: "model.pt")
    #expect(throws: CheckpointError.pyTorch(file: path, .frozenScript)) { try Checkpoint.open(path) }
  }
}
