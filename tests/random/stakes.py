"""The family `stakes`: three named parties, stakes at one instant, complete, claims, controls in rings of companies.

A world is a grid point for every company (what the two other named parties and the unnamed party hold in it; grid.py)
and, for every named party, whether it holds all votes in the unnamed party or none. Any other votes there give the same
sets of controllers: who controls one that controls it controls it too. As what is held in the unnamed party "is
unknown", the answers of a second, free reading are accepted too: everybody may or may not control it, whoever else
does. A company's own capital is what the rest leaves.
Companies meet only in `controls`, which turns on the sets of holders that have more than half of the votes."""
import itertools
import sys
from fractions import Fraction

from cases import Case, Undecided, element, text_element, truth_name
from grid import DIFFERENCE, grid

PRODUCT = 40_000
UNNAMED = "unnamed"


# Truths: ("row", basis, company, row, op, units), ("any"|"all", company, op, units), ("controls", x, y),
# ("subsidiary", c, x), ("anyone", kind, y), ("not", q), ("and"|"or", q, r); numbers: ("number", basis, company, row).
def holders(case, company):
    return [name for name in case.parties if name != company]


def figure(case, units):
    return f"{units}/{case.units}" if case.units == 6 else f"{units * 100 // case.units}%"


def row_text(case, basis, company, row):
    first, second = holders(case, company)
    named = [f"{basis}({name}, {company})" for name, bit in ((first, 1), (second, 2)) if row & bit]
    if row == DIFFERENCE:
        return f"{basis}({first}, {company}) - {basis}({second}, {company})"
    if row & 4:
        outside = "".join(f" and h != {name}" for name, bit in ((first, 1), (second, 2)) if not row & bit)
        return f"sum(h: party where h != {company}{outside}, {basis}(h, {company}))"
    return " + ".join(named)


def text_of(case, query):
    kind = query[0]
    if kind == "row":
        return f"{row_text(case, *query[1:4])} {query[4]} {figure(case, query[5])}"
    if kind in ("any", "all"):
        return f"{kind}(h: party, votes(h, {query[1]}) {query[2]} {figure(case, query[3])})"
    if kind == "controls":
        return f"controls({query[1]}, {query[2]})"
    if kind == "subsidiary":
        return f"subsidiary-of({query[1]}, {query[2]})"
    if kind == "anyone":
        return f"any(h: {query[1]}, controls(h, {query[2]}))"
    if kind == "not":
        return f"not ({text_of(case, query[1])})"
    if kind in ("and", "or"):
        return f"({text_of(case, query[1])}) {kind} ({text_of(case, query[2])})"
    return row_text(case, *query[1:])


def query_text(query):
    return text_of(query[-1], query[:-1])


def atoms(query):
    if query[0] in ("not", "and", "or"):
        return [atom for part in query[1:] for atom in atoms(part)]
    return [query]


def local_bits(case, atom):
    """The points of one company where an atom about it alone holds."""
    field = grid(case.units)
    if atom[0] == "row":
        return field.atom(*atom[3:])
    some = [field.atom(row, atom[2], atom[3]) for row in (1, 2, 4)]
    # The company itself is a party as well and has no votes in itself.
    own = {"<": 0 < atom[3], "<=": 0 <= atom[3], ">": 0 > atom[3], ">=": 0 >= atom[3]}[atom[2]]
    if atom[0] == "any":
        return field.all if own else some[0] | some[1] | some[2]
    return some[0] & some[1] & some[2] if own else 0


def local(atom):
    return atom[0] in ("row", "any", "all")


def company_of(atom):
    return atom[2] if atom[0] == "row" else atom[1]


def value_of(query, world):
    if query[0] == "not":
        return not value_of(query[1], world)
    if query[0] == "and":
        return value_of(query[1], world) and value_of(query[2], world)
    if query[0] == "or":
        return value_of(query[1], world) or value_of(query[2], world)
    return world(query)


