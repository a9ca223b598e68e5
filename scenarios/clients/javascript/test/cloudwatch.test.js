// CloudWatch through the newest client, in each of the protocols that clients speak to it: AWS JSON, which is this one's own,
// RPC v2 CBOR, and Query.
import assert from "node:assert/strict";
import { beforeEach, describe, test } from "node:test";

import {
  CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand, GetMetricStatisticsCommand, InvalidParameterValueException,
  ListMetricsCommand, PutDashboardCommand, PutMetricAlarmCommand, PutMetricDataCommand, ResourceNotFound, SetAlarmStateCommand,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";
import { AwsJson1_0Protocol, AwsQueryProtocol, AwsSmithyRpcV2CborProtocol } from "@aws-sdk/core/protocols"; // comes with the client

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
const nine = new Date("2026-01-05T09:00:00Z");
const later = (minutes) => new Date(nine.getTime() + minutes * 60_000);
let client, account, contentType;

const send = (command) => client.send(command);

const put = (MetricName, Value, more = {}) =>
  send(new PutMetricDataCommand({ Namespace: "App", MetricData: [{ MetricName, Value, ...more }] }));

const protocols = [
  [AwsJson1_0Protocol, "application/x-amz-json-1.0"],
  [AwsSmithyRpcV2CborProtocol, "application/cbor"],
  [AwsQueryProtocol, "application/x-www-form-urlencoded"],
];
for (const [protocol, type] of protocols) {
  describe(type, () => {
    beforeEach(async () => {
      account = newAccount(cloche);
      await account.admin("POST", "clock", { freeze: true, set: nine.toISOString() });
      client = new CloudWatchClient({ ...account.configuration, protocol });
      client.middlewareStack.add((next) => async (args) => {
        contentType = args.request.headers["content-type"];
        return next(args);
      }, { step: "finalizeRequest" });
    });

    test("metrics are put, read and listed", async () => {
      for (const value of [1, 2.5, 4]) await put("Latency", value, { Unit: "Milliseconds", Timestamp: nine });
      assert.equal(contentType, type);
      const { Datapoints } = await send(new GetMetricStatisticsCommand({
        Namespace: "App", MetricName: "Latency", StartTime: nine, EndTime: later(5), Period: 60, Statistics: ["Sum", "Maximum"],
      }));
      assert.deepEqual(Datapoints, [{ Timestamp: nine, Sum: 7.5, Maximum: 4, Unit: "Milliseconds" }]);
      const { MetricDataResults } = await send(new GetMetricDataCommand({
        StartTime: nine, EndTime: later(5),
        MetricDataQueries: [
          { Id: "m", ReturnData: false,
            MetricStat: { Metric: { Namespace: "App", MetricName: "Latency" }, Period: 60, Stat: "p50" } },
          { Id: "e", Expression: "m * 2", Label: "twice" },
        ],
      }));
      assert.deepEqual(MetricDataResults, [{ Id: "e", Label: "twice", Timestamps: [nine], Values: [5], StatusCode: "Complete" }]);
      const names = [];
      for await (const page of paginateListMetrics({ client }, {})) names.push(...page.Metrics.map((metric) => metric.MetricName));
      assert.deepEqual(names, ["Latency"]);
    });

    test("errors are of their classes", async () => {
      await assert.rejects(put("m", NaN), (error) => {
        assert.ok(error instanceof InvalidParameterValueException);
        assert.equal(error.message, "The value NaN for parameter MetricData.member.1.Value is invalid.");
        return true;
      });
      await assert.rejects(send(new SetAlarmStateCommand({ AlarmName: "none", StateValue: "OK", StateReason: "x" })), ResourceNotFound);
      await assert.rejects(send(new PutDashboardCommand({ DashboardName: "d", DashboardBody: "{" })), (error) => {
        assert.equal(error.dashboardValidationMessages.length, 1);
        return true;
      });
    });

    test("an alarm goes off", async () => {
      await send(new PutMetricAlarmCommand({
        AlarmName: "errors", Namespace: "App", MetricName: "Errors", Statistic: "Sum", Period: 60, EvaluationPeriods: 1, Threshold: 0.5,
        ComparisonOperator: "GreaterThanThreshold",
      }));
      await put("Errors", 1);
      await account.admin("POST", "clock", { advance: "1m" });
      const [alarm] = (await send(new DescribeAlarmsCommand({}))).MetricAlarms;
      assert.equal(alarm.StateValue, "ALARM");
      assert.equal(alarm.StateReason, "Threshold Crossed: 1 datapoint [1.0 (05/01/26 09:00:00)] was greater than the threshold (0.5).");
      assert.deepEqual(alarm.StateTransitionedTimestamp, later(1));
    });
  });
}
