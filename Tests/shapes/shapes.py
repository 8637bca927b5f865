"""Compares the SDK's operations with botocore's service models: see ./Scripts/shapes.

From each model come parameters that set every member, every member of every union and every value of every enum once. The SDK
decodes them into its typed operation and sends it (into nowhere); what it sends is held against botocore's serializer. Replies go
the other way: the SDK decodes a reply that has every member, and what it encodes again must be the whole of it. So a member that
is missing, misspelt or of another type shows, whatever the source looks like.

botocore has no serializer for a stream of events that is sent. Those events go along with every request of such an operation, are
read by botocore's own decoder, and are held against the model.
"""

import argparse
import base64
import binascii
import copy
import datetime
import gzip
import json
import pathlib
import re
import struct
import subprocess
import sys
import urllib.parse
import xml.sax.saxutils

import botocore.eventstream
import botocore.loaders
import botocore.model
import botocore.parsers
import botocore.serialize

OPERATIONS = {
    "athena": ["StartQueryExecution", "GetQueryExecution", "GetQueryResults", "StopQueryExecution"],
    "bcm-data-exports": [
        "CreateExport", "GetExport", "ListExports", "DeleteExport", "TagResource", "UntagResource", "ListTagsForResource",
    ],
    "bedrock": [
        "CreateInferenceProfile", "GetInferenceProfile", "ListInferenceProfiles", "DeleteInferenceProfile", "TagResource",
        "UntagResource", "ListTagsForResource", "ListFoundationModels", "GetFoundationModel",
        "PutModelInvocationLoggingConfiguration", "GetModelInvocationLoggingConfiguration",
        "DeleteModelInvocationLoggingConfiguration",
    ],
    "bedrock-runtime": [
        "Converse", "ConverseStream", "InvokeModel", "InvokeModelWithResponseStream", "InvokeModelWithBidirectionalStream",
        "CountTokens", "ApplyGuardrail", "StartAsyncInvoke", "GetAsyncInvoke", "ListAsyncInvokes",
    ],
    "budgets": [
        "CreateBudget", "DescribeBudget", "DescribeBudgets", "UpdateBudget", "DeleteBudget", "CreateNotification",
        "UpdateNotification", "DeleteNotification", "DescribeNotificationsForBudget", "DescribeBudgetNotificationsForAccount",
        "CreateSubscriber", "UpdateSubscriber", "DeleteSubscriber", "DescribeSubscribersForNotification",
        "DescribeBudgetPerformanceHistory", "CreateBudgetAction", "DescribeBudgetAction", "DescribeBudgetActionsForBudget",
        "DescribeBudgetActionsForAccount", "UpdateBudgetAction", "DeleteBudgetAction", "ExecuteBudgetAction",
        "DescribeBudgetActionHistories", "TagResource", "UntagResource", "ListTagsForResource",
    ],
    "ce": [
        "GetCostAndUsage", "GetCostAndUsageWithResources", "GetCostAndUsageComparisons", "GetCostComparisonDrivers",
        "GetCostForecast", "GetUsageForecast", "GetDimensionValues", "GetTags", "GetCostCategories",
        "ListCostAllocationTags", "UpdateCostAllocationTagsStatus", "StartCostAllocationTagBackfill",
        "ListCostAllocationTagBackfillHistory", "CreateCostCategoryDefinition", "DescribeCostCategoryDefinition",
        "UpdateCostCategoryDefinition", "DeleteCostCategoryDefinition", "ListCostCategoryDefinitions",
        "CreateAnomalyMonitor", "GetAnomalyMonitors", "UpdateAnomalyMonitor", "DeleteAnomalyMonitor",
        "CreateAnomalySubscription", "GetAnomalySubscriptions", "UpdateAnomalySubscription",
        "DeleteAnomalySubscription", "GetAnomalies", "ProvideAnomalyFeedback",
    ],
    "cloudwatch": [
        "GetMetricData", "GetMetricStatistics", "ListMetrics", "PutMetricData", "PutMetricAlarm", "DescribeAlarms",
        "DeleteAlarms", "PutDashboard", "GetDashboard",
    ],
    "dynamodb": [
        "BatchGetItem", "CreateTable", "DescribeTable", "GetItem", "PutItem", "Query", "TransactWriteItems", "UpdateItem",
    ],
    "resourcegroupstaggingapi": ["GetResources", "GetTagKeys", "GetTagValues", "TagResources", "UntagResources"],
    "sns": ["Publish"],
    "sso": ["GetRoleCredentials"],
    "sso-oidc": ["CreateToken"],
    "sts": ["AssumeRole", "AssumeRoleWithWebIdentity", "GetCallerIdentity", "GetSessionToken"],
    "secretsmanager": ["GetSecretValue"],
    "ssm": ["GetParameter", "GetParametersByPath"],
}

# Where a service's types stand, to find the named values of its enums and names that the model lacks.
SOURCES = {
    "athena": "Sources/DataExports/Athena",
    "bcm-data-exports": "Sources/DataExports",
    "bedrock": "Sources/BedrockControl",
    "bedrock-runtime": "Sources/BedrockRuntime",
    "budgets": "Sources/Budgets",
    "ce": "Sources/CostExplorer",
    "cloudwatch": "Sources/CloudWatch",
    "dynamodb": "Sources/DynamoDBLedger/Service",
    "resourcegroupstaggingapi": "Sources/TaggingLookup",
    "sns": "Sources/BedrockCost/Telling/SNS",
    "sso": "Sources/AWSCore/Credentials/SSO",
    "sso-oidc": "Sources/AWSCore/Credentials/SSO/OIDC",
    "secretsmanager": "Sources/TaggingLookup/StaticMaps/SecretsManager",
    "ssm": "Sources/TaggingLookup/StaticMaps/ParameterStore",
    "sts": "Sources/AWSCore/STS",
}

# Folders inside one of these that belong to another service.
FOREIGN_FOLDERS = {"bcm-data-exports": ["Athena", "BillQueries"], "resourcegroupstaggingapi": ["StaticMaps"]}

# Structures of which exactly one member may be set, though the model does not say so.
UNIONS = {"budgets": {"Expression"}, "ce": {"Expression"}, "dynamodb": {"AttributeValue"}}

