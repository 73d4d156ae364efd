"""The Gnosis dialect: structure, numbers, strings, instances, references."""

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE PyObject SYSTEM "PyObjects.dtd">\n'
OPEN = '<PyObject family="obj" type="builtin_wrapper"  class="_EmptyClass">\n<attr name="__toplevel__" '


def around(attribute):
    """A document whose value is the rest of one element `attr`."""
    return HEAD + OPEN + attribute + "\n</PyObject>\n"


def typed(kind, text):
    return {"t": kind, "v": text}


def add(suite):
    numbers(suite)
    strings(suite)
    structure(suite)
    references(suite)
    instances(suite)
    misplaced(suite)
    mutators(suite)
    cuts(suite)


NUMBERS = {
    "0": "0", "minus-0": "-0", "plus": "+12", "long": "10L", "long-lower": "10l", "hex": "0x1F", "hex-capital": "0XfF", "hex-minus": "-0xff", "octal": "017", "octal-zeros": "0017", "zeros": "00",
    "parentheses": "((5))", "blanks": "  5  ", "2-63-1": "9223372036854775807", "minus-2-63": "-9223372036854775808", "2-63": "9223372036854775808L", "2-64": "18446744073709551616L",
    "digits-100": "7" * 100 + "L", "float-dot": "1.", "float-dot-before": ".5", "float-minus-0": "-0.", "exponent": "1e3", "exponent-capital": "1E3", "exponent-minus": "1e-3", "float-17": "0.10000000000000001",
    "float-infinite": "1e400", "float-tiny": "5e-324", "complex": "1:2", "complex-floats": "1.5:-2.5", "complex-old": "1.5-2j",
}
NO_NUMBERS = {
    "empty": "", "parentheses": "()", "minus": "-", "octal-9": "089", "hex-empty": "0x", "underscore": "1_0", "exponent-empty": "1e", "two-dots": "1.2.3", "letter": "L", "three-parts": "1:2:3", "colon": ":",
    "sum": "1+2", "j": "j", "octal-new": "0o17", "call": "__import__('time').time()", "name": "None", "infx": "infx", "comma": "1,2", "blank-between": "1 2", "string": "'a'", "lambda": "lambda: 1", "list": "[1]",
    "arabic": "\u0661",
}


def numbers(suite):
    for name, text in NUMBERS.items():
        spec = ["XMLP-13", "XMLP-14"] if "complex" not in name else ["XMLP-15", "XMLP-16"]
        suite.valid(f"number-{name}", around(f'type="numeric" value="{text}" />'), "A number.", spec)
        suite.valid(f"number-{name}-in-body", around(f'type="numeric">{text}</attr>'), "A number in a body.", spec + ["XMLP-19"])
    for name, text, value in [("inf", "inf.", "inf"), ("minus-inf", "-inf.", "-inf"), ("nan", "nan.", "nan")]:
        suite.valid(f"number-{name}", around(f'type="numeric" value="{text}" />'), "A float that is not finite.", ["XMLP-17", "Q-XMLP-1"], value=typed("float", value))
    for name, text, re, im in [("zero-real", "0:1", "0x0.0p+0", "0x1.0000000000000p+0"), ("zero-imaginary", "1:0", "0x1.0000000000000p+0", "0x0.0p+0"), ("infinite", "inf:1", "inf", "0x1.0000000000000p+0")]:
        suite.valid(f"number-complex-{name}", around(f'type="numeric" value="{text}" />'), "A complex number with a part that is zero or not finite.", ["XMLP-15", "Q-XMLP-2"],
                    value={"t": "complex", "re": re, "im": im})
    for name, text in NO_NUMBERS.items():
        suite.invalid(f"number-{name}", around(f'type="numeric" value="‸{text}" />'), "syntax", "What is no number; Gnosis reads None, older versions evaluate it.", ["XMLP-13", "Q-XMLP-3"],
                      flags=["NoExpression"])
    suite.invalid("number-digits-4301", around('type="numeric" value="‸' + "9" * 4301 + 'L" />'), "limit", "More digits than the limit.", "XMLP-13", flags=["IntegerDigits"])


