// Sessions of the viewer.
import Session
import TestSupport
import Viewer

extension FuzzedParsers {
  static let sessions: [FuzzedParser] = [
    FuzzedParser(
      name: "session", subject: "files of view --session", seeds: { [Array(session.utf8)] }, longest: 8192,
      allowance: Allowance(memoryPerByte: 400), mutator: JSONMutator(), parse: readSession)
  ]

  /// A session that is read is written, and is the same whenever it is read again.
  @Sendable private static func readSession(_ bytes: [UInt8]) throws {
    let samples = BundledSamples(models: ["twin": "/samples/twin"], imagePaths: ["/samples/images/bag.png"])
    do throws(SessionError) {
      _ = try SavedSession(bytes, file: "runs/s.json", samples: samples)
    } catch {
      return try checkRefusal(error, naming: "runs/s.json")
    }
    let session = try SavedSession(bytes, file: "runs/s.json", samples: samples)
    let written = try session.json(savedAt: "runs/s.json", samples: samples)
    let again = try SavedSession(written, file: "runs/s.json", samples: samples)
    try demand(
      try again.json(savedAt: "runs/s.json", samples: samples) == written,
      "a session changes when it is saved again")
  }

  private static let side =
    #""model":0,"image":"bag.png","place":{"model":1,"head":"2.1"},"point":[0.5,0.25],"query":"cls","headsOff":{"0":["2.1","3.0"]},"hidden":["3,5@14x14"]"#

  private static let screen =
    #"{"sides":[{\#(side)},{\#(side)}],"linked":true,"focus":"b","view":"heads","zoom":null,"pages":{"heads":1},"map":"attention","incoming":false,"overlay":true,"colormap":"magma","scales":{"heads":"panel","entropy":"layer"},"fixedRange":[0,0.5],"order":"layer","metric":"maps","exponent":3,"probe":[0.1,0.9],"pins":[{"side":"a",\#(side)}]}"#

  private static let session =
    #"{"polascope-session":1,"version":"1","models":[{"model":"twin","name":null,"digest":"0123456789abcdef"},{"model":"./x.pth","name":"x","digest":null}],"options":["--alpha","4"],"images":["bag.png","./val","/data/a.png"],"screen":\#(screen),"bookmarks":[{"note":"sink","screen":\#(screen)}]}"#
}
