"""The vectors of conversations that Pyro 4 and 5 have in common. Each finding is a rule of spec/rules.md, behind
the sign the index of its message."""
import marshal
import zlib

from talk import Talk

META = {"methods": ["add"], "oneway": [], "attrs": []}
# An accepted connection that showed no credential.
OPEN = "no-authentication@1"


class Scene:
    """What the conversations of one Pyro are made of: a Shape that also dumps values and has the flags' bits."""

    def __init__(self, suite, shape):
        self.suite, self.shape = suite, shape
        self.number = {name: 1 << bit for bit, name in enumerate(shape.flags)}

    def talk(self):
        return Talk(self.suite.decode)

    def make(self, kind, payload, *flags, serializer="serpent", sequence=1, **more):
        codes = {name: code for code, name in self.shape.serializers.items()}
        return self.shape.make(kind, payload, serializer=codes.get(serializer, serializer), sequence=sequence,
                               flags=sum(self.number[flag] for flag in flags), **more)

    def connect(self, handshake="hello", object="demo", serializer="serpent", payload=None):
        if payload is None:
            payload = self.shape.dump({"handshake": handshake, "object": object}, serializer)
        return self.make(1, payload, *self.shape.asks_meta, serializer=serializer, sequence=0)

    def accepted(self, handshake="hello", serializer="serpent", payload=None):
        if payload is None:
            payload = self.shape.dump({"handshake": handshake, "meta": META}, serializer)
        return self.make(2, payload, *self.shape.asks_meta, serializer=serializer, sequence=0)

    def begun(self, **more):
        """A connection that is accepted: messages 0 and 1."""
        return self.talk().c2s(self.connect(**more)).s2c(self.accepted(**{k: v for k, v in more.items() if k == "serializer"}), answers=0)

    def call(self, method="add", arguments=(1, 2), *flags, object="demo", keywords=None, serializer="serpent", **more):
        payload = self.shape.dump_call(object, method, arguments, keywords or {}, serializer)
        return self.make(4, payload, *flags, serializer=serializer, **more)

    def result(self, value=3, *flags, serializer="serpent", **more):
        return self.make(5, self.shape.dump(value, serializer), *flags, serializer=serializer, **more)

    def add(self, name, talk, findings, comment, *numbers, **more):
        self.suite.conversation("conversation-" + name, talk, findings, comment, self.shape.says(*numbers), **more)


def add(suite, shape):
    scene = Scene(suite, shape)
    for part in (handshakes, calls, names, serializers, classes, order, headers, annotations, compression, payloads, streams,
                 dangers, blobs):
        part(scene)


