import WireCore
import WirePolicy

// The payloads of the handshake (PYRO5-41 to PYRO5-44).
extension Pyro5Conversation {
  /// PYRO5-41: `{'handshake': data, 'object': name}`.
  mutating func judgeConnect(_ payload: Span<UInt8>, _ subject: Subject) {
    guard let data = tape.value(of: "handshake", inDictAt: 0, payload),
      let object = tape.value(of: "object", inDictAt: 0, payload), tape.nodes[object].kind == .string
    else {
      find(.badCallShape, subject, atValue: 0, "CONNECT is not {'handshake': data, 'object': name}")
      return
    }
    sentDefaultHandshake = tape.isString(at: data, payload, equalTo: "hello")
    asksNameServer = tape.isString(at: object, payload, equalTo: "Pyro.NameServer")
  }

  /// PYRO5-42: `{'handshake': data, 'meta': {'methods': …, 'oneway': …, 'attrs': …}}`.
  mutating func judgeConnectOK(_ payload: Span<UInt8>, _ subject: Subject) {
    judgeHandshakeUnread(subject)
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
    switch subject.header.type {
    case .connectOK:
      if sentDefaultHandshake {
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

  /// PYRO5-43: the reason, a string.
  mutating func judgeConnectFail(_ payload: Span<UInt8>, _ subject: Subject) {
    guard let reason = tape.text(at: 0, payload) else {
      judgeHandshakeUnread(subject)
      find(.badCallShape, subject, atValue: 0, "the reason of CONNECTFAIL is no string")
      return
    }
    findOnce(.deniedConnection, subject, at: nil, "the server refused the connection: \(quoted(reason))")
  }
}
