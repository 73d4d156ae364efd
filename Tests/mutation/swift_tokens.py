"""Splits Swift source into the tokens that a fault can be planted in. Comments, strings (with what is interpolated in
them) and attributes are passed over."""
import re
from typing import NamedTuple

NUMBER = re.compile(r"0x[0-9A-Fa-f_]+|0b[01_]+|0o[0-7_]+|\d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)?")
WORD = re.compile(r"[A-Za-z_$][\w$]*|`\w+`")
OPERATOR = re.compile(r"\.\.[.<]|[-+*/%<>=!&|^~?]+")
ATTRIBUTE = re.compile(r"[@#]\w+(?:\([^()\n]*\))?")
STRING = re.compile(r'(#*)("""|")')


class Token(NamedTuple):
    kind: str  # number, word, operator, other
    text: str
    start: int

    @property
    def end(self):
        return self.start + len(self.text)


def end_of_comment(source, at):
    """Where the comment that begins at `at` ends; comments between /* and */ nest."""
    if source.startswith("//", at):
        end = source.find("\n", at)
        return len(source) if end < 0 else end
    depth = 0
    for match in re.compile(r"/\*|\*/").finditer(source, at):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return match.end()
    return len(source)


def end_of_string(source, at):
    """Where the string literal that begins at `at` ends, past what is interpolated in it."""
    hashes, quote = STRING.match(source, at).groups()
    closing, escape = quote + hashes, "\\" + hashes
    at += len(hashes) + len(quote)
    while at < len(source) and not source.startswith(closing, at):
        if not source.startswith(escape, at):
            at += 1
            continue
        at += len(escape)
        at = end_of_parentheses(source, at) if source[at] == "(" else at + 1
    return at + len(closing)


def end_of_parentheses(source, at):
    depth = 0
    while at < len(source):
        if STRING.match(source, at):
            at = end_of_string(source, at)
            continue
        depth += {"(": 1, ")": -1}.get(source[at], 0)
        at += 1
        if depth == 0:
            break
    return at


def tokens(source):
    """The tokens of a file in order."""
    at, found = 0, []
    while at < len(source):
        if source[at].isspace():
            at += 1
        elif source.startswith(("//", "/*"), at):
            at = end_of_comment(source, at)
        elif STRING.match(source, at):
            at = end_of_string(source, at)
        elif match := ATTRIBUTE.match(source, at):
            at = match.end()
        else:
            for kind, pattern in (("number", NUMBER), ("word", WORD), ("operator", OPERATOR)):
                if match := pattern.match(source, at):
                    found.append(Token(kind, match.group(), at))
                    break
            else:
                found.append(Token("other", source[at], at))
            at = found[-1].end
    return found
