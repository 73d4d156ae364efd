#!/usr/bin/env python3
"""Prints Sources/SerpentCodec/UnicodeNameData.swift: the names that CPython 3.11 knows in \\N{...}.

    python3.11 Fixtures/generators/unicode_names.py /usr/share/perl/5.36/unicore/Name.pl

Names are asked of CPython's own unicodedata (Unicode 14). It cannot list its aliases, so words that
may be aliases come from Perl's table of the same Unicode, and each is asked of CPython.

The form: two texts of printable ASCII. WORDS are all words of names, the most frequent first.
NAMES has one entry a character, in ascending order:

    head    (words shared with the entry before) * 2 + (1 if the code point is the next one)
    code    three digits, where it is not the next one; those from E0000 on stand at 30000, to fit
    words   each one, two or three digits; then the next head

A digit is a character of DIGITS; a head is one of HEADS, a word begins with neither: see `token`.
"""

import re
import sys
import unicodedata

ASCII = [chr(c) for c in range(0x21, 0x7F) if chr(c) not in "\"\\#"]
HEADS, REST = ASCII[:24], ASCII[24:]
ONE, TWO = REST[:40], REST[40:57]
THREE = REST[57:]
BASE = len(ASCII)


def token(index):
    """A word's number: one character for the first, two for the next, three for the rest."""
    if index < len(ONE):
        return ONE[index]
    index -= len(ONE)
    if index < len(TWO) * BASE:
        return TWO[index // BASE] + ASCII[index % BASE]
    index -= len(TWO) * BASE
    return THREE[index // BASE ** 2] + ASCII[index // BASE % BASE] + ASCII[index % BASE]


def known_names(perl_table):
    """(code point, name) pairs, ascending, without ideographs and syllables; and the ranges of names
    that end in the code point itself."""
    plain, ranges = [], []
    for code in range(0x110000):
        name = unicodedata.name(chr(code), None)
        if not name or name.startswith(("HANGUL SYLLABLE ", "CJK UNIFIED IDEOGRAPH-")):
            continue
        prefix, dash, last = name.rpartition("-")
        if dash and last == "%04X" % code:
            if ranges and ranges[-1][0] == prefix + dash and ranges[-1][2] == code - 1:
                ranges[-1][2] = code
            else:
                ranges.append([prefix + dash, code, code])
        else:
            plain.append((code, name))
    for word in sorted(set(re.findall(r"[A-Z][A-Z0-9 -]+", open(perl_table).read()))):
        try:
            found = unicodedata.lookup(word)
        except KeyError:
            continue
        if len(found) == 1 and unicodedata.name(found, "") != word:
            plain.append((ord(found), word))
    return sorted(plain), ranges


def unified():
    """The ranges of CJK UNIFIED IDEOGRAPH-."""
    ranges = []
    for code in range(0x3400, 0x40000):
        if unicodedata.name(chr(code), "").startswith("CJK UNIFIED IDEOGRAPH-"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return ranges


def word_list(names):
    count = {}
    for _, name in names:
        for word in name.split(" "):
            count[word] = count.get(word, 0) + 1
    return sorted(count, key=lambda word: (-count[word], word))


def entries(names, words):
    number = {word: token(index) for index, word in enumerate(words)}
    before, code_before, out = [], 0, []
    for code, name in names:
        parts = name.split(" ")
        shared = 0
        while shared < min(11, len(before), len(parts)) and before[shared] == parts[shared]:
            shared += 1
        text = HEADS[shared * 2 + (code == code_before + 1)]
        if code != code_before + 1:
            packed = code - 0xB0000 if code >= 0xE0000 else code
            assert packed < BASE ** 3
            text += "".join(ASCII[packed // BASE ** power % BASE] for power in (2, 1, 0))
        out.append(text + "".join(number[word] for word in parts[shared:]))
        before, code_before = parts, code
    return "".join(out)


def literal(name, comment, text):
    lines = [text[start:start + 2000] for start in range(0, len(text), 2000)]
    print("  /// %s" % comment)
    print('  static let %s: StaticString = """' % name)
    for line in lines[:-1]:
        print("    " + line + "\\")
    print("    " + lines[-1])
    print('    """')


def pairs(name, comment, ranges):
    print("  /// %s" % comment)
    print("  static let %s: [(first: UInt32, last: UInt32)] = [" % name)
    for first, last in ranges:
        print("    (0x%X, 0x%X)," % (first, last))
    print("  ]")


def main():
    assert sys.version_info[:2] == (3, 11) and unicodedata.unidata_version == "14.0.0"
    names, ranges = known_names(sys.argv[1])
    words = word_list(names)
    print("// swift-format-ignore-file")
    print("// Made by Fixtures/generators/unicode_names.py: the %d names and aliases of Unicode 14 that CPython 3.11 knows." % len(names))
    print()
    print("/// Names of characters, packed; ``UnicodeNames`` reads them.")
    print("enum UnicodeNameData {")
    pairs("unifiedIdeographs", "The characters named CJK UNIFIED IDEOGRAPH- and their code point.", unified())
    print("  /// Other names that end in the code point, in hexadecimal.")
    print("  static let numbered: [(prefix: StaticString, first: UInt32, last: UInt32)] = [")
    for prefix, first, last in ranges:
        print('    ("%s", 0x%X, 0x%X),' % (prefix, first, last))
    print("  ]")
    literal("words", "The words of names, the most frequent first.", "#".join(words))
    literal("names", "One entry a character: see the script.", entries(names, words))
    print("}")


if __name__ == "__main__":
    main()
