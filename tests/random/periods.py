"""The family `periods`: one company, two holders, stakes over periods with uncertain ends, an event, questions at days.

A world is a state for the event, the day that is now, a choice for every uncertain day of every fact, and a grid point
(grid.py) for each day. Given the choices the days are independent but for `unchanged`, which ties the days of a period
into one. Days beyond the window differ only in their order relative to the event and to now, so a few on each side
stand for all of them; a day further out than any constraint reaches is unbounded."""
import sys
from fractions import Fraction

from cases import Case, Undecided, day_text, element, span_text, truth_name
from dates_terms import COMPARE
from grid import DIFFERENCE, grid

WINDOW = 6
FIRST, LAST = -4, 9
DAYS = range(FIRST, LAST + 1)
LEAVES = 4_000
HOLDERS = ("p", "q")


# Instants: ("day", low, high), ("now",), ("event", "start" | "end").
def instant_text(instant, quoted):
    if instant[0] == "day":
        return f"'{span_text(*instant[1:])}'" if quoted else span_text(*instant[1:])
    return "now" if instant[0] == "now" else f"e.{instant[1]}"


def instant_days(instant, event, now):
    if instant[0] == "day":
        return range(instant[1], instant[2] + 1)
    return [now] if instant[0] == "now" else [event[instant[1] == "end"]]


def named(instants):
    return any(instant[0] == "event" for instant in instants)


def row_text(row):
    if row == DIFFERENCE:
        return "votes(p, c) - votes(q, c)"
    return " + ".join(f"votes({name}, c)" for name, bit in (("p", 1), ("q", 2)) if row & bit)


# Questions: ("at", row, op, units, instant | None), ("ever" | "always", row, op, units, first, last) with both None for
# all days, ("share", row, instant | None), ("instant", instant), ("compare", op, instant, instant), ("occurs",).
def query_text(query):
    *query, units_of = query
    kind = query[0]
    if kind == "occurs":
        return "occurs(e)"
    if kind == "instant":
        return instant_text(query[1], True)
    if kind == "compare":
        return f"{instant_text(query[2], True)} {query[1]} {instant_text(query[3], True)}"
    if kind == "share":
        return f"({row_text(query[1])})" + ("" if query[2] is None else f" at {instant_text(query[2], True)}")
    truth = f"{row_text(query[1])} {query[2]} {figure(units_of, query[3])}"
    if kind == "at":
        return f"({truth})" + ("" if query[4] is None else f" at {instant_text(query[4], True)}")
    between = "" if query[4] is None else f", {instant_text(query[4], True)}, {instant_text(query[5], True)}"
    return f"{kind}({truth}{between})"


def figure(units, value):
    return f"{value}/6" if units == 6 else f"{value * 100 // units}%"


def presupposes(query):
    return named([part for part in query if isinstance(part, tuple)])


def event_states(case, fact, kept):
    """The states of the event before the run's own days: absent is None."""
    if fact is None:
        return [None]
    if not kept:
        return [None] + [(a, b) for a in DAYS for b in DAYS if a <= b]
    if fact["status"] in ("denied", "hypothetical") and fact["id"] not in case.assumed:
        return [None]
    low = fact["from"]
    if "date" in fact:
        states = [(day, day) for day in range(low[0], low[1] + 1)]
    else:
        states = [(a, b) for a in range(low[0], low[1] + 1) for b in range(fact["to"][0], fact["to"][1] + 1)
                  if a <= b and (low != fact["to"] or a == b)]
    may = fact["status"] == "expected" and fact["id"] not in case.assumed
    return ([None] if may else []) + states


def timely(fact, state, speaks):
    if state is None or fact["status"] not in ("stated", "reported", "expected"):
        return True
    return state[1] > speaks if fact["status"] == "expected" else state[0] <= speaks


def spans_of(fact, event, speaks):
    """Every set of days that the fact's time may be, as pairs of the first and the last."""
    time = {name: instant_days(instant, event, speaks) for name, instant in fact["time"].items()}
    texts = {name: instant_text(instant, False) for name, instant in fact["time"].items()}
    if not time:
        return [(speaks, speaks)]
    if "at" in time:
        return [(day, day) for day in time["at"]]
    if "throughout" in time:
        return [(min(time["throughout"]), max(time["throughout"]))]
    closing = "to" if "to" in time else "through" if "through" in time else None
    lasts = [day - (closing == "to") for day in time[closing]] if closing else []
    if "from" not in time:
        return [(day, day) for day in lasts]
    if closing is None:
        return [(day, max(day, speaks)) for day in time["from"]]
    same = texts["from"] == texts[closing]
    return [(first, last) for first in time["from"] for last in lasts
            if first <= last and (not same or last == first - (closing == "to"))]


