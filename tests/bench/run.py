#!/usr/bin/env python3
"""Measures tenet beside peers of the same run: run.py [BINARY] [--sizes N,N] [--large] [--quick] [--runs N] [--limit S]

Prints tables in Markdown: the article (facts/sets/cloudwatt) against `z3 -version`, which does nothing but load Z3;
then registers (register.py) against programs that read the same facts and know less. A: a consistent register, checked.
C: the same with nine planted conflicts, which must all be found, and no others. One question over 100000 stakes stands
beside reading them alone. B, who controls whom, and D, 300 questions about one group, are held against a fixpoint that
is written out here; they need the generator of ../shared/bench beside the project.

Whole processes: wall clock, and processor time and peak memory as wait4 reports them. Peer and subject take turns, so
that whatever else the machine does hits both; medians of all runs. Only ratios of one run mean anything elsewhere.
Exit status 0, or 1 where an answer was wrong: a time is never a reason to fail.
"""
import argparse
import json
import math
import os
import random
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SHARED = ROOT.parent / "shared" / "bench"  # a hand-written reader and checker, where it stands beside the project
ARTICLE = ROOT / "facts" / "sets" / "cloudwatt"
PLANTED = 9


class Sample:
    """The runs of one command: medians of seconds, the largest peak in MB, the last exit status and output."""

    def __init__(self, command):
        self.command = [str(word) for word in command]
        self.walls, self.cpus, self.peaks, self.status, self.output = [], [], [], 0, b""

    def run(self, limit):
        with tempfile.TemporaryFile() as out:
            began = time.monotonic()
            process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT)
            clock = threading.Timer(limit, process.kill)
            clock.start()
            _, status, used = os.wait4(process.pid, 0)
            wall = time.monotonic() - began
            clock.cancel()
            process.returncode = self.status = os.waitstatus_to_exitcode(status)
            out.seek(0)
            self.output = out.read(1 << 20)
        self.walls.append(wall)
        self.cpus.append(used.ru_utime + used.ru_stime)
        self.peaks.append(used.ru_maxrss / 1024)

    @property
    def stopped(self):
        return self.status < 0

    wall = property(lambda self: statistics.median(self.walls))
    cpu = property(lambda self: statistics.median(self.cpus))
    peak = property(lambda self: max(self.peaks))


def measure(commands, runs, limit):
    """The samples of several commands that take turns. Long ones are run once; one that is stopped, not again."""
    samples = [Sample(command) for command in commands]
    for turn in range(runs):
        for sample in samples:
            if turn and (sample.stopped or sample.walls[0] > limit / 10):
                continue
            sample.run(limit)
    return samples


def seconds(value):
    return f"{value:.3f}" if value < 1 else f"{value:.1f}"


def ratio(value):
    return f"**{value:.1f}**" if value < 10 else f"**{value:.0f}**"


def row(*cells):
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def table(*heads):
    print()
    row(*heads)
    row(*("---" for _ in heads))


def cells(sample, limit):
    if sample.stopped:
        return f"over {limit:g}", "", f"{sample.peak:.0f}"
    return seconds(sample.wall), seconds(sample.cpu), f"{sample.peak:.0f}"


def article(tenet, runs, limit, wrong):
    jobs = [("`tenet check`, the article", [tenet, "check", ARTICLE / "cloudwatt.xml"]),
            ("`tenet check`, the folder", [tenet, "check", ARTICLE]),
            ("`tenet ask`, a number", [tenet, "ask", "votes(orange, cloudwatt)", ARTICLE / "cloudwatt.xml"]),
            ("`tenet ask`, a truth", [tenet, "ask", "controls(orange, cloudwatt)", ARTICLE / "cloudwatt.xml"])]
    z3 = shutil.which("z3")
    commands = [command for _, command in jobs] + ([[z3, "-version"]] if z3 else [])
    samples = measure(commands, runs, limit)
    table("the article", "wall / `z3 -version`", "wall s", "CPU s", "peak MB")
    for (name, _), sample in zip(jobs, samples):
        if sample.status != 0:
            wrong.append(f"{name}: exit status {sample.status}")
        row(name, ratio(sample.wall / samples[-1].wall) if z3 else "no z3", *cells(sample, limit))
    if z3:
        row("`z3 -version`", "1", *cells(samples[-1], limit))


