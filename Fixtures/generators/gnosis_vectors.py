"""Writes Fixtures/xmlpickle/gnosis.jsonl: values, and what Gnosis_Utils 1.2.2 writes for them.

Run by CPython 2.7 with the unpacked Gnosis_Utils on the path:

    PYTHONHASHSEED=0 PYTHONPATH=Gnosis_Utils-1.2.2 python2.7 gnosis_vectors.py > gnosis.jsonl

A line holds the value as typed JSON, the options, and the document in base64. Ids are numbered
from 1 in the order in which they are met: Gnosis writes memory addresses. Where Gnosis itself reads
its document as something else than the value, `decoded` says as what.
"""
import base64, json, random, re, sys, types

if sys.platform.startswith("java"):
    # A regular expression in this module does not compile under Jython.
    standin = types.ModuleType("gnosis.xml.xmlmap")
    standin.is_legal_xml = lambda text: not re.search(u"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", text)
    sys.modules["gnosis.xml.xmlmap"] = standin

import gnosis.xml.pickle as xml_pickle
from gnosis.xml.pickle.util import setDeepCopy, setInBody, setParanoia, setVerbose
from types import ComplexType, FloatType, IntType, LongType, StringType
import array


class Account:
    pass


class Branch:
    """With constructor's arguments and a state that is a dict."""

    def __getinitargs__(self):
        return ("north", 2)

    def __init__(self, *arguments):
        pass

    def __getstate__(self):
        return {"open": 1}

    def __setstate__(self, state):
        self.state = state


class Ledger(Branch):
    """Whose state is no dict."""

    def __getstate__(self):
        return [1, (2, "x")]


class Items(list):
    pass


class Names(dict):
    pass


class Rate(float):
    pass


class Title(unicode):
    pass


OWN = (Account, Branch, Ledger, Items, Names, Rate, Title)
for own in OWN:
    own.__module__ = "bank.core"


# Gnosis finds the classes of an instance by the names in the document.
bank = types.ModuleType("bank.core")
for own in OWN:
    setattr(bank, own.__name__, own)
sys.modules["bank.core"] = bank


def float_text(x):
    if x != x:
        return "nan"
    if x in (float("inf"), float("-inf")):
        return "inf" if x > 0 else "-inf"
    return x.hex()


class Typed:
    """A Python 2 value as typed JSON; ids by first visit."""

    def __init__(self, tuples):
        self.seen = {}
        self.keep = []
        self.tuples = tuples

    def identified(self, v, make):
        if id(v) in self.seen:
            return {"t": "ref", "id": self.seen[id(v)]}
        self.keep.append(v)
        n = self.seen[id(v)] = len(self.seen) + 1
        out = make()
        out["id"] = n
        return out

    def pairs(self, d):
        return [[self.of(k), self.of(x)] for k, x in d.items()]

    def of(self, v):
        t = type(v)
        if v is None:
            return {"t": "none"}
        if t is bool:
            return {"t": "bool", "v": v}
        if t in (int, long):
            return {"t": "int", "v": str(v).rstrip("L")}
        if t is float:
            return {"t": "float", "v": float_text(v)}
        if t is complex:
            return {"t": "complex", "re": float_text(v.real), "im": float_text(v.imag)}
        if t is str:
            if all(ord(c) < 128 for c in v):
                return {"t": "str", "v": v}
            return {"t": "bytes", "v": v.encode("hex")}
        if t is unicode:
            return {"t": "str", "v": v}
        if t is list:
            return self.identified(v, lambda: {"t": "list", "v": [self.of(x) for x in v]})
        if t is tuple:
            plain = lambda: {"t": "tuple", "v": [self.of(x) for x in v]}
            return self.identified(v, plain) if self.tuples and v else plain()
        if t is dict:
            return self.identified(v, lambda: {"t": "dict", "v": self.pairs(v)})
        if t is array.array:
            record = {"t": "object", "module": "array", "class": "array"}
            return self.identified(v, lambda: dict(record, state={"t": "list", "v": [self.of(x) for x in v]}))
        if t is type(re.compile("")):
            return {"t": "object", "module": "_sre", "class": "SRE_Pattern", "state": self.of(v.pattern)}
        if hasattr(v, "__name__") and not isinstance(v, OWN):
            return {"t": "global", "module": v.__module__, "name": v.__name__}
        return self.identified(v, lambda: self.instance(v))

    def instance(self, v):
        cls = v.__class__
        out = {"t": "object", "module": cls.__module__, "class": cls.__name__}
        if hasattr(v, "__getinitargs__"):
            out["args"] = self.of(v.__getinitargs__())
        core = [base for base in (list, dict, float, unicode) if isinstance(v, base)]
        if core and v.__dict__:
            # Gnosis leaves the data among the attributes of what it has written.
            v.__dict__.setdefault("__coredata__", core[0](v))
            state = {"t": "dict", "v": self.pairs(v.__dict__)}
        elif core:
            state = {"t": "dict", "v": [[self.of("__coredata__"), self.core(core[0], v)]]}
        elif hasattr(v, "__getstate__"):
            state = self.of(v.__getstate__())
            state.pop("id", None)
        else:
            state = {"t": "dict", "v": self.pairs(v.__dict__)}
        out["state"] = state
        return out

    def core(self, base, v):
        if base is float:
            return self.of("%.17g" % v)
        return self.of(base(v))


