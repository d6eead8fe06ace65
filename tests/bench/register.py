#!/usr/bin/env python3
"""Writes an ownership register as a fact set: register.py -n STAKES -o FILE [-k CONFLICTS] [-s SEED] [--truth FILE]

Companies come in groups; each is held by companies of its group and by people, was founded, has officers, and did
things in an order. About two facts for each stake. A hidden world is drawn first and every fact is true in it, so the
register is consistent; equal arguments give equal bytes. `-k` adds conflicts, each among facts of its own, and
--truth writes down which facts: {"conflicts": [{"kind": "sum", "facts": ["p0a", "p0b", "p0c"]}, ...]}.
"""
import argparse
import datetime
import json
import random
import sys
from xml.sax.saxutils import quoteattr

TITLES = "chief-executive", "chair", "chief-financial-officer", "director"
HEAD = '<facts xmlns="urn:tenet:facts:1" id="register" title="A register" as-of="2024-06-30">\n'


def element(tag, children=(), /, **attributes):
    """One element on one line; `in_` stands for `in`, and likewise for other words that Python keeps for itself."""
    text = "".join(f" {key.rstrip('_')}={quoteattr(value)}" for key, value in attributes.items())
    return f"  <{tag}{text}>{''.join(children)}</{tag}>\n" if children else f"  <{tag}{text}/>\n"


def participant(role, ref):
    return f'<participant role="{role}" ref="{ref}"/>'


def hundredths(n):
    """The percentage of n hundredths of a percent."""
    return f"{n // 100}.{n % 100:02}%"


def vague(rng, day):
    """The day, its month or its year."""
    return rng.choice((day.isoformat(), day.strftime("%Y-%m"), day.strftime("%Y")))


