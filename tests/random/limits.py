#!/usr/bin/env python3
"""Golden cases under drawn limits of time and memory, each against the same run without: limits.py BINARY --seed N --count N [FOLDER...]

A limit may leave something open, and must not change what is said of the rest:

  end      exit status 0, 1, 2 or 3, never a signal; 2 only where it is so without the limit; what is printed as JSON is whole
  verdict  as without, or undecided (timeline: nothing said)
  found    every finding but a conflict is one without the limit; a conflict, only where there is one without
  days     of every event and period as without, or named as undecided
"""
import argparse
import json
import os
import random
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "golden"))
from repairs import jobs_of  # noqa: E402

COMMANDS = [["check"], ["check", "--engine", "z3"], ["check", "--max-conflicts", "3"], ["check", "--jobs", "3"], ["repair"], ["timeline"]]


def run(binary, folder, args):
    try:
        result = subprocess.run([binary, args[0], "--format", "json", *args[1:]], cwd=folder, capture_output=True, timeout=120)
    except subprocess.TimeoutExpired:
        return None, b"", b"no end after 120 s"
    return result.returncode, result.stdout, result.stderr


def findings(report):
    return {(f["kind"], f["rule"], f.get("answer"), f.get("expected"), json.dumps(f.get("place")))
            for f in report.get("findings", []) if f["kind"] != "conflict"}


def conflicts(report):
    return any(f["kind"] == "conflict" for f in report.get("findings", []))


def entries(report):
    return {(kind, entry["id"]): entry for kind in ("events", "periods") for entry in report.get(kind, [])}


def compare(limited, whole):
    """What the limit changed and should not have, or None."""
    verdict = limited.get("verdict", whole.get("verdict"))
    if verdict not in {whole.get("verdict"), "undecided"}:
        return f"verdict {verdict}, not {whole.get('verdict')}"
    if conflicts(limited) and not conflicts(whole):
        return "a conflict where there is none"
    if made_up := findings(limited) - findings(whole):
        return f"found {sorted(map(str, made_up))[:2]}"
    if limited["command"] == "timeline" and whole.get("verdict") is None:
        without = entries(whole)
        for key, entry in entries(limited).items():
            if not entry.get("undecided") and entry != without.get(key):
                return f"{key} is {entry}, not {without.get(key)}"
    return None


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary", type=os.path.abspath)
    parser.add_argument("folders", nargs="*", type=Path, default=[HERE.parent / "golden"])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    given = parser.parse_args()
    jobs = [(case, command + files + options) for folder in given.folders for case, files, options in jobs_of(folder) for command in COMMANDS]

    @lru_cache(None)
    def whole(case, args):
        return run(given.binary, case, args)

    draw = random.Random(given.seed)

    def drawn_limits():
        limits = []
        if draw.random() < 0.75:
            limits += ["--memory", str(int(2 ** draw.uniform(2, 6.5)))]
        if not limits or draw.random() < 0.4:
            limits += ["--timeout", f"{10 ** draw.uniform(-4, -1):.5f}"]
        return limits

    def judge(job):
        (case, args), limits = job
        told = f"{case.name}: tenet {' '.join(args + limits)}"
        plain = whole(case, tuple(args))
        status, out, err = run(given.binary, case, args + limits)
        if status is None or status < 0 or status > 3 or (status == 2 and plain[0] != 2):
            return f"{told}: exit {status}, {err[:300].decode('utf-8', 'replace')}", False
        if status == 2 or (status == 3 and not out):
            return None if status == 2 or b"memory" in err else f"{told}: nothing says why", status == 3
        try:
            wrong = compare(json.loads(out), json.loads(plain[1]))
        except ValueError as broken:
            wrong = f"no JSON: {broken}"
        return wrong and f"{told}: {wrong}", status == 3

    drawn = [(draw.choice(jobs), drawn_limits()) for _ in range(given.count)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(judge, drawn))
    wrongs = [wrong for wrong, _ in results if wrong]
    for wrong in wrongs[:20]:
        print(wrong)
    cut = sum(cut_short for _, cut_short in results)
    print(f"{len(results)} runs, {cut} of them cut short, {len(wrongs)} wrong")
    return 1 if wrongs or cut < len(results) // 20 else 0


if __name__ == "__main__":
    sys.exit(main())
