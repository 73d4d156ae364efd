import Foundation
import FuzzScripts
import WireCapture
import WireCore

/// Writes seeds, each once, named by their number.
final class SeedWriter {
  private let output: URL
  private var seen: [String: Set<[UInt8]>] = [:]
  /// How many seeds each target has.
  var counts: [String: Int] { seen.mapValues(\.count) }

  init(output: URL) { self.output = output }

  /// Seeds are small: what is longer than 64 KiB teaches a fuzzer nothing that its beginning does not.
  static let longest = 64 << 10

  func write(_ bytes: [UInt8], for targets: String...) throws {
    guard !bytes.isEmpty, bytes.count <= Self.longest else { return }
    for target in targets where seen[target, default: []].insert(bytes).inserted {
      let folder = output.appending(path: target)
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let name = String(format: "seed-%05d", seen[target]?.count ?? 0)
      try Data(bytes).write(to: folder.appending(path: name))
    }
  }
}

/// Takes the fixtures apart.
struct SeedMaker {
  let fixtures: URL
  let writer: SeedWriter

  func run() throws {
    for file in try files(below: fixtures) {
      let bytes = [UInt8](try Data(contentsOf: file))
      let folders = Set(file.pathComponents)
      switch file.pathExtension {
      case "pcap", "pcapng", "gz": try writeCapture(bytes)
      case "json": if !folders.contains("captures") { try writeTyped(bytes) }
      case "jsonl": try writeVectors(bytes)
      case "py", "md": continue
      default: try writeDocument(bytes, folders)
      }
      if file.lastPathComponent == "literals.txt" { try writeLiterals(bytes) }
    }
    for name in ["__class__", "os.system", "a.b", "_private", "execute", "__getattr__", "x"] {
      try writer.write(Array(name.utf8), for: "policy")
    }
    try writeSegments()
  }

  private func files(below folder: URL) throws -> [URL] {
    guard
      let found = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: [.isRegularFileKey])
    else { return [] }
    let files = found.compactMap { $0 as? URL }.filter {
      (try? $0.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile) == true
    }
    return files.sorted { $0.path < $1.path }
  }

  private func writeDocument(_ bytes: [UInt8], _ folders: Set<String>) throws {
    if folders.contains("serpent") { try writer.write(bytes, for: "serpent") }
    if folders.contains("brine") { try writer.write(bytes, for: "brine") }
    if folders.contains("vinegar") { try writer.write(bytes, for: "vinegar", "brine") }
    if folders.contains("xmlpickle") { try writer.write(bytes, for: "gnosis", "pyxml") }
    let formats = ["serpent", "brine", "vinegar", "xmlpickle"]
    for format in formats where folders.contains(format) { try writeRequests(bytes, format) }
  }

  /// A testee's requests for a document, short ones only.
  private func writeRequests(_ bytes: [UInt8], _ format: String) throws {
    guard bytes.count <= 1_000 else { return }
    let data = Data(bytes).base64EncodedString()
    // By turns, or there were many thousands.
    let operation = ["decode", "reencode"][writer.counts["testee", default: 0] % 2]
    let request = #"{"id":1,"op":"\#(operation)","format":"\#(format)","data":"\#(data)"}"#
    try writer.write(Array(request.utf8), for: "testee")
  }

  /// One document a line, as a JSON string.
  private func writeLiterals(_ bytes: [UInt8]) throws {
    for line in bytes.split(separator: 0x0A) {
      guard let text = try? JSONDecoder().decode(String.self, from: Data(line)) else { continue }
      try writer.write(Array(text.utf8), for: "serpent")
    }
  }

  /// Vectors in lines: a document in base64, its dialect, its value; or a pickle in hexadecimal.
  private func writeVectors(_ bytes: [UInt8]) throws {
    for line in bytes.split(separator: 0x0A) {
      guard let vector = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any],
        let data = (vector["data"] as? String).flatMap({ Data(base64Encoded: $0) })
          ?? (vector["pickle"] as? String).flatMap(Self.hexadecimal)
      else { continue }
      if vector["pickle"] != nil { try writer.write([UInt8](data), for: "pickle") }
      if let dialect = vector["dialect"] as? String, ["gnosis", "pyxml"].contains(dialect) {
        try writer.write([UInt8](data), for: dialect)
      }
      if let value = vector["value"] as? [String: Any] { try writeTyped(value) }
    }
  }

  private static func hexadecimal(_ text: String) -> Data? {
    let digits = text.compactMap(\.hexDigitValue)
    guard digits.count == text.count, digits.count.isMultiple(of: 2) else { return nil }
    return Data(stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] << 4 | digits[$0 + 1]) })
  }

  /// Typed values stand in the sidecars of fixtures under `value`.
  private func writeTyped(_ bytes: [UInt8]) throws {
    guard let object = try? JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any] else { return }
    if let value = object["value"] as? [String: Any] { try writeTyped(value) }
  }

  private func writeTyped(_ value: [String: Any]) throws {
    let typed = [UInt8](try JSONSerialization.data(withJSONObject: value))
    try writer.write(typed, for: "typedjson", "json")
    let text = String(decoding: typed, as: UTF8.self)
    let format = ["serpent", "brine", "xmlpickle", "vinegar"][writer.counts["testee", default: 0] % 4]
    let request = #"{"id":1,"op":"encode","format":"\#(format)","value":\#(text)}"#
    try writer.write(Array(request.utf8), for: "testee")
  }

  private func writeCapture(_ bytes: [UInt8]) throws {
    try writer.write(bytes, for: "capture", "verdict")
    var scripts = ScriptSink()
    guard (try? CaptureReader().read(CaptureInput(bytes: bytes), into: &scripts)) != nil else { return }
    for script in scripts.finished {
      try writer.write(script.bytes, for: script.targets.first ?? "rpyc")
    }
    for datagram in scripts.datagrams { try writer.write(datagram, for: "datagram") }
  }

  /// Segments in order, reversed and doubled.
  private func writeSegments() throws {
    let inOrder = (0..<8).flatMap { [UInt8]([0, UInt8($0 * 20), 0, 20, 0, 0]) }
    let reversed = (0..<8).reversed().flatMap { [UInt8]([0, UInt8($0 * 20), 0, 25, 0, 0]) }
    try writer.write(inOrder, for: "reassembly")
    try writer.write(reversed, for: "reassembly")
    try writer.write([2, 0, 0, 0, 0, 0] + inOrder + reversed + [4, 180, 0, 0, 0, 0], for: "reassembly")
  }
}
