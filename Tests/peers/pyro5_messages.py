"""Messages as Pyro5's own SendingMessage writes them: SEED COUNT.

One a line, fields parted by tabs: type, flags, sequence, serializer, correlation id (hex or a dash), annotations
(id=hex, parted by commas, or a dash), payload (hex or a dash), whether compression is on, the message (hex).
"""
import random
import sys
import uuid

from Pyro5 import config, protocol
from Pyro5.callcontext import current_context


def field(data):
    return data.hex() or "-"


def message(pick):
    size = pick.choice([0, 1, 40, 99, 100, 101, 102, 1000, 5000])
    payload = pick.choice([pick.randbytes(size), b"telemetry " * (size // 10), bytes(size)])
    names = pick.sample(["USER", "STRM", "BLBI", "a b\x00", "ABCD"], pick.choice([0, 0, 1, 2, 5]))
    annotations = {name: pick.randbytes(pick.choice([0, 1, 130, 300])) for name in names}
    config.COMPRESSION = pick.random() < 0.5
    current_context.correlation_id = uuid.UUID(bytes=pick.randbytes(16)) if pick.random() < 0.5 else None
    kind, flags, sequence = pick.randint(1, 6), pick.choice([0, 1, 2, 4, 8, 16, 32, 0x3F]), pick.randrange(65536)
    serializer = pick.choice([1, 2, 3, 4, 42])
    made = protocol.SendingMessage(kind, flags, sequence, serializer, payload, annotations)
    chunks = ",".join(f"{name.encode().hex()}={data.hex()}" for name, data in annotations.items())
    correlation = current_context.correlation_id
    print(kind, flags, sequence, serializer, field(correlation.bytes if correlation else b""), chunks or "-",
          field(payload), int(config.COMPRESSION), made.data.hex(), sep="\t")


pick = random.Random(int(sys.argv[1]))
for _ in range(int(sys.argv[2])):
    message(pick)
