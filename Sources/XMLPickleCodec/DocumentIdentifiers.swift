import PythonValues
import WireCore

/// What the ids of a document name.
struct DocumentIdentifiers {
  /// An id: decimal numbers, which the encoders write, alone or behind an `i`, apart from others.
  enum Name: Hashable {
    case number(UInt64)
    case lettered(UInt64)
    case text([UInt8])

    /// XMLP-9: ids are compared as text, so `07` is another than `7`.
    init(_ text: Span<UInt8>) {
      if let number = Name.number(text, from: 0) {
        self = .number(number)
      } else if text.count > 1, text[0] == UInt8(ascii: "i"), let number = Name.number(text, from: 1) {
        self = .lettered(number)
      } else {
        self = .text([UInt8](copying: text))
      }
    }

    /// The number that stands there, of one to nineteen digits and as it would be printed.
    private static func number(_ text: Span<UInt8>, from start: Int) -> UInt64? {
      let count = text.count - start
      guard count > 0, count <= 19, text[start] != UInt8(ascii: "0") || count == 1 else { return nil }
      var number: UInt64 = 0
      for index in start..<text.count {
        let digit = text[index] &- UInt8(ascii: "0")
        guard digit < 10 else { return nil }
        number = number &* 10 &+ UInt64(digit)
      }
      return number
    }
  }

  /// What an id names.
  enum Target {
    /// A container, by its serial.
    case container(Int)
    /// A scalar, which is written out where it is referred to.
    case scalar(PythonValue)
  }

  /// A name and what it was given to: a container's serial, or, below zero, a scalar's place from the end on.
  private struct Naming {
    let name: Name
    let target: Int
  }

  /// In the order of the document: of two with one name the later counts.
  private var namings: [Naming] = []
  private var scalars: [PythonValue] = []
  /// The first of the namings, by name. Most documents refer to nothing, and cost no hashing.
  private var targets: [Name: Int] = [:]
  private var indexed = 0

  /// Names a scalar.
  mutating func set(_ name: Name, _ scalar: PythonValue) {
    scalars.append(scalar)
    namings.append(Naming(name: name, target: -scalars.count))
  }

  /// Names a container that begins, and returns the place of the naming.
  mutating func begin(_ name: Name, serial: Int) -> Int {
    namings.append(Naming(name: name, target: serial))
    return namings.count - 1
  }

  /// Names it again when it ends.
  mutating func end(_ place: Int) {
    // With nothing named since, it still is the latest.
    if place < namings.count - 1 { namings.append(namings[place]) }
  }

  /// What a name stands for.
  mutating func target(of name: Name) -> Target? {
    for naming in namings[indexed...] { targets[naming.name] = naming.target }
    indexed = namings.count
    guard let target = targets[name] else { return nil }
    return target >= 0 ? .container(target) : .scalar(scalars[-target - 1])
  }
}
