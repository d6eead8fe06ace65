"""The family `dates`: events, orders, claims about instants, statuses, `if`, as-of, --assume, --without, --now.

A world is a state for every event (absent, or its first and last day) and the days on which the file speaks and the
run is now. Every constraint compares two of these days with a constant of at most REACH days, or one of them with a
day of the window. So a gap above REACH between neighbouring days can be narrowed to REACH + 1 or widened without
touching any constraint: a window widened by (free days) * (REACH + 1) on both sides has a world whenever there is one.
A difference that is bounded is at most WINDOW + (free days) * REACH, so in a window widened by that much more, what
goes beyond that is unbounded."""
import sys

from cases import Case, Undecided, day_text, element, span_text, text_element, truth_name
from dates_terms import (COMPARE, RELATIONS, holds, mentioned, query_events, query_text, related, term_events,
                         term_span, term_text)

REACH = 2
WINDOW = 6
NODES = 30_000


def free_days(fact, kept):
    """How many days of an event are not bound to the window."""
    if not kept:
        return 2
    if "date" in fact:
        return int(fact["date"][0] != "span")
    return sum(fact.get(part, ("",))[0] != "span" for part in ("from", "to"))


class Worlds:
    """The worlds of a case in which only the facts `kept` constrain; the rest count as dropped."""

    def __init__(self, case, kept):
        self.constraints, self.domains = [], {}
        events = [fact for fact in case.facts if fact["tag"] == "event"]
        free = 1 + sum(free_days(fact, fact["id"] in kept) for fact in events)
        self.limit = WINDOW + free * REACH
        rim = self.limit + free * (REACH + 1) + REACH
        self.low, self.high = -rim, WINDOW - 1 + rim
        days = range(self.low, self.high + 1)
        as_of = case.head.get("span")
        speaking = list(range(as_of[0], as_of[1] + 1)) if as_of else list(days)
        if case.now is None:
            self.domains["now"], self.speaker = speaking, "now"
        elif as_of:
            self.domains["now"], self.domains["speaks"], self.speaker = [case.now], speaking, "speaks"
        else:
            self.domains["now"], self.speaker = [case.now], "now"
        for fact in events:
            self.event(case, fact, fact["id"] in kept, days)
        for fact in case.facts:
            if fact["tag"] != "event" and fact["id"] in kept:
                self.fact(case, fact)
        self.order = sorted(self.domains, key=lambda name: len(self.domains[name]))
        rank = {name: index for index, name in enumerate(self.order)}
        self.checks = [[] for _ in self.order]
        for names, test in self.constraints:
            self.checks[max(rank[name] for name in names)].append(test)

    def event(self, case, fact, kept, days):
        name, status = fact["id"], fact["status"]
        everything = [(first, last) for first in days for last in days if first <= last]
        if not kept:
            self.domains[name] = [None] + everything
            return
        assumed = name in case.assumed
        if status == "denied" or (status == "hypothetical" and not assumed):
            self.domains[name] = [None]
            return
        if "date" in fact and fact["date"][0] == "span":
            states = [(day, day) for day in range(fact["date"][1], fact["date"][2] + 1)]
        else:
            states = everything if "date" not in fact else [(day, day) for day in days]
            for part, index in (("from", 0), ("to", 1)):
                if fact.get(part, ("",))[0] == "span":
                    _, low, high = fact[part]
                    states = [state for state in states if low <= state[index] <= high]
            if fact.get("from") == fact.get("to") and "from" in fact:  # equal texts in one fact: the same day
                states = [state for state in states if state[0] == state[1]]
        self.domains[name] = [None] + states
        conditions = set(fact["if"])
        for part, index in (("date", 0), ("from", 0), ("to", 1)):
            term = fact.get(part)
            if term and term[0] != "span":
                conditions |= term_events(term)
                self.constraints.append(((name, *(term_events(term) or {"now"})),
                    lambda w, term=term, index=index: w[name] is None or any(w[e] is None for e in term_events(term))
                    or w[name][index] == term_span(term, w)[0]))
        must = status in ("stated", "reported") or assumed
        self.constraints.append(((name, *conditions), lambda w: (
            (w[name] is not None) == all(w[e] is not None for e in conditions) if must
            else w[name] is None or all(w[e] is not None for e in conditions))))
        speaker = self.speaker
        if status in ("stated", "reported"):
            self.constraints.append(((name, speaker), lambda w: w[name] is None or w[name][0] <= w[speaker]))
        elif status == "expected":
            self.constraints.append(((name, speaker), lambda w: w[name] is None or w[name][1] > w[speaker]))

    def fact(self, case, fact):
        status, truth = fact["status"], fact["truth"]
        named = mentioned(truth) if fact["tag"] == "order" else query_events(truth)
        instants = {part[1] for part in truth if isinstance(part, tuple) and part[0] == "inst"}
        assumed = fact["id"] in case.assumed
        if status == "hypothetical" and not assumed:
            return
        if status == "expected" and not assumed and not fact["if"] and not instants:
            return
        conditions, gap = named | set(fact["if"]), fact.get("gap")

        def test(world):
            if any(world[e] is None for e in conditions):
                return True
            if fact["tag"] == "order":
                value = related(truth[1], term_span(truth[2], world), term_span(truth[3], world), gap)
            else:
                value = holds(truth, world)
            return value != (status == "denied")
        self.constraints.append((tuple(conditions | mentioned(truth)) + ("now",), test))

    def __iter__(self):
        world, nodes = {}, 0
        iterators = [iter(self.domains[self.order[0]])]
        while iterators:
            depth = len(iterators) - 1
            for value in iterators[-1]:
                nodes += 1
                if nodes > NODES:
                    raise Undecided
                world[self.order[depth]] = value
                if all(test(world) for test in self.checks[depth]):
                    break
            else:
                iterators.pop()
                continue
            if depth + 1 == len(self.order):
                yield world
            else:
                iterators.append(iter(self.domains[self.order[depth + 1]]))


