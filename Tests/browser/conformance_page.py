#!/usr/bin/env python3
"""Tries the page that `pickleproof conform --output html=PAGE` writes in a real browser: opened, filtered, a row unfolded,
looked at in light and dark, wide and narrow.

    conformance_page.py PAGE [FOLDER]     FOLDER gets the screenshots

The page is of several testees, of which one fails. Ends with 1 and says what is wrong; with 3 where there is no browser.
"""
import json
import os
import re
import struct
import sys
import tempfile
import zlib

from chromium import Browser, Fault, installed

PAGE_OF_ROWS = 300


def require(condition, what):
    if not condition:
        raise Fault(what)


def data_of(path):
    """The data that the page shows."""
    with open(path, encoding="utf-8") as file:
        text = re.search(r'<script type="application/json" id="data">(.*?)</script>', file.read(), re.S)[1]
    return json.loads(text)


def rows(browser):
    return browser.evaluate("document.querySelectorAll('#rows tr.row').length")


def count(browser):
    """What the page says of the rows: found, and all."""
    return tuple(map(int, re.findall(r"\d+", browser.evaluate("document.getElementById('count').textContent"))))


def fails(data, row):
    return any(data["outcomes"][cell[0]] in ("failed", "hung", "died", "garbled") for cell in row["cells"])


def opened(browser, data):
    require(browser.evaluate("document.title") == "Conformance", "the page has another title")
    names = browser.evaluate("[...document.querySelectorAll('.card h2')].map(node => node.textContent)")
    require(names == data["testees"], f"the cards are {names}")
    heads = browser.evaluate("[...document.querySelectorAll('#head th')].map(node => node.textContent)")
    require(heads[2:] == data["testees"], f"the columns are {heads}")
    failed = sum(fails(data, row) for row in data["rows"])
    require(0 < failed < len(data["rows"]), "no testee fails, or all do at everything: nothing can be filtered")
    require(count(browser) == (failed, len(data["rows"])), f"{count(browser)} rows, and {failed} are failed")
    require(rows(browser) == min(failed, PAGE_OF_ROWS), f"{rows(browser)} rows are shown")


def filtered(browser, data):
    browser.choose("#show", "all")
    require(count(browser)[0] == len(data["rows"]), "not all rows are found")
    require(rows(browser) == min(len(data["rows"]), PAGE_OF_ROWS), "a page has another number of rows")
    if len(data["rows"]) > PAGE_OF_ROWS:
        browser.click("#more")
        require(rows(browser) == min(len(data["rows"]), 2 * PAGE_OF_ROWS), "no more rows are shown")
    for side in ("valid", "invalid"):
        browser.choose("#side", side)
        wanted = sum(row["id"].split("/")[1] == side for row in data["rows"])
        require(count(browser)[0] == wanted, f"{count(browser)[0]} {side} rows, not {wanted}")
    browser.choose("#side", "")
    word = data["rows"][-1]["id"].split("/")[-1]
    browser.click("#search")
    browser.type(word.upper())
    wanted = sum(word in " ".join([row["id"], row["op"], row["comment"], *row["spec"], *row["flags"]]).lower() for row in data["rows"])
    require(count(browser)[0] == wanted == rows(browser), f"{count(browser)[0]} rows have {word}, not {wanted}")
    browser.type(" nothing-has-this")
    require(count(browser)[0] == 0 == rows(browser), "rows are found that nothing should find")
    browser.evaluate("document.getElementById('search').value = ''")
    browser.choose("#show", "differ")


def unfolded(browser, data):
    row = next(row for row in data["rows"] if fails(data, row))
    require(browser.evaluate("document.querySelectorAll('tr.details').length") == 0, "a row is unfolded by itself")
    browser.click("#rows tr.row td.id")
    text = browser.evaluate("document.querySelector('tr.row + tr.details').innerText")
    for part in (row["expected"], row["document"], row["verdict"], row["spec"][0], *data["testees"]):
        require(part in text, f"{part[:60]} is not among the details")
    require(browser.evaluate("document.querySelector('tr.row').getAttribute('aria-expanded')") == "true", "it does not say that it is unfolded")
    browser.evaluate("document.querySelector('tr.row').focus()")
    browser.press("Enter")
    require(browser.evaluate("document.querySelectorAll('tr.details').length") == 0, "the Enter key does not fold it")
    browser.press("Enter")
    require(browser.evaluate("document.querySelectorAll('tr.details').length") == 1, "the Enter key does not unfold it")


def seen(browser, folder):
    browser.evaluate("window.scrollTo(0, 0)")
    papers = set()
    for scheme in ("light", "dark"):
        browser.prefer(scheme)
        papers.add(browser.evaluate("getComputedStyle(document.body).backgroundColor"))
        path = os.path.join(folder, scheme + ".png")
        browser.screenshot(path)
        require(len(colours(path)) > 20, "there is nothing on the screenshot")
    require(len(papers) == 2, "light and dark look alike")
    browser.prefer("light")
    browser.resize(390, 844)
    width = browser.evaluate("document.documentElement.scrollWidth")
    browser.screenshot(os.path.join(folder, "narrow.png"))
    require(width <= 390, f"on a narrow screen the page is {width} wide")


def colours(path):
    """The colours of the points of a PNG of 8 bits a channel, as the differences that its lines are written in."""
    with open(path, "rb") as file:
        data = file.read()
    require(data[:8] == b"\x89PNG\r\n\x1a\n", "the screenshot is no PNG")
    place, packed = 8, b""
    while place < len(data):
        size, kind = struct.unpack(">I4s", data[place:place + 8])
        if kind == b"IDAT":
            packed += data[place + 8:place + 8 + size]
        place += 12 + size
    points = zlib.decompress(packed)
    return {points[start:start + 3] for start in range(0, len(points) - 3, 3)}


def main(arguments):
    if installed() is None:
        print("there is no chromium here", file=sys.stderr)
        return 3
    page = arguments[0]
    with tempfile.TemporaryDirectory() as scratch, Browser() as browser:
        folder = arguments[1] if len(arguments) > 1 else scratch
        os.makedirs(folder, exist_ok=True)
        data = data_of(page)
        try:
            browser.open(page)
            for step in (opened, filtered, unfolded):
                step(browser, data)
            seen(browser, folder)
            require(not browser.faults, f"the page has errors: {browser.faults}")
            others = [url for url in browser.requests if not url.startswith(("file://", "about:", "data:"))]
            require(not others, f"the page asks for {others}")
        except Fault as fault:
            print(fault, file=sys.stderr)
            return 1
    print("sound")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
