/// Whether Python calls a code point printable (`str.isprintable`); its `repr` escapes the others.
@inline(__always)
package func isPrintable(_ scalar: UInt32) -> Bool {
  guard scalar < PrintableTable.end else { return 0xE0100...0xE01EF ~= scalar }
  let block = Int(PrintableTable.pages[Int(scalar >> 10)])
  let word = PrintableTable.words[block &* 16 &+ Int(scalar >> 6 & 15)]
  return word >> UInt64(scalar & 63) & 1 == 1
}
