"""Strings, bytes and escapes: SERP-50 to SERP-67."""
import itertools

Q, B = "'", "\\"
CHARACTERS = {
    "space": " ", "digit": "7", "letter": "q", "punctuation": "#", "tab": "\t", "vertical-tab": "\x0b", "form-feed": "\x0c",
    "bell": "\x07", "escape": "\x1b", "unit-separator": "\x1f", "delete": "\x7f", "c1-first": "\x80", "next-line": "\x85",
    "c1-last": "\x9f", "no-break-space": "\xa0", "soft-hyphen": "\xad", "latin-1-last": "ÿ", "latin-extended": "Ā",
    "two-byte-last": "\u07ff", "three-byte-first": "\u0800", "combining": "e\u0301", "composed": "é",
    "arabic": "\u0627", "hebrew": "\u05d0", "bidi-override": "\u202e", "zero-width-joiner": "\u200d",
    "zero-width-space": "\u200b", "line-separator": "\u2028", "paragraph-separator": "\u2029", "bom": "\ufeff",
    "before-surrogates": "\ud7ff", "private-use": "\ue000", "replacement": "\ufffd", "noncharacter-fffe": "\ufffe",
    "noncharacter-ffff": "\uffff", "noncharacter-fdd0": "\ufdd0", "astral-first": "\U00010000", "emoji": "\U0001f600",
    "emoji-joined": "\U0001f469\u200d\U0001f680", "flag": "\U0001f1e9\U0001f1ea", "tag": "\U000e0041",
    "plane-15": "\U000f0000", "last": "\U0010ffff", "hangul": "\uac00", "cjk": "漢", "turkish-i": "ıİ", "sharp-s": "ß",
    "variation-selector": "\u2764\ufe0f", "unassigned": "\u0378",
}
SIMPLE = {"backslash": "\\", "quote": "'", "double-quote": '"', "bell": "a", "backspace": "b", "form-feed": "f",
          "line-feed": "n", "carriage-return": "r", "tab": "t", "vertical-tab": "v"}
PREFIXES = {"u": "text", "r": "text", "b": "bytes", "br": "bytes", "rb": "bytes"}


def add(suite):
    characters(suite)
    quotes(suite)
    prefixes(suite)
    joined(suite)
    simple_escapes(suite)
    numeric_escapes(suite)
    named_escapes(suite)
    surrogates(suite)
    raw(suite)
    literals_of_bytes(suite)
    unfinished(suite)


def characters(suite):
    for name, text in CHARACTERS.items():
        spec = ["SERP-50", "SERP-2"]
        suite.valid(f"string-char-{name}", f"'{text}'", f"The character {name} as it is.", spec)
        escaped = "".join(f"\\U{ord(c):08x}" for c in text)
        suite.valid(f"string-escaped-{name}", f"'{escaped}'", f"The character {name} as an escape.", ["SERP-65", "SERP-60"])
        suite.valid(f"string-key-{name}", f"{{'{text}':1}}", f"The character {name} in a key.", ["SERP-50", "SERP-42"])
    suite.valid("string-ascii", repr("".join(map(chr, range(32, 127)))), "All of printable ASCII.", "SERP-50")
    suite.valid("string-composed-and-not", "{'\u00e9':1,'e\u0301':2}",
                "Keys that differ only in normalisation are two keys.", ["SERP-48", "SERP-50"], flags=["TextEquality"])


def quotes(suite):
    for name, text in {
        "empty": "''", "empty-double": '""', "double": '"a"', "single-in-double": '"it\'s"', "double-in-single": "'\"'",
        "both-escaped": "'\\'\"'", "blank": "' '", "hash": "'# no comment'", "brackets": "'([{'", "looks-like-code": "'__import__(\"os\")'",
        "long": "'" + "x" * 5000 + "'", "255": "'" + "x" * 255 + "'", "256": "'" + "x" * 256 + "'",
    }.items():
        suite.valid(f"string-{name}", text, "A string in single or double quotes.", "SERP-50")
    for name, text in {
        "empty": "''''''", "empty-double": '""""""', "one": "'''a'''", "quote-inside": "'''a'b'''", "two-quotes-inside": "'''a''b'''",
        "other-quotes": "'''\"\"\"'''", "lines": "'''a\nb'''", "crlf": "'''a\r\nb'''", "cr": "'''a\rb'''",
        "escaped-quote-last": "'''a\\''''", "joined-line": "'''a\\\nb'''", "joined-crlf": "'''a\\\r\nb'''", "double-lines": '"""\n\n"""',
        "lf-cr": "'''a\n\rb'''", "escaped-cr": "'''a\\rb'''", "hash": "'''#\n#'''",
    }.items():
        suite.valid(f"string-triple-{name}", text, "A string between three quotes.", ["SERP-56", "SERP-54"])
    for name, text in {
        "line-feed": "['a‸\nb']", "carriage-return": "['a‸\rb']", "crlf": "['a‸\r\nb']",
    }.items():
        suite.invalid(f"string-{name}", text, "syntax", "A line's end in a string.", "SERP-50", flags=["JavaParserAccepts"])
    suite.valid("string-joined-line", "'a\\\nb'", "A backslash takes the line's end away.", "SERP-61")
    suite.valid("string-joined-crlf", "'a\\\r\nb'", "A backslash takes CR LF away.", ["SERP-61", "SERP-54"])
    suite.valid("string-joined-cr", "'a\\\rb'", "A backslash takes CR away.", ["SERP-61", "SERP-54"])


