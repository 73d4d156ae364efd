"""The vectors of whole conversations of RPyC. Each finding is a rule of spec/rules.md, behind the sign the index of its message."""
import importlib
import pickle
import zlib

from talk import Talk, listed, text

# Ids that nobody hands out by chance.
BOX, ROOT = ("demo.Box", 94027, 94031), ("demo.DepotService", 94028, 94029)
# The same in rpyc 3: number, class, module.
PLAIN = {BOX: (94031, "Box", "demo"), ROOT: (94029, "DepotService", "demo")}
# Whether a daemon serves it is not asked here: the arguments of a sound request, all by value.
ARGUMENTS = {"PING": ("hello",), "GETATTR": (94031, "speed"), "DELATTR": (94031, "speed"), "SETATTR": (94031, "speed", 9),
             "CALL": (94031, (1, 2), ()), "CALLATTR": (94031, "add", (1, 2), ()), "REPR": (94031,), "STR": (94031,),
             "CMP": (94031, 3, "__eq__"), "HASH": (94031,), "DIR": (94031,), "PICKLE": (94031, 2), "DEL": (94031, 1), "INSPECT": (94031,),
             "BUFFITER": (94031, 10), "OLDSLICING": (94031, "__getitem__", "__getslice__", 0, 1, ()), "CTXEXIT": (94031, None),
             "INSTANCECHECK": (94031, (94027,))}
DIALECTS = {"rpyc3": "3", "rpyc4": "4-5", "rpyc5": "4-5", "rpyc6": "6"}


def data_of(rpyc):
    """The data of a frame, also of values that no rpyc would put there, by its own brine."""
    brine = importlib.import_module("rpyc.core.brine")

    def data(kind, number, body):
        # The brine of these values is the same in every generation.
        if rpyc.dialect == "rpyc6":
            return bytes([kind & 0xFF]) + brine.dump((number, body))
        return brine.dump((kind, number, body))
    return data


class Scene:
    """What conversations are made of, in one generation."""

    def __init__(self, suite, rpyc, dialect):
        self.suite, self.rpyc, self.dialect = suite, rpyc, dialect
        rpyc.using([dialect])

    def talk(self):
        talk = Talk(self.decode, members=("kind", "handler", "sequence", "flags"))
        self.ends = [False, False]
        scene = self

        def told(data):
            # The payload is the frame's data, inflated.
            body = zlib.decompress(data[5:-1]) if data[4] == 1 else data[5:-1]
            fields = {name["v"]: value for name, value in scene.decode(data)["v"][0]["v"]}
            made = {name: int(fields[name]["v"]) if fields[name]["t"] == "int" else fields[name]["v"] for name in talk.members if name in fields}
            return dict(made, payloadLength=len(body))
        talk.told = told
        return talk

    def decode(self, data):
        return self.rpyc.decode(data)

    def pack(self, id):
        return PLAIN[id] if self.dialect == "rpyc3" else id

    def remote(self, id):
        return ("box", 4, self.pack(id))

    def local(self, id):
        # rpyc 3 names an object by its bare id, by value.
        return ("box", 1, PLAIN[id][0]) if self.dialect == "rpyc3" else ("box", 3, id)

    def box(self, value):
        if isinstance(value, tuple) and value[:1] == ("box",):
            return value[1:]
        if isinstance(value, tuple) and any(isinstance(item, tuple) and item[:1] == ("box",) for item in value):
            return 2, tuple(map(self.box, value))
        return 1, value

    def request(self, handler, *arguments, sequence=0):
        return self.rpyc.make("REQUEST", self.box(arguments), sequence, handler)

    def reply(self, value=None, sequence=0, **more):
        return self.rpyc.make("REPLY", self.box(value), sequence, **more)

    def exception(self, name="ValueError", module="builtins", sequence=0, traceback="", attributes=()):
        made = {"t": "exception", "module": module, "class": name, "args": [text("no")], "attributes": [[key, value] for key, value in attributes],
                "traceback": traceback}
        return self.rpyc.make("EXCEPTION", made, sequence)

    def rooted(self, root=ROOT):
        """A client has the root object: messages 0 and 1."""
        talk = self.talk().c2s(self.request("GETROOT")).s2c(self.reply(self.remote(root)), answers=0)
        # Nobody had to show anything for it.
        talk.told_anyway = "no-authentication@1 "
        return talk

    def asked(self, handler, *arguments, answer=None, talk=None):
        """A request that names the root, and its answer: messages 2 and 3."""
        talk = (talk or self.rooted()).c2s(self.request(handler, *arguments, sequence=1))
        return talk.s2c(self.reply(answer, 1), answers=2)

    def add(self, name, talk, findings, comment, *numbers, dialects=None, **more):
        client, server = dialects if dialects else (DIALECTS[self.dialect],) * 2
        ends = [{"t": "none"} if end is None else text(end) for end in (client, server)]
        talk.more = [[text("dialects"), {"t": "tuple", "v": ends}]]
        findings = getattr(talk, "told_anyway", "") + findings
        self.suite.conversation(f"conversation-{name}-{self.dialect}", talk, findings, comment, [f"RPYC-{number}" for number in numbers], **more)


