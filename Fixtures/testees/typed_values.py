"""Typed JSON (spec/testee.md) for the peers' side of tests: Python values to it, and back.

Scripts beside it import it: `from typed_values import typed, untyped`.
"""
import math


def hex_float(number):
    if math.isnan(number):
        return "nan"
    if math.isinf(number):
        return "inf" if number > 0 else "-inf"
    return number.hex()


def typed(value):
    """The typed JSON of a value, as Python's json module takes it."""
    kind = type(value)
    if value is None:
        return {"t": "none"}
    if value is Ellipsis:
        return {"t": "ellipsis"}
    if value is NotImplemented:
        return {"t": "notimplemented"}
    if kind is bool:
        return {"t": "bool", "v": value}
    if kind is int:
        return {"t": "int", "v": str(value)}
    if kind is float:
        return {"t": "float", "v": hex_float(value)}
    if kind is complex:
        return {"t": "complex", "re": hex_float(value.real), "im": hex_float(value.imag)}
    if kind is str:
        return typed_text(value)
    if kind in (bytes, bytearray):
        return {"t": "bytes", "v": bytes(value).hex()}
    if kind in (list, tuple, set, frozenset):
        return {"t": kind.__name__, "v": [typed(element) for element in value]}
    if kind is dict:
        return {"t": "dict", "v": [[typed(key), typed(item)] for key, item in value.items()]}
    if kind is slice:
        return {"t": "slice", "start": typed(value.start), "stop": typed(value.stop), "step": typed(value.step)}
    raise TypeError(kind)


def typed_text(text):
    try:
        text.encode("utf-8")
        return {"t": "str", "v": text}
    except UnicodeEncodeError:
        units = text.encode("utf-16-be", "surrogatepass")
        return {"t": "str16", "v": " ".join(units[at:at + 2].hex() for at in range(0, len(units), 2))}


def float_of(text):
    return {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}.get(text) if "n" in text else float.fromhex(text)


CONTAINERS = {"list": list, "tuple": tuple, "set": set, "frozenset": frozenset}
SINGLETONS = {"none": None, "ellipsis": Ellipsis, "notimplemented": NotImplemented}


def untyped(node):
    """The Python value of typed JSON; records of classes have none."""
    kind = node["t"]
    if kind in SINGLETONS:
        return SINGLETONS[kind]
    if kind in ("bool", "str"):
        return node["v"]
    if kind == "int":
        return int(node["v"])
    if kind == "float":
        return float_of(node["v"])
    if kind == "complex":
        return complex(float_of(node["re"]), float_of(node["im"]))
    if kind == "bytes":
        return bytes.fromhex(node["v"])
    if kind in CONTAINERS:
        return CONTAINERS[kind](untyped(element) for element in node["v"])
    if kind == "dict":
        return {untyped(key): untyped(item) for key, item in node["v"]}
    if kind == "slice":
        return slice(untyped(node["start"]), untyped(node["stop"]), untyped(node["step"]))
    raise ValueError(kind)
