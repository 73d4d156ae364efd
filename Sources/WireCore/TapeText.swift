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
