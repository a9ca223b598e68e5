// CloudWatch through the newest client, which speaks RPC v2 CBOR; and through AWS JSON, which other new clients speak.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import {
  CloudWatchClient, DescribeAlarmsCommand, GetMetricDataCommand, GetMetricStatisticsCommand, InvalidParameterValueException,
  ListMetricsCommand, PutDashboardCommand, PutMetricAlarmCommand, PutMetricDataCommand, ResourceNotFound, SetAlarmStateCommand,
  paginateListMetrics,
} from "@aws-sdk/client-cloudwatch";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
const nine = new Date("2026-01-05T09:00:00Z");
const later = (minutes) => new Date(nine.getTime() + minutes * 60_000);
let client, account, contentType;

const send = (command) => client.send(command);

beforeEach(async () => {
  account = newAccount(cloche);
  await account.admin("POST", "clock", { freeze: true, set: nine.toISOString() });
  client = new CloudWatchClient(account.configuration);
  client.middlewareStack.add((next) => async (args) => {
    contentType = args.request.headers["content-type"];
    return next(args);
  }, { step: "finalizeRequest" });
});

const put = (MetricName, Value, more = {}) =>
  send(new PutMetricDataCommand({ Namespace: "App", MetricData: [{ MetricName, Value, ...more }] }));

test("metrics are put, read and listed, in CBOR", async () => {
  for (const value of [1, 2.5, 4]) await put("Latency", value, { Unit: "Milliseconds", Timestamp: nine });
  assert.equal(contentType, "application/cbor");
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

test("AWS JSON is answered too", async () => {
  const call = async (operation, body) => {
    const response = await fetch(cloche.endpoint, {
      method: "POST",
      body: JSON.stringify(body),
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `GraniteServiceVersion20100801.${operation}`,
        authorization: `AWS4-HMAC-SHA256 Credential=${account.account}/20260105/us-east-1/monitoring/aws4_request, SignedHeaders=host, Signature=0`,
      },
    });
    return { status: response.status, queryError: response.headers.get("x-amzn-query-error"), body: await response.json() };
  };
  const data = { Namespace: "App", MetricData: [{ MetricName: "m", Value: 2, Timestamp: nine.getTime() / 1000 }] };
  assert.equal((await call("PutMetricData", data)).status, 200);
  const { body } = await call("GetMetricStatistics", {
    Namespace: "App", MetricName: "m", StartTime: nine.getTime() / 1000, EndTime: later(1).getTime() / 1000, Period: 60, Statistics: ["Sum"],
  });
  assert.deepEqual(body.Datapoints, [{ Sum: 2, Timestamp: nine.getTime() / 1000, Unit: "None" }]);
  const refused = await call("PutMetricData", { Namespace: "App", MetricData: [{ Value: 1 }] });
  assert.equal(refused.status, 400);
  assert.equal(refused.queryError, "MissingParameter;Sender");
  assert.equal((await send(new ListMetricsCommand({}))).Metrics.length, 1);
});
