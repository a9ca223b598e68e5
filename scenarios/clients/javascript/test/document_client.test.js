// DynamoDB through the document client: JavaScript values in and out.
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";

import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  BatchGetCommand, BatchWriteCommand, DeleteCommand, DynamoDBDocumentClient, GetCommand, NumberValue, PutCommand, QueryCommand,
  ScanCommand, TransactGetCommand, TransactWriteCommand, UpdateCommand, paginateQuery,
} from "@aws-sdk/lib-dynamodb";

import { newAccount, useCloche } from "../cloche.js";

const cloche = useCloche();
let documents;
const send = (command) => documents.send(command);

beforeEach(async () => {
  const client = new DynamoDBClient(newAccount(cloche).configuration);
  await client.send(new CreateTableCommand({
    TableName: "Music",
    AttributeDefinitions: [{ AttributeName: "artist", AttributeType: "S" }, { AttributeName: "year", AttributeType: "N" }],
    KeySchema: [{ AttributeName: "artist", KeyType: "HASH" }, { AttributeName: "year", KeyType: "RANGE" }],
    ProvisionedThroughput: { ReadCapacityUnits: 1, WriteCapacityUnits: 1 },
  }));
  documents = DynamoDBDocumentClient.from(client, { marshallOptions: { removeUndefinedValues: true } });
});

test("values come back as they went in", async () => {
  const Item = { artist: "a", year: 1999, nested: { list: [1, "two", null, true, { deep: [] }] }, tags: new Set(["x", "y"]),
    bytes: Uint8Array.from([1, 2]), empty: "", negative: -0.5 };
  await send(new PutCommand({ TableName: "Music", Item: { ...Item, gone: undefined } }));
  const read = (await send(new GetCommand({ TableName: "Music", Key: { artist: "a", year: 1999 } }))).Item;
  assert.deepEqual({ ...read, bytes: [...read.bytes] }, { ...Item, bytes: [1, 2] });
});

test("numbers keep 38 digits where the client does", async () => {
  const precise = "12345678901234567890123456789012345678";
  await send(new PutCommand({ TableName: "Music", Item: { artist: "a", year: 1, n: NumberValue.from(precise) } }));
  const exact = DynamoDBDocumentClient.from(documents, { unmarshallOptions: { wrapNumbers: true } });
  const { Item } = await exact.send(new GetCommand({ TableName: "Music", Key: { artist: "a", year: 1 } }));
  assert.equal(Item.n.toString(), precise);
});

test("items are updated, queried, scanned and deleted", async () => {
  for (let year = 2000; year < 2005; ++year) await send(new PutCommand({ TableName: "Music", Item: { artist: "a", year } }));
  const { Attributes } = await send(new UpdateCommand({ TableName: "Music", Key: { artist: "a", year: 2000 },
    UpdateExpression: "SET #l = list_append(if_not_exists(#l, :empty), :item), #c.#d = :d", ExpressionAttributeNames: { "#l": "l",
      "#c": "c", "#d": "d" }, ExpressionAttributeValues: { ":empty": [], ":item": [{ x: 1 }], ":d": 1 } }))
    .catch((error) => {
      assert.equal(error.message, "The document path provided in the update expression is invalid for update");
      return send(new UpdateCommand({ TableName: "Music", Key: { artist: "a", year: 2000 }, UpdateExpression: "SET c = :c",
        ExpressionAttributeValues: { ":c": { d: 1 } }, ReturnValues: "UPDATED_NEW" }));
    });
  assert.deepEqual(Attributes, { c: { d: 1 } });
  const years = [];
  const query = { TableName: "Music", KeyConditionExpression: "artist = :a", ExpressionAttributeValues: { ":a": "a" } };
  for await (const page of paginateQuery({ client: documents, pageSize: 2 }, { ...query })) years.push(...page.Items.map((item) => item.year));
  assert.deepEqual(years, [2000, 2001, 2002, 2003, 2004]);
  assert.equal((await send(new QueryCommand({ ...query, Limit: 1 }))).LastEvaluatedKey.year, 2000);
  await send(new DeleteCommand({ TableName: "Music", Key: { artist: "a", year: 2004 } }));
  assert.equal((await send(new ScanCommand({ TableName: "Music" }))).Count, 4);
});

test("batches and transactions take values too", async () => {
  await send(new BatchWriteCommand({ RequestItems: { Music: [1, 2].map((year) => ({ PutRequest: { Item: { artist: "a", year } } })) } }));
  const batch = await send(new BatchGetCommand({ RequestItems: { Music: { Keys: [{ artist: "a", year: 1 }, { artist: "a", year: 3 }] } } }));
  assert.deepEqual(batch.Responses.Music, [{ artist: "a", year: 1 }]);
  await send(new TransactWriteCommand({ TransactItems: [
    { Update: { TableName: "Music", Key: { artist: "a", year: 1 }, UpdateExpression: "SET n = :n", ExpressionAttributeValues: { ":n": 7 } } },
    { Delete: { TableName: "Music", Key: { artist: "a", year: 2 } } }] }));
  const read = await send(new TransactGetCommand({ TransactItems: [{ Get: { TableName: "Music", Key: { artist: "a", year: 1 } } }] }));
  assert.deepEqual(read.Responses, [{ Item: { artist: "a", year: 1, n: 7 } }]);
});