def question(tenet, size, runs, limit, folder, wrong):
    """One question over a register beside reading it alone: a query that is no expression is refused once all is read."""
    path = folder / f"question{size}.xml"
    python(HERE / "register.py", "-n", size, "-k", 0, "-o", path, "--truth", folder / "question.json")
    asked = "votes(c2, c1)", "controls(c2, c1)", "controls(?x, c1)"
    samples = measure([[tenet, "ask", "(", path]] + [[tenet, "ask", query, path] for query in asked], runs, limit)
    path.unlink()
    table("one question", "stakes", "CPU / reading alone", "wall s", "CPU s", "peak MB")
    if samples[0].status != 2:
        wrong.append(f"reading alone at {size}: exit status {samples[0].status}")
    row("reading alone", size, "1", *cells(samples[0], limit))
    for query, sample in zip(asked, samples[1:]):
        if sample.status != 0 and not sample.stopped:
            wrong.append(f"{query} at {size}: exit status {sample.status}")
        row(f"`{query}`", size, f"**{sample.cpu / samples[0].cpu:.2f}**", *cells(sample, limit))


def remembered(tenet, size, runs, limit, folder, wrong):
    """A register checked again once a fact has changed, with and without what `--cache` remembers, beside reading it alone;
    with nine planted conflicts, and with a check, which a sixth of the companies violate."""
    path = folder / f"cache{size}.xml"
    python(HERE / "register.py", "-n", size, "-k", PLANTED, "-o", path, "--truth", folder / "cache.json")
    rules = folder / "watch.xml"
    rules.write_text('<rules xmlns="urn:tenet:rules:1" id="watch" title="A check"><check id="few" for="c: company" severity="note">'
                     'any(h: c.holders, capital(h, c) &lt; 99%)</check></rules>')
    checked = [tenet, "check", "--format", "json", path]
    table("changed by a fact", "stakes", "CPU / reading alone", "wall s", "CPU s", "peak MB")
    for name, more in ("A", []), ("A with a check", ["--rules", rules]):
        cache = folder / f"cache{len(more)}"
        measure([[*checked, *more, "--cache", cache]], 1, limit)
        text = path.read_text()
        extra = '<entity id="one-more" kind="company"/><stake holder="one-more" in="one-more" max="0%"/>'
        path.write_text(text.replace("</facts>", extra + "</facts>"))
        fresh = folder / "fresh"  # each run finds the fact changed
        samples = [Sample([tenet, "ask", "(", path]), Sample([*checked, *more, "--cache", fresh]), Sample([*checked, *more])]
        for _ in range(runs):
            shutil.rmtree(fresh, ignore_errors=True)
            shutil.copytree(cache, fresh)
            for sample in samples:
                if not sample.stopped:
                    sample.run(limit)
        path.write_text(text)
        if not samples[2].stopped and samples[1].output != samples[2].output:
            wrong.append(f"{name} at {size}: the report with a cache is another")
        for told, sample in zip(("reading alone", f"{name}, `--cache`", f"{name}, no cache"), samples):
            row(told, size, ratio(sample.cpu / samples[0].cpu), *cells(sample, limit))
    path.unlink()


def overlapping(tenet, runs, limit, folder, wrong):
    """A component of 1,000 facts, a chain of days and stakes hung on it, with and without 50 orders that each close a ring."""
    dice = random.Random(4)
    lines = [f'<entity id="c{i}" kind="company"/><entity id="p{i}" kind="person"/>' for i in range(350)]
    lines += [f'<event id="e{i}" kind="announcement" from="2010/2019"><participant role="by" ref="c{i}"/></event>' for i in range(300)]
    lines += [f'<order id="o{i}" a="e{i}" is="before" b="e{i + 1}"/>' for i in range(299)]
    lines += [f'<stake id="s{i}" holder="p{i}" in="c{i}" share="{dice.randrange(10, 60)}%" from="e{min(i, 299)}.end" to="2019"/>'
              for i in range(350)]
    rings = []
    for i in range(50):
        first = dice.randrange(200)
        rings.append(f'<order id="x{i}" a="e{first + dice.randrange(20, 90)}" is="before" b="e{first}"/>')
    paths = folder / "chain.xml", folder / "rings.xml"
    for path, more in zip(paths, ([], rings)):
        path.write_text('<facts xmlns="urn:tenet:facts:1" id="rings" as-of="2020-01-01">\n' + "\n".join(lines + more) + "\n</facts>\n")
    jobs = [("consistent, without the 50", [tenet, "check", paths[0]], None),
            ("conflicts that share no fact", [tenet, "check", "--format", "json", paths[1]], None),
            ("all 50 minimal conflicts", [tenet, "check", "--format", "json", "-o", folder / "rings.json", "--max-conflicts", 50, paths[1]], 50)]
    samples = measure([command for _, command, _ in jobs], runs, limit)
    table("50 overlapping conflicts", "CPU / consistent", "wall s", "CPU s", "peak MB")
    for (name, _, count), sample in zip(jobs, samples):
        if count and not sample.stopped and len(json.loads((folder / "rings.json").read_text())["findings"]) != count:
            wrong.append(f"{name}: not {count} found")
        row(name, ratio(sample.cpu / samples[0].cpu), *cells(sample, limit))


