#!/usr/bin/env python3
"""Plays the scenarios that stand in documents, as whoever copies them would.

    tools/play_examples.py CLOCHE BUILD DOCUMENT...

Each ```json block with a name and steps is saved beside the repository's own scenarios, as far as paths go, and given
to `cloche replay`, whose exit status is this one's.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent


def scenarios(document):
    for block in re.findall(r"^```json\n(.*?)^```", document.read_text(), re.MULTILINE | re.DOTALL):
        if {"name", "steps"} <= json.loads(block).keys():
            yield block


def main():
    cloche, build, *documents = sys.argv[1:]
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        (folder / "handlers").symlink_to(ROOT / "handlers")
        (folder / "build").symlink_to(pathlib.Path(build).resolve())
        (folder / "scenarios").mkdir()
        files = []
        for document in map(pathlib.Path, documents):
            for block in scenarios(document):
                files.append(folder / "scenarios" / f"{document.stem}_{len(files) + 1}.json")
                files[-1].write_text(block)
        if not files:
            sys.exit("there is no scenario in " + " ".join(documents))
        sys.exit(subprocess.run([cloche, "replay", *files]).returncode)


main()
