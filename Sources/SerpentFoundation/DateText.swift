import Foundation
import PythonValues

/// Dates in the text of Python's `datetime.isoformat()`. SERP-221.
enum DateText {
  private static let microsecondsADay: Int64 = 86_400_000_000
  /// From 1970 to 2001, from which Foundation counts.
  private static let reference: Int64 = 978_307_200_000_000
  /// Days from 1970 to the first and the last day that `datetime` has: in the years 1 and 9999.
  private static let days: ClosedRange<Int64> = -719_162...2_932_896

  /// `nil` for dates outside the years 1 to 9999, and what is no number of seconds.
  static func value(of date: Date, _ form: SerpentDates) -> PythonValue? {
    let seconds = date.timeIntervalSince1970
    if form == .secondsSince1970 { return seconds.isFinite ? .float(seconds) : nil }
    // Also false of NaN; and what is less fits 64 bits in microseconds.
    guard abs(seconds) < 1e12 else { return nil }
    let (day, inDay) = floorDivided(microseconds(of: date), by: microsecondsADay)
    guard days.contains(day) else { return nil }
    let (year, month, dayOfMonth) = civil(day)
    let (second, micro) = floorDivided(inDay, by: 1_000_000)
    var text = "\(padded(year, 4))-\(padded(month, 2))-\(padded(dayOfMonth, 2))"
    text += "T\(padded(second / 3600, 2)):\(padded(second / 60 % 60, 2)):\(padded(second % 60, 2))"
    if micro != 0 { text += ".\(padded(micro, 6))" }
    return .string(form == .aware ? text + "+00:00" : text)
  }

  /// Microseconds since 1970, rounded; counted as Foundation does and in two parts, so that nothing else is.
  private static func microseconds(of date: Date) -> Int64 {
    let seconds = date.timeIntervalSinceReferenceDate
    let whole = seconds.rounded(.down)
    return Int64(whole) * 1_000_000 + Int64(((seconds - whole) * 1e6).rounded()) + reference
  }

  /// A date of ISO text or of a number of seconds since 1970.
  static func date(_ value: PythonValue) -> Date? {
    switch value {
    case .string(let text):
      microseconds(Array(text.utf8)).map {
        let (seconds, micro) = floorDivided($0 - reference, by: 1_000_000)
        return Date(timeIntervalSinceReferenceDate: Double(seconds) + Double(micro) / 1e6)
      }
    case .int, .float: value.doubleValue.flatMap { $0.isFinite ? Date(timeIntervalSince1970: $0) : nil }
    default: nil
    }
  }

  /// `2026-01-31`, `2026-01-31T12:00:00`, with up to six decimals, with `Z` or an offset, in microseconds since 1970.
  private static func microseconds(_ text: [UInt8]) -> Int64? {
    var reader = TextReader(text)
    guard let day = day(&reader) else { return nil }
    if reader.isAtEnd { return day * microsecondsADay }
    guard reader.skip(UInt8(ascii: "T")) || reader.skip(UInt8(ascii: " ")),
      let time = time(&reader), let offset = offset(&reader), reader.isAtEnd
    else { return nil }
    return day * microsecondsADay + time - offset
  }

  /// The number of a day from 1970.
  private static func day(_ reader: inout TextReader) -> Int64? {
    guard let year = reader.number(4), year >= 1, reader.skip(UInt8(ascii: "-")),
      let month = reader.number(2), (1...12).contains(month), reader.skip(UInt8(ascii: "-")),
      let day = reader.number(2)
    else { return nil }
    let number = dayNumber(year, month, day)
    return civil(number) == (year, month, day) ? number : nil
  }

  /// A time of day, in microseconds.
  private static func time(_ reader: inout TextReader) -> Int64? {
    guard let hours = reader.number(2), hours < 24, reader.skip(UInt8(ascii: ":")),
      let minutes = reader.number(2), minutes < 60, reader.skip(UInt8(ascii: ":")),
      let seconds = reader.number(2), seconds < 60, let micro = reader.fraction()
    else { return nil }
    return ((hours * 60 + minutes) * 60 + seconds) * 1_000_000 + micro
  }

  /// Microseconds east of Greenwich; 0 where no zone is named. Python names seconds and less where there are some.
  private static func offset(_ reader: inout TextReader) -> Int64? {
    if reader.isAtEnd || reader.skip(UInt8(ascii: "Z")) { return 0 }
    guard let isWest = reader.skipSign(), let hours = reader.number(2), hours < 24,
      reader.skip(UInt8(ascii: ":")), let minutes = reader.number(2), minutes < 60
    else { return nil }
    var offset = (hours * 60 + minutes) * 60_000_000
    if reader.skip(UInt8(ascii: ":")) {
      guard let seconds = reader.number(2), seconds < 60, let micro = reader.fraction() else { return nil }
      offset += seconds * 1_000_000 + micro
    }
    return isWest ? -offset : offset
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, width - text.count)) + text
  }

  private static func floorDivided(_ number: Int64, by divisor: Int64) -> (quotient: Int64, rest: Int64) {
    let (quotient, rest) = number.quotientAndRemainder(dividingBy: divisor)
    return rest < 0 ? (quotient - 1, rest + divisor) : (quotient, rest)
  }

  /// Days from 1970 of a date in the Gregorian calendar: years are counted from March, so that a leap day
  /// is their last.
  private static func dayNumber(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = floorDivided(shifted, by: 400)
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  /// The year, month and day of a number of days from 1970.
  private static func civil(_ number: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivided(number + 719_468, by: 146_097)
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = (shifted + 2) % 12 + 1
    return (era * 400 + yearOfEra + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }
}
