import PythonValues
import SerpentCodec
import TestSupport
import Testing
import WireCore

@Suite struct ConventionTests {
  private func value(_ text: String) throws -> PythonValue { try SerpentCodec.decode(text) }

  @Test(
    arguments: [
      ("{'data': 'AAEC', 'encoding': 'base64'}", [0, 1, 2]), ("{'encoding': 'base64', 'data': ''}", []),
      ("b'\\x07'", [7]), ("{'data': b'/w==', 'encoding': 'base64'}", [255]),
    ] as [(String, [UInt8])])
  func readsBytes(text: String, bytes: [UInt8]) throws {
    #expect(SerpentConventions.bytes(try value(text)) == bytes)
  }

  @Test(arguments: [
    "{'data': 'AAEC'}", "{'data': 'AAEC', 'encoding': 'hex'}", "{'data': 'AAE', 'encoding': 'base64'}",
    "{'data': 'A!==', 'encoding': 'base64'}", "{'data': 1, 'encoding': 'base64'}", "'AAEC'",
    "{'data': 'AB==', 'encoding': 'base64'}",
  ])
  func rejectsBytesThatAreNone(text: String) throws {
    #expect(SerpentConventions.bytes(try value(text)) == nil)
  }

  @Test func bytesGoThereAndBack() {
    for length in 0..<20 {
      let bytes = (0..<length).map { UInt8($0 * 13) }
      #expect(SerpentConventions.bytes(SerpentConventions.dictionary(of: bytes)) == bytes)
    }
  }

  @Test func readsTheFormsOfNaN() throws {
    let written = try SerpentCodec.encode(
      .list([.float(.nan), .complex(PythonComplex(real: 1.5, imaginary: .nan))]))
    let restored = SerpentConventions.restored(try SerpentCodec.decode(written))
    guard let elements = restored.elements, case .float(let number) = elements[0],
      case .complex(let complex) = elements[1]
    else {
      Issue.record("not a float and a complex number: \(restored)")
      return
    }
    #expect(number.isNaN)
    #expect(complex.real == 1.5 && complex.imaginary.isNaN)
  }