def consistent(case, kept, _laws=None):
    return next(iter(Worlds(case, kept)), None) is not None


def answers(case, kept, queries):
    worlds = Worlds(case, kept)
    needs = [query_events(query) for query in queries]
    seen = [set() for _ in queries]
    for world in worlds:
        for query, need, values in zip(queries, needs, seen):
            if len(values) == 2 and query[0] not in ("value", "days"):
                continue
            if any(world[e] is None for e in need):
                continue
            if query[0] == "value":
                values.add(term_span(query[1], world)[0])
            elif query[0] == "days":
                values.add(term_span(query[1], world)[0] - term_span(query[2], world)[0])
            else:
                values.add(holds(query, world))
    return [answer(query, values, worlds) for query, values in zip(queries, seen)]


def answer(query, values, worlds):
    if query[0] not in ("value", "days"):
        return truth_name(True in values, False in values)
    if not values:
        return "void"
    low, high = min(values), max(values)
    limit = worlds.limit
    if query[0] == "value":
        return ("days", None if low < -limit else day_text(low), None if high > WINDOW + limit else day_text(high))
    return ("numbers", None if low < -limit else (str(low), False), None if high > limit else (str(high), False))


def fact_xml(fact):
    shared = {"id": fact["id"], "status": None if fact["status"] == "stated" else fact["status"],
              "if": " ".join(fact["if"]) or None}
    if fact["tag"] == "event":
        times = {name: term_text(fact[name], False) for name in ("date", "from", "to") if name in fact}
        return element("event", {"kind": "announcement", **shared, **times})
    if fact["tag"] == "order":
        _, name, a, b = fact["truth"]
        gap = fact.get("gap")
        text = None if gap is None else f"P{gap[0]}D" if gap[0] == gap[1] else f"P{gap[0]}D/P{gap[1]}D"
        return element("order", {**shared, "a": term_text(a, False), "is": name, "b": term_text(b, False), "gap": text})
    return text_element("claim", shared, query_text(fact["truth"]))


def needs(fact):
    """The events without which a fact cannot stay in the file."""
    out = set(fact["if"])
    for part in ("date", "from", "to"):
        out |= term_events(fact.get(part, ("",)))
    return out | (mentioned(fact["truth"]) if "truth" in fact else set())


def links(fact):
    return needs(fact) | ({fact["id"]} if fact["tag"] == "event" else set())


def speaks(case, fact):
    if fact["id"] in case.without or (fact["tag"] == "event" and fact["status"] == "denied"):
        return False
    return fact["status"] not in ("hypothetical", "expected") or fact["id"] in case.assumed


def reached(case, query):
    """The facts that the query surely reaches through shared events: whether one that is out speaks is left open."""
    events, grown, speaking = mentioned(query), True, [fact for fact in case.facts if speaks(case, fact)]
    while grown:
        linked = [fact for fact in speaking if links(fact) & events]
        wider = events.union(*(links(fact) for fact in linked))
        grown, events = wider != events, wider
    return {fact["id"] for fact in linked}


