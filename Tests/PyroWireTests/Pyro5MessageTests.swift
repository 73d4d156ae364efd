import PyroWire
import Testing
import WireCore

/// Reads a message that fills `bytes`.
func decoded(_ bytes: [UInt8]) throws(WireError) -> Pyro5Message { try Pyro5Message(bytes.span) }

@Suite struct Pyro5MessageTests {
  static let message = Pyro5Message(
    type: .result, flags: [.exception], sequence: 0xFFFF,
    correlationID: PyroCorrelationID(high: 1, low: 2),
    annotations: [PyroAnnotation(id: "XYZ1", data: [1, 2, 3]), PyroAnnotation(id: "STRM", data: [])],
    payload: Array(repeating: Array("telemetry ".utf8), count: 20).flatMap { $0 })

  @Test(arguments: [false, true]) func readsWhatItWrites(compresses: Bool) throws {
    let bytes = try Pyro5Encoder(compresses: compresses).encode(Self.message)
    var read = try decoded(bytes)
    #expect(
      read.flags == (compresses ? [.exception, .compressed, .correlationID] : [.exception, .correlationID]))
    read.flags = Self.message.flags
    #expect(read == Self.message)
    #expect((bytes.count < 200) == compresses)
  }

  @Test func shortPayloadsAreNotCompressed() throws {
    let encoder = Pyro5Encoder(compresses: true)
    for count in [0, 100, 101] {
      let message = Pyro5Message(type: .invoke, sequence: 1, payload: [UInt8](repeating: 7, count: count))
      #expect(try decoded(encoder.encode(message)).flags.contains(.compressed) == (count > 100))
    }
  }

  @Test func rejectsEachCut() throws {
    let bytes = try Pyro5Encoder().encode(Self.message)
    for count in 0..<bytes.count {
      let cut = Array(bytes[..<count])
      #expect { try decoded(cut) } throws: { ($0 as? WireError)?.kind == .truncated }
    }
    let longer = bytes + [0]
    #expect { try decoded(longer) } throws: {
      ($0 as? WireError)?.kind == .trailing && ($0 as? WireError)?.offset == bytes.count
    }
  }

  @Test(
    arguments: [
      ([0x58, 0x59, 0x5A], WireError.Kind.syntax, 40),
      ([0x58, 0x59, 0x5A, 0x31, 0, 0, 0, 1], .syntax, 40),
      ([0x58, 0x59, 0x5A, 0x31, 0xFF, 0xFF, 0xFF, 0xFF, 0, 0], .syntax, 40),
      ([0x58, 0x59, 0x5A, 0xE9, 0, 0, 0, 0], .syntax, 40),
      ([0x58, 0x59, 0x5A, 0x31, 0, 0, 0, 1, 9, 0x58], .syntax, 49),
    ] as [([UInt8], WireError.Kind, Int)])
  func rejectsAnnotationsThatDoNotFit(chunks: [UInt8], kind: WireError.Kind, offset: Int) {
    var bytes: [UInt8] = []
    Pyro5Header(type: .ping, serializerID: 1, sequence: 0, dataSize: 0, annotationsSize: UInt32(chunks.count))
      .append(to: &bytes)
    bytes += chunks
    #expect { try decoded(bytes) } throws: {
      ($0 as? WireError)?.kind == kind && ($0 as? WireError)?.offset == offset
    }
  }

  @Test func rejectsMoreThan64Annotations() throws {
    var message = Pyro5Message(type: .ping, sequence: 0, payload: [])
    message.annotations = (0..<64).map { _ in PyroAnnotation(id: "SAME", data: []) }
    #expect(try decoded(Pyro5Encoder().encode(message)).annotations.count == 64)
    message.annotations.append(PyroAnnotation(id: "ONCE", data: []))
    let bytes = try Pyro5Encoder().encode(message)
    #expect { try decoded(bytes) } throws: { ($0 as? WireError)?.kind == .limit }
  }

  @Test(arguments: ["ABC", "ABCDE", "ABCé", "é12", ""]) func annotationIDsAreFourASCIICharacters(id: String) {
    let message = Pyro5Message(
      type: .ping, sequence: 0, annotations: [PyroAnnotation(id: id, data: [])], payload: [])
    #expect { try Pyro5Encoder().encode(message) } throws: { ($0 as? WireError)?.kind == .unrepresentable }
  }

  @Test(arguments: [UInt32(0x8000_0000), 0x7FFF_FFFF, 0xFFFF_FFFF]) func hugeSizesAreRefusedAtOnce(
    size: UInt32
  ) {
    for (data, annotations) in [(size, UInt32(0)), (0, size), (size, size)] {
      var bytes: [UInt8] = []
      Pyro5Header(type: .invoke, serializerID: 1, sequence: 1, dataSize: data, annotationsSize: annotations)
        .append(to: &bytes)
      #expect { try decoded(bytes) } throws: { ($0 as? WireError)?.kind == .limit }
    }
  }

  @Test func encoderKeepsToTheMaximumSize() throws {
    let message = Pyro5Message(
      type: .ping, sequence: 0, annotations: [PyroAnnotation(id: "ABCD", data: [1])], payload: [1, 2, 3])
    #expect(try Pyro5Encoder(maximumSize: 12).encode(message).count == 52)
    #expect { try Pyro5Encoder(maximumSize: 11).encode(message) } throws: {
      ($0 as? WireError)?.kind == .limit
    }
  }
}
