"""CloudWatch with boto3: metrics, alarms on the account's clock, dashboards."""
import datetime
import json

from cloche_process import ClocheTest

NINE = datetime.datetime(2026, 1, 5, 9, 0, tzinfo=datetime.timezone.utc)


def minutes(count):
    return datetime.timedelta(minutes=count)


class CloudWatch(ClocheTest):
    def setUp(self):
        super().setUp()
        self.cloudwatch = self.client("cloudwatch")
        self.admin("POST", "clock", {"freeze": True, "set": "2026-01-05T09:00:00Z"})

    def advance(self, duration):
        self.admin("POST", "clock", {"advance": duration})

    def put(self, name, value, **more):
        self.cloudwatch.put_metric_data(Namespace="App", MetricData=[{"MetricName": name, "Value": value, **more}])


class Metrics(CloudWatch):
    def test_what_was_put_is_read_in_statistics(self):
        self.cloudwatch.put_metric_data(Namespace="App", MetricData=[
            {"MetricName": "Latency", "Dimensions": [{"Name": "Path", "Value": "/a"}], "Values": [float(i) for i in range(1, 102)],
             "Unit": "Milliseconds"},
            {"MetricName": "Latency", "Dimensions": [{"Name": "Path", "Value": "/b"}], "Unit": "Milliseconds",
             "StatisticValues": {"SampleCount": 2, "Sum": 10, "Minimum": 4, "Maximum": 6}}])
        request = {"Namespace": "App", "MetricName": "Latency", "StartTime": NINE, "EndTime": NINE + minutes(5), "Period": 60}
        found = self.cloudwatch.get_metric_statistics(**request, Dimensions=[{"Name": "Path", "Value": "/a"}],
                                                      Statistics=["Average", "Sum", "SampleCount", "Minimum", "Maximum"])
        self.assertEqual(found["Label"], "Latency")
        self.assertEqual(found["Datapoints"], [{"Timestamp": NINE, "Average": 51.0, "Sum": 5151.0, "SampleCount": 101.0, "Minimum": 1.0,
                                                "Maximum": 101.0, "Unit": "Milliseconds"}])
        found = self.cloudwatch.get_metric_statistics(**request, Dimensions=[{"Name": "Path", "Value": "/a"}],
                                                      ExtendedStatistics=["p90", "p99.9"])
        self.assertEqual(found["Datapoints"][0]["ExtendedStatistics"], {"p90": 91.0, "p99.9": 100.9})
        found = self.cloudwatch.get_metric_statistics(**request, Dimensions=[{"Name": "Path", "Value": "/b"}], Statistics=["Average"])
        self.assertEqual(found["Datapoints"][0]["Average"], 5.0)
        self.assertEqual(self.cloudwatch.get_metric_statistics(**request, Statistics=["Sum"])["Datapoints"], [])

    def test_errors_are_the_services_own(self):
        # boto3 writes it as "nan", which is no number of XML's.
        self.assert_error("MalformedInput", lambda: self.put("m", float("nan")), "double must follow xsd1.1 definition")
        self.assert_error("InvalidParameterValue", lambda: self.put("m", 1, Timestamp=NINE - datetime.timedelta(days=15)),
                          "The parameter MetricData.member.1.Timestamp must specify a time within the past two weeks.")
        with self.assertRaises(self.cloudwatch.exceptions.InvalidParameterValueException):
            self.put("m", 1, Unit="Parsecs")
        self.assert_error("InvalidParameterCombination", lambda: self.cloudwatch.get_metric_statistics(
            Namespace="App", MetricName="m", StartTime=NINE - datetime.timedelta(days=7), EndTime=NINE, Period=60, Statistics=["Sum"]),
            "You have requested up to 10,080 datapoints, which exceeds the limit of 1,440. You may reduce the datapoints requested by "
            "increasing Period, or decreasing the time range.")

    def test_queries_and_metric_math(self):
        for minute, (errors, calls) in enumerate([(1, 4), (0, 10), (3, 6)]):
            self.put("Errors", errors, Timestamp=NINE + minutes(minute))
            self.put("Calls", calls, Timestamp=NINE + minutes(minute))

        def stat(name, metric):
            return {"Id": name, "ReturnData": False, "MetricStat": {"Metric": {"Namespace": "App", "MetricName": metric}, "Period": 60,
                                                                    "Stat": "Sum"}}
        queries = [stat("e", "Errors"), stat("c", "Calls"), {"Id": "rate", "Expression": "100 * e / c", "Label": "Error rate"}]
        found = self.cloudwatch.get_metric_data(MetricDataQueries=queries, StartTime=NINE, EndTime=NINE + minutes(10),
                                                ScanBy="TimestampAscending")["MetricDataResults"]
        self.assertEqual(found, [{"Id": "rate", "Label": "Error rate", "Timestamps": [NINE, NINE + minutes(1), NINE + minutes(2)],
                                  "Values": [25.0, 0.0, 50.0], "StatusCode": "Complete"}])
        paginator = self.cloudwatch.get_paginator("get_metric_data")
        queries[2]["Expression"] = "METRICS()"
        del queries[2]["Label"]
        pages = list(paginator.paginate(MetricDataQueries=queries, StartTime=NINE, EndTime=NINE + minutes(10), MaxDatapoints=2))
        self.assertEqual(len(pages), 3)
        self.assertEqual(sum(len(result["Values"]) for page in pages for result in page["MetricDataResults"]), 6)

    def test_metrics_are_listed_with_filters_and_pages(self):
        self.cloudwatch.put_metric_data(Namespace="App", MetricData=[
            {"MetricName": f"m{i:03}", "Value": 1, "Dimensions": [{"Name": "i", "Value": str(i % 2)}]} for i in range(600)])
        pages = list(self.cloudwatch.get_paginator("list_metrics").paginate(Namespace="App"))
        self.assertEqual([len(page["Metrics"]) for page in pages], [500, 100])
        self.assertEqual(pages[0]["Metrics"][0], {"Namespace": "App", "MetricName": "m000", "Dimensions": [{"Name": "i", "Value": "0"}]})
        odd = self.cloudwatch.list_metrics(Dimensions=[{"Name": "i", "Value": "1"}])["Metrics"]
        self.assertEqual(len(odd), 300)


