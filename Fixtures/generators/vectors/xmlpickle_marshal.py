"""The PyXML dialect. Hand-made: of PyXML nothing is left that runs here but what it once wrote."""
from xmlpickle_gnosis import typed

HAND = {"input": "hand-made", "verdict": "hand-made"}


def around(element):
    return f'<?xml version="1.0"?><marshal>{element}</marshal>'


NONE = {"t": "none"}
LIST = {"t": "list", "v": []}
VALUES = {
    "none": ("<none/>", NONE), "none-text": ("<none> x </none>", NONE), "int": ("<int>5</int>", typed("int", "5")), "int-blanks": ("<int> +5\n</int>", typed("int", "5")), "int-minus": ("<int>-5</int>", typed("int", "-5")),
    "int-big": ("<int>18446744073709551616</int>", typed("int", "18446744073709551616")), "long": ("<long>10L</long>", typed("int", "10")), "long-plain": ("<long>10</long>", typed("int", "10")),
    "long-big": ("<long>-100000000000000000000</long>", typed("int", "-100000000000000000000")), "float": ("<float>1.5</float>", typed("float", "0x1.8000000000000p+0")), "float-exponent": ("<float> 1e3 </float>", typed("float", "0x1.f400000000000p+9")),
    "float-int": ("<float>5</float>", typed("float", "0x1.4000000000000p+2")), "float-inf": ("<float>inf</float>", typed("float", "inf")), "float-infinity": ("<float>-Infinity</float>", typed("float", "-inf")),
    "float-nan": ("<float>NaN</float>", typed("float", "nan")), "complex": ("<complex>1.5 -2</complex>", {"t": "complex", "re": "0x1.8000000000000p+0", "im": "-0x1.0000000000000p+1"}), "string": ("<string>a&lt;b\\n</string>", typed("str", "a<b\\n")),
    "string-empty": ("<string/>", typed("str", "")), "string-accent": ("<string>é</string>", typed("str", "é")), "unicode": ("<unicode>é漢</unicode>", typed("str", "é漢")), "string-cdata": ("<string><![CDATA[<&]]></string>", typed("str", "<&")),
    "list-empty": ("<list/>", LIST), "list": ("<list><int>1</int><none/></list>", {"t": "list", "v": [typed("int", "1"), NONE]}), "tuple": ("<tuple> <none/> x <list/> </tuple>", {"t": "tuple", "v": [NONE, LIST]}),
    "dict": ("<dictionary><int>1</int><none/></dictionary>", {"t": "dict", "v": [[typed("int", "1"), NONE]]}), "dict-empty": ("<dictionary/>", {"t": "dict", "v": []}),
    "cycle": ('<list id="i2"><reference id="i2"/></list>', {"t": "list", "id": 1, "v": [{"t": "ref", "id": 1}]}),
    "shared": ('<tuple><list id="i2"/><reference id="i2"/></tuple>', {"t": "tuple", "v": [{"t": "list", "id": 1, "v": []}, {"t": "ref", "id": 1}]}),
    "object": ('<object id="i2" module="m" class="C"><tuple/><dictionary id="i3"/></object>', {"t": "object", "module": "m", "class": "C", "args": {"t": "tuple", "v": []}, "state": {"t": "dict", "v": []}}),
    "object-os": ('<object id="i2" module="os" class="system"><tuple><string>id</string></tuple><none/></object>', {"t": "object", "module": "os", "class": "system", "args": {"t": "tuple", "v": [typed("str", "id")]}, "state": NONE}),
    "comment": ("<!-- x --><none/>", NONE), "blanks-around": ("\n <none/>\n ", NONE),
}
FAULTS = {
    "int-long": ("<int>‸1L</int>", "XMLP-44"), "int-hex": ("<int>‸0x10</int>", "XMLP-44"), "int-empty": ("<int>‸</int>", "XMLP-44"), "int-dot": ("<int>‸1.5</int>", "XMLP-44"), "int-underscore": ("<int>‸1_0</int>", "XMLP-44"), "int-code": ("<int>‸__import__(0)</int>", "XMLP-44"),
    "float-letter": ("<float>‸x</float>", "XMLP-44"), "float-underscore": ("<float>‸1_0</float>", "XMLP-44"), "float-empty": ("<float>‸</float>", "XMLP-44"), "complex-one": ("<complex>‸1</complex>", "XMLP-45"), "complex-three": ("<complex>‸1 2 3</complex>", "XMLP-45"),
    "complex-j": ("<complex>‸1+2j</complex>", "XMLP-45"), "element-unknown": ("‸<bool>1</bool>", "XMLP-40"), "element-gnosis": ('‸<PyObject class="C"/>', "XMLP-40"), "marshal-inside": ("<list>‸<marshal><none/></marshal></list>", "XMLP-40"),
    "element-in-scalar": ("<int>‸<int>1</int></int>", "XMLP-40"), "reference-unknown": ('‸<reference id="i9"/>', "XMLP-42"), "reference-empty": ("‸<reference/>", "XMLP-42"), "name-statement": ('‸<object module="os; x" class="C"><tuple/><dictionary/></object>', "Q-XMLP-13"),
    "no-value": ("‸", "XMLP-40"), "dict-odd": ("<dictionary><int>1</int>‸</dictionary>", "XMLP-41"), "dict-key-list": ("‸<dictionary><list/><none/></dictionary>", "XMLP-41"),
    "object-empty": ('<object module="m" class="C">‸</object>', "XMLP-46"), "object-no-module": ('‸<object class="C"><tuple/><dictionary/></object>', "XMLP-46"), "object-no-state": ('<object module="m" class="C"><tuple/>‸</object>', "XMLP-46"),
}


