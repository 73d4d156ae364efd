import WireCore
import WirePolicy

/// What holds of the policies for names, whatever the name.
enum PolicyInvariants {
  @Sendable static func check(_ bytes: [UInt8]) throws(Violation) {
    let name = String(decoding: bytes, as: UTF8.self)
    let answer = NamePolicy.pyro.call(name)
    try promise("one name has one answer", answer == NamePolicy.pyro.call(name))
    if NamePolicy.pyro.attribute(name) != .allow {
      try promise("what may not be read may not be called", answer != .allow, name)
    }
    for dangerous in ["__class__", "__globals__", "eval"] {
      try promise(
        "dots in front make no name harmless", NamePolicy.pyro.call("\(name).\(dangerous)") != .allow, name)
    }
    if name.utf8.contains(UInt8(ascii: ".")) {
      try promise("a name with dots is refused", answer != .allow, name)
    }
  }
}
