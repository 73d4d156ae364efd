"""The document around the value, and names: SERP-1 to SERP-9, SERP-70 to SERP-72."""

FAULTS_OF_UTF8 = {
    "continuation-first": b"\x80", "continuation-last": b"\xbf", "overlong-2": b"\xc0\x80", "overlong-2-last": b"\xc1\xbf",
    "overlong-3": b"\xe0\x80\x80", "overlong-3-last": b"\xe0\x9f\xbf", "overlong-4": b"\xf0\x80\x80\x80",
    "overlong-4-last": b"\xf0\x8f\xbf\xbf", "surrogate-first": b"\xed\xa0\x80", "surrogate-last": b"\xed\xbf\xbf",
    "above-10ffff": b"\xf4\x90\x80\x80", "five-bytes": b"\xf8\x88\x80\x80\x80", "fe": b"\xfe", "ff": b"\xff",
    "cut-2": b"\xc3", "cut-3-after-1": b"\xe2", "cut-3-after-2": b"\xe2\x82", "cut-4-after-1": b"\xf0", "cut-4-after-2": b"\xf0\x9f",
    "cut-4-after-3": b"\xf0\x9f\x98", "latin-1": b"\xe9", "cesu-pair": b"\xed\xa0\xbd\xed\xb8\x80",
}


def add(suite):
    documents(suite)
    indentation(suite)
    joined_lines(suite)
    nul(suite)
    utf8(suite)
    names(suite)
    no_values(suite)


def documents(suite):
    for name, text in {
        "line-before": "\n1", "lines-before": "\n\n\n1", "line-after": "1\n", "lines-after": "1\n\n\n", "crlf-after": "1\r\n", "cr-after": "1\r",
        "comment-before": "# c\n1", "comment-after": "1 # c", "comment-lines": "# a\n# b\n1\n# c\n", "crlf-lines": "\r\n[1,\r\n2]\r\n",
        "cr-lines": "[1,\r2]", "blank-lines": "  \n1", "tab-between": "[1\t,\t2]", "form-feed-between": "[1\f,2]", "blanks-in-brackets": "[ 1 , 2 ]",
        "comment-in-list": "[1, # one\n2]", "comment-only-in-list": "[# none\n]", "comment-unicode": "# é漢\U0001f600\n1",
        "comment-backslash": "# c\\\n1", "blank-after": "1  ", "tab-after": "1\t", "form-feed-first": "\f1", "comment-at-end": "[1] # c",
        "comment-empty": "#\n1", "serpent-header": "# serpent utf-8 python3.2\n[1]\n", "lf-cr": "\n\r1", "dict-lines": "{\n'a'\n:\n1\n}",
    }.items():
        suite.valid(f"document-{name}", text, "Blanks, lines and comments around a value.", ["SERP-1", "SERP-4", "SERP-5", "SERP-6", "SERP-9"])
    for name, text in {
        "empty": "‸", "blanks": "  ‸", "lines": "\n\n‸", "comment": "# c‸", "comment-line": "# c\n‸", "form-feed": "\f‸",
    }.items():
        suite.invalid(f"document-{name}", text, "truncated", "No value.", "SERP-1")
    for name, text in {
        "two-values": "1 ‸2", "two-lines": "1\n‸2", "semicolon": "1‸;", "closing": "1‸)", "closing-line": "[1]\n‸]", "string-after": "1 ‸'a'",
        "list-after-list": "[1] ‸[2]", "value-after-comment": "1 # c\n‸2", "equals": "1 ‸= 2", "sum-on-next-line": "1\n‸+2j",
        "comma-on-next-line": "1\n‸,", "letter-after": "[1] ‸a", "bytes-of-binary-after": "[1]‸@",
    }.items():
        suite.invalid(f"document-{name}", text, "trailing", "More follows the value.", ["SERP-1", "SERP-9"], flags=["TrailingData"])
    suite.invalid("document-bom", "‸\ufeff1", "syntax", "A byte order mark is a character like any other.", "SERP-2")
    for name, character in {"no-break-space": "\u00a0", "ideographic-space": "\u3000", "zero-width": "\u200b", "line-separator": "\u2028",
                            "vertical-tab": "\x0b", "next-line": "\x85", "bell": "\x07", "delete": "\x7f", "escape": "\x1b"}.items():
        suite.invalid(f"blank-{name}", f"[1,‸{character}2]", "syntax", "Not a blank to Python.", "SERP-5")