def handshakes(scene):
    shape = scene.shape
    scene.add("call", scene.begun().c2s(scene.call()).s2c(scene.result(), answers=2), OPEN,
              "A handshake, a call, its result.", 30, 41, 42, 44, 45)
    scene.add("handshake-secret", scene.talk().c2s(scene.connect(handshake="letmein")).s2c(scene.accepted(), answers=0), "",
              "A handshake that shows more than 'hello' counts as a credential.", 44)
    refusal = scene.make(3, shape.dump("no", "serpent"), sequence=0)
    scene.add("refused", scene.talk().c2s(scene.connect()).s2c(refusal, answers=0), "denied-connection@1",
              "The daemon's validator refuses, and says why.", 43)
    busy = scene.make(3, shape.dump("no room", "marshal"), serializer="marshal", sequence=0)
    scene.add("refused-marshal", scene.talk().c2s(scene.connect()).s2c(busy, answers=0), "denied-connection@1 " + shape.busy,
              "A daemon without room refuses in marshal, whatever the client speaks.", 32, 43)
    scene.add("name-server", scene.begun(object="Pyro.NameServer"), OPEN + " nameserver-open@1",
              "A name server that answers anybody.", 44)
    scene.add("unanswered", scene.talk().c2s(scene.connect()), "missing-reply@0", "A CONNECT that nobody answers.", 37)
    scene.add("interrupt", scene.talk().raw("c2s", b"!" * 16).message("c2s", kind="SHUTDOWN_INTERRUPT", payloadLength=16), "",
              "A daemon that is to end calls itself.", 40)
    scene.add("connect-twice", scene.begun().c2s(scene.connect()), "unexpected-message@2 missing-reply@2 " + OPEN,
              "A second CONNECT.", 30)
    scene.add("accept-twice", scene.begun().s2c(scene.accepted()), "unexpected-message@2 " + OPEN, "A second CONNECTOK.", 30)
    scene.add("accept-after-refusal",
              scene.talk().c2s(scene.connect()).s2c(refusal, answers=0).s2c(scene.accepted()),
              "denied-connection@1 unexpected-message@2", "CONNECTOK after CONNECTFAIL.", 30)
    scene.add("call-after-refusal", scene.talk().c2s(scene.connect()).s2c(refusal, answers=0).c2s(scene.call()),
              "denied-connection@1 unexpected-message@2 missing-reply@2", "A call after the refusal.", 30)
    scene.add("call-first", scene.talk().c2s(scene.call()).s2c(scene.result(), answers=0), "no-handshake@0",
              "A call without a handshake.", 30)
    scene.add("ping-first", scene.talk().c2s(scene.make(6, b"ping", sequence=0)), "no-handshake@0 missing-reply@0",
              "A ping without a handshake.", 30)
    for code, name in ((2, "connectok"), (3, "connectfail"), (5, "result")):
        scene.add(f"client-sends-{name}", scene.begun().c2s(scene.make(code, shape.dump("no", "serpent"))),
                  OPEN + " unexpected-message@2",
                  f"The client sends {name.upper()}.", 31)
    for code, name in ((1, "connect"), (4, "invoke")):
        data = scene.connect() if code == 1 else scene.call()
        scene.add(f"daemon-sends-{name}", scene.begun().s2c(data), OPEN + " unexpected-message@2",
                  f"The daemon sends {name.upper()}.", 31)
    for name, payload in (("text", "hello"), ("list", ["hello", "demo"]), ("no-object", {"handshake": "hello"}),
                          ("object-number", {"handshake": "hello", "object": 1}), ("no-handshake", {"object": "demo"})):
        data = scene.connect(payload=shape.dump(payload, "serpent"))
        scene.add(f"connect-{name}", scene.talk().c2s(data), "bad-call-shape@0 missing-reply@0",
                  "The payload of CONNECT is another than a handshake's.", 41)
    for name, payload in (("list", ["hello"]), ("no-meta", {"handshake": "hello"}),
                          ("meta-text", {"handshake": "hello", "meta": "methods"})):
        scene.add(f"accept-{name}", scene.talk().c2s(scene.connect(handshake="letmein")).s2c(scene.accepted(payload=shape.dump(payload, "serpent")), answers=0),
                  "bad-call-shape@1", "The payload of CONNECTOK is another than a handshake's.", 42)
    data = scene.make(3, shape.dump({"reason": "no"}, "serpent"), sequence=0)
    scene.add("refused-dict", scene.talk().c2s(scene.connect()).s2c(data, answers=0), "denied-connection@1 bad-call-shape@1",
              "A reason that is no text.", 43)