def add(suite):
    for name, (element, value) in VALUES.items():
        suite.valid(f"marshal-{name}", around(element), "A value in the PyXML dialect.", ["XMLP-40", "XMLP-41", "XMLP-42", "XMLP-43", "XMLP-44", "XMLP-45", "XMLP-46"], value=value, elsewhere=True, source=HAND,
                    flags=["NoInstance"] if name.startswith("object") else [])
    for name, (element, spec) in FAULTS.items():
        suite.invalid(f"marshal-{name}", around(element), "syntax", "What is no value of the PyXML dialect.", ["XMLP-40", spec] if spec != "XMLP-40" else spec, elsewhere=True, source=HAND)
    suite.invalid("marshal-two-values", around("<int>1</int>‸<int>2</int>"), "syntax", "Two values.", "XMLP-40", until=b"</marshal>", elsewhere=True, source=HAND)
    suite.invalid("marshal-code", around("‸<code>YwAAAAE=</code>"), "forbidden", "A marshalled code object.", "XMLP-47", until=b"</code>", source=HAND, flags=["NoInstance"])
    suite.invalid("marshal-digits-4301", around("<long>‸" + "9" * 4301 + "</long>"), "limit", "More digits than the limit.", "XMLP-44", source=HAND, flags=["IntegerDigits"])
    for count in (10, 100, 199):
        inside = {"t": "list", "v": []}
        for _ in range(count - 1):
            inside = {"t": "list", "v": [inside]}
        suite.valid(f"marshal-depth-{count}", around("<list>" * count + "</list>" * count), f"Lists, {count} deep.", "XMLP-40", value=inside, elsewhere=True, source=HAND, flags=["Depth"])
    suite.invalid("marshal-depth-201", around("<list>" * 200 + "‸<list>" + "</list>" * 201), "limit", "Lists deeper than 200.", "XMLP-40", options={"maxDepth": 200}, source=HAND, flags=["Depth"])
    suite.invalid("marshal-depth-100000", around("<list>" * 200 + "‸<list>" + "<list>" * 99_799), "limit", "Lists without an end.", "XMLP-40", source=HAND, flags=["Depth"])
