"""Tests of the line counts: python3 -m unittest discover Tests/coverage. Run by TestingPageTests."""
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))

import coverage


class Lines(unittest.TestCase):
    # A function of lines 1 to 9, run 5 times; a block of lines 3 to 5 that never was; a comment block outside.
    function = [[1, 1, 5, True, True, False], [3, 10, 0, True, True, False], [5, 4, 5, True, False, False],
                [9, 2, 0, False, False, False]]

    def test_a_block_that_is_never_run(self):
        counts = coverage.line_counts(self.function)
        self.assertEqual(sorted(counts), list(range(1, 10)))
        # The line on which it begins is that of its condition, too, which was run; that on which it ends is its own.
        self.assertEqual([line for line, count in counts.items() if count == 0], [4, 5])

    def test_a_run_of_lines(self):
        counts = {1: 5, 2: 0, 3: 0, 6: 0, 7: 1, 9: 0}
        self.assertEqual(coverage.unreached(counts), [(2, 6), (9, 9)])

    def test_a_gap_counts_nothing(self):
        counts = coverage.line_counts([[1, 1, 2, True, True, False], [2, 1, 0, True, False, True], [3, 1, 2, True, True, False],
                                       [4, 1, 0, False, False, False]])
        self.assertEqual(counts[3], 2)


class Explanations(unittest.TestCase):
    def test_words_stand_in_one_line(self):
        entry = {"file": "Core/*", "words": "no memory"}
        self.assertTrue(coverage.explains(entry, "Core/A.swift", ["guard ok else {", "throw Error(\"no memory\")"]))
        self.assertFalse(coverage.explains(entry, "Core/A.swift", ["throw Error(\"other\")"]))
        self.assertFalse(coverage.explains(entry, "Codec/A.swift", ["throw Error(\"no memory\")"]))

    def test_a_pattern_is_that_of_every_line(self):
        entry = {"file": "*", "pattern": "[})]+"}
        self.assertTrue(coverage.explains(entry, "A.swift", ["    }", ""]))
        self.assertFalse(coverage.explains(entry, "A.swift", ["    }", "    return nil"]))


if __name__ == "__main__":
    unittest.main()
