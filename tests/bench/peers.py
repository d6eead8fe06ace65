#!/usr/bin/env python3
"""Measures tenet beside other people's tools on the same work: peers.py [BINARY] [--sizes N,N] [--runs N] [--limit S]

Needs the generator, the jobs and the hand-written programs that stand in ../shared/bench beside the project, and of the
peers those that are on the machine: sqlite3, clingo (package gringo), and DuckDB for node where $BENCH/npm has it. A
peer that is not there is left out, and so is its row.

A: is a register consistent? B: who controls whom, all pairs. C: nine planted conflicts. Peers read data prepared for
them (CSV, ground facts), tenet and the hand-written floor read XML. Ways of measuring and exit status as in run.py.
"""
import argparse
import json
import os
import shutil
import sys
import tempfile
from pathlib import Path

import run
from run import SHARED, cells, judge, measure, python, ratio, row, table

BENCH = Path(os.environ.get("BENCH", "/nonexistent"))
JOBS = SHARED / "jobs"


def built(folder, name, *libraries):
    """A hand-written program of ../shared/bench/floor, compiled; None where it or what it needs is not there."""
    return run.compiled(SHARED / "floor" / f"{name}.cpp", folder / name, *libraries)


def generated(folder, name, size, *more):
    data = folder / f"{name}{size}"
    if not data.exists():
        python(SHARED / "gen.py", "-n", size, "-o", data, "--formats", "tenet,xml,csv,lp", *more)
    return data


def present(rows):
    """The rows whose program is there: (name, command, may fail)."""
    return [one for one in rows if one[1][0] is not None]


def consistency(tenet, data, folder):
    duckdb = shutil.which("node") if (BENCH / "npm" / "node_modules" / "@duckdb").exists() else None
    clingo, sqlite = shutil.which("clingo"), shutil.which("sqlite3")
    return present([
        ("`tenet check`", [tenet, "check", "--format", "json", data / "tenet.xml"]),
        ("`tenet check --jobs 1`", [tenet, "check", "--format", "json", "--jobs", 1, data / "tenet.xml"]),
        ("hand-written floor", [built(folder, "floor", "pugixml"), data / "facts.xml"]),
        ("sqlite, from CSV", [sqlite and JOBS / "a_sqlite.sh", data]),
        ("DuckDB, from CSV", [duckdb, JOBS / "a_duckdb.mjs", data]),
        ("clingo, from ground facts", [clingo, "--outf=0", "-V0", JOBS / "a_check.lp", data / "facts.lp"]),
        ("`tenet check --engine z3`", [tenet, "check", "--format", "json", "--engine", "z3", data / "tenet.xml"]),
        ("C++ on libz3", [built(folder, "z3full", "pugixml", "z3", "pthread"), data / "facts.xml", "var"]),
    ])


def control(tenet, data, folder):
    clingo = shutil.which("clingo")
    return present([
        ("`tenet ask 'controls(?x, ?y)'`", [tenet, "ask", "--format", "json", "controls(?x, ?y)", data / "tenet.xml"]),
        ("reading alone", [tenet, "ask", "(", data / "tenet.xml"]),
        ("hand-written, from CSV", [built(folder, "control"), data]),
        ("clingo, from ground facts", [clingo, "--outf=0", "-V0", JOBS / "b_control.lp", data / "facts.lp"]),
    ])


def found_all(name, sample, planted, wrong):
    """Every planted conflict, each once: its last fact, and otherwise only events and facts that it was planted among."""
    found, _ = run.clashes(sample.output)
    hits = [f"f{plant['fact']}" in one and {fact for fact in one if fact[0] == "f"} <= {f"f{it}" for it in plant["among"]}
            for plant in planted for one in found or ()]
    if found is None or len(found) != len(planted) or sum(hits) != len(planted):
        wrong.append(f"{name}: {sum(hits)} of {len(planted)} planted conflicts in {len(found or ())} told")


def job(letter, size, rows, base, options, wrong, planted):
    """One table: every row beside row `base`. What was over the limit at this size is named in what is returned."""
    samples = measure([command for _, command in rows], options.runs, options.limit)
    table(f"{letter} at {size}", f"CPU / {rows[base][0]}", f"wall / {rows[0][0]}", "wall s", "CPU s", "peak MB")
    stopped = set()
    for (name, _), sample in zip(rows, samples):
        if sample.stopped:
            stopped.add(name)
        elif "tenet check" in name:
            what = f"{letter}, {name} at {size}"
            found_all(what, sample, planted, wrong) if planted else judge(what, sample, set(), wrong)
        of = samples[base]
        row(name, "" if sample.stopped or of.stopped else ratio(sample.cpu / of.cpu),
            "" if sample.stopped or samples[0].stopped else ratio(sample.wall / samples[0].wall), *cells(sample, options.limit))
    return stopped


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", nargs="?", default=run.ROOT / "build" / "release" / "tenet", type=Path)
    parser.add_argument("--sizes", default="10000,100000", help="stakes of the registers (default 10000,100000)")
    parser.add_argument("--jobs", default="ABC", help="which of A, B and C (default ABC)")
    parser.add_argument("--runs", type=int, default=5, help="runs of each command (default 5)")
    parser.add_argument("--limit", type=float, default=120, help="stop a command after so many seconds (default 120)")
    options = parser.parse_args()
    if not options.binary.exists():
        parser.error(f"no such program: {options.binary}")
    if not (SHARED / "gen.py").exists():
        parser.error(f"no generator: {SHARED / 'gen.py'}")
    wrong, dead = [], set()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        tenet = folder / "tenet"  # a copy, so that a build meanwhile changes nothing
        shutil.copy(options.binary, tenet)
        for size in map(int, options.sizes.split(",")):
            for letter in options.jobs:
                if letter == "B":
                    data = generated(folder, "x", size, "--exact", "-s", 2)
                    rows, base, planted = control(tenet, data, folder), 1, []
                else:
                    data = generated(folder, letter, size, "-s", 1, "-k", 9 if letter == "C" else 0)
                    rows, base = consistency(tenet, data, folder), 2
                    planted = json.loads((data / "truth.json").read_text())["planted"]
                    if letter == "C":  # no peer tells all nine in time
                        rows = [one for one in rows if "check" in one[0] or "floor" in one[0]]
                rows = [one for one in rows if (letter, one[0]) not in dead]
                dead |= {(letter, name) for name in job(letter, size, rows, base, options, wrong, planted)}
                shutil.rmtree(data)
    for one in wrong:
        print(f"wrong: {one}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
