#!/usr/bin/env python3
"""Other people's examples with known answers: shared_data.py BINARY [FOLDER]

FOLDER is ../shared/data beside the checkout unless given.

  control    who owns how much of whom, and who controls whom (counter-examples from the literature on logic programs,
             an example of banks): `controls(?x, ?y)` must be certain of exactly the expected pairs. Whether somebody
             controls itself through others is not among what they expect, and is not compared.
  temporal   networks of Allen's relations between proper intervals (start before end), an edge's alternatives as one
             claim: consistent or not as the literature says and as the trying of all orders of the end points says.
             Where consistent, each relation between each two intervals must be certain, possible or impossible as all
             those orders say.
"""
import csv
import itertools
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# None: the sources say no more than that it is an example. Figure 5 of Allen, "Maintaining knowledge about temporal
# intervals" (CACM 1983), is his own example of a network in which propagation finds nothing wrong and that has no
# labelling all the same; textbooks tell it again.
NETWORKS = {
    "Figure_5_in_Allens_1983_paper.json": False,
    "BookExample.json": False,
    "example_from_book.json": False,
    "golumbic1993_example_2_5.json": None,
    "golumbic1993_example_2_6.json": None,
    "janhunen2019_example_fig_1.json": None,
}
# By name: the word of the language, and what it says of a, b (ends of the first) and c, d (of the second).
RELATIONS = {
    "B": ("before", lambda a, b, c, d: b < c),
    "M": ("meets", lambda a, b, c, d: b == c),
    "O": ("overlaps", lambda a, b, c, d: a < c < b < d),
    "S": ("starts", lambda a, b, c, d: a == c and b < d),
    "D": ("during", lambda a, b, c, d: c < a and b < d),
    "F": ("finishes", lambda a, b, c, d: b == d and c < a),
    "E": ("equals", lambda a, b, c, d: a == c and b == d),
    "BI": ("after", lambda a, b, c, d: d < a),
    "MI": ("met-by", lambda a, b, c, d: d == a),
    "OI": ("overlapped-by", lambda a, b, c, d: c < a < d < b),
    "SI": ("started-by", lambda a, b, c, d: a == c and d < b),
    "DI": ("contains", lambda a, b, c, d: a < c and d < b),
    "FI": ("finished-by", lambda a, b, c, d: b == d and a < c),
}


class Wrong(Exception):
    pass


def run(binary, command, elements, *args):
    """The JSON objects that the program prints about a fact set of these elements."""
    with tempfile.TemporaryDirectory() as folder:
        facts = Path(folder) / "facts.xml"
        lines = ['<facts xmlns="urn:tenet:facts:1" id="shared">', *elements, "</facts>"]
        facts.write_text("\n".join(lines))
        result = subprocess.run(
            [binary, command, "--format", "json", *args, facts], capture_output=True, text=True, timeout=300
        )
    if result.returncode not in {0, 1}:
        raise Wrong(f"status {result.returncode}: {result.stderr.strip()}")
    objects, text = [], result.stdout.strip()
    while text:
        parsed, end = json.JSONDecoder().raw_decode(text)
        objects.append(parsed)
        text = text[end:].lstrip()
    return objects


def identifier(name):
    return re.sub(r"[^A-Za-z0-9]+", "-", name).lower()


def rows(path):
    with open(path, newline="") as file:
        return [row for row in list(csv.reader(file, delimiter="\t"))[1:] if row]


def check_control(binary, folder):
    stakes = [(identifier(owner), identifier(target), share) for owner, target, share in rows(folder / "own.tsv")]
    expected = {(identifier(x), identifier(y)) for x, y in rows(folder / "expected_controls.tsv")}
    companies = sorted({name for owner, target, _ in stakes for name in (owner, target)})
    elements = [f'<entity id="{name}" kind="company"/>' for name in companies]
    elements += [f'<stake holder="{owner}" in="{target}" share="{share}%"/>' for owner, target, share in stakes]
    (answer,) = run(binary, "ask", elements, "controls(?x, ?y)")
    certain = {(b["x"], b["y"]) for b in answer["bindings"] if b["answer"] == "certain" and b["x"] != b["y"]}
    if certain != expected:
        raise Wrong(f"missing {sorted(expected - certain)}, too many {sorted(certain - expected)}")


