#!/usr/bin/env python3
"""Turns one AWS API model into constexpr tables (fakes/wire/model.h):

    generate.py --botocore DIR service NAME [--patch FILE] --output FILE.cpp [--depfile FILE.d]
    generate.py --botocore DIR index NAME... --output FILE.cpp

The model is botocore's service-2.json of the newest API version; DIR is botocore's data folder ("" : that of the
botocore that this interpreter imports).

A patch, fakes/<service>/model.patch.json, says what the model lacks or has wrong. It is a list of entries that are
applied in order. Each has "why" (the reason, and the source where it is known) and one subject:

    {"why": …, "service": {field: value, …}}
        protocols           every protocol that the service answers, its own first: ["query", "json"]
        json_version, target_prefix   of AWS JSON, where it is not the model's own protocol (CBOR's path has the latter)
        query_compatible    errors carry x-amzn-query-error
        error_namespace     what stands before '#' in an error's __type, and before the name of a class in a message
        validation_error    the code of an error that validate() finds
        crc32               JSON answers carry x-amz-crc32
        unwrapped_errors    REST-XML: <Error> is the root
        full_name, service_id, signing_name, endpoint_prefix, xml_namespace   as in the model's metadata

    {"why": …, "shape": NAME or [NAME, …], …} with one or more of
        "add": {…}                the shape is new, and this is it, in botocore's form ({"type": "structure", "members": …})
        "set": {field: value}     replaces fields in botocore's form: min, max, pattern, enum (its order is the order in
                                  which messages print it), required, payload, error, …; and "opaque": true (the JSON codec
                                  checks kinds but keeps the value as it came: base64 stays text; validate() does not look in)
        "unset": [field, …]       takes fields away
        "add_members": {…}        members that the structure lacks
        "replace_members": {…}    members that it has, anew
        "remove_members": […]
        "require": […], "optional": […]   members that are, or are not, required
        "order": […]              the members that are checked first, in the order in which the service's messages name them
        "first": {member: "alone", "own_words" or "in_full"}   members that are checked before all others (model::First)

    {"why": …, "operation": NAME, …} with one of
        "add": {…}                in botocore's form ({"http": …, "input": {"shape": …}, "output": …, "errors": […]})
        "set": {field: value}
        "remove": true

Naming something that is not there, or adding something that is, ends the build.
"""
import argparse
import glob
import json
import os
import re
import sys

PROTOCOLS = {"json": "json", "query": "query", "ec2": "ec2", "rest-json": "rest_json", "rest-xml": "rest_xml", "cbor": "cbor"}
KINDS = {"structure": "structure", "list": "list", "map": "map", "string": "string", "character": "string",
         "integer": "integer", "long": "long_integer", "float": "float_number", "double": "double_number",
         "boolean": "boolean", "blob": "blob", "timestamp": "timestamp"}
LOCATIONS = {"header": "header", "headers": "headers", "querystring": "query", "uri": "uri", "statusCode": "status_code"}
TIMESTAMPS = {"iso8601": "iso8601", "unixTimestamp": "unix_timestamp", "rfc822": "rfc822"}
SERVICE_FIELDS = {"protocols", "json_version", "target_prefix", "query_compatible", "error_namespace", "validation_error",
                  "crc32", "unwrapped_errors", "full_name", "service_id", "signing_name", "endpoint_prefix", "xml_namespace"}
MEMBER_LISTS = {"add_members", "replace_members", "remove_members", "require", "optional", "order", "first"}


class PatchError(Exception):
    pass


def expect(condition, message):
    if not condition:
        raise PatchError(message)


# --- the patch -------------------------------------------------------------------------------------------------------

def apply_patch(model, patch):
    for number, entry in enumerate(patch, 1):
        try:
            expect(entry.get("why"), 'has no "why"')
            subjects = [s for s in ("service", "shape", "operation") if s in entry]
            expect(len(subjects) == 1, "needs exactly one of service, shape, operation")
            {"service": patch_service, "shape": patch_shape, "operation": patch_operation}[subjects[0]](model, entry)
        except PatchError as error:
            subject = entry.get("shape") or entry.get("operation") or "service"
            raise PatchError(f"entry {number} ({subject}): {error}") from None


def patch_service(model, entry):
    unknown = set(entry["service"]) - SERVICE_FIELDS
    expect(not unknown, f"unknown service fields {sorted(unknown)}")
    model["service"].update(entry["service"])


