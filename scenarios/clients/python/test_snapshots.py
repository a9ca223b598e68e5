"""Snapshots and resets, with functions in the account, and while they run."""
import json
import tempfile
import threading
import urllib.request

from cloche_process import Cloche
from python.lambda_functions import LambdaTest

ANSWER = "def handler(event, context):\n    return event\n"


class Snapshots(LambdaTest):
    def snapshot(self, endpoint):
        with urllib.request.urlopen(f"{endpoint}/_cloche/snapshot?account={self.account}", timeout=30) as response:
            return response.read()

    def restore(self, snapshot, endpoint):
        request = urllib.request.Request(f"{endpoint}/_cloche/restore?account={self.account}", data=snapshot, method="POST")
        with urllib.request.urlopen(request, timeout=30) as response:
            return json.loads(response.read())

    def test_a_snapshot_of_a_cloche_with_data_is_restored_there_and_elsewhere_code_included(self):
        with tempfile.TemporaryDirectory() as folder:
            first = Cloche("--data", folder)
            self.addCleanup(first.kill)
            self.functions = self.client("lambda", endpoint=first.endpoint)
            self.create("f", ANSWER)
            snapshot = self.snapshot(first.endpoint)
            self.functions.delete_function(FunctionName="f")
            self.assertTrue(self.restore(snapshot, first.endpoint)["restored"])
            self.assertEqual(self.invoke("f", {"a": 1})[0], {"a": 1})
            first.close()
        self.restore(snapshot, self.cloche.endpoint)
        self.functions = self.client("lambda")
        self.assertEqual(self.invoke("f", {"a": 2})[0], {"a": 2})

    def test_an_account_is_restored_while_its_functions_are_invoked(self):
        self.create("f", ANSWER)
        snapshot = self.snapshot(self.cloche.endpoint)
        over = threading.Event()

        def invoke():
            client = self.client("lambda", retries={"max_attempts": 0})
            while not over.is_set():
                try:
                    client.invoke(FunctionName="f", Payload=b"{}")
                except client.exceptions.ServiceException:  # it was stopped
                    pass

        threads = [threading.Thread(target=invoke) for _ in range(3)]
        for thread in threads:
            thread.start()
        try:
            for _ in range(10):
                self.restore(snapshot, self.cloche.endpoint)
                self.admin("GET", "idle")
        finally:
            over.set()
            for thread in threads:
                thread.join()
        self.assertEqual(self.invoke("f", {"a": 1})[0], {"a": 1})

    def test_who_waits_while_the_account_is_reset_is_answered(self):
        for _ in range(30):
            waiting = [threading.Thread(target=self.admin, args=("GET", "idle")),
                       threading.Thread(target=self.admin, args=("POST", "clock", {"advance": "5s"}))]
            for thread in waiting:
                thread.start()
            self.admin("POST", "reset")
            for thread in waiting:
                thread.join(timeout=30)
                self.assertFalse(thread.is_alive())
