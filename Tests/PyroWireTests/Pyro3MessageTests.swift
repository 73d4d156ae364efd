import PyroWire
import PythonValues
import TestSupport
import Testing
import WireCore

@Suite struct Pyro3MessageTests {
  /// Reads a message that fills the bytes.
  private func read(_ bytes: [UInt8], limits: Limits = Limits()) throws(WireError) -> Pyro3Message {
    try Pyro3Message(bytes.span, limits: limits)
  }

  private let body = Array(String(repeating: "abc ", count: 50).utf8)

  @Test(arguments: [false, true], [false, true])
  func comesBackWhole(compresses: Bool, checksums: Bool) throws {
    let message = Pyro3Message(version: 4, serializer: .gnosis, body: body)
    let bytes = try Pyro3Encoder(compresses: compresses, checksums: checksums).encode(message)
    var back = try read(bytes)
    #expect(back.flags.contains(.compressed) == compresses)
    #expect(back.flags.contains(.checksum) == checksums)
    back.flags.subtract([.compressed, .checksum])
    #expect(back == message)
  }

  @Test func whatDoesNotBecomeShorterIsNotCompressed() throws {
    let message = Pyro3Message(body: [1, 2, 3])
    #expect(try Pyro3Encoder(compresses: true).encode(message) == Pyro3Encoder().encode(message))
  }

  @Test func writesTheHeaderByteForByte() throws {
    let bytes = try Pyro3Encoder(checksums: true).encode(Pyro3Message(body: [0x4E, 0x2E]))
    #expect(bytes == hexBytes("5059524f 0005 0012 00000002 0002 00cc007d 4e2e"))
  }

  @Test(arguments: [
    (17, WireError.Kind.truncated), (19, .truncated), (21, .trailing),
  ])
  func rejectsAnotherLength(count: Int, kind: WireError.Kind) throws {
    var bytes = try Pyro3Encoder().encode(Pyro3Message(body: [0x4E, 0x2E]))
    bytes = count < bytes.count ? Array(bytes[..<count]) : bytes + [0]
    #expect { try read(bytes) } throws: { ($0 as? WireError)?.kind == kind }
  }

  @Test func rejectsAWrongChecksum() throws {
    var bytes = try Pyro3Encoder(checksums: true).encode(Pyro3Message(body: body))
    bytes[100] ^= 1
    #expect { try read(bytes) } throws: { ($0 as? WireError)?.offset == 14 }
  }

  @Test func rejectsALargeBodyBeforeItIsThere() {
    var bytes: [UInt8] = []
    Pyro3Header(bodySize: .max).append(to: &bytes)
    #expect { try read(bytes) } throws: { ($0 as? WireError)?.kind == .limit }
  }

  @Test func rejectsABomb() throws {
    let message = Pyro3Message(body: [UInt8](repeating: 0, count: 8 << 20))
    let bytes = try Pyro3Encoder(compresses: true).encode(message)
    #expect { try read(bytes) } throws: { ($0 as? WireError)?.kind == .limit }
    var dialogue = Pyro3Dialogue.begun()
    dialogue.turns.append((.clientToServer, bytes))
    #expect(dialogue.heard().rules.contains(.decompressionBomb))
  }

  @Test func tellsTokensApart() {
    #expect(Pyro3Message.connect(token: [1, 2]).token == [1, 2])
    #expect(Pyro3Message(body: Array("CONNEC".utf8)).token == nil)
  }

  @Test func requestsAreWrittenInEachSerializer() throws {
    let request = Pyro3Request(object: "o", method: "add", positional: [1])
    #expect(String(decoding: try request.body(.gnosis), as: UTF8.self).contains("PyObject"))
    #expect(String(decoding: try request.body(.pyxml), as: UTF8.self).contains("<marshal>"))
    let set = Pyro3Request(object: "o", method: "add", positional: [.ellipsis])
    #expect(throws: ValueEncodingError.self) { try set.body() }
  }

  @Test func deepArgumentsAreWrittenWithoutRecursion() throws {
    let bytes = onSmallStack {
      let deep = (0..<1_000).reduce(PythonValue.none) { value, _ in .list([value]) }
      return try? Pyro3Request(object: "o", method: "m", positional: [deep]).body()
    }
    #expect(bytes?.count ?? 0 > 3_000)
  }
}
