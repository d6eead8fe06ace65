"""What orders, claims and questions about days say: their text, the events that they name, and whether they hold."""
from cases import span_text

BASE = {
    "before": lambda a, b: a[1] < b[0],
    "meets": lambda a, b: a[1] == b[0],
    "overlaps": lambda a, b: a[0] < b[0] < a[1] < b[1],
    "starts": lambda a, b: a[0] == b[0] and a[1] < b[1],
    "during": lambda a, b: b[0] < a[0] and a[1] < b[1],
    "finishes": lambda a, b: a[1] == b[1] and b[0] < a[0],
    "equals": lambda a, b: a == b,
}
CONVERSE = {"after": "before", "met-by": "meets", "overlapped-by": "overlaps", "started-by": "starts",
            "contains": "during", "finished-by": "finishes"}
RELATIONS = list(BASE) + list(CONVERSE)
COMPARE = {"<": lambda a, b: a < b, "<=": lambda a, b: a <= b, ">": lambda a, b: a > b, ">=": lambda a, b: a >= b,
           "=": lambda a, b: a == b, "!=": lambda a, b: a != b}


def related(name, a, b, gap=None):
    if name in CONVERSE:
        name, a, b = CONVERSE[name], b, a
    return BASE[name](a, b) and (gap is None or gap[0] <= b[0] - a[1] <= gap[1])


# Terms: ("event", id), ("inst", id, part, shift), ("now", shift), ("span", low, high).
def term_text(term, quoted):
    if term[0] == "event":
        return term[1]
    if term[0] == "span":
        return f"'{span_text(*term[1:])}'" if quoted else span_text(*term[1:])
    name, shift = (f"{term[1]}.{term[2]}", term[3]) if term[0] == "inst" else ("now", term[1])
    return name if not shift else f"{name} {'+' if shift > 0 else '-'} 'P{abs(shift)}D'"


def term_events(term):
    return {term[1]} if term[0] in ("event", "inst") else set()


def term_span(term, world):
    """The first and the last day of a term whose event occurs."""
    if term[0] == "span":
        return term[1:]
    if term[0] == "event":
        return world[term[1]]
    day = world["now"] + term[1] if term[0] == "now" else world[term[1]][term[2] == "end"] + term[3]
    return (day, day)


def compared(operator, a, b):
    """A date counts as its span: `x <= date` up to its last day, `x = date` within it (language.md, section 4)."""
    (a_low, a_high), (b_low, b_high) = a, b
    if operator in ("=", "!="):
        within = b_low <= a_low and a_high <= b_high
        return within if operator == "=" else not within
    if operator in ("<=", ">"):
        return COMPARE[operator](a_low, b_high)
    return COMPARE[operator](a_low, b_low)


# Truths: ("occurs", id), ("allen", name, a, b), ("compare", op, a, b), ("not", q), ("and"|"or", q, r),
# ("guard", "and"|"implies", id, q) for `occurs(id) and q`; values: ("value", instant), ("days", a, b).
def query_text(query):
    kind = query[0]
    if kind == "occurs":
        return f"occurs({query[1]})"
    if kind == "allen":
        return f"{query[1]}({term_text(query[2], True)}, {term_text(query[3], True)})"
    if kind == "compare":
        return f"{term_text(query[2], True)} {query[1]} {term_text(query[3], True)}"
    if kind == "not":
        return f"not ({query_text(query[1])})"
    if kind in ("and", "or"):
        return f"({query_text(query[1])}) {kind} ({query_text(query[2])})"
    if kind == "guard":
        return f"occurs({query[2]}) {query[1]} {query_text(query[3])}"
    if kind == "value":
        return term_text(query[1], True)
    return f"{term_text(query[1], True)} - {term_text(query[2], True)}"


def query_events(query):
    """The events presupposed: all that are named but for those guarded by `occurs`."""
    kind = query[0]
    if kind == "occurs":
        return set()
    if kind == "guard":
        return query_events(query[3]) - {query[2]}
    if kind == "and" and query[1][0] == "occurs":
        return query_events(query[2]) - {query[1][1]}
    out = set()
    for part in query[1:]:
        if isinstance(part, tuple):
            out |= term_events(part) if part[0] in ("event", "inst", "now", "span") else query_events(part)
    return out


def mentioned(query):
    if query[0] == "occurs":
        return {query[1]}
    if query[0] == "guard":
        return {query[2]} | mentioned(query[3])
    if query[0] in ("not", "and", "or"):
        return set().union(*(mentioned(part) for part in query[1:]))
    return query_events(query)


def holds(query, world):
    kind = query[0]
    if kind == "occurs":
        return world[query[1]] is not None
    if kind == "allen":
        return related(query[1], term_span(query[2], world), term_span(query[3], world))
    if kind == "compare":
        return compared(query[1], term_span(query[2], world), term_span(query[3], world))
    if kind == "not":
        return not holds(query[1], world)
    if kind == "and":
        return holds(query[1], world) and holds(query[2], world)
    if kind == "or":
        return holds(query[1], world) or holds(query[2], world)
    if kind == "guard":
        occurs = world[query[2]] is not None
        return (occurs and holds(query[3], world)) if query[1] == "and" else (not occurs or holds(query[3], world))
    raise ValueError(kind)