def settled(case, query):
    """Whether the form of a question settles it, whatever the facts: `occurs(x) implies occurs(x)`."""
    alone = case.copy([fact for fact in case.facts if fact["id"] in mentioned(query)], [query])
    try:
        return answers(alone, set(), [query])[0] in ("certain", "impossible", "void")
    except Undecided:
        return True


# Drawing.
def draw_span(rng, widest=2):
    low = rng.randrange(WINDOW)
    return ("span", low, min(WINDOW - 1, low + rng.choice([0, 0, 1, widest])))


def draw_instant(rng, names, shifted=False):
    shift = rng.choice([0, 0, 1, -1, 2, -2]) if shifted else 0
    if rng.random() < 0.12:
        return ("now", shift)
    return ("inst", rng.choice(names), rng.choice(["start", "end"]), shift)


def draw_thing(rng, names):
    pick = rng.random()
    return ("event", rng.choice(names)) if pick < 0.6 else draw_instant(rng, names) if pick < 0.85 else draw_span(rng)


def draw_event(rng, name, earlier):
    fact = {"tag": "event", "id": name, "if": [],
            "status": rng.choice(["stated"] * 5 + ["reported"] + ["expected"] * 4 + ["denied", "hypothetical"])}
    if earlier and rng.random() < 0.25:
        fact["if"] = [rng.choice(earlier)]
    pick = rng.random()
    named = ("inst", rng.choice(earlier), rng.choice(["start", "end"]), 0) if earlier and rng.random() < 0.15 else None
    if pick < 0.5:
        fact["date"] = named or draw_span(rng)
    elif pick < 0.9:
        fact["from"] = named or draw_span(rng)
        if pick < 0.86:
            fact["to"] = draw_span(rng)
    return fact


def draw_truth(rng, names, depth=1):
    pick = rng.random()
    if depth and pick < 0.12:
        return ("not", draw_truth(rng, names, 0))
    if depth and pick < 0.28:
        return (rng.choice(["and", "or"]), draw_truth(rng, names, 0), draw_truth(rng, names, 0))
    if depth and pick < 0.42:
        name = rng.choice(names)
        return ("guard", rng.choice(["and", "implies"]), name, draw_truth(rng, names, 0))
    if pick < 0.52:
        return ("occurs", rng.choice(names))
    if pick < 0.76:
        return ("allen", rng.choice(RELATIONS), draw_thing(rng, names), draw_thing(rng, names))
    right = draw_span(rng) if rng.random() < 0.4 else draw_instant(rng, names)
    return ("compare", rng.choice(list(COMPARE)), draw_instant(rng, names, True), right)


def draw_fact(rng, number, names):
    fact = {"id": f"f{number}", "if": [rng.choice(names)] if rng.random() < 0.1 else [],
            "status": rng.choice(["stated"] * 6 + ["denied", "denied", "hypothetical"])}
    if rng.random() < 0.75:
        fact["tag"], relation = "order", rng.choice(RELATIONS)
        fact["truth"] = ("allen", relation, draw_thing(rng, names), draw_thing(rng, names))
        if relation in ("before", "after") and rng.random() < 0.6:
            low = rng.randrange(3)
            fact["gap"] = (low, min(REACH, low + rng.randrange(REACH + 1)))
        return fact
    fact["tag"] = "claim"
    right = draw_span(rng) if rng.random() < 0.4 else draw_instant(rng, names)
    fact["truth"] = ("compare", rng.choice(list(COMPARE)), draw_instant(rng, names, True), right)
    if rng.random() < 0.2:
        fact["truth"] = ("occurs", rng.choice(names))
    return fact


def draw(rng):
    case = Case(sys.modules[__name__])
    names = ["x", "y", "z"][:rng.choice([1, 2, 2, 3, 3])]
    for index, name in enumerate(names):
        case.facts.append(draw_event(rng, name, names[:index]))
    case.facts += [draw_fact(rng, number, names) for number in range(rng.randrange(4))]
    if rng.random() < 0.75:
        case.head["span"] = draw_span(rng)[1:]
        case.head["as-of"] = span_text(*case.head["span"])
    if rng.random() < 0.15:
        case.now = rng.randrange(WINDOW)
    for fact in case.facts:
        if fact["status"] in ("expected", "hypothetical") and rng.random() < 0.25:
            case.assumed.add(fact["id"])
        elif rng.random() < 0.06:
            case.without.add(fact["id"])
    case.queries = [draw_truth(rng, names) for _ in range(7)]
    case.queries += [("value", draw_instant(rng, names, True)) for _ in range(3)]
    case.queries.append(("days", draw_instant(rng, names), draw_instant(rng, names)))
    return case
