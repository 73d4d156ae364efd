"""The vectors of whole conversations of Pyro 3."""
import zlib

from talk import Talk

CHALLENGE = bytes.fromhex("933831af68494f2f45cf72007b6f3bf6")
PICKLE = "pickle-serializer"
# What a connection without a passphrase is told.
OPEN = "no-authentication@2"
# What it is told that begins with a call in pickle.
USUAL = f"{OPEN} {PICKLE}@3"
DAEMON = "c0000000011000001000000010000001"


class Scene:
    def __init__(self, suite, pyro):
        self.suite, self.pyro = suite, pyro

    def talk(self):
        return Talk(self.suite.decode, members=("flags",))

    def asked(self, passphrase=None, challenge=CHALLENGE, flags=()):
        """A challenge, and a client's token: messages 0 and 1."""
        token = self.pyro.dump(token=[passphrase, challenge.hex()])
        return (self.talk().s2c(self.pyro.make(challenge), kind="CHALLENGE")
                .c2s(self.pyro.make(b"CONNECT" + token, *flags), kind="CONNECT"))

    def granted(self, passphrase=None, **more):
        """A connection that is granted: messages 0 to 2."""
        return self.asked(passphrase, **more).s2c(b"GRANTED", kind="GRANTED", answers=1)

    def call(self, method="add", arguments=((1, 2), {}), flags=3, object="demo", *header, **more):
        return self.message(self.pyro.dump(call=[object, method, flags, arguments], **more), *header)

    def message(self, payload, *flags):
        return self.pyro.make(payload, *flags)

    def result(self, value=3, *header, **more):
        return self.message(self.pyro.dump(value=value, **more), *header)

    def exchange(self, call, result=None, serializer="pickle", talk=None, **more):
        """A granted connection, a call, a result: messages 0 to 4."""
        talk = (talk or self.granted()).c2s(call, kind="INVOKE", serializer=serializer, **more)
        return talk.s2c(self.result() if result is None else result, kind="RESULT", serializer=serializer, answers=3)

    def add(self, name, talk, findings, comment, *numbers, **more):
        self.suite.conversation("conversation-" + name, talk, findings, comment, [f"PYRO3-{number}" for number in numbers], **more)


def add(suite, pyro):
    scene = Scene(suite, pyro)
    for part in (handshakes, order, shapes, calls, errors, xml, headers, bodies, code, versions):
        part(scene)


def handshakes(scene):
    pyro = scene.pyro
    scene.add("call", scene.exchange(scene.call()), USUAL, "A challenge, a token, a call, its result.", 10, 11, 13, 14, 17, 19)
    known = {"options": {"passphrase": "open sesame"}}
    talk = lambda *more, **options: scene.exchange(scene.call(), talk=scene.granted(*more, **options))  # noqa: E731
    scene.add("passphrase", talk("open sesame"), f"weak-challenge@1 {PICKLE}@3", "A passphrase that is not known.", 12, 13)
    scene.add("passphrase-known", talk("open sesame"), f"weak-challenge@1 {PICKLE}@3", "A passphrase that is known.", 12, 15, **known)
    scene.add("passphrase-other", talk("close sesame"), f"weak-challenge@1 hmac-mismatch@2 {PICKLE}@3",
              "Another passphrase than the one that is known is accepted.", 15, **known)
    scene.add("passphrase-denied", scene.asked("close sesame").s2c(b"DENIED3", kind="DENIED", answers=1),
              "weak-challenge@1 denied-connection@2", "Another passphrase is denied.", 14, 15, **known)
    scene.add("passphrase-utf-8", talk("schl\u00fcssel"), f"weak-challenge@1 {PICKLE}@3", "A passphrase past ASCII.", 12,
              options={"passphrase": "schl\u00fcssel"})
    for reason in "0123X":
        scene.add(f"denied-{reason.lower()}", scene.asked().s2c(b"DENIED" + reason.encode(), kind="DENIED", answers=1),
                  "denied-connection@2" + (" bad-header@2" if reason == "X" else ""), f"The connection is denied, for reason {reason}.", 14)
    scene.add("too-busy", scene.talk().s2c(b"DENIED1", kind="DENIED"), "denied-connection@0",
              "A server without room denies in the place of its challenge.", 14)
    for size in (0, 15, 17):
        scene.add(f"challenge-{size}", scene.talk().s2c(pyro.make(bytes(range(size))), kind="CHALLENGE"), "payload-syntax@0",
                  f"A challenge of {size} bytes.", 11)
    for size in (0, 1, 15, 40):
        talk = scene.talk().s2c(pyro.make(CHALLENGE), kind="CHALLENGE").c2s(pyro.make(b"CONNECT" + b"t" * size), kind="CONNECT")
        scene.add(f"token-{size}", talk.s2c(b"GRANTED", kind="GRANTED", answers=1), "weak-challenge@1",
                  f"A token of {size} bytes, as a validator of the program's own may have it.", 11)


