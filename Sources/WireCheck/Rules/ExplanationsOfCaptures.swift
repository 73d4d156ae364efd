// Rules about the capture, not the peers.
extension RuleExplanation {
  static let missingBytes = RuleExplanation(
    "a segment is not in the capture",
    what: """
      The receiver acknowledged bytes that the capture does not have, or the sequence numbers leave a
      hole. What follows is read again from the next message that can be recognised; messages in the hole
      are not judged.
      """,
    why: """
      The capturing machine could not keep up, or traffic took another way. Nothing is wrong with the
      peers, but something may have gone past unseen.
      """,
    action: """
      Capture with larger buffers (tcpdump -B 65536, dumpcap -B 64) and a filter, write to a fast disk,
      and look at the drop counts that the tool prints when it ends.
      """,
    affects: ["every capture"])

  static let midstream = RuleExplanation(
    "the capture starts inside a connection",
    what: """
      The connection was open before the capture began: its handshake is missing. Reading starts at the
      first message that can be recognised; which end is the client is taken from the messages.
      """,
    why: """
      What was said before is not judged: the handshake, the serializer that was agreed on, whether there
      was a login.
      """,
    action: "To see it whole, start the capture first and the client after.",
    affects: ["every capture"])

  static let conflictingBytes = RuleExplanation(
    "the same part of a stream was sent twice, with different bytes",
    what: """
      A retransmission does not repeat what it retransmits. The bytes that came first are judged; the
      receiver may have taken the others.
      """,
    why: """
      Ordinary peers never do this. It happens when someone injects packets into a connection, or tries to
      slip bytes past those who look on; a device that rewrites traffic on its way does it too, when the
      capture has both sides of it.
      """,
    action: """
      Look at the packets named, find out which machine sent each, and capture nearer to the receiver.
      """,
    affects: ["every capture"])

  static let snapped = RuleExplanation(
    "packets were cut by the capture's snap length",
    what: "The capture holds only the beginning of some packets. The cut bytes are treated as missing.",
    why: "Most messages cannot be judged, and what hides in the cut bytes is not seen.",
    action: "Capture again with whole packets: tcpdump -s 0, or no -s at all on current versions.",
    affects: ["every capture"])

  static let damagedCapture = RuleExplanation(
    "the capture file ends early or contradicts itself",
    what: """
      The file stops inside a packet, or a length in it cannot be. What came before is judged and
      reported.
      """,
    why: """
      The capture was cut off (full disk, killed process, interrupted copy) or damaged. What is missing is
      not judged.
      """,
    action: """
      Copy it again; end captures with an interrupt (Ctrl-C), not with kill -9; try to mend it with
      pcapfix.
      """,
    affects: ["every capture"])

  static let unknownProtocol = RuleExplanation(
    "a connection that is none of these protocols",
    what: """
      The first bytes are neither Pyro, RPyC nor TLS. The connection was not looked into any further, unless frames of
      RPyC follow: then only what stands before them was passed over.
      """,
    why: """
      Nothing is wrong by itself. On a port where one of these protocols is expected, it is a scanner, a
      health check, or a tunnel around them (SSH, HTTP). Before RPyC it is what an authenticator of the
      service asks for: a word or a token that whoever can capture it can send as well.
      """,
    action: "Filter it out when capturing, or silence it here: --ignore unknown-protocol.",
    affects: ["every capture"])
}