def calls(scene):
    shape = scene.shape
    ping = scene.make(6, b"ping", serializer=42, sequence=0)
    pong = scene.make(6, b"pong", serializer=42, sequence=0)
    scene.add("ping", scene.begun().c2s(ping).s2c(pong, answers=2), OPEN, "A ping, and its answer.", 36)
    scene.add("pong-alone", scene.begun().s2c(pong), OPEN + " unsolicited-reply@2", "The answer to a ping that nobody sent.", 33, 36)
    scene.add("pings", scene.begun().c2s(ping).c2s(ping).s2c(pong, answers=2).s2c(pong, answers=3), OPEN,
              "Pings all have the number 0, and are answered in turn.", 34)
    scene.add("oneway", scene.begun().c2s(scene.call("log", ("x",), "ONEWAY")).c2s(scene.call(sequence=2)).s2c(scene.result(sequence=2), answers=3),
              OPEN, "A one-way call is not answered.", 35)
    scene.add("oneway-reply", scene.begun().c2s(scene.call("log", ("x",), "ONEWAY")).s2c(scene.result(None)),
              OPEN + " oneway-reply@3", "A one-way call that is answered.", 35)
    batch = [("add", (1, 2), {}), ("add", (3, 4), {})]
    scene.add("batch", scene.begun().c2s(scene.call("<batch>", batch, "BATCH")).s2c(scene.result([3, 7], "BATCH"), answers=2),
              OPEN, "A batch of two calls.", 46)
    for name, wrong in (("text", "add"), ("two", [("add", (1, 2))]), ("number", [(1, (1, 2), {})])):
        scene.add(f"batch-{name}", scene.begun().c2s(scene.call("<batch>", wrong, "BATCH")).s2c(scene.result([3], "BATCH"), answers=2),
                  OPEN + " bad-call-shape@2", "A batch holds (method, arguments, keywords) each.", 46)
    many = [("_secret", (), {})] * 150
    scene.add("batch-many-findings", scene.begun().c2s(scene.call("<batch>", many, "BATCH")).s2c(scene.result([3], "BATCH"), answers=2),
              OPEN + " private-attribute@2" * 100, "150 private names in a batch: 100 are told.", 39)
    scene.add("batch-private", scene.begun().c2s(scene.call("<batch>", [("_secret", (), {})], "BATCH")).s2c(scene.result([3], "BATCH"), answers=2),
              OPEN + " private-attribute@2", "A private name in a batch.", 46, 65)
    scene.add("oneway-mixed", scene.begun().c2s(scene.call("log", ("x",), "ONEWAY")).c2s(scene.call(sequence=2))
              .s2c(scene.result()).s2c(scene.result(sequence=2), answers=3), OPEN + " oneway-reply@4",
              "A one-way call is answered, and the call behind it.", 35)
    error = shape.error("ValueError", "no")
    scene.add("exception", scene.begun().c2s(scene.call()).s2c(scene.make(5, error, "EXCEPTION"), answers=2), OPEN,
              "A call ends in an exception.", 49)
    lines = ["Traceback (most recent call last):\n", '  File "/srv/demo.py", line 7, in add\n', "ValueError: no\n"]
    error = shape.error("ValueError", "no", lines)
    scene.add("traceback", scene.begun().c2s(scene.call()).s2c(scene.make(5, error, "EXCEPTION"), answers=2),
              OPEN + " traceback-exposed@3", "An exception with its traceback.", 49)
    item = ("1f5b6c7e-0000-4000-8000-000000000001",)
    note = shape.error(shape.protocol_error, "result of call is an iterator")
    begin = scene.make(5, note, "EXCEPTION", "ITEMSTREAMRESULT", annotations={"STRM": item[0].encode()})
    stop = shape.error("StopIteration", None)
    talk = scene.begun().c2s(scene.call("count")).s2c(begin, answers=2)
    talk.c2s(scene.call("get_next_stream_item", item, object="Pyro.Daemon", sequence=2)).s2c(scene.result(0, sequence=2), answers=4)
    talk.c2s(scene.call("get_next_stream_item", item, object="Pyro.Daemon", sequence=3)).s2c(scene.make(5, stop, "EXCEPTION", sequence=3), answers=6)
    talk.c2s(scene.call("close_stream", item, "ONEWAY", object="Pyro.Daemon", sequence=4))
    scene.add("item-stream", talk, OPEN, "A stream of items: its id, an item, its end, and it is given up.", 23, 49)
    scene.add("several-open", scene.begun().c2s(scene.call()).c2s(scene.call(sequence=2)).s2c(scene.result(), answers=2)
              .s2c(scene.result(sequence=2), answers=3), OPEN, "Two calls are open; they are answered in turn.", 33)
    scene.add("sequence-wrap", scene.begun().c2s(scene.call(sequence=65535)).s2c(scene.result(sequence=65535), answers=2)
              .c2s(scene.call(sequence=0)).s2c(scene.result(sequence=0), answers=4), OPEN, "The number wraps around.", 33)
    scene.add("sequence-gap", scene.begun().c2s(scene.call(sequence=5)).s2c(scene.result(sequence=5), answers=2)
              .c2s(scene.call(sequence=9)).s2c(scene.result(sequence=9), answers=4), OPEN, "Gaps in the numbers are no fault.", 34)
    scene.add("keywords", scene.begun().c2s(scene.call("add", (1,), keywords={"right": 2})).s2c(scene.result(), answers=2), OPEN,
              "A call with keywords.", 45)