def order(scene):
    pyro, call = scene.pyro, scene.call()
    told = dict(kind="INVOKE", serializer="pickle")
    talk = scene.talk().s2c(pyro.make(CHALLENGE), kind="CHALLENGE").c2s(call, **told)
    scene.add("call-first", talk, f"no-handshake@1 {PICKLE}@1 missing-reply@1", "A call in the place of CONNECT.", 10)
    talk = scene.granted().c2s(pyro.make(b"CONNECT" + bytes(16)), kind="CONNECT")
    scene.add("connect-twice", talk, f"{OPEN} unexpected-message@3", "A second CONNECT.", 10)
    talk = scene.talk().s2c(b"GRANTED", kind="GRANTED")
    scene.add("granted-first", talk, "unexpected-message@0", "GRANTED without a challenge.", 10)
    talk = scene.granted().s2c(b"GRANTED", kind="GRANTED", answers=1)
    scene.add("granted-twice", talk, f"{OPEN} unexpected-message@3", "GRANTED a second time.", 10)
    talk = scene.asked().s2c(b"DENIED3", kind="DENIED", answers=1).s2c(b"GRANTED", kind="GRANTED", answers=1)
    scene.add("granted-after-denied", talk, "denied-connection@2 unexpected-message@3", "GRANTED after DENIED.", 10)
    result = dict(kind="RESULT", serializer="pickle")
    scene.add("result-first", scene.asked().s2c(scene.result(), **result), f"unexpected-message@2 unsolicited-reply@2 {PICKLE}@2",
              "A result in the place of GRANTED.", 10)
    scene.add("unsolicited", scene.granted().s2c(scene.result(), **result), f"{OPEN} {PICKLE}@3 unsolicited-reply@3",
              "A result of nothing.", 16)
    scene.add("answered-twice", scene.exchange(call).s2c(scene.result(), **result), f"{USUAL} unsolicited-reply@5",
              "A call that is answered twice.", 16)
    scene.add("missing-reply", scene.granted().c2s(call, **told), f"{USUAL} missing-reply@3", "A call that is not answered.", 16)
    talk = scene.granted().c2s(call, **told).c2s(call, **told).s2c(scene.result(), answers=3, **result).s2c(scene.result(), answers=4, **result)
    scene.add("several-open", talk, USUAL, "Two calls are open: an answer belongs to the oldest.", 16)
    oneway = scene.call("log", ((1,), {}), 7)
    scene.add("oneway", scene.granted().c2s(oneway, **told), USUAL, "A one-way call is not answered.", 16, 18)
    scene.add("oneway-reply", scene.granted().c2s(oneway, **told).s2c(scene.result(None), **result), f"{USUAL} oneway-reply@4",
              "A one-way call that is answered.", 16)
    talk = scene.exchange(call)
    bytewise = scene.talk()
    bytewise.messages = talk.messages
    for line in talk.lines:
        direction, text = line.split(" ")
        for start in range(0, len(text), 2):
            bytewise.say(f"{direction} {text[start:start + 2]}")
    scene.add("byte-by-byte", bytewise, USUAL, "The same, a byte at a time.", 9)


