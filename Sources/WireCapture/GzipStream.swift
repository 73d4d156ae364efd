import CZlib
import WireCore

/// Inflates a gzip file as it is read, in memory of fixed size (CAP-17).
///
/// Unsafe: zlib takes raw pointers and insists that its stream does not move, so the stream has an
/// allocation of its own, made and freed with this object. `next_in` points into `input` for the length
/// of one call only, `next_out` into the caller's room, each with its own count.
final class GzipStream {
  private let source: CaptureInput
  private let stream: UnsafeMutablePointer<z_stream>
  private var input: [UInt8]
  private var position = 0
  private var available: Int
  private var isOver = false
  private var consumed = 0
  private var produced = 0
  private let limits: CaptureLimits
  /// What is wrong with the compressed data, once it is.
  private(set) var damage: String?
  /// Whether the output passed the limit of ratio.
  private(set) var isBomb = false

  private static let inputSize = 64 << 10

  /// Goes on where `head`, read from `source` already, ends.
  init(head: Span<UInt8>, source: CaptureInput, limits: CaptureLimits) {
    self.source = source
    self.limits = limits
    input = [UInt8](copying: head)
    available = input.count
    input += [UInt8](repeating: 0, count: max(0, GzipStream.inputSize - input.count))
    stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    if pickleproof_inflateInitGzip(stream) != Z_OK { end("zlib has no memory") }
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  private func end(_ problem: String?) {
    isOver = true
    damage = problem
  }

  /// Fills the front of `room`, which is not empty; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int {
    while !isOver {
      if position == available, try refill() == 0 {
        end("the gzip data ends early")
        break
      }
      let made = step(into: room)
      if made > 0 { return made }
    }
    return 0
  }

  private func refill() throws(CaptureError) -> Int {
    position = 0
    available = 0
    let result = input.withUnsafeMutableBytes { room in
      Result { () throws(CaptureError) in try source.read(into: room) }
    }
    available = try result.get()
    return available
  }

  /// One call of zlib: how many bytes it made.
  private func step(into room: UnsafeMutableRawBufferPointer) -> Int {
    let before = available - position
    let status = input.withUnsafeMutableBufferPointer { bytes -> Int32 in
      stream.pointee.next_in = bytes.baseAddress.map { $0 + position }
      stream.pointee.avail_in = UInt32(clamping: before)
      stream.pointee.next_out = room.bindMemory(to: UInt8.self).baseAddress
      stream.pointee.avail_out = UInt32(clamping: room.count)
      return CZlib.inflate(stream, Z_NO_FLUSH)
    }
    let left = Int(stream.pointee.avail_in)
    position = available - left
    consumed += before - left
    let made = min(room.count, Int(UInt32.max)) - Int(stream.pointee.avail_out)
    produced += made
    judge(status, made)
    return made
  }

  private func judge(_ status: Int32, _ made: Int) {
    let (allowed, overflow) = consumed.multipliedReportingOverflow(by: limits.inflationRatio)
    if produced > limits.inflationFloor, !overflow, produced > allowed {
      isBomb = true
      end(nil)
    } else if status == Z_STREAM_END {
      nextMember()
    } else if status != Z_OK, status != Z_BUF_ERROR {
      end("the gzip data is damaged")
    } else if made == 0, status == Z_BUF_ERROR, position < available {
      end("the gzip data is damaged")
    }
  }

  /// A gzip file may have several members. What follows and is none is ignored, as gzip does.
  private func nextMember() {
    if position == available, (try? refill()) ?? 0 == 0 { return end(nil) }
    guard input[position] == 0x1F else { return end(nil) }
    inflateReset(stream)
  }
}
