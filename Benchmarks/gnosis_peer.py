"""Measures Gnosis_Utils on its own XML pickles: `gnosis_peer.py GNOSIS FOLDER [SECONDS [WORKLOAD,...]]`.

Run by CPython 2.7, with the folder of the unpacked package. Prints the rows that peers.py prints, of the
documents in FOLDER: shorter ones than ours, since Gnosis needs seconds for a megabyte.
"""
import gc
import sys

from measuring import WORKLOADS, best, documents, row


def main():
    sys.path.insert(0, sys.argv[1])
    from gnosis.xml.pickle import dumps, loads

    folder = sys.argv[2]
    seconds = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
    gc.disable()
    for name in sys.argv[4].split(",") if len(sys.argv) > 4 else WORKLOADS:
        items = documents(folder, name, "xml")
        values = [loads(item) for item in items]
        for task, work in (("xml decode", lambda: [loads(item) for item in items]),
                           ("xml encode", lambda: [dumps(value) for value in values])):
            row(name, task, "Gnosis", items, best(seconds, work))


if __name__ == "__main__":
    main()