class Register:
    """What is written so far, and the numbers that ids are made of."""

    def __init__(self, seed, out):
        self.rng = random.Random(seed)
        self.out = out
        self.companies = self.people = self.stakes = self.events = self.orders = self.offices = 0

    def write(self, tag, children=(), /, **attributes):
        self.out.write(element(tag, children, **attributes))

    def person(self):
        self.people += 1
        self.write("entity", id=f"n{self.people}", kind="person", name=f"Person {self.people}")
        return f"n{self.people}"

    def quantity(self, share):
        """Attributes that allow `share`, in hundredths of a percent: exact, rounded, from below, from both sides."""
        form = self.rng.random()
        if form < 0.45:
            return {"share": hundredths(share)}
        if form < 0.65:  # rounded half up to tenths of a percent, as `about` reads it
            tenths = (share + 5) // 10
            return {"about": f"{tenths // 10}.{tenths % 10}%"}
        low = max(0, share - self.rng.randint(1, 400))
        if form < 0.75:
            return {"above": hundredths(low)} if low < share else {"min": hundredths(share)}
        return {"min": hundredths(low), "max": hundredths(min(10000, share + self.rng.randint(1, 400)))}

    def stake(self, holder, company, share):
        self.stakes += 1
        self.write("stake", id=f"s{self.stakes}", holder=holder, in_=company, source=f"r{self.rng.randint(1, 5)}",
                   where=f"p{self.rng.randint(1, 400)}", **self.quantity(share))

    def company(self, group):
        """One company with its holders out of `group`, its founding, its officers and what it did."""
        rng = self.rng
        self.companies += 1
        me = f"c{self.companies}"
        self.write("entity", id=me, kind="company", name=f"Company {self.companies}",
                   jurisdiction=rng.choice(("FR", "DE", "LU", "NL")))
        holders = rng.sample(group, min(len(group), rng.choice((0, 1, 1, 2))))
        holders += [self.person() for _ in range(rng.choice((0, 1, 1, 2)) or not holders)]
        cuts = sorted(rng.sample(range(1, 10000), len(holders)))
        for holder, low, high in zip(holders, [0] + cuts, cuts):
            self.stake(holder, me, high - low)
            if rng.random() < 0.15:  # a second source on the same stake
                self.stake(holder, me, high - low)

        founded = datetime.date(rng.randint(1980, 2015), rng.randint(1, 12), rng.randint(1, 28))
        self.write("event", [participant("company", me)], id=f"f{self.companies}", kind="founding",
                   date=vague(rng, founded))
        before, day = f"f{self.companies}", founded
        for _ in range(rng.choice((0, 0, 1, 2))):
            self.events += 1
            day += datetime.timedelta(days=rng.randint(30, 700))
            event = f"e{self.events}"
            self.write("event", [participant("by", me)], id=event, kind="announcement", date=vague(rng, day))
            self.orders += 1
            self.write("order", id=f"o{self.orders}", a=before, is_="before", b=event)
            before = event
        if rng.random() < 0.6:
            self.offices += 1
            since = founded + datetime.timedelta(days=rng.randint(400, 1500))
            self.write("office", id=f"t{self.offices}", person=self.person(), of=me, title=rng.choice(TITLES),
                       from_=since.isoformat(), through=(since + datetime.timedelta(days=900)).isoformat())
        group.append(me)

    def conflict(self, number):
        """One company with one planted conflict: its kind, and the ids of the facts that clash, in file order."""
        kind = ("sum", "ring", "bounds", "gap", "office")[number % 5]
        me = f"p{number}"
        ids = [me + letter for letter in "abc"]
        self.write("entity", id=me, kind="company", name=f"Planted {number}")
        if kind == "sum":
            for one, share in zip(ids, ("40%", "35%", "30%")):
                self.write("stake", id=one, holder=self.person(), in_=me, min=share, source="r1")
        elif kind == "bounds":
            ids, holder = ids[:2], self.person()
            self.write("stake", id=ids[0], holder=holder, in_=me, above="50%", source="r1")
            self.write("stake", id=ids[1], holder=holder, in_=me, max="40%", source="r2")
        elif kind == "office":
            ids = ids[:2]
            self.write("event", [participant("company", me)], id=ids[0], kind="founding", date="2012-03")
            self.write("office", id=ids[1], person=self.person(), of=me, title="chair", from_="2008-01-01",
                       through="2009-12-31")
        else:
            events = ids[:2] if kind == "gap" else [me + letter for letter in "xyz"]
            for event in events:
                self.write("event", [participant("by", me)], id=event, kind="announcement", date="2010")
            if kind == "gap":
                self.write("order", id=ids[2], a=ids[0], is_="before", b=ids[1], gap="P20M/P30M")
            else:
                for one, a, b in zip(ids, events, events[1:] + events[:1]):
                    self.write("order", id=one, a=a, is_="before", b=b)
                ids = events + ids  # an order binds only where both events occur
        return {"kind": kind, "facts": ids}


def generate(stakes, conflicts, seed, out):
    """Writes the register to `out`; gives what was planted."""
    register = Register(seed, out)
    out.write(HEAD)
    for i in range(1, 6):
        register.write("source", id=f"r{i}", kind="register", title=f"Register {i}")
    planted, size, group = [], 0, []
    while register.stakes < stakes or len(planted) < conflicts:
        # Planted ones stand evenly among the others.
        if len(planted) < conflicts and register.stakes * conflicts >= stakes * len(planted):
            planted.append(register.conflict(len(planted)))
        if register.stakes < stakes:
            if len(group) >= size:
                size, group = min(200, 1 + int(register.rng.expovariate(1 / 12))), []
            register.company(group)
    out.write("</facts>\n")
    return planted


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("-n", type=int, default=1000, help="stakes (default 1000; a few more may come)")
    parser.add_argument("-k", type=int, default=0, help="conflicts to plant (default none)")
    parser.add_argument("-s", type=int, default=1, help="seed (default 1)")
    parser.add_argument("-o", default="-", help="the fact set's file (default: standard output)")
    parser.add_argument("--truth", help="a JSON file for what was planted")
    options = parser.parse_args()
    if options.o == "-":
        planted = generate(options.n, options.k, options.s, sys.stdout)
    else:
        with open(options.o, "w", encoding="utf-8") as out:
            planted = generate(options.n, options.k, options.s, out)
    if options.truth:
        with open(options.truth, "w", encoding="utf-8") as out:
            json.dump({"conflicts": planted}, out, indent=1)


if __name__ == "__main__":
    main()