def add(suite, rpyc):
    versions = {"rpyc3": "3.4.4", "rpyc4": "4.1.4", "rpyc5": "5.3.1", "rpyc6": "6.0.2"}
    for dialect in DIALECTS:
        suite.reference = f"rpyc {versions[dialect]}"
        scene = Scene(suite, rpyc, dialect)
        for part in (calls, names, order, references, exceptions):
            part(scene)
        if dialect in ("rpyc5", "rpyc6"):
            for part in (shapes, frames, dangers, handlers):
                part(scene)
        if dialect == "rpyc6":
            generations(scene)


def calls(scene):
    root = scene.local(ROOT)
    scene.add("root", scene.rooted(), "", "The root object is asked for.", 12, 15, 16, 22)
    scene.add("getattr", scene.asked("GETATTR", root, "exposed_add", answer=scene.remote(BOX)), "", "An attribute of the root.", 15, 20, 23)
    scene.add("callattr", scene.asked("CALLATTR", root, "add", (1, 2), (), answer=3), "", "A method of the root.", 21, 23)
    scene.add("call", scene.asked("CALL", root, (1, 2), (("left", 1),), answer=3), "", "The root is called.", 21)
    ping = scene.talk().c2s(scene.request("PING", "hello")).s2c(scene.reply("hello"), answers=0)
    scene.add("ping", ping, "", "A ping.", 30, dialects=("4-5", "4-5") if scene.dialect == "rpyc3" else None)
    both = scene.rooted().s2c(scene.request("PING", "you there")).c2s(scene.reply("you there"), answers=2)
    scene.add("callback", both, "", "The server asks, too: each end numbers its own requests.", 15, 50)
    scene.add("close", scene.rooted().c2s(scene.request("CLOSE", sequence=1)), "", "CLOSE is most often not answered.", 53)
    scene.add("del", scene.asked("DEL", root, 1), "", "A reference is taken back.", 25)
    nested = scene.rooted().c2s(scene.request("CALLATTR", root, "each", (scene.remote(BOX),), (), sequence=1))
    nested.s2c(scene.request("CALL", scene.local(BOX), (1,), ())).c2s(scene.reply(2), answers=3).s2c(scene.reply(None, 1), answers=2)
    scene.add("nested", nested, "", "The server calls back what it was given, while it answers.", 24, 50)


def names(scene):
    root = scene.local(ROOT)

    def told(name, handler, arguments, findings, comment, *numbers):
        scene.add("name-" + name, scene.asked(handler, root, *arguments), findings, comment, *numbers)
    told("private", "GETATTR", ("_secret",), "private-attribute@2", "A private attribute.", 42)
    told("class", "GETATTR", ("__class__",), "dangerous-attribute@2", "An attribute that opens the interpreter.", 42)
    told("dotted", "CALLATTR", ("box.add", (), ()), "dotted-name@2", "A name with a dot.", 42)
    told("exposed", "GETATTR", ("exposed_speed",), "", "An attribute with the prefix.", 40)
    told("safe", "GETATTR", ("__len__",), "", "One of the safe attributes.", 40)


