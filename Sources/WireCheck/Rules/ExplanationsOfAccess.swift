// Security rules about what is asked of the other end.
extension RuleExplanation {
  static let classicMode = RuleExplanation(
    "an RPyC classic connection: the peer may run anything",
    what: """
      The root object is RPyC's SlaveService or ClassicService, or execute, eval, getmodule and their like
      were called on it. The client works inside the server's interpreter.
      """,
    why: """
      Everybody who reaches the port (18812 by custom) owns the process: RPyC's own manual calls it
      intentionally insecure. It is also what remote administration tools built on RPyC look like.
      """,
    action: """
      Write a service with exposed_ methods in place of it. Where classic mode is needed, bind to loopback
      and tunnel through SSH (connect_ssh, zerodeploy).
      """,
    affects: ["RPyC 3 to 6 in classic mode"])

  static let dangerousCall = RuleExplanation(
    "a call of exec, eval, compile, import, a shell, or of such a name behind dots",
    what: """
      The method called is one that runs code or commands: exec, eval, compile, __import__, system, popen,
      spawn and the like, alone or at the end of a dotted name.
      """,
    why: """
      If the object has such a method, the caller runs commands with the server's rights. If it has not,
      somebody tried.
      """,
    action: """
      Look at the reply: a result means it worked. Remove the method or put it behind authentication of
      the caller; if nobody of yours made the call, treat it as an intrusion.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let dangerousAttribute = RuleExplanation(
    "an attribute that opens the interpreter",
    what: """
      A name such as __class__, __subclasses__, __globals__, __code__, __dict__, __reduce__,
      __getattribute__, __import__, __builtins__ or __mro__ was asked for. From each of these a few steps
      lead to every module of the process. RPyC's safe attributes (__len__, __iter__ and so on) are not
      meant.
      """,
    why: """
      It is the usual way out of an object into the interpreter. RPyC 4.1.0 and 4.1.1 served such names
      whatever the service allowed, through a missing check; Pyro refuses names that begin with
      underscores.
      """,
    action: """
      See whether it was served (the reply). Upgrade RPyC to 4.1.2 or newer, better to 6; leave
      allow_all_attrs and allow_public_attrs off; do not override _rpyc_getattr without a list of names.
      """,
    affects: [
      "CVE-2019-16328: RPyC 4.1.0 and 4.1.1", "RPyC 3 to 6 with allow_all_attrs",
      "Pyro 3, 4 and 5 (attempts)",
    ])

  static let privateAttribute = RuleExplanation(
    "another name that begins with an underscore",
    what: """
      A private name was asked for: it begins with an underscore and is neither one of the protocol's own
      nor a safe one.
      """,
    why: """
      By Python's custom it is no part of the object's interface. Clients that use it depend on internals;
      those who look for a way in try it.
      """,
    action: """
      See whether it was served. Publish what clients need under a public name; keep the rest unexposed
      (@expose, exposed_).
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let dottedName = RuleExplanation(
    "a method or attribute name with dots in it",
    what: "The name is a path, a.b.c: each part would be looked up on the one before.",
    why: """
      It walks from a published object into whatever hangs on it: modules, the daemon, the interpreter.
      Pyro switched it off in 4.x (DOTTEDNAMES) and removed it in 5 for that reason.
      """,
    action: """
      Leave DOTTEDNAMES off; publish the inner objects themselves. In Pyro 5 somebody is trying: look at
      that client.
      """,
    affects: ["Pyro 3 and Pyro 4 with DOTTEDNAMES", "Pyro 5 and RPyC (attempts)"])

  static let tracebackExposed = RuleExplanation(
    "a traceback with file paths was sent to the peer",
    what: """
      An exception went over the wire with its traceback: file names, lines, sometimes source code and
      values.
      """,
    why: "It shows strangers how the server is built: paths, users, libraries and their versions.",
    action: """
      RPyC: set include_local_traceback to False. Pyro: leave DETAILED_TRACEBACK off, and translate
      exceptions at the edge. Between machines of your own it is useful and may stay: --ignore
      traceback-exposed.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6"])

  static let versionExposed = RuleExplanation(
    "a library version was sent to the peer",
    what: """
      The message says which release of a library runs at the sender, such as _remote_version in RPyC's
      exceptions.
      """,
    why: "It saves an attacker the guessing which advisories apply. For you it is a handy inventory.",
    action: """
      RPyC: set include_local_version to False on services that strangers reach. Keep the release up to
      date all the same.
      """,
    affects: ["RPyC 4.1 to 6", "Pyro 4 and 5 name servers and tracebacks"])

  static let nameserverOpen = RuleExplanation(
    "a name server answers without authentication",
    what: """
      The name server (Pyro.NameServer, port 9090; its broadcasts on UDP 9091) or RPyC's registry (UDP
      18811) served a stranger, or its datagrams were seen.
      """,
    why: """
      Who can register a name can put an object of his own in place of yours, and every client that looks
      it up calls the impostor. A broadcast lookup even trusts whoever answers first.
      """,
    action: """
      Bind name servers to loopback or to a network of their own; switch the broadcast server off (--nobc)
      and give clients the address; put TLS with client certificates in front.
      """,
    affects: ["Pyro 3, 4 and 5", "RPyC 3 to 6 (registry)"])
}