def patch_shape(model, entry):
    unknown = set(entry) - {"why", "shape", "add", "set", "unset"} - MEMBER_LISTS
    expect(not unknown, f"unknown actions {sorted(unknown)}")
    for name in entry["shape"] if isinstance(entry["shape"], list) else [entry["shape"]]:
        patch_one_shape(model["shapes"], name, entry)


def patch_one_shape(shapes, name, entry):
    if "add" in entry:
        expect(name not in shapes, "the model has this shape")
        shapes[name] = entry["add"]
    expect(name in shapes, f"the model has no shape {name}")
    shape = shapes[name]
    shape.update(entry.get("set", {}))
    for field in entry.get("unset", []):
        expect(field in shape, f"it has no {field}")
        del shape[field]
    if MEMBER_LISTS & set(entry):
        expect(shape["type"] == "structure", f"{name} is no structure")
        patch_members(name, shape, entry)


def patch_members(name, shape, entry):
    members = shape.setdefault("members", {})
    required = shape.setdefault("required", [])

    def known(action):
        for member in entry.get(action, []):
            expect(member in members, f"{action}: {name} has no member {member}")
            yield member

    for member, value in entry.get("add_members", {}).items():
        expect(member not in members, f"{name} has a member {member}")
        members[member] = dict(value)
    for member in known("replace_members"):
        members[member] = dict(entry["replace_members"][member])
    for member in list(known("remove_members")):
        del members[member]
        if member in required:
            required.remove(member)
    for member in known("require"):
        expect(member not in required, f"{member} is required already")
        required.append(member)
    for member in known("optional"):
        expect(member in required, f"{member} is not required")
        required.remove(member)
    for member in known("first"):
        members[member]["first"] = entry["first"][member]
    first = list(known("order"))
    if first:
        shape["members"] = {member: members[member] for member in first + [m for m in members if m not in first]}


def patch_operation(model, entry):
    name, operations = entry["operation"], model["operations"]
    unknown = set(entry) - {"why", "operation", "add", "set", "remove"}
    expect(not unknown, f"unknown actions {sorted(unknown)}")
    if "add" in entry:
        expect(name not in operations, "the model has this operation")
        operations[name] = {"name": name, **entry["add"]}
    expect(name in operations, "the model has no such operation")
    operations[name].update(entry.get("set", {}))
    if entry.get("remove"):
        del operations[name]


# --- the model -------------------------------------------------------------------------------------------------------

def data_folder(given):
    if given:
        return given
    import botocore  # Debian's python3-botocore
    return os.path.join(os.path.dirname(botocore.__file__), "data")


def model_path(folder, name):
    versions = sorted(glob.glob(os.path.join(folder, name, "*", "service-2.json")))
    if not versions:
        sys.exit(f"generate.py: botocore's data in {folder} has no {name}")
    return versions[-1]


def load(path, patch_path):
    with open(path, encoding="utf-8") as file:
        model = json.load(file)
    metadata = model["metadata"]
    own = metadata["protocol"]
    model["service"] = {
        "full_name": metadata["serviceFullName"],
        "service_id": metadata.get("serviceId", ""),
        "endpoint_prefix": metadata["endpointPrefix"],
        "signing_name": metadata.get("signingName", metadata["endpointPrefix"]),
        "api_version": metadata["apiVersion"],
        "protocols": [own],
        "json_version": metadata.get("jsonVersion", "1.0" if own == "json" else ""),
        "target_prefix": metadata.get("targetPrefix", ""),
        "xml_namespace": metadata.get("xmlNamespace", ""),
        "query_compatible": "awsQueryCompatible" in metadata,
        "error_namespace": "",
        "validation_error": "ValidationError" if own == "query" else "ValidationException",
        "crc32": False,
        "unwrapped_errors": False,
    }
    if patch_path:
        with open(patch_path, encoding="utf-8") as file:
            apply_patch(model, json.load(file))
    check_references(model)
    return model


def references(shape):
    yield from shape.get("members", {}).values()
    for part in ("member", "key", "value"):
        if part in shape:
            yield shape[part]


def check_references(model):
    """A shape that is named and not there (only a patch can do that) ends the build."""
    for name, shape in model["shapes"].items():
        for reference in references(shape):
            expect(reference["shape"] in model["shapes"], f"{name} refers to {reference['shape']}, which is not there")
    for name, operation in model["operations"].items():
        for reference in [operation.get("input"), operation.get("output"), *operation.get("errors", [])]:
            expect(reference is None or reference["shape"] in model["shapes"], f"{name} refers to a shape that is not there")


