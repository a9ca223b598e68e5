#!/usr/bin/env python3
"""Writes a file's text as a constexpr std::string_view: embed.py INPUT OUTPUT NAMESPACE NAME."""
import sys

PIECE = 12000  # bytes a literal; compilers bound a single one


def main():
    source, target, namespace, name = sys.argv[1:]
    data = open(source, "rb").read()
    pieces = []
    for start in range(0, len(data), PIECE):
        text = "".join(chr(b) if 32 <= b < 127 and chr(b) not in '"\\?' else f"\\{b:03o}" for b in data[start:start + PIECE])
        pieces.append(f'    "{text}"')
    body = "\n".join(pieces) or '    ""'
    with open(target, "w", encoding="ascii") as out:
        out.write(f"#pragma once\n#include <string_view>\nnamespace {namespace} {{\n"
                  f"inline constexpr std::string_view {name}{{\n{body},\n    {len(data)}}};\n}}\n")


main()
