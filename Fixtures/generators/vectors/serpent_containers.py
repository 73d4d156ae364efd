"""Containers, keys and depth: SERP-10, SERP-11, SERP-40 to SERP-48."""

DEPTHS = (1, 2, 99, 100, 101, 199, 200)


def add(suite):
    shapes(suite)
    commas(suite)
    faults(suite)
    cuts(suite)
    keys(suite)
    equality(suite)
    depth(suite)
    counts(suite)


def shapes(suite):
    for name, text, spec in [
        ("list-empty", "[]", "SERP-40"), ("list-one", "[1]", "SERP-40"), ("list-two", "[1,2]", "SERP-40"), ("list-mixed", "[1,'a',None,b'',2j]", "SERP-40"),
        ("list-of-lists", "[[],[[]],[[],[]]]", "SERP-40"), ("tuple-empty", "()", "SERP-41"), ("tuple-one", "(1,)", "SERP-41"),
        ("tuple-two", "(1,2)", "SERP-41"), ("tuple-of-tuples", "((),((),),)", "SERP-41"), ("tuple-bare", "1,2", "SERP-44"),
        ("tuple-bare-one", "1,", "SERP-44"), ("tuple-bare-trailing", "1,2,", "SERP-44"), ("tuple-bare-strings", "'a','b'", "SERP-44"),
        ("tuple-bare-comment", "1, # c", "SERP-44"), ("tuple-bare-containers", "[],{},()", "SERP-44"),
        ("tuple-bare-in-parentheses", "(1),(2)", ["SERP-44", "SERP-47"]), ("dict-empty", "{}", "SERP-42"), ("dict-one", "{1:2}", "SERP-42"),
        ("dict-two", "{'a':1,'b':2}", "SERP-42"), ("dict-blanks", "{ 'a' : 1 , 'b' : 2 }", "SERP-42"), ("dict-nested", "{'a':{'b':{'c':{}}}}", "SERP-42"),
        ("dict-of-all", "{1:[],'a':(),b'b':{},2.5:set(),(1,):None,None:1j,...:1}", ["SERP-42", "SERP-46"]), ("set-one", "{1}", "SERP-43"),
        ("set-two", "{1,2}", "SERP-43"), ("set-mixed", "{1,'a',b'a',None,(1,2)}", ["SERP-43", "SERP-46"]), ("set-in-dict", "{1:{2}}", "SERP-43"),
        ("set-of-tuples", "{(),(1,),(1,2)}", "SERP-43"), ("parentheses", "(1)", "SERP-47"), ("parentheses-two", "((1))", "SERP-47"),
        ("parentheses-list", "([1])", "SERP-47"), ("parentheses-in-list", "[(1),(2)]", "SERP-47"), ("parentheses-string", "('a')", "SERP-47"),
        ("parentheses-key", "{(1):(2)}", "SERP-47"), ("parentheses-element", "{(1)}", "SERP-47"), ("parentheses-lines", "(\n1\n)", "SERP-47"),
        ("everything", "[None,True,-1,1.5,2j,'é',b'\\xff',(1,),[],{'k':{1,2}},...]", ["SERP-40", "SERP-41", "SERP-42", "SERP-43"]),
    ]:
        suite.valid(name, text, "A container.", spec, flags=["JavaParserRefuses"] if name.startswith("parentheses") else [])


def commas(suite):
    for name, text in {"list": "[1,]", "list-two": "[1,2,]", "tuple": "(1,2,)", "set": "{1,}", "dict": "{1:2,}", "line": "[1,\n]", "comment": "[1, # c\n]"}.items():
        suite.valid(f"comma-after-{name}", text, "One comma may follow the last element.", "SERP-45")
    for name, text in {
        "list-alone": "[‸,]", "tuple-alone": "(‸,)", "dict-alone": "{‸,}", "list-two": "[1,‸,]", "tuple-two": "(1,2,‸,)", "set-two": "{1,‸,}", "dict-two": "{1:2,‸,}",
        "list-first": "[‸,1]", "tuple-first": "(‸,1)", "set-first": "{‸,1}", "dict-first": "{‸,1:2}", "list-between": "[1,‸,2]", "tuple-between": "(1,‸,2)",
        "dict-between": "{1:2,‸,3:4}", "bare": "‸,", "bare-first": "‸,1", "bare-two": "1,‸,",
    }.items():
        suite.invalid(f"comma-{name}", text, "syntax", "A comma that no element stands before.", "SERP-45",
                      flags=["JavaParserAccepts"] if name == "tuple-two" else [])


