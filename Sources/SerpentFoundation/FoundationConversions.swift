import Foundation
import PythonValues
import SerpentCodec
import WireCore

/// How dates are written. Reading takes all the forms.
public enum SerpentDates: Hashable, Sendable {
  /// As serpent writes a `datetime` with the time zone UTC: `2026-01-31T12:00:00.250000+00:00`.
  case aware
  /// As serpent writes a `datetime` without a time zone, in UTC: `2026-01-31T12:00:00.250000`.
  case naive
  /// The seconds since 1970 began in UTC, as a float: Python's `timestamp()`.
  case secondsSince1970
}

extension ValueConversions {
  /// Conversions of Foundation's types, in the forms that serpent gives Python's (SERP-221 to SERP-225).
  ///
  /// ```swift
  /// let encoder = SerpentEncoder(conversions: .foundation())
  /// let decoder = SerpentDecoder(conversions: .foundation())
  /// ```
  ///
  /// `Date` is as `dates` says, to the microsecond and in the years 1 to 9999, which are those of `datetime`;
  /// `UUID`, `Decimal` and `URL` are `str`, `Data` is `bytes`. Read are dates as ISO text (without a time zone in
  /// UTC) and as numbers of seconds since 1970, decimals also as integers, data in each form of `bytes`.
  ///
  /// What cannot be written (a date of the year 10000, an infinite one) is an `EncodingError`, what is not of the
  /// form a `DecodingError`; a decimal of more than 38 digits is rounded, as Foundation does.
  public static func foundation(dates: SerpentDates = .aware) -> ValueConversions {
    var conversions = ValueConversions()
    conversions.add(
      Date.self, encode: { DateText.value(of: $0, dates) }, decode: { DateText.date($0) })
    conversions.add(
      UUID.self, encode: { .string($0.uuidString.lowercased()) },
      decode: { $0.stringValue.flatMap(UUID.init(uuidString:)) })
    conversions.add(
      Decimal.self, encode: { .string($0.isNaN ? "NaN" : $0.description) },
      decode: { DecimalText.decimal($0) })
    conversions.add(
      Data.self, encode: { .bytes([UInt8]($0)) },
      decode: { SerpentConventions.bytes($0).map { Data($0) } })
    conversions.add(
      URL.self, encode: { .string($0.absoluteString) },
      decode: { $0.stringValue.flatMap(URL.init(string:)) })
    return conversions
  }
}

/// Decimals in the text of Python's `str(Decimal)`.
enum DecimalText {
  /// SERP-223: a decimal of a `str` as Python's `Decimal` prints it, or of an integer. Infinities have no form here.
  static func decimal(_ value: PythonValue) -> Decimal? {
    switch value {
    case .int(let integer): return Decimal(integer)
    case .bigInt(let integer): return Decimal(string: integer.description)
    case .string("NaN"): return .nan
    case .string(let text):
      // Foundation reads what it can and drops the rest: only what is all a number is for it.
      guard isNumber(Array(text.utf8)) else { return nil }
      return Decimal(string: text, locale: Locale(identifier: "en_US_POSIX"))
    default: return nil
    }
  }

  /// A sign or none, digits with a point or none, an exponent or none.
  private static func isNumber(_ text: [UInt8]) -> Bool {
    var reader = TextReader(text)
    reader.skipSign()
    var digits = reader.skipDigits()
    if reader.skip(UInt8(ascii: ".")) { digits += reader.skipDigits() }
    guard digits > 0 else { return false }
    if reader.skip(UInt8(ascii: "E")) || reader.skip(UInt8(ascii: "e")) {
      reader.skipSign()
      guard (1...6).contains(reader.skipDigits()) else { return false }
    }
    return reader.isAtEnd
  }
}
