"""rpyc's own vinegar on every exception type of Python's builtins.

For each a line: its brine in hex, a tab, its module and name, a tab, what str of the loaded exception is, in hex.
Lines in hex on standard input are loaded and dumped again, one answer a line, or a dash where that fails.
"""
import builtins
import inspect
import sys

from rpyc.core import brine, vinegar

ARGUMENTS = {
    "UnicodeDecodeError": ("utf-8", b"a\xff", 1, 2, "invalid start byte"),
    "UnicodeEncodeError": ("ascii", "a\xe9", 1, 2, "ordinal not in range"),
    "UnicodeTranslateError": ("a\xe9", 1, 2, "no"),
    "ExceptionGroup": ("several", [ValueError(1)]),
    "BaseExceptionGroup": ("several", [KeyboardInterrupt()]),
    "KeyError": ("the key",),
    "SyntaxError": ("bad", ("dir/file.py", 3, 1, "x = ", 3, 4)),
    "ImportError": ("no module",),
    "FileNotFoundError": (2, "No such file or directory", "/tmp/none"),
}
OTHERS = [ValueError(), ValueError("a", 1, [2]), ValueError({"a": 1}), OSError(5, "five", "a", None, "b"), OSError("plain"),
          KeyError(1, 2), KeyError(), SyntaxError("alone"), ValueError("two\nlines"), ValueError((1, 2)), ValueError(None)]


def samples():
    for name, kind in sorted(vars(builtins).items()):
        if inspect.isclass(kind) and issubclass(kind, BaseException) and kind is not StopIteration:
            yield kind(*ARGUMENTS.get(name, ("message",)))
    yield from OTHERS


def dump(exception):
    try:
        raise exception
    except BaseException:
        return vinegar.dump(*sys.exc_info(), include_local_traceback=True, include_local_version=True)


def load(value):
    return vinegar.load(value, import_custom_exceptions=False, instantiate_custom_exceptions=False,
                        instantiate_oldstyle_exceptions=False)


if len(sys.argv) > 1:
    for line in sys.stdin:
        try:
            made = load(brine.load(bytes.fromhex(line)))
            print(brine.dump((type(made).__name__, made.args)).hex())
        except Exception:
            print("-")
else:
    for exception in samples():
        dumped = dump(exception)
        try:
            text = str(load(dumped))
        except TypeError:  # rpyc cannot load exception groups
            text = ""
        print(brine.dump(dumped).hex(), ".".join(dumped[0]), text.encode().hex() or "-", sep="\t")
