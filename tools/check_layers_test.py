#!/usr/bin/env python3
"""What tools/check_layers.py must find, and what it must let pass."""
import pathlib
import tempfile
import unittest

import check_layers


def check(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(check_layers.problems(pathlib.Path(folder)))


class Layers(unittest.TestCase):
    def test_a_room_may_use_what_is_before_it(self):
        self.assertEqual(check({"fakes/dynamodb/a.cpp": '#include "fakes/core/account.h"\n#include "fakes/wire/codec.h"\n'}), [])

    def test_a_room_must_not_use_what_is_after_it(self):
        found = check({"fakes/core/a.cpp": '\n#include "fakes/wire/codec.h"\n'})
        self.assertEqual(found, ["fakes/core/a.cpp:2: fakes/core includes fakes/wire/codec.h, which is a layer above it"])

    def test_a_test_of_any_room_may_use_the_harness(self):
        self.assertEqual(check({"scenarios/engine/a_test.cpp": '#include "scenarios/harness/harness.h"\n'}), [])
        self.assertEqual(len(check({"scenarios/engine/a.cpp": '#include "scenarios/harness/harness.h"\n'})), 1)

    def test_the_application_knows_nothing_of_the_emulator(self):
        self.assertEqual(check({"handlers/a/main.cpp": '#include "handlers/rest/api.h"\n#include "fakes/core/clock.h"\n'}),
                         ["handlers/a/main.cpp:2: the application includes fakes/core/clock.h, of what it is tested on"])

    def test_fakes_do_not_know_each_other_unless_it_is_said(self):
        self.assertEqual(len(check({"fakes/s3/a.cpp": '#include "fakes/dynamodb/store.h"'})), 1)
        self.assertEqual(check({"fakes/dynamodbstreams/a_test.cpp": '#include "fakes/dynamodb/test_account.h"'}), [])
        self.assertEqual(len(check({"fakes/dynamodbstreams/a.cpp": '#include "fakes/dynamodb/store.h"'})), 1)
        self.assertEqual(check({"fakes/dynamodb/a.cpp": '#include "fakes/dynamodbstreams/stream_log.h"'}), [])

    def test_boost_threads_clock_and_sleep_stay_where_they_belong(self):
        for line in ("#include <boost/asio.hpp>", "#include <thread>", "auto t = std::chrono::system_clock::now();",
                     "std::this_thread::sleep_for(1s);", "#include <regex>", "#include <sqlite3.h>"):
            self.assertEqual(len(check({"fakes/s3/a.cpp": line})), 1, line)
        self.assertEqual(check({"emulator/net/a.cpp": "#include <boost/asio.hpp>\n#include <thread>"}), [])


if __name__ == "__main__":
    unittest.main()
