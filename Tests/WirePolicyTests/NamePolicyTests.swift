import Testing
import WireCore
import WirePolicy

@Suite struct NamePolicyTests {
  @Test(arguments: [
    "add", "get_next_stream_item", "compile_report", "evaluate", "__len__", "__getitem__", "x",
  ])
  func acceptsOrdinaryNames(name: String) {
    #expect(NamePolicy.pyro.call(name) == .allow)
  }

  @Test(arguments: [
    ("__class__", Rule.dangerousAttribute), ("__dict__", .dangerousAttribute),
    ("__reduce_ex__", .dangerousAttribute),
    ("__init__", .privateAttribute), ("_private", .privateAttribute), ("__mangled", .privateAttribute),
    ("_", .privateAttribute), ("__call__", .privateAttribute), ("____", .privateAttribute),
    ("a.b", .dottedName), ("a.__globals__", .dangerousAttribute), (".", .dottedName),
    ("eval", .dangerousCall), ("os.system", .dangerousCall), ("x.eval.y", .dangerousCall),
    ("subprocess.run", .dangerousCall), ("a.subprocess.Popen", .dangerousCall),
    ("__import__", .dangerousCall),
  ])
  func refusesNamesThatReachFurther(name: String, rule: Rule) {
    #expect(NamePolicy.pyro.call(name).rule == rule)
  }

  @Test func readingIsNoCall() {
    #expect(NamePolicy.pyro.attribute("eval") == .allow)
    #expect(NamePolicy.pyro.attribute("__import__").rule == .dangerousAttribute)
  }

  /// The names that report.md lists.
  @Test(arguments: [
    "__class__", "__subclasses__", "__globals__", "__code__", "__dict__", "__reduce__", "__reduce_ex__",
    "__getattribute__", "__import__", "__builtins__", "__mro__", "__base__", "__bases__", "__init_subclass__",
    "__array__", "__array_struct__",
  ])
  func refusesWhatOpensTheInterpreter(name: String) {
    #expect(DangerousAttribute().answer(for: name).rule == .dangerousAttribute)
  }

  @Test func aNameInAReasonCannotBreakItsLine() {
    #expect(quoted("a\n\u{1B}[31m'\u{202E}\\") == #"'a\n\u{1B}[31m\'\u{202E}\\'"#)
    #expect(quoted(String(repeating: "x", count: 1_000)).unicodeScalars.count == 83)
  }

  @Test func veryLongNamesAreNotTakenApart() {
    let dots = String(repeating: "a.", count: 1_000_000)
    #expect(NamePolicy.pyro.call(dots).rule == .dottedName)
    #expect(NamePolicy.pyro.call(String(repeating: "a", count: 5_000) + ".b").rule == .dottedName)
    #expect(NamePolicy.pyro.call(String(repeating: "a", count: 5_000)) == .allow)
    #expect(NamePolicy.pyro.call("_" + String(repeating: "a", count: 5_000)).rule == .privateAttribute)
  }
}
