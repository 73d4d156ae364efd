// Security rules about formats that can run code.
extension RuleExplanation {
  static let pickleSerializer = RuleExplanation(
    "pickle, cloudpickle or dill on the wire",
    what: """
      The payload is a pickle: a program for a small stack machine that imports and calls what it names.
      Pyro 3 always uses it unless told otherwise; Pyro 4 accepts it where serializers_accepted was
      widened (ids 4 pickle, 5 dill, 7 cloudpickle). Nothing of it was run here.
      """,
    why: """
      Whoever can send a pickle to a process can run any code in it, before the application sees the call
      and before any check of its arguments. It works in both directions: a malicious server takes over
      its clients. Authentication by HMAC only moves the question to who knows the key.
      """,
    action: """
      Pyro 4: take pickle, dill and cloudpickle out of SERIALIZERS_ACCEPTED and use serpent; better, move
      to Pyro 5, which has no pickle. Pyro 3: there is no safe setting; retire it, and until then let
      nothing but the known peers reach its ports.
      """,
    affects: [
      "Pyro 3, all releases (default): CVE-2026-31048", "Pyro 4 before 4.20 (default)",
      "Pyro 4.20 and newer where it was switched on",
    ])

  static let marshalSerializer = RuleExplanation(
    "marshal on the wire",
    what: """
      The payload is in Python's marshal format, which Python uses for compiled code: serializer 2 in Pyro
      5, 3 in Pyro 4.
      """,
    why: """
      marshal does not call anything by itself, but Python's manual says never to read it from strangers:
      crafted data crashes the interpreter, code objects can be carried, and its format changes between
      Python releases without notice.
      """,
    action: """
      Use serpent, or msgpack where speed matters; take marshal out of the accepted serializers of both
      ends.
      """,
    affects: ["Pyro 4 and 5 where it is in use"])

  static let pickleRequest = RuleExplanation(
    "RPyC's HANDLE_PICKLE: one end asks the other to pickle an object",
    what: """
      The request asks for a pickle of an object (handler 14). Its answer is a pickle, which the asking
      end will load. It is what obtain and deliver use, and numpy's conversion of a proxy.
      """,
    why: """
      Loading a pickle runs what it says. In RPyC 4.0.0 to 5.3.1 a server could be made to load a client's
      pickle although allow_pickle was off, through the __array__ method of proxies: a client that offers
      an object to a server which calls numpy.array on it took the server over.
      """,
    action: """
      Upgrade RPyC to 6.0.0 or newer at both ends. Leave allow_pickle off; where large data has to be
      copied, send plain values (brine) or bytes in a format of your own.
      """,
    affects: ["CVE-2024-27758: RPyC 4.0.0 to 5.3.1", "every RPyC with allow_pickle on"])

  static let rawPickle = RuleExplanation(
    "a pickle carried inside an XML pickle",
    what: """
      The XML document has an element of the family rawpickle: the text of an ordinary pickle, which the
      Gnosis library hands to Python's own unpickler.
      """,
    why: """
      What looks like harmless XML runs any code, exactly as a bare pickle does. Firewalls that look for
      pickles do not see it.
      """,
    action: """
      Refuse such documents. Gnosis_Utils has a setting against it (setParanoia), which Pyro 3 turns down
      to 0 by default; set PYRO_GNOSIS_PARANOIA to the strictest your classes allow, or retire Pyro 3.
      """,
    affects: ["Pyro 3 with PYRO_XML_PICKLE = 'gnosis'", "Gnosis_Utils, all releases"])

  static let xmlPickle = RuleExplanation(
    "XML pickles in use",
    what: """
      Pyro 3 was set to write XML instead of pickles (PYRO_XML_PICKLE), with the library of Gnosis or of
      PyXML.
      """,
    why: """
      It is better than pickle and not safe. With Pyro 3's own setting of the paranoia level, 0, Gnosis
      looks classes up by the names in the document and makes instances of them.
      """,
    action: "Set PYRO_GNOSIS_PARANOIA to 1 or higher at both ends; plan the move to Pyro 5.",
    affects: ["Pyro 3 with PYRO_XML_PICKLE"])

