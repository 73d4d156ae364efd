"""Numbers: SERP-20 to SERP-34."""

EDGES = [0, 1, 9, 10, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 10**9]
EDGES += [2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**53, 2**53 + 1, 2**62, 2**63 - 1, 2**63, 2**63 + 1, 2**64 - 1, 2**64]
EDGES += [2**127, 2**128, 10**18, 10**19, 10**20, 10**38, 10**39, 10**100]


def add(suite):
    integers(suite)
    bases(suite)
    malformed_integers(suite)
    floats(suite)
    float_edges(suite)
    malformed_floats(suite)
    imaginary(suite)
    signs(suite)
    sums(suite)


def integers(suite):
    for number in EDGES:
        name = f"{number}" if number < 10**20 else f"{number:.3e}".replace("+", "").replace(".", "-")
        suite.valid(f"int-{name}", str(number), f"The integer {name}.", ["SERP-20", "SERP-21"])
        if number:
            suite.valid(f"int-minus-{name}", f"-{number}", f"The integer {name}, negative.", ["SERP-21", "SERP-30"])
    suite.valid("int-minus-0", "-0", "An integer has no negative zero.", ["SERP-30", "SERP-24"])
    suite.valid("int-zeros", "000", "Zero may have any number of zeros.", "SERP-24")
    suite.valid("int-zeros-underscores", "0_0_0", "Zeros with underscores between them.", ["SERP-24", "SERP-25"])
    suite.valid("int-zeros-5000", "0" * 5000, "Zero is not limited in its digits.", "SERP-24")
    suite.valid("int-underscores", "1_000_000", "Underscores between digits.", ["SERP-20", "SERP-25"])
    suite.valid("int-underscores-everywhere", "1_2_3_4", "An underscore between any two digits.", "SERP-25")
    limit = ["SERP-24", "Q-SERP-5"]
    suite.valid("int-digits-4299", "9" * 4299, "One digit less than the limit.", "SERP-24")
    suite.valid("int-digits-4300", "9" * 4300, "As many digits as the limit.", "SERP-24")
    suite.valid("int-digits-4300-minus", "-" + "9" * 4300, "A sign is no digit.", "SERP-24")
    suite.valid("int-digits-4300-underscores", "9_" * 4299 + "9", "Underscores are no digits.", "SERP-24")
    suite.invalid("int-digits-4301", "‸" + "9" * 4301, "limit", "One digit more than the limit.", "SERP-24",
                  flags=["IntegerDigits"])
    suite.invalid("int-digits-4301-minus", "-‸" + "9" * 4301, "limit", "The same, negative.", "SERP-24",
                  flags=["IntegerDigits"])
    suite.invalid("int-digits-4301-in-list", "[1,‸" + "9" * 4301 + "]", "limit", "The same, in a list.", "SERP-24",
                  flags=["IntegerDigits"])
    suite.invalid("int-digits-4301-underscores", "‸" + "9_" * 4300 + "9", "limit", "Digits count, whatever is between.",
                  "SERP-24", flags=["IntegerDigits"])
    suite.either("int-digits-5000", "‸" + "7" * 5000, "CPython 3.6 and 2.7 read it.", limit, error="limit",
                 flags=["IntegerDigits"])


