import InertReaders
import PythonValues
import TestSupport
import Testing
import WireCore

/// A key, or an element of a set, that is a reference to a value met before (VAL-10): Python hashes that value.
@Suite struct ReferencedKeyTests {
  /// Each character is a byte.
  private func latin(_ text: String) -> [UInt8] {
    text.unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }
  }

  @Test(arguments: [
    ("a list, then the same as a key", "}(N]q\0h\0Nu.", "list"),
    ("a dict, then the same as a key", "}(N}q\0h\0Nu.", "dict"),
    ("a tuple of a list, then the same as a key", "}(N]\u{85}q\0h\0Nu.", "list"),
    ("a list, then a tuple of it as a key", "}(N]q\0h\0\u{85}Nu.", "list"),
    ("a dict that is its own key", "}q\0(h\0Nu.", "dict"),
    ("a set, then a set of it", "](\u{8F}q\0\u{8F}(h\0\u{90}e.", "set"),
    ("a list, then a frozenset of it", "](]q\0(h\0\u{91}e.", "list"),
  ])
  func pickleRefuses(_ name: String, _ pickle: String, _ type: String) {
    let fault = Pickle.examine(latin(pickle)).fault
    #expect(fault?.kind == .syntax, "\(name)")
    #expect(fault?.detail == "unhashable type: '\(type)'", "\(name)")
  }

  @Test func pickleReadsReferencesToWhatCanBeHashed() throws {
    let value = try Pickle.read(latin("}(NK\u{1}\u{85}q\0h\0Nu.")).value
    #expect(value.repr == "{None: #1=(1,), #1#: None}")
  }

  /// What was shared in one pickle says nothing of the next: neither its number, nor that it is a list.
  @Test func aReaderForgetsWhatWasSharedInThePickleBefore() throws {
    var reader = PickleReader()
    #expect(try reader.read(latin("](]q\0h\0e.")).value.repr == "[#1=[], #1#]")
    #expect(try reader.read(latin("}(NK\u{1}\u{85}q\0h\0Nu.")).value.repr == "{None: #1=(1,), #1#: None}")
    #expect(reader.examine(latin("}(N]q\0h\0Nu.").span).fault?.kind == .syntax)
    #expect(try reader.read(latin("}(NK\u{1}\u{85}q\0h\0Nu.")).value.repr == "{None: #1=(1,), #1#: None}")
  }

  /// A dict whose first value and second key are one value.
  private func marshalled(_ first: String) -> [UInt8] { latin("{N" + first + "r\0\0\0\0N0") }

  @Test(arguments: [
    ("\u{DB}\0\0\0\0", "list"), ("\u{A8}\u{1}\0\0\0[\0\0\0\0", "list"), ("\u{BC}\0\0\0\0", "set"),
    ("\u{FB}0", "dict"),
  ])
  func marshalRefuses(_ first: String, _ type: String) {
    let document = marshalled(first)
    let error = #expect(throws: WireError.self) { try Marshal.decode(document) }
    #expect(error?.kind == .syntax)
    #expect(error?.offset == 0)
    #expect(error?.detail == "unhashable type: '\(type)'")
  }

  @Test func marshalRefusesADictThatIsItsOwnKey() {
    let document = latin("\u{FB}r\0\0\0\0N0")
    #expect(throws: WireError.self) { try Marshal.decode(document) }
  }

  @Test func marshalReadsReferencesToWhatCanBeHashed() throws {
    let value = try Marshal.decode(marshalled("\u{A8}\u{1}\0\0\0N"))
    #expect(value.repr.hasSuffix("#: None}"))
  }
}
