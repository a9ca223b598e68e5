#!/usr/bin/env python3
"""Checks that the layers of docs/architecture.md hold: what a room includes, and what it must not use at all.

    tools/check_layers.py [ROOT]

Prints each broken rule as file:line and exits 1 if there is one.
"""
import os
import pathlib
import re
import sys

# The rooms from the ground up; a room may include itself and the rooms before it. Fakes include each other only where
# FAKES says so. A longer prefix wins.
ROOMS = ["fakes/core", "fakes/wire", "fakes", "emulator/net", "emulator/lambda", "emulator/gateway", "emulator/effects",
         "emulator/deploy", "emulator/front", "emulator/console", "scenarios/engine", "scenarios/harness", "emulator/commands"]
FAKES = {"events": {"cloudwatch"}, "lambda": {"cloudwatch", "iam", "logs"}, "dynamodb": {"dynamodbstreams"}, "logs": {"cloudwatch"}, "sts": {"iam"}}
BESIDE = {"tools", "handlers", "scenarios"}  # build on the rooms, and are not built upon

# What a path must not contain, and where it may: (pattern, what it is, allowed prefixes or files).
FORBIDDEN = [
    (re.compile(r'#include <boost/'), "Boost outside of emulator/net", ("emulator/net/", "tools/benchmark/", "tools/fuzz/fuzz_http.cpp", "handlers/")),
    (re.compile(r'#include <(thread|condition_variable|sys/socket\.h|netinet/.*)>'), "threads or sockets in a fake",
     ("emulator/", "tools/", "scenarios/", "handlers/")),
    (re.compile(r'system_clock::now\('), "the system's clock outside of fakes/core/clock.cpp",
     ("fakes/core/clock.cpp", "handlers/runtime/clock.cpp")),
    (re.compile(r'#include <regex>'), "<regex>", ()),
    (re.compile(r'#include <sqlite3\.h>'), "SQLite outside of fakes/core/database.cpp", ("fakes/core/database.cpp",)),
    (re.compile(r'sleep_for|sleep_until|\busleep\(|\bnanosleep\('), "a sleep", ("handlers/runtime/clock.cpp",)),
]
INCLUDE = re.compile(r'^\s*#include "([^"]+)"')


def room_of(path):
    matches = [room for room in ROOMS if path == room or path.startswith(room + "/")]
    return max(matches, key=len) if matches else None


def fake_of(path):
    parts = path.split("/")
    return parts[1] if parts[0] == "fakes" and len(parts) > 2 else None


def may_know(path, target):
    """Whether a file of a fake may include that of another; a test may also include a fake that builds on its own."""
    own, other = fake_of(path), fake_of(target)
    is_test = path.endswith("_test.cpp")
    return own == other or other in FAKES.get(own, ()) or (is_test and own in FAKES.get(other, ()))


def check_include(path, target):
    own, other = room_of(path), room_of(target)
    if path.startswith("handlers/") and not target.startswith("handlers/"):
        return f"the application includes {target}, of what it is tested on"
    if own is None or other is None:
        if own is not None and target.split("/")[0] in BESIDE:
            return f"{own} includes {target}, which builds on it"
        return None
    if other == "scenarios/harness" and path.endswith("_test.cpp"):
        return None  # which is there for tests, of any room
    if ROOMS.index(other) > ROOMS.index(own):
        return f"{own} includes {target}, which is a layer above it"
    if own == other == "fakes" and not may_know(path, target):
        return f"the fake {fake_of(path)} includes the fake {fake_of(target)}"
    return None


def sources(root):
    """The project's sources, in order; not what is built, installed or hidden."""
    for folder, names, files in os.walk(root):
        is_root = pathlib.Path(folder) == root
        names[:] = sorted(name for name in names
                          if not name.startswith(".") and name != "node_modules" and not (is_root and name.startswith("build")))
        yield from (pathlib.Path(folder, name) for name in sorted(files) if name.endswith((".h", ".cpp")))


def problems(root):
    for source in sources(root):
        path = source.relative_to(root).as_posix()
        for number, line in enumerate(source.read_text(encoding="utf-8").splitlines(), 1):
            include = INCLUDE.match(line)
            if include and "/" in include[1]:
                wrong = check_include(path, include[1])
                if wrong:
                    yield f"{path}:{number}: {wrong}"
            code = line.split("//")[0]
            for pattern, what, allowed in FORBIDDEN:
                if pattern.search(code) and not path.startswith(allowed):
                    yield f"{path}:{number}: {what}"


def main():
    root = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".").resolve()
    found = list(problems(root))
    print("\n".join(found) if found else "the layers hold")
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