  @Test func readsAnExceptionWithItsTraceback() throws {
    let text =
      "{'__class__': 'demo.errors.Broken', '__exception__': True, 'args': ('x', 1), "
      + "'attributes': {'_pyroTraceback': ['a\\n', 'b\\n'], 'code': 7}}"
    let exception = try #require(SerpentConventions.exception(try value(text)))
    #expect(exception.module == "demo.errors")
    #expect(exception.className == "Broken")
    #expect(exception.arguments == ["x", 1])
    #expect(exception.attributes.map(\.name) == ["_pyroTraceback", "code"])
    #expect(exception.traceback == "a\nb\n")
    #expect(
      SerpentConventions.dictionary(of: exception, moduleInClassName: true).isIdentical(to: try value(text)))
  }

  @Test(arguments: [
    "{'__class__': 'x.Y', '__exception__': False, 'args': ()}", "{'__exception__': True, 'args': ()}",
    "{'__class__': 'x.Y', '__exception__': True}", "{'__class__': 'x.Y', '__exception__': True, 'args': 1}",
    "{'__class__': 'x.Y', '__exception__': True, 'args': (), 'attributes': {1: 2}}",
  ])
  func rejectsExceptionsThatAreNone(text: String) throws {
    #expect(SerpentConventions.exception(try value(text)) == nil)
  }

  @Test func readsAnInstanceAsARecord() throws {
    let object = try #require(SerpentConventions.object(try value("{'a': 1, '__class__': 'm.n.C', 'b': 2}")))
    #expect(object.module == "m.n")
    #expect(object.className == "C")
    #expect(object.state.isIdentical(to: ["a": 1, "b": 2]))
    #expect(SerpentConventions.object(try value("{'__class__': 'float', 'value': 'nan'}")) == nil)
  }

  @Test func restoresOnlyTheFormsAskedFor() throws {
    let text = "[{'data': 'AA==', 'encoding': 'base64'}, {'x': ({'__class__': 'C'},)}]"
    let restored = SerpentConventions.restored(try value(text), forms: .bytes)
    #expect(restored.isIdentical(to: [.bytes([0]), ["x": .tuple([["__class__": "C"]])]]))
  }

  @Test(arguments: [
    (SerpentConventions.Forms.bytes, 0), (.numbers, 1), (.exceptions, 2), (.objects, 3),
  ])
  func restoresEachFormByItself(form: SerpentConventions.Forms, place: Int) throws {
    let text = """
      [{'data': 'AA==', 'encoding': 'base64'}, {'__class__': 'float', 'value': 'nan'},
      {'__class__': 'ValueError', '__exception__': True, 'args': (), 'attributes': {}}, {'__class__': 'C'}]
      """
    let whole = try value(text)
    let before = try #require(whole.elements)
    let after = try #require(SerpentConventions.restored(whole, forms: form).elements)
    #expect(before.indices.filter { !before[$0].isIdentical(to: after[$0]) } == [place])
  }

  @Test func restoresADeepTreeOnASmallStack() {
    let depth = onSmallStack { () -> Int in
      var value = SerpentConventions.dictionary(of: [1])
      for _ in 1..<Limits.deepestTree { value = .list([value]) }
      var restored = SerpentConventions.restored(value)
      var depth = 0
      while case .list(let inner) = restored, let first = inner.first {
        (restored, depth) = (first, depth + 1)
      }
      return restored == .bytes([1]) ? depth : -1
    }
    #expect(depth == Limits.deepestTree - 1)
  }

  @Test func readsPyrosRecords() throws {
    let uri = try #require(
      PyroURI(try value("{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', None, '::1', 9090)}")))
    #expect(uri.description == "PYRO:obj@[::1]:9090")
    #expect(PyroURI(uri.dictionary) == uri)
    #expect(PyroURI(SerpentConventions.restored(uri.dictionary)) == uri)
    #expect(PyroDaemonRecord(PyroDaemonRecord().dictionary) != nil)
  }

  /// SERP-210.
  @Test(arguments: [
    (PyroURI(target: .object("obj"), socketName: "/tmp/s"), "PYRO:obj@./u:/tmp/s"),
    (PyroURI(scheme: "PYRONAME", target: .object("x")), "PYRONAME:x"),
    (PyroURI(target: .object("x"), socketName: "", host: ""), "PYRO:x"),
    (PyroURI(target: .object("x"), socketName: "s", host: "h"), "PYRO:x@h"),
    (PyroURI(target: .object("x"), socketName: "s", host: "", port: 1), "PYRO:x@./u:s"),
    (PyroURI(target: .object("x"), host: "h", port: 0), "PYRO:x@h:0"),
    (PyroURI(target: .object("x"), host: "::1", port: 65_535), "PYRO:x@[::1]:65535"),
    (PyroURI(scheme: "PYROMETA", target: .metadata(["a", "b"]), host: "h", port: 9), "PYROMETA:a,b@h:9"),
  ])
  func addressesGoThereAndBack(uri: PyroURI, text: String) {
    #expect(uri.description == text)
    #expect(uri.location == text.split(separator: "@", maxSplits: 1).dropFirst().first.map(String.init))
    #expect(PyroURI(uri.dictionary) == uri)
    #expect(PyroURI(SerpentConventions.restored(uri.dictionary)) == uri)
  }

  /// SERP-211.
  @Test func proxiesGoThereAndBack() {
    let proxy = PyroProxyRecord(
      uri: "PYRO:x@h:1", oneWayMethods: ["a"], methods: ["b", "c"], attributes: ["d"], handshake: ["k": 1],
      serializer: "json")
    #expect(PyroProxyRecord(proxy.dictionary) == proxy)
    #expect(PyroProxyRecord(SerpentConventions.restored(proxy.dictionary)) == proxy)
    let plain = PyroProxyRecord(uri: "u")
    #expect(plain.handshake == "hello" && plain.serializer == nil && plain.methods.isEmpty)
    #expect(PyroProxyRecord(plain.dictionary) == plain)
  }

  @Test(
    arguments: [
      1, "PYRO:x@h:1", .none, [], ["state": .tuple([])], ["__class__": "Pyro5.server.Daemon"],
      ["__class__": "Pyro5.server.Daemon", "state": 1], ["__class__": 1, "state": .tuple([])],
      .object(PythonObject(module: "Pyro5.server", className: "Daemon", state: 1)),
      .object(PythonObject(module: nil, className: "Daemon", state: ["state": .tuple([])])),
    ] as [PythonValue])
  func rejectsValuesThatAreNoRecords(value: PythonValue) {
    #expect(PyroURI(value) == nil)
    #expect(PyroProxyRecord(value) == nil)
    #expect(PyroDaemonRecord(value) == nil)
  }

  @Test(arguments: [
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', None, 'h')}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', None, 'h', 65536)}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', None, 'h', -1)}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', {'a', 1}, None, 'h', 1)}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', 1, 'h', 1)}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 'obj', None, 1, 1)}",
    "{'__class__': 'Pyro5.core.URI', 'state': ('PYRO', 1, None, 'h', 1)}",
    "{'__class__': 'Pyro5.core.Uri', 'state': ('PYRO', 'obj', None, 'h', 1)}",
    "{'__class__': 'Pyro5.client.Proxy', 'state': ('PYRO', 'obj', None, 'h', 1)}",
  ])
  func rejectsRecordsThatAreNone(text: String) throws {
    #expect(PyroURI(try value(text)) == nil)
    #expect(PyroProxyRecord(try value(text)) == nil)
  }
}
