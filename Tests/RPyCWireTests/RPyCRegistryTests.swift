import BrineCodec
import PythonValues
import RPyCWire
import TestSupport
import Testing
import WireCore

/// RPYC-60.
@Suite struct RPyCRegistryTests {
  private func looksLikeRequest(_ bytes: [UInt8]) -> Bool {
    RPyCRegistryDatagram.looksLikeRequest(bytes.span)
  }

  private func read(_ bytes: [UInt8]) throws(WireError) -> RPyCRegistryDatagram {
    try RPyCRegistryDatagram(bytes.span)
  }

  @Test(arguments: [PythonValue.string("RPYC"), .bytes(Array("RPYC".utf8))])
  func readsRequests(_ magic: PythonValue) throws {
    let bytes = try Brine.dump(
      .tuple([magic, .string("REGISTER"), .tuple([.tuple([.string("SHOP")]), .int(18_861)])]))
    #expect(looksLikeRequest(bytes))
    let datagram = try read(bytes)
    #expect(datagram.summary == "REGISTER(('SHOP',), 18861)")
    guard case .request(let command, _) = datagram else {
      Issue.record("no request")
      return
    }
    #expect(RPyCRegistryDatagram.commands.contains(command))
  }

  @Test func readsAnswers() throws {
    let bytes = try Brine.dump(.tuple([.tuple([.string("10.0.0.1"), .int(1)])]))
    #expect(!looksLikeRequest(bytes))
    #expect(try read(bytes).summary == "(('10.0.0.1', 1),)")
  }

  @Test func rejectsWhatNoRegistryReads() throws {
    // A tag and four bytes of length stand before the text.
    let largest = try Brine.dump(.bytes([UInt8](repeating: 0, count: 1_495)))
    #expect(largest.count == 1_500)
    #expect(throws: Never.self) { try read(largest) }
    let error = #expect(throws: WireError.self) {
      try read(Brine.dump(.bytes([UInt8](repeating: 0, count: 1_496))))
    }
    #expect(
      error == WireError(.limit, at: 1_500, reading: "a registry's datagram", "more than 1500 bytes"))
  }

  @Test func onlyAMagicACommandAndArgumentsAreARequest() throws {
    let register: [PythonValue] = ["RPYC", "REGISTER", .tuple([])]
    #expect(try read(Brine.dump(.tuple(register))).summary == "REGISTER()")
    for (place, other) in [(0, "RPYD"), (0, 7), (1, 7), (2, "x")] as [(Int, PythonValue)] {
      var parts = register
      parts[place] = other
      guard case .answer = try read(Brine.dump(.tuple(parts))) else {
        Issue.record("a request: \(parts)")
        continue
      }
    }
    guard case .answer = try read(Brine.dump(.tuple(register + [.none]))) else {
      Issue.record("a request of four")
      return
    }
  }

  @Test(arguments: ["12080d52505943", "120d52505943"]) func aRequestIsKnownByItsFirstBytes(hex: String) {
    let bytes = hexBytes(hex)
    #expect(looksLikeRequest(bytes))
    #expect(!looksLikeRequest(bytes.dropLast()))
    for index in bytes.indices {
      var other = bytes
      other[index] ^= 1
      #expect(!looksLikeRequest(other))
    }
  }

  @Test func longValuesAreCut() throws {
    func text(_ count: Int) -> PythonValue { .string(String(repeating: "x", count: count)) }
    func summary(_ value: PythonValue) throws -> String { try read(Brine.dump(value)).summary }
    #expect(try summary(.tuple(["RPYC", "QUERY", .tuple([text(198)])])).count == 207)
    #expect(try summary(.tuple(["RPYC", "QUERY", .tuple([text(199)])])).hasSuffix("x...)"))
    #expect(try summary(text(398)).count == 400)
    #expect(try summary(text(399)).hasSuffix("x..."))
    #expect(RPyCRegistryDatagram.port == 18_811)
  }
}