def indentation(suite):
    for name, text in {"spaces": "  1", "tabs": "\t\t1", "list": "   [1]", "form-feed": "  \f1", "before-comment": "  # c\n1",
                       "in-brackets": "[\n    1,\n  2]"}.items():
        suite.valid(f"indented-{name}", text, "Blanks before everything else.", "SERP-3",
                    flags=["CPythonVersions"] if name in ("spaces", "tabs", "list") else [])
    for name, text in {"after-line": "\n ‸1", "after-comment": "# c\n ‸1", "after-tab-line": "\n\t‸1"}.items():
        suite.invalid(f"indented-{name}", text, "syntax", "An indented line with a token, not the first.", "SERP-3")
    suite.invalid("indented-last-line", "1\n ‸", "syntax", "A last line of blanks alone.", "SERP-3")
    suite.valid("indented-form-feed-resets", "\n \f1", "A form feed sets the column to 0.", "SERP-3")


def joined_lines(suite):
    for name, text in {"before": "\\\n1", "after-sign": "-\\\n1", "in-list": "[1,\\\n2]", "crlf": "[1,\\\r\n2]", "cr": "[1,\\\r2]",
                       "twice": "1\\\n,\\\n2"}.items():
        suite.valid(f"joined-line-{name}", text, "A backslash joins the next line.", "SERP-7")
    for name, text in {"blank": "[1,\\‸ \n2]", "comment": "[1,\\‸ # c\n2]", "letter": "[\\‸n]", "in-number": "[1‸\\x2]"}.items():
        text = text.replace("1‸\\x2", "1\\‸x2")
        suite.invalid(f"joined-line-{name}", text, "syntax", "A backslash that no line's end follows.", "SERP-7")
    suite.invalid("joined-line-at-end", "1\\‸", "truncated", "A backslash at the end of the input.", "SERP-7")
    suite.invalid("joined-line-missing", "1\\\n‸", "truncated", "The line joined is not there.", "SERP-7")


def nul(suite):
    for name, text in {"alone": "‸\0", "before": "‸\x001", "after": "1‸\0", "in-string": "'a‸\0b'", "in-comment": "1 # ‸\0", "in-list": "[1,‸\0]",
                       "in-raw": "r'‸\0'", "in-bytes": "b'‸\0'", "in-triple": "'''‸\0'''", "in-number": "1‸\x002", "in-name": "‸No\0ne",
                       "in-key": "{'‸\0':1}", "in-name-escape": "'‸\\N{\0}'"}.items():
        suite.invalid(f"nul-{name}", text, "syntax", "A NUL byte stands nowhere.", "SERP-8")
    suite.invalid("nul-after-line", "1\n‸\0", "trailing", "A NUL byte stands nowhere.", "SERP-8")
    suite.valid("nul-escaped", "'\\0\\x00\\u0000\\N{NULL}'", "An escape can mean a NUL.", "SERP-8")


def utf8(suite):
    for name, fault in FAULTS_OF_UTF8.items():
        spec, comment = "SERP-2", f"Not UTF-8: {name}."
        suite.invalid(f"utf8-{name}-in-string", b"['a" + fault + b"']", "syntax", comment, spec, at=3)
        suite.invalid(f"utf8-{name}-in-comment", b"1 #" + fault + b"\n", "syntax", comment, spec, at=3)
        suite.invalid(f"utf8-{name}-between", b"[1," + fault + b"2]", "syntax", comment, spec, at=3)
        cut = name.startswith("cut") or name == "latin-1"
        suite.invalid(f"utf8-{name}-at-end", b"'a" + fault, "truncated" if cut else "syntax", comment, spec,
                      at=2 + (len(fault) if cut else 0))
    suite.valid("utf8-every-length", "'\x7f\x80\u07ff\u0800\uffff\U00010000\U0010ffff'", "The first and last of each length.", "SERP-2")


