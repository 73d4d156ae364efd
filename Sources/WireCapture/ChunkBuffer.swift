import WireCore

/// The part of the capture in memory: what is read and not used up lies from `start` to `end`. Before it lies some
/// of what was used up, so that a retransmission can be compared with what it repeats.
struct ChunkBuffer {
  private(set) var bytes: [UInt8]
  var start = 0
  private(set) var end = 0
  /// The place in the capture of the first byte in memory.
  private(set) var base = 0

  /// How much is read at a time: enough that calls cost nothing, little enough to stay in the cache.
  private static let step = 1 << 20
  /// CAP-53: so many bytes before a packet are still in memory when the packet is read.
  static let history = 128 << 10

  /// Room for the largest record and one step more.
  private let capacity: Int

  /// Begins small, as most captures are, and grows with what there is to read.
  init(limits: CaptureLimits) {
    capacity = ChunkBuffer.history + limits.packetBytes + (128 << 10) + ChunkBuffer.step
    bytes = [UInt8](repeating: 0, count: 16 << 10)
  }

  /// Reads on, after what is left moved to the front.
  ///
  /// - Returns: how many bytes came; 0 at the end.
  mutating func fill(
    _ read: (UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int
  ) throws(CaptureError) -> Int {
    compact()
    grow()
    let room = end..<min(bytes.count, end + ChunkBuffer.step)
    guard !room.isEmpty else { return 0 }
    // Unsafe: the operating system and zlib write through a pointer, no further than the buffer's count.
    let result = bytes.withUnsafeMutableBytes { whole in
      Result { () throws(CaptureError) in try read(UnsafeMutableRawBufferPointer(rebasing: whole[room])) }
    }
    let count = try result.get()
    end += count
    return count
  }

  private mutating func grow() {
    guard end == bytes.count, bytes.count < capacity else { return }
    bytes += [UInt8](repeating: 0, count: min(3 * bytes.count, capacity - bytes.count))
  }

  private mutating func compact() {
    let unused = start - ChunkBuffer.history
    guard unused > 0 else { return }
    bytes.withUnsafeMutableBytes { whole in
      let kept = UnsafeRawBufferPointer(rebasing: whole[unused..<end])
      whole.copyMemory(from: kept)
    }
    start -= unused
    end -= unused
    base += unused
  }
}

/// Where the bytes of a capture come from, inflated where they are compressed.
struct ByteSource {
  private let input: CaptureInput
  private(set) var gzip: GzipStream?
  /// Bytes of the capture so far, inflated.
  private(set) var bytesRead = 0

  /// CAP-16: looks at the first bytes, and sees to compression.
  init(_ input: CaptureInput, _ buffer: inout ChunkBuffer, limits: CaptureLimits) throws(CaptureError) {
    self.input = input
    while buffer.end < 8, try fill(&buffer) {}
    guard buffer.end > 0 else { throw CaptureError(.empty, "it is empty") }
    let head = [UInt8](copying: buffer.bytes.span.extracting(0..<buffer.end))
    if let name = ByteSource.foreignCompression(head) {
      throw CaptureError(
        .compression, "it is compressed with \(name), which is not read: decompress it first")
    }
    guard head.starts(with: [0x1F, 0x8B]) else { return }
    gzip = GzipStream(head: head.span, source: input, limits: limits)
    bytesRead = 0
    buffer = ChunkBuffer(limits: limits)
  }

  /// Reads on; `false` at the end.
  mutating func fill(_ buffer: inout ChunkBuffer) throws(CaptureError) -> Bool {
    let (input, gzip) = (input, gzip)
    let count = try buffer.fill { room throws(CaptureError) in
      if let gzip { try gzip.read(into: room) } else { try input.read(into: room) }
    }
    bytesRead += count
    return count > 0
  }

  private static func foreignCompression(_ head: [UInt8]) -> String? {
    let names: [(String, [UInt8])] = [
      ("zstd", [0x28, 0xB5, 0x2F, 0xFD]), ("lz4", [0x04, 0x22, 0x4D, 0x18]),
      ("xz", [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00]), ("bzip2", [0x42, 0x5A, 0x68]),
      ("zip", [0x50, 0x4B, 3, 4]),
      ("compress", [0x1F, 0x9D]),
    ]
    return names.first { head.starts(with: $0.1) }?.0
  }
}
