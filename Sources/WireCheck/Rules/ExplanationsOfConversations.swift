// Rules about which message may come when.
extension RuleExplanation {
  static let noHandshake = RuleExplanation(
    "a request was sent before the handshake",
    what: """
      The first message of a Pyro client has to be CONNECT and the first answer its acceptance. This
      connection began with another message.
      """,
    why: """
      The handshake is where the daemon's validator decides who may connect. A server that serves requests
      without it has no door. The reference closes such connections.
      """,
    action: """
      Check that the server answered with an error and closed. If it served the call, it is not the
      reference: mend it.
      """,
    affects: ["Pyro 3, 4 and 5"])

  static let unexpectedMessage = RuleExplanation(
    "a message that the state of its connection does not allow",
    what: """
      The message is sound by itself and stands where it cannot: a second CONNECT, a reply sent by the
      client, a request sent by the server, anything after a refusal.
      """,
    why: """
      Both ends have to agree on whose turn it is. Implementations that do not check answer requests of
      strangers, or take one message for the answer to another.
      """,
    action: "Look at the messages around it (show). Mend the end that is out of turn.",
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let sequenceMismatch = RuleExplanation(
    "a reply carries the sequence number of another request",
    what: """
      In Pyro a reply repeats the number of the request that it answers, and a connection has one open
      request at a time. This reply carries another number than the request in turn.
      """,
    why: """
      The caller would take the result of another call for its own: with a proxy shared between threads,
      or a server that answers out of order, one user gets another user's data. Pyro raises a
      ProtocolError and the proxy is unusable from there on.
      """,
    action: """
      On the client: one proxy a thread. On the server: answer in order. If a gateway multiplexes
      connections, it is the first suspect.
      """,
    affects: ["Pyro 4 and 5"])

  static let unsolicitedReply = RuleExplanation(
    "a reply that answers no open request",
    what: "No request with this number is open: it was never made, was answered before, or was one-way.",
    why: """
      The receiver drops it at best. At worst it waits in the socket and is taken for the answer to the
      next call.
      """,
    action: "Find out why the server answers twice; look for retries in a proxy between the ends.",
    affects: ["Pyro 4 and 5", "RPyC 3 to 6"])

  static let duplicateSequence = RuleExplanation(
    "a request reuses the number of a request that is still open",
    what: """
      Two requests of one end that wait for their answers carry the same sequence number. (Numbers may
      come again once they are answered: Pyro counts to 65,535 and starts over.)
      """,
    why: "The answer cannot be told apart: the wrong caller may get it.",
    action: "Mend the sender's counter; look for two threads or processes (fork!) that share one connection.",
    affects: ["RPyC 3 to 6", "Pyro 4 and 5"])

  static let rpycDialectMismatch = RuleExplanation(
    "the two ends speak different generations of RPyC",
    what: """
      RPyC has no version field, and its messages changed twice. Up to 4.0 an object id is a bare integer;
      4.1 made it a triple of name, class id and instance id. Up to 5.3 a message is brine of (message,
      sequence, arguments); since 6.0 it is one raw byte and brine of (sequence, arguments). One end of
      this connection writes one form, the other end another: the flow's dialectClient and dialectServer
      say which.
      """,
    why: """
      Between 5.3 or older and 6.0 or newer nothing works: users see "invalid message type: 18", hanging
      calls, or an EOFError on connecting, and nothing in the message says why. Between 4.0 or older and 4.1
      or newer it is a KeyError on connecting, or for objects alone. The older end also tells you something: 4.0 to 5.3.1
      is the affected range of CVE-2024-27758.
      """,
    action: """
      Install the same major release at both ends, the newest: pip install "rpyc>=6" on the older one.
      Releases 4.1 to 5.3 read each other. Watch for images and vendored copies that pin an old release.
      """,
    affects: [
      "RPyC 4.0.2 and older against 4.1.0 and newer", "RPyC 5.3.1 and older against 6.0.0 and newer",
      "CVE-2024-27758 (4.0.0 to 5.3.1), CVE-2019-16328 (4.1.0 and 4.1.1): what the older end may be open to",
    ])

  static let onewayReply = RuleExplanation(
    "a reply to a one-way call",
    what: "The request was marked one-way: nobody waits for an answer. The server answered it all the same.",
    why: """
      The client does not read the reply now; it will read it as the answer to its next call, and every
      later answer is one too late.
      """,
    action: """
      Mend the server: it must not answer requests that carry the one-way flag, not even with an
      exception.
      """,
    affects: ["Pyro 3, 4 and 5"])

  static let missingReply = RuleExplanation(
    "a request was never answered before the capture or the connection ended",
    what: """
      A request that wants an answer has none. Where the capture simply stops, that is to be expected;
      where the connection was closed, the caller got an error.
      """,
    why: """
      Calls without answers are what users call "it hangs": a server that died, a method that blocks, a
      firewall that drops long idle connections.
      """,
    action: """
      If the connection ended, look at the server's log at that time. If it is still open, see how long
      the call had been waiting (show has the times).
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let hmacMismatch = RuleExplanation(
    "a message's HMAC does not match the key given",
    what: """
      Pyro 4 can sign each message with a shared key, in the annotation HMAC (SHA-1). With the key given
      by --hmac-key, --hmac-key-file or PICKLEPROOF_HMAC_KEY the message's signature is another one.
      """,
    why: """
      The message was changed on its way, or its sender has another key: an intruder, or a machine that
      missed a change of keys.
      """,
    action: """
      Check that the key given here is the one in use. If other messages of the connection match, take it
      for tampering.
      """,
    affects: ["Pyro 4"])

  static let hmacAsymmetric = RuleExplanation(
    "one side of a connection signs its messages, the other does not",
    what: """
      Messages of one direction carry an HMAC annotation and those of the other have none, or a sender
      stops signing on the way.
      """,
    why: """
      The reference refuses unsigned messages when it has a key. A connection that goes on without is
      either misconfigured (a daemon without its key trusts everybody) or a downgrade.
      """,
    action: """
      Set the same key (daemon._pyroHmacKey, proxy._pyroHmacKey) at both ends; better, move to Pyro 5 with
      TLS.
      """,
    affects: ["Pyro 4"])
}