def order(scene):
    scene.add("sequence-mismatch", scene.begun().c2s(scene.call()).s2c(scene.result(sequence=2)),
              OPEN + " sequence-mismatch@3", "An answer of another number than the call's.", 33)
    scene.add("unsolicited", scene.begun().s2c(scene.result()), OPEN + " unsolicited-reply@2", "An answer to nothing.", 33, 37)
    scene.add("answered-twice", scene.begun().c2s(scene.call()).s2c(scene.result(), answers=2).s2c(scene.result()),
              OPEN + " unsolicited-reply@4", "A call that is answered twice.", 33)
    scene.add("duplicate-sequence", scene.begun().c2s(scene.call()).c2s(scene.call()).s2c(scene.result(), answers=2).s2c(scene.result(), answers=3),
              OPEN + " duplicate-sequence@3", "A call with the number of one that is open.", 34)
    scene.add("missing-reply", scene.begun().c2s(scene.call()), OPEN + " missing-reply@2",
              "A call that is not answered before the connection ends.", 37)
    scene.add("out-of-step", scene.begun().s2c(scene.result()).c2s(scene.call()), OPEN,
              "An answer that is seen before its call: the directions are out of step.", 37)
    scene.add("lost-answer", scene.begun().c2s(scene.call()).say("s2c lost 40").c2s(scene.call(sequence=2)).s2c(scene.result(sequence=2), answers=3),
              OPEN, "Bytes of the daemon are lost: nothing is made of a missing answer.", 5, 37)
    data = scene.call()
    talk = scene.begun().raw("c2s", data[:30]).say("c2s lost").raw("c2s", b"\x00" * 50)
    scene.add("lost-call", talk.c2s(scene.call(sequence=3)).s2c(scene.result(sequence=3), answers=2), OPEN,
              "Half a call is lost; reading picks up at the next header.", 5)


def headers(scene):
    shape = scene.shape
    call, result = scene.call(), scene.result()

    def broken(name, data, findings, comment, *numbers, **more):
        # The message and what is wrong with it stand third.
        scene.add(name, scene.begun().c2s(data, **more).s2c(result, answers=2), OPEN + " " + findings, comment, *numbers)

    def resumed(name, data, findings, comment, *numbers):
        talk = scene.begun().raw("c2s", data).c2s(scene.call(sequence=2)).s2c(scene.result(sequence=2), answers=2)
        scene.add(name, talk, OPEN + " " + findings, comment, *numbers)
    for code in (0, 7, 255):
        data = shape.put(call, "type", code)
        scene.add(f"type-{code}", scene.begun().c2s(data), OPEN + f" unknown-message-type@2", f"A message of type {code}.", 10)
    for code in (0, max(shape.serializers) + 1, 42):
        scene.add(f"serializer-{code}", scene.begun().c2s(shape.put(call, "serializer", code)), OPEN + " unknown-serializer@2 missing-reply@2",
                  f"A call in serializer {code}.", 11)
    for bit in (len(shape.flags), 15):
        broken(f"flag-{bit}", shape.put(call, "flags", 1 << bit), "unknown-flag@2", f"Bit {bit} of the flags is set.", 12)
    broken("reserved", shape.put(call, "reserved", 1), "bad-header@2", "The reserved field is 1.", 8)
    for place in (0, 3):
        wrong = call[:place] + bytes([call[place] ^ 0x20]) + call[place + 1:]
        resumed(f"magic-{place}", wrong, "bad-magic", f"Byte {place} of the magic is another.", 3, 5)
    for version in shape.foreign[-3:]:
        resumed(f"version-{version}", shape.put(call, "version", version), "bad-version", f"The version is {version}.", 2, 5)
    start = shape.fields[shape.last][0]
    resumed(shape.last, call[:start] + bytes([call[start] ^ 1]) + call[start + 1:], shape.last_rule, f"The {shape.last} is another.", 5, 9)
    resumed("too-large", shape.put(call, "payload", 2**26 + 1), "resource-limit", "More than 64 MiB are declared.", 4, 5)
    resumed("garbage", b"GET / HTTP/1.1\r\n\r\n" + bytes(range(256)), "bad-magic", "Another protocol in the middle.", 5)
    for size in (1, shape.header_size - 1, shape.header_size, len(call) - 1):
        scene.add(f"cut-after-{size}", scene.begun().raw("c2s", call[:size]), OPEN + " truncated-stream",
                  "The client's stream ends inside a message.", 7)


