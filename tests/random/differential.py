#!/usr/bin/env python3
"""Draws small nasty fact sets and compares Tenet's answers with brute force over all their worlds.

    differential.py BINARY [--seed N] [--count N] [--first N] [--family NAME] [--seconds S] [--keep-going]

Compared: the verdict, that every conflict reported is one and is minimal, every truth, every bound, the rows of open
queries. A disagreement is
shrunk and printed with both answers; the exit status is then 1."""
import argparse
import importlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from cases import Undecided, printed  # noqa: E402
from shrink import shrink  # noqa: E402

LIMIT = 60
FAMILIES = ["dates", "stakes", "periods"]


class Program:
    """The binary under test, run on one case at a time."""

    def __init__(self, binary, folder):
        self.binary, self.folder = binary, folder

    def run(self, *arguments):
        try:
            done = subprocess.run([self.binary, *arguments], capture_output=True, text=True, timeout=LIMIT, check=False)
        except subprocess.TimeoutExpired:
            return None, f"no answer within {LIMIT} s"
        if done.returncode not in (0, 1):
            return None, f"exit status {done.returncode}: {done.stderr.strip()}"
        return done.stdout, ""

    def check(self, case):
        """The verdict and the findings, or why there are none; None as verdict when a limit came first."""
        path = self.write("facts.xml", case.xml())
        out, trouble = self.run("check", "--format", "json", *case.arguments(), path)
        return (json.loads(out), "") if out is not None else (None, trouble)

    def ask(self, case):
        path = self.write("facts.xml", case.xml())
        queries = self.write("queries.txt", "".join(case.family.query_text(q) + "\n" for q in case.queries))
        out, trouble = self.run("ask", "-f", queries, "--format", "json", *case.arguments(), path)
        if out is None:
            return None, trouble
        return [json.loads(line) for line in out.splitlines()], ""

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
        return path


def kept_facts(case):
    return {fact["id"] for fact in case.facts} - case.without


def conflict_trouble(case, finding):
    """What is wrong with a reported conflict: it has a world, or stays without one when a fact of it goes."""
    family, names = case.family, {fact["id"] for fact in finding["facts"]}
    laws = {law["id"] for law in finding["laws"]}
    if family.consistent(case, names, laws):
        return f"the conflict {sorted(names)} with {sorted(laws)} has a world"
    for name in sorted(names):
        if not family.consistent(case, names - {name}, laws):
            return f"the conflict {sorted(names)} with {sorted(laws)} is not minimal: {name} is not needed"
    return ""


def check_trouble(case, program, stands):
    report, trouble = program.check(case)
    if report is None:
        return "check: " + trouble
    verdict = "consistent" if stands else "contradictory"
    if report["verdict"] != verdict:
        return f"verdict: Tenet {report['verdict']}, brute force {verdict}"
    for finding in report["findings"]:
        if finding["kind"] == "conflict":
            trouble = conflict_trouble(case, finding)
            if trouble:
                return trouble
    return ""


def expected_answers(case, stands):
    """The answer of every query, a list where more than one will do, None where the contract leaves it open."""
    family, kept = case.family, kept_facts(case)
    if stands:
        return family.answers(case, kept, case.queries)
    return [None if family.consistent(case, family.reached(case, query) & kept) or family.settled(case, query)
            else "contradictory" for query in case.queries]


def ask_trouble(case, program, stands):
    """The first disagreement among the queries: its text and its place."""
    lines, trouble = program.ask(case)
    if lines is None:
        for index, query in enumerate(case.queries):
            alone = program.ask(case.copy(case.facts, [query]))
            if alone[0] is None:
                return f"ask {case.family.query_text(query)}: {alone[1]}", index
        return "ask: " + trouble, None
    expected = expected_answers(case, stands)
    for index, (line, want) in enumerate(zip(lines, expected)):
        got = printed(line)
        if want is not None and got not in (want if isinstance(want, list) else [want]):
            return f"{case.family.query_text(case.queries[index])}: Tenet {got}, brute force {want}", index
    return "", None


def open_trouble(case, program):
    """An open query against the answer of each of its bindings: who controls a company?"""
    for company in case.companies:
        path = program.write("facts.xml", case.xml())
        out, trouble = program.run("ask", f"controls(?x, {company})", "--format", "json", *case.arguments(), path)
        if out is None:
            return f"open controls(?x, {company}): {trouble}"
        answer = json.loads(out)
        got = {row["x"]: row["answer"] for row in answer["bindings"]}
        brute = case.family.answers(case, kept_facts(case), [("controls", x, company, case) for x in case.parties])
        for x, want in zip(case.parties, brute):
            if isinstance(want, list):
                continue  # the two readings of the unnamed party part here
            listed = got.get(x)
            fits = listed == "certain" if want == "certain" else listed in (None, want)
            if not fits or (want == "possible" and not listed and answer["others"] != "possible"):
                return f"open controls(?x, {company}) for {x}: Tenet {listed or 'not listed'}, brute force {want}"
    return ""


def trouble_of(case, program):
    stands = case.family.consistent(case, kept_facts(case))
    trouble = check_trouble(case, program, stands)
    if not trouble and stands and hasattr(case.family, "controllers"):
        trouble = open_trouble(case, program)
    if trouble or not case.queries:
        return trouble, None
    return ask_trouble(case, program, stands)


def report(case, program, trouble, place):
    """Shrinks a failing case and prints it."""
    case = case.copy(case.facts, [] if place is None else [case.queries[place]])
    word = trouble.split(":")[0].split(" ")[0]

    def fails(other):
        try:
            found, _ = trouble_of(other, program)
        except Undecided:
            return False
        return bool(found) and (place is not None or found.split(":")[0].split(" ")[0] == word)
    if fails(case):
        case = shrink(case, fails)
        trouble = trouble_of(case, program)[0]
    print(f"\nDISAGREEMENT {trouble}\n  options: {' '.join(case.arguments()) or 'none'}")
    print(case.xml(), flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=None)
    parser.add_argument("--count", type=int, default=None, help="cases to draw (default: until the time is over)")
    parser.add_argument("--family", choices=FAMILIES)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--first", type=int, default=0, help="number of the first case, to draw one again")
    parser.add_argument("--keep-going", action="store_true", help="do not stop at the first disagreement")
    options = parser.parse_args()
    seed = random.SystemRandom().randrange(10**6) if options.seed is None else options.seed
    families = [importlib.import_module(name) for name in ([options.family] if options.family else FAMILIES)]
    deadline, cases, questions, skipped, found = time.monotonic() + options.seconds, 0, 0, 0, 0
    print(f"seed {seed}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        program = Program(os.path.abspath(options.binary), folder)
        while time.monotonic() < deadline and (options.count is None or cases < options.count):
            # Every case has its own seed, so that one can be drawn again alone.
            number = options.first + cases
            case = families[number % len(families)].draw(random.Random(f"{seed}/{number}"))
            cases += 1
            try:
                trouble, place = trouble_of(case, program)
            except Undecided:
                skipped += 1
                continue
            questions += len(case.queries) + 1
            if trouble:
                found += 1
                print(f"case {seed}/{number} ({case.family.__name__})")
                report(case, program, trouble, place)
                if not options.keep_going:
                    break
    print(f"{cases} cases, {questions} questions, {skipped} too large for brute force, {found} disagreements")
    return 1 if found or not questions else 0


if __name__ == "__main__":
    sys.exit(main())
