#!/usr/bin/env python3
"""What --cache remembers changes no report, and nothing that is wrong in the folder is believed: cache.py BINARY

  golden     every golden case that is checked, run twice with one shared folder: both runs say what a run without a
             cache says, byte for byte; so does a third whose lines have moved, and it finds everything in the cache
  changes    in a large set a fact changed, added in front or dropped has one slice judged again, perhaps two
  options    what bears on a verdict keeps entries apart
  damage     bytes flipped, entries cut, swapped, of another version, replaced by folders, links and pipes
  hostile    entries that are wrong inside a good checksum: no crash, no finding about what is not in the set
  folder     a file, a folder of others, no parent, no leave to write: a warning, and the report
  at once    several runs on one folder
"""
import hashlib
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).parent
FIRST_LINE = b"tenet cache entry 1\n"
wrong = []


def expect(good, what):
    if not good:
        wrong.append(what)


def run(binary, folder, args, cache=None):
    command = [binary, *args] + (["--cache", str(cache)] if cache else [])
    result = subprocess.run(command, cwd=folder, capture_output=True, timeout=300)
    return result.returncode, result.stdout, result.stderr


def entries(cache):
    return sorted(cache.glob("*.tenet"))


def moved(path):
    """The file with three lines more behind its first tag, and every tag on a line further to the right."""
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"(<(?:\w+:)?facts\b[^>]*>)", "\\1\n\n<!-- lines move -->\n  ", text, count=1), encoding="utf-8")


def golden(binary, scratch):
    cache, seen = scratch / "shared", 0
    cache.mkdir(mode=0o700)

    def one(path):
        case = json.loads(path.read_text(encoding="utf-8"))
        folder = scratch / "cases" / path.parent.name
        shutil.copytree(path.parent, folder)
        count = 0
        for number, told in enumerate(case["runs"]):
            if told["args"][0] != "check" or "stdin" in told or told["exit"] == 2:
                continue
            standing = {"{facts}": case.get("files", ["facts.xml"]),
                        "{rules}": ["--rules", "rules.xml"] if (folder / "rules.xml").exists() else []}
            args = [word for arg in told["args"] for word in standing.get(arg, [arg])]
            for form in [["-v"], ["--format", "json"]]:
                plain = run(binary, folder, args + form)
                first, second = run(binary, folder, args + form, cache), run(binary, folder, args + form, cache)
                expect(plain == first, f"{path.parent.name}, run {number} {form}: the first run with a cache differs")
                expect(plain == second, f"{path.parent.name}, run {number} {form}: the second run with a cache differs")
                count += 1
        for file in folder.rglob("*.xml"):
            if file.name != "rules.xml" and file.read_text(encoding="utf-8").isascii():
                moved(file)
        for number, told in enumerate(case["runs"]):
            if told["args"][0] == "check" and "stdin" not in told and told["exit"] != 2:
                args = [word for arg in told["args"] for word in standing.get(arg, [arg])] + ["--format", "json"]
                expect(run(binary, folder, args) == run(binary, folder, args, cache),
                       f"{path.parent.name}, run {number}: differs once lines have moved")
        return count

    with ThreadPoolExecutor(os.cpu_count()) as pool:
        seen = sum(pool.map(one, sorted(HERE.glob("*/case.json"))))
    expect(seen > 80, f"only {seen} runs compared")
    expect(len(entries(cache)) > 40, "hardly anything was remembered")
    return seen


def register(companies, change=None, front="", drop=None):
    """Companies that nothing connects, each a hundredth with a conflict; half of the facts without an id."""
    lines = [front]
    for i in range(companies):
        if i == drop:
            continue
        share = "70%" if i % 100 == 7 or i == change else "50%"
        lines.append(f'<entity id="c{i}" kind="company"/><entity id="p{i}" kind="person"/><entity id="q{i}" kind="person"/>\n'
                     f'<stake id="s{i}" holder="p{i}" in="c{i}" share="{share}"/>\n'
                     f'<stake holder="q{i}" in="c{i}" min="40%" max="45%"/>\n'
                     f'<event kind="founding" date="2001"><participant role="company" ref="c{i}"/></event>\n')
    return ('<facts xmlns="urn:tenet:facts:1" id="register" as-of="2015-01-31">\n' + "".join(lines) +
            '<expect answer="certain">majority(p7, c7)</expect><expect answer="certain">majority(p5, c5)</expect>\n</facts>\n')