def bases(suite):
    for letter, digits in (("x", "09afAF"), ("o", "01234567"), ("b", "0110")):
        for prefix in (letter, letter.upper()):
            case = "upper" if prefix.isupper() else "lower"
            suite.valid(f"int-0{letter}-{case}", f"0{prefix}{digits}", f"Digits behind 0{prefix}.", "SERP-20")
        suite.valid(f"int-0{letter}-zero", f"0{letter}0", "A zero in another base.", "SERP-20")
        suite.valid(f"int-0{letter}-leading-zeros", f"0{letter}0001", "Zeros in front, in another base.", "SERP-20")
        suite.valid(f"int-0{letter}-minus", f"-0{letter}11", "A sign before another base.", ["SERP-20", "SERP-30"])
        suite.valid(f"int-0{letter}-underscore", f"0{letter}_1_0", "An underscore behind the prefix.", "SERP-22")
        suite.valid(f"int-0{letter}-5000-digits", f"0{letter}" + "1" * 5000, "No limit in other bases.", "SERP-24",
                    ops=["decode"])
        suite.invalid(f"int-0{letter}-no-digits", f"0{letter}‸", "truncated", "No digits behind the prefix.", "SERP-20")
        suite.invalid(f"int-0{letter}-no-digits-in-list", f"[0{letter}‸]", "syntax", "The same, in a list.", "SERP-20")
        suite.invalid(f"int-0{letter}-underscore-only", f"[0{letter}_‸]", "syntax", "An underscore and no digit.", "SERP-22")
        suite.invalid(f"int-0{letter}-two-underscores", f"[0{letter}__‸1]".replace("__‸", "_‸_"), "syntax",
                      "Two underscores behind the prefix.", ["SERP-22", "SERP-25"])
        suite.invalid(f"int-0{letter}-trailing-underscore", f"[0{letter}1_‸]", "syntax", "An underscore at the end.",
                      ["SERP-22", "SERP-25"])
        suite.invalid(f"int-0{letter}-exponent-sign", f"[0{letter}1‸.5]", "syntax", "A dot in another base.", "SERP-20")
    for number in (2**63 - 1, 2**63, 2**64, 2**200):
        suite.valid(f"int-0x-{number.bit_length()}-bits-{bin(number).count('1')}", hex(number), "A wide hexadecimal integer.",
                    "SERP-20")
    suite.invalid("int-0x-bad-digit", "[0x1‸g]", "syntax", "A letter that is no hexadecimal digit.", ["SERP-20", "SERP-27"])
    suite.invalid("int-0o-bad-digit", "[0o7‸8]", "syntax", "A digit that is not octal.", "SERP-20")
    suite.invalid("int-0o-bad-first-digit", "[0o‸8]", "syntax", "A first digit that is not octal.", "SERP-20")
    suite.invalid("int-0b-bad-digit", "[0b1‸2]", "syntax", "A digit that is not binary.", "SERP-20")
    suite.invalid("int-0b-bad-first-digit", "[0b‸2]", "syntax", "A first digit that is not binary.", "SERP-20")


def malformed_integers(suite):
    java = ["JavaParserAccepts"]
    suite.invalid("int-leading-zero", "[‸007]", "syntax", "Zeros in front of a decimal integer.", ["SERP-21", "SERP-24"],
                  flags=java)
    suite.invalid("int-leading-zero-underscore", "[‸0_7]", "syntax", "The same, with an underscore.", ["SERP-21", "SERP-24"])
    suite.invalid("int-leading-zero-alone", "‸01", "syntax", "The same, as the document.", ["SERP-21", "SERP-24"])
    suite.invalid("int-two-underscores", "[1_‸_0]", "syntax", "Two underscores in a row.", "SERP-25")
    suite.invalid("int-trailing-underscore", "[1_‸]", "syntax", "An underscore at the end.", "SERP-25")
    suite.invalid("int-leading-underscore", "[‸_1]", "syntax", "An underscore in front makes a name.", ["SERP-25", "SERP-70"])
    for what, character in (("letter", "a"), ("capital", "L"), ("underscore-letter", "_a"), ("accent", "é"), ("cjk", "漢")):
        mark = "1_‸a" if character == "_a" else "1‸" + character
        suite.invalid(f"int-then-{what}", f"[{mark}]", "syntax", "A number that a letter follows.", "SERP-27")
    suite.invalid("int-then-string", "[1‸'a']", "syntax", "A number that a string follows.", ["SERP-1", "SERP-45"])
    suite.invalid("int-long", "[1‸L]", "syntax", "A long of Python 2.", "SERP-27")
    for what, digits in (("arabic", "١٢"), ("fullwidth", "１２"), ("devanagari", "१"), ("superscript", "²")):
        suite.invalid(f"int-{what}-digits", f"[‸{digits}]", "syntax", "Digits of other scripts make no number.", "SERP-21")


def floats(suite):
    forms = {"dot-both": "1.5", "dot-after": "1.", "dot-before": ".5", "exponent": "1e5", "exponent-capital": "1E5",
             "exponent-plus": "1e+5", "exponent-minus": "1e-5", "dot-exponent": "1.5e3", "dot-after-exponent": "1.e3",
             "dot-before-exponent": ".5e3", "zeros-in-front": "000.5", "zeros-in-front-exponent": "007e0",
             "underscores": "1_0.2_5e1_0", "exponent-zeros": "1e0005", "zero": "0.0", "zero-dot": "0.", "zero-before": ".0",
             "zero-exponent": "0e0", "minus-zero": "-0.0", "minus": "-2.5", "plus": "+2.5", "exponent-zero": "5e-0"}
    for name, text in forms.items():
        suite.valid(f"float-{name}", text, f"A float written {text}.", ["SERP-23", "SERP-26", "SERP-20"])
        suite.valid(f"float-{name}-in-list", f"[{text},1]", "The same, in a list.", ["SERP-23", "SERP-26", "SERP-27"])