def order(scene):
    told = dict(dialects=("4-5", "4-5")) if scene.dialect == "rpyc3" else {}
    silent = dict(dialects=("4-5", None)) if scene.dialect in ("rpyc3", "rpyc4", "rpyc5") else dict(dialects=("6", None))
    scene.add("missing-reply", scene.talk().c2s(scene.request("GETROOT")), "missing-reply@0", "A request that is not answered.", 53, **silent)
    scene.add("unsolicited", scene.rooted().s2c(scene.reply(3, 7)), "unsolicited-reply@2", "An answer to nothing.", 51)
    scene.add("answered-twice", scene.talk().c2s(scene.request("PING", "a")).s2c(scene.reply("a"), answers=0).s2c(scene.reply("a")),
              "unsolicited-reply@2", "A request that is answered twice.", 50, 51, **told)
    twice = scene.talk().c2s(scene.request("PING", "a")).c2s(scene.request("PING", "b")).s2c(scene.reply("b"), answers=1)
    scene.add("duplicate-sequence", twice, "duplicate-sequence@1", "Two open requests of one number.", 50, **told)
    swapped = (scene.talk().c2s(scene.request("PING", "a")).c2s(scene.request("PING", "b", sequence=1))
               .s2c(scene.reply("b", 1), answers=1).s2c(scene.reply("a"), answers=0))
    scene.add("out-of-order", swapped, "", "Answers may come in another order.", 50, **told)
    early = scene.talk().s2c(scene.reply("a")).c2s(scene.request("PING", "a"))
    scene.add("out-of-step", early, "", "An answer that is seen before its request.", 51, **told)


def references(scene):
    unknown = ("box", 1, 94444) if scene.dialect == "rpyc3" else ("box", 3, ("demo.Box", 94027, 94444))
    scene.add("reference-unknown", scene.asked("GETATTR", unknown, "speed"), "unknown-reference@2",
              "A reference that nobody handed out.", 24)
    root = scene.local(ROOT)
    box = scene.local(BOX)
    for count, name, finding in ((1, "gone", " unknown-reference@6"), (0, "kept", "")):
        talk = scene.asked("GETATTR", root, "box", answer=scene.remote(BOX))
        talk.c2s(scene.request("DEL", box, count, sequence=2)).s2c(scene.reply(None, 2), answers=4)
        talk.c2s(scene.request("GETATTR", box, "speed", sequence=3)).s2c(scene.reply(1, 3), answers=6)
        scene.add(f"reference-{name}", talk, finding, f"{count} of the references is taken back, and the object used.", 24, 25)
    talk = scene.asked("GETATTR", root, "box", answer=scene.remote(BOX))
    talk.c2s(scene.request("GETATTR", root, "box", sequence=2)).s2c(scene.reply(scene.remote(BOX), 2), answers=4)
    talk.c2s(scene.request("DEL", box, 1, sequence=3)).s2c(scene.reply(None, 3), answers=6)
    talk.c2s(scene.request("GETATTR", box, "speed", sequence=4)).s2c(scene.reply(1, 4), answers=8)
    scene.add("reference-twice", talk, "", "An object that was sent twice is there after one is taken back.", 25)
    scene.add("reference-del-two", scene.asked("DEL", root, 2), "unknown-reference@2", "More is taken back than was handed out.", 25)


def exceptions(scene):
    root = scene.local(ROOT)

    def told(label, findings, comment, *numbers, **more):
        talk = scene.rooted().c2s(scene.request("CALLATTR", root, "add", (1,), (), sequence=1)).s2c(scene.exception(sequence=1, **more), answers=2)
        scene.add("exception-" + label, talk, findings, comment, *numbers)
    told("builtin", "", "An exception of Python's own.", 16, 46)
    told("custom", "custom-exception@3", "An exception of another module.", 46, name="Overdrawn", module="bank.core")
    told("dangerous", "custom-exception@3 dangerous-class@3", "An exception of a module that runs commands.", 46, name="Popen", module="subprocess")
    lines = 'Traceback (most recent call last):\n  File "/srv/demo.py", line 7, in add\nValueError: no\n'
    told("traceback", "traceback-exposed@3", "An exception with its traceback.", 16, traceback=lines)


