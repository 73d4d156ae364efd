import Testing
import WireCore

@testable import WireCheck

/// What can be seen of a TLS connection (REP-38).
@Suite struct TLSHandshakeTests {
  /// A record with one handshake message in it.
  private func record(_ type: UInt8, _ body: [UInt8]) -> [UInt8] {
    let message: [UInt8] = [type, 0, UInt8(body.count >> 8), UInt8(body.count & 0xFF)] + body
    let header: [UInt8] = [22, 3, 1, UInt8(message.count >> 8), UInt8(message.count & 0xFF)]
    return header + message
  }

  private func clientHello(name: String) -> [UInt8] {
    let host = Array(name.utf8)
    let list: [UInt8] = [0, UInt8(host.count + 3), 0, 0, UInt8(host.count)] + host
    let extensions: [UInt8] = [0, 0, 0, UInt8(list.count)] + list
    var hello: [UInt8] = [3, 3] + [UInt8](repeating: 7, count: 32)
    hello += [0, 0, 2, 0x13, 0x01, 1, 0, 0, UInt8(extensions.count)]
    return hello + extensions
  }

  private func serverHello(_ legacy: UInt16, supported: UInt16? = nil) -> [UInt8] {
    var extensions: [UInt8] = []
    if let supported { extensions = [0, 43, 0, 2, UInt8(supported >> 8), UInt8(supported & 0xFF)] }
    var hello = [UInt8(legacy >> 8), UInt8(legacy & 0xFF)]
    hello += [UInt8](repeating: 9, count: 32)
    hello += [0, 0x13, 0x01, 0, 0, UInt8(extensions.count)]
    return hello + extensions
  }

  @Test func readsVersionAndName() {
    var handshake = TLSHandshake()
    handshake.receive(record(1, clientHello(name: "ns.example")).span, from: .clientToServer)
    handshake.receive(record(2, serverHello(0x0303, supported: 0x0304)).span, from: .serverToClient)
    #expect(handshake.dialect == "1.3")
    #expect(!handshake.isOld)
    #expect(handshake.summary == "TLS 1.3; the client asked for ns.example")
    #expect(handshake.isSettled)
  }

  @Test(arguments: [
    (0x0300, "SSL 3.0", true), (0x0301, "1.0", true), (0x0302, "1.1", true), (0x0303, "1.2", false),
  ])
  func tellsOldVersions(version: Int, name: String, isOld: Bool) {
    var handshake = TLSHandshake()
    handshake.receive(record(2, serverHello(UInt16(version))).span, from: .serverToClient)
    #expect(handshake.dialect == name)
    #expect(handshake.isOld == isOld)
  }

  @Test func seesTheRequestForACertificateBelow13() {
    var handshake = TLSHandshake()
    let flight = record(2, serverHello(0x0303)) + record(13, [1, 1, 0]) + record(14, [])
    handshake.receive(flight.span, from: .serverToClient)
    #expect(handshake.asksForCertificate)
    #expect(handshake.isSettled)
  }

  @Test func readsByteByByteAsInOnePiece() {
    let flight = record(1, clientHello(name: "a.b")) + [21, 3, 3, 0, 2, 2, 40]
    var handshake = TLSHandshake()
    for byte in flight { handshake.receive([byte].span, from: .clientToServer) }
    #expect(handshake.serverName == "a.b")
    #expect(handshake.alert == 40)
  }

  @Test(arguments: Direction.allCases) func readsNothingOfADirectionBehindALoss(direction: Direction) {
    var handshake = TLSHandshake()
    handshake.lose(from: direction)
    handshake.receive(record(1, clientHello(name: "ns.example")).span, from: .clientToServer)
    handshake.receive(record(2, serverHello(0x0303)).span, from: .serverToClient)
    #expect(handshake.serverName == (direction == .clientToServer ? nil : "ns.example"))
    #expect(handshake.version == (direction == .serverToClient ? nil : 0x0303))
    #expect(!handshake.isSettled)
    handshake.lose(from: direction.reversed)
    handshake.receive([0].span, from: .clientToServer)
    #expect(handshake.isSettled)
  }

  @Test func holdsNoMoreThan64KiBOfADirection() {
    let front: [UInt8] = [22, 3, 3, 0x40, 0]
    var records = TLSRecords()
    let most = front + [UInt8](repeating: 0, count: (64 << 10) - front.count)
    records.append(most.span)
    #expect(!records.isUnreadable)
    records.append([0].span)
    #expect(records.isUnreadable)
    // A message that is longer: what its records hold counts as well.
    var message = TLSRecords()
    let part = front + [1, 0xFF, 0xFF, 0xFF] + [UInt8](repeating: 0, count: 16_380)
    for number in 0..<4 {
      message.append(part.span)
      let isWhole = message.next() != nil
      #expect(!isWhole && message.isUnreadable == (number > 2))
    }
  }

  @Test func escapesTheName() {
    var handshake = TLSHandshake()
    handshake.receive(record(1, clientHello(name: "a\u{1B}[2J")).span, from: .clientToServer)
    #expect(handshake.serverName == "a\\u{1b}[2J")
  }

  @Test func survivesEveryCutAndEveryChangedByte() {
    let flight =
      record(1, clientHello(name: "ns.example")) + record(2, serverHello(0x0303, supported: 0x0304))
    for count in flight.indices {
      var handshake = TLSHandshake()
      handshake.receive(Array(flight.prefix(count)).span, from: .clientToServer)
      #expect(handshake.version == nil || count == flight.count)
      for value in [0, 0x7F, 0x80, 0xFF] as [UInt8] {
        var changed = flight
        changed[count] = value
        var other = TLSHandshake()
        other.receive(changed.span, from: .clientToServer)
        other.receive(changed.span, from: .serverToClient)
        #expect(!other.summary.isEmpty)
      }
    }
  }
}