def prefixes(suite):
    for prefix, kind in PREFIXES.items():
        for letters in sorted(set(map("".join, itertools.product(*((c, c.upper()) for c in prefix))))):
            name = "".join(c if c.islower() else "big-" + c.lower() for c in letters)
            for quote in ("'", '"', "'''", '"""'):
                style = {"'": "single", '"': "double", "'''": "triple", '"""': "triple-double"}[quote]
                suite.valid(f"prefix-{name}-{style}", f"{letters}{quote}a\\n{quote}", f"The prefix {letters}: {kind}.",
                            ["SERP-57"] + (["SERP-53"] if "r" in prefix else ["SERP-52"]))
    for prefix in ("f", "F", "fr", "rf", "bf", "ur", "ru", "ub", "bu", "uu", "rr", "bb", "t", "x", "brb", "rbr"):
        # What is no prefix is a name, and the quote after it is what cannot be; f literals are names themselves.
        name = prefix.replace("F", "big-f")
        suite.invalid(f"prefix-{name}", "[r‸f'a']" if prefix == "rf" else f"[‸{prefix}'a']", "syntax", f"{prefix} is no prefix here.", ["SERP-57", "SERP-70"])
    suite.invalid("prefix-blank", "[‸b 'a']", "syntax", "A blank between prefix and quote.", ["SERP-57", "SERP-70"])
    suite.invalid("prefix-f-in-row", "['a' ‸f'b']", "syntax", "An f literal in a row with another.", ["SERP-57", "SERP-51"])


def joined(suite):
    for name, text in {
        "two": "'a' 'b'", "no-blank": "'a''b'", "three": "'a' \"b\" '''c'''", "raw": "'\\x41' r'\\x41'", "u": "'a' u'b'", "empty": "'' ''",
        "lines-in-brackets": "['a'\n'b']", "comment-between": "['a' # c\n'b']", "joined-line": "'a' \\\n'b'", "key": "{'a' 'b':1}",
        "trailing-blank": "'a' ", "many": "'a'" * 300,
    }.items():
        suite.valid(f"joined-{name}", text, "String literals in a row are one string.", "SERP-51")
    suite.valid("joined-bytes", "b'a' b'b'", "Literals of bytes in a row are one.", "SERP-51")
    suite.valid("joined-bytes-raw", "b'\\x41' rb'\\x41'", "Literals of bytes in a row, one raw.", ["SERP-51", "SERP-53"])
    suite.invalid("joined-text-bytes", "['a' ‸b'b']", "syntax", "Text and bytes in a row.", "SERP-51")
    suite.invalid("joined-bytes-text", "[b'a' ‸'b']", "syntax", "Bytes and text in a row.", "SERP-51")
    suite.invalid("joined-line-end", "'a'\n‸'b'", "trailing", "A line's end between them, outside brackets.", ["SERP-51", "SERP-9"])


def simple_escapes(suite):
    for name, letter in SIMPLE.items():
        suite.valid(f"escape-{name}", f"'\\{letter}'", f"The escape \\{letter}.", ["SERP-63", "SERP-60"])
        suite.valid(f"escape-bytes-{name}", f"b'\\{letter}'", f"The escape \\{letter} in bytes.", ["SERP-63", "SERP-55"])
    for letter in "cdeghijklmopqswyz!%&()*+,-./:;<=>?@[]^_`{|}~ 89":
        if letter in "o89" or not letter.isdigit():
            suite.valid(f"escape-unknown-{ord(letter):02x}", f"'\\{letter}'", "A backslash before another character stays.",
                        ["SERP-62"])
    suite.valid("escape-unknown-accent", "'\\é'", "A backslash before a character past ASCII stays.", "SERP-62")
    suite.valid("escape-unknown-emoji", "'\\\U0001f600'", "A backslash before an astral character stays.", "SERP-62")
    suite.valid("escape-unknown-capital", "'\\A\\B\\F\\R\\T\\V\\X'", "Escapes are lower-case.", "SERP-62")
    suite.valid("escape-bytes-unknown", "b'\\q\\u0041\\N{DIGIT ONE}'", "In bytes u, U and N are no escapes.", ["SERP-62", "SERP-65", "SERP-67"])
    suite.valid("escape-all", "'\\\\\\'\\\"\\a\\b\\f\\n\\r\\t\\v'", "All of them in a row.", "SERP-63")


