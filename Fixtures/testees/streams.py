"""What the testees of protocols share: a stream of bytes to receive messages from, and the typed JSON of messages
(TEST-20 to TEST-27). Runs under Python 2.7 and 3."""
import binascii


class Stream(object):
    """One direction of a connection, whole. `recv` and `read` are what peers call; fewer bytes are none."""

    MAX_IO_CHUNK = 1 << 30

    def __init__(self, data=b""):
        self.data = data
        self.place = 0
        self.written = b""

    def recv(self, size, flags=0):
        taken = self.data[self.place:self.place + size] if size >= 0 else b""
        if len(taken) != size:
            raise EOFError("%d bytes wanted, %d left" % (size, len(self.data) - self.place))
        self.place += size
        return taken

    read = recv

    def peek(self, size):
        return self.data[self.place:self.place + size]

    def write(self, data):
        self.written += data

    send = write

    def close(self):
        pass

    def __bool__(self):
        return self.place < len(self.data)

    __nonzero__ = __bool__


def messages(data, one):
    """The typed JSON of a stream: `one` takes the dict of a message from it."""
    stream, made = Stream(data), []
    while stream:
        made.append(record(one(stream)))
    return {"t": "list", "v": made}


def record(fields):
    """The typed JSON of a message: texts, integers and bytes become themselves, what is typed JSON stays."""
    return {"t": "dict", "v": [[{"t": "str", "v": name}, member(value)] for name, value in fields if value is not None]}


def member(value):
    if isinstance(value, dict):
        return value
    if isinstance(value, (bytes, bytearray, memoryview)):
        return {"t": "bytes", "v": binascii.hexlify(value).decode("ascii")}
    if isinstance(value, int):
        return {"t": "int", "v": str(value)}
    return {"t": "str", "v": value}


def chunks(annotations):
    """The typed JSON of annotations."""
    pairs = [{"t": "tuple", "v": [{"t": "str", "v": name}, member(data)]} for name, data in annotations]
    return {"t": "list", "v": pairs}


def fields(node):
    """The fields of a message in typed JSON: integers, texts and bytes; what else there is stays typed JSON."""
    made = {}
    for name, value in node["v"]:
        kind = value["t"]
        made[name["v"]] = (int(value["v"]) if kind == "int" else bytes(bytearray.fromhex(value["v"])) if kind == "bytes"
                           else value["v"] if kind == "str" else value)
    return made


def pairs(node):
    """The annotations of a message in typed JSON, as a dict."""
    return dict((pair["v"][0]["v"], bytes(bytearray.fromhex(pair["v"][1]["v"]))) for pair in node["v"])


def named(names, prefix, code):
    """The name of a code; of one that is not defined `PREFIX-9`."""
    return names.get(code, "%s-%d" % (prefix, code))


def coded(names, name):
    """The code of a name."""
    known = dict((text, code) for code, text in names.items())
    return known[name] if name in known else int(name.rsplit("-", 1)[1])
