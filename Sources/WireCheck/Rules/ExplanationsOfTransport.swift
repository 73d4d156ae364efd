// Security rules about the connection itself.
extension RuleExplanation {
  static let cleartext = RuleExplanation(
    "remote calls without TLS",
    what: """
      The calls and their data are readable, as in this capture. On loopback it is a note; between
      machines a warning.
      """,
    why: """
      Everybody on the way reads arguments and results, and can change them: none of these protocols
      protects its messages (Pyro 4's HMAC does not hide them, Pyro 3's checksum is no signature).
      """,
    action: """
      Switch TLS on with certificates for both ends (Pyro 4's last releases and Pyro 5: SSL,
      SSL_REQUIRECLIENTCERT; RPyC: SSLAuthenticator and ssl_connect with verification), or tunnel through
      SSH or WireGuard.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let encrypted = RuleExplanation(
    "a TLS connection: its handshake is judged, its content cannot be",
    what: """
      The connection begins with a TLS handshake. Its version, the name asked for and whether a client
      certificate was wanted can be seen; what is said inside cannot.
      """,
    why: """
      It is what you want between machines. It also means that this check says nothing about the calls
      themselves.
      """,
    action: """
      To judge the content, capture at one end inside the tunnel, on a test system. See that the ends
      verify certificates: TLS without verification is common with these libraries and protects against
      listening only.
      """,
    affects: ["Pyro 4 (last releases) and 5", "RPyC 3 to 6"])

  static let oldTls = RuleExplanation(
    "TLS below 1.2",
    what: "The server chose SSL 3.0, TLS 1.0 or TLS 1.1.",
    why: """
      These versions rest on MD5, SHA-1 and on ciphers with known attacks (POODLE, BEAST); RFC 7568 and
      RFC 8996 say not to use them. Current Pythons refuse them by default, so an end is old, or was told
      to.
      """,
    action: """
      Update Python and OpenSSL at the older end; set the minimum version to TLS 1.2 in the SSL context.
      """,
    affects: ["every TLS endpoint on Python 2.7 before 2.7.9, or with an SSL context of its own"])

  static let weakChallenge = RuleExplanation(
    "Pyro 3's MD5 challenge in the clear",
    what: """
      The server sent a challenge and the client answered with HMAC-MD5 of its passphrase. Both are in the
      capture.
      """,
    why: """
      Whoever has both tries passphrases off line, millions a second on an ordinary graphics card. Without
      a change of passphrase, whoever finds it gets in.
      """,
    action: """
      Change the passphrase to a long random one now, and move the connection into TLS or SSH; retire Pyro
      3.
      """,
    affects: ["Pyro 3 with a connection validator (_setIdentification)"])

  static let noAuthentication = RuleExplanation(
    "a connection was accepted with no authentication to be seen",
    what: """
      The server took the client in without HMAC, passphrase or client certificate. An application may
      still check something of its own in the handshake's data.
      """,
    why: "Everybody who reaches the port may call what is published there.",
    action: """
      Bind to loopback if all clients are local. Otherwise demand client certificates, or check a token in
      the daemon's validateHandshake (Pyro 5) or in an authenticator (RPyC), inside TLS.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let deniedConnection = RuleExplanation(
    "the server refused a connection",
    what: """
      The handshake was answered with a refusal (CONNECTFAIL, DENIED); the detail gives the reason that
      the server named.
      """,
    why: """
      A door that holds is good news. Many refusals from one address are somebody trying; a refusal of a
      client of yours is an outage: wrong secret, a serializer that the server does not accept, a
      validator with an error.
      """,
    action: """
      Compare the reason with the server's settings; watch addresses that are refused again and again.
      """,
    affects: ["Pyro 3, 4 and 5"])
}
