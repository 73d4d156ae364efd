import Foundation
import SerpentCodec

/// Codable beside Foundation's JSON: 10,000 structs of eight fields, the same for both.
enum TypedRecords {
  private struct Record: Codable, Equatable {
    var sequence: Int
    var host: String
    var service: String
    var isCached: Bool
    var latency: Double
    var status: Int
    var path: String
    var error: String?
  }

  private static let records = (0..<10_000).map { number in
    Record(
      sequence: number, host: "node-\(number % 97).rack-\(number % 11)", service: "scheduler",
      isCached: number % 3 == 0, latency: Double(number % 1_000) / 8 + 0.125, status: 200 + number % 5,
      path: "/api/v3/users/\(number * 7_919)/orders", error: number % 10 == 0 ? "timeout" : nil)
  }

  private struct Unequal: Error {}

  /// Prints the rows, under the workload telemetry, whose records these are like.
  static func measure(seconds: Double) throws {
    let (ours, theirs) = (try SerpentEncoder().encode(records), try JSONEncoder().encode(records))
    let (decoder, json) = (SerpentDecoder(), JSONDecoder())
    guard try decoder.decode([Record].self, from: ours) == records,
      try json.decode([Record].self, from: theirs) == records
    else { throw Unequal() }
    try row("codable decode", "pickleproof", ours.count) {
      try best(seconds: seconds) { keep(try decoder.decode([Record].self, from: ours)) }
    }
    try row("codable decode", "JSONDecoder", theirs.count) {
      try best(seconds: seconds) { keep(try json.decode([Record].self, from: theirs)) }
    }
    try row("codable encode", "pickleproof", ours.count) {
      try best(seconds: seconds) { keep(try SerpentEncoder().encode(records)) }
    }
    try row("codable encode", "JSONEncoder", theirs.count) {
      try best(seconds: seconds) { keep(try JSONEncoder().encode(records)) }
    }
  }

  private static func row(
    _ task: String, _ who: String, _ bytes: Int, _ measure: () throws -> Double
  ) rethrows {
    var row = Row(workload: "telemetry", task: task, milliseconds: try measure(), bytes: bytes)
    row.who = who
    row.print()
  }
}
