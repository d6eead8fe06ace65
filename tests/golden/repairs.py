#!/usr/bin/env python3
"""Mends every contradictory case in every way that is proposed: repairs.py BINARY [FOLDER...]

For each golden case (and each case of the folders named) whose facts contradict each other:

  applied    `repair --apply N -o DIR` writes files that `check` calls consistent, for each of the first repairs
  dropped    the facts of a repair that only drops, given to --without, leave a consistent set, and those of any part of
             them do not: the repair is minimal
  ranked     costs never fall from one repair to the next
  untouched  the files written differ from the input in the tags of the facts named only, and the input is as it was

Cases that end with a status of 2, and those whose laws clash without facts, are counted and left out.
"""
import difflib
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
APPLIED = 6  # repairs of a case that are written and checked again


def options_of(case, args):
    """The options of a golden run that decide what its facts say; None where the run has none that repair takes."""
    kept, rest = [], list(args[1:])
    if args[0] == "ask":
        rest = rest[1:]
    while rest:
        word = rest.pop(0)
        if word in {"--assume", "--without", "--now", "--only", "--rules"}:
            kept += [word, rest.pop(0)]
        elif word == "{rules}" and (case / "rules.xml").exists():
            kept += ["--rules", "rules.xml"]
    return kept


def jobs_of(folder):
    """(folder, files, options) of every golden case, each once; the shared cases are single files with options."""
    for path in sorted(folder.glob("*/case.json")):
        case = json.loads(path.read_text())
        files = case.get("files", ["facts.xml"])
        seen = set()
        for run in case.get("runs", [case]):
            args = run.get("args")
            if not args or args[0] not in {"check", "ask", "timeline", "repair"} or case.get("valid") is False or "stdin" in run:
                continue
            options = options_of(path.parent, args)
            if tuple(options) not in seen and all((path.parent / name).exists() for name in files):
                seen.add(tuple(options))
                yield path.parent, files, options


class Failure(Exception):
    pass


def tags_changed(before, after):
    """The lines of the input that differ."""
    matcher = difflib.SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return [before.splitlines()[i] for op, a, b, _, _ in matcher.get_opcodes() if op != "equal" for i in range(a, b)]


def mend(binary, folder, files, options):
    """How many repairs were tried, or None where the case is no contradiction to mend."""
    def run(*args):
        result = subprocess.run([binary, *args], cwd=folder, capture_output=True, timeout=120)
        return result.returncode, result.stdout.decode(), result.stderr.decode()

    status, out, errors = run("repair", "--format", "json", *options, *files)
    if status == 2:
        return None
    report = json.loads(out)
    if (report["verdict"] == "contradictory") != (status == 1):
        raise Failure(f"status {status} for {report['verdict']}: {errors}")
    if report["verdict"] != "contradictory" or "beyond_repair" in report:
        return None
    if not report["repairs"]:
        raise Failure(f"no repair: {out}")
    costs = [Fraction(repair["cost"]) for repair in report["repairs"]]
    if costs != sorted(costs):
        raise Failure(f"costs fall: {costs}")
    given = {name: (folder / name).read_bytes() for name in files if (folder / name).is_file()}
    for number, repair in enumerate(report["repairs"][:APPLIED], 1):
        with tempfile.TemporaryDirectory() as place:
            target = os.path.join(place, "mended")
            status, out, errors = run("repair", "--format", "json", "--apply", str(number), "-o", target, *options, *files)
            if status != 1 or not os.path.isdir(target):
                raise Failure(f"repair {number} was not written ({status}): {out}{errors}")
            left = [word for word in options]
            for fact in repair["drop"]:  # what was assumed and is dropped is assumed no longer
                while fact in left:
                    at = left.index(fact)
                    del left[at - 1:at + 1]
            status, out, errors = run("check", "--format", "json", *left, target)
            if status == 2 or json.loads(out)["verdict"] != "consistent":
                raise Failure(f"repair {number} {repair} leaves {out or errors}")
            if len(files) == 1 and files[0] in given and not files[0].endswith((".gz", ".zst")):
                written = next(Path(target).rglob("*.xml")).read_text()
                named = [*repair["drop"], *(change["fact"] for change in repair["change"]), *repair.get("rounded", [])]
                for line in tags_changed(given[files[0]].decode(), written):
                    if repair.get("rounded") and re.match(r"\s*<(\w+:)?facts\b", line):
                        continue
                    placed = any(":" in fact for fact in named)
                    if not placed and not any(re.search(r"\b" + re.escape(fact) + r"\b", line) for fact in named):
                        raise Failure(f"repair {number} touches {line!r}, though it is about {named}")
        if repair["change"] or repair.get("rounded"):
            continue
        for left_out in [None, *repair["drop"]]:
            dropped = [word for fact in repair["drop"] if fact != left_out for word in ("--without", fact)]
            kept = [word for i, word in enumerate(options)
                    if not (word == "--assume" and options[i + 1] in repair["drop"] and options[i + 1] != left_out)
                    and not (i and options[i - 1] == "--assume" and word in repair["drop"] and word != left_out)]
            status, out, errors = run("check", "--format", "json", *kept, *dropped, *files)
            verdict = json.loads(out)["verdict"] if out else errors
            if verdict != ("consistent" if left_out is None else "contradictory"):
                raise Failure(f"without {dropped} the facts are {verdict}")
    if any((folder / name).read_bytes() != text for name, text in given.items()):
        raise Failure("the input was changed")
    return min(len(report["repairs"]), APPLIED)


def main():
    binary = os.path.abspath(sys.argv[1])
    folders = [Path(name) for name in sys.argv[2:]] or [HERE]
    jobs = [job for folder in folders for job in jobs_of(folder)]

    def one(job):
        try:
            return job, mend(binary, *job), None
        except (Failure, subprocess.TimeoutExpired, ValueError) as wrong:
            return job, None, f"{type(wrong).__name__}: {wrong}"

    mended, tried, failed = 0, 0, 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for (folder, files, options), number, wrong in pool.map(one, jobs):
            if wrong:
                failed += 1
                print(f"FAIL {folder.name} {' '.join(options)}: {wrong}")
            elif number is not None:
                mended += 1
                tried += number
    print(f"{mended} contradictory sets mended in {tried} ways, of {len(jobs)} looked at; {failed} failed")
    return 1 if failed or not mended else 0


if __name__ == "__main__":
    sys.exit(main())
