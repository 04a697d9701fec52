// Elements that a file stores as numbers of variable length, as elements of a fixed size.
import Files

/// The elements of a tensor that lie in a file as varints: half-precision numbers and integers in ONNX.
struct VarintElements: ByteSource {
  /// Where the elements are, and where each `stride`-th of them begins.
  struct Layout: Equatable {
    static let stride = 1 << 12

    let range: Range<Int>
    private(set) var count = 0
    private(set) var starts: [Int] = []

    /// Goes through all of them, from the reader's position to the end of `range`.
    init(_ reader: inout ProtobufReader, _ range: Range<Int>) throws {
      self.range = range
      while reader.position < range.upperBound {
        if count % Self.stride == 0 { starts.append(reader.position) }
        _ = try reader.varint(before: range.upperBound)
        count += 1
      }
    }
  }

  let file: RegularFile
  let layout: Layout
  /// Bytes of an element, of which the lowest are taken.
  let size: Int

  func fill(_ buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(CheckpointError) {
    let (first, rest) = offset.quotientAndRemainder(dividingBy: size)
    let part = first / Layout.stride
    guard part < layout.starts.count else { return }
    var reader = ByteReader(file, from: layout.starts[part], to: layout.range.upperBound)
    // The first byte of `buffer` is byte `rest` of element `first`.
    var place = part * Layout.stride * size - (first * size + rest)
    do {
      while place < buffer.count, reader.remaining > 0 {
        var (value, shift) = (UInt64(0), UInt64(0))
        while true {
          let byte = try reader.byte()
          value |= UInt64(byte & 0x7F) &<< shift
          shift += 7
          if byte < 0x80 { break }
        }
        for byte in 0..<size {
          if buffer.indices.contains(place + byte) {
            buffer[place + byte] = UInt8(truncatingIfNeeded: value >> UInt64(8 * byte))
          }
        }
        place += size
      }
    } catch let error as CheckpointError {
      throw error
    } catch {
      // It was whole when it was opened.
      throw .onnx(file: file.path, .damaged("an element ends beyond its data", byteOffset: reader.position))
    }
  }
}