FLOAT_EDGES = {
    "largest": "1.7976931348623157e308", "largest-rounded-down": "1.7976931348623158e308",
    "infinite-just": "1.797693134862315808e308", "infinite": "1e309", "infinite-negative": "-1e309",
    "infinite-exponent-long": "1e" + "9" * 400, "zero-exponent-long": "1e-" + "9" * 400,
    "zero-times-large": "0e" + "9" * 50, "normal-smallest": "2.2250738585072014e-308",
    "subnormal-largest": "2.2250738585072009e-308", "php-hang": "2.2250738585072011e-308",
    "java-hang": "2.2250738585072012e-308", "subnormal-smallest": "5e-324", "subnormal-rounded-up": "2.4703282292062328e-324",
    "zero-rounded": "2.4703282292062327e-324", "too-small": "1e-400", "too-small-negative": "-1e-400",
    "tie-even-down": "9007199254740993.0", "tie-even-up": "9007199254740995.0",
    "above-tie": "9007199254740993.000000000000000000000000000000001", "seventeen": "0.10000000000000001",
    "shortest": "0.1", "third": "0.3333333333333333", "tenth-sum": "0.30000000000000004", "pi": "3.141592653589793",
    "power-of-two": "1.1102230246251565e-16", "integral": "123456789012345678.0", "repr-switch": "1e16",
    "repr-switch-below": "9999999999999998.0", "repr-small": "0.0001", "repr-small-below": "0.00001",
    "many-digits": "0." + "1" * 800, "many-digits-before": "1" * 400 + ".0", "many-zeros": "0." + "0" * 400 + "1",
    "many-zeros-cancelled": "0." + "0" * 300 + "1e300", "digits-5000": "1" * 5000 + "e-4999",
    "half-way-768": "1." + "0" * 52 + "1" + "0" * 715 + "1", "eisel-lemire": "8.988465674311579e307",
    "clinger": "1e23", "clinger-exact": "1e22", "round-trip-hard": "5.0e-324", "steele": "9.5367431640625e-07",
}


def float_edges(suite):
    for name, text in FLOAT_EDGES.items():
        suite.valid(f"float-edge-{name}", text, "A float at an edge of rounding or size.", ["SERP-28", "SERP-24"])


def malformed_floats(suite):
    cases = {
        "two-dots": "[1.2‸.3]", "dot-alone": "[‸.]", "exponent-alone": "[1e‸]", "exponent-sign-alone": "[1e+‸]",
        "exponent-dot": "[1e5‸.]", "exponent-letter": "[1e‸x]", "two-exponents": "[1e5‸e5]",
        "underscore-before-dot": "[1_‸.5]", "underscore-after-dot": "[1.‸_5]", "underscore-before-exponent": "[1_‸e5]",
        "underscore-after-exponent": "[1e‸_5]", "underscore-at-end": "[1.5_‸]", "underscores-two": "[1.5_‸_5]",
        "hex": "[0x1‸.8p3]", "suffix-f": "[1.5‸f]", "suffix-d": "[1.5‸d]", "comma-decimal-exponent": "[1,5e‸]",
        "accent": "[1.5‸é]", "letter": "[1.‸x]", "exponent-then-letter": "[1e5‸x]",
    }
    for name, text in cases.items():
        suite.invalid(f"float-{name}", text, "syntax", "A malformed float.", ["SERP-23", "SERP-25", "SERP-26", "SERP-27"])
    for name, word in (("nan", "nan"), ("inf", "inf"), ("infinity", "Infinity"), ("nan-capital", "NaN")):
        suite.invalid(f"float-name-{name}", f"[‸{word}]", "syntax", "Not finite floats have no name.", "SERP-70")
    suite.invalid("float-minus-inf", "[-‸inf]", "syntax", "A sign before a name.", ["SERP-30", "SERP-70"])