class Leaf:
    """One choice of all days: the event, now, and the points left to each group of tied days."""

    def __init__(self, field, event, now, bits, ties, changes):
        self.field, self.event, self.now, self.changes = field, event, now, changes
        group = {day: day for day in DAYS}
        for first, last in ties:
            merged = {group[day] for day in range(first, last + 1)}
            group = {day: min(merged) if place in merged else place for day, place in group.items()}
        self.group, self.bits = group, {}
        for day in DAYS:
            self.bits[group[day]] = self.bits.get(group[day], field.all) & bits[day]

    def possible(self, limits=None):
        """Whether there is a world when some groups are limited further."""
        bits = {place: points & (limits or {}).get(place, self.field.all) for place, points in self.bits.items()}
        if not all(bits.values()):
            return False
        full = self.field.atom(7, "=", self.field.units)
        for first, last in self.changes:
            places = {self.group[day] for day in range(first, last + 1)}
            points = {bits[place] for place in places}
            only = next(iter(points))
            # A company's own capital is the rest: it may change wherever the others leave some.
            if len(places) < 2 or (len(points) == 1 and only & (only - 1) == 0 and only & full):
                return False
        return True

    def key(self):
        return (self.event, self.now, tuple(self.group.items()), tuple(self.bits.items()), tuple(self.changes))


def leaves(case, kept):
    field = grid(case.units)
    event_fact = next((fact for fact in case.facts if fact["tag"] == "event"), None)
    facts = [fact for fact in case.facts if fact["tag"] != "event" and fact["id"] in kept]
    as_of, seen, count = case.head.get("span"), set(), 0
    for now in (range(as_of[0], as_of[1] + 1) if as_of else DAYS[1:-1]):
        for state in event_states(case, event_fact, event_fact is not None and event_fact["id"] in kept):
            if event_fact is not None and event_fact["id"] in kept and not timely(event_fact, state, now):
                continue
            start = [field.all] * len(DAYS)
            if state is not None and event_fact["kind"] == "founding":
                start = [field.atom(7, "=", 0) if day < state[0] else field.all for day in DAYS]
            open_choices = [(0, start, (), ())]
            while open_choices:
                count += 1
                if count > LEAVES:
                    raise Undecided
                index, bits, ties, changes = open_choices.pop()
                if index == len(facts):
                    leaf = Leaf(field, state, now, dict(zip(DAYS, bits)), ties, changes)
                    if leaf.key() not in seen and leaf.possible():
                        yield leaf
                    seen.add(leaf.key())
                    continue
                fact = facts[index]
                if not applies(case, fact, state):
                    open_choices.append((index + 1, bits, ties, changes))
                    continue
                for first, last in spans_of(fact, state, now):
                    if fact["tag"] == "unchanged":
                        more = ((first, last),)
                        denied = fact["status"] == "denied"
                        open_choices.append((index + 1, bits, ties + (() if denied else more),
                                             changes + (more if denied else ())))
                        continue
                    wanted = statement(case, fact)
                    if fact["status"] == "denied":
                        wanted = field.all & ~wanted
                    narrowed = [points & wanted if first <= day <= last else points for day, points in zip(DAYS, bits)]
                    if all(narrowed):
                        open_choices.append((index + 1, narrowed, ties, changes))


def applies(case, fact, state):
    bound = bool(fact["if"]) or named(fact["time"].values())
    if fact["status"] in ("hypothetical", "expected") and fact["id"] not in case.assumed:
        if fact["status"] == "hypothetical" or not bound:
            return False
    return state is not None or not bound


def statement(case, fact):
    field = grid(case.units)
    bits = field.all
    if fact["tag"] == "complete":
        bits = field.atom(7, "=", case.units) & field.atom(4, "=", 0)
        for row, name in zip((1, 2), HOLDERS):
            if not any(other.get("holder") == name for other in case.facts):
                bits &= field.atom(row, "=", 0)
        return bits
    row = 1 << HOLDERS.index(fact["holder"])
    for name, operator in (("share", "="), ("min", ">="), ("max", "<="), ("above", ">"), ("below", "<")):
        if name in fact:
            bits &= field.atom(row, operator, fact[name])
    return bits


