"""Writes vectors: for each an input file and a sidecar in JSON, in Fixtures/FORMAT/{valid,invalid,either}/.

What a vector expects is never typed in where a reference can be asked: a Suite is given two functions, one
that decodes as the reference does and one that encodes, and fails where a case and the reference differ
without the case naming the quirk (spec/quirks.md) that says so. The layout is described in
Fixtures/README.md, the members of a sidecar in Fixtures/vector.schema.json.
"""
import base64
import json
import os
import subprocess
import sys

# Typed JSON of what is nested deep is nested deeper.
sys.setrecursionlimit(20_000)
# Stands in the text of an invalid document at the byte where it stops being good.
MARK = "\u2038"
SIDES = ("valid", "invalid", "either")


class Refused(Exception):
    """What a reference's decoder or encoder is to raise, whatever it raises itself."""


class Made(bytes):
    """A document that the reference wrote, and nobody changed."""


class Suite:
    """The vectors of one format."""

    def __init__(self, format, extension, reference, decode=None, encode=None, reencode=None, through=None, told=()):
        """`decode` makes typed JSON of bytes, `encode` bytes of typed JSON, and `reencode` bytes of bytes where
        the way through typed JSON loses something, as `reference` does; all raise Refused. `through` says how far
        behind a fault's first byte it may be reported, of a document and that byte. `told` names the options of a
        vector that the functions have to be told, as keyword arguments."""
        self.format = format
        self.extension = extension
        self.reference = reference
        self.decode = decode
        self.encode = encode
        self.through = through or (lambda data, offset: offset)
        self.told = told
        self.reencode = reencode or (lambda data, **more: encode(decode(data, **more), more))
        self.vectors = {}
        self.inputs = {}
        self.extensions = {}
        self.faults = []

    # Cases.

    def valid(self, name, data, comment, spec, **more):
        """A document that has to be read. `value` is what the reference reads, unless given."""
        if isinstance(data, Made):
            more = dict({"source": {"input": self.reference, "verdict": self.reference}}, **more)
        vector = self.new("valid", name, comment, spec, more)
        data = as_bytes(data)
        read = self.read(data, more)
        if "value" in more:
            vector["value"] = more["value"]
            own = quirk(spec) or more.get("elsewhere")
            if own and "source" not in more:
                vector["source"]["verdict"] = "hand-made"
            self.require(vector, own or read == more["value"], f"the reference reads {read}")
        elif read is None:
            return self.fault(vector, "the reference refuses it")
        else:
            vector["value"] = read
        self.add_writing(vector, data, more)
        self.add(vector, data)

    def invalid(self, name, data, kind, comment, spec, **more):
        """A document that has to be refused, at the mark in it, or else at `at`."""
        vector = self.new("invalid", name, comment, spec, more)
        data, offset = unmarked(data, more.get("at"))
        if offset is None:
            return self.fault(vector, "it says nowhere where the fault is")
        vector["error"] = {"kind": kind, "offset": offset}
        through = more.get("through", self.through(data, offset))
        if "until" in more:
            through = data.index(more["until"], offset) + len(more["until"])
        if through > offset:
            vector["error"]["through"] = through
        # What only a limit or a policy refuses, the reference reads.
        by_choice = kind in ("forbidden", "limit", "unsupported") or more.get("options") or more.get("elsewhere")
        if by_choice and "source" not in more:
            vector["source"]["verdict"] = "hand-made"
        if self.decode and not by_choice and not quirk(spec):
            self.require(vector, self.read(data, more) is None, f"the reference reads {self.read(data, more)}")
        self.add(vector, data)

    def either(self, name, data, comment, spec, error=None, **more):
        """A document that may be read, as `value`, or refused: references differ, or leave it open."""
        vector = self.new("either", name, comment, spec, more)
        data, offset = unmarked(data, more.get("at"))
        read = more.get("value", self.read(data))
        if read is not None:
            vector["value"] = read
        if error:
            vector["error"] = {"kind": error, "offset": offset}
        self.require(vector, read is not None or error, "nothing is expected of it")
        self.add(vector, data)

    def ask(self, testee, dialect):
        """Holds the vectors of a dialect to what another implementation, a testee, says of them."""
        asked = [v for v in self.vectors.values() if dialect in v.get("dialects", []) and not quirk(v["spec"]) and not v.get("options")]
        lines = [json.dumps({"id": v["id"], "op": "decode", "format": self.format, "options": {"dialect": dialect},
                             "data": base64.b64encode(self.inputs[v["id"]]).decode()}) for v in asked]
        run = subprocess.run(testee, input="\n".join(lines) + "\n", capture_output=True, text=True, check=True)
        for vector, line in zip(asked, run.stdout.splitlines(), strict=True):
            read = in_order(json.loads(line).get("value"))
            expected = in_order(vector.get("decoded", vector.get("value")))
            self.require(vector, read == expected, f"{dialect} reads {read}")

    def encodes(self, name, value, comment, spec, **more):
        """A value, and the document that the reference writes for it. `decoded` is what the reference
        reads that document as, where this is another value."""
        vector = self.new("valid", name, comment, spec, more)
        options = more.get("options", {})
        try:
            data = self.encode(value, options)
        except Refused as refusal:
            return self.fault(vector, f"the reference does not write it: {refusal}")
        vector["value"] = value
        read = self.read(data)
        if read is None:
            return self.fault(vector, "the reference does not read what it writes")
        if read != in_order(value):
            vector["decoded"] = read
        if options.get("indent") or not has_order_of_its_own(value):
            vector["ops"] = ["decode", "encode"]
        self.add(vector, data)

    def conversation(self, name, talk, findings, comment, spec, **more):
        """What both ends of a connection sent, and what a checker says of it. It is on the side that the findings put it."""
        said = talk.findings(findings)
        vector = self.new(talk.side(said), name, comment, spec, more)
        vector["source"] = {"input": more.get("source", self.reference), "verdict": "hand-made"}
        vector["value"], vector["ops"] = talk.report(said), ["check"]
        self.add(vector, talk.text().encode())
        self.extensions[vector["id"]] = ".txt"

    # Their parts.

    def new(self, side, name, comment, spec, more):
        spec = [spec] if isinstance(spec, str) else list(spec)
        vector = {"id": f"{self.format}/{side}/{name}", "format": self.format, "comment": comment,
                  "spec": spec, "source": more.get("source", {"input": "hand-made", "verdict": self.reference})}
        for member in ("dialects", "options", "flags"):
            if more.get(member):
                vector[member] = more[member]
        if side == "invalid" and "source" not in more:
            verdict = "hand-made" if quirk(spec) or more.get("options") else self.reference
            vector["source"] = {"input": "hand-made", "verdict": verdict}
        return vector

    def add_writing(self, vector, data, more):
        """Whether the document is what an encoder writes for its value, or what it writes instead."""
        if not self.encode or more.get("ops") == ["decode"] or has_order_of_its_own(vector["value"]):
            return
        try:
            canonical = self.reencode(data, **self.known(more))
        except Refused:
            return
        vector["ops"] = ["decode", "reencode"]
        if canonical != data:
            vector["canonical"] = base64.b64encode(canonical).decode()

    def known(self, more):
        return {name: value for name, value in more.get("options", {}).items() if name in self.told}

    def read(self, data, more={}):
        if not self.decode:
            return None
        try:
            return self.decode(data, **self.known(more))
        except Refused:
            return None

    def add(self, vector, data):
        identifier = vector["id"]
        self.require(vector, identifier not in self.vectors, "there are two of this name")
        self.require(vector, all(c.isalnum() or c in "-./" for c in identifier), "a name like this is no file's")
        self.vectors[identifier] = vector
        self.inputs[identifier] = data

    def require(self, vector, condition, what):
        if not condition:
            self.fault(vector, what)

    def fault(self, vector, what):
        self.faults.append(f"{vector['id']}: {what}"[:400])

    # Files.

    def write(self, root):
        """Writes the folders of the format below `root`, or fails with every case that is at fault."""
        if self.faults:
            raise SystemExit("\n".join(self.faults) + f"\n{len(self.faults)} cases are at fault")
        for side in SIDES:
            os.makedirs(os.path.join(root, self.format, side), exist_ok=True)
        for identifier, vector in self.vectors.items():
            path = os.path.join(root, *identifier.split("/"))
            with open(path + self.extensions.get(identifier, self.extension), "wb") as file:
                file.write(self.inputs[identifier])
            with open(path + ".json", "w", encoding="ascii", newline="\n") as file:
                file.write(sidecar(vector))