def reachable(model):
    """The shapes that operations and exceptions reach, by name, sorted."""
    shapes, found = model["shapes"], set()
    todo = [name for name, shape in shapes.items() if shape.get("exception")]
    for operation in model["operations"].values():
        todo += [operation[part]["shape"] for part in ("input", "output") if part in operation]
        todo += [error["shape"] for error in operation.get("errors", [])]
    while todo:
        name = todo.pop()
        if name not in found:
            found.add(name)
            todo += [reference["shape"] for reference in references(shapes[name])]
    return sorted(found)


# --- patterns: Java's regular expressions as PCRE2 reads them --------------------------------------------------------

SURROGATES = {  # how Java spells what is beyond the basic plane
    r"\uD800\uDC00-\uDBFF\uDFFF": r"\x{10000}-\x{10FFFF}",
    r"\ud800\udc00-\udbff\udfff": r"\x{10000}-\x{10FFFF}",
}
CLASSES = {  # Java's names of classes that are POSIX's in PCRE2
    "ASCII": r"\x00-\x7F", "Alpha": "a-zA-Z", "Digit": "0-9", "Alnum": "a-zA-Z0-9", "Upper": "A-Z", "Lower": "a-z",
    "Punct": r"!-/:-@\[-`{-~", "Graph": "!-~", "Print": " -~", "Blank": r" \t", "Space": r" \t\n\x0B\f\r",
    "Cntrl": r"\x00-\x1F\x7F", "XDigit": "0-9a-fA-F", "InBasicLatin": r"\x00-\x7F", "IsAlphabetic": r"\p{L}\p{Nl}",
    "IsDigit": r"\p{Nd}", "IsLetter": r"\p{L}",
}


def pcre(pattern):
    for java, perl in SURROGATES.items():
        pattern = pattern.replace(java, perl)
    pattern = re.sub(r"\\u([0-9A-Fa-f]{4})", r"\\x{\1}", pattern)

    result, in_class, i = [], False, 0
    while i < len(pattern):
        named = re.compile(r"\\p\{(\w+)\}").match(pattern, i)
        if named and named[1] in CLASSES:
            result.append(CLASSES[named[1]] if in_class else f"[{CLASSES[named[1]]}]")
            i = named.end()
        elif pattern[i] == "\\":
            result.append(pattern[i:i + 2])
            i += 2
        else:
            if pattern[i] == "[":
                if in_class:  # Java's union: [a[b]]; PCRE2 takes it as a literal
                    result.append("\\")
                in_class = True
            elif pattern[i] == "]" and result and result[-1] not in ("[", "[^"):
                in_class = False
            result.append(pattern[i])
            i += 1
    return "".join(result)


# --- C++ -------------------------------------------------------------------------------------------------------------

def text(value):
    """A C++ string_view literal of UTF-8 text."""
    out = []
    for byte in value.encode("utf-8"):
        char = chr(byte)
        out.append(char if 32 <= byte < 127 and char not in '"\\?' else f"\\{byte:03o}")
    return f'"{"".join(out)}"sv'


def number(value):
    return repr(float(value)) if float(value) != int(float(value)) or abs(float(value)) > 1e15 else f"{int(float(value))}.0"


def initializer(fields):
    """Designated initializers of the fields that are not empty, in their order."""
    return "{" + ", ".join(f".{name} = {value}" for name, value in fields if value not in (None, "", '""sv', "false")) + "}"


def flag(value):
    return "true" if value else "false"


def enumerator(kind, table, value):
    return f"{kind}::{table[value]}" if value is not None else None


def shape_location_name(shape):
    """The name that a member takes from its shape, as botocore has it: a flattened list's that of its elements
    (SQS's AttributeName.1), a list's or map's its own."""
    if shape["type"] == "list" and shape.get("flattened"):
        return shape["member"].get("locationName", "")
    return shape.get("locationName", "") if shape["type"] in ("list", "map") else ""


