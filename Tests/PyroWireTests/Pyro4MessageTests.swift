import PyroWire
import TestSupport
import Testing
import WireCore

/// Reads a message that fills `bytes`.
func decoded4(_ bytes: [UInt8]) throws(WireError) -> Pyro4Message { try Pyro4Message(bytes.span) }

@Suite struct Pyro4MessageTests {
  static let message = Pyro4Message(
    type: .result, flags: [.exception], sequence: 0xFFFF,
    annotations: [PyroAnnotation(id: "XYZ1", data: [1, 2, 3]), PyroAnnotation(id: "STRM", data: [])],
    payload: Array(repeating: Array("telemetry ".utf8), count: 20).flatMap { $0 })

  @Test(arguments: [false, true]) func readsWhatItWrites(compresses: Bool) throws {
    let bytes = try Pyro4Encoder(compresses: compresses).encode(Self.message)
    var read = try decoded4(bytes)
    #expect(read.flags == (compresses ? [.exception, .compressed] : .exception))
    read.flags = Self.message.flags
    #expect(read == Self.message)
    #expect((bytes.count < 200) == compresses)
  }

  @Test func compressesFrom200BytesAndWhereItPays() throws {
    let encoder = Pyro4Encoder(compresses: true)
    for (count, isCompressed) in [(199, false), (200, true)] {
      let message = Pyro4Message(type: .invoke, sequence: 1, payload: [UInt8](repeating: 7, count: count))
      #expect(try decoded4(encoder.encode(message)).flags.contains(.compressed) == isCompressed)
    }
    var random = SeededGenerator(seed: 4)
    let noise = (0..<500).map { _ in UInt8.random(in: 0...255, using: &random) }
    let message = Pyro4Message(type: .invoke, flags: .compressed, sequence: 1, payload: noise)
    let read = try decoded4(encoder.encode(message))
    #expect(read.flags.isEmpty)
    #expect(read.payload == noise)
  }