def changes(binary, scratch, rules, fewest):
    cache, file = scratch / ("register-cache-%d" % fewest), scratch / "register.xml"
    (scratch / "watch.xml").write_text('<rules xmlns="urn:tenet:rules:1" id="watch" title="A check of another day is not settled without grounding">'
                                       '<check id="few" for="c: company" severity="note">any(h: c.holders, capital(h, c) &lt; 99%) at now - \'P1D\'</check></rules>')
    args = ["check", "register.xml", "--format", "json", *rules]

    def check(text, most_new, what):
        file.write_text(text)
        before = len(entries(cache)) if cache.exists() else 0
        plain, kept = run(binary, scratch, args), run(binary, scratch, args, cache)
        expect(plain == kept, f"{what}: the report differs")
        new = len(entries(cache)) - before
        expect(new <= most_new, f"{what}: {new} parts judged again, not {most_new} at most")
        return new

    expect(check(register(8000), 100, "at first") >= fewest, "the register was not taken apart")
    check(register(8000), 0, "unchanged")
    check(register(8000).replace("\n", "\n\n"), 0, "lines moved")
    check(register(8000, change=4321), 2, "one figure changed")
    check(register(8000, front='<entity id="new" kind="company"/><entity id="n" kind="person"/>'
                               '<stake holder="n" in="new" share="10%"/>\n'), 3, "a fact in front")
    check(register(8000, drop=4000), 3, "a company gone")
    check(register(8000), 0, "as at first")
    expect(json.loads(run(binary, scratch, args, cache)[1])["verdict"] == "contradictory", "no conflict in the register")


SMALL = """<facts xmlns="urn:tenet:facts:1" id="small" as-of="2015-01-31">
<source id="press" kind="press" title="A paper" trust="0.5"/>
<entity id="a" kind="company" name="Alpha"/><entity id="b" kind="company"/><entity id="c" kind="company"/>
<stake id="s1" holder="a" in="c" share="60%" source="press"/>
<stake holder="b" in="c" min="50%" status="reported"/>
<event kind="founding" date="2010"><participant role="company" ref="c"/></event>
<event id="e" kind="acquisition" date="2014" status="expected"><participant role="buyer" ref="b"/><participant role="target" ref="a"/></event>
<expect answer="certain">majority(b, a)</expect>
</facts>
"""


def options(binary, scratch):
    cache, file = scratch / "options-cache", scratch / "small.xml"
    file.write_text(SMALL)
    pack = scratch / "pack.xml"
    pack.write_text('<rules xmlns="urn:tenet:rules:1" id="mine" title="Mine"><law id="few" for="h: party, c: organisation">'
                    'capital(h, c) &lt;= 55%</law></rules>')
    known = 0
    for more in [[], ["--max-conflicts", "5"], ["--only", "stated"], ["--without", "s1"], ["--assume", "e"], ["--now", "2016-01-01"],
                 ["--at", "2013-05-05"], ["--engine", "z3"], ["--set", "s1.share=10%"], ["--rules", "pack.xml"],
                 ["--set", "s1.share=20%"]]:
        args = ["check", "small.xml", *more]
        plain = run(binary, scratch, args)
        for turn in "first", "second":
            expect(plain == run(binary, scratch, args, cache), f"{more}: the {turn} run differs")
        expect(len(entries(cache)) == known + 1, f"{more}: {len(entries(cache)) - known} entries more, not one")
        known = len(entries(cache))
    pack.write_text(pack.read_text().replace("55%", "65%"))
    args = ["check", "small.xml", "--rules", "pack.xml"]
    expect(run(binary, scratch, args) == run(binary, scratch, args, cache), "a law changed: the run differs")
    known += 1
    for text in [SMALL.replace('title="A paper"', 'title="The paper"'), SMALL.replace('trust="0.5"', 'trust="0.5" figures="rounded"'),
                 SMALL.replace("Alpha", "Beta"), SMALL.replace("2010", "2011"), SMALL.replace("majority(b, a)", "majority(a, b)")]:
        file.write_text(text)
        args = ["check", "small.xml"]
        expect(run(binary, scratch, args) == run(binary, scratch, args, cache), "a word changed: the run differs")
        known += 1
    expect(len(entries(cache)) == known, "a change was not told from what was there")
    undecided = scratch / "undecided-cache"
    run(binary, scratch, ["check", "small.xml", "--timeout", "0.000001"], undecided)
    expect(not entries(undecided), "something undecided was remembered")


def sealed(body):
    return body + hashlib.blake2b(body, digest_size=32).digest()