class Tables:
    """Rows of the arrays to be written; a shape is known by its place."""

    def __init__(self, model):
        self.model = model
        self.names = reachable(model)
        self.place = {name: index for index, name in enumerate(self.names)}
        self.members, self.texts, self.errors = [], [], []

    def pointer(self, shape):
        return f"&shapes[{self.place[shape]}]"

    def member(self, name, reference, required=False):
        shape = self.model["shapes"][reference["shape"]]
        namespace = reference.get("xmlNamespace", {})
        location = reference.get("location")
        return initializer([
            ("name", text(name)),
            ("shape", self.pointer(reference["shape"])),
            ("location_name", text(reference.get("locationName") or shape_location_name(shape))),
            ("query_name", text(reference.get("queryName", ""))),
            ("xml_prefix", text(namespace.get("prefix", "") if isinstance(namespace, dict) else "")),
            ("xml_namespace", text(namespace.get("uri", "") if isinstance(namespace, dict) else namespace)),
            ("location", enumerator("Location", LOCATIONS, location)),
            ("timestamp_format", enumerator("TimestampFormat", TIMESTAMPS, reference.get("timestampFormat"))),
            ("required", flag(required)),
            ("xml_attribute", flag(reference.get("xmlAttribute"))),
            ("flattened", flag(reference.get("flattened") or shape.get("flattened"))),
            ("idempotency_token", flag(reference.get("idempotencyToken"))),
            ("host_label", flag(reference.get("hostLabel"))),
            ("json_value", flag(reference.get("jsonvalue"))),
            ("sensitive", flag(reference.get("sensitive") or shape.get("sensitive"))),
            ("first", enumerator("First", {"alone": "alone", "own_words": "own_words", "in_full": "in_full"}, reference.get("first"))),
        ])

    def add_members(self, rows):
        start = len(self.members)
        self.members += rows
        return f"{{&members[{start}], {len(rows)}}}" if rows else None

    def add_member(self, row):
        self.members.append(row)
        return f"&members[{len(self.members) - 1}]"

    def add_texts(self, values):
        start = len(self.texts)
        self.texts += [text(value) for value in values]
        return f"{{&texts[{start}], {len(values)}}}" if values else None

    def add_errors(self, names):
        start = len(self.errors)
        self.errors += [self.pointer(name) for name in names]
        return f"{{&errors[{start}], {len(names)}}}" if names else None

    def shape(self, name):
        shape = self.model["shapes"][name]
        error, namespace = shape.get("error", {}), shape.get("xmlNamespace", {})
        required = set(shape.get("required", []))
        members = [self.member(key, value, key in required) for key, value in shape.get("members", {}).items()]
        element = shape.get("member") or shape.get("value")
        pattern = shape.get("pattern", "")
        kind = "document" if shape.get("document") else KINDS[shape["type"]]
        return initializer([
            ("name", text(name)),
            ("kind", f"Kind::{kind}"),
            ("members", self.add_members(members)),
            ("element", self.add_member(self.member("member" if shape["type"] == "list" else "value", element)) if element else None),
            ("key", self.add_member(self.member("key", shape["key"])) if "key" in shape else None),
            ("payload", text(shape.get("payload", ""))),
            ("enumeration", self.add_texts(shape.get("enum", []))),
            ("min", number(shape["min"]) if "min" in shape else None),
            ("max", number(shape["max"]) if "max" in shape else None),
            ("has_min", flag("min" in shape)),
            ("has_max", flag("max" in shape)),
            ("pattern", text(pattern)),
            ("expression", text(pcre(pattern))),
            ("timestamp_format", enumerator("TimestampFormat", TIMESTAMPS, shape.get("timestampFormat"))),
            ("xml_name", text(shape.get("locationName", ""))),
            ("xml_prefix", text(namespace.get("prefix", "") if isinstance(namespace, dict) else "")),
            ("xml_namespace", text(namespace.get("uri", "") if isinstance(namespace, dict) else namespace)),
            ("flattened", flag(shape.get("flattened"))),
            ("is_union", flag(shape.get("union"))),
            ("streaming", flag(shape.get("streaming"))),
            ("event_stream", flag(shape.get("eventstream"))),
            ("opaque", flag(shape.get("opaque"))),
            ("sensitive", flag(shape.get("sensitive"))),
            ("exception", flag(shape.get("exception"))),
            ("fault", flag(shape.get("fault") or error.get("fault"))),
            ("sender_fault", flag(error.get("senderFault"))),
            ("error_code", text(error.get("code", ""))),
            ("http_status", str(error["httpStatusCode"]) if "httpStatusCode" in error else None),
        ])

    def operation(self, name):
        operation = self.model["operations"][name]
        http, given, output = operation.get("http", {}), operation.get("input", {}), operation.get("output", {})
        code = http.get("responseCode")
        return initializer([
            ("name", text(name)),
            ("method", text(http.get("method", "POST"))),
            ("uri", text(http.get("requestUri", "/"))),
            ("input", self.pointer(given["shape"]) if given else None),
            ("output", self.pointer(output["shape"]) if output else None),
            ("result_wrapper", text(output.get("resultWrapper", ""))),
            ("input_location_name", text(given.get("locationName", ""))),
            ("input_xml_namespace", text(given.get("xmlNamespace", {}).get("uri", ""))),
            ("errors", self.add_errors([error["shape"] for error in operation.get("errors", [])])),
            ("response_code", str(code) if code else None),
            ("unsigned_allowed", flag(operation.get("authtype") == "none" or "smithy.api#noAuth" in operation.get("auth", []))),
            ("deprecated", flag(operation.get("deprecated"))),
        ])