def planes(case):
    out = {(1, 0), (2, 0), (4, 0), (7, case.units), (7, 0)}
    for fact in case.facts:
        for name in ("share", "min", "max", "above", "below"):
            if name in fact:
                out.add((1 << HOLDERS.index(fact["holder"]), fact[name]))
    return out


def consistent(case, kept, _laws=None):
    return next(leaves(case, kept), None) is not None


def answers(case, kept, queries):
    results, bounds = [set() for _ in queries], {}
    for leaf in leaves(case, kept):
        for query, seen in zip(queries, results):
            if presupposes(query) and leaf.event is None:
                continue
            if query[0] == "share":
                for day in [leaf.now] if query[2] is None else instant_days(query[2], leaf.event, leaf.now):
                    seen |= shares(case, leaf, query[1], leaf.group[day], bounds)
            elif query[0] == "instant":
                seen |= set(instant_days(query[1], leaf.event, leaf.now))
            elif len(seen) < 2:
                seen |= truths(leaf, query)
    return [answer(query, seen, case) for query, seen in zip(queries, results)]


def shares(case, leaf, row, place, bounds):
    """The ends of the row's value at a group of days, each with whether it is left open."""
    if (row, leaf.bits[place]) not in bounds:
        field, inside = leaf.field, leaf.bits[place]
        ends = [field.values(row, closure) for _, closure in field.cells(planes(case), inside)]
        low, high = min(end[0] for end in ends), max(end[1] for end in ends)
        bounds[row, inside] = {(low, not field.takes(row, low, inside)), (high, not field.takes(row, high, inside))}
    return bounds[row, leaf.bits[place]]


def truths(leaf, query):
    if query[0] == "occurs":
        return {leaf.event is not None}
    if query[0] == "compare":
        return {COMPARE[query[1]](*(instant_days(part, leaf.event, leaf.now)[0] for part in query[2:4]))}
    kind, row, operator, units, first = query[:5]
    yes = leaf.field.atom(row, operator, units)
    no = leaf.field.all & ~yes
    if kind == "at":
        days, out = [leaf.now] if first is None else instant_days(first, leaf.event, leaf.now), set()
        for place in {leaf.group[day] for day in days}:
            out |= {value for value, limit in ((True, yes), (False, no)) if leaf.possible({place: limit})}
        return out
    days = DAYS if first is None else range(instant_days(first, leaf.event, leaf.now)[0],
                                            instant_days(query[5], leaf.event, leaf.now)[0] + 1)
    places = {leaf.group[day] for day in days}
    some, every = (yes, no) if kind == "ever" else (no, yes)
    out = {kind == "ever"} if any(leaf.possible({place: some}) for place in places) else set()
    return out | ({kind != "ever"} if leaf.possible(dict.fromkeys(places, every)) else set())


def answer(query, seen, case):
    if query[0] not in ("share", "instant"):
        return truth_name(True in seen, False in seen)
    if not seen:
        return "void"
    low, high = min(seen), max(seen)
    if query[0] == "instant":
        return ("days", None if low < -2 else day_text(low), None if high > WINDOW + 1 else day_text(high))
    whole, high = grid(case.units).whole, max(seen, key=lambda end: (end[0], not end[1]))
    return ("numbers", (str(Fraction(low[0], whole)), low[1]), (str(Fraction(high[0], whole)), high[1]))


def fact_xml(fact):
    shared = {"id": fact["id"], "status": None if fact["status"] == "stated" else fact["status"],
              "if": " ".join(fact["if"]) or None}
    if fact["tag"] == "event":
        times = {name: span_text(*fact[name]) for name in ("from", "to") if name in fact}
        times = {"date": times["from"]} if "date" in fact else times
        inner = '<participant role="company" ref="c"/>' if fact["kind"] == "founding" else ""
        return element("event", {**shared, "kind": fact["kind"], **times}, inner)
    times = {name: instant_text(instant, False) for name, instant in fact["time"].items()}
    if fact["tag"] == "stake":
        figures = {name: figure(fact["units"], fact[name]) for name in ("share", "min", "max", "above", "below")
                   if name in fact}
        return element("stake", {**shared, "holder": fact["holder"], "in": "c", **figures, **times})
    return element(fact["tag"], {**shared, "holders-of": "c", **times})


