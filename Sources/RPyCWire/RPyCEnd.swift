import WireCore

/// A request that has not been answered.
struct RPyCOpenRequest: Sendable {
  /// The index of its message.
  var index: Int
  var handler: RPyCHandler?
  /// The name that it asks for, where a call of what it gets would run code.
  var dangerousName: String?
}

/// A reference that an end has handed out.
struct RPyCReference: Sendable {
  /// How often, less how often it was released.
  var count = 0
  /// The name under which it was asked for, where a call of it runs code.
  var dangerousName: String?
  /// The name of its class, where conversations are described.
  var className: String?
}

/// What is known of one end of a connection: what it sent.
struct RPyCEnd: Sendable {
  /// How many open requests and references are kept of an end. RPYC-52.
  static let mostKept = 1 << 16

  var decoder: RPyCStreamDecoder
  /// The form of its messages; `nil` before the first.
  var layout: RPyCLayout?
  /// The form of its object ids; `nil` before the first: ``RPyCGeneration/three`` or
  /// ``RPyCGeneration/fourFive``.
  var idForm: RPyCGeneration?
  /// Whether everything that it sent was seen and read.
  var isComplete: Bool
  /// Whether the place in the stream is in doubt: what cannot be read is then no fault of the sender.
  var isUnsure: Bool
  /// The requests that it sent and that were not answered, by sequence number.
  private(set) var requests: [Int: RPyCOpenRequest] = [:]
  /// The references that it handed out.
  private(set) var references: [RPyCObjectKey: RPyCReference] = [:]
  /// Whether ``references`` has them all.
  private(set) var hasAllReferences = true
  /// Its root object.
  var root: RPyCObjectKey?
  /// The version of rpyc that it gave in an exception.
  var version: String?
  var hasEnded = false

  init(limits: Limits, isMidstream: Bool) {
    decoder = RPyCStreamDecoder(limits: limits)
    isComplete = !isMidstream
    isUnsure = isMidstream
    if isMidstream { decoder.lose(nil) }
  }

  /// What it speaks, as far as it is known.
  var generation: RPyCGeneration? {
    guard let layout else { return nil }
    return layout.isRaw ? .six : idForm
  }

  /// Whether a reference that was not seen being handed out was never handed out.
  var knowsItsReferences: Bool { isComplete && hasAllReferences }

  // MARK: Requests

  /// Adds a request; returns the one with its number that was open, where there was one.
  mutating func open(_ request: RPyCOpenRequest, sequence: Int) -> RPyCOpenRequest? {
    if requests.count >= Self.mostKept {
      requests.removeAll()
      isComplete = false
    }
    return requests.updateValue(request, forKey: sequence)
  }

  mutating func close(_ sequence: Int) -> RPyCOpenRequest? { requests.removeValue(forKey: sequence) }

  // MARK: References

  mutating func handOut(_ key: RPyCObjectKey, dangerousName: String?, className: String?) {
    if references.count >= Self.mostKept, references[key] == nil {
      references.removeAll()
      hasAllReferences = false
    }
    references[key, default: RPyCReference()].count += 1
    if dangerousName != nil { references[key]?.dangerousName = dangerousName }
    if className != nil { references[key]?.className = className }
  }

  /// Takes back `count` of a reference; returns how many were out, where that is known.
  mutating func release(_ key: RPyCObjectKey, count: Int) -> Int? {
    guard let reference = references[key] else { return nil }
    if reference.count <= count {
      // The name stays as long as the root does.
      if key == root { references[key]?.count = 0 } else { references[key] = nil }
    } else {
      references[key]?.count -= max(0, count)
    }
    return reference.count
  }
}