def shapes(scene):
    dump = scene.pyro.dump
    for name, value in (("three", ["demo", "add", 3]), ("five", ["demo", "add", 3, [], 1]), ("number", 1), ("object-number", [1, "add", 0, []]),
                        ("method-number", ["demo", 1, 0, []]), ("flags-text", ["demo", "add", "3", []]),
                        ("arguments-number", ["demo", "add", 0, 1]), ("none", None)):
        scene.add(f"call-{name}", scene.exchange(scene.message(dump(value=value))), f"{USUAL} bad-call-shape@3",
                  "No (object, method, flags, arguments).", 17)
    for flags, arguments in ((0, [1, 2]), (1, [1, [2]]), (2, [1, {"b": 2}]), (3, [[1], {"b": 2}])):
        scene.add(f"call-flags-{flags}", scene.exchange(scene.call(arguments=arguments, flags=flags)), USUAL,
                  f"The flags of the call are {flags}.", 18)
    for flags in (8, 1024):
        scene.add(f"call-flags-{flags}", scene.exchange(scene.call(arguments=[1, 2], flags=flags)), f"{USUAL} unknown-flag@3",
                  f"The flags of the call are {flags}.", 18)
    for name, flags, arguments in (("varargs-none", 1, []), ("varargs-number", 1, [1]), ("keywords-none", 2, []), ("keywords-number", 2, [1]),
                                   ("keywords-list", 3, [[1], [2]])):
        scene.add(f"call-{name}", scene.exchange(scene.call(arguments=arguments, flags=flags)), f"{USUAL} bad-call-shape@3",
                  "The flags say what the last arguments are.", 18)


def calls(scene):
    def told(name, findings, comment, *numbers, **more):
        scene.add(name, scene.exchange(scene.call(**more)), f"{USUAL} {findings}", comment, *numbers)
    told("name-private", "private-attribute@3", "A private method is served like any other.", 19, method="_secret")
    told("name-class", "dangerous-attribute@3", "A name that opens the interpreter.", 19, method="__class__")
    told("name-dotted", "dotted-name@3", "A name with a dot.", 19, method="box.add")
    told("name-exec", "dangerous-call@3", "The name of what runs code.", 19, method="exec")
    for method, arguments in (("_r_ha", ["speed"]), ("_r_ga", ["speed"]), ("_r_sa", ["speed", 9])):
        told(f"attribute-{method[3:]}", "", "An attribute, by its name.", 19, method=method, arguments=arguments, flags=0)
    told("attribute-private", "private-attribute@3", "A private attribute is read.", 19, method="_r_ga", arguments=["_speed"], flags=0)
    told("attribute-class", "dangerous-attribute@3", "An attribute that opens the interpreter.", 19, method="_r_ga", arguments=["__class__"], flags=0)
    told("resolve", "", "The daemon is asked for the id of a name.", 21, object=DAEMON, method="ResolvePYROLOC", arguments=["demo"], flags=0)
    told("name-server", "nameserver-open@3", "A name server that anybody may ask.", 23, object=":Pyro.NameServer", method="resolve",
         arguments=[":Default.demo"], flags=0)
    told("supply-code", "mobile-code@3", "The client sends code.", 22, method="remote_supply_code", arguments=["tool", "code", "here"], flags=0)
    told("retrieve-code", "mobile-code@3", "The client asks for code.", 22, method="remote_retrieve_code", arguments=["tool"], flags=0)


def errors(scene):
    dump = scene.pyro.dump
    scene.add("exception", scene.exchange(scene.call(), scene.message(dump(error=["ValueError", "no", []]))), USUAL,
              "A call ends in an exception.", 20)
    lines = ["Traceback (most recent call last):\n", '  File "/srv/demo.py", line 7, in add\n', "ValueError: no\n"]
    scene.add("traceback", scene.exchange(scene.call(), scene.message(dump(error=["ValueError", "no", lines]))),
              f"{USUAL} traceback-exposed@4", "An exception with its traceback.", 20)