def numeric_escapes(suite):
    for name, text in {"one": "\\1", "two": "\\12", "three": "\\123", "four": "\\1234", "zero": "\\0", "zeros": "\\000", "then-8": "\\18",
                       "then-9": "\\09", "255": "\\377", "256": "\\400", "511": "\\777", "java": "\\101", "nul-then-digit": "\\0001"}.items():
        suite.valid(f"escape-octal-{name}", f"'{text}'", "One to three octal digits.", "SERP-64", flags=["JavaParserDiffers"])
        suite.valid(f"escape-octal-bytes-{name}", f"b'{text}'", "The same in bytes: the low eight bits.", ["SERP-64", "SERP-55"])
    for code in (0, 1, 0x41, 0x7f, 0x80, 0xff):
        suite.valid(f"escape-x-{code:02x}", f"'\\x{code:02x}'", "Two hexadecimal digits.", "SERP-65")
        suite.valid(f"escape-x-bytes-{code:02x}", f"b'\\x{code:02x}'", "The same in bytes.", "SERP-65")
    for code in (0, 0x41, 0xff, 0x100, 0x7ff, 0x800, 0xd7ff, 0xe000, 0xfffe, 0xffff):
        suite.valid(f"escape-u-{code:04x}", f"'\\u{code:04x}'", "Four hexadecimal digits.", ["SERP-65", "SERP-66"])
    for code in (0, 0x41, 0xffff, 0x10000, 0x1f600, 0x10ffff):
        suite.valid(f"escape-big-u-{code:x}", f"'\\U{code:08x}'", "Eight hexadecimal digits.", ["SERP-65", "SERP-66"])
    suite.valid("escape-x-capitals", "'\\xFf\\xfF'", "Hexadecimal digits in either case.", "SERP-65")
    suite.valid("escape-u-then-digit", "'\\u00411'", "A fifth digit is text.", "SERP-65")
    for name, text, spec in [
        ("x-none", "['\\x‸']", "SERP-65"), ("x-one", "['\\x4‸']", "SERP-65"), ("x-letter", "['\\x4‸g']", "SERP-65"),
        ("u-none", "['\\u‸']", "SERP-65"), ("u-three", "['\\u004‸']", "SERP-65"), ("u-letter", "['\\u00‸zz']", "SERP-65"),
        ("big-u-seven", "['\\U0000004‸']", "SERP-65"), ("big-u-letter", "['\\U0000004‸g']", "SERP-65"),
        ("big-u-110000", "['‸\\U00110000']", "SERP-66"), ("big-u-ffffffff", "['‸\\Uffffffff']", "SERP-66"),
        ("x-bytes-none", "[b'\\x‸']", "SERP-65"), ("x-bytes-one", "[b'\\x4‸']", "SERP-65"), ("x-bytes-letter", "[b'\\x‸zz']", "SERP-65"),
    ]:
        suite.invalid(f"escape-{name}", text, "syntax", "An escape without its digits, or of no code point.", spec)


NAMES = {
    "bullet": "BULLET", "lower-case": "bullet", "mixed-case": "BuLLet", "digit-one": "DIGIT ONE", "hyphen": "HYPHEN-MINUS",
    "alias-line-feed": "LINE FEED", "alias-nbsp": "NBSP", "hangul": "HANGUL SYLLABLE GAG", "hangul-last": "HANGUL SYLLABLE HIH",
    "hangul-no-initial": "HANGUL SYLLABLE A", "cjk": "CJK UNIFIED IDEOGRAPH-4E00", "cjk-extension-b": "CJK UNIFIED IDEOGRAPH-20000",
    "emoji": "GRINNING FACE", "control-alias": "NULL", "unicode-14": "MELTING FACE", "tangut": "TANGUT COMPONENT-001",
    "long": "ARABIC LIGATURE UIGHUR KIRGHIZ YEH WITH HAMZA ABOVE WITH ALEF MAKSURA ISOLATED FORM",
}
NO_NAMES = {
    "unknown": "NO SUCH CHARACTER", "empty": "", "blank-before": " BULLET", "blank-after": "BULLET ", "two-blanks": "DIGIT  ONE",
    "underscore": "DIGIT_ONE", "sequence": "LATIN SMALL LETTER I WITH MACRON AND GRAVE", "unicode-15": "KHANDA",
    "cjk-short": "CJK UNIFIED IDEOGRAPH-4E0", "cjk-unassigned": "CJK UNIFIED IDEOGRAPH-A000", "hangul-none": "HANGUL SYLLABLE",
    "hangul-lower": "hangul syllable gag", "prefix": "BULLE", "line-feed-lf": "LATIN", "accent": "BULLETÉ",
}