  /// As Pyro4 4.82 wrote them.
  @Test func signsAsPyroDoes() throws {
    let bytes = try Pyro4Encoder(hmac: Pyro4HMAC(key: Array("secret".utf8))).encode(
      Pyro4Message(
        type: .invoke, sequence: 7, annotations: [PyroAnnotation(id: "USER", data: Array("carol".utf8))],
        payload: Array("# serpent utf-8 python3.2\n('demo','add',(1,2),{})".utf8)))
    #expect(
      bytes
        == hexBytes(
          "5059524f003000040000000700000031000100250000357b5553455200056361726f6c484d41430014c587133e83dfd3ac905d98"
            + "e3fcdcbbfd522b5727232073657270656e74207574662d3820707974686f6e332e320a282764656d6f272c27616464272c28312c"
            + "32292c7b7d29"))
  }

  /// A key longer than a block, and annotations that do not stand in the order of their ids.
  @Test func signsInTheOrderOfTheIDs() throws {
    let encoder = Pyro4Encoder(hmac: Pyro4HMAC(key: [UInt8](repeating: UInt8(ascii: "k"), count: 100)))
    let annotations = [("ZZZZ", "one"), ("AAAA", "two")].map { PyroAnnotation(id: $0, data: Array($1.utf8)) }
    var message = Pyro4Message(
      type: .invoke, sequence: 7, annotations: annotations, payload: Array("abc".utf8))
    let code = hexBytes("7d697bdf0423692d47c644f832c284cc2982b72e")
    #expect(try decoded4(encoder.encode(message)).annotation("HMAC") == code)
    message.annotations.reverse()
    #expect(try decoded4(encoder.encode(message)).annotation("HMAC") == code)
    // Before protocol 48 the order of the wire counts.
    message.version = 47
    let older = try decoded4(encoder.encode(message)).annotation("HMAC")
    message.annotations.reverse()
    #expect(try decoded4(encoder.encode(message)).annotation("HMAC") != older)
  }

  @Test func aSignedMessageIsSignedAnew() throws {
    let encoder = Pyro4Encoder(hmac: Pyro4HMAC(key: [1]))
    let once = try encoder.encode(Self.message)
    #expect(try encoder.encode(decoded4(once)) == once)
  }

  @Test func rejectsEachCut() throws {
    let bytes = try Pyro4Encoder().encode(Self.message)
    for count in 0..<bytes.count {
      let cut = Array(bytes[..<count])
      #expect { try decoded4(cut) } throws: { ($0 as? WireError)?.kind == .truncated }
    }
    let longer = bytes + [0]
    #expect { try decoded4(longer) } throws: {
      ($0 as? WireError)?.kind == .trailing && ($0 as? WireError)?.offset == bytes.count
    }
  }

  @Test(
    arguments: [
      ([0x58, 0x59, 0x5A], WireError.Kind.syntax, 24),
      ([0x58, 0x59, 0x5A, 0x31, 0, 1], .syntax, 24),
      ([0x58, 0x59, 0x5A, 0x31, 0xFF, 0xFF, 0, 0], .syntax, 24),
      ([0x58, 0x59, 0x5A, 0xE9, 0, 0], .syntax, 24),
      ([0x58, 0x59, 0x5A, 0x31, 0, 1, 9, 0x58], .syntax, 31),
    ] as [([UInt8], WireError.Kind, Int)])
  func rejectsAnnotationsThatDoNotFit(chunks: [UInt8], kind: WireError.Kind, offset: Int) {
    var bytes: [UInt8] = []
    Pyro4Header(type: .ping, serializerID: 1, sequence: 0, dataSize: 0, annotationsSize: UInt16(chunks.count))
      .append(to: &bytes)
    bytes += chunks
    #expect { try decoded4(bytes) } throws: {
      ($0 as? WireError)?.kind == kind && ($0 as? WireError)?.offset == offset
    }
  }

  @Test func annotationsAreLimitedTo65535Bytes() throws {
    var message = Pyro4Message(type: .ping, sequence: 0, payload: [])
    message.annotations = [PyroAnnotation(id: "LONG", data: [UInt8](repeating: 0, count: 65_529))]
    #expect(try decoded4(Pyro4Encoder().encode(message)) == message)
    message.annotations[0].data.append(0)
    #expect { try Pyro4Encoder().encode(message) } throws: { ($0 as? WireError)?.kind == .limit }
    message.annotations = (0..<2).map {
      PyroAnnotation(id: "PAR\($0)", data: [UInt8](repeating: 0, count: 40_000))
    }
    #expect { try Pyro4Encoder().encode(message) } throws: { ($0 as? WireError)?.kind == .limit }
  }

  @Test(arguments: ["ABC", "ABCDE", "ABCé", ""]) func annotationIDsAreFourASCIICharacters(id: String) {
    let message = Pyro4Message(
      type: .ping, sequence: 0, annotations: [PyroAnnotation(id: id, data: [])], payload: [])
    for encoder in [Pyro4Encoder(), Pyro4Encoder(hmac: Pyro4HMAC(key: [1]))] {
      #expect { try encoder.encode(message) } throws: { ($0 as? WireError)?.kind == .unrepresentable }
    }
  }

  @Test(arguments: [0, 45, 49, 502] as [UInt16]) func writesProtocols46To48Only(version: UInt16) {
    let message = Pyro4Message(version: version, type: .ping, sequence: 0, payload: [])
    #expect { try Pyro4Encoder().encode(message) } throws: { ($0 as? WireError)?.kind == .unrepresentable }
  }

  @Test func encoderKeepsToTheMaximumSize() throws {
    let message = Pyro4Message(
      type: .ping, sequence: 0, annotations: [PyroAnnotation(id: "ABCD", data: [1])], payload: [1, 2, 3])
    #expect(try Pyro4Encoder(maximumSize: 10).encode(message).count == 34)
    #expect { try Pyro4Encoder(maximumSize: 9).encode(message) } throws: {
      ($0 as? WireError)?.kind == .limit
    }
  }

  @Test func thePingIsPyrosOwn() throws {
    #expect(
      try Pyro4Encoder().encode(.ping) == hexBytes("5059524f003000060000000000000004002a00000000354d70696e67")
    )
  }

  @Test func theCorrelationIDIsAnAnnotation() {
    var message = Self.message
    #expect(message.correlationID == nil)
    message.annotations.append(PyroAnnotation(id: "CORR", data: Array(0..<16)))
    #expect(message.correlationID?.description == "00010203-0405-0607-0809-0a0b0c0d0e0f")
  }
}