  static let externalEntity = RuleExplanation(
    "an XML document declares or uses an external entity",
    what: """
      The document declares an entity, or a document type, whose content is fetched from a file or an
      address. Nothing was fetched here. The reference to Gnosis's own PyObjects.dtd is no finding.
      """,
    why: """
      A parser that follows it reads local files into the message, or makes the server fetch addresses
      inside your network.
      """,
    action: """
      Refuse documents with entities. In Python use defusedxml or a parser with external entities off; on
      servers block outgoing connections.
      """,
    affects: ["Pyro 3 with XML pickles (Gnosis_Utils, PyXML)"])

  static let entityExpansion = RuleExplanation(
    "an XML document declares entities that expand",
    what: """
      The document declares entities in itself, often each out of ten of the one before. They were not
      expanded here.
      """,
    why: """
      A kilobyte becomes gigabytes when it is expanded (known as the billion laughs): memory and processor
      of the receiver are gone.
      """,
    action: """
      Refuse documents that declare entities: no writer of XML pickles does. Use expat 2.4.1 or newer,
      which limits it.
      """,
    affects: ["Pyro 3 with XML pickles (Gnosis_Utils, PyXML)"])

  static let dangerousClass = RuleExplanation(
    "a class, function or exception from a module able to run code",
    what: """
      A payload names something in a module such as os, posix, subprocess, sys, importlib, pty, socket,
      shutil or ctypes, or one of builtins' eval and exec: as an instance's class, an exception's class or
      a global of a pickle.
      """,
    why: """
      No application sends instances of these. It is what exploits look like: a reader that looks names up
      and calls what it finds runs the sender's command.
      """,
    action: """
      Take the sender for hostile and look at what the receiver did next (its other connections, processes
      it started). Make sure that the receiver builds only classes from a list of its own.
      """,
    affects: [
      "Pyro 3 and Pyro 4 with pickle or XML pickles", "RPyC with import_custom_exceptions",
      "serpent with class registrations that are too generous",
    ])

  static let foreignClass = RuleExplanation(
    "an instance of a class that the receiver would refuse or has to be told of",
    what: """
      The payload holds an instance of a class as a dictionary with __class__, of a class that is neither
      built in nor one of Pyro's own. Pyro's default is to refuse it at the receiving end.
      """,
    why: """
      Either the call fails at the receiver ("unsupported serialized class"), or somebody registered a
      converter for it (register_dict_to_class): then that converter's code gets data from the network and
      has to stand it.
      """,
    action: """
      Send plain data instead of instances. Where a converter is registered, check each of its fields as
      you would any other input.
      """,
    affects: ["Pyro 4 and 5 with serpent, json, marshal or msgpack"])

  static let customException = RuleExplanation(
    "an exception of a module that is not Python's builtins",
    what: """
      An exception was sent whose class lives in another module. The receiver can build it only by
      importing that module.
      """,
    why: """
      With import_custom_exceptions on, RPyC imports the module that the peer names and calls the class
      with the peer's arguments: importing runs code. With it off (the default) a stand-in of the same
      name is made. Pyro needs a registration.
      """,
    action: """
      Leave import_custom_exceptions and instantiate_custom_exceptions off. Translate exceptions into
      builtin ones at the edge of your service.
      """,
    affects: ["RPyC 3 to 6", "Pyro 4 and 5"])

  static let flame = RuleExplanation(
    "Pyro 4's flame: remote modules and remote evaluation",
    what: """
      The object Pyro.Flame is in use: it gives its callers modules, builtins, evaluation, execution and
      an interactive console.
      """,
    why: """
      Everybody who reaches the daemon runs code in it. That is what flame is for. It needs pickle on top.
      """,
    action: """
      Set FLAME_ENABLED to False (the default), and publish objects with the few methods that are needed.
      """,
    affects: ["Pyro 4 with FLAME_ENABLED"])

  static let mobileCode = RuleExplanation(
    "Pyro 3 code upload or download",
    what: """
      With PYRO_MOBILE_CODE on, an end that misses a module asks the other end for its source or bytecode
      and runs it (remote_supply_code, remote_retrieve_code).
      """,
    why: """
      It is remote code execution as a feature; a validator that checks the code is the only thing in the
      way.
      """,
    action: "Set PYRO_MOBILE_CODE to 0 at both ends and install modules the ordinary way. Retire Pyro 3.",
    affects: ["Pyro 3 with PYRO_MOBILE_CODE"])
}