def controllers(case, majorities, outside, free):
    """The least fixpoint of `controls` as (x, y): `majorities[y]` holds the sets of holders with most votes in y."""
    found, grown = {(x, UNNAMED) for x in outside}, True
    while grown:
        grown = False
        for x in [*case.parties, UNNAMED]:
            for y in [*case.companies, UNNAMED]:
                if (x, y) in found:
                    continue
                controlled = {x} | {z for z in [*case.companies, UNNAMED] if z != x and (x, z) in found}
                if y == UNNAMED:
                    wins = not free and any(name in controlled for name in outside)
                else:
                    row = sum(bit for name, bit in zip([*holders(case, y), UNNAMED], (1, 2, 4)) if name in controlled)
                    wins = row in majorities[y]
                if wins:
                    found.add((x, y))
                    grown = True
    return found


class Worlds:
    def __init__(self, case, kept, free=False):
        self.case, self.field, self.free = case, grid(case.units), free
        self.inside = {company: self.field.all for company in case.companies}
        self.planes, self.crossing, self.stated = {company: set() for company in case.companies}, [], set()
        for fact in case.facts:
            if fact["id"] in kept and active(case, fact):
                self.fact(fact)
        self.memory = {}

    def fact(self, fact):
        denied = fact["status"] == "denied"
        if "truth" in fact:
            parts = atoms(fact["truth"])
            if len(parts) == 1 and local(parts[0]):
                company, bits = company_of(parts[0]), local_bits(self.case, parts[0])
                rows = [parts[0][3]] if parts[0][0] == "row" else [1, 2, 4]
                self.planes[company] |= {(row, parts[0][-1]) for row in rows}
            else:
                self.crossing.append(("not", fact["truth"]) if denied else fact["truth"])
                if parts[0][0] == "subsidiary":
                    self.stated.add((parts[0], denied))
                return
        elif fact["tag"] == "complete":
            company = fact["of"]
            listed = listed_holders(self.case, fact)
            bits, rows = self.field.atom(7, "=", self.case.units) & self.field.atom(4, "=", 0), [4]
            for row, name in zip((1, 2), holders(self.case, company)):
                if name not in listed:
                    bits &= self.field.atom(row, "=", 0)
                    rows.append(row)
            self.planes[company] |= {(row, 0) for row in rows} | {(7, self.case.units)}
        else:
            company, bits = fact["in"], self.field.all
            row = 1 << holders(self.case, company).index(fact["holder"])
            for name, operator in (("share", "="), ("min", ">="), ("max", "<="), ("above", ">"), ("below", "<")):
                if name in fact:
                    bits &= self.field.atom(row, operator, fact[name])
                    self.planes[company].add((row, fact[name]))
        self.inside[company] &= self.field.all & ~bits if denied else bits

    def classes(self, company, splits=()):
        """The points of a company by the sets of holders that have most votes, and by the atoms of a query."""
        out = {((), ()): self.inside[company]} if self.inside[company] else {}
        for row in range(1, 8):
            out = self.split(out, self.field.most(row), 0, row)
        for atom in splits:
            out = self.split(out, local_bits(self.case, atom), 1, atom)
        return out

    def split(self, classes, bits, place, name):
        out = {}
        for key, points in classes.items():
            if points & bits:
                out[tuple(part + (name,) if index == place else part for index, part in enumerate(key))] = points & bits
            if points & ~bits:
                out[key] = points & ~bits
        return out

    def worlds(self, splits=()):
        """Every choice of a class for each company and of the votes in the unnamed party that the facts allow."""
        case = self.case
        classes = [list(self.classes(company, [atom for atom in splits if company_of(atom) == company]))
                   for company in case.companies]
        size = 1 << len(case.parties)
        for part in classes:
            size *= len(part)
        if size > PRODUCT:
            raise Undecided
        for keys in itertools.product(*classes):
            majorities = {company: key[0] for company, key in zip(case.companies, keys)}
            true = {atom for key in keys for atom in key[1]}
            for flags in range(1 << len(case.parties)):
                code = (tuple(majorities.values()), flags)
                if code not in self.memory:
                    outside = [name for index, name in enumerate(case.parties) if flags >> index & 1]
                    self.memory[code] = controllers(case, majorities, outside, self.free)
                found = self.memory[code]

                def world(atom):
                    if atom[0] == "controls":
                        return atom[1:] in found
                    if atom[0] == "subsidiary":
                        return atom[::-1][:2] in found
                    if atom[0] == "anyone":
                        return any((x, atom[2]) in found for x in [*case.parties, UNNAMED]
                                   if x == UNNAMED or atom[1] == "party"
                                   or (x in case.companies) == (atom[1] == "company"))
                    return atom in true
                # A denied subsidiary may be controlled all the same; a stated one must be.
                if all((fact[0] == "not" and fact[1][0] == "subsidiary") or value_of(fact, world)
                       for fact in self.crossing):
                    yield keys, world


