#!/usr/bin/env python3
"""Runs a function's executable as on a machine that has nothing but it: no library, no glibc, only what the image of provided.al2023 has in /etc.

    empty_machine_test.py BOOTSTRAP

It must find localhost in /etc/hosts and AWS by DNS, whatever else nsswitch.conf names; trust the bundle of authorities where Amazon Linux has it; check the certificate's name; and use the region's own
endpoint where no other is set. Runs in a network and user namespace of its own, in a root directory of its own; where the machine does not allow these, it says so and exits with 77.
"""
import fcntl
import http.server
import json
import os
import pathlib
import shutil
import socket
import ssl
import struct
import subprocess
import sys
import tempfile
import threading

HOST = "dynamodb.eu-west-1.amazonaws.com"
ITEM = {"examId": {"S": "e"}, "title": {"S": "From DynamoDB"}, "opensAt": {"N": "0"}, "closesAt": {"N": "1000"}, "questionCount": {"N": "0"},
        "version": {"N": "1"}, "questionsTag": {"S": ""}, "changedBy": {"S": "x"}}
EVENT = {"httpMethod": "GET", "resource": "/exams/{examId}", "pathParameters": {"examId": "e"}, "headers": {},
         "requestContext": {"requestTimeEpoch": 0}}


def raise_loopback():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 1 | 64)  # IFF_UP | IFF_RUNNING
        fcntl.ioctl(any_socket, 0x8914, request)  # SIOCSIFFLAGS


def serve_names():
    """A DNS server that knows one name."""
    server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    server.bind(("127.0.0.1", 53))

    def serve():
        while True:
            question, client = server.recvfrom(512)
            end = question.index(b"\0", 12) + 5
            labels, at = [], 12
            while question[at]:
                labels.append(question[at + 1:at + 1 + question[at]].decode())
                at += question[at] + 1
            wants_address = question[end - 4:end - 2] == b"\0\x01"
            known = ".".join(labels) == HOST
            answer = b"\xc0\x0c\0\x01\0\x01\0\0\0\x3c\0\x04\x7f\0\0\x01" if known and wants_address else b""
            head = question[:2] + (b"\x81\x80" if known else b"\x81\x83") + b"\0\x01" + struct.pack(">H", bool(answer)) + b"\0\0\0\0"
            server.sendto(head + question[12:end] + answer, client)
    threading.Thread(target=serve, daemon=True).start()


def serve(port, answer, tls=None):
    class Handler(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            length = int(self.headers.get("Content-Length", 0))
            status, headers, body = answer(self.path, self.headers, self.rfile.read(length))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
        do_POST = do_GET

        def log_message(self, *ignored):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.handle_error = lambda *ignored: None  # a function that is killed, or does not trust us, just goes
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


def make_root(root, bootstrap, name):
    """A root directory with the executable, and a certificate for `name` as its only authority; answers the server's TLS context."""
    shutil.copy(bootstrap, root / "bootstrap")
    (root / "etc/pki/tls/certs").mkdir(parents=True)
    (root / "etc/nsswitch.conf").write_text("hosts: files myhostname resolve [!UNAVAIL=return] dns\n")
    (root / "etc/hosts").write_text("127.0.0.1 localhost\n")
    (root / "etc/resolv.conf").write_text("nameserver 127.0.0.1\n")
    certificate, key = root / "etc/pki/tls/certs/ca-bundle.crt", root / "key.pem"
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
                    "-addext", "subjectAltName=DNS:" + name, "-keyout", key, "-out", certificate, "-days", "2"], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    return tls


def run(bootstrap, certified_name):
    """What the function answers to one event, where AWS's certificate is for `certified_name`."""
    answers = []
    asked = []

    def runtime_api(path, headers, body):
        if path.endswith("/next"):
            if answers:
                threading.Event().wait()  # no more events
            return 200, {"Lambda-Runtime-Aws-Request-Id": "r1", "Lambda-Runtime-Deadline-Ms": str(2 ** 42)}, json.dumps(EVENT).encode()
        answers.append((path.rsplit("/")[-1], json.loads(body)))
        done.set()
        return 202, {}, b"{}"

    def dynamodb(path, headers, body):
        asked.append((headers["Host"], headers["X-Amz-Target"]))
        return 200, {}, json.dumps({"Item": ITEM}).encode()

    done = threading.Event()
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        tls = make_root(root, bootstrap, certified_name)
        api = serve(0, runtime_api)
        serve(443 if certified_name == HOST else 444, dynamodb, tls)
        environment = {"AWS_LAMBDA_RUNTIME_API": f"localhost:{api}", "AWS_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "k", "AWS_SECRET_ACCESS_KEY": "s",
                       "EXAMS_TABLE": "exams", "QUESTIONS_TABLE": "questions"}
        if certified_name != HOST:
            environment["AWS_ENDPOINT_URL"] = f"https://{HOST}:444"
        process = subprocess.Popen(["/bootstrap"], env=environment, preexec_fn=lambda: (os.chroot(root), os.chdir("/")))
        try:
            assert done.wait(30), "the function did not answer"
        finally:
            process.kill()
            process.wait()
    return answers[0], asked


def main():
    bootstrap = pathlib.Path(sys.argv[1]).resolve()
    if len(sys.argv) < 3:
        command = ["unshare", "--user", "--map-root-user", "--net", sys.executable, __file__, bootstrap, "inside"]
        if subprocess.run([*command[:4], "true"], capture_output=True).returncode != 0:
            print("skipped: this machine allows no user and network namespaces")
            return 77
        return subprocess.run(command).returncode
    raise_loopback()
    serve_names()
    (kind, answer), asked = run(bootstrap, HOST)
    assert kind == "response" and json.loads(answer["body"])["title"] == "From DynamoDB", (kind, answer)
    assert asked == [(HOST, "DynamoDB_20120810.GetItem")], asked
    (kind, answer), asked = run(bootstrap, "somebody.else.example")
    assert answer["statusCode"] == 503 and not asked, (kind, answer, asked)
    print("the executable runs on an empty machine, and trusts only who AWS is")
    return 0


if __name__ == "__main__":
    sys.exit(main())
