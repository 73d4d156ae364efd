// The Swift of README.md, as it stands there; ReadmeTests compares, and runs it.
import SerpentCodec

func temperatures(_ message: [UInt8]) throws -> [String: Double] {
  let value = try SerpentCodec.decode(message)
  var readings: [String: Double] = [:]
  for entry in value.dictValue ?? [:] {
    guard let sensor = entry.key.stringValue, let reading = entry.value.doubleValue else { continue }
    readings[sensor] = reading
  }
  return readings
}
