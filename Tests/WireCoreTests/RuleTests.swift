import Testing
import WireCore

@Suite struct RuleTests {
  @Test func severitiesAreOrdered() {
    #expect(Rule.Severity.note < .warning)
    #expect(Rule.Severity.warning < .error)
  }

  @Test func categoriesAreThoseOfTheReport() {
    #expect(Rule.badMagic.category == .protocol)
    #expect(Rule.pickleSerializer.category == .security)
    #expect(Rule.missingBytes.category == .capture)
  }
}
