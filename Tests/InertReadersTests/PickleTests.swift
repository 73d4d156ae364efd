import InertReaders
import Testing
import WireCore

@Suite struct PickleTests {
  @Test func readsWithoutRunning() throws {
    let reading = try Pickle.read(Array("cos\nsystem\n(S'id'\ntR.".utf8))
    #expect(reading.value.repr == "<os.system object ('id',): None>")
    #expect(reading.actions.map(\.description) == ["would look up os.system", "would call os.system('id')"])
  }
}