def annotations(scene):
    shape = scene.shape
    payload = shape.dump_call("demo", "add", (1, 2), {}, "serpent")
    good = shape.chunk(b"USER", b"carol")
    kept = len(payload)

    def told(name, chunks, findings, comment, *numbers, readable=True):
        data = shape.with_chunks(scene.call(), chunks, payload)
        fields = {} if readable else dict(kind="INVOKE", sequence=1, flags=0, serializer="serpent", payloadLength=kept)
        scene.add(name, scene.begun().c2s(data, **fields).s2c(scene.result(), answers=2), OPEN + " " + findings, comment, *numbers)
    told("annotation", good, "", "A call with an annotation.", 20)
    told("annotation-twice", good + good, "bad-annotation@2=warning", "Two annotations of one id.", 22)
    told("annotation-overrun", shape.chunk(b"USER", b"carol", 6), "annotation-overrun@2",
         "A chunk that goes on past the end; the payload is not judged.", 21, readable=False)
    told("annotation-short", good + b"USE", "annotation-overrun@2", "Three bytes in the place of a chunk.", 21, readable=False)
    told("annotation-id", b"US\xc9R" + good[4:], "bad-annotation@2", "An id that is not ASCII.", 20, readable=False)
    many = b"".join(shape.chunk(b"A%03d" % number, b"") for number in range(65))
    told("annotations-65", many, "resource-limit@2", "65 annotations.", 22, readable=False)


def compression(scene):
    shape = scene.shape
    payload = shape.dump_call("demo", "add", ("a" * 300, "b"), {}, "serpent")
    call = shape.compressing(payload, kind=4)

    def told(name, wire, findings, comment, *numbers, **more):
        data = shape.with_payload(call, wire)
        fields = dict(kind="INVOKE", sequence=7, flags=2, serializer="serpent", payloadLength=len(wire))
        scene.add(name, scene.begun().c2s(data, **fields).s2c(scene.result(sequence=7), answers=2), OPEN + " " + findings, comment,
                  *numbers, **more)
    scene.add("compressed", scene.begun().c2s(call).s2c(scene.result(sequence=7), answers=2), OPEN, "A compressed call.", 24)
    good = zlib.compress(payload)
    told("compressed-not", payload, "bad-compression@2", "COMPRESSED, and no zlib stream.", 24, 26)
    told("compressed-cut", good[:-3], "bad-compression@2", "The zlib stream ends too soon.", 26)
    told("compressed-checksum", good[:-1] + bytes([good[-1] ^ 1]), "bad-compression@2", "The zlib stream's checksum is wrong.", 26)
    told("compressed-trailing", good + b"X", "trailing-bytes@2", "A byte follows the zlib stream.", 26)
    told("compressed-bomb", zlib.compress(bytes(3 << 20), 9), "decompression-bomb@2", "3 MiB of zeros in three thousand bytes.", 26,
         flags=["Inflation"])
    told("compressed-over-limit", zlib.compress(b"a" * 2001), "decompression-bomb@2",
         "2,001 bytes after inflation where 2,000 are allowed.", 26, options={"maxBytes": 2000}, flags=["Inflation"])