def imaginary(suite):
    for name, text in {"int": "2j", "capital": "2J", "float": "2.5j", "exponent": "1e3j", "dot": "1.j", "dot-before": ".5j",
                       "zero": "0j", "zeros": "00j", "zeros-in-front": "007j", "underscore": "1_0j", "minus": "-2j",
                       "plus": "+2j", "minus-zero": "-0j", "infinite": "1e999j", "minus-infinite": "-1e999j",
                       "digits-5000": "1" * 5000 + "j"}.items():
        suite.valid(f"imaginary-{name}", text, "An imaginary number alone.", ["SERP-20", "SERP-23", "SERP-33"])
    for name, text in {"hex": "[0x1‸j]", "underscore": "[1_‸j]", "twice": "[1j‸j]", "then-digit": "[1j‸1]",
                       "i": "[1‸i]", "alone": "[‸j]", "then-letter": "[1j‸x]"}.items():
        suite.invalid(f"imaginary-{name}", text, "syntax", "A malformed imaginary number.", ["SERP-20", "SERP-27"])


def signs(suite):
    for name, text in {"plus-int": "+5", "minus-int": "-5", "blank": "- 5", "tab": "-\t5", "parentheses": "-(5)",
                       "parentheses-two": "-((5))", "parentheses-float": "-(1.5)", "parentheses-imaginary": "-(2j)",
                       "joined-line": "-\\\n5", "lines-in-parentheses": "(-\n5)", "plus-parentheses": "+(5)"}.items():
        suite.valid(f"sign-{name}", text, "A sign before an unsigned number.", ["SERP-30", "SERP-31"])
    for name, text in {"two": "[-‸-5]", "two-mixed": "[-‸+5]", "signed-parentheses": "[-(‸-5)]", "tilde": "[‸~5]",
                       "string": "[-‸'a']", "true": "[-‸True]", "none": "[-‸None]", "ellipsis": "[-‸...]",
                       "list": "[-‸[1]]", "not": "[‸not 1]", "sum": "[-(1‸+2j)]"}.items():
        suite.invalid(f"sign-{name}", text, "syntax", "A sign before what is no unsigned number.", ["SERP-30", "SERP-31"])
    suite.invalid("sign-alone", "-‸", "truncated", "A sign and no number.", "SERP-30")
    suite.invalid("sign-alone-in-list", "[-‸]", "syntax", "The same, in a list.", "SERP-30")
    suite.invalid("sign-tuple", "[-(1‸,)]", "syntax", "A sign before a tuple.", ["SERP-31", "SERP-30"])
    suite.invalid("sign-empty-tuple", "[-(‸)]", "syntax", "A sign before an empty tuple.", ["SERP-31", "SERP-30"])


def sums(suite):
    for name, text in {
        "int": "1+2j", "minus": "1-2j", "float": "1.5+2.5j", "negative": "-1+2j", "negative-both": "-1-2j",
        "positive-sign": "+1+2j", "zero-real": "0+2j", "negative-zero": "-0.0+2j", "negative-zero-minus": "-0.0-0j",
        "zero-minus-zero": "0-0j", "blanks": "1 + 2j", "parentheses": "(1+2j)", "parentheses-left": "(1)+2j",
        "parentheses-right": "1+(2j)", "parentheses-all": "((1)+(2j))", "parentheses-signed": "(-1)+2j",
        "infinite-both": "1e999+1e999j", "infinite-minus": "1e999-1e999j", "real-large": "9007199254740993+1j",
        "real-2-64": "18446744073709551616+1j", "joined": "1\\\n+2j", "real-largest": str(2**1023) + "+0j",
        "hex-real": "0x10+1j", "lines": "(1\n+\n2j)",
    }.items():
        suite.valid(f"sum-{name}", text, "A real number and an imaginary one.", ["SERP-32", "SERP-33", "SERP-34", "SERP-31"])
    for name, text in {
        "real": "[1+‸2]", "real-floats": "[1.5-‸0.5]", "imaginary-left": "[1j‸+2j]", "imaginary-then-real": "[1j‸+1]",
        "three": "[1+2j‸+3j]", "two-signs": "[1+‸+2j]", "signed-right": "[1+(‸-2j)]", "times": "[2‸*3j]",
        "string-left": "['a'‸+2j]", "true-left": "[True‸+2j]", "none-left": "[None‸+2j]", "string-right": "[1+‸'a']",
        "true-right": "[1+‸True]", "list-right": "[1+‸[]]", "tuple-right": "[1+(2j‸,)]",
    }.items():
        suite.invalid(f"sum-{name}", text, "syntax", "A sum that is no complex number.", ["SERP-32", "SERP-31"])
    suite.invalid("sum-cut", "1+‸", "truncated", "A sum without its right side.", "SERP-32")
    suite.invalid("sum-real-too-large", "[‸1" + "0" * 309 + "+1j]", "syntax", "The integer is too large for a float.",
                  "SERP-34")
