import PythonValues
import Testing
import WireCore

@testable import Conformance

/// TEST-4, TEST-7, TEST-8: what counts as the same value.
@Suite struct TypedComparisonTests {
  private func node(_ text: String) throws -> TypedNode {
    TypedNode(document: try JSONDocument(parsing: Array(text.utf8), depth: 3_100), index: 0)
  }

  @Test(arguments: [
    (#"{"t":"int","v":"1"}"#, #"{"v":"1","t":"int"}"#),
    (#"{"t":"float","v":"nan"}"#, #"{"t":"float","v":"nan"}"#),
    (#"{"t":"str","v":"\u0061\/"}"#, #"{"t":"str","v":"a/"}"#),
    (
      #"{"t":"set","v":[{"t":"int","v":"1"},{"t":"none"}]}"#,
      #"{"t":"set","v":[{"t":"none"},{"t":"int","v":"1"}]}"#
    ),
    (
      #"{"t":"dict","v":[[{"t":"int","v":"1"},{"t":"none"}],[{"t":"none"},{"t":"none"}]]}"#,
      #"{"t":"dict","v":[[{"t":"none"},{"t":"none"}],[{"t":"int","v":"1"},{"t":"none"}]]}"#
    ),
    (
      #"{"t":"tuple","v":[{"t":"list","id":7,"v":[]},{"t":"ref","id":7}]}"#,
      #"{"t":"tuple","id":1,"v":[{"t":"list","id":2,"v":[]},{"t":"ref","id":2}]}"#
    ),
    (#"{"t":"list","id":1,"v":[{"t":"ref","id":1}]}"#, #"{"v":[{"id":9,"t":"ref"}],"t":"list","id":9}"#),
    (
      #"{"t":"object","module":null,"class":"C","state":{"t":"none"}}"#,
      #"{"state":{"t":"none"},"t":"object","class":"C","module":null}"#
    ),
    (#"{"t":"list","id":5,"v":[]}"#, #"{"t":"list","v":[]}"#),
  ])
  func takesForTheSame(_ first: String, _ second: String) throws {
    #expect(try TypedComparison.areSame(try node(first), try node(second)))
    #expect(try TypedComparison.areSame(try node(second), try node(first)))
  }

  @Test(arguments: [
    (#"{"t":"int","v":"1"}"#, #"{"t":"float","v":"0x1.0000000000000p+0"}"#),
    (#"{"t":"float","v":"0x0.0p+0"}"#, #"{"t":"float","v":"-0x0.0p+0"}"#),
    (#"{"t":"bool","v":true}"#, #"{"t":"bool","v":false}"#),
    (#"{"t":"str","v":"\u00e9"}"#, #"{"t":"str","v":"e\u0301"}"#),
    (#"{"t":"bytes","v":"61"}"#, #"{"t":"str","v":"61"}"#),
    (#"{"t":"list","v":[]}"#, #"{"t":"tuple","v":[]}"#),
    (#"{"t":"set","v":[]}"#, #"{"t":"frozenset","v":[]}"#),
    (
      #"{"t":"list","v":[{"t":"int","v":"1"},{"t":"none"}]}"#,
      #"{"t":"list","v":[{"t":"none"},{"t":"int","v":"1"}]}"#
    ),
    (#"{"t":"set","v":[{"t":"none"}]}"#, #"{"t":"set","v":[]}"#),
    (
      #"{"t":"dict","v":[[{"t":"int","v":"1"},{"t":"none"}]]}"#,
      #"{"t":"dict","v":[[{"t":"none"},{"t":"int","v":"1"}]]}"#
    ),
    (
      #"{"t":"list","v":[{"t":"list","id":1,"v":[]},{"t":"ref","id":1}]}"#,
      #"{"t":"list","v":[{"t":"list","v":[]},{"t":"list","v":[]}]}"#
    ),
    (
      #"{"t":"list","v":[{"t":"list","id":1,"v":[]},{"t":"list","id":2,"v":[]},{"t":"ref","id":1}]}"#,
      #"{"t":"list","v":[{"t":"list","id":1,"v":[]},{"t":"list","id":2,"v":[]},{"t":"ref","id":2}]}"#
    ),
    (
      #"{"t":"object","module":null,"class":"C","state":{"t":"none"}}"#,
      #"{"t":"object","module":"m","class":"C","state":{"t":"none"}}"#
    ),
    (
      #"{"t":"object","module":"m","class":"C","state":{"t":"none"}}"#,
      #"{"t":"object","module":"m","class":"C","args":{"t":"none"},"state":{"t":"none"}}"#
    ),
  ])
  func tellsApart(_ first: String, _ second: String) throws {
    #expect(try !TypedComparison.areSame(try node(first), try node(second)))
  }

  @Test(arguments: [
    #"{"t":"int"}"#, #"{"t":"integer","v":"1"}"#, #"[]"#, #"{"t":"list","v":[1]}"#, #"{"t":"ref"}"#,
    #"{"t":"dict","v":[[{"t":"none"}]]}"#, #"{"t":"str","v":"\ud800"}"#,
  ])
  func refusesWhatIsNotTypedJSON(_ text: String) {
    #expect(throws: WireError.self) { try TypedComparison.areSame(try node(text), try node(text)) }
  }

  @Test func comparesWithoutRecursion() throws {
    let deep =
      String(repeating: #"{"t":"list","v":["#, count: 1_000) + #"{"t":"none"}"#
      + String(repeating: "]}", count: 1_000)
    #expect(try TypedComparison.areSame(try node(deep), try node(deep)))
  }
}
