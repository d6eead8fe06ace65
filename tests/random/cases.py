"""What the families share: days as text, a drawn case, its XML, and the comparison of two answers.
The evaluators are written from the language alone and share no code with the program under test."""
import datetime
from xml.sax.saxutils import escape, quoteattr

ORIGIN = datetime.date(2014, 1, 1)
NAMESPACE = "urn:tenet:facts:1"


def day_text(day):
    return (ORIGIN + datetime.timedelta(days=day)).isoformat()


def span_text(low, high):
    return day_text(low) if low == high else f"{day_text(low)}/{day_text(high)}"


class Undecided(Exception):
    """The brute force would be too large: the case is skipped and counted."""


class Case:
    """A drawn fact set: `head` holds the attributes of <facts>, `entities` ready lines, `facts` dictionaries with at
    least `id` and `refs` (ids of events they need), `options` the ids of --assume and --without, and the queries."""

    def __init__(self, family):
        self.family, self.head, self.entities, self.facts, self.queries = family, {}, [], [], []
        self.assumed, self.without, self.now = set(), set(), None
        self.parties, self.companies, self.units = [], [], 0

    def copy(self, facts, queries):
        other = Case(self.family)
        other.head, other.entities, other.facts, other.queries = self.head, self.entities, facts, queries
        ids = {fact["id"] for fact in facts}
        other.assumed, other.without, other.now = self.assumed & ids, self.without & ids, self.now
        other.parties, other.companies, other.units = self.parties, self.companies, self.units
        return other

    def xml(self):
        head = "".join(f" {name}={quoteattr(value)}" for name, value in self.head.items() if isinstance(value, str))
        lines = [f'<facts xmlns="{NAMESPACE}" id="drawn"{head}>', *self.entities]
        lines += [self.family.fact_xml(fact) for fact in self.facts]
        return "\n".join(lines + ["</facts>", ""])

    def arguments(self):
        out = []
        for name in sorted(self.assumed):
            out += ["--assume", name]
        for name in sorted(self.without):
            out += ["--without", name]
        if self.now is not None:
            out += ["--now", day_text(self.now)]
        return out


def element(tag, attributes, inner=""):
    text = "".join(f" {name}={quoteattr(str(value))}" for name, value in attributes.items() if value is not None)
    return f"<{tag}{text}>{inner}</{tag}>" if inner else f"<{tag}{text}/>"


def text_element(tag, attributes, text):
    return element(tag, attributes, escape(text))


def truth_name(can_hold, can_fail):
    if can_hold and can_fail:
        return "possible"
    return "certain" if can_hold else "impossible" if can_fail else "void"


def printed(answer):
    """One answer line of `tenet ask` in the shape of the expected answers: a word, or the two ends."""
    if answer["answer"] not in ("bounded", "listed"):
        return answer["answer"]
    if answer["kind"] == "instant":
        return ("days", answer["earliest"], answer["latest"])

    def end(side):
        return None if side is None else (side["value"], bool(side["open"]))
    return ("numbers", end(answer["lower"]), end(answer["upper"]))
