import PyroWire
import Testing
import WireCore

@Suite struct Pyro5CompressionTests {
  /// A result whose payload is compressed, changed by `change`.
  static func heard(
    payload: [UInt8], limits: Limits = Limits(), change: (inout [UInt8]) -> Void = { _ in }
  ) throws -> RecordingSink {
    var dialogue = Dialogue.accepted
    dialogue.client(.invoke, 1, Pyro5ExchangeTests.call)
    let message = Pyro5Message(type: .result, serializer: .json, sequence: 1, payload: payload)
    var bytes = try Pyro5Encoder(compresses: true).encode(message)
    change(&bytes)
    dialogue.turns.append((.serverToClient, bytes))
    return dialogue.heard(options: .init(limits: limits))
  }

  static let text = Array(("\"" + String(repeating: "telemetry ", count: 50) + "\"").utf8)

  @Test func payloadsAreInflated() throws {
    let heard = try Self.heard(payload: Self.text)
    #expect(heard.faults == [])
    #expect(heard.payloads.last == Self.text)
    #expect(heard.messages.last?.payloadLength == Self.text.count)
    #expect(heard.messages.last?.flags == 2)
  }

  @Test func damageIsFoundAndThePayloadHandedOnAsItIs() throws {
    let heard = try Self.heard(payload: Self.text) { $0[50] ^= 0xFF }
    #expect(heard.faults == [.badCompression])
    #expect(heard.messages.last?.payloadLength == heard.payloads.last?.count)
    let cut = try Self.heard(payload: Self.text) { bytes in
      bytes.removeLast(3)
      bytes[15] -= 3
    }
    #expect(cut.faults == [.badCompression])
    let longer = try Self.heard(payload: Self.text) { bytes in
      bytes.append(0)
      bytes[15] += 1
    }
    #expect(longer.faults == [.trailingBytes])
  }

  @Test func bombsAreFoundBySizeAndByRatio() throws {
    let zeros = [UInt8](repeating: 0x20, count: 4 << 20)
    #expect(try Self.heard(payload: zeros).faults == [.decompressionBomb])
    #expect(try Self.heard(payload: Self.text, limits: Limits(bytes: 400)).faults == [.decompressionBomb])
  }

  @Test func offsetsAreThoseOfTheInflatedPayload() throws {
    let payload = Array(
      #"[{"__class__": "demo.Thing", "text": "\#(String(repeating: "x", count: 100))"}]"#.utf8)
    let finding = try Self.heard(payload: payload).findings.last { $0.rule == .foreignClass }
    #expect(finding?.offset == 15)
    #expect(finding?.detail.hasSuffix("(offset in the inflated payload)") == true)
  }
}
