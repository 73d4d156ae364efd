/// The kinds of containers.
enum SerpentBrackets {
  case list, tuple, set, dict

  var opening: UInt8 {
    switch self {
    case .list: UInt8(ascii: "[")
    case .tuple: UInt8(ascii: "(")
    case .set, .dict: UInt8(ascii: "{")
    }
  }

  var closing: UInt8 {
    switch self {
    case .list: UInt8(ascii: "]")
    case .tuple: UInt8(ascii: ")")
    case .set, .dict: UInt8(ascii: "}")
    }
  }
}

/// Where a value stands.
struct SerpentPlace {
  /// How many containers are around it.
  var level = 0
  /// How much of the whole stands before it, as if all that one container holds were of one length: so many of so
  /// many parts, of which it is itself one.
  var before = 0.0
  var parts = 1.0

  /// The place of an element in the container here.
  @inline(__always)
  func inner(_ index: Int, of count: Int) -> SerpentPlace {
    SerpentPlace(
      level: level &+ 1, before: before * Double(count) + Double(index), parts: parts * Double(count))
  }
}
