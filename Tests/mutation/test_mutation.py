"""Tests of the planting of faults itself: python3 -m unittest discover Tests/mutation. Run by TestingPageTests."""
import pathlib
import random
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import faults
import mutate
import suites
import swift_tokens


def texts(source):
    return [token.text for token in swift_tokens.tokens(source)]


def found_in(source):
    """What can be planted in a line: the token and what it becomes."""
    found = swift_tokens.tokens(source)
    changes = (faults.fault_in(source, found, index, random.Random(1)) for index in range(len(found)))
    return [(token.text, change[0]) for token, change in zip(found, changes) if change]


class Tokens(unittest.TestCase):
    def test_comments_strings_and_attributes_are_passed_over(self):
        self.assertEqual(texts("a // b\nc /* d /* e */ f */ g"), ["a", "c", "g"])
        self.assertEqual(texts('a("b \\(c + "d)") e") f'), ["a", "(", ")", "f"])
        self.assertEqual(texts('#"a \\(b) \\" c"# d'), ["d"])
        self.assertEqual(texts('"""\na "b" c\n""" d'), ["d"])
        self.assertEqual(texts("@inline(__always) func f"), ["func", "f"])

    def test_operators_are_taken_whole(self):
        self.assertEqual(texts("0..<x &+ 1"), ["0", "..<", "x", "&+", "1"])


class Places(unittest.TestCase):
    def test_operators_between_operands(self):
        self.assertEqual(found_in("a < b && c"), [("<", "<="), ("&&", "||")])
        self.assertEqual(found_in("a += b &+ c"), [("+=", "-="), ("&+", "&-")])
        self.assertEqual(found_in("a..<b"), [("..<", "...")])
        self.assertEqual(found_in("if !a { }"), [("!", "nothing")])

    def test_literals(self):
        self.assertIn(found_in("x = 7"), ([("7", "8")], [("7", "6")]))
        self.assertEqual(found_in("x = 0"), [("0", "1")])
        self.assertIn(found_in("x = 0x1F"), ([("0x1F", "0x20")], [("0x1F", "0x1e")]))
        self.assertEqual(found_in("x = 0.5"), [("0.5", "1.5")])
        self.assertEqual(found_in("x = 1e20"), [("1e20", "2e+20")])
        self.assertEqual(found_in("x = true"), [("true", "false")])
        self.assertEqual(found_in("min(a, b)"), [("min", "max")])

    def test_what_is_no_place(self):
        for source in ("pair.0", "Array<UInt8>()", "f(&a)", "a[b...]", "a[..<b]", "x!", "-> T", "a.min()", "a ?? b", ".true",
                       "while true { }"):
            self.assertEqual(found_in(source), [], source)

    def test_what_changes_no_answer_is_known_by_its_line(self):
        fault = faults.Fault(1, "Sources/WireCore/A.swift", 2, 12, "!", "nothing", "not")
        self.assertEqual(fault.lines("let a = 1\n  !b || c\n"), ("!b || c", "b || c"))
        known = mutate.equivalents()
        self.assertGreater(len(known), 10)
        for file, line, becomes in known:
            lines = [text.strip() for text in (mutate.ROOT / file).read_text().split("\n")]
            self.assertIn(line, lines, f"equivalent.json: {file} has the line no more")
            self.assertNotEqual(line, becomes)
        self.assertTrue(any(mutate.is_equivalent(fault, known) for fault in faults.candidates(mutate.ROOT, 1)))

    def test_the_seed_decides(self):
        once, again, other = (faults.candidates(mutate.ROOT, seed)[:200] for seed in (3, 3, 4))
        self.assertEqual(once, again)
        self.assertNotEqual([fault[1:] for fault in once], [fault[1:] for fault in other])
        self.assertEqual(len({(fault.path, fault.start) for fault in once}), len(once))


class Planting(unittest.TestCase):
    def test_each_fault_has_a_switch(self):
        with tempfile.TemporaryDirectory() as root:
            file = pathlib.Path(root) / "Sources/WireCore/Example.swift"
            file.parent.mkdir(parents=True)
            file.write_text("let a = !b || 1 < min(c, 2.5)\n")
            every = faults.candidates(root, 1)
            planted = faults.plant(file.read_text(), every)
        self.assertEqual([fault.old for fault in sorted(every, key=lambda fault: fault.start)], ["!", "||", "1", "<", "min", "2.5"])
        switches = faults.switches(every)
        for fault in every:
            name = faults.planted_token(fault)
            self.assertIn(name, planted)
            if fault.kind in ("infix", "not", "extreme"):
                self.assertIn(f"func {name}", switches)
                self.assertIn(f"plantedFault == {fault.number} ?", switches)

    def test_every_operator_has_a_declaration(self):
        for old, new in faults.INFIX.items():
            fault = faults.Fault(1, "Sources/WireCore/A.swift", 1, 0, old, new, "infix")
            self.assertRegex(faults.operator_declaration(fault), r"^infix operator \S+ : \w+Precedence\n@usableFromInline func ")

    def test_the_compiler_s_errors_are_blamed_on_the_nearest_fault(self):
        planted = [faults.Fault(number, "Sources/WireCore/A.swift", line, 0, "1", "2", "integer") for number, line in ((1, 4), (2, 9))]
        output = "/x/Sources/WireCore/A.swift:8:3: error: ambiguous\n/x/Sources/WireCore/B.swift:4:1: error: other\n"
        self.assertEqual(mutate.blamed(planted, output), {2: "ambiguous"})


class Suites(unittest.TestCase):
    every = {"Core": (False, {"Core"}), "Codec": (False, {"Codec", "Core"}), "CoreTests": (True, {"CoreTests", "Core"}),
             "CodecTests": (True, {"CodecTests", "Codec", "Core"}), "PeerTests": (True, {"PeerTests", "Codec", "Core"})}

    def test_what_depends_on_the_module_is_run_the_quick_first(self):
        self.assertEqual(suites.phases(self.every, "Core"), [["CoreTests"], ["CodecTests"], ["PeerTests"]])
        self.assertEqual(suites.phases(self.every, "Codec"), [["CodecTests"], ["PeerTests"]])

    def test_a_failure_is_known_by_its_line(self):
        self.assertEqual(suites.FAILED.match("✘ Test rejects() recorded an issue at A.swift:1:1: no").group(1), "rejects()")
        self.assertIsNone(suites.FAILED.match("✔ Test rejects() passed after 0.1 seconds."))
        self.assertIsNone(suites.FAILED.match("✘ Test run with 3 tests in 1 suite failed after 0.1 seconds with 1 issue."))


if __name__ == "__main__":
    unittest.main()
