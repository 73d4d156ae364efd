// Rules about what a message carries.
extension RuleExplanation {
  static let payloadSyntax = RuleExplanation(
    "a payload is not what its serializer writes",
    what: """
      The header names a serializer and the payload is not in its format: text that is no serpent literal,
      brine with an unknown tag or a length past its end, JSON or XML that does not parse.
      """,
    why: """
      At best the call fails. At worst the two ends disagree on what the bytes mean: rpyc's own brine
      reader accepts lengths past the end of the data and returns what there is, and serpent parsers in
      other languages accept texts that Python refuses.
      """,
    action: """
      Take the payload (show, decode) and look at the offset given. If it was written by hand or by
      another language's library, test that library with this project's conformance vectors.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let trailingBytes = RuleExplanation(
    "bytes follow the payload's value",
    what: """
      The payload holds one whole value, and then goes on. The value is sound; what follows it has no
      meaning in the protocol.
      """,
    why: """
      rpyc's brine reader ignores the tail, so anything can ride along unseen by the application: a covert
      channel, or the left-over of a buffer with other people's data in it. It also means that sender and
      receiver count differently.
      """,
    action: "Mend the sender. Receivers should refuse a payload that is longer than its value.",
    affects: ["Pyro 4 and 5", "RPyC 3 to 6"])

  static let badCallShape = RuleExplanation(
    "a request, or a reply to the handshake, is not shaped as the protocol says",
    what: """
      A Pyro request is (object, method, positional arguments, keyword arguments); a batch is a list of
      such calls; an RPyC request is (handler, arguments) with as many arguments as the handler takes.
      This one is not.
      """,
    why: """
      The reference unpacks the value and trusts the outcome: a string where a tuple is due is unpacked
      letter by letter, a dictionary by its keys. Which check fails, and with what message, is left to
      chance.
      """,
    action: "Mend the sender. A server should check the shape before it looks anything up.",
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let badBoxing = RuleExplanation(
    "an RPyC value is not boxed the way its label asks",
    what: """
      RPyC sends each value as (label, content): a plain value, a tuple of boxed values, a reference of
      the sender's or one of the receiver's. The pair is missing, or the content does not fit the label,
      such as an object id that is not the id pack of this generation.
      """,
    why: """
      The reference dispatches on the label and unpacks the content without looking; a wrong content
      raises deep inside the server or becomes a proxy with attacker-chosen names.
      """,
    action: """
      Mend the sender; if ids are bare integers on one side and triples on the other, see
      rpyc-dialect-mismatch.
      """,
    affects: ["RPyC 3 (bare ids)", "RPyC 4 to 6 (id packs)"])

  static let unknownHandler = RuleExplanation(
    "an RPyC request names a handler that does not exist",
    what: """
      A request begins with the number of what it asks for: ping, getattr, callattr and so on, 1 to 20 in
      RPyC 6, fewer before. This number is none of them, or is no integer (True counts as 1 in Python, and
      nothing else should).
      """,
    why: """
      The server answers with an exception whose traceback shows its insides. Scanners and fuzzers probe
      this way; so does a client that is newer than the server.
      """,
    action: "Compare the versions of both ends; if they match, find out who sends it.",
    affects: ["RPyC 3 to 6"])

  static let unknownLabel = RuleExplanation(
    "an RPyC value carries a label that does not exist",
    what: """
      The labels are 1 (value), 2 (tuple), 3 (reference of the receiver's) and 4 (reference of the
      sender's). This value has another one.
      """,
    why: """
      The receiver cannot know whether the content is data or an object. The reference raises "invalid
      label".
      """,
    action: "Mend the sender: no release of RPyC writes other labels.",
    affects: ["RPyC 3 to 6"])

  static let unknownReference = RuleExplanation(
    "an RPyC object id was used that its owner never handed out",
    what: """
      A request names an object of the receiver's by an id that the receiver never sent on this
      connection, or that was released before.
      """,
    why: """
      Ids are addresses in memory. Guessing them is how one would try to reach objects of another
      connection; the harmless reason is a race between the release of a proxy and its last use.
      """,
    action: """
      Once in a while: a race, upgrade RPyC. Many different ids in a row: somebody is guessing; look at
      that client.
      """,
    affects: ["RPyC 3 to 6"])

  static let codeInLiteral = RuleExplanation(
    "a value that would have to be evaluated to be read",
    what: """
      Where a literal belongs, there is something that only an evaluator could make a value of: a call or
      an operator in serpent text, a \"number\" in an XML pickle that is an expression, a string whose
      escapes leave the string.
      """,
    why: """
      No reference writes this. It is what an attack on a reader that uses eval looks like: Gnosis XML
      pickles did evaluate their numbers and strings, and home-made serpent readers do. ast.literal_eval
      refuses calls, so Pyro itself is safe from this one.
      """,
    action: """
      Treat the sender as hostile until shown otherwise. Make sure that no reader on your side uses eval
      on serpent text or on XML pickles; update or retire Gnosis_Utils.
      """,
    affects: ["Pyro 3 with XML pickles (Gnosis_Utils)", "any hand-written reader of serpent"])

  static let decompressionBomb = RuleExplanation(
    "compressed data expands past the limit of size or of ratio",
    what: """
      A compressed payload inflates to more than the limit (64 MiB, or 200 times its size above 1 MiB,
      unless set otherwise). Inflating was stopped there.
      """,
    why: """
      A message of 260 KB can make the receiver allocate 256 MB and more. Pyro and RPyC call
      zlib.decompress with no limit, and Pyro's MAX_MESSAGE_SIZE counts compressed bytes only, so it does
      not help.
      """,
    action: """
      Keep strangers from reaching the port (TLS with client certificates, a firewall), limit the memory
      of the process, and switch compression off where it is not needed. If the data is genuine, raise
      --max-message or --max-ratio.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let resourceLimit = RuleExplanation(
    "nesting, length, count or digits past a limit",
    what: """
      A payload is nested deeper, announces more bytes, holds more elements or has a longer integer than
      the limits allow, and was not read any further.
      """,
    why: """
      Deep nesting ends CPython's parser with a MemoryError or RecursionError and kills other languages'
      processes; decimal integers take quadratic time to read on Pythons without the digit limit; a
      declared length of 4 GB makes a naive receiver reserve it.
      """,
    action: """
      If the data is genuine, raise the limit named (--max-depth, --max-message, --max-digits …).
      Otherwise treat it as an attack and look at who sent it. Keep Python at a release with the integer
      digit limit.
      """,
    affects: [
      "Pyro 3, 4 and 5", "RPyC 3 to 6",
      "CVE-2020-10735 (Python before 3.7.14, 3.8.14, 3.9.14 and 3.10.7: long integers)",
    ])
}
