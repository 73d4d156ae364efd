import PythonValues

/// What the ids of a document name.
struct DocumentIdentifiers {
  /// An id: decimal numbers, which the encoders write, apart from others.
  enum Name: Hashable {
    case number(UInt64)
    case text([UInt8])

    /// XMLP-9: ids are compared as text, so `07` is another than `7`.
    init(_ text: Span<UInt8>) {
      var number: UInt64 = 0
      let isNumber = text.count <= 19 && text.count > 0 && (text[0] != UInt8(ascii: "0") || text.count == 1)
      for index in text.indices where isNumber {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit < 10 else { break }
        number = number &* 10 &+ UInt64(digit)
        if index == text.count - 1 {
          self = .number(number)
          return
        }
      }
      self = .text(text.indices.map { text[$0] })
    }
  }

  /// What an id names.
  enum Target {
    /// A container, by its serial.
    case container(Int)
    /// A scalar, which is written out where it is referred to.
    case scalar(PythonValue)
  }

  private var targets: [Name: Target] = [:]
  /// What was named since something was last looked up: most documents refer to nothing, and cost
  /// no hashing.
  private var recent: [(Name, Target)] = []

  /// Names a value; of two with one name the later counts.
  mutating func set(_ name: Name, _ target: Target) { recent.append((name, target)) }

  /// What a name stands for.
  mutating func target(of name: Name) -> Target? {
    for (name, target) in recent { targets[name] = target }
    recent.removeAll(keepingCapacity: true)
    return targets[name]
  }
}
