"""DynamoDB of mock-aws, driven by boto3; and the SDK's ledger on moto's DynamoDB."""

import os
import subprocess
import sys

import boto3
import boto3.dynamodb.conditions as conditions

import boto3_checks
from botocore.config import Config
from harness import KEY, REGION, SECRET, check, refused, section

SCHEMA = dict(
    AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}, {"AttributeName": "sk", "AttributeType": "S"}],
    KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    BillingMode="PAY_PER_REQUEST")

# moto's transactions are not atomic among themselves, so it serves one request at a time.
SINGLE_THREADED_MOTO = """
import logging
from moto.server import DomainDispatcherApplication, create_backend_app
from werkzeug.serving import make_server
logging.getLogger("werkzeug").setLevel(logging.ERROR)
server = make_server("127.0.0.1", 0, DomainDispatcherApplication(create_backend_app), threaded=False)
print(server.server_port, flush=True)
server.serve_forever()
"""


def key(pk, sk="a"):
    return {"pk": {"S": pk}, "sk": {"S": sk}}


def run(mock):
    with section("boto3: dynamodb tables and items"):
        client = boto3_checks.client(mock, "dynamodb")
        made = client.create_table(TableName="items", **SCHEMA)["TableDescription"]
        client.get_waiter("table_exists").wait(TableName="items")
        check("CreateTable", made["TableStatus"] == "CREATING" and made["TableArn"].endswith("table/items"), made)
        seen = client.describe_table(TableName="items")["Table"]
        check("DescribeTable", seen["TableStatus"] == "ACTIVE" and seen["KeySchema"] == SCHEMA["KeySchema"], seen)
        twice = refused(lambda: client.create_table(TableName="items", **SCHEMA))
        check("CreateTable of a name that is taken", twice[:2] == ("ResourceInUseException", 400), twice)
        missing = refused(lambda: client.get_item(TableName="none", Key=key("a")))
        check("a table that is not there", missing[0] == "ResourceNotFoundException", missing)
        item = key("a") | {
            "n": {"N": "0012.50"}, "b": {"B": b"\x00\xff"}, "l": {"L": [{"BOOL": True}, {"NULL": True}]},
            "m": {"M": {"x": {"S": "ü"}}}, "ss": {"SS": ["b", "a"]}, "ns": {"NS": ["1", "2"]}}
        client.put_item(TableName="items", Item=item)
        got = client.get_item(TableName="items", Key=key("a"), ConsistentRead=True)["Item"]
        check("PutItem, GetItem of every type", got == item | {"n": {"N": "12.5"}, "ss": {"SS": ["a", "b"]}}, got)
        check("GetItem of nothing", "Item" not in client.get_item(TableName="items", Key=key("none")))
        client.put_item(TableName="items", Item=key("a", "b"))
        batch = client.batch_get_item(RequestItems={"items": {"Keys": [key("a"), key("a", "b"), key("none")]}})
        check("BatchGetItem", len(batch["Responses"]["items"]) == 2 and batch["UnprocessedKeys"] == {}, batch)
        for name, item in {
            "an empty key": key(""), "no sort key": {"pk": {"S": "a"}}, "a key of another type": key("a") | {"pk": {"N": "1"}},
            "a key of 2049 bytes": key("a" * 2049), "39 digits": key("a") | {"n": {"N": "1" * 39}},
            "no number": key("a") | {"n": {"N": "one"}}, "more than 400 KB": key("a") | {"s": {"S": "x" * 409_600}},
            "a set of nothing": key("a") | {"ss": {"SS": []}},
        }.items():
            answer = refused(lambda: client.put_item(TableName="items", Item=item))
            check(f"an item with {name} is refused", answer[:2] == ("ValidationException", 400), answer)
    with section("boto3: dynamodb conditions and counters"):
        table = boto3.resource(
            "dynamodb", endpoint_url=mock.url, region_name=REGION, aws_access_key_id=KEY, aws_secret_access_key=SECRET,
            config=Config(retries={"max_attempts": 1, "mode": "standard"})).Table("items")
        place = {"pk": "c", "sk": "a"}
        new = conditions.Attr("pk").not_exists()
        table.put_item(Item=place | {"v": 1}, ConditionExpression=new)
        again = refused(lambda: table.put_item(Item=place, ConditionExpression=new))
        check("PutItem under a condition", again[0] == "ConditionalCheckFailedException", again)
        for number, (what, condition) in enumerate({
            "equality": conditions.Attr("v").eq(1), "order": conditions.Attr("v").lt(2) & conditions.Attr("v").gte(1),
            "between": conditions.Attr("v").between(0, 1), "in": conditions.Attr("v").is_in([7, 1]),
            "not": ~conditions.Attr("v").eq(2), "or": conditions.Attr("v").eq(3) | conditions.Attr("v").ne(3),
            "prefix": conditions.Attr("pk").begins_with("c"), "presence": conditions.Attr("v").exists(),
        }.items()):
            table.update_item(
                Key=place, UpdateExpression="SET last = :l", ConditionExpression=condition,
                ExpressionAttributeValues={":l": number})
            check(f"UpdateItem on {what}", table.get_item(Key=place)["Item"]["last"] == number)
        sums = [table.update_item(
            Key=place, UpdateExpression="ADD n :n SET m = if_not_exists(m, :zero) + :n REMOVE last",
            ExpressionAttributeValues={":n": 10 ** 37, ":zero": 0}, ReturnValues="ALL_NEW")["Attributes"] for _ in range(9)]
        check("ADD and SET count exactly", sums[-1]["n"] == sums[-1]["m"] == 9 * 10 ** 37 and "last" not in sums[-1], sums[-1])
        one = refused(lambda: table.update_item(
            Key=place, UpdateExpression="ADD n :n", ExpressionAttributeValues={":n": 10 ** 37 + 1 - 10 ** 38}))
        check("a sum of 38 digits is kept", one[0] is None, one)
        far = refused(lambda: table.update_item(
            Key={"pk": "far", "sk": "a"}, UpdateExpression="SET n = :a + :b",
            ExpressionAttributeValues={":a": 10 ** 38 - 1, ":b": 10 ** 38 - 3}))
        check("a sum of 39 digits is refused", far[0] == "ValidationException", far)
        for what, call in {
            "a value that nothing uses": dict(UpdateExpression="SET x = :x", ExpressionAttributeValues={":x": 1, ":y": 2}),
            "a name that nothing uses": dict(
                UpdateExpression="SET x = :x", ExpressionAttributeValues={":x": 1}, ExpressionAttributeNames={"#x": "x"}),
            "a value that nothing defines": dict(UpdateExpression="SET x = :x"),
            "an update of the key": dict(UpdateExpression="SET sk = :x", ExpressionAttributeValues={":x": "b"}),
            "an update of one attribute twice": dict(
                UpdateExpression="SET x = :x REMOVE x", ExpressionAttributeValues={":x": 1}),
            "a sum with a text": dict(UpdateExpression="ADD pk2 :x SET y = pk + :x", ExpressionAttributeValues={":x": 1}),
            "a function that is not played": dict(
                UpdateExpression="SET x = :x", ConditionExpression="size(x) < :x", ExpressionAttributeValues={":x": 1}),
            "a path into an attribute": dict(UpdateExpression="SET x.y = :x", ExpressionAttributeValues={":x": 1}),
        }.items():
            answer = refused(lambda: table.update_item(Key=place, **call))
            check(f"{what} is refused", answer[0] == "ValidationException", answer)
    with section("boto3: dynamodb queries"):
        for number in range(30):
            table.put_item(Item={"pk": "q", "sk": f"{number:02}", "even": number % 2 == 0, "pad": "x" * 1000})
        here = conditions.Key("pk").eq("q")
        sort = conditions.Key("sk")
        ranges = {
            "all": (here, 30), "a prefix": (here & sort.begins_with("1"), 10), "between": (here & sort.between("05", "09"), 5),
            "below": (here & sort.lt("03"), 3), "from": (here & sort.gte("28"), 2), "another": (conditions.Key("pk").eq("no"), 0)}
        for name, (condition, count) in ranges.items():
            found = table.query(KeyConditionExpression=condition)
            check(f"Query of {name}", found["Count"] == count and "LastEvaluatedKey" not in found, found["Count"])
        pages = []
        start = {}
        while True:
            page = table.query(KeyConditionExpression=here, Limit=7, ScanIndexForward=False, **start)
            pages.append([item["sk"] for item in page["Items"]])
            if "LastEvaluatedKey" not in page:
                break
            start = {"ExclusiveStartKey": page["LastEvaluatedKey"]}
        check("Query in pages, backwards", sum(pages, []) == [f"{n:02}" for n in reversed(range(30))], pages)
        even = table.query(KeyConditionExpression=here, FilterExpression=conditions.Attr("even").eq(True), Limit=7)
        check("Query with a filter counts what it reads", (even["Count"], even["ScannedCount"]) == (4, 7), even["Count"])
        scan = refused(lambda: table.query(KeyConditionExpression=sort.eq("01")))
        check("Query without a partition is refused", scan[0] == "ValidationException", scan)
        not_played = refused(table.scan)
        check("Scan is not played", not_played[0] == "UnknownOperationException", not_played)
    with section("boto3: dynamodb transactions"):
        put = lambda pk, **more: {"Put": {"TableName": "items", "Item": key(pk), **more}}
        absent = dict(ConditionExpression="attribute_not_exists(pk)")
        client.transact_write_items(TransactItems=[put("t1", **absent), put("t2", **absent)])
        answer = refused_transaction(client, [put("t3"), put("t1", **absent)])
        check("a transaction whose condition fails is cancelled", answer == ["None", "ConditionalCheckFailed"], answer)
        check("and writes nothing", "Item" not in client.get_item(TableName="items", Key=key("t3")))
        bad = refused_transaction(client, [put("t3"), {"Update": {
            "TableName": "items", "Key": key("a"), "UpdateExpression": "SET x = n + :o",
            "ExpressionAttributeValues": {":o": {"S": "x"}}}}])
        check("so is one with an update that cannot be", bad == ["None", "ValidationError"], bad)
        check("a check and a deletion", client.transact_write_items(TransactItems=[
            {"ConditionCheck": {"TableName": "items", "Key": key("t1"), "ConditionExpression": "attribute_exists(pk)"}},
            {"Delete": {"TableName": "items", "Key": key("t2")}}])["ResponseMetadata"]["HTTPStatusCode"] == 200)
        check("delete what is checked", "Item" not in client.get_item(TableName="items", Key=key("t2")))
        add = [{"Update": {
            "TableName": "items", "Key": key("t5"), "UpdateExpression": "ADD n :o", "ExpressionAttributeValues": {":o": {"N": "1"}}}}]
        for _ in range(3):
            client.transact_write_items(TransactItems=add, ClientRequestToken="one")
        count = client.get_item(TableName="items", Key=key("t5"))["Item"]["n"]["N"]
        check("a token makes the second execution the same one", count == "1", count)
        other = refused(lambda: client.transact_write_items(TransactItems=[put("t6")], ClientRequestToken="one"))
        check("a token of something else is refused", other[0] == "IdempotentParameterMismatchException", other)
        for what, actions in {
            "101 actions": [put(f"x{n}") for n in range(101)], "two actions on one item": [put("x"), put("x")],
            "an item that is too large": [put("x") | {"Put": {
                "TableName": "items", "Item": key("x") | {"s": {"S": "x" * 409_600}}}}],
            "more than 4 MB": [{"Put": {"TableName": "items", "Item": key(f"x{n}") | {"s": {"S": "x" * 400_000}}}}
                               for n in range(11)],
        }.items():
            answer = refused(lambda: client.transact_write_items(TransactItems=actions))
            check(f"a transaction with {what} is refused", answer[0] == "ValidationException", answer)
        mock.control("faults", {"fault": "transactionConflict", "operation": "TransactWriteItems", "action": 1})
        met = refused_transaction(client, [put("t7"), put("t8")])
        check("a scripted conflict", met == ["None", "TransactionConflict"], met)