def faults(suite):
    for name, text in {
        "list-by-tuple": "[1‸)", "list-by-dict": "[1‸}", "tuple-by-list": "(1‸]", "tuple-by-dict": "(1‸}", "set-by-list": "{1‸]", "dict-by-list": "{1:2‸]",
        "dict-by-tuple": "{1:2‸)", "empty-list": "[‸)", "empty-tuple": "(‸]", "empty-dict": "{‸]",
    }.items():
        suite.invalid(f"closed-{name}", text, "syntax", "A bracket that another kind closes.", ["SERP-40", "SERP-41", "SERP-42"])
    for name, text in {"list": "‸]", "tuple": "‸)", "dict": "‸}"}.items():
        suite.invalid(f"closing-first-{name}", text, "syntax", "A closing bracket that nothing opened.", ["SERP-40", "SERP-41", "SERP-42"])
    for name, text in {"list": "[1 ‸2]", "tuple": "(1 ‸2)", "set": "{1 ‸2}", "dict": "{1:2 ‸3:4}", "list-strings": "[1 ‸'a']", "nested": "[[1] ‸{}]"}.items():
        suite.invalid(f"no-comma-{name}", text, "syntax", "No comma between elements.", ["SERP-40", "SERP-45"])
    for name, text in {
        "no-value": "{1:‸}", "no-key": "{‸:1}", "no-value-comma": "{1:‸,2:3}", "two-colons": "{1:‸:2}", "colon-alone": "{‸:}", "key-without-value": "{1:2,3‸}",
        "element-after-entry": "{1:2,3‸,4:5}", "three-parts": "{1:2‸:3}", "equals": "{1‸=2}", "arrow": "{1‸=>2}",
    }.items():
        suite.invalid(f"dict-{name}", text, "syntax", "A malformed entry.", "SERP-42")
    for name, text in {"colon": "{1,2‸:3}", "entry-after-element": "{1,‸2:3}".replace("‸2:3", "2‸:3") + "", "colon-after-set": "{1,‸:2}"}.items():
        suite.invalid(f"set-{name}", text, "syntax", "An entry in a set.", "SERP-43") if name != "entry-after-element" else None
    suite.invalid("list-colon", "[1‸:2]", "syntax", "A colon in a list.", "SERP-40")
    suite.invalid("tuple-colon", "(1‸:2)", "syntax", "A colon in a tuple.", "SERP-41")
    suite.invalid("bare-colon", "1‸:2", "trailing", "A colon outside.", ["SERP-44", "SERP-1"])


DOCUMENT = "{'a':[1,2.5,None],'b':(b'x',{1,2}),-3:'é'}"


def cuts(suite):
    data = DOCUMENT.encode()
    for length in range(1, len(data)):
        suite.invalid(f"cut-after-{length}", data[:length], "truncated", f"A document cut after {length} of {len(data)} bytes.",
                      ["SERP-83", "SERP-40", "SERP-41", "SERP-42", "SERP-43"], at=length)
    for name, text in {"list": "[‸", "tuple": "(‸", "dict": "{‸", "list-comma": "[1,‸", "list-value": "[1‸", "dict-key": "{1‸", "dict-colon": "{1:‸", "dict-value": "{1:2‸",
                       "dict-comma": "{1:2,‸", "set-comma": "{1,‸", "tuple-comma": "(1,‸", "call": "set(‸", "comment": "[1 # c‸", "lines": "[\n\n‸", "name": "[Non‸", "set-name": "[se‸", "prefix": "[rb‸", "dot": "[.‸", "dots": "[..‸",
                       "sum": "[1+‸", "deep": "[" * 50 + "‸", "parenthesised-set": "(set)‸"}.items():
        suite.invalid(f"cut-{name}", text, "truncated", "The input ends within a container.", ["SERP-83", "SERP-40", "SERP-41", "SERP-42", "SERP-43"])


UNHASHABLE = {"list": "[]", "dict": "{}", "set": "{1}", "empty-set": "set()", "tuple-with-list": "(1,[2])", "tuple-with-dict": "({},)",
              "deep-tuple": "(1,(2,(3,[])))", "parentheses": "([1])"}


def keys(suite):
    hashable = {"none": "None", "bool": "True", "int": "1", "big-int": "9" * 30, "float": "1.5", "nan-sum": "1e999-1e999j", "complex": "1+2j", "string": "'a'",
                "bytes": "b'a'", "tuple": "(1,(2,()))", "ellipsis": "...", "empty-tuple": "()", "negative": "-1"}
    for name, text in hashable.items():
        suite.valid(f"key-{name}", f"{{{text}:1}}", "A key that is hashable.", "SERP-46")
        suite.valid(f"element-{name}", f"{{{text}}}", "An element that is hashable.", "SERP-46")
    for name, text in UNHASHABLE.items():
        flags = ["UnhashableKey"]
        suite.invalid(f"key-{name}", f"{{‸{text}:1}}", "syntax", "A key that is not hashable.", "SERP-46", flags=flags)
        suite.invalid(f"element-{name}", f"{{‸{text}}}", "syntax", "An element that is not hashable.", "SERP-46", flags=flags)
        suite.invalid(f"second-key-{name}", f"{{1:2,‸{text}:1}}", "syntax", "A second key that is not hashable.", "SERP-46", flags=flags)
        suite.invalid(f"second-element-{name}", f"{{1,‸{text}}}", "syntax", "A second element that is not hashable.", "SERP-46", flags=flags)


