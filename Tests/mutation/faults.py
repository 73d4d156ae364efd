"""One-token faults: where they can be planted, and how all of them are planted in one copy of the sources, each behind a
switch of its own, so that one build serves them all."""
import pathlib
import random
from typing import NamedTuple

import swift_tokens

# What writes, and what is a table of data, is no decoder.
WRITERS = ("Encod", "Dump", "Writer", "Deflate", "Adler32")
TABLES = ("PowersOfFive", "PowerOfTenTable", "PrintableTable", "UnicodeNameData")
MODULES = ["WireCore", "SerpentCodec", "BrineCodec", "VinegarCodec", "XMLPickleCodec", "InertReaders", "PyroWire", "RPyCWire",
           "WireCapture"]

# operator: (what it becomes, precedence, what its operands are)
COMPARISONS = {"<": "<=", "<=": "<", ">": ">=", ">=": ">"}
EQUALITIES = {"==": "!=", "!=": "=="}
LOGICAL = {"&&": "||", "||": "&&"}
ARITHMETIC = {"+": "-", "-": "+", "&+": "&-", "&-": "&+", "*": "+", "&*": "&+", "/": "*", "%": "/", "&": "|", "|": "&", "^": "|"}
SHIFTS = {"<<": ">>", ">>": "<<", "&<<": "&>>", "&>>": "&<<"}
ASSIGNMENTS = {"+=": "-=", "-=": "+=", "&+=": "&-=", "&-=": "&+=", "*=": "+=", "|=": "&=", "&=": "|=", "^=": "|="}
SHIFT_ASSIGNMENTS = {"<<=": ">>=", ">>=": "<<="}
RANGES = {"..<": "...", "...": "..<"}
INFIX = COMPARISONS | EQUALITIES | LOGICAL | ARITHMETIC | SHIFTS | ASSIGNMENTS | SHIFT_ASSIGNMENTS | RANGES
PRECEDENCE = {**dict.fromkeys(COMPARISONS | EQUALITIES, "Comparison"), "&&": "LogicalConjunction", "||": "LogicalDisjunction",
              **dict.fromkeys(("+", "-", "&+", "&-", "|", "^"), "Addition"),
              **dict.fromkeys(("*", "&*", "/", "%", "&"), "Multiplication"),
              **dict.fromkeys(SHIFTS, "BitwiseShift"), **dict.fromkeys(ASSIGNMENTS | SHIFT_ASSIGNMENTS, "Assignment"),
              **dict.fromkeys(RANGES, "RangeFormation")}
EXTREMES = {"min": "max", "max": "min"}


class Fault(NamedTuple):
    number: int
    path: str
    line: int
    start: int
    old: str
    new: str
    kind: str

    @property
    def module(self):
        return self.path.split("/")[1]

    def __str__(self):
        return f"{self.path}:{self.line}: {self.old} becomes {self.new}"

    def lines(self, source):
        """The line as it stands in the source of the file, and with the fault in it."""
        first, last = source.rfind("\n", 0, self.start) + 1, source.find("\n", self.start)
        new = "" if self.new == "nothing" else self.new
        changed = source[first:self.start] + new + source[self.start + len(self.old):last]
        return source[first:last].strip(), changed.strip()


def decoders(root):
    """The files of the decoders, as paths from the root."""
    for module in MODULES:
        for file in sorted((pathlib.Path(root) / "Sources" / module).rglob("*.swift")):
            if not any(word in file.stem for word in WRITERS + TABLES):
                yield str(file.relative_to(root))


def changed_number(text, choose):
    """The number one more or one less; a float plus 1, or twice as much where 1 is too little to change it."""
    if text.startswith("0x"):
        value = int(text, 16)
    elif text[:2] in ("0b", "0o"):
        value = int(text, 0)
    elif text.replace("_", "").isdigit():
        value = int(text.replace("_", ""))
    else:
        number = float(text.replace("_", ""))
        return repr(number + 1 if number + 1 != number else number * 2)
    value += choose.choice((1, -1)) if value else 1
    return hex(value) if text.startswith("0x") else str(value)


def fault_in(source, found, index, choose):
    """What the token at `index` becomes and the kind of the fault, or nothing."""
    token = found[index]
    before = source[token.start - 1] if token.start else "\n"
    after = source[token.end:token.end + 1]
    spaced = before.isspace() and after.isspace()
    if token.kind == "operator":
        if token.text in RANGES and not before.isspace() and before not in "([," and not after.isspace() and after not in ")],:":
            return RANGES[token.text], "infix"
        if token.text in INFIX and token.text not in RANGES and spaced:
            return INFIX[token.text], "infix"
        if token.text == "!" and not after.isspace() and (before.isspace() or before in "(["):
            return "nothing", "not"
    if before == ".":
        return None
    if token.kind == "number":
        return changed_number(token.text, choose), "float" if "." in token.text else "integer"
    if token.text == "true" and index and found[index - 1].text == "while":
        return None  # Behind a loop that may end the compiler wants a return.
    if token.text in ("true", "false"):
        return {"true": "false", "false": "true"}[token.text], "boolean"
    if token.text in EXTREMES and after == "(" and not (index and found[index - 1].text == "func"):
        return EXTREMES[token.text], "extreme"
    return None


