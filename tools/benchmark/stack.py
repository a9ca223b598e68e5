"""API Gateway -> Lambda -> DynamoDB PutItem beside bare servers of the same three hops and serverless-offline; and what a stack costs:
its deployment, a fork of it, the case study's month."""
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

from servers import BUILD, PACKAGES, PROGRAMS, ROOT, Server, free_port, headers, progress, raw, start_bare, start_cloche

CONNECTIONS = (1, 2)
BODY = b'{"name":"Ada Lovelace","passed":true}'
TEMPLATE = ROOT / "handlers/template.yaml"
MONTH = ROOT / "scenarios/month.json"

NODE_FUNCTION = """
const { DynamoDBClient, PutItemCommand } = require("@aws-sdk/client-dynamodb");
const client = new DynamoDBClient({});
exports.handler = async (event) => {
  const item = { id: { S: event.requestContext.requestId }, body: { S: event.body } };
  await client.send(new PutItemCommand({ TableName: process.env.TABLE, Item: item }));
  return { statusCode: 200, headers: { "Content-Type": "application/json" }, body: '{"ok":true}' };
};
"""


def function(code, runtime, handler, path):
    return {"Type": "AWS::Serverless::Function",
            "Properties": {"CodeUri": str(code), "Runtime": runtime, "Handler": handler, "MemorySize": 512, "Timeout": 20,
                           "Environment": {"Variables": {"TABLE": {"Ref": "Table"}}}, "Policies": [{"DynamoDBWritePolicy": {"TableName": {"Ref": "Table"}}}],
                           "Events": {"Put": {"Type": "Api", "Properties": {"Path": path, "Method": "post"}}}}}


def write_stack(folder):
    """A SAM template of two functions that do the same, one in C++ and one in node."""
    native, node = folder / "native", folder / "node"
    native.mkdir()
    node.mkdir()
    (native / "bootstrap").symlink_to(PROGRAMS / "bench_put_function")
    (node / "app.js").write_text(NODE_FUNCTION)
    (node / "node_modules").symlink_to(PACKAGES)
    template = folder / "template.json"
    template.write_text(json.dumps({
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Table": {"Type": "AWS::Serverless::SimpleTable", "Properties": {"PrimaryKey": {"Name": "id", "Type": "String"}}},
                      "Native": function(native, "provided.al2023", "bootstrap", "/native"),
                      "Node": function(node, "nodejs22.x", "app.handler", "/node")}}))
    return template


def start_serverless_offline(folder, database):
    """The node function in serverless-offline, with the same DynamoDB behind it."""
    folder.mkdir()
    (folder / "app.js").write_text(NODE_FUNCTION)
    (folder / "serverless.yml").write_text(
        "service: bench\nprovider: {name: aws, runtime: nodejs20.x, stage: dev}\nplugins: [serverless-offline]\n"
        f"functions: {{node: {{handler: app.handler, environment: {{TABLE: offline, AWS_ENDPOINT_URL: 'http://127.0.0.1:{database}', "
        "AWS_REGION: us-east-1, AWS_ACCESS_KEY_ID: test, AWS_SECRET_ACCESS_KEY: test}, events: [{http: 'POST /node'}]}}\n")
    (folder / "node_modules").symlink_to(PACKAGES)
    request(database, "/", {"TableName": "offline", "BillingMode": "PAY_PER_REQUEST", "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                            "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}]},
            headers("dynamodb", **{"X-Amz-Target": "DynamoDB_20120810.CreateTable", "Content-Type": "application/x-amz-json-1.0"}))
    port = free_port()
    return Server("serverless-offline", [ROOT / "tools/node", PACKAGES / "serverless/bin/serverless.js", "offline", "--lambdaPort", free_port(),
                                         "--httpPort", port, "--noTimeout"], port, cwd=folder)


def request(port, path, body=None, fields=None, method="POST"):
    data = None if body is None else json.dumps(body).encode()
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{port}{path}", data, fields or {}, method=method), timeout=60) as answer:
        return json.load(answer)


