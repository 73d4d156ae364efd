"""What both ends of a connection say in turn: the transcript of it (TEST-31), and the report of a checker (TEST-32)."""
import pathlib
import re

from suite import Refused

RULES = pathlib.Path(__file__).parents[3] / "spec/rules.md"
CUT = 120


def rules():
    """The category and default severity of each rule, from the tables of spec/rules.md."""
    category, table = None, {}
    for line in RULES.read_text().splitlines():
        if line.startswith("## "):
            category = line[3:].lower()
        found = re.match(r"\| (`[a-z-]+`(?:, `[a-z-]+`)*) \| ([a-z]+)", line)
        if found:
            table.update((name, (category, found[2])) for name in re.findall(r"[a-z-]+", found[1]))
    return table


SEVERITIES = rules()


class Talk:
    """A conversation. `decode` makes typed JSON of a stream, as the reference does: what it says of a message is in
    the report, unless a turn says otherwise."""

    def __init__(self, decode, members=("kind", "handler", "sequence", "flags", "serializer")):
        self.decode, self.members = decode, members
        self.lines, self.messages, self.more = [], [], []

    def c2s(self, data, **fields):
        return self.turn("c2s", data, fields)

    def s2c(self, data, **fields):
        return self.turn("s2c", data, fields)

    def turn(self, direction, data, fields):
        """Bytes that are one message; `answers` is the index of the message that it answers."""
        self.raw(direction, data)
        self.messages.append(dict(self.told(data), direction=direction) | fields)
        return self

    def told(self, data):
        try:
            decoded = self.decode(data)["v"]
        except Refused:
            return {}
        fields = {name["v"]: value for name, value in decoded[0]["v"]}
        told = {name: plain(fields[name]) for name in self.members if name in fields}
        told["payloadLength"] = len(fields["payload"]["v"]) // 2 if "payload" in fields else len(data)
        if told.get("serializer", "").startswith("serializer-"):
            told["serializer"] = "unknown"
        return told

    def raw(self, direction, data):
        """Bytes that are no message, or not a whole one."""
        text = data.hex()
        self.lines += [f"{direction} {text[start:start + CUT]}" for start in range(0, len(text), CUT)]
        return self

    def say(self, line):
        """Another line: `c2s lost 3`, `s2c end`."""
        self.lines.append(line)
        return self

    def message(self, direction, **fields):
        """A message whose bytes are said with `raw`."""
        self.messages.append(dict(fields, direction=direction))
        return self

    def text(self):
        return "\n".join(self.lines) + "\n"

    def findings(self, text):
        """`no-authentication@1 bad-header@2=warning missing-reply`: rules, the message, the severity if unusual."""
        found = []
        for word in text.split():
            rule, message, severity = re.fullmatch(r"([a-z-]+)(?:@(\d+))?(?:=([a-z]+))?", word).groups()
            found.append((rule, severity or SEVERITIES[rule][1], None if message is None else int(message)))
        return sorted(found, key=lambda one: (one[2] is None, one[2] or 0, one[0]))

    def side(self, findings):
        """Whether the protocol is kept to."""
        broken = any(SEVERITIES[rule][0] == "protocol" and severity != "note" for rule, severity, _ in findings)
        return "invalid" if broken else "valid"

    def report(self, findings):
        order = ("direction", "kind", "handler", "sequence", "flags", "serializer", "payloadLength", "answers")
        messages = [[[text(name), typed(message[name])] for name in order if name in message] for message in self.messages]
        told = [{"t": "tuple", "v": [text(rule), text(severity), typed(message)]} for rule, severity, message in findings]
        members = [[text("findings"), listed(told)],
                   [text("messages"), listed([{"t": "dict", "v": message} for message in messages])]]
        return {"t": "dict", "v": members + self.more}


def plain(node):
    return int(node["v"]) if node["t"] == "int" else node["v"]


def text(value):
    return {"t": "str", "v": value}


def listed(nodes):
    return {"t": "list", "v": nodes}


def typed(value):
    if value is None:
        return {"t": "none"}
    return text(value) if isinstance(value, str) else {"t": "int", "v": str(value)}
