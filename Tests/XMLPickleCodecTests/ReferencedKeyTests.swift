import PythonValues
import Testing
import WireCore
import XMLPickleCodec

/// XMLP-12: a key that is a reference to a value that Python cannot hash.
@Suite struct ReferencedKeyTests {
  private func error(_ document: String) -> WireError? {
    do throws(WireError) {
      _ = try XMLPickle.decode(Array(document.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test func refusesAListThatIsAKeyByReference() {
    let document =
      #"<marshal><dictionary id="i2"><none/><list id="i4"></list><reference id="i4"/><none/></dictionary></marshal>"#
    let error = error(document)
    #expect(error?.kind == .syntax)
    #expect(error?.detail == "unhashable type: 'list'")
    #expect(error?.offset == 28)
  }

  @Test func refusesADictThatIsItsOwnKey() {
    let document = #"<marshal><dictionary id="i2"><reference id="i2"/><none/></dictionary></marshal>"#
    #expect(error(document)?.detail == "unhashable type: 'dict'")
  }

  @Test func refusesATupleOfAListByReference() {
    let document = #"""
      <?xml version="1.0"?><!DOCTYPE PyObject SYSTEM "PyObjects.dtd">
      <PyObject module="builtin_wrapper" class="builtin_wrapper" id="1"><attr name="__toplevel__" type="dict" id="2">
      <entry><key type="string" value="a"/><val type="tuple" id="3"><item type="list" id="4"></item></val></entry>
      <entry><key type="tuple" refid="3"/><val type="None"/></entry>
      </attr></PyObject>
      """#
    #expect(error(document)?.detail == "unhashable type: 'list'")
    #expect(error(document.replacing(#"type="list" id="4""#, with: #"type="tuple" id="4""#)) == nil)
  }
}