def candidates(root, seed):
    """Every fault that can be planted, in an order that the seed decides."""
    choose = random.Random(seed)
    every = []
    for path in decoders(root):
        source = (pathlib.Path(root) / path).read_text()
        found = swift_tokens.tokens(source)
        for index, token in enumerate(found):
            if change := fault_in(source, found, index, choose):
                line = source.count("\n", 0, token.start) + 1
                every.append((path, line, token.start, token.text, *change))
    choose.shuffle(every)
    return [Fault(number, *rest) for number, rest in enumerate(every, 1)]


def switch(number):
    """The operator of a fault: its number in characters that Swift takes for operators and nobody uses."""
    return "".join(chr(0x2200 + int(digit, 16)) for digit in f"{number:04x}")


def planted_token(fault):
    number = fault.number
    if fault.kind in ("infix", "not"):
        # A custom operator is spaced on both sides or on neither, like the one that it stands for.
        return switch(number)
    if fault.kind == "extreme":
        return f"plantedExtreme{fault.old.capitalize()}{number}"
    function = {"integer": "plantedInteger", "float": "plantedFloat", "boolean": "plantedBoolean"}[fault.kind]
    return f"{function}({number}, {fault.old}, {fault.new})"


def plant(source, faults):
    """The source of one file with its faults in it, each switched off."""
    for fault in sorted(faults, key=lambda fault: -fault.start):
        end = fault.start + len(fault.old)
        assert source[fault.start:end] == fault.old, fault
        source = source[:fault.start] + planted_token(fault) + source[end:]
    return source


def operator_declaration(fault):
    """The operator of a fault: the old one, or the new one where it is switched on."""
    name, old, new = switch(fault.number), fault.old, fault.new
    on = f"plantedFault == {fault.number}"
    head = "@usableFromInline func"
    if fault.kind == "not":
        return f"prefix operator {name}\n@usableFromInline prefix func {name} (a: Bool) -> Bool {{ {on} ? a : !a }}\n"
    lines = [f"infix operator {name} : {PRECEDENCE[old]}Precedence"]

    def binary(generics, left, right, result):
        lines.append(f"{head} {name} {generics}(a: {left}, b: {right}) -> {result} {{ {on} ? a {new} b : a {old} b }}")

    if old in COMPARISONS:
        binary("<T: Comparable>", "T", "T", "Bool")
    elif old in EQUALITIES:
        binary("<T: Equatable>", "T", "T", "Bool")
    elif old in LOGICAL:
        lines.append(f"{head} {name} (a: Bool, b: @autoclosure () throws -> Bool) rethrows -> Bool "
                     f"{{ {on} ? try a {new} b() : try a {old} b() }}")
    elif old in SHIFTS:
        binary("<T: FixedWidthInteger, U: FixedWidthInteger>", "T", "U", "T")
    elif old == "..<":
        lines.append(f"{head} {name} <T: FixedWidthInteger>(a: T, b: T) -> Range<T> {{ a ..< ({on} ? b + 1 : b) }}")
    elif old == "...":
        # An empty closed range cannot be made: the fault would trap, which would be noticed without merit.
        lines.append(f"{head} {name} <T: FixedWidthInteger>(a: T, b: T) -> ClosedRange<T> "
                     f"{{ a ... ({on} && b > a ? b - 1 : b) }}")
    elif old in ASSIGNMENTS or old in SHIFT_ASSIGNMENTS:
        lines.append(f"{head} {name} <T: FixedWidthInteger>(a: inout T, b: T) {{ if {on} {{ a {new} b }} else {{ a {old} b }} }}")
    else:
        binary("<T: FixedWidthInteger>", "T", "T", "T")
        if old in "+-*/":
            binary("", "Double", "Double", "Double")
    return "\n".join(lines) + "\n"


SWITCHES = """\
import Glibc

/// The fault that is switched on; none is 0.
@usableFromInline let plantedFault: Int = getenv("PLANTED_FAULT").flatMap { Int(String(cString: $0)) } ?? 0

@usableFromInline func plantedInteger<T: ExpressibleByIntegerLiteral>(_ number: Int, _ old: T, _ new: T) -> T {
  plantedFault == number ? new : old
}
@usableFromInline func plantedFloat<T: ExpressibleByFloatLiteral>(_ number: Int, _ old: T, _ new: T) -> T {
  plantedFault == number ? new : old
}
@usableFromInline func plantedBoolean(_ number: Int, _ old: Bool, _ new: Bool) -> Bool {
  plantedFault == number ? new : old
}
"""


def switches(faults):
    """The file of a module that declares the switches of its faults."""
    parts = [SWITCHES]
    for fault in faults:
        if fault.kind in ("infix", "not"):
            parts.append(operator_declaration(fault))
        elif fault.kind == "extreme":
            parts.append(f"@usableFromInline func plantedExtreme{fault.old.capitalize()}{fault.number}<T: Comparable>(_ a: T, _ b: T) -> T "
                         f"{{ plantedFault == {fault.number} ? {fault.new}(a, b) : {fault.old}(a, b) }}\n")
    return "\n".join(parts)
