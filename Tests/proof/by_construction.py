#!/usr/bin/env python3
"""Proof by construction: the built objects of the modules that decode refer to nothing that could turn a name into a
type or code, open a file, reach a host or start a program.

    by_construction.py BUILD-FOLDER       .build/debug, or .build/release
    by_construction.py --object FILE ...  any objects: this is how the proof is shown to fail

What may be referred to is listed, not what may not: C functions by name, Swift's runtime by prefix, and Swift's own
symbols unless they belong to what is ruled out. spec/threat-model.md has the reasons.
"""
import glob
import os
import re
import subprocess
import sys

MODULES = ["PythonValues", "WireCore", "SerpentCodec", "BrineCodec", "VinegarCodec", "XMLPickleCodec", "CXMLPickle", "InertReaders",
           "WirePolicy", "PyroWire", "RPyCWire"]
MEMORY = {"memcpy", "memmove", "memset", "memcmp", "memchr", "strlen", "strcmp", "strcspn", "strncmp", "malloc", "calloc", "realloc", "free", "malloc_usable_size", "bzero", "_Znwm", "_ZdlPv",
          "posix_memalign", "__stack_chk_fail", "snprintf", "abort", "_GLOBAL_OFFSET_TABLE_", "__tls_get_addr", "strtod_l", "newlocale"}
MATHEMATICS = {"trunc", "round", "rint", "floor", "ceil", "fmod", "ldexp", "scalbn", "pow", "log2", "log10", "nearbyint", "fma"}
ZLIB = {"inflateInit2_", "inflateInit_", "inflate", "inflateEnd", "inflateReset", "inflateReset2", "deflateInit2_", "deflateInit_", "deflate", "deflateEnd", "deflateBound", "adler32", "crc32", "zlibVersion"}
# The parser that reads what it is handed, by a reader of ours; no loader, catalogue, network or file of libxml2's.
LIBXML2 = {"xmlStopParser", "xmlSetStructuredErrorFunc", "xmlParseDocument", "xmlInitParser", "xmlGetPredefinedEntity", "xmlFreeParserCtxt", "xmlFreeEnumeration", "xmlFreeDoc",
           "xmlCtxtUseOptions", "xmlCreateIOParserCtxt", "xmlByteConsumed", "__xmlStructuredErrorContext", "__xmlStructuredError"}
OURS = re.compile(r"^(cxp_|__swift_|symbolic |block_|\.L|get_|_swift_FORCE_LOAD|__CurrentModule|llvm\.|\$s\d)")
RUNTIME = re.compile(r"^(swift_|_swift_|_swiftEmpty|__swift_|\$s)")
# Swift symbols that would open what is to be shut: types by name, reflection, standard input and output, the command line,
# and every module that does more than count.
RULED_OUT = [("a type by its name", re.compile(r"typeByName|swift_getTypeByName|getTypeByMangledNameInEnvironment|NSClassFromString")),
             ("reflection", re.compile(r"\$ss6MirrorV|swift_reflectionMirror")),
             ("input and output", re.compile(r"\$ss8readLine|\$ss5print_|\$ss9debugPrint|\$ss4dump|\$ss11CommandLine")),
             ("Foundation, the C library or a network module", re.compile(r"\$s(10Foundation|20FoundationEssentials|20FoundationNetworking|5Glibc|8Dispatch|3NIO|6Darwin|4Musl)"))]
# A mangled name is turned into a type by functions that the compiler makes, from names that it wrote itself, and by no other.
BY_MANGLED_NAME = re.compile(r"^swift_getTypeByMangledName(InContext|InContextInMetadataState)2?$")
BY_COMPILER = re.compile(r"^(__swift_instantiateConcreteTypeFromMangledName\w*|get_type_metadata .*|__swift_instantiateGenericMetadata)$")


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def undefined(path):
    """The symbols that an object refers to and does not have."""
    return sorted({line.split()[-1] for line in run("nm", "-u", path).splitlines() if line.strip()})


def faults_of(path):
    """What an object may not refer to, each with the reason."""
    symbols = undefined(path)
    for symbol in symbols:
        reason = next((reason for reason, pattern in RULED_OUT if pattern.search(symbol)), None)
        known = symbol in MEMORY | MATHEMATICS | ZLIB | LIBXML2 or RUNTIME.match(symbol) or OURS.match(symbol)
        if reason or not known:
            yield symbol, reason or "not on the list of what may be called"
    if any(BY_MANGLED_NAME.match(symbol) for symbol in symbols):
        for caller, symbol in callers(path):
            if not BY_COMPILER.match(caller):
                yield symbol, "called from " + caller


def callers(path):
    """Which functions of an object refer to the runtime's way from a mangled name to a type."""
    function = ""
    for line in run("objdump", "-dr", "--no-show-raw-insn", path).splitlines():
        head = re.match(r"^[0-9a-f]+ <(.*)>:$", line)
        if head:
            function = head.group(1)
        target = re.search(r"R_\w+\s+(swift_getTypeByMangledName\w*)", line)
        if target:
            yield function, target.group(1)


def objects(folder):
    for module in MODULES:
        found = glob.glob(os.path.join(folder, module + ".build", "**", "*.o"), recursive=True)
        if not found:
            sys.exit(f"by_construction.py: {folder} has no objects of {module}; build first")
        yield from found


def main(arguments):
    if not arguments:
        sys.exit(__doc__)
    paths = arguments[1:] if arguments[0] == "--object" else list(objects(arguments[0]))
    faults = [(path, symbol, reason) for path in paths for symbol, reason in sorted(set(faults_of(path)))]
    for path, symbol, reason in faults:
        print(f"{os.path.basename(path)}: {symbol}: {reason}")
    print(f"{len(paths)} objects, {len(faults)} faults")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