def active(case, fact):
    return fact["status"] not in ("hypothetical", "expected") or fact["id"] in case.assumed


def listed_holders(case, fact):
    return fact.get("holders") or {other["holder"] for other in case.facts if other.get("in") == fact["of"]}


def consistent(case, kept, _laws=None):
    strict, free = (has_world(Worlds(case, kept, reading)) for reading in (False, True))
    if strict != free:
        raise Undecided  # the two readings of the unnamed party part here
    return strict


def has_world(worlds):
    if any((atom, not denied) in worlds.stated for atom, denied in worlds.stated):
        return False
    return next(worlds.worlds(), None) is not None if worlds.crossing else all(worlds.inside.values())


def answers(case, kept, queries):
    """The answer of each query, as a list of two where the readings of the unnamed party differ."""
    readings = []
    for free in (False, True):
        worlds = Worlds(case, kept, free)
        readings.append([number(worlds, query[:-1]) if query[0] == "number" else truth(worlds, query[:-1])
                         for query in queries])
    return [strict if strict == free else [strict, free] for strict, free in zip(*readings)]


def truth(worlds, query):
    if query[0] == "subsidiary":
        if (query, False) in worlds.stated:
            return "certain"
        if (query, True) in worlds.stated:
            return "impossible"
    values = {value_of(query, world) for _, world in worlds.worlds([atom for atom in atoms(query) if local(atom)])}
    # Being controlled does not make a subsidiary.
    return truth_name(True in values, False in values or query[0] == "subsidiary")


