#!/usr/bin/env python3
"""Holds the sources against the house rules that a compiler does not check: check_includes.py [ROOT]

Fails on an include against the arrows engine -> reports -> rules -> facts, on a Z3 header outside
engine/z3_session.cpp and the table of Z3's functions, on an include that is not written from the root, on a header without #pragma once, and on work
put off in the sources.
Warns of files over 400 lines.
"""
import re
import sys
from pathlib import Path

ORDER = ["facts", "rules", "reports", "engine"]  # each may include itself and what stands to its left
Z3_FILES = ["engine/z3_session.cpp", "engine/z3_library.h"]
LONG = 400
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
PUT_OFF = re.compile(r"\b(TODO|FIXME|XXX)\b")


def sources(root):
    for folder in [*ORDER, "tests"]:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in {".cpp", ".h", ".py", ".xml", ".xsd", ".cmake", ".sh"} and path.is_file():
                yield path.relative_to(root).as_posix(), path.read_text(encoding="utf-8", errors="replace")


def check_line(name, line, exists):
    """What is wrong with one line of a C++ file, or None."""
    found = INCLUDE.match(line)
    if not found:
        return None
    quote, target = found.groups()
    if re.match(r"z3(\+\+|_[a-z_]+)?\.h$", target) and name not in Z3_FILES:
        return f"includes <{target}>: only {Z3_FILES[0]} knows Z3"
    above = target.split("/")[0]
    folder = name.split("/")[0]
    if quote == '"':
        if not exists(target):
            return f'includes "{target}": no such file from the root'
        if folder in ORDER and above not in ORDER:
            return f'includes "{target}": outside {", ".join(ORDER)}'
    if folder in ORDER and above in ORDER and ORDER.index(above) > ORDER.index(folder):
        return f'includes "{target}" against the arrows: {folder} may not know {above}'
    return None


def wrong_in(name, text, exists):
    cpp = name.endswith((".cpp", ".h"))
    if name.endswith(".h") and "#pragma once" not in text:
        yield 1, "lacks #pragma once"
    for number, line in enumerate(text.splitlines(), 1):
        if cpp and (wrong := check_line(name, line, exists)):
            yield number, wrong
        if PUT_OFF.search(line) and name != "tests/layering/check_includes.py":
            yield number, "puts work off: do it, or drop the remark"


def prove_itself():
    """The rules above must catch what they are for; a checker that passes everything would be worse than none."""
    def only(*names):
        return lambda target: target in names
    bad = [
        ("facts/a.cpp", '#include "rules/pack.h"', only("rules/pack.h")),
        ("reports/a.h", '#pragma once\n#include "engine/session.h"', only("engine/session.h")),
        ("engine/a.cpp", "#include <z3++.h>", only()),
        ("engine/z3_session.h", "#pragma once\n#include <z3.h>", only()),
        ("facts/a.cpp", '#include "day.h"', only("facts/day.h")),
        ("facts/a.h", "int x;", only()),
        ("facts/a.cpp", "// TO" "DO later", only()),
    ]
    good = [
        ("engine/a.cpp", '#include "facts/day.h"\n#include "reports/a.h"', only("facts/day.h", "reports/a.h")),
        (Z3_FILES[0], "#include <z3.h>", only()),
    ]
    assert all(list(wrong_in(*case)) for case in bad), "a breach went unseen"
    assert not any(list(wrong_in(*case)) for case in good), "a clean file was blamed"


def main():
    prove_itself()
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).parents[2])
    files = breaches = 0
    for name, text in sources(root):
        files += 1
        for number, wrong in wrong_in(name, text, lambda target: (root / target).is_file()):
            breaches += 1
            print(f"{name}:{number}: error: {wrong}")
        lines = text.count("\n")
        if name.endswith((".cpp", ".h")) and lines > LONG:
            print(f"{name}:{lines}: warning: over {LONG} lines; does it still have one subject?")
    print(f"{files} files, {breaches} breaches")
    return 1 if breaches or not files else 0


if __name__ == "__main__":
    sys.exit(main())