def labellings(names, edges):
    """Every way to lay the intervals on as many points as they have ends, by name."""
    spans = list(itertools.combinations(range(2 * len(names)), 2))

    def extend(laid):
        if len(laid) == len(names):
            yield dict(laid)
            return
        name = names[len(laid)]
        for span in spans:
            laid[name] = span
            if all(
                any(RELATIONS[r][1](*laid[a], *laid[b]) for r in alternatives)
                for a, b, alternatives in edges
                if name in (a, b) and a in laid and b in laid
            ):
                yield from extend(laid)
        del laid[name]

    return extend({})


def check_network(binary, path, consistent):
    network = json.loads(path.read_text())
    if any(kinds != ["ProperInterval"] for _, kinds in network["nodes"]):
        raise Wrong("not all of its intervals are proper ones")
    names = [identifier(name) for name, _ in network["nodes"]]
    edges = [(identifier(a), identifier(b), relations.split("|")) for a, b, relations in network["edges"]]
    elements = [f'<event id="{name}" kind="announcement"/>' for name in names]
    elements += [f"<claim>{name}.start &lt; {name}.end</claim>" for name in names]
    for a, b, alternatives in edges:
        text = " or ".join(f"{RELATIONS[relation][0]}({a}, {b})" for relation in alternatives)
        elements.append(f"<claim>{text}</claim>")

    seen = {pair: {} for pair in itertools.combinations(names, 2)}  # how often each relation holds
    total = 0
    for laid in labellings(names, edges):
        total += 1
        for (a, b), counts in seen.items():
            relation = next(r for r, (_, holds) in RELATIONS.items() if holds(*laid[a], *laid[b]))
            counts[relation] = counts.get(relation, 0) + 1
    if consistent is not None and consistent != (total > 0):
        raise Wrong(f"the literature and {total} orders of the end points differ")
    (report,) = run(binary, "check", elements)
    if report["verdict"] != ("consistent" if total else "contradictory"):
        raise Wrong(f"{report['verdict']}, though {total} orders of the end points satisfy it")
    if not total:
        return
    queries, expected = [], []
    for (a, b), counts in seen.items():
        for relation, (word, _) in RELATIONS.items():
            count = counts.get(relation, 0)
            queries.append(f"{word}({a}, {b})")
            expected.append("certain" if count == total else "possible" if count else "impossible")
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("\n".join(queries) + "\n")
        file.flush()
        answers = [answer["answer"] for answer in run(binary, "ask", elements, "-f", file.name)]
    if len(answers) != len(queries):
        raise Wrong(f"{len(answers)} answers to {len(queries)} queries")
    for query, answer, wanted in zip(queries, answers, expected):
        if answer != wanted:
            raise Wrong(f"{query} is {answer}, though {wanted} by the orders of the end points")


def main():
    binary = sys.argv[1]
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else ROOT.parent / "shared" / "data"
    checks = [(case.name, check_control, (case,)) for case in sorted((folder / "control").iterdir()) if case.is_dir()]
    networks = folder / "temporal" / "qualreas" / "Networks"
    checks += [(name, check_network, (networks / name, consistent)) for name, consistent in NETWORKS.items()]
    failed = 0
    for name, check, args in checks:
        try:
            check(binary, *args)
        except (Wrong, subprocess.TimeoutExpired) as error:
            failed += 1
            print(f"{name}: {error}")
    print(f"{len(checks)} examples, {failed} failed")
    sys.exit(1 if failed or len(checks) <= len(NETWORKS) else 0)


if __name__ == "__main__":
    main()
