#!/usr/bin/env python3
"""Runs the commands that the documents show and compares what they print: check_documents.py BINARY [FILE...]

Without files: README.md and docs/*.md. In them, a block marked `console` holds commands after `$ `, each followed by what
it prints, standard output and error together; a line of `...` alone stands for any lines. A block of another kind that
follows a line with "Save this as `NAME`" becomes the file NAME, which the document's commands find.
TENET_UPDATE=1 rewrites the output (but not where `...` stands); read the diff before you commit it.
"""
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
UPDATE = os.environ.get("TENET_UPDATE") == "1"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SAVE = re.compile(r"Save this as `([\w.-]+)`[^\n]*\n\s*$")


def matches(want, got):
    """Whether the lines printed are those wanted, where `...` stands for any."""
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in want)
    return re.fullmatch(pattern, "".join(line + "\n" for line in got)) is not None


def commands(block):
    """Pairs of a command and the lines that stand below it."""
    found = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        elif found:
            found[-1][1].append(line)
    return found


def run(command, folder, binary):
    environment = dict(os.environ, PATH=f"{binary.parent}:{os.environ['PATH']}")
    environment.pop("TENET_RULES_PATH", None)
    result = subprocess.run(["sh", "-c", command], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
    return [line.rstrip() for line in result.stdout.decode("utf-8", "replace").splitlines()]


def trimmed(lines):
    """Without empty lines at the end: in a document they part two commands."""
    while lines and not lines[-1]:
        lines = lines[:-1]
    return lines


def check(path, binary):
    """What is wrong in one document, and how many commands it shows."""
    text = path.read_text(encoding="utf-8")
    wrongs, count, parts, end = [], 0, [], 0
    with tempfile.TemporaryDirectory() as folder:
        for entry in "facts", "rules":
            os.symlink(ROOT / entry, Path(folder) / entry)
        blocks = list(BLOCK.finditer(text))
        for block in blocks:
            if saved := SAVE.search(text, 0, block.start()):
                (Path(folder) / saved.group(1)).write_text(block.group(2), encoding="utf-8")
        for block in blocks:
            if block.group(1) != "console":
                continue
            parts.append(text[end:block.start(2)])
            end = block.end(2)
            shown = []
            for command, want in commands(block.group(2)):
                count += 1
                got = trimmed(run(command, folder, binary))
                want = trimmed(want)
                if UPDATE and "..." not in want:
                    want = got
                if not matches(want, got):
                    wrongs.append("\n".join([f"{path.name}: $ {command}", "  shown:", *want, "  printed:", *got]))
                shown.append("\n".join([f"$ {command}", *want]) + "\n")
            parts.append("\n".join(shown))
    if UPDATE:
        path.write_text("".join(parts) + text[end:], encoding="utf-8")
    return wrongs, count


def main():
    binary = Path(os.path.abspath(sys.argv[1]))
    files = [Path(name) for name in sys.argv[2:]] or [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
    shown = failed = 0
    for path in files:
        wrongs, count = check(path, binary)
        shown += count
        failed += len(wrongs)
        for wrong in wrongs:
            print(wrong)
    print(f"{shown - failed} passed, {failed} failed")
    return 1 if failed or not shown else 0


if __name__ == "__main__":
    sys.exit(main())