def number(worlds, query):
    _, _, company, row = query
    field, inside = worlds.field, worlds.inside[company]
    planes = list(worlds.planes[company])
    if worlds.crossing:
        place = worlds.case.companies.index(company)
        live, classes = {keys[place] for keys, _ in worlds.worlds()}, worlds.classes(company)
        inside = 0
        for key in live:
            inside |= classes[key]
        planes += [(part, worlds.case.units // 2) for part in range(1, 8)]
    cells = field.cells(planes, inside)
    if len(cells) > 2000:
        raise Undecided
    ends = [field.values(row, closure) for _, closure in cells]
    low, high = min(end[0] for end in ends), max(end[1] for end in ends)

    def side(value):
        return (str(Fraction(value, field.whole)), not field.takes(row, value, inside))
    return ("numbers", side(low), side(high))


def fact_xml(fact):
    shared = {"id": fact["id"], "status": None if fact["status"] == "stated" else fact["status"]}
    if "truth" in fact:
        atom, case = fact["truth"], fact["case"]
        if fact["tag"] == "relation":
            kind, subject, target = (("subsidiary-of",) if atom[0] == "subsidiary" else ("controls",)) + atom[1:]
            return element("relation", {**shared, "kind": kind, "subject": subject, "object": target})
        return text_element("claim", shared, text_of(case, atom))
    if fact["tag"] == "complete":
        return element("complete", {**shared, "holders-of": fact["of"],
                                    "holders": " ".join(sorted(fact.get("holders", ()))) or None})
    figures = {name: figure(fact["case"], fact[name]) for name in ("share", "min", "max", "above", "below")
               if name in fact}
    return element("stake", {**shared, "holder": fact["holder"], "in": fact["in"], **figures})


def needs(_fact):
    return set()


def mentioned(_query):
    return set()


def settled(_case, _query):
    return True


def reached(_case, _query):
    """Left open: how far a question reaches among stakes is not fixed fact by fact."""
    return set()


# Drawing.
def draw_atom(rng, case, crossing=True):
    company, pick = rng.choice(case.companies), rng.random()
    if crossing and pick < 0.4:
        x = rng.choice(case.parties)
        return ("controls", x, company)
    if crossing and pick < 0.46:
        return ("anyone", rng.choice(["party", "company", "person"]), company)
    operators = ["<", "<=", ">", ">="]
    if pick < 0.56:
        return (rng.choice(["any", "all"]), company, rng.choice(operators),
                rng.choice([case.units // 2, draw_units(rng, case)]))
    row = rng.choice([1, 2, 1, 2, 3, DIFFERENCE, 5, 6, 7] if crossing else [1, 2, 3, DIFFERENCE])
    units = 0 if row == DIFFERENCE and rng.random() < 0.7 else draw_units(rng, case)
    return ("row", rng.choice(["votes", "capital"]) if row < 4 or row > 7 else "votes", company, row,
            rng.choice(operators + ["=", "!="]), units)


def draw_units(rng, case):
    return rng.randrange(case.units + 1)


def draw_truth(rng, case):
    pick = rng.random()
    if pick < 0.15:
        return ("not", draw_atom(rng, case))
    if pick < 0.4:
        return (rng.choice(["and", "or"]), draw_atom(rng, case), draw_atom(rng, case))
    return draw_atom(rng, case)


def draw_stake(rng, case, company):
    fact = {"tag": "stake", "holder": rng.choice(holders(case, company)), "in": company}
    pick = rng.random()
    if pick < 0.4:
        fact["share"] = draw_units(rng, case)
    else:
        fact[rng.choice(["min", "above"] if pick < 0.7 else ["max", "below"])] = draw_units(rng, case)
        if rng.random() < 0.4:
            fact[rng.choice(["max", "below"] if pick < 0.7 else ["min", "above"])] = draw_units(rng, case)
    return fact


def draw(rng):
    case = Case(sys.modules[__name__])
    persons = rng.choice([0, 0, 1, 1, 2])
    case.parties = ["p", "q"][:persons] + ["c", "d", "e"][:3 - persons]
    case.companies = case.parties[persons:]
    case.units = rng.choice([4, 4, 6, 10])
    case.entities = [element("entity", {"id": name, "kind": "company" if name in case.companies else "person"})
                     for name in case.parties]
    for number_of in range(rng.randrange(1, 4 + len(case.companies))):
        company, pick = rng.choice(case.companies), rng.random()
        if pick < 0.62:
            fact = draw_stake(rng, case, company)
        elif pick < 0.76:
            fact = {"tag": "complete", "of": company}
            if rng.random() < 0.3:
                fact["holders"] = set(rng.sample(holders(case, company), rng.choice([1, 2])))
        elif pick < 0.9:
            x = rng.choice([name for name in case.parties if name != company])
            fact = {"tag": "relation", "truth": rng.choice([("controls", x, company), ("subsidiary", company, x)])}
            if fact["truth"][0] == "controls" and rng.random() < 0.5:
                fact["tag"] = "claim"
        else:
            fact = {"tag": "claim", "truth": draw_atom(rng, case, False)}
        status = rng.choice(["stated"] * 7 + ["reported", "denied", "denied", "expected", "hypothetical"])
        if fact["tag"] == "complete" and status == "denied":
            status = "stated"
        case.facts.append({"id": f"f{number_of}", "if": [], "status": status, "case": case, **fact})
    for fact in case.facts:
        if fact["status"] in ("expected", "hypothetical") and rng.random() < 0.3:
            case.assumed.add(fact["id"])
        elif rng.random() < 0.06:
            case.without.add(fact["id"])
    case.queries = [(*draw_truth(rng, case), case) for _ in range(7)]
    for _ in range(3):
        row = rng.choice([1, 2, 1, 2, 3, DIFFERENCE])
        case.queries.append(("number", rng.choice(["votes", "capital"]), rng.choice(case.companies), row, case))
    company, x = rng.choice(case.companies), rng.choice(case.parties)
    case.queries.append(("subsidiary", company, x, case))
    if rng.random() < 0.5:
        case.head["as-of"] = "2014-01-03"
    return case
