import CZlib

/// How compressed data is framed.
public enum CompressionFormat: Sendable {
  /// A zlib stream (RFC 1950).
  case zlib
  /// One member of a gzip file (RFC 1952).
  case gzip
}

/// Inflates a zlib or gzip stream, bounded in size and in ratio.
///
/// - Parameters:
///   - compressed: one whole stream.
///   - base: the absolute offset of its first byte, for errors.
///   - limits: `bytes`, `inflationRatio` and `inflationFloor` apply.
///   - format: how the stream is framed.
/// - Returns: the inflated bytes.
/// - Throws: `syntax` for damaged data, `truncated` where the stream ends too soon, `trailing`
///   where bytes follow it, `limit` as soon as the output passes a limit: nothing is allocated
///   from a declared size, and at most one chunk (64 KiB) is inflated past the limit.
/// - Complexity: linear in the output.
public func inflate(
  _ compressed: Span<UInt8>, base: Int = 0, limits: Limits = Limits(), format: CompressionFormat = .zlib
) throws(WireError) -> [UInt8] {
  // Unsafe: zlib takes raw pointers. `next_in` stays inside `compressed` for the length of the
  // closure, `next_out` inside `chunk`, both with their own counts; zlib writes no further than
  // `avail_out`. The stream is ended on each path by `defer`.
  let outcome: Result<[UInt8], WireError> = compressed.withUnsafeBufferPointer { input in
    var stream = z_stream()
    let status = format == .gzip ? pickleproof_inflateInitGzip(&stream) : pickleproof_inflateInit(&stream)
    guard status == Z_OK else {
      return .failure(WireError(.limit, at: base, reading: "zlib stream", "zlib has no memory"))
    }
    defer { inflateEnd(&stream) }
    stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
    stream.avail_in = UInt32(clamping: input.count)
    do throws(WireError) {
      return .success(try drain(&stream, length: input.count, base: base, limits: limits))
    } catch {
      return .failure(error)
    }
  }
  return try outcome.get()
}

/// The size of one step of inflating, in bytes.
private let inflationChunk = 64 << 10

private func drain(
  _ stream: inout z_stream, length: Int, base: Int, limits: Limits
) throws(WireError) -> [UInt8] {
  let byRatio = max(limits.inflationFloor, saturatingProduct(length, limits.inflationRatio))
  let allowed = min(limits.bytes, byRatio)
  var output: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: min(inflationChunk, max(1_024, saturatingProduct(length, 4))))
  while true {
    let status = chunk.withUnsafeMutableBufferPointer { room -> Int32 in
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(clamping: room.count)
      return CZlib.inflate(&stream, Z_NO_FLUSH)
    }
    let made = chunk.count - Int(stream.avail_out)
    let position = base + length - Int(stream.avail_in)
    guard output.count + made <= allowed else {
      throw WireError(
        .limit, at: position, reading: "zlib stream", "\(length) bytes inflate to more than \(allowed)")
    }
    output.append(contentsOf: chunk[..<made])
    switch status {
    case Z_STREAM_END:
      guard stream.avail_in == 0 else {
        throw WireError(.trailing, at: position, reading: "zlib stream", "\(stream.avail_in) bytes follow it")
      }
      return output
    case Z_OK where made > 0 || stream.avail_in > 0:
      continue
    case Z_OK, Z_BUF_ERROR:
      throw WireError(.truncated, at: position, reading: "zlib stream", "its end is missing")
    case Z_MEM_ERROR:
      throw WireError(.limit, at: position, reading: "zlib stream", "zlib has no memory")
    case Z_NEED_DICT:
      throw WireError(.unsupported, at: position, reading: "zlib stream", "it asks for a preset dictionary")
    default:
      throw WireError(.syntax, at: position, reading: "zlib stream", "the compressed data is damaged")
    }
  }
}

private func saturatingProduct(_ left: Int, _ right: Int) -> Int {
  let (product, overflow) = left.multipliedReportingOverflow(by: right)
  return overflow ? Int.max : product
}
