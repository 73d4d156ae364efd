import CAllocator

/// What the program asks of the allocator.
enum Allocator {
  /// Has glibc join blocks with their neighbours as soon as they are freed.
  ///
  /// By default those of up to 128 bytes are kept as they are ("fast bins"), and all are joined at the next large
  /// allocation, when they have left the processor's caches. With trees of many small values that takes longer than
  /// to build the tree (up to 1.6 times as long in all). The setting holds for a whole process, so it is a matter of
  /// programs and not of libraries.
  static func joinFreedBlocks() { join_freed_blocks() }
}
