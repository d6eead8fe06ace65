#!/usr/bin/env python3
"""Replays the steps of every conflict and reason: replay_all.py TENET_REPLAY [FOLDER...] [--random N] [--verbose]

Every run of `check` and `ask` in the case.json files below the folders (tests/golden unless given), the article and the
other sets, and N drawn fact sets of each family of tests/random. A run whose input is wrong has nothing to replay. Each
refutation must have steps, and each step must follow exactly from what it cites; else the exit status is 1.
"""
import argparse
import importlib
import json
import os
import random
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "random"))
FAMILIES = ["dates", "stakes", "periods"]
COUNTS = re.compile(r"replayed (\d+) failed (\d+) steps (\d+) longest (\d+) cases (\d+) sums (\d+)")


def runs_of(folder):
    for path in sorted(folder.glob("*/case.json")):
        case = json.loads(path.read_text(encoding="utf-8"))
        standing = {"{facts}": case.get("files", ["facts.xml"]),
                    "{rules}": ["--rules", "rules.xml"] if (path.parent / "rules.xml").exists() else []}
        for run in case["runs"]:
            if run["args"] and run["args"][0] in {"check", "ask"} and run.get("exit") != 2 and "stdin" not in run:
                yield path.parent, [word for arg in run["args"] for word in standing.get(arg, [arg])]


def drawn(count, seed, folder):
    for name in FAMILIES:
        family = importlib.import_module(name)
        for number in range(count):
            case = family.draw(random.Random(f"{seed}/{name}/{number}"))
            stem = f"{name}-{number}"
            (folder / f"{stem}.xml").write_text(case.xml(), encoding="utf-8")
            (folder / f"{stem}.txt").write_text("".join(family.query_text(q) + "\n" for q in case.queries), encoding="utf-8")
            yield folder, ["check", *case.arguments(), f"{stem}.xml"]
            if case.queries:
                yield folder, ["ask", "-f", f"{stem}.txt", *case.arguments(), f"{stem}.xml"]


UNTOLD = re.compile(r"without steps, for products of unknowns: (\d+)")


def replay(binary, folder, args):
    try:
        done = subprocess.run([binary, *args], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return f"no end after 300 s", None
    if done.returncode == 2:
        return "", None
    counts = COUNTS.search(done.stdout)
    if counts is None:
        return f"exit status {done.returncode}: {done.stderr.strip()[:500]}", None
    wrong = "\n".join(line for line in done.stdout.splitlines() if not line.startswith(("replayed ", "without steps")))
    untold = UNTOLD.search(done.stdout)
    return wrong, [int(n) for n in counts.groups()] + [int(untold.group(1)) if untold else 0]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--random", type=int, default=0)
    parser.add_argument("--seed", type=int, default=2014)
    parser.add_argument("--verbose", action="store_true")
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    folders = options.folders or [HERE.parent / "golden"]
    with tempfile.TemporaryDirectory() as scratch, ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        runs = [run for folder in folders for run in runs_of(folder)]
        if not options.folders:
            runs += [(path.parent, ["check", path.name]) for path in sorted((HERE.parents[1] / "facts/sets").rglob("*.xml"))]
        runs += list(drawn(options.random, options.seed, Path(scratch)))
        results = list(pool.map(lambda run: replay(binary, *run), runs))
    total = [0] * 7
    failed = False
    for (folder, args), (wrong, counts) in zip(runs, results):
        if wrong:
            failed = True
            print(f"{folder.name}: {' '.join(args)}\n  " + wrong.replace("\n", "\n  "))
        if counts:
            longest = max(total[3], counts[3])
            total = [a + b for a, b in zip(total, counts)]
            total[3] = longest
            if options.verbose and counts[4]:
                print(f"cases: {folder.name}: {' '.join(args)}")
    print(f"{len(runs)} runs: {total[0]} refutations replayed, {total[1]} not; {total[2]} steps, the longest {total[3]}, "
          f"{total[4]} cases, {total[5]} sums; {total[6]} on products of unknowns without steps")
    return 1 if failed or total[0] == 0 else 0


if __name__ == "__main__":
    sys.exit(main())
