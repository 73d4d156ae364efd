"""Documents made to hurt: declarations, entities, depth, size, encodings."""
import gzip

from xmlpickle_gnosis import HEAD, around, typed

LAUGHS = '[<!ENTITY l0 "lol">' + "".join(f'<!ENTITY l{n} "' + f"&l{n - 1};" * 10 + '">' for n in range(1, 10)) + "]"
DECLARATIONS = {
    "external-file": '[‸<!ENTITY x SYSTEM "file:///etc/hostname">]', "external-http": '[‸<!ENTITY x SYSTEM "http://localhost/x">]', "public": '[‸<!ENTITY x PUBLIC "p" "file:///etc/hostname">]',
    "parameter": '[‸<!ENTITY % p SYSTEM "file:///etc/hostname"> %p;]', "internal": '[‸<!ENTITY x "internal">]', "attlist": '[‸<!ATTLIST attr type CDATA "numeric">]', "element": "[‸<!ELEMENT attr ANY>]",
    "notation": '[‸<!NOTATION n SYSTEM "x">]', "unparsed": '[‸<!ENTITY x SYSTEM "x" NDATA n>]',
}


def document(doctype, body="x"):
    return f'<?xml version="1.0"?>\n<!DOCTYPE PyObject {doctype}>\n<PyObject class="C" id="1">\n<attr name="a" type="string">{body}</attr></PyObject>'


RECORD = {"t": "object", "module": None, "class": "C", "state": {"t": "dict", "v": [[typed("str", "a"), typed("str", "x")]]}}


def add(suite):
    flags = ["Entities"]
    for name, subset in DECLARATIONS.items():
        suite.invalid(f"doctype-{name}", document(subset), "forbidden", "A declaration in the document type.", ["XMLP-3", "Q-XMLP-4"], flags=flags)
    suite.invalid("doctype-laughs", document(LAUGHS.replace("[<", "[‸<", 1), "&l9;"), "forbidden", "Entities of entities: three gigabytes of text.", ["XMLP-3", "XMLP-4", "Q-XMLP-4"], flags=flags)
    suite.invalid("doctype-blowup", document('[‸<!ENTITY a "' + "a" * 5000 + '">]', "&a;" * 5000), "forbidden", "A long entity, many times.", ["XMLP-3", "Q-XMLP-4"], flags=flags)
    for name, external in {"http": 'SYSTEM "http://localhost/PyObjects.dtd"', "file": 'SYSTEM "file:///etc/hostname"', "public": 'PUBLIC "p" "other.dtd"'}.items():
        suite.invalid(f"doctype-subset-{name}", document(external).replace("<!DOCTYPE", "‸<!DOCTYPE"), "forbidden", "An external subset that is not Gnosis's.", ["XMLP-3", "Q-XMLP-5"], flags=flags)
    suite.invalid("entity-undeclared", document('SYSTEM "PyObjects.dtd"', "‸&undeclared;"), "forbidden", "A reference to an entity that is none of XML's five.", ["XMLP-4"], flags=flags)
    for name, doctype in {"plain": "", "gnosis": 'SYSTEM "PyObjects.dtd"', "empty-subset": "[]"}.items():
        suite.valid(f"doctype-{name}", document(doctype), "A document type that declares nothing.", "XMLP-3", value=RECORD, elsewhere=True)
    suite.valid("entity-five", document("", "&lt;&gt;&amp;&quot;&apos;&#65;"), "The entities of XML, and a character reference.", "XMLP-4", elsewhere=True,
                value={"t": "object", "module": None, "class": "C", "state": {"t": "dict", "v": [[typed("str", "a"), typed("str", "<>&\"'A")]]}})
    for count in (10, 100, 150):
        inside = {"t": "list", "v": []}
        for _ in range(count - 1):
            inside = {"t": "list", "v": [inside]}
        text = around('type="list">\n' + '<item type="list">\n' * (count - 1) + "</item>" * (count - 1) + "</attr>")
        suite.valid(f"depth-{count}", text, f"Lists, {count} deep.", "XMLP-6", value=inside, elsewhere=True, flags=["Depth"])
    suite.invalid("depth-201", around('type="list">\n' + '<item type="list">\n' * 199 + '‸<item type="list">\n' + "</item>" * 200 + "</attr>"), "limit", "Lists deeper than 200.", "XMLP-6", options={"maxDepth": 200}, flags=["Depth"])
    attributes = "".join(f' a{n}=""' for n in range(65))
    suite.invalid("attributes-65", f'{HEAD}‸<PyObject class="C"{attributes}/>', "limit", "A tag with too many attributes.", "XMLP-7", flags=["Size"])
    suite.invalid("count-over-3", around('type="list">\n<item type="None"/><item type="None"/>‸<item type="None"/><item type="None"/></attr>'), "limit", "More elements than the option maxCount, 3, allows.", "XMLP-6",
                  options={"maxCount": 3}, flags=["Size"])
    suite.invalid("depth-over-5", around('type="list">\n' + '<item type="list">\n' * 4 + '‸<item type="list">\n' + "</item>" * 5 + "</attr>"), "limit", "Deeper than the option maxDepth, 5, allows.", "XMLP-6", options={"maxDepth": 5}, flags=["Depth"])
    encodings(suite)


def encodings(suite):
    plain = around('type="string">é</attr>')
    value = typed("str", "é")
    for name, codec, declared in [("utf-8", "utf-8", "UTF-8"), ("utf-8-mark", "utf-8-sig", "UTF-8"), ("latin-1", "latin-1", "ISO-8859-1"), ("utf-16", "utf-16", "UTF-16")]:
        text = plain.replace('"1.0"', f'"1.0" encoding="{declared}"')
        # CPython's "utf-16" writes the byte order of the machine, after its mark; little-endian here.
        data = b"\xff\xfe" + text.encode("utf-16-le") if codec == "utf-16" else text.encode(codec)
        suite.valid(f"encoding-{name}", data, "A document in another encoding.", "XMLP-2", value=value, elsewhere=True)
    for name, fault in {"ff": b"\xff", "continuation": b"\x80", "overlong": b"\xc0\x80", "surrogate": b"\xed\xa0\x80", "nul": b"\0", "control": b"\x01"}.items():
        head, tail = around('type="string">ab§cd</attr>').encode().split("§".encode())
        suite.invalid(f"encoding-{name}", head + fault + tail, "syntax", "A byte that no document holds there.", "XMLP-2", at=len(head))
    for name, text in {"not-xml": "‸[1, 2]", "empty": "‸", "json": "‸{}", "pickle": "‸(dp0\n."}.items():
        suite.invalid(f"document-{name}", text, "truncated" if name == "empty" else "syntax", "What is no XML.", "XMLP-1")
    packed = gzip.compress(around('type="True" value="" />').encode(), mtime=0)
    suite.valid("gzip", packed, "A document compressed with gzip.", "XMLP-1", value={"t": "bool", "v": True}, elsewhere=True)
    suite.invalid("gzip-cut", packed[:-4], "truncated", "The same, cut.", "XMLP-1", at=0, through=len(packed) - 4, elsewhere=True)
    suite.invalid("gzip-trailing", packed + b"\0", "trailing", "The same, with a byte behind it.", ["XMLP-1", "Q-XMLP-17"], at=len(packed), through=len(packed))
    bomb = gzip.compress(around('type="string" value="' + "x" * 3_000_000 + '" />').encode(), mtime=0)
    suite.invalid("gzip-bomb", bomb, "limit", "Three megabytes in three kilobytes.", "XMLP-1", at=0, through=len(bomb), flags=["Size"], elsewhere=True)