def shapes(scene):
    raw = data_of(scene.rpyc)

    def told(name, parts, findings, comment, *numbers, **fields):
        talk = scene.rooted().raw("c2s", frame(raw(*parts)))
        talk.message("c2s", **dict({"flags": 0, "payloadLength": len(raw(*parts))}, **fields))
        scene.add("shape-" + name, talk, findings, comment, *numbers)
    for code in (0, 4, 200):
        told(f"kind-{code}", (code, 1, (1, 3)), "unknown-message-type@2", f"A message of kind {code}.", 10, kind="UNKNOWN")
    told("handler", (1, 1, (99, (1, ()))), "unknown-handler@2 missing-reply@2", "Handler 99.", 30, kind="REQUEST", sequence=1)
    told("handler-true", (1, 1, (True, (1, ("a",)))), "bad-call-shape@2 missing-reply@2", "True is no handler.", 30, kind="REQUEST", sequence=1)
    told("request-one", (1, 1, (3,)), "bad-call-shape@2 missing-reply@2", "A request without arguments.", 15, kind="REQUEST", sequence=1)
    told("arguments", (1, 1, (4, (1, (94029,)))), "bad-call-shape@2 missing-reply@2", "Fewer arguments than GETATTR takes.", 30,
         kind="REQUEST", handler="GETATTR", sequence=1)
    told("label", (1, 1, (3, (9, ()))), "unknown-label@2 missing-reply@2", "The label is 9.", 20, kind="REQUEST", handler="GETROOT", sequence=1)
    told("box", (1, 1, (3, 7)), "bad-boxing@2 missing-reply@2", "The arguments are in no box.", 20, kind="REQUEST", handler="GETROOT", sequence=1)
    told("tuple", (1, 1, (3, (2, 7))), "bad-boxing@2 missing-reply@2", "Label 2 on a number.", 20, kind="REQUEST", handler="GETROOT", sequence=1)


def frame(data, flag=0, end=b"\n", length=None):
    return (len(data) if length is None else length).to_bytes(4, "big") + bytes([flag]) + data + end


def frames(scene):
    request = scene.request("PING", "hello", sequence=1)
    data = bytes(request[5:-1])

    def told(name, wire, findings, comment, *numbers, answered=True, **fields):
        talk = scene.rooted().raw("c2s", wire)
        talk.message("c2s", **dict({"kind": "REQUEST", "handler": "PING", "sequence": 1, "flags": 0, "payloadLength": len(data)}, **fields))
        if answered:
            talk.s2c(scene.reply("hello", 1), answers=2)
        scene.add("frame-" + name, talk, findings, comment, *numbers, **({"flags": ["Inflation"]} if name == "bomb" else {}))
    told("compressed", frame(zlib.compress(data), 1), "", "Data that is compressed.", 2, flags=1)
    told("flag-2", frame(data, 2), "bad-compression-flag@2", "The flag is 2: the data is taken as it is.", 2, flags=2)
    told("end", frame(data, 0, b"\r"), "bad-frame-terminator@2", "The frame ends in another byte than a line feed.", 3)
    for name, wire, finding in (("not-compressed", data, "bad-compression"), ("cut-compressed", zlib.compress(data)[:-3], "bad-compression"),
                                ("trailing-compressed", zlib.compress(data) + b"X", "bad-compression"),
                                ("bomb", zlib.compress(bytes(3 << 20), 9), "decompression-bomb")):
        talk = scene.rooted().raw("c2s", frame(wire, 1)).message("c2s", kind="UNKNOWN", flags=1, payloadLength=len(wire))
        scene.add("frame-" + name, talk, f"{finding}@2", "Data that is not one sound zlib stream.", 5, **({"flags": ["Inflation"]} if name == "bomb" else {}))
    for size in (1, 4, 5, len(request) - 1):
        scene.add(f"frame-cut-{size}", scene.rooted().raw("c2s", request[:size]), "truncated-stream", "The client's stream ends inside a frame.", 1)
    large = scene.rooted().raw("c2s", frame(b"", length=2**26 + 1, end=b""))
    scene.add("frame-too-large", large, "resource-limit", "More than 64 MiB are declared; they are passed over.", 6)
    talk = scene.rooted().raw("c2s", request[:9]).say(f"c2s lost {len(request) - 9}").c2s(scene.request("PING", "you", sequence=2))
    scene.add("frame-lost", talk.s2c(scene.reply("you", 2), answers=2), "", "Part of a frame is lost, and how much is known.", 7)
    whole = scene.asked("PING", "hello", answer="hello")
    bytewise = scene.talk()
    bytewise.messages, bytewise.told_anyway = whole.messages, whole.told_anyway
    for line in whole.lines:
        direction, digits = line.split(" ")
        for start in range(0, len(digits), 2):
            bytewise.say(f"{direction} {digits[start:start + 2]}")
    scene.add("frame-byte-by-byte", bytewise, "", "A byte at a time: how a stream is cut makes no difference.", 1)


