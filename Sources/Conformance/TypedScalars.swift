import PythonValues
import WireCore

// The members of typed JSON that are no values themselves.
extension TypedMembers {
  /// The text of a member.
  func text(_ name: Name) throws(WireError) -> String {
    guard let place = self[name] else { throw failure(.syntax, "it needs a member \(name)") }
    return try document.text(place)
  }

  /// The text of a member that may be null.
  func optionalText(_ name: Name) throws(WireError) -> String? {
    if let place = self[name], document.nodes[place].kind == .null { return nil }
    return try text(name)
  }

  func flag() throws(WireError) -> Bool {
    switch self[.v].map({ document.nodes[$0].kind }) {
    case .true: return true
    case .false: return false
    default: throw failure(.syntax, "its member v must be true or false")
    }
  }

  func float(_ name: Name) throws(WireError) -> Double {
    guard let number = FloatHex.number(try text(name)) else {
      throw failure(.syntax, "its member \(name) must be a float as float.hex() writes it")
    }
    return number
  }

  /// TEST-3: decimal digits, after a minus sign where the integer is negative.
  func integer(_ limits: Limits) throws(WireError) -> PythonValue {
    let bytes = Array(try text(.v).utf8)
    let isNegative = bytes.first == UInt8(ascii: "-")
    let digits = bytes.span.extracting((isNegative ? 1 : 0)...)
    guard digits.count <= limits.digits else {
      throw failure(.limit, "an integer of more than \(limits.digits) digits")
    }
    guard !bytes.contains(UInt8(ascii: "_")),
      let value = PythonValue.integer(digits: digits, isNegative: isNegative)
    else { throw failure(.syntax, "its member v must be decimal digits") }
    return value
  }

  /// TEST-6: two lower-case hexadecimal digits a byte.
  func hexBytes() throws(WireError) -> [UInt8] {
    guard let bytes = bytes(ofHex: try text(.v).utf8) else {
      throw failure(.syntax, "its member v must be pairs of hexadecimal digits")
    }
    return bytes
  }

  /// TEST-5: the error for a text with a lone surrogate, which no Swift text can hold.
  func str16() throws(WireError) -> WireError {
    let units = try text(.v).split(separator: " ", omittingEmptySubsequences: false)
    guard units.allSatisfy({ $0.utf8.count == 4 && $0.utf8.allSatisfy { hexDigit($0) != nil } }) else {
      return failure(.syntax, "its member v must be UTF-16 code units in hexadecimal")
    }
    return failure(.unrepresentable, "a text with a lone surrogate: no such text exists here")
  }
}
