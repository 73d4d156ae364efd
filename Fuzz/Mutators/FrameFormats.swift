import WireCore

/// Messages of the three Pyros: a header with sizes, annotations, a payload.
struct PyroFrames: FrameFormat {
  /// Where a field stands, and how wide it is, in bytes.
  struct Field: Sendable {
    let start: Int
    let width: Int
  }

  let headerSize: Int
  let type: Field?
  let serializer: Field?
  let flags: Field
  let sequence: Field?
  let payloadSize: Field
  let annotationsSize: Field?
  let checksum: Checksum
  let payloads: any Mutator

  /// What makes a header sound again after a change.
  enum Checksum: Sendable {
    case none
    /// Pyro 4: the sum of the 16-bit fields and a constant, at 22.
    case ofHeader
    /// Pyro 3: the Adler-32 of the body, at 14, where flag 2 is set.
    case ofBody
  }

  static let pyro3 = PyroFrames(
    headerSize: 18, type: nil, serializer: nil, flags: Field(start: 12, width: 2), sequence: nil,
    payloadSize: Field(start: 8, width: 4), annotationsSize: nil, checksum: .ofBody, payloads: PickleMutator()
  )
  static let pyro4 = PyroFrames(
    headerSize: 24, type: Field(start: 6, width: 2), serializer: Field(start: 16, width: 2),
    flags: Field(start: 8, width: 2), sequence: Field(start: 10, width: 2),
    payloadSize: Field(start: 12, width: 4), annotationsSize: Field(start: 18, width: 2),
    checksum: .ofHeader, payloads: LiteralMutator())
  static let pyro5 = PyroFrames(
    headerSize: 40, type: Field(start: 6, width: 1), serializer: Field(start: 7, width: 1),
    flags: Field(start: 8, width: 2), sequence: Field(start: 10, width: 2),
    payloadSize: Field(start: 12, width: 4), annotationsSize: Field(start: 16, width: 4), checksum: .none,
    payloads: LiteralMutator())

  func changed(_ data: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    let starts = starts(data)
    guard let first = starts.first else { return random.variant(of: data) }
    let start = random.oneIn(3) ? first : random.pick(starts)
    let end = min(data.count, start + size(data, at: start))
    let message = changedMessage(Array(data[start..<end]), &random)
    return Array(data[..<start]) + message + Array(data[end...])
  }

  private func number(_ field: Field?, _ data: [UInt8], at start: Int = 0) -> Int {
    field.map { data.number(at: start + $0.start, $0.width) } ?? 0
  }

  private func size(_ data: [UInt8], at start: Int) -> Int {
    headerSize + number(payloadSize, data, at: start) + number(annotationsSize, data, at: start)
  }

  private func starts(_ data: [UInt8]) -> [Int] {
    var starts: [Int] = []
    var position = 0
    while position + headerSize <= data.count, starts.count < 1_000 {
      starts.append(position)
      position += size(data, at: position)
    }
    return starts
  }

  private func changedMessage(_ message: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    var header = Array(message.prefix(headerSize))
    let cut = min(message.count, headerSize + number(annotationsSize, header))
    var chunks = Array(message[headerSize..<cut])
    var payload = Array(message[cut...])
    let field = random.pick([type, serializer, flags, sequence].compactMap { $0 })
    switch random.below(6) {
    case 0: header.put(random.pick([0, 1, 2, 3, 4, 5, 6, 42, 255, 0xFFFF]), at: field.start, field.width)
    case 1: header.put(1 << random.below(16), at: flags.start, flags.width)
    case 2 where annotationsSize != nil:
      chunks = random.oneIn(2) ? random.variant(of: chunks) : chunks + annotation(&random)
    default: payload = payloads.mutate(payload, &random)
    }
    // One in sixteen keeps sizes and checksums that lie.
    if !random.oneIn(16) { mend(&header, payload, chunks) }
    return header + chunks + payload
  }

  private func mend(_ header: inout [UInt8], _ payload: [UInt8], _ chunks: [UInt8]) {
    header.put(payload.count, at: payloadSize.start, payloadSize.width)
    if let annotationsSize { header.put(chunks.count, at: annotationsSize.start, annotationsSize.width) }
    switch checksum {
    case .none: break
    case .ofHeader:
      let fields = [4, 6, 8, 10, 16, 18].reduce(payload.count + 0x34E9) { $0 + header.number(at: $1, 2) }
      header.put(fields & 0xFFFF, at: 22, 2)
    case .ofBody:
      if header.number(at: 12, 2) & 2 != 0 { header.put(adler32(payload), at: 14, 4) }
    }
  }

  private func annotation(_ random: inout MutationSource) -> [UInt8] {
    let data = [UInt8](repeating: 0x61, count: random.below(5))
    var length = [UInt8](repeating: 0, count: annotationsSize?.width ?? 4)
    length.put(data.count, at: 0, length.count)
    return Array(random.pick(["CORR", "BLBI", "HMAC", "ABCD", "\u{1}\u{2}\u{3}\u{4}"]).utf8) + length + data
  }
}

/// Adler-32 (RFC 1950).
func adler32(_ bytes: [UInt8]) -> Int {
  var (low, high) = (1, 0)
  for byte in bytes {
    low = (low + Int(byte)) % 65_521
    high = (high + low) % 65_521
  }
  return high << 16 | low
}

/// Frames of RPyC: a length, a flag, the data, a line feed.
struct RPyCFrames: FrameFormat {
  private static let headerSize = 5

  func changed(_ data: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    var starts: [Int] = []
    var position = 0
    while position + Self.headerSize < data.count, starts.count < 1_000 {
      starts.append(position)
      position += Self.headerSize + data.number(at: position, 4) + 1
    }
    guard !starts.isEmpty else { return random.variant(of: data) }
    let start = random.pick(starts)
    let end = min(data.count, start + Self.headerSize + data.number(at: start, 4) + 1)
    let frame = changedFrame(Array(data[start..<end]), &random)
    return Array(data[..<start]) + frame + Array(data[end...])
  }

  private func changedFrame(_ frame: [UInt8], _ random: inout MutationSource) -> [UInt8] {
    var flag = frame[4]
    var content = Array(frame[Self.headerSize...].dropLast())
    switch random.below(10) {
    case 0: flag = random.pick([0, 1, 2])
    case 1: content = random.pick([[1], [2], [3]]) + content
    case 2: content = [UInt8](repeating: 0, count: 16) + content
    default:
      // From 6.0 on a byte stands before the brine.
      let isRaw = content.first.map { $0 < 4 && $0 > 0 } ?? false
      let front = Array(content.prefix(isRaw ? 1 : 0))
      content = front + BrineMutator().mutate(Array(content.dropFirst(front.count)), &random)
    }
    var header: [UInt8] = [0, 0, 0, 0, flag]
    header.put(random.oneIn(16) ? content.count + 1 : content.count, at: 0, 4)
    return header + content + [random.oneIn(32) ? 0x0D : 0x0A]
  }
}