def names(suite):
    for name in ("None", "True", "False", "..."):
        word = {"...": "ellipsis"}.get(name, name.lower())
        suite.valid(f"name-{word}", name, f"The constant {name}.", "SERP-70")
        suite.valid(f"name-{word}-in-list", f"[{name},{name}]", f"The constant {name}, twice.", "SERP-70")
        suite.valid(f"name-{word}-in-parentheses", f"({name})", f"The constant {name} in parentheses.", ["SERP-70", "SERP-47"])
        suite.valid(f"name-{word}-key", f"{{{name}:1}}", f"The constant {name} as a key.", ["SERP-70", "SERP-46"])
    for name, text in {"": "set()", "-blank": "set ( )", "-lines": "set(\n)", "-parentheses": "(set)()", "-two-parentheses": "((set))()",
                       "-in-list": "[set(),set()]", "-comment": "set( # c\n)", "-value": "{'a':set()}"}.items():
        suite.valid(f"empty-set{name}", text, "The empty set.", "SERP-71", flags=["CPythonVersions"])
    for name, text in {"long-s": "\u017fet()", "fullwidth": "\uff53\uff45\uff54()", "script": "\U0001d4c8\u212f\U0001d4c9()"}.items():
        suite.valid(f"empty-set-{name}", text, "Names are compared after normalisation to NFKC.", "SERP-72")
    for name, word in {"none": "\uff2eone", "true": "Tru\uff45"}.items():
        suite.invalid(f"name-{name}-fullwidth", f"[‸{word}]", "syntax", "Keywords are not normalised.", ["SERP-70", "SERP-72"])
    for name, text in {"argument": "[set(‸1)]", "list-argument": "[set(‸[1])]", "comma": "[set(‸,)]", "keyword": "[set(‸a=1)]", "twice": "[set()‸()]",
                       "star": "[set(‸*())]", "capital": "[‸Set()]", "attribute": "[set‸.x()]", "frozenset": "[‸frozenset()]", "alone": "[set‸]"}.items():
        suite.invalid(f"empty-set-{name}", text, "syntax", "Only set() itself is a value.", ["SERP-71", "SERP-70"])


NO_VALUES = {
    "name": "[‸a]", "nan": "[‸nan]", "null": "[‸null]", "true-lower": "[‸true]", "none-lower": "[‸none]", "ellipsis-name": "[‸Ellipsis]",
    "notimplemented": "[‸NotImplemented]", "debug": "[‸__debug__]", "import": "[‸__import__('os')]", "call": "[‸f()]", "eval": "[‸eval('1')]",
    "call-of-string": "['a'‸()]", "call-of-none": "[None‸()]", "attribute": "['a'‸.upper]", "attribute-of-int": "[1 ‸.real]",
    "attribute-call": "[''‸.join([])]", "dunder-class": "[()‸.__class__]", "subscript": "[[1]‸[0]]", "slice": "['a'‸[0:1]]",
    "times": "['a'‸*9]", "power": "[2‸**9]", "power-large": "[9‸**9**9]", "divide": "[1‸/2]", "floor": "[1‸//2]", "modulo": "['%s'‸%1]",
    "shift": "[1‸<<9]", "or": "[1‸|2]", "and": "[1‸&2]", "xor": "[1‸^2]", "matrix": "[1‸@2]", "invert": "[‸~1]", "not": "[‸not 1]",
    "bool-or": "[1 ‸or 2]", "bool-and": "[1 ‸and 2]", "compare": "[1‸<2]", "equal": "[1‸==2]", "is": "[1 ‸is 2]", "in": "[1 ‸in [1]]",
    "not-in": "[1 ‸not in [1]]", "if-else": "[1 ‸if 1 else 2]", "lambda": "[‸lambda: 1]", "list-comprehension": "[1 ‸for x in [1]]",
    "set-comprehension": "{1 ‸for x in [1]}", "dict-comprehension": "{1:2 ‸for x in [1]}", "generator": "(1 ‸for x in [1])", "walrus": "[(‸x:=1)]",
    "star": "[‸*[1]]", "star-set": "{‸*[1]}", "double-star": "{‸**{}}", "yield": "[(‸yield)]", "await": "[‸await x]", "f-string": "[‸f'a']",
    "f-string-call": "[‸f'{1}']", "backticks": "[‸`1`]", "dollar": "[‸$]", "question": "[‸?]", "exclamation": "[‸!]", "assignment": "[1‸=2]",
    "colon": "[1‸:2]", "arrow": "[1-‸>2]", "semicolon": "[1‸;]", "print": "[‸print 1]", "ne": "[1‸<>2]", "string-add": "['a'‸+'b']",
    "list-add": "[[]‸+[]]", "two-dots": "[‸..]", "four-dots": "[...‸.]", "bare-backslash": "[‸\\]", "emoji": "[‸\U0001f600]", "curly-quote": "[‸“a”]",
}


def no_values(suite):
    for name, text in NO_VALUES.items():
        if name == "bare-backslash":
            text = "[\\‸]"
        suite.invalid(f"expression-{name}", text, "syntax", "An expression that is no literal.", "SERP-70", flags=["NoExpression"])
    for name, text in {"import": "‸import os", "statement": "‸x = 1", "print": "‸print(1)", "pass": "‸pass", "def": "‸def f(): pass",
                       "shell": "‸$(id)", "json-null": "‸null", "xml": "‸<a/>", "pickle": b"\x80\x04N.", "php": "‸<?php ?>"}.items():
        more = {"at": 0} if isinstance(text, bytes) else {}
        suite.invalid(f"expression-document-{name}", text, "syntax", "A document that is no literal.", "SERP-70", **more)
