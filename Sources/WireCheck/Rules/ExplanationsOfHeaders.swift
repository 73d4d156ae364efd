// Rules about the fields that frame a message.
extension RuleExplanation {
  static let badMagic = RuleExplanation(
    "a header does not begin, or end, with the protocol's magic number",
    what: """
      Every Pyro header begins with the four bytes PYRO; a Pyro 5 header also ends with 0x4dc5. Where a
      header is due, other bytes stand. Nothing after them can be trusted, so reading picks up again at
      the next header that can be recognised.
      """,
    why: """
      Either the sender lost count of its own bytes (a wrong length field in the message before, two
      threads writing to one socket), or something that is not Pyro speaks to a Pyro port: a scanner, a
      health check, TLS where none is expected. A receiver that does not check the magic reads
      attacker-chosen lengths.
      """,
    action: """
      Look at the message before this one: if its length is wrong, the sender's framing is the fault. If
      the connection never spoke Pyro, find out what connects there and keep it away.
      """,
    affects: ["Pyro 3, 4 and 5 (the second magic number: Pyro 5)"])

  static let badVersion = RuleExplanation(
    "a header names a protocol version that does not exist or is not this connection's",
    what: """
      The 16-bit word after PYRO says which protocol the rest of the header follows: 3 to 5 for Pyro 3, 46
      to 48 for Pyro 4 (its first releases, 40 to 45, had another header and are not read), 502 for Pyro
      5. This header has another one, or one that differs from the messages before it. The three protocols share the magic and disagree on everything after it: serializer 4 is
      pickle in Pyro 4 and msgpack in Pyro 5.
      """,
    why: """
      Peers that misread the version misread lengths and serializers. In practice it is a client and a
      daemon of different Pyro releases, which users meet as an unexplained "invalid message or protocol
      version".
      """,
    action: """
      Bring both ends to the same Pyro generation. Where two generations have to talk, put a gateway
      between them that speaks each of them fully.
      """,
    affects: ["Pyro 3, 4 and 5"])

  static let badChecksum = RuleExplanation(
    "a checksum does not match what it covers",
    what: """
      Pyro 4 adds up its header fields into a 16-bit checksum; Pyro 3 carries an Adler-32 of the message
      body when PYRO_CHECKSUM is set. The sum on the wire is not the sum of the bytes.
      """,
    why: """
      The bytes were changed after they were summed up: a broken implementation, a proxy that edits
      messages, or faulty memory. A checksum is no protection against an attacker, who simply computes a
      new one.
      """,
    action: """
      Compare captures taken at both ends to find where the bytes change. Do not take the checksum for
      integrity: use TLS.
      """,
    affects: ["Pyro 3 (body, Adler-32)", "Pyro 4 (header)"])

  static let badHeader = RuleExplanation(
    "a header field has a value that it cannot have",
    what: """
      A field that is not the magic, version, type, flags or serializer is impossible: a header size that
      is not the version's, a reserved field that is in use, a correlation id without its flag, in Pyro 4
      a payload of less than nothing or of more than 1 GiB.
      """,
    why: """
      The reference implementation ignores most of these fields, so a message can pass there and be read
      otherwise by a stricter or newer peer. Fields that nobody checks are also where a covert channel
      would live.
      """,
    action: "Mend the sender. Receivers should refuse such headers instead of ignoring the field.",
    affects: ["Pyro 3, 4 and 5"])

