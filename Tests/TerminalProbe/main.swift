// A program that takes the terminal and then ends in the way that a key asks for: what no key of the viewer does.
import Glibc
import TerminalUI

let screen = try Screen(wake: try WakePipe())
var frame = Frame(size: screen.size)
frame.text("ready", x: 0, y: 0)
screen.show(frame)

/// Asks the optimizer not to know the number.
@inline(never) func unknown(_ number: Int) -> Int { CommandLine.arguments.count - 1 + number }

while true {
  for event in screen.waitForEvents() {
    switch event {
    case .key(.character("t")): print([1, 2, 3][unknown(5)])  // traps: out of bounds
    case .key(.character("f")): fatalError("asked to fail")
    case .key(.character("a")): abort()
    case .key(.character("s")):
      UnsafeMutablePointer<Int>(bitPattern: unknown(8))?.pointee = 1  // no such address
    case .key(.character("e")): exit(3)
    case .key(.character("q")):
      screen.close()
      exit(0)
    default: break
    }
  }
}
