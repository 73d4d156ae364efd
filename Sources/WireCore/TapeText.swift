/// Makes a string of bytes that a check of the whole document found to be UTF-8.
///
/// This is the one place where a string is made without validating its bytes again, which costs
/// half of the time of decoding text. Why it is safe: only codecs of this package write tapes, and
/// they write a string's node (a) as an extent of a source whose whole was validated, cut at ASCII
/// delimiters, or of a source part that was validated by itself, or (b) as an extent of side
/// bytes, into which they copy such extents and the UTF-8 of whole Unicode scalars. Codecs are
/// handed the bytes before the tape is made and neither can change after.
@inlinable
package func makeString(checked bytes: Span<UInt8>) -> String {
  if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
    return unsafe String(copying: UTF8Span(unchecked: bytes))
  }
  return bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
}

/// Whether the bytes are UTF-8; see ``firstInvalidUTF8(_:)``.
package func isUTF8(_ bytes: Span<UInt8>) -> Bool { firstInvalidUTF8(bytes) == nil }

/// Where the bytes stop being UTF-8 as RFC 3629 has it (no surrogates, no overlong forms); `nil` where
/// they are UTF-8.
package func firstInvalidUTF8(_ bytes: Span<UInt8>) -> Int? {
  if #available(macOS 26, iOS 26, tvOS 26, watchOS 26, visionOS 26, *) {
    do {
      _ = try UTF8Span(validating: bytes)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
  return bytes.withUnsafeBufferPointer { unsafe String(validating: $0, as: UTF8.self) == nil ? 0 : nil }
}