def identifier(name):
    return name.replace("-", "_")


def rows(kind, name, values):
    """One constant array. Arrays are never of size 0."""
    if not values:
        return ""
    return f"constinit const {kind} {name}[{len(values)}] = {{\n" + "".join(f"    {value},\n" for value in values) + "};\n"


def service_source(name, model):
    tables = Tables(model)
    service = model["service"]
    shapes = [tables.shape(shape) for shape in tables.names]
    operations = [tables.operation(operation) for operation in sorted(model["operations"])]
    exceptions = tables.add_errors([shape for shape in tables.names if model["shapes"][shape].get("exception")])
    protocols = [f"Protocol::{PROTOCOLS[protocol]}" for protocol in service["protocols"]]
    row = initializer(
        [("name", text(name))]
        + [(field, text(service[field])) for field in ("full_name", "service_id", "endpoint_prefix", "signing_name", "api_version")]
        + [("protocol", protocols[0])]
        + [(field, text(service[field])) for field in ("json_version", "target_prefix", "xml_namespace")]
        + [("query_compatible", flag(service["query_compatible"])), ("operations", "operations"), ("errors", exceptions),
           ("protocols", "protocols"), ("error_namespace", text(service["error_namespace"])),
           ("validation_error", text(service["validation_error"])),
           ("unwrapped_errors", flag(service["unwrapped_errors"])), ("crc32", flag(service["crc32"]))])
    return "".join([
        "// Made by tools/model/generate.py.\n#include \"fakes/wire/model.h\"\n\n",
        "namespace cloche::wire::model {\n\nusing namespace std::literals;\n\nnamespace {\n\n",
        f"extern const Shape shapes[{len(shapes)}];\n\n",
        rows("std::string_view", "texts", tables.texts),
        rows("Member", "members", tables.members),
        rows("Shape* const", "errors", tables.errors),
        rows("Shape", "shapes", shapes),
        rows("Operation", "operations", operations),
        rows("Protocol", "protocols", protocols),
        "\n}  // namespace\n\n",
        f"extern const Service {identifier(name)}_service;\nconstinit const Service {identifier(name)}_service = {row};\n\n",
        "}  // namespace cloche::wire::model\n",
    ])


def index_source(names):
    declarations = "".join(f"extern const Service {identifier(name)}_service;\n" for name in sorted(names))
    pointers = [f"&{identifier(name)}_service" for name in sorted(names)]
    return ("// Made by tools/model/generate.py.\n#include \"fakes/wire/model.h\"\n\nnamespace cloche::wire::model {\n\n"
            f"{declarations}\nnamespace {{\n{rows('Service* const', 'all', pointers)}}}  // namespace\n\n"
            "std::span<const Service* const> services() { return all; }\n\n}  // namespace cloche::wire::model\n")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--botocore", default="")
    commands = parser.add_subparsers(dest="command", required=True)
    service = commands.add_parser("service")
    service.add_argument("name")
    service.add_argument("--patch")
    service.add_argument("--output", required=True)
    service.add_argument("--depfile")
    index = commands.add_parser("index")
    index.add_argument("names", nargs="+")
    index.add_argument("--output", required=True)
    arguments = parser.parse_args()

    if arguments.command == "index":
        source = index_source(arguments.names)
    else:
        path = model_path(data_folder(arguments.botocore), arguments.name)
        try:
            source = service_source(arguments.name, load(path, arguments.patch))
        except PatchError as error:
            sys.exit(f"generate.py: {arguments.patch}: {error}")
        if arguments.depfile:
            with open(arguments.depfile, "w", encoding="utf-8") as file:
                file.write(f"{arguments.output}: {path} {arguments.patch or ''}\n")
    with open(arguments.output, "w", encoding="utf-8") as file:
        file.write(source)


main()
