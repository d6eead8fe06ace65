#!/usr/bin/env python3
"""Validates what the project ships against its own schemas with xmllint: check_schemas.py XMLLINT [ROOT]

Every fact set under facts/sets and every golden facts*.xml against facts/facts.xsd, every pack and golden rules*.xml
against rules/rules.xsd. A golden case whose case.json says "valid": false holds files that are wrong on purpose; it is
left to the program. Nothing to validate is a failure.
"""
import json
import subprocess
import sys
from pathlib import Path


def meant_to_be_valid(path):
    case = path.parent / "case.json"
    return not case.exists() or json.loads(case.read_text(encoding="utf-8")).get("valid", True)


def main():
    xmllint = sys.argv[1]
    root = Path(sys.argv[2] if len(sys.argv) > 2 else Path(__file__).parents[2])
    groups = [
        ("fact sets", "facts/facts.xsd", [*root.glob("facts/sets/**/*.xml")], 1),
        ("golden fact sets", "facts/facts.xsd", [*root.glob("tests/golden/**/facts*.xml")], 1),
        ("packs", "rules/rules.xsd", [*root.glob("rules/packs/*.xml")], 1),
        ("golden packs", "rules/rules.xsd", [*root.glob("tests/golden/**/rules*.xml")], 0),
    ]
    failed = False
    for what, schema, found, least in groups:
        files = sorted(path for path in found if meant_to_be_valid(path))
        print(f"{len(files)} {what} against {schema}, {len(found) - len(files)} wrong on purpose")
        if len(files) < least:
            print(f"error: expected at least {least}")
            failed = True
        if files:
            command = [xmllint, "--noout", "--nonet", "--schema", str(root / schema), *map(str, files)]
            result = subprocess.run(command, capture_output=True, text=True)
            if result.returncode:
                failed = True
                print("\n".join(line for line in result.stderr.splitlines() if not line.endswith(" validates")))
    return failed


if __name__ == "__main__":
    sys.exit(main())
