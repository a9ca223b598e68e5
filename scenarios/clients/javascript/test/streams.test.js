// DynamoDB Streams and time to live, on the account's clock.
import assert from "node:assert/strict";
import { test } from "node:test";

import { CreateTableCommand, DeleteItemCommand, DynamoDBClient, PutItemCommand, UpdateTimeToLiveCommand } from "@aws-sdk/client-dynamodb";
import {
  DescribeStreamCommand, DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand, ListStreamsCommand,
} from "@aws-sdk/client-dynamodb-streams";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();

test("changes and expiry are in the stream", async () => {
  const { configuration, admin } = newAccount(cloche);
  const dynamodb = new DynamoDBClient(configuration);
  const streams = new DynamoDBStreamsClient(configuration);
  await admin("POST", "clock", { freeze: true });
  await admin("POST", "clock", { set: "2026-01-05T09:00:00Z" });
  await dynamodb.send(new CreateTableCommand({ TableName: "Music", BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }], KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
    StreamSpecification: { StreamEnabled: true, StreamViewType: "NEW_AND_OLD_IMAGES" } }));
  await dynamodb.send(new UpdateTimeToLiveCommand({ TableName: "Music", TimeToLiveSpecification: { Enabled: true, AttributeName: "e" } }));
  await dynamodb.send(new PutItemCommand({ TableName: "Music", Item: { id: { S: "1" }, e: { N: "1767603660" } } }));
  await dynamodb.send(new PutItemCommand({ TableName: "Music", Item: { id: { S: "2" } } }));
  await dynamodb.send(new DeleteItemCommand({ TableName: "Music", Key: { id: { S: "2" } } }));
  await admin("POST", "clock", { advance: "12h" });

  const [{ StreamArn }] = (await streams.send(new ListStreamsCommand({ TableName: "Music" }))).Streams;
  const { Shards: [{ ShardId }] } = (await streams.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription;
  const { ShardIterator } = await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ShardIteratorType: "TRIM_HORIZON" }));
  const { Records } = await streams.send(new GetRecordsCommand({ ShardIterator }));
  assert.deepEqual(Records.map((record) => [record.eventName, record.dynamodb.Keys.id.S, record.userIdentity?.PrincipalId]), [
    ["INSERT", "1", undefined], ["INSERT", "2", undefined], ["REMOVE", "2", undefined], ["REMOVE", "1", "dynamodb.amazonaws.com"]]);
  assert.ok(Records[0].dynamodb.ApproximateCreationDateTime instanceof Date);
});