def payloads(scene):
    shape = scene.shape

    def told(name, payload, findings, comment, *numbers, kind=4, serializer="serpent"):
        data = scene.make(kind, payload, serializer=serializer)
        talk = scene.begun(serializer=serializer).c2s(data).s2c(scene.result(serializer=serializer), answers=2)
        scene.add("payload-" + name, talk, OPEN + shape.note_of(serializer) + " " + findings, comment, *numbers)
    head = b"# serpent utf-8 python3.2\n"
    for name, text in (("empty", b""), ("words", b"hello there"), ("cut", b"('demo', 'add', (1, 2), {"), ("latin", b"('d\xe9mo', 'add', (1, 2), {})")):
        told(f"serpent-{name}", head + text, "payload-syntax@2", "Serpent text that is none.", 60)
    told("serpent-trailing", head + b"('demo', 'add', (1, 2), {}) 1", "trailing-bytes@2", "Something follows the value.", 60)
    told("serpent-no-header", b"('demo', 'add', (1, 2), {})", "", "The header line may be missing.", 60)
    for name, text in (("call", b"__import__('os')"), ("attribute", b"x.y"), ("subscript", b"x[0]"), ("comprehension", b"[x for x in y]"),
                       ("lambda", b"lambda: 1"), ("format", b"f'{x}'")):
        finding = "code-in-literal@2 " + shape.code_finding(name)
        told(f"serpent-code-{name}", head + b"('demo', 'add', (" + text + b", 2), {})", finding,
             "Code where a literal belongs.", 66)
    told("json-syntax", b'{"object": "demo"', "payload-syntax@2", "JSON that is cut.", 61, serializer="json")
    told("json-trailing", b'{"object":"demo","method":"add","params":[1,2],"kwargs":{}} 1', "trailing-bytes@2", "Something follows the JSON.", 61, serializer="json")
    told("marshal-syntax", b"\x7f", "payload-syntax@2", "No marshal begins like this.", 62, serializer="marshal")
    told("msgpack-syntax", b"\xc1", "payload-syntax@2", "A byte that msgpack does not use.", 62 if shape.prefix == "PYRO4" else 63, serializer="msgpack")
    shapes = {"three": ("demo", "add", (1, 2)), "five": ("demo", "add", (1, 2), {}, 1), "number": 1, "object-number": (1, "add", (), {}),
              "method-number": ("demo", 1, (), {}), "arguments-text": ("demo", "add", "ab", {}), "arguments-set": ("demo", "add", {1}, {}),
              "keywords-list": ("demo", "add", (), [1]), "keywords-number": ("demo", "add", (), {1: 2})}
    for name, value in shapes.items():
        told(f"call-{name}", shape.dump(value, "serpent"), "bad-call-shape@2", "No (object, method, arguments, keywords).", 45)
    told("call-keywords-none", shape.dump(("demo", "add", (1, 2), None), "serpent"), "", "The keywords may be None.", 45)
    told("call-list", shape.dump(["demo", "add", [1, 2], {}], "serpent"), "", "A list is as good as a tuple.", 45)


def names(scene):
    def told(name, method, findings, comment, *numbers, arguments=()):
        talk = scene.begun().c2s(scene.call(method, arguments)).s2c(scene.result(), answers=2)
        scene.add("name-" + name, talk, OPEN + " " + findings, comment, *numbers)
    told("private", "_secret", "private-attribute@2", "A method with an underscore in front.", 65)
    told("dunder-safe", "__len__", "", "A dunder that daemons serve.", 65)
    told("dunder-class", "__class__", "dangerous-attribute@2", "A dunder that opens the interpreter.", 65)
    told("dunder-reduce", "__reduce_ex__", "dangerous-attribute@2", "The dunder by which pickles are made.", 65)
    told("dotted", "box.add", "dotted-name@2", "A name with a dot.", 65)
    told("exec", "exec", "dangerous-call@2", "The name of what runs code.", 65)
    told("getattr", "__getattr__", "", "An attribute is read.", 47, arguments=("speed",))
    told("setattr", "__setattr__", "", "An attribute is written.", 47, arguments=("speed", 9))
    told("getattr-private", "__getattr__", "private-attribute@2", "A private attribute is read.", 47, arguments=("_speed",))
    told("setattr-dunder", "__setattr__", "dangerous-attribute@2", "An attribute that opens the interpreter is written.", 47,
         arguments=("__class__", 9))


