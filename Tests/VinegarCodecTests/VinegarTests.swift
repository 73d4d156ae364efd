import BrineCodec
import PythonValues
import TestSupport
import Testing
import VinegarCodec
import WireCore

@Suite struct VinegarTests {
  static let record = PythonException(
    module: "shop", className: "NoTea", arguments: [.string("none left"), .int(3)],
    attributes: [
      PythonException.Attribute(name: "shelf", value: .tuple([.int(1)])),
      PythonException.Attribute(name: Vinegar.versionAttribute, value: .string("6.0.2")),
    ], traceback: "Traceback …\n")

  @Test(arguments: BrineDialect.all) func readsWhatItWrites(_ dialect: BrineDialect) throws {
    let options = Brine.LoadOptions(dialect: dialect)
    let loaded = try Vinegar.load(try Vinegar.dump(Self.record, dialect: dialect), options: options)
    #expect(loaded.module == "shop")
    #expect(loaded.className == "NoTea")
    #expect(PythonValue.tuple(loaded.arguments) == .tuple(Self.record.arguments))
    #expect(loaded.attributes.map(\.name) == ["shelf", "_remote_version"])
    #expect(loaded.traceback == "Traceback …\n")
    #expect(loaded.remoteVersion == "6.0.2")
  }

  /// VINE-1, VINE-2.
  @Test func readsTheShortForms() throws {
    let stop = try Vinegar.load(hexBytes("51"))
    #expect(stop.className == "StopIteration")
    #expect(try Vinegar.dump(stop) == hexBytes("51"))
    let old = try Vinegar.load(hexBytes("0d 6f6f7073"))
    #expect(old.className == "oops")
    #expect(old.module == nil)
    #expect(try Vinegar.dump(old, dialect: .rpyc3Python2) == hexBytes("0d 6f6f7073"))
  }

  @Test(arguments: [
    "52", "00", "02", "13 50 02 02 0801", "13 11 0801 50 02 02 0801", "13 10 0801 02 02 0801",
    "13 11 0801 0801 50 02 0801", "13 11 0801 0801 02 50 0801", "13 11 0801 0801 02 10 50 0801",
    "13 11 0801 0801 02 10 11 50 50 0801", "13 11 0801 0801 02 02 50", "13 11 50 0801 02 02 0801",
  ])
  func rejectsOtherShapes(_ hex: String) {
    let error = #expect(throws: WireError.self) { try Vinegar.load(hexBytes(hex)) }
    #expect(error?.kind == .syntax)
    #expect(error?.offset == 0)
  }

  /// VINE-8.
  @Test func writesTheReprOfWhatBrineCannotHold() throws {
    let exception = PythonException(
      module: "builtins", className: "ValueError", arguments: [.list([.int(1), .string("a")])])
    #expect(
      PythonValue.tuple(try Vinegar.load(try Vinegar.dump(exception)).arguments)
        == .tuple([.string("[1, 'a']")]))
  }

  @Test func describesAsPythonDoesWithControlsEscaped() {
    let exception = PythonException(
      module: "builtins", className: "ValueError", arguments: [.string("a\u{1B}[2J\u{202E}b\nc")],
      traceback: "tb\u{7}\n")
    #expect(
      exception.remoteDescription
        == "ValueError: a\\x1b[2J\\u202eb\nc\n\n========= Remote Traceback (1) =========\ntb\\x07\n")
  }

  struct NoTea: Error, Equatable { var count: Int64 }

  @Test func makesRegisteredErrorsAndNoOthers() throws {
    var registry = VinegarRegistry()
    registry.register("shop", "NoTea") { exception in
      if exception.arguments.count == 2, case .int(let count) = exception.arguments[1] {
        NoTea(count: count)
      } else {
        NoTea(count: 0)
      }
    }
    #expect(registry.error(for: Self.record) as? NoTea == NoTea(count: 3))
    let other = PythonException(module: "os", className: "system", arguments: [])
    let generic = try #require(registry.error(for: other) as? GenericRemoteError)
    #expect(generic.description == "os.system")
  }
}
