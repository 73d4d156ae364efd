"""Messages as Pyro4's own Message writes them: SEED COUNT.

One a line, fields parted by tabs: type, flags, sequence, serializer, annotations (id=hex, parted by commas, or a dash),
payload (hex or a dash), whether compression is on, the HMAC key (hex or a dash), the message (hex).
"""
import random
import sys

from Pyro4 import message, util


class Bytes(util.SerializerBase):
    """A serializer whose data are bytes already: what is left is Pyro's own way to compress."""

    def dumps(self, data):
        return data


def made(pick):
    size = pick.choice([0, 1, 40, 199, 200, 201, 1000, 5000])
    payload = pick.choice([pick.randbytes(size), b"telemetry " * (size // 10), bytes(size)])
    names = pick.sample(["USER", "STRM", "BLBI", "a b\x00", "ABCD"], pick.choice([0, 0, 1, 2, 5]))
    annotations = {name: pick.randbytes(pick.choice([0, 1, 130, 300])) for name in names}
    compresses = pick.random() < 0.5
    key = pick.choice([b"", pick.randbytes(pick.choice([1, 20, 64, 65, 200]))])
    kind, flags, sequence = pick.randint(1, 6), pick.choice([0, 1, 4, 8, 16, 32, 64, 0x7D]), pick.randrange(65536)
    serializer = pick.choice([1, 2, 3, 4, 5, 6, 7, 42])
    data, is_compressed = Bytes().serializeData(payload, compresses)
    wire = message.Message(
        kind, data, serializer, flags | (message.FLAGS_COMPRESSED if is_compressed else 0), sequence,
        annotations=annotations, hmac_key=key).to_bytes()
    chunks = ",".join("%s=%s" % (name.encode().hex(), data.hex()) for name, data in annotations.items())
    print(kind, flags, sequence, serializer, chunks or "-", payload.hex() or "-", int(compresses), key.hex() or "-",
          wire.hex(), sep="\t")


pick = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    made(pick)
