import Foundation
import WireCheck

/// Reading what commands are given, whole or in pieces.
enum InputFile {
  /// The most that is read whole, in bytes.
  private static let limit = 1 << 30

  /// All bytes of a file, or of standard input where `path` is `nil` or `-`.
  static func bytes(_ path: String?) throws(Failure) -> [UInt8] {
    guard let path, path != "-" else { return try bytes(of: STDIN_FILENO, name: "standard input") }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure(path.onOneLine) }
    defer { close(descriptor) }
    return try bytes(of: descriptor, name: path.onOneLine)
  }

  /// Hands over standard input in pieces, as they come.
  static func pieces(_ take: (ArraySlice<UInt8>) throws -> Void) throws {
    var room = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = try read(STDIN_FILENO, into: &room, name: "standard input")
      if count == 0 { return }
      try take(room[..<count])
    }
  }

  private static func bytes(of descriptor: Int32, name: String) throws(Failure) -> [UInt8] {
    var bytes: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 256 << 10)
    while true {
      let count = try read(descriptor, into: &room, name: name)
      if count == 0 { return bytes }
      bytes += room[..<count]
      if bytes.count > limit { throw Failure("\(name): more than \(limit >> 20) MiB") }
    }
  }

  private static func read(
    _ descriptor: Int32, into room: inout [UInt8], name: String
  ) throws(Failure) -> Int {
    while true {
      // Unsafe: read(2) takes a raw pointer, and writes no more than `count` bytes there.
      let count = room.withUnsafeMutableBytes { Foundation.read(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 { return count }
      if errno != EINTR { throw failure(name) }
    }
  }

  private static func failure(_ name: String) -> Failure {
    Failure("\(name): \(String(cString: strerror(errno)))")
  }
}
