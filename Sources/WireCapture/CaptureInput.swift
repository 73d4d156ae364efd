#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a capture, read from front to back: a file, standard input, or bytes at hand.
public final class CaptureInput {
  private enum Origin {
    case descriptor(Int32, isOwned: Bool)
    case bytes([UInt8], position: Int, step: Int)
  }

  private var origin: Origin
  /// How many bytes there are, where that is known.
  public let size: Int?

  private init(_ origin: Origin, size: Int?) {
    self.origin = origin
    self.size = size
  }

  /// Reads bytes at hand, at most `step` of them at a time.
  public convenience init(bytes: [UInt8], step: Int = Int.max) {
    self.init(.bytes(bytes, position: 0, step: max(1, step)), size: bytes.count)
  }

  /// Reads a file, which may be a pipe.
  ///
  /// - Throws: `notFound`, `directory`, `permission` or `unreadable`.
  public convenience init(path: String) throws(CaptureError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw CaptureInput.failure(errno) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let code = errno
      close(descriptor)
      throw CaptureInput.failure(code)
    }
    if status.st_mode & S_IFMT == S_IFDIR {
      close(descriptor)
      throw CaptureInput.failure(EISDIR)
    }
    let isFile = status.st_mode & S_IFMT == S_IFREG
    self.init(.descriptor(descriptor, isOwned: true), size: isFile ? Int(status.st_size) : nil)
  }

  /// Reads standard input to its end.
  public static func standardInput() -> CaptureInput {
    CaptureInput(.descriptor(STDIN_FILENO, isOwned: false), size: nil)
  }

  deinit {
    if case .descriptor(let descriptor, isOwned: true) = origin { close(descriptor) }
  }

  /// Fills the front of `room`, which is not empty; 0 at the end.
  func read(into room: UnsafeMutableRawBufferPointer) throws(CaptureError) -> Int {
    switch origin {
    case .descriptor(let descriptor, _): return try CaptureInput.read(descriptor, into: room)
    case .bytes(let bytes, let position, let step):
      let count = min(room.count, bytes.count - position, step)
      room.copyBytes(from: bytes[position..<position + count])
      origin = .bytes(bytes, position: position + count, step: step)
      return count
    }
  }

  private static func read(
    _ descriptor: Int32, into room: UnsafeMutableRawBufferPointer
  ) throws(CaptureError) -> Int {
    while true {
      #if canImport(Darwin)
        let count = Darwin.read(descriptor, room.baseAddress, room.count)
      #elseif canImport(Musl)
        let count = Musl.read(descriptor, room.baseAddress, room.count)
      #else
        let count = Glibc.read(descriptor, room.baseAddress, room.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else { throw failure(errno) }
    }
  }

  private static func failure(_ code: Int32) -> CaptureError {
    switch code {
    case ENOENT, ENOTDIR: CaptureError(.notFound, "there is no such file")
    case EISDIR: CaptureError(.directory, "it is a directory")
    case EACCES, EPERM: CaptureError(.permission, "no permission to read it")
    default: CaptureError(.unreadable, "it cannot be read: \(String(cString: strerror(code)))")
    }
  }
}