def serializers(scene):
    for name in scene.shape.talkative:
        talk = scene.begun(serializer=name).c2s(scene.call(serializer=name)).s2c(scene.result(serializer=name), answers=2)
        scene.add(f"in-{name}", talk, OPEN + scene.shape.note_of(name), f"A call and its answer in {name}.",
                  11, 45, *scene.shape.format_of.get(name, ()))
    talk = scene.begun().c2s(scene.call()).s2c(scene.result(serializer="json"), answers=2)
    scene.add("answer-in-json", talk, OPEN + " unexpected-message@3", "An answer in another serializer than the call.", 32)
    scene.add("accept-in-json", scene.talk().c2s(scene.connect(handshake="letmein")).s2c(scene.accepted(serializer="json"), answers=0),
              "unexpected-message@1", "CONNECTOK in another serializer than CONNECT.", 32)


def classes(scene):
    shape = scene.shape

    def told(name, value, findings, comment, *numbers):
        talk = scene.begun().c2s(scene.call("put", (value,))).s2c(scene.result(), answers=2)
        scene.add("class-" + name, talk, OPEN + " " + findings, comment, *numbers)
    told("uri", {"__class__": shape.uri, "state": ["PYRO", "demo", None, "localhost", 9090]}, "", "One of Pyro's own.", 64)
    told("foreign", {"__class__": "demo.Box", "size": 1}, "foreign-class@2", "A class that nobody knows.", 64)
    told("dangerous", {"__class__": "os.system", "command": "id"}, "dangerous-class@2", "A class of a module that runs commands.", 64)
    told("exception", {"__class__": "builtins.ValueError", "__exception__": True, "args": ["no"], "attributes": {}}, "",
         "An exception of builtins.", 64)
    told("number", {"__class__": 1}, "foreign-class@2", "A class that is no text: Pyro fails.", 64)


def streams(scene):
    talk = scene.begun().c2s(scene.call()).s2c(scene.result(), answers=2)
    whole = scene.talk()
    whole.messages = talk.messages
    for line in talk.lines:
        direction, text = line.split(" ")
        for start in range(0, len(text), 2):
            whole.say(f"{direction} {text[start:start + 2]}")
    scene.add("byte-by-byte", whole, OPEN, "The same, a byte at a time: how a stream is cut makes no difference.", 6)
    call = scene.call()
    talk = scene.begun().raw("c2s", call[:20]).raw("c2s", call[20:] + scene.call(sequence=2))
    for number in (1, 2):
        talk.message("c2s", **talk.told(scene.call(sequence=number)))
    scene.add("in-pieces", talk.s2c(scene.result(), answers=2).s2c(scene.result(sequence=2), answers=3), OPEN,
              "A call in two pieces, and another with the second.", 6)


def dangers(scene):
    talk = scene.begun(object="Pyro.NameServer").c2s(scene.call("lookup", ("demo",), object="Pyro.NameServer")).s2c(scene.result("PYRO:demo@h:1"), answers=2)
    scene.add("name-server-call", talk, OPEN + " nameserver-open@1", "A name is looked up.", 44)


def blobs(scene):
    """Arguments that stay serialized: BLBI has the object and the method."""
    shape = scene.shape

    def told(name, blob, findings, comment):
        payload = shape.dump_call("demo", "put", "any value", {}, "serpent")
        data = scene.make(4, payload, "KEEPSERIALIZED", annotations={"BLBI": blob})
        scene.add("blob" + name, scene.begun().c2s(data).s2c(scene.result(), answers=2),
                  OPEN + " marshal-serializer@2 " + findings, comment, 23, 48)
    told("", marshal.dumps(("info", "demo", "put")), "", "A call whose arguments stay serialized.")
    told("-private", marshal.dumps(("info", "demo", "_secret")), "private-attribute@2", "Its method is the one in BLBI.")
    told("-two", marshal.dumps(("info", "demo")), "bad-call-shape@2", "BLBI is (info, object, method).")
    told("-text", marshal.dumps("put"), "bad-call-shape@2", "BLBI is a tuple.")
    told("-cut", marshal.dumps(("info", "demo", "put"))[:-1], "payload-syntax@2", "BLBI is cut.")