def xml(scene):
    dump = scene.pyro.dump
    call = scene.call("add", ((1, 2), {}), 3, "demo", "gnosis", xml="gnosis")
    result = scene.result(3, "gnosis", xml="gnosis")
    scene.add("gnosis", scene.exchange(call, result, "gnosis-xml"), f"{OPEN} xml-pickle@3", "A call in XML of Gnosis.", 19, 31)
    plain = scene.result(3, xml="gnosis")
    scene.add("gnosis-without-flag", scene.exchange(call, plain, "gnosis-xml"), f"{OPEN} xml-pickle@3",
              "The client reads what it writes itself, whatever the answer's flags say.", 20)
    head = b'<?xml version="1.0"?>\n'

    def hostile(name, document, findings, comment):
        talk = scene.exchange(scene.message(head + document, "gnosis"), result, "gnosis-xml")
        scene.add("gnosis-" + name, talk, f"{OPEN} xml-pickle@3 {findings}", comment, 31, flags=["Entities"] if "entit" in findings else [])
    entity = b'<!DOCTYPE PyObject [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'
    hostile("external-entity", entity + b"<PyObject>&e;</PyObject>", "external-entity@3", "A file of the reader's is asked for.")
    laughs = b'<!DOCTYPE PyObject [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>\n'
    hostile("laughs", laughs + b"<PyObject>&b;</PyObject>", "entity-expansion@3", "Entities of entities.")
    foreign = b'<PyObject module="subprocess" class="Popen" id="1"><attr name="args" type="string" value="id"/></PyObject>'
    hostile("dangerous", foreign, "dangerous-class@3 bad-call-shape@3", "An instance of what runs commands.")
    number = dump(call=["demo", "add", 0, [41]], xml="gnosis").replace(b'value="41"', b'value="__import__(\'os\')"')
    talk = scene.exchange(scene.message(number, "gnosis"), result, "gnosis-xml")
    scene.add("gnosis-code", talk, f"{OPEN} xml-pickle@3 code-in-literal@3 payload-syntax@3", "A number that is code.", 31)
    broken = scene.message(b"<?xml version=\"1.0\"?><nothing/>", "gnosis")
    scene.add("gnosis-syntax", scene.exchange(broken, result, "gnosis-xml"), f"{OPEN} xml-pickle@3 payload-syntax@3", "XML that is no pickle.", 31)


def headers(scene):
    call = scene.call()
    told = dict(kind="INVOKE", serializer="pickle")

    def changed(at, value):
        return call[:at] + value + call[at + len(value):]
    for bit in (4, 15):
        data = changed(12, (1 << bit).to_bytes(2, "big"))
        scene.add(f"flag-{bit}", scene.exchange(data), f"{USUAL} unknown-flag@3", f"Bit {bit} of the header's flags is set.", 6)
    scene.add("checksum-without-flag", scene.exchange(changed(14, b"\0\0\0\7")), f"{USUAL} bad-header@3=warning",
              "A checksum without the flag.", 7)
    signed = scene.call("add", ((1, 2), {}), 3, "demo", "checksum")
    scene.add("checksum", scene.exchange(signed), USUAL, "A call with a checksum.", 7)
    wrong = signed[:14] + bytes([signed[14] ^ 1]) + signed[15:]
    scene.add("checksum-wrong", scene.exchange(wrong, flags=2, payloadLength=len(signed) - 18), f"{USUAL} bad-checksum@3",
              "Another checksum: the body is not read.", 7)

    def resumed(name, data, findings, comment, *numbers):
        talk = scene.granted().raw("c2s", data)
        # What the damage was is told to be a call of the client's serializer.
        scene.add(name, talk.c2s(call, **told).s2c(scene.result(), kind="RESULT", serializer="pickle", answers=3),
                  f"{OPEN} {PICKLE} {findings}", comment, *numbers)
    resumed("magic", changed(0, b"Q"), "bad-magic", "The first byte of the magic is another.", 4, 9)
    resumed("header-size", changed(6, b"\0\x13"), "bad-header", "The header says that it has 19 bytes.", 4, 9)
    resumed("size-negative", changed(8, b"\xff\xff\xff\xff"), "bad-header", "The body has -1 bytes.", 5, 9)
    resumed("size-too-large", changed(8, b"\x04\0\0\1"), "bad-header", "The body has more than 64 MiB.", 5, 9)
    resumed("version-48", changed(4, b"\0\x30"), "bad-version", "A message of Pyro 4.", 2, 9)
    for size in (1, 17, 18, len(call) - 1):
        scene.add(f"cut-after-{size}", scene.granted().raw("c2s", call[:size]), f"{OPEN} truncated-stream",
                  "The client's stream ends inside a message.", 9)
    talk = scene.granted().raw("c2s", call[:20]).say(f"c2s lost {len(call) - 20}")
    scene.add("lost", talk.c2s(call, **told).s2c(scene.result(), kind="RESULT", serializer="pickle", answers=3), USUAL,
              "Part of a call is lost; reading picks up at the next.", 9)