def refused_transaction(client, actions):
    """The codes of the reasons for which a transaction is cancelled."""
    try:
        client.transact_write_items(TransactItems=actions)
    except client.exceptions.TransactionCanceledException as error:
        return [reason["Code"] for reason in error.response["CancellationReasons"]]
    return []


def run_ledger(program):
    """DynamoDBSpendStore on moto."""
    with section("SDK against moto: dynamodb"):
        server = subprocess.Popen(
            [sys.executable, "-u", "-c", SINGLE_THREADED_MOTO], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        try:
            environment = os.environ | {
                "AWS_ENDPOINT_URL": f"http://127.0.0.1:{int(server.stdout.readline())}", "AWS_REGION": REGION,
                "AWS_ACCESS_KEY_ID": "AKIDMOTO", "AWS_SECRET_ACCESS_KEY": "secret"}
            done = subprocess.run([program, "ledger"], env=environment, capture_output=True, text=True, timeout=900)
            lines = [line for line in done.stdout.splitlines() if line]
            for line in lines:
                verdict, name = line.split(" ", 1)
                check(f"SDK: {name}", verdict == "ok")
            check("SDK: the ledger's program ran to its end", done.returncode == 0 and len(lines) > 50, done.stderr)
        finally:
            server.terminate()
            server.wait(timeout=20)
