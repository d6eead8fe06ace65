#!/usr/bin/env python3
"""Gives a tenet binary input that nobody should give it: hostile.py BINARY [--sanitized]

Each piece of wrong input must be refused with exit status 2 and a message on standard error that names the file; what
is merely unkind may be answered. All without a crash, within 20 s and 1 GB of memory. --sanitized: the binary is built
with the address sanitizer, whose shadow memory takes terabytes of address space; its memory is then not limited, and it
has three times as long.
"""
import gzip
import os
import resource
import signal
import struct
import subprocess
import sys
import tempfile
import zlib
from pathlib import Path

SECONDS = 20
MEMORY = 1 << 30
LONGEST_MESSAGE = 10_000_000  # bytes; whoever reads it has a terminal
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<facts xmlns="urn:tenet:facts:1" id="hostile">\n'
GOOD = HEAD + '''<entity id="a" kind="company"/>
<entity id="b" kind="company"/>
<stake holder="a" in="b" share="10%"/>
</facts>
'''
RULES = '<rules xmlns="urn:tenet:rules:1" id="{id}" title="Hostile">{body}</rules>\n'


def laughs():
    """The billion laughs: ten entities, each ten of the one before."""
    entities = ['<!ENTITY l0 "ha">'] + [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f'<?xml version="1.0"?>\n<!DOCTYPE facts [{"".join(entities)}]>\n' \
           '<facts xmlns="urn:tenet:facts:1" id="laughs"><claim>&l9;</claim></facts>\n'


def outside_entity():
    return '<!DOCTYPE facts [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n' \
           '<facts xmlns="urn:tenet:facts:1" id="e"><claim>&e;</claim></facts>\n'


def squeezed_blanks():
    """A gzip file of two megabytes that unpacks to two gigabytes."""
    blank = b" " * (1 << 24)
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    start = packer.compress(HEAD.encode()) + packer.flush(zlib.Z_FULL_FLUSH)
    once = packer.compress(blank) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum, times = zlib.crc32(HEAD.encode()), 128
    for _ in range(times):
        checksum = zlib.crc32(blank, checksum)
    end = struct.pack("<II", checksum, (len(HEAD) + times * len(blank)) % (1 << 32))
    return b"\x1f\x8b\x08\0\0\0\0\0\0\xff" + start + once * times + packer.flush() + end


def utf16_without_end():
    return b"\xff\xfe" + "<facts".encode("utf-16-le") + b"\x00"


def deep_expression(opening, closing=""):
    return HEAD + "<claim>" + opening * 100_000 + "nobody" + closing * 100_000 + "</claim></facts>\n"


# Wrong input: the file's name, which the message must hold, and its content.
FILES = [
    ("empty.xml", b""),
    ("binary.xml", bytes(range(256)) * 4096),
    ("huge-element.xml", (HEAD + '<entity id="' + "a" * 50_000_000 + '"/>').encode()),
    ("huge-text.xml", (HEAD + "<claim>" + "x" * 50_000_000 + "</claim></facts>").encode()),
    ("deep.xml", (HEAD + "<a>" * 100_000 + "</a>" * 100_000 + "</facts>").encode()),
    ("deep-open.xml", (HEAD + "<a>" * 100_000).encode()),
    ("half.xml", GOOD.encode()[: len(GOOD) // 2]),
    ("half-tag.xml", GOOD.encode()[: GOOD.index("<stake") + 12]),
    ("invalid-utf8.xml", GOOD.replace('"a"', '"\xe9"').encode("latin-1")),
    ("overlong-utf8.xml", GOOD.encode().replace(b'id="a"', b'id="\xc0\xaf"')),
    ("nul.xml", GOOD.encode().replace(b'id="a"', b'id="a\x00b"')),
    ("utf16.xml", utf16_without_end()),
    ("laughs.xml", laughs().encode()),
    ("outside-entity.xml", outside_entity().encode()),
    ("blanks.xml.gz", squeezed_blanks()),
    ("broken.xml.gz", gzip.compress(GOOD.encode())[:-12]),
    ("not-really.xml.gz", b"\x1f\x8b" + b"\x00" * 100),
    ("not-really.xml.zst", b"\x28\xb5\x2f\xfd" + b"\xff" * 100),
    ("other-root.xml", b'<html xmlns="http://www.w3.org/1999/xhtml"/>'),
    ("two-roots.xml", (GOOD + '<facts xmlns="urn:tenet:facts:1" id="second"/>').encode()),
    ("deep-parentheses.xml", deep_expression("(", ")").encode()),
    ("deep-not.xml", deep_expression("not ").encode()),
    ("deep-minus.xml", (HEAD + "<claim>" + "- " * 100_000 + "nobody &gt; 0</claim></facts>").encode()),
    ("long-and.xml", (HEAD + "<claim>1 &lt; 2" + " and 1 &lt; nobody" * 50_000 + "</claim></facts>").encode()),
    ("huge-number.xml", GOOD.replace("10%", "1" * 1_000_000 + "x").encode()),
    ("huge-year.xml", (HEAD + '<event id="e" kind="launch" date="Y' + "9" * 1000 + '"/></facts>').encode()),
    ("many-errors.xml", (HEAD + '<stake holder="x" in="y" share="z"/>\n' * 5_000 + "</facts>").encode()),
    ("disagrees.xml", (HEAD + '<entity id="a" kind="company"/>' * 2 + '<entity id="a" kind="fund"/></facts>').encode()),
]

# Legal though unkind: any answer will do, in bounds.
UNKIND = [
    ("long-number.xml", GOOD.replace("10%", "0." + "3" * 1_000_000)),
    ("long-fraction.xml", GOOD.replace("10%", "1" + "0" * 50_000 + "/3" + "0" * 50_000)),
    ("long-claim.xml", HEAD + "<claim>1 &lt; 2" + " and 1 &lt; 2" * 50_000 + "</claim></facts>\n"),
    ("many-attributes.xml", HEAD + "<entity" + "".join(f' a{n}="x"' for n in range(100_000)) + "/></facts>\n"),
]

# Wrong packs, likewise.
PACKS = [
    ("pack-half.xml", '<rules xmlns="urn:tenet:rules:1" id="half"><law'),
    ("pack-empty.xml", ""),
    ("pack-itself.xml", RULES.format(id="itself", body='<use rules="pack-itself.xml"/>')),
    ("pack-kind-ring.xml", RULES.format(
        id="ring", body='<entity-kind name="u" is="v"/><entity-kind name="v" is="u"/>')),
    ("pack-deep.xml", RULES.format(id="deep", body='<law id="l">' + "(" * 100_000 + "</law>")),
    ("pack-not-monotone.xml", RULES.format(
        id="liar", body='<define name="liar" params="c: company">not liar(c)</define>')),
]

# Definitions that each use the one before several times: to write out every use would take 2^40 steps.
TWICE = {
    "twice": "d{}(h, c) and not d{}(h, c) or d{}(h, c)",
    "of-each": "d{}(h, c) or any(z: c.holders, d{}(z, c))",
    "turned": "d{}(h, c) implies (votes(h, c) &gt; 1% and not d{}(h, c))",
}


def defined_twice(body, depth=40):
    uses = body.count("{}")
    lines = ['<define name="d0" params="h: party, c: organisation">votes(h, c) &gt; 5%</define>']
    lines += [f'<define name="d{n}" params="h: party, c: organisation">{body.format(*[n - 1] * uses)}</define>' for n in range(1, depth + 1)]
    return RULES.format(id="twice", body="".join(lines))


def cases(folder):
    """A title, the command line, the words that the message must hold, and the exit statuses allowed."""
    def write(name, content):
        (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    write("good.xml", GOOD)
    for name, content in FILES:
        write(name, content)
        yield name, ["check", name], [name], {2}
    for name, content in UNKIND:
        write(name, content)
        yield name, ["check", name], [], {0, 1, 2, 3}
    for name, content in PACKS:
        write(name, content)
        yield name, ["check", "--rules", name, "good.xml"], [name], {2}
    for name, body in TWICE.items():
        write(f"{name}.xml", defined_twice(body))
        for command in ["ask", "d40(a, b)"], ["ask", "d40(?x, b)"], ["check"]:
            yield f"definitions that use each other {name}, {command}", [*command, "--rules", f"{name}.xml", "good.xml"], [], {0}
    (folder / "no-sets").mkdir()
    yield "a folder without sets", ["check", "no-sets"], ["no-sets"], {2}
    (folder / "folder.xml").mkdir()
    yield "a folder called folder.xml", ["check", "folder.xml"], ["folder.xml"], {2}
    (folder / "ring").mkdir()
    (folder / "ring" / "again").symlink_to(folder / "ring", target_is_directory=True)
    yield "a folder that links to itself", ["check", "ring"], ["ring"], {2}
    (folder / "nowhere.xml").symlink_to("nothing-here")
    yield "a link to nothing", ["check", "nowhere.xml"], ["nowhere.xml"], {2}
    yield "a missing file", ["check", "missing.xml"], ["missing.xml"], {2}
    yield "a missing pack", ["check", "--rules", "no-such-pack", "good.xml"], ["no-such-pack"], {2}
    # Opens, and fails when read: permissions would not stop root.
    yield "an unreadable file", ["check", "/proc/self/mem"], ["/proc/self/mem"], {2}
    yield "an endless file", ["check", "/dev/zero"], ["/dev/zero"], {2}
    yield "a second file that disagrees", ["check", "good.xml", "disagrees.xml"], ["disagrees.xml"], {2}
    yield "a query cut short", ["ask", "votes(a,", "good.xml"], ["query"], {2}
    yield "a deep query", ["ask", "(" * 100_000, "good.xml"], ["query"], {2}
    yield "no query at all", ["ask", "", "good.xml"], ["query"], {2}
    yield "a file nobody can write", ["check", "-o", "nowhere/out.txt", "good.xml"], ["nowhere"], {2}
    yield "an unknown command", ["chekc", "good.xml"], ["chekc"], {2}
    yield "an unknown option", ["check", "--formt", "json", "good.xml"], ["--formt"], {2}


def seconds(sanitized):
    return SECONDS * 3 if sanitized else SECONDS


def limit(sanitized):
    def apply():
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_CPU, (seconds(sanitized), seconds(sanitized) + 1))
        if not sanitized:
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    return apply


def judge(binary, folder, args, words, statuses, sanitized):
    """What is wrong with the program's answer, or None."""
    try:
        result = subprocess.run([binary, *args], cwd=folder, capture_output=True, timeout=seconds(sanitized),
                                stdin=subprocess.DEVNULL, preexec_fn=limit(sanitized))
    except subprocess.TimeoutExpired:
        return f"no end after {seconds(sanitized)} s"
    message = result.stderr.decode("utf-8", "replace")
    if result.returncode < 0:
        return f"ended by {signal.Signals(-result.returncode).name}: {message[-400:]}"
    if result.returncode not in statuses:
        printed = message or result.stdout.decode("utf-8", "replace")
        return f"exit {result.returncode}, not {sorted(statuses)}: {printed[:400]}"
    for word in words:
        if word not in message:
            return f"the message lacks {word!r}: {message[:400]!r}"
    if len(message) > LONGEST_MESSAGE:
        return f"a message of {len(message)} bytes"
    return None


def main():
    binary, sanitized = os.path.abspath(sys.argv[1]), "--sanitized" in sys.argv[2:]
    passed = failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for title, args, words, statuses in cases(Path(folder)):
            wrong = judge(binary, folder, args, words, statuses, sanitized)
            passed += not wrong
            failed += bool(wrong)
            if wrong:
                print(f"{title}: {wrong}")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
