import WireCore

/// XMLP-10: what the attributes `type` and `family` of a Gnosis element say.
enum GnosisType: Equatable {
  case none, `true`, `false`, numeric, string, list, tuple, dict, object, function, `class`
  /// The type is a mutator's tag.
  case mutated(Family)

  /// How a value is written down.
  enum Family: Equatable {
    case none, unique, atom, sequence, map, object, language
  }

  /// - Throws: an error without an offset: `syntax` where there is no type, an unknown one without a family, or a family that the
  ///   type is not of.
  init(_ element: borrowing XMLElement) throws(WireError) {
    let builtin = GnosisType.builtin(element.type)
    if let builtin, !element.hasText(.family) {
      self = builtin
      return
    }
    let family = element.with(.family) { Family($0) }
    guard let builtin else {
      // XMLP-11: the family of a type that is not builtin cannot be told from the type.
      guard element.hasText(.type), let family else {
        throw WireError(
          .syntax, at: 0, reading: "type", "it is not builtin, and names no family")
      }
      self = .mutated(family)
      return
    }
    guard builtin.isOf(family) else {
      throw WireError(.syntax, at: 0, reading: "family", "the type is not of this family")
    }
    self = builtin
  }

  private static func builtin(_ type: XMLType) -> GnosisType? {
    switch type {
    case .none: GnosisType.none
    case .true: .true
    case .false: .false
    case .numeric: .numeric
    case .string: .string
    case .list: .list
    case .tuple: .tuple
    case .dict: .dict
    case .pyObject: .object
    case .function: .function
    case .class: .class
    case .absent, .other: nil
    }
  }

  private func isOf(_ family: Family?) -> Bool {
    switch self {
    case .none: family == Family.none
    case .true, .false: family == .unique
    case .numeric, .string: family == .atom
    case .list, .tuple: family == .sequence
    case .dict: family == .map
    case .object: family == .object
    // Versions up to 1.0.6 wrote functions and classes as `uniq`.
    case .function, .class: family == .language || family == .unique
    case .mutated(let own): own == family
    }
  }
}

extension GnosisType.Family {
  fileprivate init?(_ name: Span<UInt8>) {
    switch name.count {
    case 3 where name.isText("seq"): self = .sequence
    case 3 where name.isText("map"): self = .map
    case 3 where name.isText("obj"): self = .object
    case 4 where name.isText("atom"): self = .atom
    case 4 where name.isText("none"): self = .none
    case 4 where name.isText("uniq"): self = .unique
    case 4 where name.isText("lang"): self = .language
    default: return nil
    }
  }
}