def dangers(scene):
    root = scene.local(ROOT)
    classic = ("rpyc.core.service.SlaveService", 94040, 94041)
    scene.add("classic", scene.rooted(classic), "classic-mode@1", "The root object is a classic service.", 41)
    scene.add("classic-eval", scene.asked("CALLATTR", root, "eval", ("1",), ()), "classic-mode@2 dangerous-call@2", "eval of the root object.", 41, 43)
    scene.add("call-system", scene.asked("CALLATTR", root, "system", ("id",), ()), "dangerous-call@2", "A name that runs commands.", 43)
    scene.add("cmp", scene.asked("CMP", root, 3, "__eq__", answer=False), "", "A comparison.", 44)
    scene.add("cmp-getattribute", scene.asked("CMP", root, "__class__", "__getattribute__"), "dangerous-attribute@2",
              "A comparison that compares nothing.", 44)
    for direction in ("c2s", "s2c"):
        other = "s2c" if direction == "c2s" else "c2s"
        talk = scene.rooted()
        object = root
        if direction == "s2c":
            talk.c2s(scene.request("CALLATTR", root, "add", (scene.remote(BOX),), (), sequence=1)).s2c(scene.reply(None, 1), answers=2)
            object = scene.local(BOX)
        at = len(talk.messages)
        talk.turn(direction, scene.request("PICKLE", object, 2, sequence=5), {})
        talk.turn(other, scene.reply(pickle.dumps([1, 2], 2), 5), {"answers": at})
        scene.add(f"pickle-{direction}", talk, f"pickle-request@{at}", "A pickle of an object is asked for.", 45, flags=["NoInstance"])


def handlers(scene):
    root = scene.local(ROOT)
    more = {"PING": ("hello",), "GETROOT": (), "GETATTR": (root, "speed"), "DELATTR": (root, "speed"), "SETATTR": (root, "speed", 9),
            "CALL": (root, (1,), ()), "CALLATTR": (root, "add", (1,), ()), "REPR": (root,), "STR": (root,), "CMP": (root, 3, "__eq__"),
            "HASH": (root,), "DIR": (root,), "DEL": (root, 1), "INSPECT": (ROOT,), "BUFFITER": (root, 10),
            "OLDSLICING": (root, "__getitem__", "__getslice__", 0, 1, ()), "CTXEXIT": (root, None), "INSTANCECHECK": (root, BOX)}
    for name, arguments in more.items():
        scene.add(f"handler-{name.lower()}", scene.asked(name, *arguments), "", f"{name}, with the arguments that it takes.", 30)


def generations(scene):
    """Two ends that cannot talk: what one sends is written by its own rpyc."""
    rpyc = scene.rpyc

    def written(dialect, make):
        rpyc.using([dialect])
        made = Scene(scene.suite, rpyc, dialect)
        data, told = make(made), made.talk().told(make(made))
        rpyc.using(["rpyc6"])
        return data, told
    for client, server in (("rpyc6", "rpyc5"), ("rpyc5", "rpyc6"), ("rpyc3", "rpyc6")):
        talk = scene.talk()
        for direction, dialect in (("c2s", client), ("s2c", server)):
            data, told = written(dialect, lambda made: made.request("GETROOT"))
            talk.raw(direction, data).message(direction, **told)
        ends = tuple("6" if dialect == "rpyc6" else "4-5" for dialect in (client, server))
        scene.add(f"mismatch-{client}-{server}", talk, "rpyc-dialect-mismatch@1 missing-reply@0 missing-reply@1",
                  "Two ends of different generations.", 14, dialects=ends, flags=["Dialects"])
