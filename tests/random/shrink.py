"""Makes a failing case small: facts, options and attributes go as long as the disagreement stays."""


def smaller(case):
    """Every case with one thing less; a fact goes only with the facts that need its event."""
    for index, fact in enumerate(case.facts):
        rest, gone = case.facts[:index] + case.facts[index + 1:], {fact["id"]}
        if any(case.family.needs(other) & gone for other in rest):
            continue
        if any(case.family.mentioned(query) & gone for query in case.queries):
            continue
        yield case.copy(rest, case.queries)
    for options in ("assumed", "without"):
        for name in getattr(case, options):
            other = case.copy(case.facts, case.queries)
            setattr(other, options, getattr(other, options) - {name})
            yield other
    if case.now is not None:
        other = case.copy(case.facts, case.queries)
        other.now = None
        yield other
    if "span" in case.head:
        other = case.copy(case.facts, case.queries)
        other.head = {name: value for name, value in case.head.items() if name not in ("span", "as-of")}
        yield other
    for index, fact in enumerate(case.facts):
        for name in ("if", "status"):
            plain = [] if name == "if" else "stated"
            if fact[name] != plain:
                facts = list(case.facts)
                facts[index] = {**fact, name: plain}
                yield case.copy(facts, case.queries)


def shrink(case, fails):
    shrunk = True
    while shrunk:
        shrunk = False
        for other in smaller(case):
            if fails(other):
                case, shrunk = other, True
                break
    return case
