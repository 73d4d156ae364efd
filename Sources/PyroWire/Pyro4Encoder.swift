import WireCore

/// Writes Pyro 4 messages, byte for byte as Pyro4 4.82 does.
public struct Pyro4Encoder: Sendable {
  /// Payloads of fewer bytes than this are not compressed, where compression is asked for (PYRO4-25).
  public static let smallestCompressed = 200
  /// The zlib level that Pyro 4 uses: zlib's own default.
  public static let compressionLevel = 6

  /// Whether payloads are compressed: Pyro 4's `COMPRESSION`. Default false, as Pyro 4's.
  public var compresses: Bool
  /// Signs each message, where there is one: Pyro 4's `_pyroHmacKey`.
  public var hmac: Pyro4HMAC?
  /// The most bytes of annotations and payload together: Pyro 4's `MAX_MESSAGE_SIZE`, there without a limit of
  /// its own. Default, and at most, ``Pyro4Header/mostBytes``.
  public var maximumSize: Int

  /// Makes an encoder.
  public init(compresses: Bool = false, hmac: Pyro4HMAC? = nil, maximumSize: Int = Int(Pyro4Header.mostBytes))
  {
    self.compresses = compresses
    self.hmac = hmac
    self.maximumSize = min(max(0, maximumSize), Int(Pyro4Header.mostBytes))
  }

  /// The message's bytes.
  ///
  /// - Throws: `limit` where annotations and payload are too large, or the annotations alone for the 16 bits of
  ///   their size; `unrepresentable` for an annotation whose id is not four ASCII characters, and for another
  ///   version than 46 to 48.
  public func encode(_ message: Pyro4Message) throws(WireError) -> [UInt8] {
    var output: [UInt8] = []
    try append(message, to: &output)
    return output
  }

  /// Appends the message's bytes to `output`, which is as it was where it throws.
  ///
  /// - Throws: as ``encode(_:)``.
  public func append(_ message: Pyro4Message, to output: inout [UInt8]) throws(WireError) {
    guard Pyro4Header.versions.contains(message.version) else {
      throw WireError(
        .unrepresentable, at: 0, reading: "Pyro 4 message", "there is no protocol \(message.version)")
    }
    let (payload, isCompressed) = try compressed(message.payload)
    let annotations = try signed(message, payload)
    let annotationsSize = try PyroMessageParts.size(of: annotations, .pyro4, limit: Int(UInt16.max))
    guard annotationsSize <= Int(UInt16.max) else {
      throw WireError(
        .limit, at: 0, reading: "Pyro 4 message", "\(annotationsSize) bytes of annotations, 65535 allowed")
    }
    try PyroMessageParts.check(payload.count, annotationsSize, limit: maximumSize)
    Pyro4Header(
      version: message.version, type: message.type, serializerID: message.serializerID,
      flags: isCompressed ? message.flags.union(.compressed) : message.flags.subtracting(.compressed),
      sequence: message.sequence, dataSize: Int32(payload.count), annotationsSize: UInt16(annotationsSize)
    ).append(to: &output)
    PyroMessageParts.append(annotations, .pyro4, to: &output)
    output.append(contentsOf: payload)
  }

  /// PYRO4-25: a payload is compressed where that makes it shorter.
  private func compressed(_ payload: [UInt8]) throws(WireError) -> (payload: [UInt8], isCompressed: Bool) {
    guard compresses, payload.count >= Self.smallestCompressed else { return (payload, false) }
    let deflated = try deflate(payload.span, level: Self.compressionLevel)
    return deflated.count < payload.count ? (deflated, true) : (payload, false)
  }

  /// PYRO4-27: the code is the last annotation.
  private func signed(_ message: Pyro4Message, _ payload: [UInt8]) throws(WireError) -> [PyroAnnotation] {
    guard let hmac else { return message.annotations }
    var annotations = message.annotations.filter { $0.id != "HMAC" }
    var chunks: [UInt8] = []
    _ = try PyroMessageParts.size(of: annotations, .pyro4, limit: Int(UInt16.max))
    PyroMessageParts.append(annotations, .pyro4, to: &chunks)
    do throws(PyroAnnotationFault) {
      let code = try hmac.code(
        payload: payload.span, annotations: chunks.span, isSorted: message.version >= 48)
      annotations.append(PyroAnnotation(id: "HMAC", data: code))
    } catch {
      throw error.error(at: 0)
    }
    return annotations
  }
}