# Enums without named values in the SDK, each with its reason.
PASSED_ON = {
    "sso-oidc": {
        "AccessDeniedExceptionReason": "a member of an error, kept in AWSError.details",
        "InvalidRequestExceptionReason": "a member of an error, kept in AWSError.details",
    },
}

# Members that the SDK leaves out, by shape, each with its reason. A member that is not there is a difference, too.
LEGACY = "an older form of expressions, which AWS advises against"
INDEXES = "the ledger's table has no indexes, streams or replicas"
OPERATIONS_OF_TABLES = "for the operation of tables; the ledger makes one and looks whether it is there"
LEFT_OUT = {
    "dynamodb": {
        "GetItemInput": {"AttributesToGet": LEGACY},
        "KeysAndAttributes": {"AttributesToGet": LEGACY},
        "PutItemInput": {"Expected": LEGACY, "ConditionalOperator": LEGACY},
        "QueryInput": {
            "AttributesToGet": LEGACY, "KeyConditions": LEGACY, "QueryFilter": LEGACY, "ConditionalOperator": LEGACY},
        "UpdateItemInput": {"AttributeUpdates": LEGACY, "Expected": LEGACY, "ConditionalOperator": LEGACY},
        "CreateTableInput": {
            "LocalSecondaryIndexes": INDEXES, "GlobalSecondaryIndexes": INDEXES, "StreamSpecification": INDEXES,
            "GlobalTableSourceArn": INDEXES, "GlobalTableSettingsReplicationMode": INDEXES,
            "ProvisionedThroughput": OPERATIONS_OF_TABLES, "SSESpecification": OPERATIONS_OF_TABLES,
            "Tags": OPERATIONS_OF_TABLES, "TableClass": OPERATIONS_OF_TABLES, "WarmThroughput": OPERATIONS_OF_TABLES,
            "ResourcePolicy": OPERATIONS_OF_TABLES, "OnDemandThroughput": OPERATIONS_OF_TABLES,
        },
        "TableDescription": {
            "LocalSecondaryIndexes": INDEXES, "GlobalSecondaryIndexes": INDEXES, "StreamSpecification": INDEXES,
            "LatestStreamLabel": INDEXES, "LatestStreamArn": INDEXES, "GlobalTableVersion": INDEXES,
            "Replicas": INDEXES, "GlobalTableWitnesses": INDEXES, "GlobalTableSettingsReplicationMode": INDEXES,
            "MultiRegionConsistency": INDEXES, "ProvisionedThroughput": OPERATIONS_OF_TABLES,
            "RestoreSummary": OPERATIONS_OF_TABLES, "SSEDescription": OPERATIONS_OF_TABLES,
            "ArchivalSummary": OPERATIONS_OF_TABLES, "TableClassSummary": OPERATIONS_OF_TABLES,
            "OnDemandThroughput": OPERATIONS_OF_TABLES, "WarmThroughput": OPERATIONS_OF_TABLES,
        },
    },
    "sns": {
        "PublishInput": {
            "TargetArn": "alerts go to topics", "PhoneNumber": "alerts go to topics",
            "MessageStructure": "an alert reads the same wherever it arrives",
        },
        "MessageAttributeValue": {"BinaryValue": "attributes of alerts are texts"},
    },
}

# Members that are required where others are left out: one of several that a request can be addressed by.
REQUIRED = {"sns": {"PublishInput": ["TopicArn"]}}

# Names that the SDK has and the models of 1.43.11 lack, each with its reason.
BEYOND_THE_MODEL = {
    "bedrock-runtime": {
        "X-Amzn-Bedrock-Request-Metadata": "InvokeModel takes requestMetadata since after 1.43.11",
        "requestMetadata": "the same, under the name that Converse gives it",
        "X-Amzn-Bedrock-Input-Token-Count": "sent by the service, never modelled",
        "X-Amzn-Bedrock-Output-Token-Count": "sent by the service, never modelled",
        "X-Amzn-Bedrock-Cache-Read-Input-Token-Count": "sent by the service, never modelled",
        "X-Amzn-Bedrock-Cache-Write-Input-Token-Count": "sent by the service, never modelled",
        "X-Amzn-Bedrock-Invocation-Latency": "sent by the service, never modelled",
    },
}

# Files that speak of bodies which the models hold as bytes: those of the model providers.
PROVIDER_BODIES = re.compile(r"/Anthropic/|ProviderUsage|InvocationUsage|InvocationMetrics")

# Header fields of every request, which no operation's model names.
COMMON_HEADERS = {
    "host", "user-agent", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256", "authorization", "content-length",
    "amz-sdk-invocation-id", "amz-sdk-request",
}

EVENT_STREAM = "application/vnd.amazon.eventstream"

NOW = datetime.datetime(2026, 3, 14, 15, 9, 26, tzinfo=datetime.timezone.utc)


class Differences:
    """What was found, and what was counted."""

    def __init__(self):
        self.found = []
        self.counts = {}

    def add(self, where, what):
        self.found.append(f"{where}: {what}")

    def count(self, what, number=1):
        self.counts[what] = self.counts.get(what, 0) + number


def protocol_of(model):
    """The protocol that botocore and the SDK speak with a service: of several, JSON."""
    return "json" if "json" in model.metadata.get("protocols", []) else model.metadata["protocol"]


# Parameters from shapes


def is_stream(shape):
    """Whether a member is a stream of events: what is sent or comes one after the other, and has no value of its own."""
    return bool(shape.serialization.get("eventstream"))


