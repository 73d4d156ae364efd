"""Writes Fixtures/xmlpickle/hostile.jsonl: XML pickles that only an attacker writes.

    python3 hostile_documents.py > hostile.jsonl

A line has a name; the document as parts, each a text (in Latin-1) and how often it stands there; the kind of the error
that it is refused with (null: it is read); and what is noticed in it, by the kinds of XMLPickle.Observation.
"""
import json

HEAD = '<?xml version="1.0"?>\n<!DOCTYPE PyObject SYSTEM "PyObjects.dtd">\n'


def value(text):
    return [[HEAD + '<PyObject class="C"><attr name="a" ' + text + "</PyObject>", 1]]


def typed(subset, body="x"):
    return [['<?xml version="1.0"?>\n<!DOCTYPE PyObject ' + subset + '>\n<PyObject class="C"><attr name="a" '
             'type="string">' + body + "</attr></PyObject>", 1]]


def external(address):
    return typed('[<!ENTITY x SYSTEM "%s">]' % address, "&x;")


LAUGHS = '[<!ENTITY l0 "lol">' + "".join(
    '<!ENTITY l%d "%s">' % (n, "&l%d;" % (n - 1) * 10) for n in range(1, 10)) + "]"
OPEN = '<item type="list">'
LIST = '<PyObject class="C"><attr name="a" type="list" id="1">'

DOCUMENTS = [
    ("external entity, a file", external("file:///etc/passwd"), "forbidden", ["externalEntity"]),
    ("external entity, http", external("http://localhost/x"), "forbidden", ["externalEntity"]),
    ("external entity, ftp", external("ftp://localhost/x"), "forbidden", ["externalEntity"]),
    ("external parameter entity", typed('[<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]'), "forbidden",
     ["externalEntity"]),
    ("internal entity", typed('[<!ENTITY x "y">]', "&x;"), "forbidden", ["internalEntity"]),
    ("billion laughs", typed(LAUGHS, "&l9;"), "forbidden", ["internalEntity"]),
    ("quadratic blow-up", [['<!DOCTYPE PyObject [<!ENTITY a "', 1], ["a", 50000], ['">]><PyObject class="C">', 1],
                           ['<attr name="a" type="string">', 1], ["&a;", 50000], ["</attr></PyObject>", 1]],
     "forbidden", ["internalEntity"]),
    ("attribute defaults", typed('[<!ATTLIST attr type CDATA "numeric">]'), "forbidden", ["declaration"]),
    ("external document type", typed('SYSTEM "http://localhost/PyObjects.dtd"'), "forbidden",
     ["foreignDocumentType"]),
    ("XInclude", [['<PyObject class="C"><xi:include xmlns:xi="http://www.w3.org/2001/XInclude" '
                   'href="file:///etc/passwd" parse="text"/></PyObject>', 1]], "syntax", ["instance"]),
    ("processing instructions", [['<?xml version="1.0"?><?php system("id")?><PyObject class="C"><?run x?></PyObject>', 1]],
     None, ["instance"]),
    ("namespaces", [['<p:PyObject xmlns:p="urn:x" class="C"></p:PyObject>', 1]], "syntax", []),
    ("attribute of 100 MB", [[HEAD + '<PyObject class="C"><attr name="a" type="string" value="', 1], ["x", 100000000],
                             ['" /></PyObject>', 1]], "limit", []),
    ("a million levels", [[HEAD + LIST, 1], [OPEN, 1000000]], "limit", ["instance"]),
    ("NUL", value('type="string">a\0b</attr>'), "syntax", ["instance"]),
    ("bad UTF-8", value('type="string">a\xffb</attr>'), "syntax", ["instance"]),
    ("UTF-16 declared", [['<?xml version="1.0" encoding="UTF-16"?><PyObject class="C"></PyObject>', 1]], "syntax", []),
    ("EBCDIC declared", [['<?xml version="1.0" encoding="EBCDIC-CP-US"?><PyObject class="C"></PyObject>', 1]],
     "syntax", []),
    ("a number that is a call", value("type=\"numeric\" value=\"__import__('os').system('id')\" />"), "syntax",
     ["instance", "notANumber"]),
    ("string escapes that leave their quotes",
     value("type=\"string\" value=\"a\\047+__import__(\\047os\\047).getcwd()+\\047\" />"), None,
     ["instance", "escapedApostrophe"]),
    ("class os.system", [['<PyObject module="os" class="system"></PyObject>', 1]], None, ["instance"]),
    ("a reference to nothing", value('type="list" refid="9" />'), "syntax", ["instance"]),
    ("a reference to itself", value('type="list" id="7" refid="7" />'), "syntax", ["instance"]),
    ("a reference to a later value", value('type="list" refid="9" /><attr name="b" type="list" id="9"></attr>'), "syntax",
     ["instance"]),
    ("two values of one id", value('type="list" id="9"></attr><attr name="b" type="dict" id="9"></attr>'
                                   '<attr name="c" type="list" refid="9" />'), None, ["instance"]),
    ("a raw pickle", value("family=\"atom\" type=\"rawpickle\">cos\nsystem\n(S'id'\ntR.</attr>"), "forbidden", ["instance", "rawPickle"]),
]

for name, parts, error, noticed in DOCUMENTS:
    print(json.dumps({"name": name, "parts": parts, "error": error, "noticed": noticed}))
