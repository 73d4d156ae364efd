import PyroWire
import RPyCWire
import WireCore

/// What the first bytes of one direction of a connection say about what is spoken.
enum FlowRecognition: Equatable {
  /// More bytes are needed.
  case undecided
  /// Pyro, of the version word given.
  case pyro(UInt16)
  /// A Pyro 3 daemon that has no room: it says so before any header.
  case refusal
  /// RPyC, any generation.
  case rpyc
  /// A registry of RPyC services is asked.
  case registry
  /// TLS.
  case tls
  /// The 16 exclamation marks by which a Pyro daemon wakes itself to shut down.
  case interrupt
  /// None of these.
  case foreign
}

extension FlowRecognition {
  /// Whether the end that sent this front is the client; `nil` where it does not show.
  func isClients(_ front: Span<UInt8>) -> Bool? {
    switch self {
    case .refusal: false
    case .registry: true
    case .pyro(let word) where Pyro3Header.versions.contains(word): Pyro3Message.isClients(front, at: 0)
    default: nil
    }
  }

  /// The most bytes that are needed to decide.
  static let enough = 40

  /// Judges the first bytes that an end sent (REP-30).
  init(front bytes: Span<UInt8>) {
    guard bytes.count > 0 else {
      self = .undecided
      return
    }
    let readings = [
      FlowRecognition(pyroFront: bytes), FlowRecognition(tlsFront: bytes), FlowRecognition(rpycFront: bytes),
      FlowRecognition(registryFront: bytes), FlowRecognition(interruptFront: bytes),
      FlowRecognition(refusalFront: bytes),
    ]
    self =
      readings.first { $0 != .foreign && $0 != .undecided }
      ?? (readings.contains(.undecided) ? .undecided : .foreign)
  }

  /// REP-31: `PYRO` and a version. A header with one wrong byte in its magic, and everything else that
  /// makes a Pyro 4 or 5 header, is one whose magic is to be reported and not another protocol.
  private init(pyroFront bytes: Span<UInt8>) {
    if let version = PyroVersion(prefix: bytes) {
      self = .pyro(version.word)
      return
    }
    let right = magicMatches(bytes)
    if bytes.count < PyroVersion.prefixSize {
      self = right >= min(bytes.count, 3) ? .undecided : .foreign
      return
    }
    let word = bigEndian16(bytes, at: 4)
    if case .unknown = PyroVersion(word) {
      self = .foreign
      return
    }
    self = right == 3 || endsAsHeader(bytes, word: word) ? .pyro(word) : .foreign
  }

  /// REP-32: a record header of type handshake, and a ClientHello in it (RFC 8446, section 5.1).
  private init(tlsFront bytes: Span<UInt8>) {
    let wanted: [UInt8?] = [0x16, 0x03, nil, nil, nil, 0x01]
    for index in 0..<min(bytes.count, wanted.count) {
      guard wanted[index] == nil || bytes[index] == wanted[index] else {
        self = .foreign
        return
      }
    }
    self = bytes.count < wanted.count ? .undecided : bytes[2] <= 0x04 ? .tls : .foreign
  }

  /// REP-33: a frame header, and the front of a message in it.
  private init(rpycFront bytes: Span<UInt8>) {
    switch RPyCFront(bytes) {
    case .matches: self = .rpyc
    case .undecided: self = .undecided
    case .foreign: self = .foreign
    }
  }

  /// REP-40: the front of the only requests that a registry takes.
  private init(registryFront bytes: Span<UInt8>) {
    let fronts = RPyCRegistryDatagram.requestFronts.filter { front in
      (0..<min(bytes.count, front.count)).allSatisfy { bytes[$0] == front[$0] }
    }
    self = fronts.contains { $0.count <= bytes.count } ? .registry : fronts.isEmpty ? .foreign : .undecided
  }

  private init(interruptFront bytes: Span<UInt8>) {
    for index in 0..<min(bytes.count, Self.interruptSize) where bytes[index] != UInt8(ascii: "!") {
      self = .foreign
      return
    }
    self = bytes.count < Self.interruptSize ? .undecided : .interrupt
  }

  /// REP-31: `DENIED` and a digit, and no more.
  private init(refusalFront bytes: Span<UInt8>) {
    let word = Array("DENIED".utf8)
    for index in 0..<min(bytes.count, word.count) where bytes[index] != word[index] {
      self = .foreign
      return
    }
    guard bytes.count > word.count else {
      self = .undecided
      return
    }
    self = bytes.count == word.count + 1 && 0x30...0x39 ~= bytes[word.count] ? .refusal : .foreign
  }

  /// The length of a daemon's call to itself, in bytes.
  static let interruptSize = 16
}

/// How many of the four bytes of the magic are right.
private func magicMatches(_ bytes: Span<UInt8>) -> Int {
  let magic: [UInt8] = [0x50, 0x59, 0x52, 0x4F]
  return (0..<min(4, bytes.count)).count { bytes[$0] == magic[$0] }
}

/// Whether the bytes have what only a header of that version has: Pyro 5's second magic, Pyro 4's checksum.
private func endsAsHeader(_ bytes: Span<UInt8>, word: UInt16) -> Bool {
  switch PyroVersion(word) {
  case .pyro4: PyroGeneration.pyro4.confirms(bytes)
  case .pyro5: PyroGeneration.pyro5.confirms(bytes)
  case .pyro3, .unknown: false
  }
}