def renumber(document):
    numbers = {}

    def number(match):
        n = numbers.setdefault(match.group(2), str(len(numbers) + 1))
        return '%s="%s"' % (match.group(1), n)

    return re.sub(r'\b(id|refid)="(\d+)"', number, document)


def account(**attributes):
    a = Account()
    a.__dict__.update(attributes)
    return a


def with_attributes(v, **attributes):
    v.__dict__.update(attributes)
    return v


def by_hand():
    yield "true", True
    yield "false", False
    for n in (0, 1, -1, 255, 2**31, -2**31 - 1, 2**63 - 1, -2**63, 2**63, -2**64, 10**40):
        yield "int", int(n)
    floats = (0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e17, 123456789012345680.0, 1e22, 1e-4, 1e-5, 1.7976931348623157e308,
              5e-324, 2.2250738585072014e-308, 1.0 / 3, 1e100, float("inf"), float("-inf"), float("nan"))
    for x in floats:
        yield "float", x
    for z in (1 + 2j, 1.5 - 0.25j, -0.1 + 1e300j, 1j, complex(0.0, -0.0), complex(float("inf"), 2)):
        yield "complex", z
    for s in ("", "a", "ledger", "a<b>&\"c'", "\\", "a\\", "\\n", "tab\tline\nreturn\r", "\x00\x01\x7f", "'", "\"",
              "]]>", " two  blanks ", "\xe9", "\xff\xfe\x80", "h\xc3\xa9", "\\'", "\\047", "x" * 200):
        yield "str", s
    for u in (u"h\xe9", u"\u20ac", u"\U0001f600", u"<&>\u2028", u"\xbb\xbb", u"\xabx\xab", u"line\n\xe9 ", u"]]>\xe9"):
        yield "unicode", u
    yield "list", []
    yield "list", [1, [2, [3, []]], (), {}]
    yield "tuple", ()
    yield "tuple", (1, (2,), ((),))
    yield "dict", {}
    yield "dict", {"a": 1, 2: (3, 4), (5, "x"): None, None: True, 1.5: {"deep": [u"\u20ac"]}}
    yield "none-inside", [None, None]
    shared = [1]
    yield "shared-list", [shared, shared, (shared,)]
    empty = []
    yield "shared-empty", [empty, empty]
    pair = (1, 2)
    yield "shared-tuple", [pair, pair]
    d = {"k": 1}
    yield "shared-dict", {"x": d, "y": d}
    cycle = [1]
    cycle.append(cycle)
    yield "cycle-list", cycle
    loop = {}
    loop["me"] = loop
    yield "cycle-dict", loop
    yield "instance", account()
    yield "instance", account(owner="ann", balance=12.5, history=[1, 2], tags={"a": (1,)})
    yield "instance-inside", [account(owner="ann"), {"k": account()}]
    a = account()
    a.me = a
    a.inside = [a]
    yield "instance-cycle", a
    yield "instance-shared", (lambda x: [x, x])(account(n=1))
    yield "initargs", Ledger()
    yield "initargs-inside", [Ledger()]
    yield "getstate", [Branch()]
    yield "array", array.array("b", [1, 2, 3])
    yield "array", [array.array("d", [1.5, 2.0]), 1]
    yield "pattern", re.compile("a+<b>")
    yield "pattern", [re.compile(u"\xe9")]
    yield "core", Items([1, "x"])
    yield "core", [Names({"k": 1}), Rate(2.5), Title(u"h\xe9")]
    yield "core-attributes", with_attributes(Items([1, 2]), note="n")
    yield "function", len
    yield "function-inside", [len, {"f": len}]
    yield "class-inside", [Account]


