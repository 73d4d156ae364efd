"""The vectors that only Pyro 4 has: protocols 46 and 47, signed conversations, pickles, Flame."""
import os
import pathlib
import pickle
import re

from pyro_conversations import OPEN, Scene
from talk import Talk

RECORDED = pathlib.Path(__file__).parents[2] / "pyro4/older-protocols.txt"


def add(suite, shape):
    scene = Scene(suite, shape)
    for part in (messages, greetings, older_refusals, versions, signatures, pickles, flame, metadata):
        part(scene)


def older(shape, data, version):
    return shape.put(data, "version", version)


def messages(scene):
    suite, shape = scene.suite, scene.shape
    for version in (46, 47):
        for code, name in ((2, "connectok"), (3, "connectfail"), (4, "invoke"), (5, "result"), (6, "ping")):
            value = suite.decode(shape.make(code, b"abc", annotations={"USER": b"carol"}))
            for field in value["v"][0]["v"]:
                if field[0]["v"] == "version":
                    field[1]["v"] = str(version)
            data = older(shape, shape.make(code, b"abc", annotations={"USER": b"carol"}), version)
            suite.valid(f"protocol-{version}-{name}", data, f"{name.upper()} of protocol {version}.",
                        shape.says(2) + ["Q-PYRO4-5"], dialects=[str(version)], value=value, ops=["decode"])
            suite.invalid(f"protocol-{version}-as-48-{name}", data, "unsupported", f"{name.upper()} of protocol {version}, at an end of 48.",
                          shape.says(2), dialects=["48"], at=4)
    data = shape.make(4, b"abc")
    suite.invalid("protocol-48-as-46", data, "unsupported", "A call of protocol 48, at an end of 46.", shape.says(2) + ["Q-PYRO4-5"],
                  dialects=["46"], at=4)


def recorded():
    """The conversations in the file: release, protocol, key, serializer, turns."""
    found = []
    for line in RECORDED.read_text().splitlines():
        words = line.split()
        if line.startswith("#") or not words:
            continue
        if re.fullmatch("[cs]2[cs]", words[0]):
            found[-1][-1].append((words[0], bytes.fromhex(words[1])))
        else:
            found.append((*words, []))
    return found


def greetings(scene):
    shape = scene.shape
    for release, protocol, key, serializer, turns in recorded():
        talk = Talk(lambda data: scene.suite.decode(older(shape, data, 48), **({} if key == "-" else {"hmacKey": key})))
        waiting = []
        for number, (direction, data) in enumerate(turns):
            # The daemon's greeting answers nobody.
            fields = {"answers": waiting.pop(0)} if direction == "s2c" and number else {}
            if direction == "c2s":
                waiting.append(number)
            talk.turn(direction, data, fields)
        findings = ["marshal-serializer@0=note"]
        if key == "-":
            findings.append("no-authentication@0")
        if serializer in ("pickle", "marshal"):
            first = 1
            findings.append(f"{'pickle' if serializer == 'pickle' else 'marshal'}-serializer@{first}")
        more = {} if key == "-" else {"options": {"hmacKey": key}}
        name = f"protocol-{protocol}-{release}-{serializer}{'' if key == '-' else '-signed'}"
        scene.add(name, talk, " ".join(findings), f"A call between two ends of Pyro4 {release}: the daemon greets first.", 2, 30,
                  source=f"Pyro4 {release}", **more)


def older_refusals(scene):
    shape = scene.shape
    for version in (46, 47):
        refusal = scene.make(3, shape.dump("no", "marshal"), serializer="marshal", sequence=1)
        told = scene.talk().told(refusal)
        talk = scene.talk().s2c(older(shape, refusal, version), **told)
        scene.add(f"protocol-{version}-refused", talk, "denied-connection@0 marshal-serializer@0=note",
                  f"A daemon of protocol {version} refuses before anybody asked.", 2, 30)
        call = scene.call()
        told = scene.talk().told(call)
        talk = scene.talk().s2c(older(shape, refusal, version), **scene.talk().told(refusal)).c2s(older(shape, call, version), **told)
        scene.add(f"protocol-{version}-call-after-refusal", talk,
                  "denied-connection@0 marshal-serializer@0=note unexpected-message@1 missing-reply@1", "A call after the refusal.", 30)


def versions(scene):
    shape = scene.shape
    call = scene.call()
    told = scene.talk().told(call)
    scene.add("version-changes", scene.begun().c2s(older(shape, call, 47), **told).s2c(scene.result(), answers=2),
              OPEN + " bad-version@2", "A call of protocol 47 on a connection of 48.", 2)
    connect = scene.connect()
    told = scene.talk().told(connect)
    scene.add("connect-of-46", scene.talk().c2s(older(shape, connect, 46), **told), "bad-version@0 unknown-flag@0 missing-reply@0",
              "CONNECT with the version of a protocol that has none.", 10, 12)


