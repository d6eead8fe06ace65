#!/usr/bin/env python3
"""Cheapest repairs of drawn fact sets against brute force: repairs.py BINARY [--seed N] [--count N] [--seconds N]

Two kinds of sets, drawn from a seed. Stakes: exact figures and ends of three holders of one company, all multiples of
5 %, which clash with each other and with the whole; since sums and bounds have their best points at multiples of 5 %
too, trying those is trying all. Dates: three events on days of one month and orders between them; all days are tried,
and every event may be dropped, which frees it. Each fact is dropped where that costs less than changing it. The first
repair must cost exactly what the best of all does, and a check of what --apply writes must find a world.
"""
import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from itertools import product

HEAD = '<facts xmlns="urn:tenet:facts:1" as-of="2015-01-31">\n'


def weight(draw, trusts):
    source = draw.randrange(len(trusts))
    reported = draw.random() < 0.3
    words = f'source="q{source}"' + (' status="reported"' if reported else "")
    return trusts[source] / (2 if reported else 1), words


def sources(trusts):
    return "".join(f'<source id="q{i}" trust="{float(trust)}"/>\n' for i, trust in enumerate(trusts))


def stakes(draw):
    """The text of a set, and the least cost."""
    trusts = [Fraction(1), Fraction(1, 2), Fraction(1, 4)]
    text = HEAD + sources(trusts) + '<entity id="c" kind="company" voting="separate"/>\n'
    text += "".join(f'<entity id="h{h}" kind="person"/>\n' for h in range(3))
    facts = []
    for number in range(draw.randint(3, 7)):
        form, holder, value = draw.choice(["share", "min", "max"]), draw.randrange(3), 5 * draw.randint(0, 18)
        cost, words = weight(draw, trusts)
        facts.append((form, holder, value, cost))
        text += f'<stake id="s{number}" holder="h{holder}" in="c" {form}="{value}%" {words}/>\n'

    def distance(form, value, at):
        return max(0, value - at if form == "min" else at - value if form == "max" else abs(at - value))

    best = min(sum(cost * min(Fraction(1), Fraction(distance(form, value, world[holder]), 100))
                   for form, holder, value, cost in facts)
               for world in product(range(0, 101, 5), repeat=3) if sum(world) <= 100)
    return text + "</facts>\n", best


def dates(draw):
    trusts = [Fraction(1), Fraction(1, 2), Fraction(1, 20)]
    text = HEAD + sources(trusts)
    events, orders = [], []
    for number in range(3):
        day = draw.randint(5, 15)
        cost, words = weight(draw, trusts)
        events.append((day, cost))
        text += f'<event id="e{number}" kind="announcement" date="2014-01-{day:02}" {words}/>\n'
    for number in range(draw.randint(2, 4)):
        a, b = draw.sample(range(3), 2)
        gap = draw.choice([0, 0, 2, 4])
        cost, words = weight(draw, trusts)
        orders.append((a, b, gap, cost))
        text += f'<order id="o{number}" a="e{a}" is="before" b="e{b}" {f"gap={chr(34)}P{gap}D/..{chr(34)} " if gap else ""}{words}/>\n'
    best = None
    for world in product([None, *range(-9, 31)], repeat=3):  # None: dropped
        total = sum(cost if day is None else cost * Fraction(abs(day - given), 365)
                    for day, (given, cost) in zip(world, events))
        if best is not None and total >= best:
            continue
        total += sum(cost for a, b, gap, cost in orders
                     if world[a] is not None and world[b] is not None and world[b] - world[a] < max(gap, 1))
        best = total if best is None else min(best, total)
    return text + "</facts>\n", best


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seconds", type=float, default=600)
    options = parser.parse_args()
    binary = os.path.abspath(options.binary)
    draw = random.Random(options.seed)
    print(f"seed {options.seed}")
    end = time.monotonic() + options.seconds
    contradictory = 0
    with tempfile.TemporaryDirectory() as folder:
        for number in range(options.count):
            if time.monotonic() > end:
                print(f"time is up after {number}")
                break
            text, best = (stakes if number % 2 else dates)(draw)
            path, mended = os.path.join(folder, "facts.xml"), os.path.join(folder, f"mended{number}")
            with open(path, "w", encoding="utf-8") as out:
                out.write(text)
            run = subprocess.run([binary, "repair", "--format", "json", "--max-repairs", "30", path], capture_output=True, timeout=120)
            report = json.loads(run.stdout)
            repairs = [repair for repair in report["repairs"] if "rounded" not in repair]
            least = Fraction(repairs[0]["cost"]) if repairs else Fraction(0)
            if least != best or (report["verdict"] == "contradictory") != (best > 0) or report["undecided"]:
                print(f"set {number}: the best of all costs {best}, the first repair {least}: {run.stdout.decode()}\n{text}")
                return 1
            if not repairs:
                continue
            contradictory += 1
            subprocess.run([binary, "repair", "-q", "--apply", "1", "-o", mended, path], capture_output=True, timeout=120)
            check = subprocess.run([binary, "check", "-q", mended], capture_output=True, timeout=120)
            if check.returncode != 0:
                print(f"set {number}: mended, it is {check.stdout.decode()}\n{text}")
                return 1
    print(f"{contradictory} contradictory sets mended as cheaply as can be")
    return 0 if contradictory else 1


if __name__ == "__main__":
    sys.exit(main())
