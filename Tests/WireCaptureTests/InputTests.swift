import Foundation
import TestSupport
import Testing
import WireCapture
import WireCore

/// Where the bytes come from, and compression.
@Suite struct InputTests {
  private func kind(_ path: String) -> CaptureError.Kind? {
    do throws(CaptureError) {
      var sink = RecordingSink()
      _ = try CaptureReader().read(CaptureInput(path: path), into: &sink)
      return nil
    } catch {
      return error.kind
    }
  }

  @Test func saysWhyAFileCannotBeRead() throws {
    let folder = FileManager.default.temporaryDirectory
    #expect(kind(folder.appending(path: "no-such-file-\(UUID())").path) == .notFound)
    #expect(kind(folder.path) == .directory)
    #expect(kind("/dev/null") == .empty)
    let file = folder.appending(path: "capture-\(UUID()).pcap")
    try Data(PcapFile().bytes([])).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    #expect(kind(file.path) == nil)
    #expect(CaptureInputSize.of(file.path) == 24)
    // Who may do anything is not refused.
    guard getuid() != 0 else { return }
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: file.path)
    #expect(kind(file.path) == .permission)
  }

  private enum CaptureInputSize {
    static func of(_ path: String) -> Int? { try? CaptureInput(path: path).size }
  }

  @Test(
    arguments: [
      ([0x28, 0xB5, 0x2F, 0xFD], "zstd"), ([0x04, 0x22, 0x4D, 0x18], "lz4"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0], "xz"), ([0x42, 0x5A, 0x68], "bzip2"), ([0x50, 0x4B, 3, 4], "zip"),
      ([0x1F, 0x9D], "compress"),
    ] as [([UInt8], String)])
  func namesTheCompressionByItsFirstBytes(front: [UInt8], name: String) {
    let rest = [UInt8](repeating: 7, count: 40)
    let error = #expect(throws: CaptureError.self) { try readCapture(front + rest) }
    #expect(error?.kind == .compression && error?.detail.contains(" with \(name), ") == true)
    for index in front.indices {
      var other = front
      other[index] ^= 0x40
      #expect { try readCapture(other + rest) } throws: { ($0 as? CaptureError)?.kind == .notCapture }
    }
  }

  @Test func readsAPipe() throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "pipe-\(UUID())").path
    #expect(mkfifo(path, 0o600) == 0)
    defer { unlink(path) }
    let bytes = PcapFile().bytes(FormatTests.frames())
    Thread.detachNewThread {
      guard let handle = FileHandle(forWritingAtPath: path) else { return }
      for start in stride(from: 0, to: bytes.count, by: 100) {
        handle.write(Data(bytes[start..<min(bytes.count, start + 100)]))
      }
      try? handle.close()
    }
    var sink = RecordingSink()
    let input = try CaptureInput(path: path)
    _ = try CaptureReader().read(input, into: &sink)
    #expect(input.size == nil && sink.text(0, .serverToClient) == "answer" && sink.findings.isEmpty)
  }

  /// A gzip member of stored blocks.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var checksum = UInt32.max
    for byte in bytes {
      checksum ^= UInt32(byte)
      for _ in 0..<8 { checksum = checksum >> 1 ^ (checksum & 1 == 1 ? 0xEDB8_8320 : 0) }
    }
    let little = { (value: UInt32) in (0..<4).map { UInt8(value >> (8 * $0) & 0xFF) } }
    let count = UInt32(bytes.count)
    return [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255, 1] + little(count | ~count << 16) + bytes
      + little(~checksum)
      + little(count)
  }

  @Test(arguments: [1, 7, Int.max]) func readsGzipOfOneMemberAndOfMany(step: Int) throws {
    let bytes = PcapFile().bytes(FormatTests.frames())
    let members = Self.gzip(Array(bytes[..<10])) + Self.gzip([]) + Self.gzip(Array(bytes[10...]))
    for file in [Self.gzip(bytes), members, members + [0, 0, 0]] {
      let sink = try readCapture(file, step: step)
      #expect(sink.text(0, .serverToClient) == "answer" && sink.findings.isEmpty)
    }
  }

  @Test func saysThatItWasCompressed() throws {
    var sink = RecordingSink()
    let bytes = Self.gzip(PcapFile().bytes(FormatTests.frames()))
    let summary = try CaptureReader().read(CaptureInput(bytes: bytes), into: &sink)
    #expect(summary.isCompressed)
  }

  @Test func gzipCutAnywhereIsReadAsFarAsItGoes() throws {
    let bytes = try ProjectFiles.fixtureBytes("captures/nasty-gzip.pcap.gz")
    let whole = try readCapture(bytes)
    for length in stride(from: 0, to: bytes.count, by: 37) {
      guard let sink = try? readCapture(Array(bytes[..<length])) else { continue }
      #expect(sink.findings(.damagedCapture).count == 1)
      guard let flow = sink.flows.first else { continue }
      for direction in Direction.allCases {
        #expect((whole.flows[0].streams[direction] ?? []).starts(with: flow.streams[direction] ?? []))
      }
    }
  }

  @Test func damagedGzipIsReadAsFarAsItGoes() throws {
    let bytes = try ProjectFiles.fixtureBytes("captures/nasty-gzip.pcap.gz")
    var damaged = 0
    for index in stride(from: 0, to: bytes.count, by: 41) {
      var changed = bytes
      changed[index] ^= 0x55
      guard let sink = try? readCapture(changed) else { continue }
      #expect(sink.breaches.isEmpty)
      damaged += sink.findings(.damagedCapture).isEmpty ? 0 : 1
    }
    #expect(damaged > 200)
  }

  @Test func stopsWhereGzipExpandsTooFar() throws {
    let bytes = try ProjectFiles.fixtureBytes("captures/nasty-gzip.pcap.gz")
    let limits = CaptureLimits(inflationRatio: 2, inflationFloor: 10_000)
    let sink = try readCapture(bytes, limits: limits, step: 1_000)
    #expect(sink.findings(.decompressionBomb).count == 1)
  }
}
