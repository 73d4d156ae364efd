import WireCore

/// What a ClientHello or ServerHello says of version and name (RFC 8446, sections 4.1.2, 4.1.3 and 4.2).
struct TLSHello {
  /// The version; with supported_versions in a ServerHello, the one that it names.
  private(set) var version: UInt16
  /// The host name of server_name, its control characters escaped.
  private(set) var serverName: String?

  init?(client body: ArraySlice<UInt8>) {
    var reader = ByteReader(Array(body))
    do throws(WireError) {
      version = try reader.readBigEndian(UInt16.self, "version")
      _ = try reader.readBytes(32, "random")
      try reader.skip(lengthBytes: 1, "session id")
      try reader.skip(lengthBytes: 2, "cipher suites")
      try reader.skip(lengthBytes: 1, "compression methods")
      try readExtensions(&reader, isClient: true)
    } catch { return nil }
  }

  init?(server body: ArraySlice<UInt8>) {
    var reader = ByteReader(Array(body))
    do throws(WireError) {
      version = try reader.readBigEndian(UInt16.self, "version")
      _ = try reader.readBytes(32, "random")
      try reader.skip(lengthBytes: 1, "session id")
      _ = try reader.readBytes(3, "cipher suite and compression method")
      try readExtensions(&reader, isClient: false)
    } catch { return nil }
  }

  private mutating func readExtensions(_ reader: inout ByteReader, isClient: Bool) throws(WireError) {
    guard reader.remaining > 0 else { return }
    let length = Int(try reader.readBigEndian(UInt16.self, "extensions"))
    var list = try reader.readReader(length, "extensions")
    while list.remaining > 0 {
      let type = try list.readBigEndian(UInt16.self, "extension type")
      let size = Int(try list.readBigEndian(UInt16.self, "extension length"))
      var body = try list.readReader(size, "extension")
      switch type {
      case 0 where isClient: serverName = try Self.readServerName(&body)
      case 43 where !isClient: version = try body.readBigEndian(UInt16.self, "supported version")
      default: break
      }
    }
  }

  /// RFC 6066, section 3: a list of names, of which only the first, a host name, is in use.
  private static func readServerName(_ reader: inout ByteReader) throws(WireError) -> String? {
    _ = try reader.readBigEndian(UInt16.self, "server name list")
    guard try reader.readByte("name type") == 0 else { return nil }
    let length = Int(try reader.readBigEndian(UInt16.self, "host name length"))
    let name = try reader.readBytes(length, "host name")
    return String(decoding: name.prefix(255), as: UTF8.self).onOneLine
  }
}

extension ByteReader {
  /// Passes over a vector with a length of `lengthBytes` bytes before it.
  fileprivate mutating func skip(lengthBytes: Int, _ what: String) throws(WireError) {
    var length = 0
    for _ in 0..<lengthBytes { length = length << 8 | Int(try readByte(what)) }
    _ = try readBytes(length, what)
  }
}