def named_escapes(suite):
    for name, text in NAMES.items():
        suite.valid(f"escape-name-{name}", f"'\\N{{{text}}}'", f"The character called {text}.", "SERP-67", flags=["JavaParserDiffers"])
    for name, text in NO_NAMES.items():
        spec = ["SERP-67"]
        suite.invalid(f"escape-name-{name}", f"['‸\\N{{{text}}}']", "syntax", "No character is called this.", spec)
    suite.invalid("escape-name-no-brace", "['\\N‸']", "syntax", "A name without braces.", "SERP-67")
    suite.invalid("escape-name-no-opening", "['\\N‸BULLET}']", "syntax", "A name without its opening brace.", "SERP-67")
    suite.invalid("escape-name-no-closing", "['\\N{BULLET']‸", "truncated", "A name without its closing brace.", "SERP-67")
    suite.valid("escape-name-two", "'\\N{BULLET}\\N{DIGIT ONE}'", "Two names in a row.", "SERP-67")
    suite.valid("escape-name-raw", "r'\\N{no such}'", "In a raw literal it is text.", ["SERP-53", "SERP-67"])


def surrogates(suite):
    for name, text in {"high": "\\ud800", "high-last": "\\udbff", "low": "\\udc00", "low-last": "\\udfff", "pair": "\\ud83d\\ude80",
                       "reversed": "\\ude80\\ud83d", "in-text": "a\\ud800b", "big": "\\U0000d800"}.items():
        suite.valid(f"surrogate-{name}", f"'{text}'", "CPython makes a string with a lone surrogate of it.",
                    ["SERP-66", "Q-SERP-1"], flags=["LoneSurrogate"])


def raw(suite):
    for name, text in {"backslash": "r'\\a'", "quote": "r'\\''", "double-quote": 'r"\\""', "two-backslashes": "r'\\\\'", "line": "r'a\\\nb'",
                       "crlf": "r'a\\\r\nb'", "triple": "r'''a\\'''" + "'", "x": "r'\\xzz'", "u": "r'\\u12'", "octal": "r'\\101'",
                       "bytes": "rb'\\n\\x41'", "bytes-quote": "br'\\''", "bytes-crlf": "rb'\\\r\nx'"}.items():
        suite.valid(f"raw-{name}", text, "In a raw literal a backslash stands for itself.", ["SERP-53", "SERP-54"])
    suite.invalid("raw-ends-in-backslash", "r'\\'‸", "truncated", "A raw literal cannot end in one backslash.", "SERP-53")


def literals_of_bytes(suite):
    suite.valid("bytes-empty", "b''", "No bytes.", "SERP-50")
    suite.valid("bytes-ascii", repr(bytes(range(32, 127))), "All of printable ASCII.", "SERP-55")
    suite.valid("bytes-all", repr(bytes(range(256))), "Every byte.", ["SERP-55", "SERP-65"])
    suite.valid("bytes-raw-controls", b"b'\x01\x1f\x7f'", "Control characters as they are.", "SERP-55")
    suite.valid("bytes-lines", "b'''a\r\nb'''", "A line's end in bytes is one LF.", "SERP-54")
    suite.valid("bytes-key", "{b'a':1,'a':2}", "Bytes and text are two keys.", "SERP-48")
    for name, text in {"accent": "[b'‸é']", "raw-accent": "[rb'‸é']", "emoji": "[b'a‸\U0001f600']", "triple": "[b'''\n‸ÿ''']",
                       "escaped-accent": "[b'\\‸é']"}.items():
        suite.invalid(f"bytes-{name}", text, "syntax", "A character past ASCII in bytes.", "SERP-55")


def unfinished(suite):
    for name, text in {
        "single": "'a‸", "double": '"a‸', "empty-single": "'‸", "triple": "'''a‸", "triple-two-closing": "'''a''‸", "raw": "r'a‸",
        "bytes": "b'a‸", "backslash": "'a\\‸", "escape-x": "'a\\x‸", "escape-u": "'\\u00‸", "escape-name": "'\\N{BUL‸", "octal": "'\\1‸",
        "in-list": "['a‸", "after-comma": "['a','‸", "triple-line": "'''a\n‸", "other-quote": "'a\"‸", "five-quotes": "'''''‸",
    }.items():
        suite.invalid(f"string-cut-{name}", text, "truncated", "The input ends within a string.", ["SERP-50", "SERP-56", "SERP-83"])
