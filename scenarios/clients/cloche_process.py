"""A Cloche of its own for a test, and what a test needs to talk to it.

The binary is $CLOCHE_BINARY, or build/cloche. Each test gets an account of its own: the access key is a fresh account number.
"""
import itertools
import json
import os
import pathlib
import subprocess
import unittest
import urllib.error
import urllib.request

import boto3
import botocore.config

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ.get("CLOCHE_BINARY", ROOT / "build" / "cloche")
REGION = "us-east-1"


class Cloche:
    """`cloche up` on a free port. Ended by close(), which returns what it wrote to stderr."""

    def __init__(self, *arguments):
        self._process = subprocess.Popen([BINARY, "up", "--port", "0", *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                                         text=True)
        for line in self._process.stdout:
            if line.startswith("ready"):
                self.endpoint = line.split()[-1].rstrip("/")
                return
        raise RuntimeError(f"{BINARY} ended with {self._process.wait()} before it was ready")

    def close(self):
        self._process.terminate()
        try:
            status = self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            raise
        finally:
            self._process.stdout.close()
        if status != 0:
            raise RuntimeError(f"cloche ended with {status}")

    def kill(self):
        self._process.kill()
        self._process.wait()
        self._process.stdout.close()


class ClocheTest(unittest.TestCase):
    """A test class with one Cloche, and an account for each of its tests."""

    arguments = ()
    maxDiff = None
    _accounts = itertools.count(100000000001)

    @classmethod
    def setUpClass(cls):
        cls.cloche = Cloche(*cls.arguments)
        cls.addClassCleanup(cls.cloche.close)
        # One session, so that the models are read once.
        cls.session = boto3.session.Session()

    def setUp(self):
        self.account = str(next(self._accounts))

    def client(self, service, *, key=None, secret="secret", token=None, endpoint=None, region=REGION, **config):
        settings = botocore.config.Config(**{"retries": {"max_attempts": 2}, **config})
        return self.session.client(service, region_name=region, endpoint_url=endpoint or self.cloche.endpoint,
                                   aws_access_key_id=key or self.account, aws_secret_access_key=secret, aws_session_token=token,
                                   config=settings)

    def resource(self, service, **options):
        return self.session.resource(service, region_name=REGION, endpoint_url=self.cloche.endpoint, aws_access_key_id=self.account,
                                     aws_secret_access_key="secret", **options)

    def admin(self, method, path, body=None, endpoint=None):
        """Calls /_cloche/… of the test's account (or, at a fork's endpoint, of the fork) and answers its JSON."""
        query = "" if endpoint else f"{'&' if '?' in path else '?'}account={self.account}"
        request = urllib.request.Request(f"{endpoint or self.cloche.endpoint}/_cloche/{path}{query}", method=method,
                                         data=None if body is None else json.dumps(body).encode(),
                                         headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=30) as response:
            text = response.read()
        return json.loads(text) if text else None

    def assert_error(self, code, call, message=None, status=400):
        """Calls `call`, which must fail with this code, message and status; answers the error's document."""
        with self.assertRaises(botocore.exceptions.ClientError) as caught:
            call()
        response = caught.exception.response
        self.assertEqual(response["Error"]["Code"], code, response["Error"])
        if message is not None:
            self.assertEqual(response["Error"]["Message"], message)
        self.assertEqual(response["ResponseMetadata"]["HTTPStatusCode"], status)
        return response