def api_path(port):
    apis = request(port, "/restapis", fields=headers("apigateway"), method="GET")["item"]
    return f"/_aws/execute-api/{apis[0]['id']}/Prod"


def measure(chosen, seconds, rounds):
    """Results by (name, connections)."""
    results = {}
    servers = []
    with tempfile.TemporaryDirectory() as made:
        folder = pathlib.Path(made)
        try:
            cloche = start_cloche(write_stack(folder))
            servers.append(cloche)
            hops = [start_bare()]
            for _ in range(2):
                hops.append(start_bare(hops[-1].port))
            servers += hops
            base = api_path(cloche.port)
            measured = [("bare", hops[-1], "/put", ""), ("C++", cloche, base + "/native", '"ok":true'), ("node", cloche, base + "/node", '"ok":true')]
            if "serverless-offline" in chosen:
                servers.append(start_serverless_offline(folder / "offline", cloche.port))
                measured.append(("serverless-offline", servers[-1], "/dev/node", '"ok":true'))
            for round_number in range(rounds + 1):  # the first warms up
                for connections in CONNECTIONS:
                    for name, server, path, expected in measured:
                        one = server.load([raw(path, BODY, {"Content-Type": "application/json"})], expected, connections, seconds)
                        if round_number > 0:
                            results.setdefault((name, connections), []).append(one)
                        progress(f"round {round_number}/{rounds}: {name}, {connections} connections")
            print(file=sys.stderr)
        finally:
            for server in servers:
                server.stop()
    return results


def table(results):
    lines = ["| function | connections | p50 | p99 | 1/s | time, of bare | requests, of serverless-offline |", "|---|---|---|---|---|---|---|"]
    for name in dict.fromkeys(name for name, _ in results):
        for connections in CONNECTIONS:
            own, bare = results[name, connections], results["bare", connections]
            other = results.get(("serverless-offline", connections))

            def median(key):
                return statistics.median(run[key] for run in own)

            ratio = statistics.median(a["p50_us"] / b["p50_us"] for a, b in zip(own, bare))
            more = statistics.median(a["per_second"] / b["per_second"] for a, b in zip(own, other)) if other else None
            lines.append(f"| {name} | {connections} | {median('p50_us'):.0f} µs | {median('p99_us'):.0f} µs | {median('per_second'):,.0f} | {ratio:.1f} | "
                         f"{'–' if more is None else format(more, '.1f')} |")
    return "\n".join(lines)


def timed(work):
    begin = time.perf_counter()
    answer = work()
    return (time.perf_counter() - begin) * 1000, answer


def stack_costs(times=15):
    """Medians, in milliseconds, of deploying handlers/template.yaml and of forking what came of it."""
    deploys, forks = [], []
    cloche = start_cloche()
    try:
        for _ in range(times):
            request(cloche.port, "/_cloche/reset", {})
            deploys.append(timed(lambda: request(cloche.port, "/_cloche/deploy", {"stack": "bench", "file": str(TEMPLATE)}))[0])
        for _ in range(times):
            taken, fork = timed(lambda: request(cloche.port, "/_cloche/fork", {}))
            forks.append(taken)
            request(int(fork["endpoint"].rsplit(":", 1)[1]), "/_cloche/fork", method="DELETE")
    finally:
        cloche.stop()
    return statistics.median(deploys), statistics.median(forks)


def month():
    """Seconds of replaying it, with the start of Cloche and the deployment."""
    taken, done = timed(lambda: subprocess.run([BUILD / "cloche", "replay", MONTH], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True))
    if done.returncode != 0:
        sys.exit(f"the month does not hold:\n{done.stdout}")
    return taken / 1000


def report(chosen, seconds, rounds):
    results = measure(chosen, seconds, rounds)
    deploy, fork = stack_costs()
    months = statistics.median(month() for _ in range(min(rounds, 3)))
    return "\n".join([table(results), "", "| | median |", "|---|---|", f"| deploy of handlers/template.yaml | {deploy:.1f} ms |",
                      f"| a fork of it, over HTTP | {fork:.1f} ms |", f"| the month of 10,000 events, from start to end of `cloche replay` | {months:.1f} s |"])