class Generator:
    """Makes values of shapes: as few as set every member, union member and enum value once. Streams are left out."""

    def __init__(self, service):
        self.unions = UNIONS.get(service, set())
        self.number = 0

    def variants(self, shape, name="value", stack=()):
        """Values of a shape; none where it only leads back to itself."""
        kind = shape.type_name
        if kind == "structure":
            if getattr(shape, "is_document_type", False):
                return [{"a": [1, True, None, "text"], "b": {"c": 0.5}}]
            if stack.count(shape.name) > 1:
                return []
            return self.structures(shape, stack + (shape.name,))
        if kind == "list":
            elements = self.variants(shape.member, name, stack)
            return [elements] if elements else []
        if kind == "map":
            values = self.variants(shape.value, name, stack)
            keys = [key for key in self.variants(shape.key, name + "-key", stack)]
            while len(keys) < len(values):
                keys += self.variants(shape.key, name + "-key", stack)
            return [dict(zip(keys, values))] if values else []
        if kind == "string":
            return list(shape.enum) if shape.enum else [self.text(shape, name)]
        if kind in ("integer", "long"):
            return [self.integer(shape)]
        if kind in ("float", "double"):
            return [0.25]
        if kind == "boolean":
            return [True, False]
        if kind == "timestamp":
            return [NOW]
        if kind == "blob":
            return [b'{"bytes":"\xc3\xa9"}']
        raise ValueError(f"no values for {kind}")

    def structures(self, shape, stack):
        members = {
            name: self.variants(member, name, stack)
            for name, member in shape.members.items() if not is_stream(member)
        }
        for name in shape.required_members:
            if name in members and not members[name]:
                return []
        members = {name: values for name, values in members.items() if values}
        if getattr(shape, "is_tagged_union", False) or shape.name in self.unions:
            return [{name: value} for name, values in members.items() for value in values]
        if not members:
            return [{}]
        count = max(len(values) for values in members.values())
        return [{name: values[i % len(values)] for name, values in members.items()} for i in range(count)]

    def minimal(self, shape):
        """Only what is required."""
        if shape is None:
            return {}
        value = {}
        for name in shape.required_members:
            member = shape.members[name]
            if not is_stream(member):
                value[name] = self.smallest(member, name)
        return value

    def smallest(self, shape, name):
        if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
            if getattr(shape, "is_tagged_union", False) or shape.name in self.unions:
                return self.variants(shape, name)[0]
            return self.minimal(shape)
        if shape.type_name == "list":
            return [self.smallest(shape.member, name)]
        return self.variants(shape, name)[0]

    def integer(self, shape):
        low = shape.metadata.get("min", 1)
        return max(int(low), 1)

    def text(self, shape, name):
        self.number += 1
        number = self.number
        pattern = str(shape.metadata.get("pattern", ""))
        lower = (shape.name + name).lower()
        if shape.name == "YearMonthDay":
            return "2026-02-01" if name == "Start" else "2026-03-01"
        if shape.name == "ZonedDateTime":
            return "2026-03-14T15:09:26+01:00"
        if "billingview" in lower:
            return "arn:aws:billing::123456789012:billingview/primary"
        if name == "RoleArn":
            return "arn:aws:iam::123456789012:role/example"
        if name == "copyFrom":
            return "arn:aws:bedrock:us-east-1::foundation-model/vendor.model-v1:0"
        if "inferenceprofilearn" in lower or name in ("resourceARN", "modelId", "inferenceProfileIdentifier"):
            return f"arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4{number:04}"
        if "guardrailarn" in lower or name == "guardrailIdentifier":
            return f"arn:aws:bedrock:us-east-1:123456789012:guardrail/a1b2c3d4{number:04}"
        if "arn:" in pattern or re.search("Arn|ARN|^arn", shape.name + " " + name):
            return f"arn:aws:bedrock:us-east-1:123456789012:foundation-model/example-{number}"
        if name == "guardrailVersion":
            return str(number % 1000)
        if name == "TokenCode":
            return "123456"
        if name == "modelIdentifier":
            return "vendor.model-v1:0"
        if name in ("contentType", "accept"):
            return "application/json"
        text = f"{name}{number}" if re.fullmatch(r"[A-Za-z0-9]+", name) else f"v{number}"
        longest = int(shape.metadata.get("max", 64) or 64)
        return text[-longest:].ljust(int(shape.metadata.get("min", 0) or 0), "0")


