import WireCore
import WirePolicy

// The payloads of the handshake (PYRO4-41 to PYRO4-44, PYRO5-41 to PYRO5-44).
extension PyroConversation {
  /// PYRO4-41, PYRO5-41: `{'handshake': data, 'object': name}`; the object where metadata are asked for.
  mutating func judgeConnect(_ payload: Span<UInt8>, _ subject: Subject) {
    let object = tape.value(of: "object", inDictAt: 0, payload)
    let isNamed = object.map { isName(at: $0) }
    guard let data = tape.value(of: "handshake", inDictAt: 0, payload),
      isNamed ?? !subject.header.traits.contains(.metadata)
    else {
      find(.badCallShape, subject, atValue: 0, "CONNECT is not {'handshake': data, 'object': name}")
      return
    }
    sentDefaultHandshake = tape.isString(at: data, payload, equalTo: "hello")
    guard let object else { return }
    asksNameServer = tape.isString(at: object, payload, equalTo: "Pyro.NameServer")
    judgeFlame(payload, object: object, subject)
  }

  /// PYRO4-42, PYRO5-42: `{'handshake': data, 'meta': {'methods': …, 'oneway': …, 'attrs': …}}`;
  /// without metadata any value.
  mutating func judgeConnectOK(_ payload: Span<UInt8>, _ subject: Subject) {
    judgeHandshakeUnread(subject)
    guard subject.header.traits.contains(.metadata) else { return }
    guard tape.value(of: "handshake", inDictAt: 0, payload) != nil,
      let meta = tape.value(of: "meta", inDictAt: 0, payload)
    else {
      find(.badCallShape, subject, atValue: 0, "CONNECTOK is not {'handshake': data, 'meta': metadata}")
      return
    }
    guard tape.isTrue(at: meta) else { return }
    for key: StaticString in ["methods", "oneway", "attrs"] {
      guard let names = tape.value(of: key, inDictAt: meta, payload), tape.nodes[names].kind.isContainer
      else {
        find(.badCallShape, subject, atValue: meta, "the metadata does not list its \(key)")
        return
      }
    }
  }

  /// What an accepted connection says even where its payload is not read.
  mutating func judgeHandshakeUnread(_ subject: Subject) {
    switch subject.header.kind {
    case .connectOK:
      // Before protocol 48 the client had no way to send any.
      if sentDefaultHandshake ?? (subject.header.version < 48), !isSigned {
        findOnce(.noAuthentication, subject, at: nil, "the connection was accepted without any credential")
      }
      if asksNameServer {
        findOnce(.nameserverOpen, subject, at: nil, "the name server answers anyone who can reach it")
      }
    case .connectFail:
      findOnce(.deniedConnection, subject, at: nil, "the server refused the connection")
    default:
      break
    }
  }

  /// PYRO4-43, PYRO5-43: the reason, a string.
  mutating func judgeConnectFail(_ payload: Span<UInt8>, _ subject: Subject) {
    guard isName(at: 0), let reason = tape.text(at: 0, payload) else {
      judgeHandshakeUnread(subject)
      find(.badCallShape, subject, atValue: 0, "the reason of CONNECTFAIL is no string")
      return
    }
    findOnce(.deniedConnection, subject, at: nil, "the server refused the connection: \(quoted(reason))")
  }
}