def damage(binary, scratch):
    cache, file = scratch / "damaged-cache", scratch / "small.xml"
    file.write_text(SMALL)
    args = ["check", "small.xml", "-v"]
    plain = run(binary, scratch, args)
    run(binary, scratch, args, cache)
    (entry,) = entries(cache)
    whole = entry.read_bytes()
    expect(whole.startswith(FIRST_LINE) and sealed(whole[:-32]) == whole, "the entry is not as this test thinks")

    def holds(what):
        expect(run(binary, scratch, args, cache) == plain, f"{what}: the report differs")
        expect(entry.is_file() and entry.read_bytes() == whole, f"{what}: the entry was not put right")

    for at in random.Random(3).sample(range(len(whole)), 60):
        entry.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1:])
        holds(f"byte {at} flipped")
    for length in [0, 1, len(FIRST_LINE), 60, len(whole) - 33, len(whole) - 1]:
        entry.write_bytes(whole[:length])
        holds(f"cut to {length} bytes")
    entry.write_bytes(whole + b"\0")
    holds("a byte more")
    entry.write_bytes(sealed(whole[:-32].replace(b"entry 1", b"entry 0")))
    holds("another version")
    entry.write_bytes(os.urandom(100_000))
    holds("noise")
    other = scratch / "other.xml"
    other.write_text(SMALL.replace('share="60%"', 'share="10%"'))
    known = set(entries(cache))
    run(binary, scratch, ["check", "other.xml"], cache)
    (stranger,) = set(entries(cache)) - known
    shutil.copy(stranger, entry)
    holds("the entry of another set")
    elsewhere = scratch / "elsewhere"
    elsewhere.write_bytes(whole)
    entry.unlink()
    entry.symlink_to(elsewhere)
    expect(run(binary, scratch, args, cache) == plain and not entry.is_symlink(), "a link is followed")
    entry.unlink()
    os.mkfifo(entry)
    expect(run(binary, scratch, args, cache) == plain, "a pipe: the report differs")
    entry.unlink()
    entry.mkdir()
    status, stdout, stderr = run(binary, scratch, args, cache)
    expect((status, stdout) == plain[:2] and b"warning" in stderr, "a folder in the place of an entry")
    entry.rmdir()

    # Whoever can write here can say what he likes, but not about what is not there, and the program must stand.
    key, payload = whole[:len(FIRST_LINE) + 32], whole[len(FIRST_LINE) + 40:-32]
    draw = random.Random(5)
    for _ in range(400):
        bad = bytearray(payload)
        for _ in range(draw.randint(1, 6)):
            kind = draw.random()
            at = draw.randrange(len(bad))
            if kind < 0.5:
                bad[at] = draw.choice([0, 1, 2, 127, 128, 255, draw.randrange(256)])
            elif kind < 0.7:
                del bad[at:at + draw.randint(1, 9)]
            elif kind < 0.9:
                bad[at:at] = bytes(draw.randrange(256) for _ in range(draw.randint(1, 9)))
            else:
                bad[at:at + 8] = draw.choice([0, 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1]).to_bytes(8, "little")
            bad = bad or bytearray(b"\0")
        entry.write_bytes(sealed(key + len(bad).to_bytes(8, "little") + bytes(bad)))
        status, stdout, stderr = run(binary, scratch, ["check", "small.xml", "--format", "json"], cache)
        try:
            ids = {fact["id"] for finding in json.loads(stdout)["findings"] for fact in finding["facts"]}
        except ValueError:
            ids = {"no JSON"}
        expect(status in {0, 1} and ids <= {"s1", "e", "small.xml:5:1", "small.xml:6:1"}, f"hostile entry: exit {status}, {ids}, {stderr[:300]}")
        if wrong:
            break


def folders(binary, scratch):
    (scratch / "small.xml").write_text(SMALL)
    (scratch / "a-file").write_text("no folder")
    (scratch / "shared-with-all").mkdir()
    (scratch / "shared-with-all").chmod(0o777)
    (scratch / "unwritable").mkdir()
    (scratch / "unwritable").chmod(0o500)
    plain = run(binary, scratch, ["check", "small.xml"])
    tried = ["a-file", "a-file/below", "no/parent", "shared-with-all", "/proc/tenet-cache"]
    if os.geteuid() != 0:  # whom nothing stops
        tried.append("unwritable")
    for cache in tried:
        status, stdout, stderr = run(binary, scratch, ["check", "small.xml"], cache)
        expect((status, stdout) == plain[:2], f"--cache {cache}: the report differs")
        expect(b"warning" in stderr and cache.encode() in stderr, f"--cache {cache}: no warning in {stderr!r}")
    expect(not list((scratch / "shared-with-all").iterdir()), "a folder that others may write to was used")


def at_once(binary, scratch):
    (scratch / "register.xml").write_text(register(4000))
    args = ["check", "register.xml", "--format", "json"]
    plain = run(binary, scratch, args)
    cache = scratch / "common-cache"
    with ThreadPoolExecutor(6) as pool:
        for result in pool.map(lambda _: run(binary, scratch, args, cache), range(6)):
            expect(result == plain, "one of several runs at once differs")
    expect(all(path.suffix == ".tenet" and not path.name.startswith("unfinished") for path in cache.iterdir()),
           "something unfinished was left")
    expect(run(binary, scratch, args, cache) == plain, "after several runs at once the report differs")


def main():
    binary = os.path.abspath(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        seen = golden(binary, scratch)
        changes(binary, scratch, [], 1)
        changes(binary, scratch, ["--rules", "watch.xml"], 5)
        for part in options, damage, folders, at_once:
            part(binary, scratch)
    for what in wrong[:40]:
        print(what)
    print(f"{seen} golden runs compared; {len(wrong)} wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