class Alarms(CloudWatch):
    def put_alarm(self, name="errors", **more):
        self.cloudwatch.put_metric_alarm(**{
            "AlarmName": name, "Namespace": "App", "MetricName": "Errors", "Statistic": "Sum", "Period": 60, "EvaluationPeriods": 1,
            "Threshold": 1, "ComparisonOperator": "GreaterThanOrEqualToThreshold", **more})

    def alarm(self, name="errors"):
        return self.cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"][0]

    def test_an_alarm_goes_off_and_comes_back_on_the_accounts_clock(self):
        self.put_alarm(DatapointsToAlarm=1, TreatMissingData="notBreaching")
        self.assertEqual(self.alarm()["StateValue"], "INSUFFICIENT_DATA")
        self.put("Errors", 5)
        self.advance("1m")
        alarm = self.alarm()
        self.assertEqual(alarm["StateValue"], "ALARM")
        self.assertEqual(alarm["StateReason"],
                         "Threshold Crossed: 1 out of the last 1 datapoints [5.0 (05/01/26 09:00:00)] was greater than or equal to the "
                         "threshold (1.0) (minimum 1 datapoint for OK -> ALARM transition).")
        self.assertEqual(json.loads(alarm["StateReasonData"])["recentDatapoints"], [5.0])
        self.assertEqual(alarm["StateUpdatedTimestamp"], NINE + minutes(1))
        self.advance("1h")
        self.assertEqual(self.alarm()["StateReason"],
                         "Threshold Crossed: no datapoints were received for 1 period and 1 missing datapoint was treated as "
                         "[NonBreaching].")
        history = self.cloudwatch.describe_alarm_history(AlarmName="errors", HistoryItemType="StateUpdate")["AlarmHistoryItems"]
        self.assertEqual([item["HistorySummary"] for item in history],
                         ["Alarm updated from ALARM to OK", "Alarm updated from INSUFFICIENT_DATA to ALARM"])

    def test_a_year_of_a_quiet_alarm_costs_nothing(self):
        self.put_alarm()
        self.put("Errors", 0)
        self.advance("365d")
        self.assertEqual(self.alarm()["StateReason"], "Insufficient Data: 1 datapoint was unknown.")
        self.assertEqual(self.alarm()["StateUpdatedTimestamp"], NINE + minutes(4))

    def test_a_waiter_sees_an_alarm(self):
        self.put_alarm()
        self.cloudwatch.get_waiter("alarm_exists").wait(AlarmNames=["errors"])
        self.cloudwatch.set_alarm_state(AlarmName="errors", StateValue="ALARM", StateReason="a test")
        self.assertEqual(self.alarm()["StateReason"], "a test")
        with self.assertRaises(self.cloudwatch.exceptions.ResourceNotFound):
            self.cloudwatch.set_alarm_state(AlarmName="none", StateValue="ALARM", StateReason="a test")

    def test_alarms_are_listed_tagged_switched_and_deleted(self):
        for name in ("a-1", "a-2", "b-1"):
            self.put_alarm(name, AlarmActions=["arn:aws:sns:us-east-1:000000000000:" + name], Tags=[{"Key": "k", "Value": name}])
        described = self.cloudwatch.get_paginator("describe_alarms").paginate(AlarmNamePrefix="a-", PaginationConfig={"PageSize": 1})
        self.assertEqual([alarm["AlarmName"] for alarm in described.build_full_result()["MetricAlarms"]], ["a-1", "a-2"])
        by_action = self.cloudwatch.describe_alarms(ActionPrefix="arn:aws:sns:us-east-1:000000000000:b")["MetricAlarms"]
        self.assertEqual([alarm["AlarmName"] for alarm in by_action], ["b-1"])
        of_metric = self.cloudwatch.describe_alarms_for_metric(Namespace="App", MetricName="Errors")["MetricAlarms"]
        self.assertEqual(len(of_metric), 3)
        arn = by_action[0]["AlarmArn"]
        self.assertEqual(self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"], [{"Key": "k", "Value": "b-1"}])
        self.cloudwatch.untag_resource(ResourceARN=arn, TagKeys=["k"])
        self.assertEqual(self.cloudwatch.list_tags_for_resource(ResourceARN=arn)["Tags"], [])
        self.cloudwatch.disable_alarm_actions(AlarmNames=["b-1"])
        self.assertFalse(self.alarm("b-1")["ActionsEnabled"])
        self.cloudwatch.delete_alarms(AlarmNames=["a-1", "a-2", "b-1"])
        self.assertEqual(self.cloudwatch.describe_alarms()["MetricAlarms"], [])

    def test_a_composite_alarm(self):
        self.put_alarm("one")
        self.put_alarm("two")
        self.cloudwatch.put_composite_alarm(AlarmName="both", AlarmRule="ALARM(one) AND ALARM(two)")
        for name in ("one", "two"):
            self.cloudwatch.set_alarm_state(AlarmName=name, StateValue="ALARM", StateReason="a test")
        both = self.cloudwatch.describe_alarms(AlarmTypes=["CompositeAlarm"])["CompositeAlarms"][0]
        self.assertEqual(both["StateValue"], "ALARM")
        self.assertIn("alarm:two transitioned to ALARM at Monday 05 January, 2026 09:00:00 UTC", both["StateReason"])

    def test_what_does_not_go_together_is_refused(self):
        self.assert_error("ValidationError", lambda: self.put_alarm(Period=45), "Period must be 10, 20, 30 or a multiple of 60")
        self.assert_error("ValidationError", lambda: self.put_alarm(AlarmActions=["topic"]), "Invalid arn syntax: topic")


class Dashboards(CloudWatch):
    def test_a_dashboard_is_put_read_listed_and_deleted(self):
        body = json.dumps({"widgets": [{"type": "text", "properties": {"markdown": "hello"}}]})
        self.assertEqual(self.cloudwatch.put_dashboard(DashboardName="main", DashboardBody=body).get("DashboardValidationMessages"), [])
        self.assertEqual(self.cloudwatch.get_dashboard(DashboardName="main")["DashboardBody"], body)
        entry = self.cloudwatch.list_dashboards()["DashboardEntries"][0]
        self.assertEqual((entry["DashboardName"], entry["Size"]), ("main", len(body)))
        self.assertEqual(entry["DashboardArn"], f"arn:aws:cloudwatch::{self.account}:dashboard/main")
        self.assert_error("InvalidParameterInput", lambda: self.cloudwatch.put_dashboard(DashboardName="main", DashboardBody="{"))
        self.cloudwatch.delete_dashboards(DashboardNames=["main"])
        self.assert_error("ResourceNotFound", lambda: self.cloudwatch.get_dashboard(DashboardName="main"),
                          "Dashboard main does not exist", status=404)


class NotEmulated(CloudWatch):
    def test_what_is_not_here_says_so(self):
        self.assert_error("NotEmulated", self.cloudwatch.describe_anomaly_detectors, status=501)
        self.assert_error("NotEmulated", self.cloudwatch.list_metric_streams, status=501)
