#!/usr/bin/env python3
"""Turns every golden case into many tests: properties.py BINARY [FOLDER...]

Whatever a case expects, these must hold of its fact set (folders: tests/golden unless given):

  order      facts in another order give the same verdict and the same answers
  packing    the same file through gzip or standard input gives the same verdict and the same answers
  conflict   the facts of a conflict, alone, are contradictory; with any one of them dropped no conflict is left that
             rests on the same laws only

Cases that are wrong on purpose, of several files, or that end with a status of 2 are counted and left out.
"""
import gzip
import json
import os
import random
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

NAMESPACE = "urn:tenet:facts:1"
FACTS = {"event", "stake", "complete", "unchanged", "office", "relation", "order", "measure", "claim", "same"}
COMMANDS = {"check", "ask"}
# What must not change: not the reasons, for there may be several that are minimal.
ANSWER_KEYS = ["verdict", "kind", "answer", "earliest", "latest", "others", "undecided"]


class Program:
    def __init__(self, binary, folder):
        self.binary, self.folder, self.runs = binary, folder, 0

    def __call__(self, args, stdin=b""):
        """Exit status and the JSON printed, or None where the status is 2."""
        self.runs += 1
        command = [self.binary, args[0], "--format", "json", *args[1:]]
        result = subprocess.run(command, cwd=self.folder, input=stdin, capture_output=True, timeout=120)
        if result.returncode not in {0, 1, 3}:
            return result.returncode, None
        return result.returncode, json.loads(result.stdout)


def gist(output):
    """What of an answer may not depend on the order of the facts."""
    told = {key: output[key] for key in ANSWER_KEYS if key in output}
    for end in "lower", "upper":
        if output.get(end):
            told[end] = output[end]["value"], output[end]["open"]
    if "presupposes" in output:
        told["presupposes"] = sorted(output["presupposes"])
    if "bindings" in output:
        told["bindings"] = sorted(json.dumps(row, sort_keys=True) for row in output["bindings"])
    told["others found"] = sorted((f["kind"], f["rule"], f.get("answer", ""))
                                  for f in output.get("findings", []) if f["kind"] != "conflict")
    return told


def is_fact(element):
    name = element.tag.removeprefix(f"{{{NAMESPACE}}}")
    return name in FACTS or name == "entity" and "same-as" in element.attrib


def load(path):
    """The fact set with an id on every fact, so that each can be named."""
    root = ElementTree.parse(path).getroot()
    for number, element in enumerate(root):
        if is_fact(element):
            element.attrib.setdefault("id", f"fact-{number}")
    return root


def fact_ids(root):
    return [element.get("id") for element in root if is_fact(element)]


def written(root, elements=None):
    copy = ElementTree.Element(root.tag, root.attrib)
    copy.extend(root if elements is None else elements)
    return ElementTree.tostring(copy, encoding="utf-8", xml_declaration=True)


def reordered(root, seed):
    elements = list(root)
    random.Random(seed).shuffle(elements)
    return elements


def laws_of(finding):
    return {(law["id"], json.dumps(law["bindings"], sort_keys=True)) for law in finding["laws"]}


def check_conflict(program, options, ids, finding):
    """What is wrong with a conflict, or None."""
    members = [fact["id"] for fact in finding["facts"]]

    def only(kept):
        return program(["check", *options, *(f"--without={i}" for i in ids if i not in kept), "facts.xml"])
    status, alone = only(members)
    if alone is None or alone["verdict"] != "contradictory":
        return f"the conflict {members} alone is not contradictory (exit {status})"
    for dropped in members:
        status, rest = only([member for member in members if member != dropped])
        if rest is None:
            return f"dropping {dropped} of {members}: exit {status}"
        for other in rest["findings"]:
            if other["kind"] == "conflict" and laws_of(other) <= laws_of(finding):
                return f"the conflict {members} stands without {dropped}"
    return None


def check_run(program, args, root):
    """Everything wrong with one run of a case, and whether it could be tested."""
    status, output = program(args)
    if output is None:
        return [], False
    wrongs = []

    def same(what, got):
        if got[1] is None or got[0] != status or gist(got[1]) != gist(output):
            wrongs.append(f"{what}: exit {got[0]}, {got[1] and gist(got[1])}; before exit {status}, {gist(output)}")
    facts = program.folder / "facts.xml"
    facts.write_bytes(written(root, reordered(root, " ".join(args))))
    same("facts in another order", program(args))
    facts.write_bytes(written(root))
    (program.folder / "facts.xml.gz").write_bytes(gzip.compress(facts.read_bytes()))
    same("gzip", program([word.replace("facts.xml", "facts.xml.gz") for word in args]))
    same("standard input", program(["-" if word == "facts.xml" else word for word in args], facts.read_bytes()))
    if args[0] == "check":
        options = [word for word in args[1:] if word != "facts.xml"]
        for finding in output["findings"]:
            if finding["kind"] == "conflict" and (wrong := check_conflict(program, options, fact_ids(root), finding)):
                wrongs.append(wrong)
    return wrongs, True


def check_case(binary, folder, case):
    """What is wrong with one case, how many of its runs were tested, and how many were not."""
    wrongs, tested, left_out = [], 0, 0
    root = load(folder / "facts.xml")
    with tempfile.TemporaryDirectory() as work:
        program = Program(binary, Path(work))
        rules = []
        if (folder / "rules.xml").exists():
            (program.folder / "rules.xml").write_bytes((folder / "rules.xml").read_bytes())
            rules = ["--rules", "rules.xml"]
        for run in case["runs"]:
            standing = {"{facts}": ["facts.xml"], "{rules}": rules}
            args = [word for arg in run["args"] for word in standing.get(arg, [arg])]
            if args[0] not in COMMANDS or "facts.xml" not in args or "--format" in args or "-f" in args:
                left_out += 1
                continue
            (program.folder / "facts.xml").write_bytes(written(root))
            found, could = check_run(program, args, root)
            wrongs += [f"tenet {' '.join(args)}: {wrong}" for wrong in found]
            tested += could
            left_out += not could
    return wrongs, tested, left_out


def check_path(binary, path):
    """The same for the case of a case.json, none of whose runs is tested where it is wrong on purpose."""
    case = json.loads(path.read_text(encoding="utf-8"))
    if not case.get("valid", True) or "files" in case or not (path.parent / "facts.xml").exists():
        return [], 0, len(case["runs"])
    try:
        return check_case(binary, path.parent, case)
    except ElementTree.ParseError:
        return [], 0, len(case["runs"])


def main():
    ElementTree.register_namespace("", NAMESPACE)
    binary = os.path.abspath(sys.argv[1])
    folders = [Path(folder) for folder in sys.argv[2:]] or [Path(__file__).parent]
    passed = failed = left_out = 0
    paths = sorted(path for folder in folders for path in folder.glob("*/case.json"))
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda path: check_path(binary, path), paths))
    for path, (wrongs, tested, untested) in zip(paths, results):
        for wrong in wrongs:
            print(f"{path.parent.name}: {wrong}")
        passed += tested if not wrongs else 0
        failed += bool(wrongs)
        left_out += untested
    print(f"{left_out} runs left out")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
