import Foundation
import PythonValues
import SerpentCodec
import TestSupport
import Testing

/// SERP-201 to SERP-212 beside Pyro 5's own serializer.
@Suite(.enabled(if: PeerPython("pyro5").isExpected, "make setup installs the peers"))
struct ConventionPeerTests {
  private let peer = PeerPython("pyro5")

  @Test func pyrosRecordsAreReadAndWrittenAsPyroDoes() throws {
    let script = """
      import sys, Pyro5.api, Pyro5.core, Pyro5.serializers as s
      serializer = s.SerpentSerializer()
      p = Pyro5.api.Proxy("PYRO:demo@localhost:9090"); p._pyroOneway = {"note"}; p._pyroMethods = {"add"}
      values = [Pyro5.core.URI("PYRO:a.b@[::1]:77"), Pyro5.core.URI("PYRO:x@./u:sock"),
        Pyro5.core.URI("PYRONAME:n"), Pyro5.core.URI("PYROMETA:one"), p]
      for v in values: print(serializer.dumps(v).decode().split("\\n", 1)[1]); print(str(getattr(v, "_pyroUri", v)))
      """
    let result = try peer.run(script)
    #expect(result.status == 0, "\(result.errorText)")
    let lines = result.text.split(separator: "\n").map(String.init)
    #expect(lines.count == 10)
    for index in stride(from: 0, to: lines.count, by: 2) {
      let value = try SerpentCodec.decode(lines[index])
      let proxy = PyroProxyRecord(value)
      let uri = PyroURI(value)
      #expect(proxy?.uri ?? uri?.description == lines[index + 1])
      let written = try #require(proxy?.dictionary ?? uri?.dictionary)
      #expect(written.isIdentical(to: value), "\(written) for \(value)")
    }
  }

  @Test func exceptionsAreReadAndWrittenAsPyroDoes() throws {
    let script = """
      import sys, Pyro5.serializers as s
      serializer = s.SerpentSerializer()
      if len(sys.argv) > 1:
          e = serializer.loads(sys.argv[1].encode()); print(type(e).__name__, e.args, e.code)
      else:
          e = ValueError("no", 3); e.code = 7
          print(serializer.dumps(e).decode().split("\\n", 1)[1])
      """
    let text = try peer.run(script).text
    let exception = try #require(SerpentConventions.exception(try SerpentCodec.decode(text)))
    #expect(exception.className == "ValueError" && exception.arguments == ["no", 3])
    let written = try SerpentCodec.encode(
      SerpentConventions.dictionary(of: exception, moduleInClassName: true))
    let back = try peer.run(script, arguments: [String(decoding: written, as: UTF8.self)])
    #expect(back.text == "ValueError ('no', 3) 7\n", "\(back.errorText)")
  }

  @Test func bytesAreWhatToBytesGives() throws {
    let script = "import sys, serpent; print(serpent.tobytes(serpent.loads(sys.argv[1].encode())).hex())"
    let bytes = (0..<50).map { UInt8($0 * 5) }
    let written = try SerpentCodec.encode(SerpentConventions.dictionary(of: bytes))
    let back = try peer.run(script, arguments: [String(decoding: written, as: UTF8.self)])
    #expect(back.text == bytes.map { String(format: "%02x", $0) }.joined() + "\n", "\(back.errorText)")
  }
}