def bodies(scene):
    body = scene.pyro.dump(call=["demo", "add", 0, ["a" * 300]])
    told = dict(serializer="pickle")
    scene.add("compressed", scene.exchange(scene.message(body, "compressed")), USUAL, "A compressed call.", 8)

    def wire(data):
        return b"PYRO\0\5\0\x12" + len(data).to_bytes(4, "big") + b"\0\1\0\0\0\0" + data
    good = zlib.compress(body)
    for name, data, finding, comment in (
            ("not", body, "bad-compression", "The body is no zlib stream."), ("cut", good[:-3], "bad-compression", "The zlib stream ends too soon."),
            ("trailing", good + b"X", "trailing-bytes", "A byte follows the zlib stream."),
            ("bomb", zlib.compress(bytes(3 << 20), 9), "decompression-bomb", "3 MiB of zeros in three thousand bytes.")):
        scene.add(f"compressed-{name}", scene.exchange(wire(data), payloadLength=len(data), flags=1), f"{USUAL} {finding}@3", comment, 8,
                  **({"flags": ["Inflation"]} if name == "bomb" else {}))
    del told
    for name, data, finding in (("syntax", b"\x80\x02x", "payload-syntax"), ("cut", body[:-1], "payload-syntax"), ("empty", b"", "payload-syntax"),
                                ("trailing", body + b"X", "trailing-bytes")):
        scene.add(f"pickle-{name}", scene.exchange(scene.message(data)), f"{USUAL} {finding}@3", "A pickle that is none, or more.", 19, 30)


def code(scene):
    scene.add("command", scene.exchange(scene.call(arguments=["<command>"], flags=0)), f"{USUAL} dangerous-class@3",
              "A pickle that runs a command.", 30, flags=["NoInstance"])
    scene.add("command-in-answer", scene.exchange(scene.call(), scene.result("<command>")), f"{USUAL} dangerous-class@4",
              "An answer that runs a command.", 30, flags=["NoInstance"])


def versions(scene):
    def older(data):
        return data[:5] + b"\4" + data[6:]
    talk = scene.talk()
    for direction, data, fields in (
            ("s2c", scene.pyro.make(CHALLENGE), dict(kind="CHALLENGE", flags=0, payloadLength=16)),
            ("c2s", scene.pyro.make(b"CONNECT" + scene.pyro.dump(token=[None, CHALLENGE.hex()])), dict(kind="CONNECT", flags=0, payloadLength=23))):
        talk.raw(direction, older(data)).message(direction, **fields)
    talk.s2c(b"GRANTED", kind="GRANTED", answers=1)
    call, result = scene.call(), scene.result()
    for direction, data, kind in (("c2s", call, "INVOKE"), ("s2c", result, "RESULT")):
        answers = {"answers": 3} if kind == "RESULT" else {}
        talk.raw(direction, older(data)).message(direction, kind=kind, flags=0, serializer="pickle", payloadLength=len(data) - 18, **answers)
    scene.add("version-4", talk, USUAL, "Two ends of a release up to 3.9.", 2)
    turned = scene.talk().raw("s2c", older(scene.pyro.make(CHALLENGE))).message("s2c", kind="CHALLENGE", flags=0, payloadLength=16)
    scene.add("version-4-refused", turned, "bad-version@0", "A client of 3.10 or later turns away from a challenge of version 4.", 3)
    call = scene.call()
    mixed = scene.granted().raw("c2s", older(call)).message("c2s", kind="INVOKE", flags=0, serializer="pickle", payloadLength=len(call) - 18)
    scene.add("version-mixed", mixed.s2c(scene.result(), kind="RESULT", serializer="pickle", answers=3), f"{USUAL} bad-version@3",
              "A call of version 4 on a connection of version 5.", 2)
