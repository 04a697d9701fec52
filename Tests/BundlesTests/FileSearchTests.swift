// Files are found by path, beside the bundle and by their hash; others in their place are told apart.
import Bundles
import Files
import Glibc
import Testing

@Suite struct FileSearchTests {
  private func input(_ path: String, _ bytes: [UInt8]) -> BundleManifest.Input {
    BundleManifest.Input(path: path, bytes: bytes.count, sha256: SHA256.digits(of: bytes))
  }

  private func write(_ bytes: [UInt8], to path: String) throws -> String {
    try AtomicFile.write(bytes, to: path)
    return path
  }

  @Test func filesAreFoundWhereverTheyAre() throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    let bytes: [UInt8] = [1, 2, 3]
    var plain = FileSearch(bundle: "\(folder.path)/x/f.zip", roots: [])
    let there = try write(bytes, to: "\(folder.path)/there.png")
    #expect(plain.find(input(there, bytes)) == .same(there))
    #expect(plain.find(input(there, [3, 2, 1])) == .changed(there))
    #expect(plain.find(input("\(folder.path)/gone.png", bytes)) == .missing)
    // Beside the bundle.
    try AtomicFile.makeFolder("\(folder.path)/x/photos")
    let beside = try write(bytes, to: "\(folder.path)/x/photos/a.png")
    #expect(plain.find(input("photos/a.png", bytes)) == .same(beside))
    // Under any name in a folder that is named, links that lead back or nowhere apart.
    try AtomicFile.makeFolder("\(folder.path)/tree/deep")
    let renamed = try write([5, 6, 7], to: "\(folder.path)/tree/deep/other-name")
    _ = try write([5, 6, 8], to: "\(folder.path)/tree/deep/another")
    symlink("..", "\(folder.path)/tree/deep/up")
    symlink("nowhere", "\(folder.path)/tree/deep/broken")
    mkfifo("\(folder.path)/tree/deep/pipe", 0o600)
    var searching = FileSearch(bundle: "f.zip", roots: ["\(folder.path)/tree"])
    #expect(searching.find(input("photos/b.png", [5, 6, 7])) == .same(renamed))
    #expect(searching.find(input("photos/c.png", [5, 6, 9])) == .missing)
    #expect(searching.find(input("other-name", [5, 6, 9])) == .missing)
  }

  /// A file that could not be read in the first run must be as unreadable now.
  @Test func whatWasUnreadableStaysSo() throws {
    let folder = try ScratchFolder()
    defer { folder.remove() }
    var search = FileSearch(bundle: "f.zip", roots: [])
    let gone = "\(folder.path)/gone.png"
    #expect(search.find(BundleManifest.Input(path: gone, bytes: nil, sha256: nil)) == .same(gone))
    let there = try write([1], to: "\(folder.path)/there.png")
    #expect(search.find(BundleManifest.Input(path: there, bytes: nil, sha256: nil)) == .changed(there))
  }
}
