import CZlib

/// Deflates bytes into one zlib stream, as Python's `zlib.compress(data, level)` does: a window of
/// 32 KiB and zlib's own memory level. The bytes depend on the version of zlib.
///
/// - Parameters:
///   - bytes: what to compress.
///   - level: 0 (stored) to 9 (smallest); other values are brought into the range.
/// - Throws: `limit` for 4 GiB and more, and where zlib has no memory.
/// - Complexity: linear.
public func deflate(_ bytes: Span<UInt8>, level: Int = 6) throws(WireError) -> [UInt8] {
  guard bytes.count <= Int(UInt32.max) else {
    throw WireError(.limit, at: 0, reading: "bytes to compress", "\(bytes.count) bytes are 4 GiB or more")
  }
  var stream = z_stream()
  guard pickleproof_deflateInit(&stream, Int32(min(max(0, level), 9))) == Z_OK else {
    throw WireError(.limit, at: 0, reading: "bytes to compress", "zlib has no memory")
  }
  defer { deflateEnd(&stream) }
  var output = [UInt8](repeating: 0, count: Int(deflateBound(&stream, UInt(bytes.count))))
  // Unsafe: zlib takes raw pointers. `next_in` stays inside `bytes` and `next_out` inside `output`
  // for the length of the closures, each with its own count; zlib writes no further than `avail_out`.
  let status = bytes.withUnsafeBufferPointer { input in
    output.withUnsafeMutableBufferPointer { room -> Int32 in
      stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
      stream.avail_in = UInt32(clamping: input.count)
      stream.next_out = room.baseAddress
      stream.avail_out = UInt32(clamping: room.count)
      return CZlib.deflate(&stream, Z_FINISH)
    }
  }
  guard status == Z_STREAM_END else {
    throw WireError(.limit, at: 0, reading: "bytes to compress", "zlib gave up with status \(status)")
  }
  output.removeLast(Int(stream.avail_out))
  return output
}
