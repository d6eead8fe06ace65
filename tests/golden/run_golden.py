#!/usr/bin/env python3
"""Runs the golden cases against a tenet binary: run_golden.py BINARY [CASE...]

A case is a folder with case.json, usually facts.xml, perhaps rules.xml and further files. case.json:

  why      what the case guards, for people
  valid    false where its files are wrong on purpose, so that check_schemas.py leaves them out
  files    what {facts} stands for in `args`; ["facts.xml"] unless given
  runs     each with
    args          the command line after `tenet`; {facts} stands for the files, {rules} for --rules rules.xml
                  (for nothing where there is no rules.xml)
    stdin         a file of the case, given as standard input
    exit          the exit status
    expect        must be contained in the JSON printed; `--format json` is added after the command
    conflicts     the exact fact ids of each conflict found, in any order
    findings      each must be contained in some finding
    absent        each must be contained in no finding
    bindings      the exact rows of an open answer but for "others", in any order
    lines         as `expect`, for a command that prints one JSON a line: one entry a line, in order
    stderr        words that must appear on standard error
    stdout        words that must appear on standard output
    stdout_exact  a file of the case that standard output must equal

`--format json` is added only where the JSON is looked at. TENET_UPDATE=1 rewrites the
stdout_exact files from what the program prints; read the diff before you commit it.
A run that the case says nothing about but its exit status is refused: such a test hardly fails.
"""
import difflib
import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

HERE = Path(__file__).parent
UPDATE = os.environ.get("TENET_UPDATE") == "1"
JSON_KEYS = {"expect", "conflicts", "findings", "absent", "bindings", "lines"}
TEXT_KEYS = {"stderr", "stdout", "stdout_exact"}


def contains(got, want):
    """Whether `want` is part of `got`: objects by key, lists as sets, numbers in text by value."""
    if isinstance(want, dict):
        return isinstance(got, dict) and all(key in got and contains(got[key], value) for key, value in want.items())
    if isinstance(want, list):
        return isinstance(got, list) and all(any(contains(item, one) for item in got) for one in want)
    if isinstance(want, str) and isinstance(got, str) and want != got:
        try:
            return Fraction(want) == Fraction(got)
        except (ValueError, ZeroDivisionError):
            return False
    return type(want) is type(got) and want == got


def conflict_ids(output):
    return sorted(sorted(fact["id"] for fact in finding["facts"])
                  for finding in output["findings"] if finding["kind"] == "conflict")


def judge_lines(want, stdout):
    got = stdout.splitlines()
    if len(got) != len(want):
        return f"{len(got)} lines, not {len(want)}: {stdout[:1000]}"
    for number, (expect, line) in enumerate(zip(want, got), 1):
        if wrong := judge_json({"expect": expect}, line):
            return f"line {number}: {wrong}"
    return None


def judge_json(run, stdout):
    """What is wrong with the JSON printed, or None."""
    if "lines" in run:
        return judge_lines(run["lines"], stdout)
    try:
        output = json.loads(stdout)
    except ValueError:
        return f"no JSON: {stdout[:300]!r}"
    if "expect" in run and not contains(output, run["expect"]):
        return f"{json.dumps(run['expect'])} is not in {json.dumps(output)[:1000]}"
    if "conflicts" in run:
        got, want = conflict_ids(output), sorted(sorted(ids) for ids in run["conflicts"])
        if got != want:
            return f"conflicts {got}, not {want}"
    for finding in run.get("findings", []):
        if not contains(output["findings"], [finding]):
            return f"no finding {json.dumps(finding)} in {json.dumps(output['findings'])[:1000]}"
    for finding in run.get("absent", []):
        if contains(output["findings"], [finding]):
            return f"the finding {json.dumps(finding)} is in {json.dumps(output['findings'])[:1000]}"
    if "bindings" in run:
        got, want = output["bindings"], run["bindings"]
        if len(got) != len(want) or not contains(got, want):
            return f"bindings {json.dumps(got)[:1000]}, not {json.dumps(want)}"
    return None


def judge_exact(path, stdout):
    if UPDATE:
        path.write_text(stdout, encoding="utf-8")
        return None
    if not path.exists():
        return f"{path.name} is missing; TENET_UPDATE=1 writes it"
    want = path.read_text(encoding="utf-8")
    if want == stdout:
        return None
    diff = difflib.unified_diff(want.splitlines(), stdout.splitlines(), path.name, "printed", lineterm="")
    return "standard output differs\n" + "\n".join(diff)


def judge(binary, folder, case, run):
    """What is wrong with one run, or None."""
    unknown = run.keys() - JSON_KEYS - TEXT_KEYS - {"args", "exit", "stdin"}
    if unknown or not run.keys() & (JSON_KEYS | TEXT_KEYS):
        return f"case.json: {'unknown ' + ', '.join(sorted(unknown)) if unknown else 'a run expects nothing'}"
    standing = {
        "{facts}": case.get("files", ["facts.xml"]),
        "{rules}": ["--rules", "rules.xml"] if (folder / "rules.xml").exists() else [],
    }
    args = [word for arg in run["args"] for word in standing.get(arg, [arg])]
    if run.keys() & JSON_KEYS:
        args[1:1] = ["--format", "json"]
    stdin = (folder / run["stdin"]).read_bytes() if "stdin" in run else b""
    told = "tenet " + " ".join(args)
    try:
        result = subprocess.run([binary, *args], cwd=folder, input=stdin, capture_output=True, timeout=60)
    except subprocess.TimeoutExpired:
        return f"{told}: no end after 60 s"
    stdout, stderr = (text.decode("utf-8", "replace") for text in (result.stdout, result.stderr))
    if result.returncode != run["exit"]:
        return f"{told}: exit {result.returncode}, not {run['exit']}: {(stderr or stdout).strip()[:1000]}"
    for name, text in ("stderr", stderr), ("stdout", stdout):
        for word in run.get(name, []):
            if word not in text:
                return f"{told}: {name} lacks {word!r}: {text.strip()[:1000]}"
    wrong = judge_json(run, stdout) if run.keys() & JSON_KEYS else None
    if not wrong and "stdout_exact" in run:
        wrong = judge_exact(folder / run["stdout_exact"], stdout)
    return wrong and f"{told}: {wrong}"


def check_case(binary, path):
    """Everything wrong with the case of one case.json."""
    case = json.loads(path.read_text(encoding="utf-8"))
    if not case["runs"]:
        return ["no runs"]
    return [wrong for run in case["runs"] if (wrong := judge(binary, path.parent, case, run))]


def main():
    binary, names = os.path.abspath(sys.argv[1]), sys.argv[2:]
    paths = [path for path in sorted(HERE.glob("*/case.json")) if not names or path.parent.name in names]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: check_case(binary, path), paths))
    for path, wrongs in zip(paths, results):
        for wrong in wrongs:
            print(f"{path.parent.name}: {wrong}")
    failed = sum(bool(wrongs) for wrongs in results)
    print(f"{len(results) - failed} passed, {failed} failed")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
