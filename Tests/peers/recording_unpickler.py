"""CPython's unpickler with look-ups and calls left out: they leave a mark, and what they would give is a record. Used by
pickles.py."""
import io
import pickle
import pickletools


# Calls of these make an instance of their first argument.
HELPERS = {(module, name) for module in ("copyreg", "copy_reg")
           for name in ("_reconstructor", "__newobj__", "__newobj_ex__")}


class Record:
    """What a call would give. It takes whatever is done to it."""

    def __init__(self, name):
        self.name = name

    def append(self, item):
        pass

    add = __setitem__ = lambda self, *items: None


class Name(Record):
    """What was looked up."""


class Recorder(pickle._Unpickler):
    """CPython's machine, with look-ups and calls left out."""

    def __init__(self, data):
        super().__init__(io.BytesIO(data), fix_imports=False, encoding="latin-1")
        self.instructions = []
        for opcode, _, offset in genops(data):
            self.instructions.append((offset, ord(opcode.code)))
        self.place = -1
        self.actions, self.heights = [], []

    def note(self, kind, name=(None, None)):
        self.actions.append([kind, self.instructions[self.place][0], *name])

    def find_class(self, module, name):
        self.note("lookUp", (module, name))
        return Name((module, name))

    def persistent_load(self, pid):
        self.note("load")
        return Record((None, None))

    def get_extension(self, code):
        if code <= 0:
            raise pickle.UnpicklingError("EXT specifies code <= 0")
        self.note("registered")
        self.append(Record((None, None)))

    def make(self, kind, callee, arguments):
        name = callee.name if isinstance(callee, Name) else (None, None)
        if kind == "call" and name in HELPERS and isinstance(arguments, tuple) and arguments:
            if name[1] != "_reconstructor" or len(arguments) <= 3:
                name = getattr(arguments[0], "name", (None, None))
        self.note(kind, name)
        self.append(Record(name))

    def _instantiate(self, callee, arguments):
        self.make("call", callee, arguments)


def replaces(opcode):
    def decorate(function):
        Recorder.replaced[opcode[0]] = function
        return function
    return decorate


Recorder.replaced = {}


@replaces(pickle.REDUCE)
def reduce(self):
    arguments = self.stack.pop()
    self.make("call", self.stack.pop(), arguments)


@replaces(pickle.NEWOBJ)
def new_object(self):
    arguments = self.stack.pop()
    self.make("make", self.stack.pop(), arguments)


@replaces(pickle.NEWOBJ_EX)
def new_object_ex(self):
    self.stack.pop()
    new_object(self)


@replaces(pickle.STACK_GLOBAL)
def stack_global(self):
    name, module = self.stack.pop(), self.stack.pop()
    if isinstance(name, Record) or isinstance(module, Record):
        # A call may give a str: nobody can tell which.
        self.note("lookUp")
        self.append(Name((None, None)))
    elif type(name) is str and type(module) is str:
        self.append(self.find_class(module, name))
    else:
        raise pickle.UnpicklingError("STACK_GLOBAL requires str")


@replaces(pickle.BUILD)
def build(self):
    self.stack.pop()
    self.note("build", getattr(self.stack[-1], "name", (None, None)))
    if not isinstance(self.stack[-1], Record):
        self.stack[-1] = Record((None, None))


@replaces(pickle.NEXT_BUFFER)
def next_buffer(self):
    self.note("buffer")
    self.append(Record((None, None)))


@replaces(pickle.READONLY_BUFFER)
def read_only_buffer(self):
    self.stack[-1]


def extends(code, function):
    """Adding to a record is an action, where there is something to add."""
    count = {pickle.APPEND: 1, pickle.SETITEM: 2}.get(bytes([code]))

    def run(self):
        if count:
            target, items = self.stack[-count - 1], self.stack[-count:]
        else:
            target, items = self.metastack[-1][-1], self.stack
        if isinstance(target, Record) and items:
            self.note("extend", target.name)
        function(self)
    return run


def stepping(code):
    function = Recorder.replaced.get(code, pickle._Unpickler.dispatch[code])
    if bytes([code]) in (pickle.APPEND, pickle.APPENDS, pickle.SETITEM, pickle.SETITEMS, pickle.ADDITEMS):
        function = extends(code, function)

    def run(self):
        if code == pickle.STOP[0]:
            self.place += 1
            self.heights.append(height(self))
            return function(self)
        self.place += 1
        function(self)
        self.heights.append(height(self))
    return run


def height(machine):
    return sum(map(len, machine.metastack)) + len(machine.stack)


Recorder.dispatch = {code: stepping(code) for code in pickle._Unpickler.dispatch}


def genops(data):
    """pickletools.genops, up to what it cannot read."""
    try:
        yield from pickletools.genops(data)
    except Exception:
        return