ESCAPES = {
    "plain": "abc", "empty": "", "tab": "a\\tb", "newline": "\\n", "return": "\\r", "bell": "\\a", "backspace": "\\b", "form-feed": "\\f", "vertical-tab": "\\v", "backslash": "\\\\", "quote": "&quot;", "quote-escaped": "\\&quot;",
    "apostrophe": "it's", "hex": "\\x41", "octal-3": "\\101", "octal-2": "\\60", "octal-1": "\\0", "octal-4": "\\1234", "unknown": "\\q", "u": "\\u0041", "big-n": "\\N{DIGIT ONE}", "entity-lt": "&lt;", "entity-amp": "&amp;",
    "entity-twice": "&amp;amp;", "character-reference": "&#65;", "character-reference-hex": "&#x41;", "brackets": "]]>", "blanks": " a  b ", "long": "x" * 3000, "looks-like-code": "__import__(0)", "comment": "&lt;!-- x --&gt;",
}


def strings(suite):
    for name, text in ESCAPES.items():
        suite.valid(f"string-{name}", around(f'type="string" value="{text}" />'), "A string in an attribute.", ["XMLP-18", "XMLP-20", "XMLP-4"])
    for name, text, spec in [("apostrophe-escaped", "\\'", ["XMLP-18", "Q-XMLP-9"])]:
        suite.valid(f"string-{name}", around(f'type="string" value="{text}" />'), "An apostrophe behind a backslash.", spec, value=typed("str", "\\047"))
    suite.valid("string-line-break", around('type="string" value="a&#10;b" />'), "A line break in an attribute.", ["XMLP-18", "Q-XMLP-8"], value=typed("str", "a\nb"))
    suite.valid("string-bytes", around('type="string" value="\\xe9\\x00" />'), "A str past ASCII is bytes.", "XMLP-20")
    suite.valid("string-bytes-octal", around('type="string" value="\\377" />'), "The same, in octal.", "XMLP-20")
    for name, text in {"ascii": "abc", "accent": "é", "cjk": "漢", "emoji": "\U0001f600", "empty": "", "guillemets": "»»a««", "one-guillemet": "»a«", "entity": "&lt;&amp;", "lines": "a\nb", "blanks": "  a ",
                       "backslash": "\\n", "cdata": "<![CDATA[<&]]>", "reference": "&#8364;"}.items():
        suite.valid(f"body-{name}", around(f'type="string">{text}</attr>'), "A string in a body.", ["XMLP-19", "XMLP-20"])
    suite.valid("body-comment", around('type="string">a<!-- x -->b</attr>'), "A comment within a text.", ["XMLP-6", "Q-XMLP-10"], value=typed("str", "ab"))
    suite.invalid("body-guillemets-accent", around('type="string">»»‸é««</attr>'), "syntax", "A str in a body that is not ASCII.", ["XMLP-19"], elsewhere=True)
    for name, text in {"backslash-last": "ab‸\\", "x-alone": "ab‸\\x", "x-one": "ab‸\\x4", "x-letter": "ab‸\\xg0"}.items():
        suite.invalid(f"string-{name}", around(f'type="string" value="{text}" />'), "syntax", "A damaged escape.", "XMLP-18")


