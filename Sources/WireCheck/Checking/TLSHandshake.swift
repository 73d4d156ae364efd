import WireCore

/// What can be seen of a TLS connection: its handshake, up to where it becomes unreadable (RFC 8446, RFC 5246).
struct TLSHandshake {
  /// The version that the server chose, as on the wire: 0x0303 is TLS 1.2.
  private(set) var version: UInt16?
  /// The name that the client asked for.
  private(set) var serverName: String?
  /// Whether the server asked for a client certificate, where that can be seen (below TLS 1.3).
  private(set) var asksForCertificate = false
  /// The alert that ended it, where one was sent in the clear.
  private(set) var alert: UInt8?
  /// Whether nothing more is to be learned.
  private(set) var isSettled = false

  private var client = TLSRecords()
  private var server = TLSRecords()

  /// Takes the next bytes of one direction.
  mutating func receive(_ bytes: Span<UInt8>, from direction: Direction) {
    guard !isSettled else { return }
    if direction == .clientToServer { client.append(bytes) } else { server.append(bytes) }
    while let piece = direction == .clientToServer ? client.next() : server.next() { take(piece) }
    if client.isUnreadable && server.isUnreadable { settle() }
  }

  /// Learns that bytes are missing: what follows cannot be read.
  mutating func lose(from direction: Direction) {
    if direction == .clientToServer { client.giveUp() } else { server.giveUp() }
  }

  private mutating func take(_ piece: TLSRecords.Piece) {
    switch piece {
    case .handshake(1, let body): serverName = TLSHello(client: body)?.serverName ?? serverName
    case .handshake(2, let body): takeServerHello(body)
    case .handshake(13, _): asksForCertificate = true
    case .handshake(14, _): settle()
    case .handshake: break
    case .alert(let level, let description):
      if level == 2 { alert = description }
      settle()
    }
  }

  private mutating func takeServerHello(_ body: ArraySlice<UInt8>) {
    version = TLSHello(server: body)?.version ?? version
    // All that follows is encrypted.
    if let version, version >= 0x0304 { settle() }
  }

  private mutating func settle() {
    isSettled = true
    client.giveUp()
    server.giveUp()
  }
}

extension TLSHandshake {
  /// The version's number, `1.2`.
  var dialect: String? { version.map(Self.name) }

  /// Whether the version is below TLS 1.2.
  var isOld: Bool { version.map { $0 < 0x0303 } ?? false }

  /// A sentence about it.
  var summary: String {
    var parts = [version.map(Self.fullName) ?? "TLS, no version agreed on"]
    if let serverName { parts.append("the client asked for \(serverName)") }
    if asksForCertificate { parts.append("the server asked for a client certificate") }
    if let alert { parts.append("ended by alert \(alert)") }
    return parts.joined(separator: "; ")
  }

  private static func fullName(_ version: UInt16) -> String {
    version == 0x0300 ? name(version) : "TLS " + name(version)
  }

  private static func name(_ version: UInt16) -> String {
    switch version {
    case 0x0300: "SSL 3.0"
    case 0x0301...0x0304: "1.\(version - 0x0301)"
    default: "0x" + String(version, radix: 16)
    }
  }
}
