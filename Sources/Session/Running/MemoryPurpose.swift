// What memory is for: said where the system refuses it.
import CMemory

/// Runs `body`; where the calling thread is refused memory meanwhile, the message says that it was for `purpose`.
package func usingMemory<Result, Failure: Error>(
  for purpose: StaticString, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  let before = memory_is_for(UnsafeRawPointer(purpose.utf8Start).assumingMemoryBound(to: CChar.self))
  defer { _ = memory_is_for(before) }
  return try body()
}
