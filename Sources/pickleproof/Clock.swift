/// Times of packets as people read them, in UTC.
enum Clock {
  private static let nanosecondsADay: Int64 = 86_400_000_000_000

  /// `12:03:04.123456`; dashes where the capture gives no time.
  static func time(_ nanoseconds: Int64?) -> String {
    guard let nanoseconds else { return "--:--:--.------" }
    let ofDay = floorRemainder(nanoseconds, nanosecondsADay) / 1_000
    let seconds = ofDay / 1_000_000
    let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { digits($0, 2) }
    return "\(parts.joined(separator: ":")).\(digits(ofDay % 1_000_000, 6))"
  }

  /// `2026-11-21`, by the civil calendar.
  static func date(_ nanoseconds: Int64) -> String {
    // Days are counted in eras of 400 years, which all have 146,097 of them, from a March 1st, so that a leap
    // day is the last of its year.
    let days = (nanoseconds - floorRemainder(nanoseconds, nanosecondsADay)) / nanosecondsADay + 719_468
    let era = (days - floorRemainder(days, 146_097)) / 146_097
    let ofEra = floorRemainder(days, 146_097)
    let year = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
    let ofYear = ofEra - (365 * year + year / 4 - year / 100)
    let fromMarch = (5 * ofYear + 2) / 153
    let day = ofYear - (153 * fromMarch + 2) / 5 + 1
    let month = fromMarch < 10 ? fromMarch + 3 : fromMarch - 9
    return "\(digits(year + era * 400 + (month <= 2 ? 1 : 0), 4))-\(digits(month, 2))-\(digits(day, 2))"
  }

  /// `0.545 ms`, `12.3 s`: three digits that count.
  static func duration(_ nanoseconds: Int64) -> String {
    switch nanoseconds {
    case ..<0: "before it"
    case ..<1_000_000: "\(nanoseconds / 1_000) µs"
    case ..<1_000_000_000: "\(fixed(nanoseconds / 1_000)) ms"
    default: "\(fixed(nanoseconds / 1_000_000)) s"
    }
  }

  /// A number of thousandths with as many decimals as make three digits.
  private static func fixed(_ thousandths: Int64) -> String {
    let (whole, rest) = (thousandths / 1_000, thousandths % 1_000)
    switch whole {
    case ..<10: return "\(whole).\(digits(rest / 10, 2))"
    case ..<100: return "\(whole).\(rest / 100)"
    default: return "\(whole)"
    }
  }

  private static func digits(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func floorRemainder(_ number: Int64, _ divisor: Int64) -> Int64 {
    let rest = number % divisor
    return rest < 0 ? rest + divisor : rest
  }
}