def for_probe(value, shape):
    """Parameters as the probe reads them: bytes as {"$b64"}, times as RFC 3339."""
    if isinstance(value, bytes):
        return {"$b64": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%dT%H:%M:%SZ")
    if getattr(shape, "is_document_type", False):
        return value
    if isinstance(value, dict) and shape.type_name == "structure":
        return {name: for_probe(member, shape.members[name]) for name, member in value.items()}
    if isinstance(value, dict):
        return {name: for_probe(member, shape.value) for name, member in value.items()}
    if isinstance(value, list):
        return [for_probe(element, shape.member) for element in value]
    return value


# Replies from values


def json_value(value, shape):
    """A value in the body of a JSON protocol."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, datetime.datetime):
        if shape.serialization.get("timestampFormat") == "iso8601":
            return value.strftime("%Y-%m-%dT%H:%M:%SZ")
        return int(value.timestamp())
    if getattr(shape, "is_document_type", False):
        return value
    if isinstance(value, dict) and shape.type_name == "structure":
        return {
            shape.members[name].serialization.get("name", name): json_value(member, shape.members[name])
            for name, member in value.items()
        }
    if isinstance(value, dict):
        return {name: json_value(member, shape.value) for name, member in value.items()}
    if isinstance(value, list):
        return [json_value(element, shape.member) for element in value]
    return value


def xml_value(name, value, shape):
    """An element of the query protocol."""
    if isinstance(value, dict):
        inside = "".join(
            xml_value(shape.members[member].serialization.get("name", member), inner, shape.members[member])
            for member, inner in value.items()
        )
    elif isinstance(value, list):
        inside = "".join(xml_value("member", element, shape.member) for element in value)
    elif isinstance(value, datetime.datetime):
        inside = value.strftime("%Y-%m-%dT%H:%M:%SZ")
    elif isinstance(value, bool):
        inside = str(value).lower()
    else:
        inside = xml.sax.saxutils.escape(str(value))
    return f"<{name}>{inside}</{name}>"


def frame(headers, payload):
    """A message of the event stream encoding; all header values are strings."""
    block = b""
    for name, value in headers:
        block += bytes([len(name)]) + name.encode() + b"\x07" + struct.pack(">H", len(value)) + value.encode()
    prelude = struct.pack(">II", len(block) + len(payload) + 16, len(block))
    message = prelude + struct.pack(">I", binascii.crc32(prelude)) + block + payload
    return message + struct.pack(">I", binascii.crc32(message))


def event_frame(name, value, shape):
    payload = json.dumps(json_value(value, shape)).encode()
    headers = [(":message-type", "event"), (":event-type", name), (":content-type", "application/json")]
    return frame(headers, payload)


def reply(protocol, operation, value):
    """The HTTP response that a service would give for an output."""
    shape = operation.output_shape
    status = operation.http.get("responseCode", 200)
    if protocol == "query":
        name = f"{operation.name}Result"
        inside = xml_value(name, value, shape) if shape is not None else ""
        text = f"<{operation.name}Response>{inside}</{operation.name}Response>"
        return {"status": status, "headers": [["Content-Type", "text/xml"]], "body": text.encode()}
    headers = []
    body = {}
    for name, member in value.items():
        place = shape.members[name].serialization
        if place.get("location") == "header":
            headers.append([place["name"], str(member)])
        elif shape.serialization.get("payload") != name:
            body[name] = member
    payload = shape.serialization.get("payload") if shape is not None else None
    if payload and shape.members[payload].type_name == "blob":
        data = value[payload]
    else:
        document = {
            shape.members[name].serialization.get("name", name): json_value(member, shape.members[name])
            for name, member in body.items()
        }
        data = json.dumps(document).encode()
        headers.append(["Content-Type", "application/json"])
    return {"status": status, "headers": headers, "body": data}


def for_wire(response):
    return {
        "status": response["status"], "headers": response["headers"],
        "body_b64": base64.b64encode(response["body"]).decode(),
    }


# Comparing


def differences(expected, actual, shape, path):
    """Where an output lacks, adds or changes something."""
    if isinstance(expected, dict) and shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        if not isinstance(actual, dict):
            yield f"{path} is {shorten(actual)}, not a structure"
            return
        for name, value in expected.items():
            if name not in actual:
                # An empty list or structure and none at all say the same.
                if value not in ([], {}):
                    yield f"{path}.{name} is lost"
            else:
                yield from differences(value, actual[name], shape.members[name], f"{path}.{name}")
        for name in actual.keys() - expected.keys():
            yield f"{path}.{name} is made up"
    elif isinstance(expected, dict) and shape.type_name == "map":
        if not isinstance(actual, dict) or actual.keys() != expected.keys():
            yield f"{path} is {shorten(actual)}, not {shorten(expected)}"
            return
        for name, value in expected.items():
            yield from differences(value, actual[name], shape.value, f"{path}.{name}")
    elif isinstance(expected, list) and shape.type_name == "list":
        if not isinstance(actual, list) or len(actual) != len(expected):
            yield f"{path} is {shorten(actual)}, not {len(expected)} elements"
            return
        for index, (value, other) in enumerate(zip(expected, actual)):
            yield from differences(value, other, shape.member, f"{path}[{index}]")
    elif isinstance(expected, datetime.datetime):
        if instant(actual) != expected.timestamp():
            yield f"{path} is {actual}, not {expected}"
    elif isinstance(expected, bytes):
        if actual != base64.b64encode(expected).decode():
            yield f"{path} is {shorten(actual)}, not the bytes that were sent"
    elif expected != actual or isinstance(expected, bool) != isinstance(actual, bool):
        yield f"{path} is {shorten(actual)}, not {shorten(expected)}"


def instant(value):
    if isinstance(value, (int, float)):
        return float(value)
    try:
        return datetime.datetime.fromisoformat(str(value).replace("Z", "+00:00")).timestamp()
    except ValueError:
        return None


def shorten(value):
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) < 160 else text[:157] + "…"


def first_difference(expected, actual, path="body"):
    """Where two JSON documents part."""
    if type(expected) is not type(actual) and not (
        isinstance(expected, (int, float)) and isinstance(actual, (int, float))
        and not isinstance(expected, bool) and not isinstance(actual, bool)
    ):
        return f"{path} is {shorten(actual)}, not {shorten(expected)}"
    if isinstance(expected, dict):
        for name in expected:
            if name not in actual:
                return f"{path}.{name} is not sent"
            found = first_difference(expected[name], actual[name], f"{path}.{name}")
            if found:
                return found
        for name in actual.keys() - expected.keys():
            return f"{path}.{name} is sent, but the model lacks it"
        return None
    if isinstance(expected, list):
        if len(expected) != len(actual):
            return f"{path} has {len(actual)} elements, not {len(expected)}"
        for index, (one, other) in enumerate(zip(expected, actual)):
            found = first_difference(one, other, f"{path}[{index}]")
            if found:
                return found
        return None
    return None if expected == actual else f"{path} is {shorten(actual)}, not {shorten(expected)}"


# Streams that are sent


class InputStream:
    """Every event of an operation's input, as the probe reads them and as the SDK has sent them."""

    def __init__(self, operation, generator):
        stream = operation.get_event_stream_input()
        self.member = next(name for name, member in operation.input_shape.members.items() if is_stream(member))
        self.events = [
            (name, member, value)
            for name, member in stream.members.items() for value in generator.variants(member, name)
        ]

    def for_probe(self):
        return {self.member: [{name: for_probe(value, member)} for name, member, value in self.events]}

    def differences(self, answer):
        """Where the frames of a request are not the events: each lies in a signed frame, and an empty one ends them."""
        declared = answer["headers"].get("x-amz-content-sha256")
        if declared != "STREAMING-AWS4-HMAC-SHA256-EVENTS":
            yield f"x-amz-content-sha256 is {declared!r}, not that of signed events"
        frames = messages(base64.b64decode(answer["body"]))
        for index, signed in enumerate(frames):
            if signed.headers.keys() != {":date", ":chunk-signature"}:
                yield f"frame {index} has the headers {sorted(signed.headers)}, not those of a signature"
        if len(frames) != len(self.events) + 1 or frames[-1].payload:
            yield f"{len(frames)} frames are sent, not {len(self.events)} and an empty one"
            return
        for (name, member, value), signed in zip(self.events, frames):
            sent = messages(signed.payload)
            wanted = {":message-type": "event", ":event-type": name, ":content-type": "application/json"}
            if [message.headers for message in sent] != [wanted]:
                yield f"the event {name} has the headers {[message.headers for message in sent]}, not {wanted}"
                continue
            found = first_difference(json_value(value, member), json.loads(sent[0].payload), name)
            if found:
                yield found


def messages(data):
    """The messages of a stream, with their checksums looked at."""
    buffer = botocore.eventstream.EventStreamBuffer()
    buffer.add_data(data)
    return list(buffer)


# The parts of the comparison


class Comparison:
    def __init__(self, probe, models, result):
        self.probe = probe
        self.models = models
        self.result = result

    def run(self):
        for service, names in OPERATIONS.items():
            model = self.models[service]
            for name in names:
                if name not in model.operation_names:
                    self.result.add(f"{service}.{name}", "is not in the model")
                    continue
                self.operation(service, model, model.operation_model(name))
            self.result.count("members", members_of(model, names))
            self.enums(service, model, names)
            self.foreign_names(service, model, names)

    def operation(self, service, model, operation):
        where = f"{service}.{operation.name}"
        protocol = protocol_of(model)
        generator = Generator(service)
        shape = operation.input_shape
        sent = InputStream(operation, generator) if operation.get_event_stream_input() is not None else None

        def ask(**question):
            if sent is not None and "params" in question:
                question["params"] |= sent.for_probe()
            return self.probe.ask(service=service, operation=operation.name, **question)

        inputs = [generator.minimal(shape)]
        if shape is not None and shape.members:
            inputs += generator.variants(shape)
        if "notBuilt" in ask(params=for_probe(inputs[-1], shape)):
            self.result.add(where, "the SDK lacks it")
            return
        self.result.count("operations")
        for value in inputs:
            self.request(where, model, operation, value, sent, ask(params=for_probe(value, shape)))
        if sent is not None:
            self.result.count("events", len(sent.events))
        self.required(where, shape, inputs, ask)
        self.replies(where, service, protocol, operation, ask)
        self.errors(where, model, operation, ask)

    # Requests

    def request(self, where, model, operation, value, stream, answer):
        self.result.count("requests")
        if "refused" in answer:
            self.result.add(where, f"parameters of the model are refused: {answer['refused']} ({shorten_params(value)})")
            return
        protocol = protocol_of(model)
        serializer = botocore.serialize.create_serializer(protocol, include_validation=False)
        wanted = serializer.serialize_to_request(value, operation)
        if answer["method"] != wanted["method"]:
            self.result.add(where, f"method is {answer['method']}, not {wanted['method']}")
        path, _, query = answer["target"].partition("?")
        wanted_path, _, wanted_query = wanted["url_path"].partition("?")
        if path != wanted_path:
            self.result.add(where, f"path is {path}, not {wanted_path}")
        pairs = sorted(urllib.parse.parse_qsl(query, keep_blank_values=True))
        asked = wanted["query_string"] if isinstance(wanted["query_string"], dict) else {}
        wanted_pairs = sorted(
            [(name, str(item)) for name, items in asked.items() for item in (items if isinstance(items, list) else [items])]
            + urllib.parse.parse_qsl(wanted_query, keep_blank_values=True)
        )
        if pairs != wanted_pairs:
            self.result.add(where, f"query is {pairs}, not {wanted_pairs}")
        if stream is not None:
            # Of such a request botocore makes one without a stream.
            wanted["headers"]["Content-Type"] = EVENT_STREAM
            for found in stream.differences(answer):
                self.result.add(where, found)
        else:
            self.body(where, protocol, operation, answer, wanted, value)
        self.headers(where, operation, answer, wanted, value)
        scope = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/", answer["headers"].get("authorization", ""))
        name = model.metadata.get("signingName", model.metadata["endpointPrefix"])
        if operation.auth_type == "none":
            if "authorization" in answer["headers"]:
                self.result.add(where, "is signed, but takes no signature")
        elif not scope or scope.group(1) != name:
            self.result.add(where, f"is signed for {scope.group(1) if scope else 'nobody'}, not {name}")

    def headers(self, where, operation, answer, wanted, value):
        sent = {name: text for name, text in answer["headers"].items() if name not in COMMON_HEADERS}
        expected = {name.lower(): str(text) for name, text in wanted["headers"].items()}
        if operation.request_compression and sent.get("content-encoding") == "gzip":
            # botocore compresses after it has serialized.
            expected["content-encoding"] = "gzip"
        payload = operation.input_shape.serialization.get("payload") if operation.input_shape is not None else None
        if payload and operation.input_shape.members[payload].type_name == "blob" and "contentType" not in value:
            # botocore fills in a type for bytes of which nobody said one; the service takes none for JSON.
            expected.pop("content-type", None)
        for name in sorted(expected.keys() | sent.keys()):
            if expected.get(name) != sent.get(name):
                if name == "content-type" and media_type(expected.get(name)) == media_type(sent.get(name)):
                    continue
                self.result.add(where, f"header {name} is {sent.get(name)!r}, not {expected.get(name)!r}")

    def body(self, where, protocol, operation, answer, wanted, value):
        body = base64.b64decode(answer["body"])
        if answer["headers"].get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        expected = wanted["body"]
        if protocol == "query":
            sent = sorted(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
            if isinstance(expected, dict):
                fields = sorted((name, str(text)) for name, text in expected.items())
            else:
                fields = sorted(urllib.parse.parse_qsl(as_bytes(expected).decode(), keep_blank_values=True))
            for name, text in sorted(set(fields) ^ set(sent)):
                self.result.add(where, f"form field {name}={text} is {'sent' if (name, text) in sent else 'not sent'}")
            return
        payload = operation.input_shape.serialization.get("payload") if operation.input_shape is not None else None
        if payload and operation.input_shape.members[payload].type_name == "blob":
            if body != as_bytes(expected):
                self.result.add(where, f"body is {body!r}, not {expected!r}")
            return
        sent = json.loads(body or b"{}")
        for name, member in (operation.input_shape.members if operation.input_shape is not None else {}).items():
            if member.metadata.get("idempotencyToken") and name not in value and not sent.pop(name, None):
                self.result.add(where, f"no {name} is made up")
        found = first_difference(json.loads(as_bytes(expected) or b"{}"), sent)
        if found:
            self.result.add(where, found)

    def required(self, where, shape, inputs, ask):
        if shape is None:
            return
        seen = set()
        for value in inputs:
            base = None
            for owner, name, path in required_members(shape, value):
                if (owner, name) in seen:
                    continue
                if base is None:
                    base = ask(params=for_probe(value, shape))
                dropped = copy.deepcopy(value)
                del follow(dropped, path)[name]
                answer = ask(params=for_probe(dropped, shape))
                seen.add((owner, name))
                self.result.count("required members")
                if "refused" in answer:
                    continue
                if answer.get("objection") in (None, base.get("objection")):
                    self.result.add(where, f"{owner}.{name} is required, but may be left out")

    # Replies

    def replies(self, where, service, protocol, operation, ask):
        shape = operation.output_shape
        if shape is None:
            return
        stream = operation.get_event_stream_output()
        if stream is not None:
            self.streams(where, service, operation, stream, ask)
            return
        for value in Generator(service).variants(shape):
            response = reply(protocol, operation, value)
            self.result.count("replies")
            parser = botocore.parsers.create_parser(protocol)
            parsed = parser.parse(
                {"status_code": response["status"], "headers": dict(response["headers"]), "body": response["body"]}, shape)
            parsed.pop("ResponseMetadata", None)
            for name, member in value.items():
                if isinstance(member, bytes) and isinstance(parsed.get(name), str):
                    # botocore hands such a payload out as text.
                    parsed[name] = parsed[name].encode()
            if parsed != value:
                raise SystemExit(f"shapes: {where}: botocore reads {shorten(parsed)} of the reply made for {shorten(value)}")
            answer = ask(response=for_wire(response))
            if "output" not in answer:
                self.result.add(where, f"a reply of the model is refused: {shorten(answer)}")
                continue
            for found in differences(value, answer["output"], shape, "output"):
                self.result.add(where, found)

    def streams(self, where, service, operation, stream, ask):
        shape = operation.output_shape
        payload = next(name for name, member in shape.members.items() if member is stream or member.name == stream.name)
        generator = Generator(service)
        head = {
            name: generator.variants(member, name)[0]
            for name, member in shape.members.items() if name != payload
        }
        headers = [[shape.members[name].serialization["name"], str(value)] for name, value in head.items()]
        headers.append(["Content-Type", EVENT_STREAM])
        events = []
        exceptions = []
        for name, member in stream.members.items():
            (exceptions if member.metadata.get("exception") else events).extend(
                (name, member, value) for value in generator.variants(member, name))
        body = b"".join(event_frame(name, value, member) for name, member, value in events)
        self.result.count("replies")
        self.result.count("events", len(events))
        answer = ask(response=for_wire({"status": 200, "headers": headers, "body": body}))
        output = answer.get("output")
        if output is None or output[payload]["end"] is not None:
            self.result.add(where, f"a stream of the model is refused: {shorten(answer)}")
            return
        for found in differences(head, {n: v for n, v in output.items() if n != payload}, shape, "output"):
            self.result.add(where, found)
        seen = output[payload]["events"]
        if [next(iter(event)) for event in seen] != [name for name, _, _ in events]:
            self.result.add(where, f"events are lost: {[next(iter(event)) for event in seen]}")
            return
        for (name, member, value), event in zip(events, seen):
            for found in differences(value, event[name], member, name):
                self.result.add(where, found)
        for name, member, value in exceptions:
            self.result.count("errors")
            message = frame(
                [(":message-type", "exception"), (":exception-type", name), (":content-type", "application/json")],
                json.dumps(json_value(value, member)).encode())
            answer = ask(response=for_wire({"status": 200, "headers": headers, "body": message}))
            end = (answer.get("output") or {}).get(payload, {}).get("end") or {}
            if end.get("code") != name:
                self.result.add(where, f"the stream's {name} comes as {shorten(answer)}")
            elif end.get("kind") != kind_of(member.name, member):
                self.result.add(where, f"the stream's {name} is {end.get('kind')}, not {kind_of(member.name, member)}")

    # Errors

    def errors(self, where, model, operation, ask):
        protocol = protocol_of(model)
        generator = Generator(model.service_name)
        for shape in operation.error_shapes:
            self.result.count("errors")
            value = {}
            for variant in generator.variants(shape)[:1]:
                value = variant
            code = shape.metadata.get("error", {}).get("code", shape.name)
            status = shape.metadata.get("error", {}).get("httpStatusCode", 500 if shape.metadata.get("fault") else 400)
            document = json_value(value, shape)
            headers = [["Content-Type", "application/json"]]
            if protocol == "query":
                text = document.get("message") or document.get("Message") or "no message"
                body = f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{text}</Message></Error></ErrorResponse>"
            elif protocol == "json":
                body = json.dumps({"__type": f"com.amazonaws.example#{code}", **document})
            else:
                headers.append(["x-amzn-ErrorType", f"{code}:http://internal.amazon.com/coral/"])
                body = json.dumps(document)
            answer = ask(response=for_wire({"status": status, "headers": headers, "body": body.encode()}))
            error = answer.get("error", {})
            if error.get("code") != code:
                self.result.add(where, f"{code} comes as {shorten(answer)}")
                continue
            if error.get("kind") != kind_of(shape.name, shape):
                self.result.add(where, f"{code} is {error.get('kind')}, not {kind_of(shape.name, shape)}")
            message = next((text for name, text in document.items() if name.lower() == "message"), None)
            if message is not None and error.get("message") != message:
                self.result.add(where, f"{code} says {error.get('message')!r}, not {message!r}")
            if protocol != "query":
                for name, member in document.items():
                    if (error.get("details") or {}).get(name) != member:
                        self.result.add(where, f"{code}.{name} is lost")

    # Named values and names

    def enums(self, service, model, names):
        sets = named_values(service)
        seen = set()
        for name in names:
            if name not in model.operation_names:
                continue
            operation = model.operation_model(name)
            for shape in reachable(operation.input_shape, operation.output_shape, *operation.error_shapes):
                if shape.type_name != "string" or not shape.enum or shape.name in seen:
                    continue
                seen.add(shape.name)
                self.result.count("enum values", len(shape.enum))
                if shape.name in PASSED_ON.get(service, {}):
                    continue
                wanted = set(shape.enum)
                if any(wanted <= values for values in sets.values()):
                    continue
                nearest = max(sets, key=lambda one: len(wanted & sets[one]), default=None)
                missing = sorted(wanted - sets.get(nearest, set()))
                self.result.add(
                    f"{service}.{shape.name}", f"no open set names {', '.join(missing)} (the nearest is {nearest})")

    def foreign_names(self, service, model, names):
        known = set()
        for name in names:
            if name not in model.operation_names:
                continue
            operation = model.operation_model(name)
            for shape in reachable(operation.input_shape, operation.output_shape, *operation.error_shapes):
                if shape.type_name == "structure":
                    for member, inner in shape.members.items():
                        known |= {member, inner.serialization.get("name", member)}
        allowed = BEYOND_THE_MODEL.get(service, {})
        used = set()
        for name, place in wire_names(service):
            self.result.count("names in the source")
            used.add(name)
            if name not in known and name not in allowed:
                self.result.add(f"{service}: {place}", f"{name} is not in the model")
        for name in allowed.keys() - used:
            self.result.add(f"{service}: {name}", "is allowed, but the SDK does not have it")


def shorten_params(value):
    text = str(value)
    return text if len(text) < 200 else text[:197] + "…"


def media_type(text):
    return (text or "").split(";")[0].strip().lower()


def as_bytes(body):
    if isinstance(body, str):
        return body.encode()
    return body.read() if hasattr(body, "read") else bytes(body or b"")


def follow(value, path):
    for step in path:
        value = value[step]
    return value


def required_members(shape, value, path=()):
    """The required members that a value sets: the shape's name, the member's, and where."""
    if getattr(shape, "is_document_type", False):
        return
    if shape.type_name == "structure" and isinstance(value, dict):
        for name in shape.required_members:
            # A member that clients fill in themselves is never missing.
            if name in value and not shape.members[name].metadata.get("idempotencyToken"):
                yield shape.name, name, path
        for name, member in value.items():
            yield from required_members(shape.members[name], member, path + (name,))
    elif shape.type_name == "list":
        for index, element in enumerate(value):
            yield from required_members(shape.member, element, path + (index,))
    elif shape.type_name == "map":
        for name, element in value.items():
            yield from required_members(shape.value, element, path + (name,))


def reachable(*shapes):
    """Every shape that can be got to."""
    seen = set()
    waiting = [shape for shape in shapes if shape is not None]
    while waiting:
        shape = waiting.pop()
        if shape.name in seen:
            continue
        seen.add(shape.name)
        yield shape
        if shape.type_name == "structure":
            waiting += shape.members.values()
        elif shape.type_name == "list":
            waiting.append(shape.member)
        elif shape.type_name == "map":
            waiting += [shape.key, shape.value]


def members_of(model, names):
    """How many members the operations' structures have."""
    operations = [model.operation_model(name) for name in names if name in model.operation_names]
    shapes = [shape for one in operations for shape in (one.input_shape, one.output_shape, *one.error_shapes)]
    return sum(len(shape.members) for shape in reachable(*shapes) if shape.type_name == "structure")


def kind_of(name, shape):
    """The kind of AWSError that a modelled error should be."""
    for pattern, kind in (
        # One a day is a quota: waiting for seconds and trying again does not help.
        (r"^BackfillLimitExceeded", "quotaExceeded"),
        (r"^LimitExceededFault", "quotaExceeded"),
        (r"^CreationLimitExceeded", "quotaExceeded"),
        # Of tables with local indexes; nothing that waiting could help.
        (r"^ItemCollectionSizeLimitExceeded", "service"),
        (r"Throttl|LimitExceeded|TooManyRequests|ThroughputExceeded|TransactionInProgress", "throttled"),
        (r"^AccessDenied", "accessDenied"),
        (r"^ExpiredToken", "unauthenticated"),
        (r"^(Resource|Parameter|ParameterVersion)?NotFound", "notFound"),
        (r"^Conflict|^DuplicateRecord|^ResourceLocked", "conflict"),
        (r"QuotaExceeded|^TooManyTags", "quotaExceeded"),
        (r"^Validation|^InvalidParameter", "validation"),
    ):
        if re.search(pattern, name):
            return kind
    status = shape.metadata.get("error", {}).get("httpStatusCode")
    if status is not None and status >= 500:
        return "serviceFault"
    return {401: "unauthenticated", 403: "accessDenied", 404: "notFound", 429: "throttled"}.get(status, "service")


# The source


def swift_files(service):
    folder = pathlib.Path(SOURCES[service])
    foreign = [folder / name for name in FOREIGN_FOLDERS.get(service, [])]
    return sorted(file for file in folder.rglob("*.swift") if not any(other in file.parents for other in foreign))


def blocks(text):
    """The lines of a file with the type that each stands in."""
    stack = []
    depth = 0
    for line in text.splitlines():
        code = re.sub(r'"(?:\\.|[^"\\])*"', '""', line).split("//")[0]
        declared = re.search(r"\b(?:struct|enum|class|extension|protocol)\s+([\w.]+)", code)
        if declared:
            # The brace may come lines later.
            stack.append([depth, declared.group(1), False])
        yield ".".join(name for _, name, _ in stack), line
        depth += code.count("{") - code.count("}")
        if stack and "{" in code:
            stack[-1][2] = True
        while stack and stack[-1][2] and depth <= stack[-1][0]:
            stack.pop()


def named_values(service):
    """The values of the static members of each type."""
    sets = {}
    for file in swift_files(service):
        for owner, line in blocks(file.read_text()):
            if re.search(r"\bstatic\s+(?:let|var)\b", line):
                sets.setdefault(owner, set()).update(re.findall(r'"((?:\\.|[^"\\])*)"', line))
    return sets


def wire_names(service):
    """The coding keys and header names in the source."""
    for file in swift_files(service):
        if PROVIDER_BODIES.search(str(file)):
            continue
        for owner, line in blocks(file.read_text()):
            code = line.split("//")[0]
            for name in re.findall(r'"(X-Amz[\w-]+)"', code, flags=re.I):
                yield name, file.name
            if not owner.split(".")[-1].endswith("Keys"):
                continue
            cases = re.search(r"\bcase\s+(.*?)\s*}?\s*$", code)
            for case in re.split(r",\s*", cases.group(1)) if cases else []:
                match = re.fullmatch(r'`?(\w+)`?(?:\s*=\s*"([^"]*)")?', case.strip())
                if match:
                    yield match.group(2) or match.group(1), file.name


# Running


class Probe:
    """The SDK, asked line by line."""

    def __init__(self, program):
        self.process = subprocess.Popen([program], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, **question):
        self.process.stdin.write(json.dumps(question).encode() + b"\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"shapes: the probe ended at {shorten(question)}")
        return json.loads(line)


def load(mutate=None):
    loader = botocore.loaders.Loader()
    models = {}
    for service in OPERATIONS:
        data = copy.deepcopy(loader.load_service_model(service, "service-2"))
        for shape, members in LEFT_OUT.get(service, {}).items():
            for member in members:
                del data["shapes"][shape]["members"][member]
        for shape, members in REQUIRED.get(service, {}).items():
            data["shapes"][shape]["required"] += members
        if mutate and mutate[0] == service:
            mutate[1](data)
        models[service] = botocore.model.ServiceModel(data, service)
    return models


def rename(data, shape, old, new):
    members = data["shapes"][shape]["members"]
    members[new] = members.pop(old)


def falsifications():
    """Models that are wrong in one thing each, and what that is."""

    def change(service, what, do):
        return what, (service, do)

    yield change(
        "ce", "a member of a request is renamed",
        lambda data: rename(data, "GetCostAndUsageRequest", "Metrics", "Measures")
        or data["shapes"]["GetCostAndUsageRequest"].update(required=["TimePeriod", "Granularity", "Measures"]))
    yield change(
        "bedrock-runtime", "a nested member of a request is renamed",
        lambda data: rename(data, "InferenceConfiguration", "maxTokens", "maximumTokens"))
    yield change(
        "bedrock-runtime", "a nested member of a reply is renamed",
        lambda data: rename(data, "TokenUsage", "cacheReadInputTokens", "cachedTokens"))
    yield change(
        "bedrock-runtime", "a member of an event is new",
        lambda data: data["shapes"]["MessageStopEvent"]["members"].update(mood={"shape": "String"}))
    yield change(
        "bedrock-runtime", "a member of an event that is sent is new",
        lambda data: data["shapes"]["BidirectionalInputPayloadPart"]["members"].update(mood={"shape": "NonBlankString"}))
    yield change(
        "bedrock-runtime", "an event that is sent is renamed",
        lambda data: rename(data, "InvokeModelWithBidirectionalStreamInput", "chunk", "part"))
    yield change(
        "bedrock-runtime", "an event of a stream in both directions is renamed",
        lambda data: rename(data, "InvokeModelWithBidirectionalStreamOutput", "chunk", "part"))
    yield change(
        "bedrock", "a member becomes required",
        lambda data: data["shapes"]["CreateInferenceProfileRequest"]["required"].append("description"))
    yield change(
        "bedrock", "an enum has a new value",
        lambda data: data["shapes"]["InferenceProfileStatus"]["enum"].append("SLEEPING"))
    yield change(
        "bedrock", "a query name is another",
        lambda data: data["shapes"]["ListInferenceProfilesRequest"]["members"]["typeEquals"].update(locationName="kind"))
    yield change(
        "bedrock-runtime", "a header name is another",
        lambda data: data["shapes"]["InvokeModelRequest"]["members"]["serviceTier"].update(locationName="X-Tier"))
    yield change(
        "bedrock", "a path is another",
        lambda data: data["operations"]["TagResource"]["http"].update(requestUri="/tag-resource"))
    yield change(
        "bedrock", "a method is another",
        lambda data: data["operations"]["DeleteInferenceProfile"]["http"].update(method="POST"))
    yield change(
        "ce", "the target is another", lambda data: data["metadata"].update(targetPrefix="AWSInsights"))
    yield change(
        "sts", "a form field is renamed", lambda data: rename(data, "AssumeRoleRequest", "ExternalId", "ForeignId"))
    yield change(
        "ce", "an error has another code",
        lambda data: data["shapes"]["LimitExceededException"].update(error={"code": "Enough"}))


def self_test(program):
    unnoticed = 0
    total = 0
    for what, mutation in falsifications():
        total += 1
        result = Differences()
        only = {mutation[0]: OPERATIONS[mutation[0]]}
        comparison = Comparison(Probe(program), load(mutation), result)
        for service in list(OPERATIONS):
            if service not in only:
                comparison.models.pop(service)
        run_services(comparison, only)
        if result.found:
            print(f"noticed: {what}: {result.found[0]}")
        else:
            unnoticed += 1
            print(f"UNNOTICED: {what}")
    print(f"shapes: {total - unnoticed} of {total} falsified models noticed")
    return 2 if unnoticed else 1


def run_services(comparison, services):
    saved = dict(OPERATIONS)
    OPERATIONS.clear()
    OPERATIONS.update(services)
    try:
        comparison.run()
    finally:
        OPERATIONS.clear()
        OPERATIONS.update(saved)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("probe")
    parser.add_argument("--self-test", action="store_true")
    arguments = parser.parse_args()
    if botocore.__version__ != "1.43.11":
        raise SystemExit(f"shapes: botocore is {botocore.__version__}, not 1.43.11")
    if arguments.self_test:
        return self_test(arguments.probe)
    result = Differences()
    Comparison(Probe(arguments.probe), load(), result).run()
    for difference in dict.fromkeys(result.found):
        print(difference)
    print("compared with botocore 1.43.11: " + ", ".join(f"{number} {what}" for what, number in result.counts.items()))
    print(f"shapes: {len(set(result.found))} differences")
    return 1 if result.found else 0


sys.exit(main())