def signatures(scene):
    shape = scene.shape
    reference = scene.suite.decode

    def talk(key="secret"):
        def decode(data):
            # The keys of the talk, and none.
            for options in ({"hmacKey": key}, {"hmacKey": "other"}, {}):
                try:
                    return reference(data, **options)
                except Exception as error:
                    refusal = error
            raise refusal
        return Talk(decode)

    def signed(data_of, key="secret", **more):
        return data_of(key=key, **more)
    connect = lambda **more: scene.make(1, shape.dump({"handshake": "hello", "object": "demo"}, "serpent"), *shape.asks_meta, sequence=0, **more)  # noqa: E731
    accept = lambda **more: scene.make(2, shape.dump({"handshake": "hello", "meta": {"methods": ["add"], "oneway": [], "attrs": []}}, "serpent"), *shape.asks_meta, sequence=0, **more)  # noqa: E731
    with_key = {"options": {"hmacKey": "secret"}}

    def both(key, call_key=None):
        return (talk().c2s(connect(key=key)).s2c(accept(key=key), answers=0)
                .c2s(scene.call(key=call_key or key)).s2c(scene.result(key=key), answers=2))
    scene.add("signed", both("secret"), "", "Both ends sign, with the key that is known.", 27, 28, 44, **with_key)
    scene.add("signed-key-not-known", both("secret"), "", "Both ends sign, and the key is not known.", 28)
    scene.add("signed-other-key", both("other"), " ".join(f"hmac-mismatch@{number}" for number in range(4)),
              "Both ends sign, with another key than is known.", 27, **with_key)
    scene.add("signed-call-forged", both("secret", "other"), "hmac-mismatch@2", "One call is signed with another key.", 27, **with_key)
    refusal = scene.make(3, shape.dump("hmac key config not symmetric", "serpent"), sequence=0)
    scene.add("signed-by-client", talk().c2s(connect(key="secret")).s2c(refusal, answers=0), "denied-connection@1 hmac-asymmetric@1",
              "The client signs, the daemon does not, and refuses.", 28)
    scene.add("signed-by-daemon", talk().c2s(connect()).s2c(accept(key="secret"), answers=0), "hmac-asymmetric@1",
              "The daemon signs, the client does not.", 28)
    unsigned = talk().c2s(connect(key="secret")).s2c(accept(key="secret"), answers=0).c2s(scene.call()).s2c(scene.result(key="secret"), answers=2)
    scene.add("signed-but-one", unsigned, "hmac-asymmetric@2", "A call without a code among messages that have one.", 28)
    for name, chunks, finding in (("hmac-short", shape.chunk(b"HMAC", b"abc"), "bad-annotation@2 hmac-asymmetric@2"),
                                  ("corr-short", shape.chunk(b"CORR", b"abc"), "bad-annotation@2"),
                                  ("corr", shape.chunk(b"CORR", bytes(range(16))), "")):
        call = scene.call()
        data = shape.with_chunks(call, chunks, call[shape.header_size:])
        told = scene.talk().told(call)
        scene.add(f"annotation-{name}", scene.begun().c2s(data, **told).s2c(scene.result(), answers=2), OPEN + " " + finding,
                  "An annotation of Pyro's own, and its size.", 23)


class Command:
    """What runs a command when it is unpickled."""

    def __reduce__(self):
        return os.system, ("id",)


def pickles(scene):
    shape = scene.shape
    for name in ("pickle", "dill", "cloudpickle"):
        payload = pickle.dumps(("demo", "put", (Command(),), {}), 2)
        talk = scene.begun(serializer=name).c2s(scene.make(4, payload, serializer=name)).s2c(scene.result(serializer=name), answers=2)
        scene.add(f"command-in-{name}", talk, OPEN + " pickle-serializer@0 dangerous-class@2", "A pickle that runs a command.", 63, 64,
                  flags=["NoInstance"])
    payload = pickle.dumps(("demo", "put", (Command(),), {}), 2)[:-1]
    talk = scene.begun(serializer="pickle").c2s(scene.make(4, payload, serializer="pickle")).s2c(scene.result(serializer="pickle"), answers=2)
    scene.add("command-in-cut-pickle", talk, OPEN + " pickle-serializer@0 dangerous-class@2 payload-syntax@2",
              "It runs although the pickle is cut behind it.", 64, flags=["NoInstance"])
    payload = pickle.dumps(("demo", "add", (1, 2), {}), 2)
    talk = scene.begun(serializer="pickle").c2s(scene.make(4, payload + b"X", serializer="pickle")).s2c(scene.result(serializer="pickle"), answers=2)
    scene.add("pickle-trailing", talk, OPEN + " pickle-serializer@0 trailing-bytes@2", "A byte follows the pickle.", 63)


def flame(scene):
    talk = scene.begun(object="Pyro.Flame").c2s(scene.call("module", ("socket",), object="Pyro.Flame")).s2c(scene.result(), answers=2)
    scene.add("flame", talk, OPEN + " flame@0 flame@2", "Modules of the daemon are asked for.", 67)


def metadata(scene):
    shape = scene.shape
    connect = scene.make(1, shape.dump({"handshake": "hello", "object": "demo"}, "serpent"), sequence=0)
    accepted = scene.make(2, shape.dump("hello", "serpent"), sequence=0)
    scene.add("without-metadata", scene.talk().c2s(connect).s2c(accepted, answers=0), OPEN,
              "Without META_ON_CONNECT the answer is what the validator returned.", 41, 42)
