"""Lambda: warm invocations beside a bare HTTP server of the same language and serverless-offline; cold starts beside fork+exec."""
import base64
import io
import json
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
import zipfile

from servers import PACKAGES, PROGRAMS, ROOT, Server, free_port, headers, progress, raw, start_bare, start_cloche

BENCHMARK = ROOT / "tools/benchmark"
CONNECTIONS = (1, 2)  # two environments at most
EVENT = b'{"name":"Ada Lovelace"}'
ANSWER = '{"ok":true}'
COLD_STARTS = 40

CODE = {
    "C++": ("provided.al2023", "any", {"bootstrap": PROGRAMS / "bench_function"}),
    "python": ("python3.12", "app.handler", {"app.py": 'def handler(event, context):\n    return {"ok": True}\n'}),
    "node": ("nodejs22.x", "app.handler", {"app.mjs": "export const handler = async () => ({ ok: true });\n"}),
}


def zipped(files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name)
            entry.external_attr = 0o755 << 16
            archive.writestr(entry, content.read_bytes() if isinstance(content, pathlib.Path) else content)
    return base64.b64encode(packed.getvalue()).decode()


def post(port, path, body):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", json.dumps(body).encode(),
                                     headers("lambda", **{"Content-Type": "application/json"}))
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def path_of(function):
    return f"/2015-03-31/functions/{function}/invocations"


def name_of(language):
    return {"C++": "native"}.get(language, language)


def create_functions(port):
    for language, (runtime, handler, files) in CODE.items():
        post(port, "/2015-03-31/functions", {
            "FunctionName": name_of(language), "Runtime": runtime, "Handler": handler, "Role": "arn:aws:iam::000000000000:role/bench",
            "Code": {"ZipFile": zipped(files)}, "MemorySize": 512})
        assert json.dumps(post(port, path_of(name_of(language)), {}), separators=(",", ":")) == ANSWER


def start_serverless_offline(folder):
    """A node function in serverless-offline's worker threads, behind its Lambda API."""
    pathlib.Path(folder, "app.js").write_text("exports.handler = async () => ({ ok: true });\n")
    pathlib.Path(folder, "serverless.yml").write_text(
        "service: bench\nprovider: {name: aws, runtime: nodejs20.x, stage: dev}\nplugins: [serverless-offline]\n"
        "functions: {node: {handler: app.handler, events: [{httpApi: 'POST /node'}]}}\n")
    pathlib.Path(folder, "node_modules").symlink_to(PACKAGES)
    port = free_port()
    return Server("serverless-offline", [ROOT / "tools/node", PACKAGES / "serverless/bin/serverless.js", "offline", "--lambdaPort", port,
                                         "--httpPort", free_port(), "--noTimeout"], port, cwd=folder)


def bare_servers():
    return {"C++": start_bare(),
            "python": Server("bare python", ["/usr/bin/python3", BENCHMARK / "bare_server.py"], port_line=r"(\d+)"),
            "node": Server("bare node", [ROOT / "tools/node", BENCHMARK / "bare_server.mjs"], port_line=r"(\d+)")}


def measure(chosen, seconds, rounds):
    """Results by (language, connections, "bare" | "cloche" | "serverless-offline")."""
    results = {}
    fields = headers("lambda", **{"Content-Type": "application/json"})
    with tempfile.TemporaryDirectory() as folder:
        cloche = start_cloche()
        servers = [("cloche", language, cloche, path_of(name_of(language))) for language in CODE]
        servers += [("bare", language, server, path_of("any")) for language, server in bare_servers().items()]
        if "serverless-offline" in chosen:
            servers.append(("serverless-offline", "node", start_serverless_offline(folder), path_of("bench-dev-node")))
        try:
            create_functions(cloche.port)
            for round_number in range(rounds + 1):  # the first warms up
                for connections in CONNECTIONS:
                    for name, language, server, path in servers:
                        expected = "" if name == "bare" and language == "C++" else '"ok":'
                        one = server.load([raw(path, EVENT, fields)], expected, connections, seconds)
                        if round_number > 0:
                            results.setdefault((language, connections, name), []).append(one)
                        progress(f"round {round_number}/{rounds}: {language}, {connections} connections, {name}")
            print(file=sys.stderr)
            return results, cold_starts(cloche.port)
        finally:
            for server in {id(server): server for _, _, server, _ in servers}.values():
                server.stop()


def cold_starts(port):
    """Median milliseconds of an invocation that starts a process, and of one that finds it."""
    taken = {"cold": [], "warm": []}
    for _ in range(COLD_STARTS):
        request = urllib.request.Request(f"http://127.0.0.1:{port}/_cloche/cold-start?account=000000000000", b"", method="POST")
        urllib.request.urlopen(request).close()
        for kind in ("cold", "warm"):
            begin = time.perf_counter()
            post(port, path_of("native"), {})
            taken[kind].append((time.perf_counter() - begin) * 1000)
    return {kind: statistics.median(times) for kind, times in taken.items()}


def warm_table(results):
    lines = ["| function | connections | bare p50 | cloche p50 | cloche p99 | time, cloche / bare | cloche, 1/s | serverless-offline, 1/s |",
             "|---|---|---|---|---|---|---|---|"]
    for language in CODE:
        for connections in CONNECTIONS:
            own, bare = results[language, connections, "cloche"], results[language, connections, "bare"]
            other = results.get((language, connections, "serverless-offline"))
            ratio = statistics.median(a["p50_us"] / b["p50_us"] for a, b in zip(own, bare))

            def median(runs, key):
                return statistics.median(run[key] for run in runs)

            lines.append(f"| {language} | {connections} | {median(bare, 'p50_us'):.0f} µs | {median(own, 'p50_us'):.0f} µs | "
                         f"{median(own, 'p99_us'):.0f} µs | {ratio:.1f} | {median(own, 'per_second'):,.0f} | "
                         f"{'%s' % format(median(other, 'per_second'), ',.0f') if other else '–'} |")
    return "\n".join(lines)


def report(chosen, seconds, rounds):
    results, starts = measure(chosen, seconds, rounds)
    spawn = float(subprocess.run([PROGRAMS / "bench_spawn", PROGRAMS / "bench_function"], stdout=subprocess.PIPE, check=True).stdout)
    return "\n".join([warm_table(results), "", "| | median |", "|---|---|",
                      f"| fork+exec of the C++ function, until it has ended | {spawn:.2f} ms |",
                      f"| its cold start, over its warm invocation | {starts['cold'] - starts['warm']:.2f} ms |"])