  static let unknownMessageType = RuleExplanation(
    "a message type, or kind of message, that the protocol does not define",
    what: """
      Pyro 5 and 4 know the types 1 to 6 (connect, connect ok, connect fail, invoke, result, ping), Pyro 3
      has its own list, and RPyC has 1 to 3 (request, reply, exception). This message has another one.
      """,
    why: """
      The reference's parser lets unknown types through and fails later, somewhere else. On RPyC the most
      common reason is harmless and maddening: type 18 is a peer of release 5.3 or older that speaks to
      one of 6.0 or newer, whose messages begin with another byte.
      """,
    action: """
      On RPyC, look for rpyc-dialect-mismatch first. Otherwise find out which implementation sent it; it
      is none of the references.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let unknownFlag = RuleExplanation(
    "a flag bit that the protocol version does not define",
    what: """
      Pyro 5 and Pyro 4's last protocol (48) define the flag bits 0 to 6, those before it 0 to 3. A bit
      above them is set.
      """,
    why: """
      The flags decide how the payload is read: compressed or not, exception or value, one-way or not.
      Bits mean different things in Pyro 4 and 5 (bit 4: metadata on connect against item stream; bit 6:
      kept serialized against correlation id), so an unknown bit is often a sender that believes in
      another version.
      """,
    action: "Check which Pyro generation the sender was written for; clear undefined bits when sending.",
    affects: ["Pyro 3, 4 and 5"])

  static let unknownSerializer = RuleExplanation(
    "a serializer id that the protocol version does not define",
    what: """
      Pyro 5: 1 serpent, 2 marshal, 3 json, 4 msgpack. Pyro 4: 1 serpent, 2 json, 3 marshal, 4 pickle, 5
      dill, 6 msgpack, 7 cloudpickle. The message names another id, so its payload cannot be read. (A ping
      carries 42 and is never decoded.)
      """,
    why: """
      The receiver cannot know what the payload is. The ids changed their meaning between Pyro 4 and 5: a
      peer that guesses may hand a stranger's bytes to pickle.
      """,
    action: """
      Bring both ends to one Pyro generation; register a serializer of your own under an id that both
      know.
      """,
    affects: ["Pyro 4 and 5"])

  static let annotationOverrun = RuleExplanation(
    "annotation chunks do not fit the length that the header gives them",
    what: """
      Annotations are chunks of a four-letter id, a length and bytes, and the header says how long they
      are together. A chunk reaches past that end, or a rest is left that is too short for a chunk.
      """,
    why: """
      A reader that trusts the chunk's own length takes payload bytes for annotation bytes, or reads out
      of bounds. Pyro 5 checks it since 5.17 only; before, there was an assert, which is gone when Python
      runs with -O. Implementations that read the length as signed bytes or 16 bits fail here on valid
      messages too.
      """,
    action: "Update Pyro5 to 5.17 or newer; in other implementations check each chunk against what is left.",
    affects: ["Pyro 4", "Pyro 5 before 5.17 does not notice"])

  static let badAnnotation = RuleExplanation(
    "an annotation whose id is not four ASCII characters, or that comes twice",
    what: """
      An annotation's id has to be four ASCII characters and to occur once. The reference refuses to send
      others, yet decodes what it receives; of two with the same id it keeps the last.
      In Pyro 4 an HMAC is 20 bytes long, and a correlation id (CORR) 16.
      """,
    why: """
      Two readers that pick different ones of a duplicated annotation see two different messages.
      Annotations carry the HMAC in Pyro 4 and are where applications put tenants, tokens and trace ids.
      """,
    action: """
      Mend the sender. Receivers should refuse duplicates, above all where an annotation decides who may
      do what.
      """,
    affects: ["Pyro 4 and 5"])

  static let badFrameTerminator = RuleExplanation(
    "an RPyC frame does not end with a line feed",
    what: """
      An RPyC frame is a 4-byte length, a compression flag, that many bytes, and a line feed. The byte
      where the line feed belongs is another one. The reference reads it and never looks at it.
      """,
    why: """
      The length and the data do not agree: whatever follows would be read out of step, with lengths taken
      from the middle of values.
      """,
    action: """
      Look at the frame's length: the sender wrote a length that is not its data's, or bytes are missing.
      """,
    affects: ["RPyC 3 to 6"])

  static let badCompressionFlag = RuleExplanation(
    "an RPyC frame's compression flag is neither 0 nor 1",
    what: """
      The byte after a frame's length says whether its data is a zlib stream: 0 or 1. This one is neither.
      """,
    why: """
      The reference takes every value but 0 for "compressed". Another implementation may compare with 1,
      and the two read different data out of the same frame.
      """,
    action: "Mend the sender; if earlier frames of the connection are sound, suspect lost framing.",
    affects: ["RPyC 3 to 6"])

  static let badCompression = RuleExplanation(
    "a payload marked as compressed is not a whole zlib stream",
    what: """
      The message says that its payload is compressed, and the zlib data is damaged, ends early, needs a
      preset dictionary, or has bytes after its end.
      """,
    why: """
      The payload cannot be read, and receivers react differently: the reference raises, a widespread Java
      client loops forever over a cut-off stream, and zlib.decompress in Python passes data whose tail
      nobody looks at.
      """,
    action: """
      Check the sender's compression; in receivers treat a short or damaged stream as an error at once.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let truncatedStream = RuleExplanation(
    "a connection was closed in the middle of a message",
    what: """
      A header announced more bytes than the sender wrote before it closed or reset the connection.
      """,
    why: """
      The receiver waits for what never comes. With an announced length of gigabytes and a byte now and
      then this is a cheap way to hold a worker and its memory; more often a process died in the middle of
      an answer.
      """,
    action: """
      Look at the sender's log for a crash at that time. On servers set a socket timeout and a maximum
      message size (Pyro: COMMTIMEOUT, MAX_MESSAGE_SIZE).
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])
}
