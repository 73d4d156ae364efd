import PythonValues
import WireCore
import XMLPickleCodec

/// The head of each document that Gnosis writes.
let gnosisHead = "<?xml version=\"1.0\"?>\n<!DOCTYPE PyObject SYSTEM \"PyObjects.dtd\">\n"

/// A Gnosis document around one element `attr`, given without its name.
func gnosis(_ attribute: String) -> String {
  let open = "<PyObject family=\"obj\" type=\"builtin_wrapper\"  class=\"_EmptyClass\">\n"
  return gnosisHead + open + "<attr name=\"__toplevel__\" \(attribute)\n</PyObject>\n"
}

/// A PyXML document around one element.
func marshal(_ element: String) -> String { "<?xml version=\"1.0\"?><marshal>\(element)</marshal>" }

/// What a document is read as.
func decode(
  _ document: String, _ permissions: XMLPickle.Permissions = [], limits: Limits = Limits()
) throws(WireError) -> PythonValue {
  try XMLPickle.decode(Array(document.utf8), options: .init(limits: limits, permissions: permissions))
}

/// The error that a document is refused with; `nil` where it is read.
func refusal(_ document: [UInt8], _ options: XMLPickle.DecodingOptions = .init()) -> WireError? {
  do throws(WireError) {
    _ = try XMLPickle.decode(document, options: options)
    return nil
  } catch {
    return error
  }
}

/// The error that a document is refused with; `nil` where it is read.
func refusal(_ document: String, _ options: XMLPickle.DecodingOptions = .init()) -> WireError? {
  refusal(Array(document.utf8), options)
}

/// What is found in a document.
func inspect(_ document: String) -> XMLPickle.Inspection { XMLPickle.inspect(Array(document.utf8).span) }
