import BrineCodec
import FuzzInvariants
import FuzzMutators
import FuzzScripts
import SerpentCodec
import TestSupport
import Testing
import WireCapture
import WireCore
import XMLPickleCodec

/// Mutators that know a format make inputs that get past its surface.
@Suite struct MutatorTests {
  /// How many of a thousand mutants are still of the format.
  private func survivors(
    _ mutator: any Mutator, of input: [UInt8], _ isSound: ([UInt8]) -> Bool
  ) -> Int {
    var source = MutationSource(seed: 7, mutateBytes: flipOneByte)
    return (0..<1_000).count { _ in isSound(mutator.mutate(input, &source)) }
  }

  @Test func literalsStayLiterals() {
    let input = Array("{'a': [1, 2.5, (None, 'x')], 'b': {1, 2}, 3: \"it's\"}".utf8)
    let isSound: ([UInt8]) -> Bool = { (try? SerpentCodec.validate($0)) != nil }
    #expect(isSound(input))
    #expect(survivors(LiteralMutator(), of: input, isSound) > 300)
  }

  @Test func dumpsStayDumps() throws {
    let input = try Brine.dump(.tuple([.int(7), .string("seven!!"), .tuple([.bool(true), .string("A")])]))
    let isSound: ([UInt8]) -> Bool = { (try? Brine.validate($0)) != nil }
    #expect(isSound(input) && !isSound(input.dropLast()))
    #expect(survivors(BrineMutator(), of: input, isSound) > 300)
  }

  @Test func documentsStayDocuments() {
    let input = Array(
      """
      <?xml version="1.0"?><!DOCTYPE PyObject SYSTEM "PyObjects.dtd">
      <PyObject module="m" class="C" id="1"><attr name="a" type="numeric" value="1"/>\
      <attr name="b" type="list" id="2"><item type="string" value="x"/><item type="None"/></attr></PyObject>
      """.utf8)
    let isSound: ([UInt8]) -> Bool = {
      (try? XMLPickle.decode($0, options: .init(permissions: .all))) != nil
    }
    #expect(isSound(input))
    #expect(survivors(XMLMutator.gnosis, of: input, isSound) > 100)
  }

  @Test func scriptsReadAsWritten() {
    let script = ConversationScript([
      .data(.clientToServer, [1, 2, 3]), .loss(.serverToClient, 300), .data(.serverToClient, []),
      .end(.clientToServer, .reset), .end(.serverToClient, .closed),
    ])
    #expect(ConversationScript(reading: script.bytes).bytes == script.bytes)
    #expect(ConversationScript(reading: script.bytes).pieces.count == 5)
  }

  @Test(arguments: FuzzTarget.all.map(\.name)) func everyTargetTakesAnyBytes(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    var random = SeededGenerator(seed: 11)
    for size in [0, 1, 2, 3, 5, 24, 40, 100, 700] {
      let input = (0..<size).map { _ in UInt8(truncatingIfNeeded: random.next()) }
      #expect(throws: Never.self, "\(hexText(input))") { try target.check(input) }
    }
  }
}