def structure(suite):
    for name, attribute in {
        "none": 'type="None" />', "true": 'type="True" value="" />', "false": 'type="False" value="" />', "list-empty": 'type="list" id="1">\n</attr>', "tuple-empty": 'type="tuple" id="1">\n</attr>', "dict-empty": 'type="dict" id="1">\n</attr>',
        "list": 'type="list" id="1">\n<item type="numeric" value="1" /><item type="None" /></attr>', "tuple": 'type="tuple" id="1">\n<item type="numeric" value="1" /></attr>',
        "dict": 'type="dict" id="1">\n<entry><key type="string" value="a" /><val type="numeric" value="1" /></entry></attr>', "nested": 'type="list" id="1">\n<item type="list" id="2">\n<item type="list" id="3">\n</item></item></attr>',
        "comment": 'type="list" id="1">\n<!-- note --><item type="None" /></attr>', "instruction": 'type="list" id="1">\n<?pi x?><item type="None" /></attr>', "text-between": 'type="list" id="1">\n words <item type="None" /> words</attr>',
        "family-none": 'family="none" type="None"/>', "family-uniq": 'family="uniq" type="True" value=""/>', "family-seq": 'family="seq" type="list" id="1">\n</attr>', "family-map": 'family="map" type="dict" id="1">\n</attr>',
        "family-atom": 'family="atom" type="numeric" value="1" />', "unknown-attribute": 'type="list" other="1">\n</attr>', "prefixed-attribute": 'type="list" xml:lang="en">\n</attr>',
    }.items():
        suite.valid(f"structure-{name}", around(attribute), "A value and its element.", ["XMLP-6", "XMLP-10", "XMLP-5", "XMLP-7"])
    suite.valid("structure-no-newline", around('type="list"><item type="None" /></attr>'), "An element directly behind a start tag.", ["XMLP-6", "Q-XMLP-11"], value={"t": "list", "v": [{"t": "none"}]})
    for name, text in {"keys-equal": ("1", "1.0"), "keys-true": ("1", "1L")}.items():
        entries = "".join(f'<entry><key type="numeric" value="{key}" /><val type="numeric" value="{n}" /></entry>' for n, key in enumerate(text))
        suite.valid(f"structure-{name}", around(f'type="dict" id="1">\n{entries}</attr>'), "Of equal keys the first stays, with the last value.", "XMLP-12", flags=["KeyEquality"])


def references(suite):
    def document(inside):
        return around(f'type="list" id="1">\n{inside}\n</attr>')
    for name, inside in {
        "list": '<item type="list" id="2">\n</item><item type="list" refid="2" />', "dict": '<item type="dict" id="2">\n</item><item type="dict" refid="2" />',
        "other-type": '<item type="list" id="2">\n</item><item type="dict" refid="2" />', "text-id": '<item type="list" id="abc">\n</item><item type="list" refid="abc" />', "cycle": '<item type="list" refid="1" />',
        "empty-refid": '<item type="list" refid="">\n</item>',
    }.items():
        suite.valid(f"reference-{name}", document(inside), "A value that was met before.", ["XMLP-8", "XMLP-9"])
    suite.valid("reference-scalar", document('<item type="string" value="x" id="5" /><item type="string" refid="5" />'), "A scalar that is referred to is copied.", "XMLP-8",
                value={"t": "list", "v": [typed("str", "x"), typed("str", "x")]}, elsewhere=True)
    for name, inside in {"unknown": '‸<item type="list" refid="9" />', "later": '‸<item type="list" refid="8" /><item type="list" id="8">\n</item>'}.items():
        suite.invalid(f"reference-{name}", document(inside), "syntax", "A reference to what was not met.", "XMLP-8", elsewhere=True)


