#!/usr/bin/env python3
"""All minimal unsatisfiable subsets as conflicts: mus.py BINARY [FOLDER]

FOLDER (../shared/data/mus beside the checkout unless given) holds MARCO's inputs and, for each, all its minimal
unsatisfiable subsets. A propositional variable becomes an expected event, which may occur or not; a clause becomes a
claim over `occurs`. `tenet check --max-conflicts` must then find exactly the listed subsets, as facts.

Of a group input (.gcnf) the clauses of one group become one claim, their conjunction; those of group 0, which is always
in force, one law of a pack. SMT inputs are left out: their terms are not the language's.
"""
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def read_input(path):
    """The number of variables, and (group, literals) of every clause; in a .cnf each clause is a group of its own."""
    variables, clauses = 0, []
    for line in path.read_text().splitlines():
        words = line.split()
        if not words or words[0] in {"c", "%"} or words == ["0"]:
            continue
        if words[0] == "p":
            variables = int(words[2])
            continue
        group = int(words.pop(0)[1:-1]) if words[0].startswith("{") else len(clauses) + 1
        clauses.append((group, [int(word) for word in words if word != "0"]))
    return variables, clauses


def read_subsets(path):
    lines = [line.split() for line in path.read_text().splitlines()]
    return sorted(sorted(int(word) for word in words[1:]) for words in lines if words and words[0] == "U")


def clause_text(literals):
    if not literals:
        return "1 = 0"
    return "(" + " or ".join(f"{'' if n > 0 else 'not '}occurs(v{abs(n)})" for n in literals) + ")"


def write_facts(variables, clauses, folder):
    """The files for the command line: a fact set, and a pack where there is a group 0."""
    texts = {}
    for group, literals in clauses:
        texts.setdefault(group, []).append(clause_text(literals))
    always = texts.pop(0, None)
    lines = ['<facts xmlns="urn:tenet:facts:1" id="mus">']
    lines += [f'<event id="v{v}" kind="announcement" status="expected"/>' for v in range(1, variables + 1)]
    lines += [f'<claim id="g{group}">{" and ".join(parts)}</claim>' for group, parts in sorted(texts.items())]
    facts = folder / "mus.xml"
    facts.write_text("\n".join([*lines, "</facts>"]))
    if not always:
        return [facts]
    pack = folder / "group-0.xml"
    law = f'<law id="clauses">{" and ".join(always)}</law>'
    pack.write_text(f'<rules xmlns="urn:tenet:rules:1" id="group-0">{law}</rules>')
    return [facts, "--rules", pack]


def found_subsets(binary, source):
    variables, clauses = read_input(source)
    with tempfile.TemporaryDirectory() as folder:
        files = write_facts(variables, clauses, Path(folder))
        command = [binary, "check", "--format", "json", "--max-conflicts", "1000", *files]
        result = subprocess.run(command, capture_output=True, text=True, timeout=300)
    if result.returncode not in {0, 1}:
        raise RuntimeError(f"status {result.returncode}: {result.stderr.strip()}")
    report = json.loads(result.stdout)
    subsets = [
        sorted(int(fact["id"][1:]) for fact in finding["facts"])
        for finding in report["findings"]
        if finding["kind"] == "conflict"
    ]
    if report["verdict"] != ("contradictory" if subsets else "consistent"):
        raise RuntimeError(f"the verdict is {report['verdict']} with {len(subsets)} conflicts")
    return sorted(subsets)


def main():
    binary = sys.argv[1]
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "data" / "mus"
    rows = [line.split("\t") for line in (folder / "marco_expected.tsv").read_text().splitlines()[1:] if line]
    inputs = subsets = failed = 0
    for name, count, _, expected in rows:
        source = folder / "marco" / name
        if source.suffix not in {".cnf", ".gcnf"}:
            continue
        inputs += 1
        want = read_subsets(folder / "marco" / expected)
        subsets += len(want)
        try:
            if len(want) != int(count):
                raise RuntimeError(f"{count} subsets are announced and {len(want)} listed")
            got = found_subsets(binary, source)
            if got != want:
                missing, extra = [s for s in want if s not in got], [s for s in got if s not in want]
                raise RuntimeError(f"found {len(got)} of {len(want)}; missing {missing[:3]}; too many {extra[:3]}")
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            failed += 1
            print(f"{name}: {error}")
    print(f"{inputs} inputs with {subsets} minimal unsatisfiable subsets, {failed} failed")
    sys.exit(1 if failed or not inputs else 0)


if __name__ == "__main__":
    main()