def engines(tenet, size, runs, limit, folder, wrong):
    """A consistent register decided in the open, and by Z3 alone."""
    path = folder / f"engine{size}.xml"
    python(HERE / "register.py", "-n", size, "-k", 0, "-o", path, "--truth", folder / "engine.json")
    jobs = [("auto", [tenet, "check", path]), ("auto, one thread", [tenet, "check", "--jobs", 1, path]),
            ("z3", [tenet, "check", "--engine", "z3", path])]
    samples = measure([command for _, command in jobs], runs, limit)
    path.unlink()
    table("engine", "stakes", "CPU / auto", "wall s", "CPU s", "peak MB")
    for (name, _), sample in zip(jobs, samples):
        if sample.status != 0 and not sample.stopped:
            wrong.append(f"--engine {name} at {size}: exit status {sample.status}")
        row(f"`--engine {name}`", size, ratio(sample.cpu / samples[0].cpu), *cells(sample, limit))


def compiled(source, program, *libraries):
    """A program of one file, compiled once; None where the file or what it needs is not there."""
    if program.exists():
        return program
    if not source.exists():
        return None
    built = subprocess.run(["g++", "-std=c++17", "-O2", "-o", program, source, *(f"-l{name}" for name in libraries)], check=False,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return program if built.returncode == 0 else None


def python(*arguments):
    """A generator runs as a process of its own: its memory would count as that of the programs started here."""
    subprocess.run([sys.executable, *map(str, arguments)], check=True, stdout=subprocess.DEVNULL)


def clashes(output):
    """The sets of facts that `check --format json` found to clash, and how many facts it read; None: no report."""
    try:
        report = json.loads(output)
    except ValueError:
        return None, 0
    conflicts = [one for one in report["findings"] if one["kind"] == "conflict"]
    return {frozenset(fact["id"] for fact in one["facts"]) for one in conflicts}, report["facts"]


def judge(name, sample, planted, wrong):
    """How many planted conflicts were named exactly, as text; complains of others."""
    found, facts = clashes(sample.output)
    if sample.stopped:
        return "stopped", facts
    if found is None or sample.status != (1 if planted else 0):
        wrong.append(f"{name}: exit status {sample.status}: {sample.output[:300].decode('utf-8', 'replace')}")
        return "wrong", facts
    hit = len(found & planted)
    if found != planted:
        wrong.append(f"{name}: {hit} of {len(planted)} planted conflicts found, and {len(found - planted)} others")
    return (f"{hit} of {len(planted)} found" if planted else "consistent"), facts


def growth(points):
    """The exponent between neighbouring sizes of (size, seconds)."""
    return [f"{math.log(t2 / t1) / math.log(n2 / n1):.2f} from {n1} to {n2}"
            for (n1, t1), (n2, t2) in zip(points, points[1:]) if t1 > 0 and t2 > 0]


def registers(tenet, sizes, runs, limit, folder, wrong):
    xmllint = shutil.which("xmllint")
    table("register", "stakes", "facts", "answer", "CPU / `xmllint`", "wall s", "CPU s", "peak MB", "µs a fact")
    points = {"A": [], "C": []}
    for job, planted_count in ("A", 0), ("C", PLANTED):
        for size in sizes:
            if points[job] and points[job][-1] is None:
                break  # stopped at a smaller size
            path, truth = folder / f"{job}{size}.xml", folder / f"{job}{size}.json"
            python(HERE / "register.py", "-n", size, "-k", planted_count, "-o", path, "--truth", truth)
            planted = {frozenset(one["facts"]) for one in json.loads(truth.read_text())["conflicts"]}
            commands = [[tenet, "check", "--format", "json", path]]
            if xmllint:
                commands.append([xmllint, "--huge", "--noout", path])
            samples = measure(commands, runs, limit)
            answer, facts = judge(f"{job} at {size}", samples[0], planted, wrong)
            row(job, size, facts or "", answer,
                ratio(samples[0].cpu / samples[1].cpu) if xmllint and not samples[0].stopped else "",
                *cells(samples[0], limit), f"{samples[0].cpu / facts * 1e6:.0f}" if facts else "")
            points[job].append(None if samples[0].stopped else (size, samples[0].cpu))
            path.unlink()
    for job, seen in points.items():
        exponents = growth([point for point in seen if point])
        if exponents:
            print(f"\nGrowth of {job}: CPU time as stakes to the power " + ", ".join(exponents) + ".")


def floors(tenet, sizes, runs, limit, folder, wrong):
    """The same facts in two spellings, read and checked by both. Left out where the floor is not beside the project."""
    floor = compiled(SHARED / "floor" / "floor.cpp", folder / "floor", "pugixml")
    if not floor:
        return
    table("hand-written floor's data", "stakes", "CPU / floor", "wall s", "CPU s", "peak MB", "floor CPU s", "floor MB")
    for size in sizes:
        data = folder / f"floor{size}"
        python(SHARED / "gen.py", "-n", size, "-k", 0, "-s", 1, "-o", data)
        samples = measure([[tenet, "check", "--format", "json", data / "tenet.xml"], [floor, data / "facts.xml"]], runs,
                          limit)
        shutil.rmtree(data)
        judge(f"floor's data at {size}", samples[0], set(), wrong)
        row("A", size, "" if samples[0].stopped else ratio(samples[0].cpu / samples[1].cpu), *cells(samples[0], limit),
            seconds(samples[1].cpu), f"{samples[1].peak:.0f}")
        if samples[0].stopped:
            break


def controlled(stakes, holder):
    """Whom `holder` controls where everybody holds the least that is said: the fixpoint, written out plainly."""
    share, found, waiting = {}, set(), [holder]
    while waiting:
        for held, least in stakes.get(waiting.pop(), {}).items():
            share[held] = share.get(held, 0) + least
            if share[held] > 5000 and held not in found:
                found.add(held)
                if held != holder:
                    waiting.append(held)
    return found


def least_stakes(data):
    """The least share of each holder in each company, in hundredths of a percent, from the CSV beside tenet.xml."""
    stakes = {}
    for line in (data / "stake.csv").read_text().splitlines()[1:]:
        _, holder, held, least, _ = line.split(",")
        of = stakes.setdefault(int(holder), {})
        of[int(held)] = max(of.get(int(held), 0), int(least))
    return stakes


def control(tenet, sizes, runs, limit, folder, wrong):
    """B: who controls whom, all pairs, beside reading alone and a program that knows nothing but CSV and the fixpoint."""
    if not (SHARED / "gen.py").exists():
        return
    program = compiled(SHARED / "floor" / "control.cpp", folder / "control")
    table("who controls whom", "stakes", "certain pairs", "CPU / reading alone", "CPU / floor", "wall s", "CPU s", "peak MB")
    points = []
    for size in sizes:
        data, rows = folder / f"control{size}", folder / "control.json"
        python(SHARED / "gen.py", "-n", size, "--exact", "-o", data, "--formats", "tenet,csv")
        commands = [[tenet, "ask", "--format", "json", "-o", rows, "controls(?x, ?y)", data / "tenet.xml"],
                    [tenet, "ask", "(", data / "tenet.xml"]] + ([[program, data]] if program else [])
        asked, alone, *floor = measure(commands, runs, limit)
        pairs = ""
        if asked.status == 0:
            answer = json.loads(rows.read_text())["bindings"]
            certain = {(int(one["x"][1:]), int(one["y"][1:])) for one in answer if one["answer"] == "certain"}
            stakes, pairs = least_stakes(data), len(certain)
            if certain != {(holder, held) for holder in stakes for held in controlled(stakes, holder)}:
                wrong.append(f"who controls whom at {size}: not the fixpoint")
            points.append((size, asked.cpu))
        elif not asked.stopped:
            wrong.append(f"who controls whom at {size}: exit status {asked.status}")
        row("`controls(?x, ?y)`", size, pairs, f"**{asked.cpu / alone.cpu:.2f}**", ratio(asked.cpu / floor[0].cpu) if floor else "",
            *cells(asked, limit))
        row("reading alone", size, "", "1", ratio(alone.cpu / floor[0].cpu) if floor else "", *cells(alone, limit))
        shutil.rmtree(data)
        if asked.stopped:
            break
    if exponents := growth(points):
        print("\nGrowth of B: CPU time as stakes to the power " + ", ".join(exponents) + ".")


def many_questions(tenet, runs, limit, folder, wrong):
    """D: 300 questions of certain and possible control inside one group of 1,000 companies with bounds, in one run."""
    if not (SHARED / "gen.py").exists():
        return
    data, dice = folder / "group", random.Random(3)
    python(SHARED / "gen.py", "--big", 1000, "-o", data, "--formats", "tenet,csv")
    stakes = least_stakes(data)
    holders, companies = sorted(stakes), sorted({held for of in stakes.values() for held in of})
    pairs = [(dice.choice(holders), dice.choice(companies)) for _ in range(150)]
    pairs += [(holder, dice.choice(sorted(controlled(stakes, holder)) or companies)) for holder in dice.choices(holders, k=150)]
    for name, some in ("all", pairs), ("one", pairs[:1]):
        (folder / f"{name}.txt").write_text("".join(f"controls(E{holder}, E{held})\n" for holder, held in some))
    commands = [[tenet, "ask", "--format", "json", "-f", folder / f"{name}.txt", data / "tenet.xml"] for name in ("all", "one")]
    samples = measure(commands + [[tenet, "ask", "(", data / "tenet.xml"]], max(runs, 3 if runs > 1 else 1), limit)
    answers = [json.loads(line)["answer"] for line in samples[0].output.splitlines()]
    if len(answers) != len(pairs):
        wrong.append(f"300 questions: {len(answers)} answers")
    for (holder, held), answer in zip(pairs, answers):
        if (answer == "certain") != (held in controlled(stakes, holder)):
            wrong.append(f"controls(E{holder}, E{held}): {answer}")
    shutil.rmtree(data)
    table("one group of 1,000 companies", "CPU / reading alone", "ms beyond reading", "wall s", "CPU s", "peak MB")
    for name, sample in zip(("300 questions", "one question", "reading alone"), samples):
        row(name, f"**{sample.cpu / samples[2].cpu:.2f}**", f"{(sample.cpu - samples[2].cpu) * 1000:.0f}", *cells(sample, limit))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("binary", nargs="?", default=ROOT / "build" / "release" / "tenet", type=Path)
    parser.add_argument("--sizes", default="1000,10000", help="stakes of the registers (default 1000,10000)")
    parser.add_argument("--large", action="store_true", help="100000 stakes as well")
    parser.add_argument("--quick", action="store_true", help="each command once, without the hand-written floor")
    parser.add_argument("--runs", type=int, default=7, help="runs of each command (default 7)")
    parser.add_argument("--limit", type=float, default=300, help="stop a command after so many seconds (default 300)")
    options = parser.parse_args()
    if not options.binary.exists():
        parser.error(f"no such program: {options.binary}")
    sizes = [int(size) for size in options.sizes.split(",")] + ([100000] if options.large else [])
    runs, wrong = 1 if options.quick else options.runs, []
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        tenet = folder / "tenet"  # a copy, so that a build meanwhile changes nothing
        shutil.copy(options.binary, tenet)
        article(tenet, runs, options.limit, wrong)
        registers(tenet, sizes, runs, options.limit, folder, wrong)
        engines(tenet, min(max(sizes), 10000), runs, options.limit, folder, wrong)
        overlapping(tenet, runs, options.limit, folder, wrong)
        control(tenet, sizes, runs, options.limit, folder, wrong)
        many_questions(tenet, runs, options.limit, folder, wrong)
        remembered(tenet, max(sizes), runs, options.limit, folder, wrong)
        question(tenet, max(sizes) if options.quick else 100000, runs, options.limit, folder, wrong)
        if not options.quick:
            floors(tenet, sizes, runs, options.limit, folder, wrong)
    for one in wrong:
        print(f"wrong: {one}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