def instances(suite):
    body = '<attr name="x" type="numeric" value="1" />'
    record = {"t": "dict", "v": [[typed("str", "x"), typed("int", "1")]]}
    for name, module, cls in [("plain", None, "C"), ("module", "bank.core", "Account"), ("os-system", "os", "system"), ("subprocess", "subprocess", "Popen"), ("dunder", "__builtin__", "eval"), ("underscore", "_a._b", "_C9")]:
        names = f'module="{module}" class="{cls}"' if module else f'class="{cls}"'
        suite.valid(f"instance-{name}", f'{HEAD}<PyObject {names} id="1">\n{body}\n</PyObject>\n', "An instance becomes a record of its names and state.", ["XMLP-21", "XMLP-5"],
                    value={"t": "object", "module": module, "class": cls, "state": record}, elsewhere=True, flags=["NoInstance"])
    suite.valid("instance-state", f'{HEAD}<PyObject class="C" id="1">\n<attr name="__getstate__" type="True" value="" />\n</PyObject>\n', "A state that is no dict.", "XMLP-22",
                value={"t": "object", "module": None, "class": "C", "state": {"t": "bool", "v": True}}, elsewhere=True)
    suite.valid("instance-arguments", f'{HEAD}<PyObject class="C" id="1">\n<attr name="__getinitargs__" type="tuple" id="2">\n<item type="None" /></attr>{body}\n</PyObject>\n', "The constructor's arguments.", "XMLP-22",
                value={"t": "object", "module": None, "class": "C", "args": {"t": "tuple", "v": [{"t": "none"}]}, "state": record}, elsewhere=True)
    twice = '<attr name="x" type="None" /><attr name="y" type="None" /><attr name="x" type="True" value="" />'
    suite.valid("instance-attribute-twice", f'{HEAD}<PyObject class="C" id="1">\n{twice}\n</PyObject>\n', "Of two attributes of one name the last counts.", "XMLP-22", elsewhere=True,
                value={"t": "object", "module": None, "class": "C", "state": {"t": "dict", "v": [[typed("str", "x"), {"t": "bool", "v": True}], [typed("str", "y"), {"t": "none"}]]}})
    for name, names in {"class-blank": 'class="a b"', "class-digit": 'class="1a"', "class-statement": 'class="C: pass; x = 1; class D"', "class-accent": 'class="É"', "class-empty": 'class=""', "module-digit": 'module="1" class="C"',
                        "module-dots": 'module="a..b" class="C"', "module-statement": 'module="os; x" class="C"', "module-path": 'module="../a" class="C"', "class-dotted": 'class="a.b"', "class-line": 'class="a&#10;b"'}.items():
        suite.invalid(f"name-{name}", f'{HEAD}‸<PyObject {names} id="1">\n{body}\n</PyObject>\n', "syntax", "A name that is none: both references paste it into code.", ["XMLP-24", "Q-XMLP-13"], flags=["NoInstance"])
    suite.invalid("name-too-long", f'{HEAD}‸<PyObject class="{"n" * 5000}" id="1">\n{body}\n</PyObject>\n', "limit", "A name of 5,000 bytes.", "XMLP-23", flags=["Size"])
    for name, attribute in {"function": 'type="function" module="os" class="system"/>', "class": 'type="class" module="bank.core" class="Account"/>', "function-lang": 'family="lang" type="function" module="m" class="f"/>'}.items():
        suite.invalid(f"global-{name}", around("‸" + attribute).replace('<attr name="__toplevel__" ‸', '‸<attr name="__toplevel__" '), "forbidden", "A function or class by name.", "XMLP-25", flags=["NoInstance"])
    pickle = 'family="atom" type="rawpickle">N.</attr>'
    suite.invalid("pickle", around(pickle).replace("<attr", "‸<attr"), "forbidden", "A pickle within the document.", "XMLP-26", until=b"</attr>", flags=["NoInstance"])


