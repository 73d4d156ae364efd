/// Sees to it that the memory of a large tree is kept for the next one.
///
/// glibc gives back to the system what is free at the end of its memory, where that is more than twice the largest block
/// that was allocated by itself and freed; and to take it anew, page by page, costs as much as to parse. Such a block
/// is allocated here, and not touched. Other allocators lose no more than the time of one allocation.
package struct TreeMemory: Sendable {
  /// The size of the largest document so far; of smaller ones nothing is to be seen to.
  private var largest = 1 << 16
  /// Up to here glibc lets a block's size decide, in bytes.
  private static let most = 31 << 20

  package init() {}

  /// A tree is to be made of a document of so many bytes.
  @inline(__always)
  package mutating func expectTree(of bytes: Int) {
    if bytes > largest { raise(to: bytes) }
  }

  @inline(never)
  private mutating func raise(to bytes: Int) {
    largest = bytes
    var block: [UInt8] = []
    block.reserveCapacity(min(4 * bytes, TreeMemory.most))
  }
}
