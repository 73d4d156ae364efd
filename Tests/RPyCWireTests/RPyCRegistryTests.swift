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
    let large = try Brine.dump(.bytes([UInt8](repeating: 0, count: 1_500)))
    let error = #expect(throws: WireError.self) { try read(large) }
    #expect(error?.kind == .limit)
  }
}