def misplaced(suite):
    place = '‸<attr name="__toplevel__" '
    for name, attribute, spec in [
        ("no-type", 'value="1" />', "XMLP-10"), ("type-empty", 'type="" value="1" />', "XMLP-10"), ("type-unknown", 'type="quaternion" value="1" />', "XMLP-11"), ("family-wrong", 'family="seq" type="dict">\n</attr>', "XMLP-10"),
    ]:
        suite.invalid(f"type-{name}", around(attribute).replace('<attr name="__toplevel__" ', place), "syntax", "A type that says nothing, or another thing than the family.", spec, elsewhere=True)
    quirk = "Q-XMLP-6"
    for name, attribute, spec in [
        ("element-in-scalar", 'type="numeric" value="1">‸<item type="None"/></attr>', quirk), ("val-in-list", 'type="list">\n‸<val type="None"/></attr>', quirk), ("object-in-list", 'type="list">\n‸<PyObject class="C"/></attr>', quirk),
        ("item-in-dict", 'type="dict">\n‸<item type="None"/></attr>', quirk), ("entry-in-list", 'type="list">\n‸<entry></entry></attr>', quirk), ("attr-in-list", 'type="list">\n‸<attr type="None"/></attr>', quirk),
        ("unknown-in-list", 'type="list">\n‸<thing type="None"/></attr>', quirk), ("prefixed-in-list", 'type="list">\n‸<x:item xmlns:x="u" type="None"/></attr>', "XMLP-7"),
    ]:
        suite.invalid(f"place-{name}", around(attribute), "syntax", "An element where it has no place.", ["XMLP-6", spec], elsewhere=True)
    for name, entry, spec in [
        ("no-val", "<entry>‸<key type=\"None\"/></entry>".replace("‸<key", "<key").replace("</entry>", "‸</entry>"), "XMLP-12"), ("empty", "<entry>‸</entry>", "XMLP-12"),
        ("val-first", '<entry>‸<val type="None"/><key type="None"/></entry>', "Q-XMLP-7"), ("two-vals", '<entry><key type="None"/><val type="None"/>‸<val type="None"/></entry>', "XMLP-12"),
    ]:
        suite.invalid(f"entry-{name}", around(f'type="dict">\n{entry}</attr>'), "syntax", "An entry that is no key and value.", ["XMLP-12", spec] if spec != "XMLP-12" else spec, elsewhere=True)
    for name, key in {"list": '<key type="list">\n</key>', "dict": '<key type="dict">\n</key>', "tuple-with-list": '<key type="tuple">\n<item type="list">\n</item></key>'}.items():
        suite.invalid(f"key-{name}", around(f'type="dict">\n<entry>{key}<val type="None"/></entry></attr>').replace("<attr", "‸<attr"), "syntax", "A key that Python cannot hash.", "XMLP-12", flags=["UnhashableKey"], elsewhere=True)
    for name, document in {"root": "‸<object/>", "root-pickle": "‸<pickle/>", "root-html": "‸<html/>"}.items():
        suite.invalid(f"document-{name}", document, "syntax", "A root of neither dialect.", "XMLP-1", elsewhere=True)
    suite.invalid("document-no-toplevel", f'{HEAD}‸<PyObject type="builtin_wrapper" class="_EmptyClass">\n</PyObject>\n', "syntax", "A wrapper without the value.", "XMLP-5", elsewhere=True)


def mutators(suite):
    number = '<item type="numeric" value="1" />'
    listed = {"t": "list", "v": [typed("int", "1")]}
    for name, attribute, module, cls, state in [
        ("array", f'family="seq" type="array">\n{number}</attr>', "array", "array", listed), ("numpy", f'family="seq" type="NumPy_array">\n{number}</attr>', "Numeric", "array", listed),
        ("pattern", 'family="atom" type="SRE">»»a+««</attr>', "_sre", "SRE_Pattern", typed("str", "a+")), ("mxdatetime", 'family="atom" type="mxDateTime" value="2026-01-02" />', "mx.DateTime", "DateTime", typed("str", "2026-01-02")),
    ]:
        suite.valid(f"mutator-{name}", around(attribute), "What a mutator made becomes a record.", "XMLP-30", value={"t": "object", "module": module, "class": cls, "state": state}, elsewhere=True)
    suite.valid("mutator-compound", around('family="map" type="__compound__" extra="None D">\n</attr>'), "An instance of a class derived from a builtin type.", "XMLP-31", elsewhere=True,
                value={"t": "object", "module": None, "class": "D", "state": {"t": "dict", "v": [[typed("str", "__coredata__"), {"t": "dict", "v": []}]]}})
    suite.invalid("mutator-unknown", around('family="atom" type="money" value="1" />').replace("<attr", "‸<attr"), "unsupported", "A mutator that is not known.", "XMLP-32")
    suite.invalid("mutator-compound-extra", around('family="seq" type="__compound__" extra="one">\n</attr>').replace("<attr", "‸<attr"), "syntax", "A class without its module.", "XMLP-31", elsewhere=True)


def cuts(suite):
    data = (HEAD + '<PyObject class="C" id="1"><attr name="a" type="list" id="2"><item type="string" value="x\\n" /><item type="string">é</item></attr></PyObject>').encode()
    for length in range(len(data)):
        suite.invalid(f"cut-after-{length}", data[:length], "truncated", f"A document cut after {length} of {len(data)} bytes.", "XMLP-1", at=max(0, data.rfind(b"<", 0, length)), through=length)