def random_value(r, depth, pool):
    kind = r.randrange(14 if depth > 0 else 8)
    if kind == 0:
        return r.choice([None, True, False])
    if kind == 1:
        return r.choice([0, 1, -1, 2**31, 10**30, -10**20, r.randrange(-10**6, 10**6)])
    if kind == 2:
        return r.choice([0.5, -1.5, 1e300, r.random(), r.gauss(0, 1e6)])
    if kind == 3:
        return complex(r.gauss(1, 1), r.gauss(1, 1))
    if kind in (4, 5):
        return "".join(r.choice("abcXYZ_09 '\"<>&\\\n\x01") for _ in range(r.randrange(12)))
    if kind == 6:
        return u"".join(r.choice(u"ab<>&'\xe9\u20ac\n") for _ in range(r.randrange(8))) + u"\xe9"
    if kind == 7:
        return "".join(chr(r.randrange(256)) for _ in range(r.randrange(6))) + "\x80"
    if kind == 8 and pool:
        return r.choice(pool)
    if kind in (8, 9):
        v = []
        pool.append(v)
        v.extend(random_value(r, depth - 1, pool) for _ in range(r.randrange(4)))
        return v
    if kind == 10:
        return tuple(random_value(r, depth - 1, pool) for _ in range(r.randrange(4)))
    if kind in (11, 12):
        v = {}
        pool.append(v)
        for _ in range(r.randrange(4)):
            key = r.choice(["a", "b<", u"k\xe9", r.randrange(100), (1, "t")])
            v[key] = random_value(r, depth - 1, pool)
        return v
    a = account()
    pool.append(a)
    for _ in range(r.randrange(4)):
        a.__dict__[r.choice(["owner", "balance", "items", "name"])] = random_value(r, depth - 1, pool)
    return a


OPTIONS = [{}, {"deepCopy": True}, {"inBody": True}, {"verbose": True},
           {"deepCopy": True, "inBody": True, "verbose": True}]


def set_options(options):
    setDeepCopy(int(options.get("deepCopy", False)))
    setVerbose(int(options.get("verbose", False)))
    for t in (IntType, LongType, FloatType, ComplexType, StringType):
        setInBody(t, int(options.get("inBody", False)))


def line(name, number, value, options):
    set_options(options)
    document = renumber(xml_pickle.dumps(value))
    out = {"id": "%s-%d" % (name, number), "format": "xmlpickle", "dialect": "gnosis", "options": options,
           "value": Typed(True).of(value), "data": base64.b64encode(document)}
    try:
        read = Typed(True).of(xml_pickle.loads(document))
        if read != out["value"] and read != Typed(False).of(value):
            out["decoded"] = read
    except Exception as error:
        out["unreadable"] = "%s: %s" % (type(error).__name__, error)
    print(json.dumps(out, sort_keys=True))


def is_cyclic(value):
    try:
        set_options({"deepCopy": True})
        xml_pickle.dumps(value)
        return False
    except RuntimeError:
        return True


def main():
    setParanoia(0)
    sys.setrecursionlimit(2000)
    r = random.Random(20)
    cases = list(by_hand()) + [("random", random_value(r, 4, [])) for _ in range(150)]
    number = 0
    for name, value in cases:
        cyclic = is_cyclic(value)
        for options in OPTIONS if name != "random" else [r.choice(OPTIONS)]:
            if value is None or (cyclic and options.get("deepCopy")):
                continue
            number += 1
            try:
                line(name, number, value, options)
            except Exception as error:
                if "Unpickleable" not in str(error):
                    raise
                print(json.dumps({"id": "%s-%d" % (name, number), "format": "xmlpickle", "dialect": "gnosis",
                                  "options": options, "value": Typed(True).of(value), "unwritable": True},
                                 sort_keys=True))


if __name__ == "__main__":
    main()
