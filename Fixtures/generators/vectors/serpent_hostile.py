"""Inputs made to hurt: what breaks other implementations, and repeats that a careless parser takes long for."""


def add(suite):
    slow = ["ExponentialTime"]
    for count in (16, 20, 22, 40):
        suite.invalid(f"hostile-braces-{count}", "{ " * count + "‸@", "syntax", "Takes the Java parser a time that doubles with each brace.",
                      ["SERP-81", "SERP-70"], flags=slow)
    for count in (4, 12, 40):
        text = "1"
        for _ in range(count):
            text = "{({" + text + "},):1}"
        # The key of the innermost dict is the first that is complete, and it holds a set.
        at = text.index("({1}") if count else 0
        suite.invalid(f"hostile-keys-{count}", text, "syntax", "Unhashable keys nested; exponential in the Java parser.", ["SERP-81", "SERP-46"], at=at, flags=slow)
    suite.invalid("hostile-four-braces", "{{{{‸", "truncated", "The Java parser throws an undeclared exception.", "SERP-83", flags=["JavaParserCrashes"])
    suite.invalid("hostile-brackets-5000", "[" * 200 + "‸" + "[" * 4800, "limit", "Overflows the stack of the Java parser.", "SERP-10",
                  flags=["Depth", "JavaParserCrashes"])
    for name, unit in {"parentheses": "(", "braces": "{", "dict-keys": "{1:", "mixed": "[({", "tuples": "(1,"}.items():
        text = (unit * 400)[:1200]
        opened = 0
        at = 0
        for at, character in enumerate(text):
            if character in "[({":
                opened += 1
                if opened > 200:
                    break
        suite.invalid(f"hostile-{name}-400", text, "limit", "Openings without an end.", ["SERP-10", "SERP-81"], at=at, flags=["Depth"])
    suite.invalid("hostile-signs-5000", "-‸" + "-" * 5000, "syntax", "Signs without an end: CPython's stack.", ["SERP-30", "SERP-81"], flags=["Depth"])
    suite.invalid("hostile-nots-2000", "‸" + "not " * 2000 + "1", "syntax", "A chain of operators: CPython's stack.", ["SERP-70", "SERP-81"], flags=["Depth"])
    suite.invalid("hostile-attribute-chain", "[‸a" + ".a" * 3000 + "]", "syntax", "A chain of attributes: CPython's stack.", ["SERP-70", "SERP-81"], flags=["Depth"])
    suite.invalid("hostile-sums-3000", "[1+‸1" + "+1" * 3000 + "]", "syntax", "A chain of sums: CPython's stack.", ["SERP-32", "SERP-81"], flags=["Depth"])
    suite.valid("hostile-hashes-mersenne", "{" + ",".join(str(i * (2**61 - 1)) for i in range(1, 400)) + "}",
                "Integers that CPython gives one hash value.", ["SERP-48", "SERP-81"], flags=["HashFlooding"], ops=["decode"])
    suite.valid("hostile-strings-in-row", "[" + "'a'\n" * 2000 + "]", "A string in very many pieces.", ["SERP-51", "SERP-81"], ops=["decode"])
    suite.valid("hostile-comments", "#\n" * 3000 + "1", "Very many comments.", ["SERP-6", "SERP-81"])
    suite.valid("hostile-backslashes", "'" + "\\\\" * 3000 + "'", "Very many escapes.", ["SERP-63", "SERP-81"])
    suite.valid("hostile-joined-lines", "[1" + "\\\n" * 2000 + "]", "Very many joined lines.", ["SERP-7", "SERP-81"])
    suite.invalid("hostile-quotes", "'''" + "\"" * 3000 + "‸", "truncated", "Quotes without an end.", ["SERP-56", "SERP-81"])
    suite.invalid("hostile-exponent", "[1e" + "0" * 3000 + "‸x]", "syntax", "A long exponent that fails at its end.", ["SERP-27", "SERP-81"])
    suite.valid("hostile-decimal-places", "0." + "0" * 3000 + "1", "Very many decimal places.", ["SERP-28", "SERP-81"])
    for name, text in {"float-class": "{'__class__':'float','value':'nan'}", "bytes-dict": "{'data':'AAE=','encoding':'base64'}",
                       "class": "{'__class__':'os.system','args':('id',)}", "exception": "{'__class__':'SystemExit','__exception__':True,'args':(),'attributes':{}}"}.items():
        suite.valid(f"convention-{name}", text, "What conventions give a meaning is a dict like any other.", ["SERP-42", "Q-SERP-7"], flags=["Conventions"])
