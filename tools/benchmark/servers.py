"""The programs under test, started and loaded."""
import json
import pathlib
import re
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build"
PROGRAMS = BUILD / "tools/benchmark"
PACKAGES = ROOT / "tools/benchmark/node_modules"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def authorization(service):
    return (f"AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20260101/us-east-1/{service}/aws4_request, "
            "SignedHeaders=host;x-amz-date, Signature=" + "0" * 64)


def headers(service, **more):
    return {"X-Amz-Date": time.strftime("%Y%m%dT%H%M%SZ", time.gmtime()), "Authorization": authorization(service), **more}


def raw(path, data, fields):
    """A POST as it goes over the wire, for the load generator."""
    lines = [f"POST {path} HTTP/1.1", "Host: localhost"] + [f"{name}: {value}" for name, value in fields.items()]
    return "\r\n".join(lines + [f"Content-Length: {len(data)}"]).encode() + b"\r\n\r\n" + data


class Server:
    """One of the programs under test. `port_line` finds the port in what it prints, where it picks one."""

    def __init__(self, name, command, port=None, port_line=None, cwd=ROOT):
        self.name = name
        begin = time.perf_counter()
        self.process = subprocess.Popen([str(part) for part in command], stdout=subprocess.PIPE if port_line else subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL, text=True, cwd=cwd)
        if port_line:
            for line in self.process.stdout:
                found = re.search(port_line, line)
                if found:
                    port = int(found[1])
                    break
            else:
                sys.exit(f"{name} did not say its port")
        self.port = port
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                if self.process.poll() is not None or time.perf_counter() - begin > 60:
                    sys.exit(f"{name} did not start: {command}")

    def load(self, requests, expected, connections, seconds):
        """{"per_second", "p50_us", "p99_us", …}; ends the run where an answer is wrong."""
        with tempfile.NamedTemporaryFile() as file:
            file.write(b"".join(requests))
            file.flush()
            done = subprocess.run([PROGRAMS / "bench_load", "--port", str(self.port), "--requests", file.name,
                                   "--connections", str(connections), "--seconds", str(seconds), "--expect", expected],
                                  stdout=subprocess.PIPE, text=True)
        if done.returncode != 0:
            sys.exit(f"{self.name} gave a wrong answer under load")
        return json.loads(done.stdout)

    def memory_mib(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1]) / 1024

    def stop(self):
        self.process.terminate()
        self.process.wait()


def start_cloche(*arguments):
    return Server("cloche", [BUILD / "cloche", "up", "--port", "0", *arguments], port_line=r"^ready \S+:(\d+)")


def start_bare(*next_port):
    return Server("bare", [PROGRAMS / "bench_bare", *next_port], port_line=r"(\d+)")


def progress(text):
    print(f"\r{text:<78}", end="", file=sys.stderr)