def equality(suite):
    for name, text in {
        "int-float-bool": "{1,1.0,True}", "bool-first": "{True,1}", "zero": "{0,0.0,-0.0,False}", "complex": "{1,1+0j}", "strings": "{'a','a'}",
        "string-bytes": "{'a',b'a'}", "tuples": "{(1,2),(1.0,2.0)}", "big": "{9007199254740993,9007199254740992.0}", "big-equal": "{9007199254740992,9007199254740992.0}",
        "huge": "{1" + "0" * 22 + ",1e22}", "none-ellipsis": "{None,...}", "normalisation": "{'é','e\u0301'}", "nan": "{1e999-1e999j,1e999-1e999j}",
        "minus-one-two": "{-1,-2}", "mersenne": "{0,2305843009213693951}", "infinities": "{1e999,-1e999,1e999}",
    }.items():
        suite.valid(f"equal-elements-{name}", text, "Of equal elements the first stays.", "SERP-48", flags=["KeyEquality"])
    for name, text in {
        "two": "{'a':1,'a':2}", "three": "{1:'a',1.0:'b',True:'c'}", "first-place": "{'a':1,'b':2,'a':3}", "zero": "{0:1,-0.0:2}", "complex": "{1+2j:3,(1+2j):4}",
        "bytes": "{b'a':1,'a':2,b'a':3}", "tuples": "{(1,):1,(True,):2}", "none": "{None:1,None:2}",
    }.items():
        suite.valid(f"equal-keys-{name}", text, "Of equal keys the first stays, with the last value.", "SERP-48", flags=["KeyEquality"])


def nested(opening, closing, depth, inside=""):
    return opening * depth + inside + closing * depth


SHAPES = {"list": ("[", "]", ""), "tuple": ("(", ",)", "1"), "dict": ("{1:", "}", "1"), "parentheses": ("(", ")", "1"), "mixed": ("[{1:", "}]", "1")}


def depth(suite):
    for name, (opening, closing, inside) in SHAPES.items():
        levels = 2 if name == "mixed" else 1
        brackets = len([c for c in opening if c in "[({"])
        for count in DEPTHS:
            if count % levels == 0 or count == 1:
                text = nested(opening, closing, max(1, count // levels), inside)
                suite.valid(f"depth-{name}-{count}", text, f"{name}, {count} deep.", "SERP-10", flags=["Depth"] if count > 90 else [],
                            **({"ops": ["decode"]} if count > 60 else {}))
        over = 200 // levels
        at = len((opening * over).encode())
        suite.invalid(f"depth-{name}-{200 + 1}", nested(opening, closing, over + 1, inside), "limit", f"{name}, deeper than 200.", "SERP-10",
                      at=at, flags=["Depth"])
        for limit in (1, 5, 100):
            text = nested(opening, closing, limit + 1, inside)
            position, seen = 0, 0
            for position, character in enumerate(text):
                seen += character in "[({"
                if seen > limit:
                    break
            suite.invalid(f"depth-{name}-over-{limit}", text, "limit", f"Deeper than the option maxDepth, {limit}, allows.", "SERP-10", at=position,
                          options={"maxDepth": limit}, flags=["Depth"])
    suite.invalid("depth-empty-set-200", "[" * 200 + "set‸()" + "]" * 200, "limit", "The parentheses of set() count.", ["SERP-10", "SERP-71"], flags=["Depth"])
    suite.valid("depth-siblings", "[" + "[[]]," * 500 + "]", "Siblings are no depth.", "SERP-10", ops=["decode"])


def counts(suite):
    limit = {"maxCount": 3}
    for name, text in {"list": "[1,2,3,‸4]", "tuple": "(1,2,3,‸4)", "set": "{1,2,3,‸4}", "dict": "{1:1,2:2,3:3,4:‸4}", "bare": "1,2,3,‸4", "nested": "[[1],‸[2]]"}.items():
        suite.invalid(f"count-{name}", text, "limit", "More elements than the option maxCount, 3, allows.", "SERP-11", options=limit, flags=["Size"])
    suite.valid("count-1000", "[" + "1," * 1000 + "]", "A thousand elements.", "SERP-11")
    suite.invalid("size-bytes", "[1,2,‸3]", "limit", "More bytes than the option maxBytes, 5, allows.", ["SERP-11", "Q-SERP-6"], options={"maxBytes": 5},
                  flags=["Size"])
