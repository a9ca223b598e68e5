"""No process of a function outlives what it belongs to; many run at once; what was accepted survives a restart."""
import json
import os
import select
import tempfile

from cloche_process import Cloche
from python.lambda_functions import LambdaTest, zipped

PROCESS = "import os\ndef handler(event, context):\n    return os.getpid()\n"


def ended(descriptor):
    """Waits until the process of this pidfd has ended."""
    return bool(select.select([descriptor], [], [], 20)[0])


class NothingIsLeft(LambdaTest):
    def process_of(self, client):
        response = client.invoke(FunctionName="process")
        return os.pidfd_open(json.loads(response["Payload"].read()))

    def test_after_a_reset(self):
        self.create("process", PROCESS)
        process = self.process_of(self.functions)
        self.admin("POST", "reset")
        self.assertTrue(ended(process))
        self.assertEqual(self.functions.list_functions()["Functions"], [])

    def test_after_the_function_is_deleted(self):
        self.create("process", PROCESS)
        process = self.process_of(self.functions)
        self.functions.delete_function(FunctionName="process")
        self.admin("GET", "idle")
        self.assertTrue(ended(process))

    def test_when_it_was_idle_for_long_on_the_accounts_clock(self):
        self.create("process", PROCESS)
        process = self.process_of(self.functions)
        self.admin("POST", "clock", {"advance": "1h"})
        self.assertTrue(ended(process))

    def test_after_a_fork_is_ended_and_the_forks_function_comes_back_to_the_fork(self):
        self.create("process", PROCESS)
        self.create("home", "import os\ndef handler(event, context):\n    return os.environ['AWS_ENDPOINT_URL']\n")
        fork = self.admin("POST", "fork")["endpoint"]
        client = self.client("lambda", endpoint=fork)
        home = json.loads(client.invoke(FunctionName="home")["Payload"].read())
        self.assertEqual(home.rsplit(":", 1)[1], fork.rsplit(":", 1)[1])
        process = self.process_of(client)
        self.admin("DELETE", "fork", endpoint=fork)
        self.assertTrue(ended(process))

    def test_after_a_stop_or_a_crash(self):
        for end in (Cloche.close, Cloche.kill):
            with self.subTest(end=end.__name__):
                cloche = Cloche()
                client = self.client("lambda", endpoint=cloche.endpoint)
                client.create_function(FunctionName="process", Runtime="python3.11", Handler="app.handler",
                                       Role=f"arn:aws:iam::{self.account}:role/worker", Code={"ZipFile": zipped({"app.py": PROCESS})})
                process = self.process_of(client)
                end(cloche)
                self.assertTrue(ended(process))


class Restart(LambdaTest):
    def test_an_event_that_waits_for_its_retry_is_there_after_kill_9(self):
        with tempfile.TemporaryDirectory() as data:
            cloche = Cloche("--data", data)
            self.cloche, first = cloche, self.cloche
            try:
                self.setUp()
                self.admin("POST", "clock", {"freeze": True})
                url, arn = self.make_queue("dead")
                self.create("fails", "def handler(event, context):\n    raise ValueError('no')\n", DeadLetterConfig={"TargetArn": arn})
                self.functions.invoke(FunctionName="fails", InvocationType="Event", Payload=json.dumps({"kept": True}))
                self.admin("GET", "idle")
                cloche.kill()
                self.cloche = cloche = Cloche("--data", data)
                self.queues = self.client("sqs")
                self.admin("POST", "clock", {"advance": "3m"})
                url = self.queues.get_queue_url(QueueName="dead")["QueueUrl"]
                [message] = self.messages(url)
                self.assertEqual(json.loads(message["Body"]), {"kept": True})
            finally:
                cloche.close()
                self.cloche = first