def sidecar(vector):
    """JSON with a line for each member, so that a change shows as the line that it is."""
    lines = [f"  {json.dumps(name)}: {json.dumps(member)}" for name, member in vector.items()]
    return "{\n" + ",\n".join(lines) + "\n}\n"


def quirk(spec):
    """Whether one of the statements is a difference from the reference."""
    return any(statement.startswith("Q-") for statement in ([spec] if isinstance(spec, str) else spec))


def as_bytes(document):
    return document if isinstance(document, bytes) else document.encode("utf-8")


def unmarked(document, offset=None):
    """The bytes of a document without its mark, and the offset at which that stood."""
    data, mark = as_bytes(document), MARK.encode()
    if offset is None and mark in data:
        offset = data.index(mark)
        data = data[:offset] + data[offset + len(mark):]
    return data, offset


def has_order_of_its_own(node):
    """Whether typed JSON holds a set of several elements: in what order they are written is the writer's own."""
    if isinstance(node, list):
        return any(map(has_order_of_its_own, node))
    if not isinstance(node, dict):
        return False
    return node.get("t") in ("set", "frozenset") and len(node["v"]) > 1 or any(map(has_order_of_its_own, node.values()))


def in_order(node):
    """Typed JSON whose members and sets stand in one order, whatever the peer and its hash seed."""
    if isinstance(node, list):
        return [in_order(item) for item in node]
    if not isinstance(node, dict):
        return node
    made = {name: in_order(node[name]) for name in sorted(node, key=lambda name: (name != "t", name))}
    if made.get("t") in ("set", "frozenset"):
        made["v"] = sorted(made["v"], key=lambda item: json.dumps(item, sort_keys=True))
    return made