def needs(fact):
    return {"e"} if fact["if"] or named(fact.get("time", {}).values()) else set()


def mentioned(query):
    return {"e"} if query[0] == "occurs" or presupposes(query) else set()


def settled(_case, _query):
    return True


def reached(_case, _query):
    """Left open: how far a question reaches among stakes is not fixed fact by fact."""
    return set()


# Drawing.
def draw_span(rng, wide=0.3):
    low = rng.randrange(WINDOW)
    return (low, min(WINDOW - 1, low + (rng.choice([1, 2]) if rng.random() < wide else 0)))


def draw_instant(rng, has_event, wide=0.3):
    pick = rng.random()
    if has_event and pick < 0.25:
        return ("event", rng.choice(["start", "end"]))
    return ("now",) if pick > 0.93 else ("day", *draw_span(rng, wide))


def draw_fact(rng, case, number, has_event):
    fact = {"id": f"f{number}", "if": [], "units": case.units}
    pick = rng.random()
    fact["status"] = rng.choice(["stated"] * 7 + ["reported", "denied", "expected", "hypothetical"])
    fact["tag"] = "stake" if pick < 0.72 else "unchanged" if pick < 0.87 else "complete"
    shapes = [[], ["at"], ["throughout"], ["from"], ["from", "to"], ["from", "through"], ["to"], ["through"]]
    shapes = shapes[4:6] if fact["tag"] == "unchanged" else shapes[:6] * 3 + shapes
    fact["time"] = {name: draw_instant(rng, has_event) for name in rng.choice(shapes)}
    if fact["tag"] == "complete" and fact["status"] == "denied":
        fact["status"] = "stated"
    if fact["tag"] == "stake":
        fact["holder"] = rng.choice(HOLDERS)
        for name in rng.choice([["share"], ["share"], ["min"], ["above"], ["max"], ["below"], ["above", "max"]]):
            fact[name] = rng.randrange(case.units + 1)
    if has_event and rng.random() < 0.15:
        fact["if"] = ["e"]
    return fact


def draw_query(rng, case, has_event):
    row, operator = rng.choice([1, 2, 1, 2, 3, DIFFERENCE]), rng.choice(["<", "<=", ">", ">=", "="])
    units, pick = 0 if row == DIFFERENCE else rng.randrange(case.units + 1), rng.random()
    when = None if rng.random() < 0.1 else draw_instant(rng, has_event, 0.15)
    if pick < 0.4:
        return ("at", row, operator, units, when)
    if pick < 0.65:
        ends = [None, None] if rng.random() < 0.2 else [draw_instant(rng, has_event, 0) for _ in range(2)]
        return (rng.choice(["ever", "always"]), row, operator, units, *ends)
    if pick < 0.85:
        return ("share", row, when)
    if has_event and pick < 0.97:
        return rng.choice([("instant", ("event", "start")), ("instant", ("event", "end")), ("occurs",),
                           ("compare", rng.choice(list(COMPARE)), ("event", "end"), ("day", *draw_span(rng, 0)))])
    return ("instant", ("now",))


def draw(rng):
    case = Case(sys.modules[__name__])
    case.units = rng.choice([4, 4, 6])
    kinds = {"p": "person", "q": "person", "c": "company"}
    case.entities = [element("entity", {"id": name, "kind": kind}) for name, kind in kinds.items()]
    has_event = rng.random() < 0.6
    if has_event:
        event = {"tag": "event", "id": "e", "if": [], "kind": rng.choice(["founding", "announcement"]),
                 "status": rng.choice(["stated"] * 3 + ["expected"] * 2 + ["reported", "denied", "hypothetical"]),
                 "from": draw_span(rng)}
        if rng.random() < 0.6:
            event["date"] = True
        else:
            event["to"] = draw_span(rng)
        case.facts.append(event)
    case.facts += [draw_fact(rng, case, number, has_event) for number in range(rng.randrange(1, 5))]
    if rng.random() < 0.7:
        case.head["span"] = draw_span(rng)
        case.head["as-of"] = span_text(*case.head["span"])
    for fact in case.facts:
        if fact["status"] in ("expected", "hypothetical") and rng.random() < 0.3:
            case.assumed.add(fact["id"])
        elif rng.random() < 0.05:
            case.without.add(fact["id"])
    case.queries = [(*draw_query(rng, case, has_event), case.units) for _ in range(10)]
    return case
