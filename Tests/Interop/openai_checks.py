"""The Projects endpoint of mock-aws, driven by OpenAI's own client."""

import decimal
import json
import urllib.error
import urllib.request

import openai
from openai.providers import bedrock

from boto3_checks import client
from harness import ACCOUNT, API_KEY, KEY, REGION, SECRET, check, section
from signature_checks import short_term

OSS = "openai.gpt-oss-120b"
TERRA = "openai.gpt-5.6-terra"
ARN = f"arn:aws:bedrock-mantle:{REGION}:{ACCOUNT}:project/"
TOOL = {
    "type": "function", "name": "lookup", "strict": True, "parameters": {
        "type": "object", "properties": {"id": {"type": "string"}}, "required": ["id"], "additionalProperties": False}}


def opened(mock, root="/v1", **changes):
    arguments = dict(base_url=mock.url + root, api_key=API_KEY, max_retries=0)
    arguments.update(changes)
    return openai.OpenAI(**arguments)


def signed(mock, root="/openai/v1", **changes):
    """A client that signs with credentials, as OpenAI's own provider for Bedrock does."""
    arguments = dict(region=REGION, base_url=mock.url + root, access_key_id=KEY, secret_access_key=SECRET)
    arguments.update(changes)
    return openai.OpenAI(provider=bedrock(**arguments), max_retries=0)


def refused(call):
    """Status, code and message of a call that must fail; the status is 200 where it succeeded."""
    try:
        call()
    except openai.APIStatusError as error:
        return error.status_code, error.code, error.message
    return 200, None, ""


def run(mock):
    with section("openai: projects"):
        chatbot, search = projects(mock)
    with section("openai: responses"):
        responses(mock, chatbot)
    with section("openai: chat completions"):
        chat(mock, search)
    with section("openai: authentication"):
        authentication(mock)
    with section("openai: bedrock-runtime"):
        runtime(mock)
    with section("openai: faults"):
        faults(mock)
    with section("openai: costs by project tag"):
        costs(mock, chatbot, search)


def projects(mock):
    made = opened(mock)

    def create(name, **tags):
        return made.post("/organization/projects", cast_to=object, body={"name": name, "tags": tags})

    chatbot = create(
        "CustomerChatbot-Prod", Application="CustomerChatbot", Environment="Production", Team="CustomerExperience",
        CostCenter="CC-1001", Owner="alice")
    check("CreateProject with tags", chatbot["tags"]["CostCenter"] == "CC-1001" and chatbot["arn"] == ARN + chatbot["id"], chatbot)
    # OpenAI's own method knows no tags, but sends them on.
    admin = opened(mock, admin_api_key=API_KEY).admin.organization.projects
    search = admin.create(name="DocumentSearch-Prod", extra_body={"tags": {"Application": "DocumentSearch", "odd": "1"}})
    check("admin.organization.projects.create", search.status == "active" and search.id.startswith("proj_"), search)
    listed = [project.id for project in admin.list(limit=1)]
    check("admin.organization.projects.list in pages", listed == ["default", chatbot["id"], search.id], listed)
    check("admin.organization.projects.retrieve", admin.retrieve(search.id) == search, search)
    changed = made.post(
        f"/organization/projects/{search.id}", cast_to=object,
        body={"add_tags": {"CostCenter": "CC-2002"}, "remove_tag_keys": ["odd"]})
    check("tags are added and removed", changed["tags"] == {"Application": "DocumentSearch", "CostCenter": "CC-2002"}, changed)
    spare = admin.create(name="spare")
    archived = admin.archive(spare.id)
    check("admin.organization.projects.archive", archived.status == "archived" and archived.archived_at > 0, archived)
    names = {project.name for project in admin.list(include_archived=True)}
    check("archived projects are listed on demand", "spare" in names, names)
    code = refused(lambda: opened(mock, project=spare.id).responses.create(model=OSS, input="Hello"))
    check("an archived project takes no calls", code[:2] == (403, "project_archived"), code)
    code = refused(lambda: opened(mock, project="proj_unknown").responses.create(model=OSS, input="Hello"))
    check("an unknown project is refused", code[:2] == (404, "project_not_found"), code)
    code = refused(lambda: create("CustomerChatbot-Prod"))
    check("a name that is taken", code[:2] == (409, "project_exists"), code)
    return chatbot["id"], search.id


def responses(mock, project):
    made = opened(mock, project=project)
    models = [model.id for model in made.models.list()]
    check("models.list", OSS in models and made.models.retrieve(OSS).owned_by == "openai", models)
    answer = made.responses.create(model=OSS, input="Summarise the findings.", instructions="Be brief.", max_output_tokens=40)
    check("responses.create", answer.status in ("completed", "incomplete") and answer.output_text, answer)
    usage = answer.usage
    check("responses.create counts by the documented rule", usage.input_tokens == 6 + 3 + 3, usage)
    check("its request id", answer._request_id == mock.control("requests")["requests"][-1]["requestId"], answer._request_id)
    check("responses.retrieve", made.responses.retrieve(answer.id) == answer, answer)
    items = list(made.responses.input_items.list(answer.id))
    check("responses.input_items.list", [item.role for item in items] == ["user"], items)

    follow = made.responses.create(model=OSS, input="And now?", previous_response_id=answer.id, max_output_tokens=40)
    check("previous_response_id counts what came before", follow.usage.input_tokens > 12, follow.usage)
    other = refused(lambda: opened(mock).responses.create(model=OSS, input="And now?", previous_response_id=answer.id))
    check("another project's response is not found", other[:2] == (400, "previous_response_not_found"), other)
    made.responses.delete(answer.id)
    code = refused(lambda: made.responses.retrieve(answer.id))
    check("responses.delete", code[:2] == (404, "response_not_found"), code)

    with made.responses.stream(model=OSS, input="Tell me more", reasoning={"effort": "low"}) as stream:
        text = "".join(event.delta for event in stream if event.type == "response.output_text.delta")
        final = stream.get_final_response()
    check("responses.stream", text and text == final.output_text, final)
    check("reasoning tokens", final.usage.output_tokens_details.reasoning_tokens > 0, final.usage)
    cut = list(made.responses.create(model=OSS, input="Tell me more", max_output_tokens=16, stream=True))
    check("an answer at its limit is incomplete", cut[-1].type == "response.incomplete", cut[-1])

    call = made.responses.create(model=OSS, input="Look up claim 4711", tools=[TOOL], tool_choice="required").output[0]
    check("a forced tool call", call.type == "function_call" and "id" in json.loads(call.arguments), call)
    told = made.responses.create(
        model=OSS, tools=[TOOL],
        input=[{"role": "user", "content": "Look up claim 4711"}, call.to_dict(),
               {"type": "function_call_output", "call_id": call.call_id, "output": "settled"}])
    check("the tool's answer goes back", told.output_text, told)
    with made.responses.stream(model=OSS, input="Look up", tools=[TOOL], tool_choice="required") as stream:
        streamed = stream.get_final_response().output[0]
    check("a streamed tool call", "id" in json.loads(streamed.arguments), streamed)
    schema = {"type": "object", "properties": {"amount": {"type": "integer"}}, "required": ["amount"], "additionalProperties": False}
    shaped = made.responses.create(
        model=OSS, input="How much?", text={"format": {"type": "json_schema", "name": "amount", "schema": schema}})
    check("structured output", isinstance(json.loads(shaped.output_text)["amount"], int), shaped.output_text)

    job = made.responses.create(model=OSS, input="In the background", background=True)
    check("a background response is queued", job.status == "queued" and job.usage is None, job)
    mock.control("clock", {"advanceSeconds": 60})
    job = made.responses.retrieve(job.id)
    check("it ends as the clock turns", job.status == "completed" and job.usage.output_tokens > 0, job)
    job = made.responses.create(model=OSS, input="In the background", background=True)
    check("responses.cancel", made.responses.cancel(job.id).status == "cancelled", job)

    newer = opened(mock, "/openai/v1", project=project)
    check("the other root", newer.responses.create(model=TERRA, input="Hello").output_text, TERRA)
    code = refused(lambda: made.responses.create(model=TERRA, input="Hello"))
    check("a model under the wrong root", code[:2] == (400, "unsupported_model"), code)
    code = refused(lambda: newer.chat.completions.create(model=TERRA, messages=[{"role": "user", "content": "Hello"}]))
    check("a model without chat", code[:2] == (400, "unsupported_model"), code)


def chat(mock, project):
    made = opened(mock, project=project)
    messages = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hello there"}]
    answer = made.chat.completions.create(model=OSS, messages=messages)
    check("chat.completions.create", answer.choices[0].message.content and answer.choices[0].finish_reason == "stop", answer)
    check("chat.completions counts by the documented rule", answer.usage.prompt_tokens == 3 + 3 + 3 + 3, answer.usage)
    chunks = list(
        made.chat.completions.create(model=OSS, messages=messages, stream=True, stream_options={"include_usage": True}))
    text = "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)
    check("chat.completions streamed", text == answer.choices[0].message.content, text)
    check("the last chunk has the usage", chunks[-1].usage == answer.usage and not chunks[-1].choices, chunks[-1])
    plain = list(made.chat.completions.create(model=OSS, messages=messages, stream=True))
    check("no usage unless asked for", all(chunk.usage is None for chunk in plain), plain[-1])

    tool = {"type": "function", "function": {key: TOOL[key] for key in ("name", "parameters", "strict")}}
    called = made.chat.completions.create(model=OSS, messages=messages, tools=[tool], tool_choice="required")
    call = called.choices[0].message.tool_calls[0]
    check("a forced tool call", called.choices[0].finish_reason == "tool_calls" and "id" in json.loads(call.function.arguments), called)
    told = made.chat.completions.create(
        model=OSS, tools=[tool],
        messages=messages + [called.choices[0].message, {"role": "tool", "tool_call_id": call.id, "content": "settled"}])
    check("the tool's answer goes back", told.choices[0].message.content, told)
    with made.chat.completions.stream(model=OSS, messages=messages, tools=[tool], tool_choice="required") as stream:
        streamed = stream.get_final_completion().choices[0].message.tool_calls[0]
    check("a streamed tool call", streamed.function.name == "lookup" and "id" in json.loads(streamed.function.arguments), streamed)


def authentication(mock):
    check("a short-term API key", opened(mock, api_key=short_term(SECRET)).models.list().data)
    seen = mock.control("requests")["requests"][-1]
    check("it is seen as one", seen["authentication"] == {"apiKey": "shortTerm"} and seen["service"] == "bedrock-mantle", seen)
    for name, token in (
        ("a wrong API key", "ABSKunknown"), ("a short-term key of a wrong secret", short_term("wrong")),
        ("a short-term key that has ended", short_term(SECRET, hours=-13)),
    ):
        code = refused(lambda: opened(mock, api_key=token).models.list())
        check(name, code[:2] == (401, "invalid_api_key"), code)
    # OpenAI's client sends nothing without a key.
    try:
        urllib.request.urlopen(mock.url + "/v1/models", timeout=30)
        code = 200, ""
    except urllib.error.HTTPError as error:
        code = error.code, json.load(error)["error"]["message"]
    check("no authentication", code[0] == 401 and "authorization" in code[1], code)

    check("OpenAI's Bedrock provider signs for bedrock-mantle", signed(mock).responses.create(model=TERRA, input="Hello").output_text)
    seen = mock.control("requests")["requests"][-1]
    check("the signature is seen", seen["authentication"]["signature"] == KEY and seen["service"] == "bedrock-mantle", seen)
    code = refused(lambda: signed(mock, secret_access_key="wrong").models.list())
    check("a wrong secret", code[:2] == (403, "InvalidSignatureException"), code)
    code = refused(lambda: signed(mock, "/v1", endpoint="runtime").models.list())
    check("a wrong service name", code[:2] == (403, "InvalidSignatureException") and "bedrock-mantle" in code[2], code)


def runtime(mock):
    made = signed(mock, endpoint="runtime")
    answer = made.responses.create(model=OSS + "-1:0", input="Hello")
    seen = mock.control("requests")["requests"][-1]
    check("the runtime's own path", answer.output_text and seen["service"] == "bedrock-runtime", seen)
    code = refused(lambda: made.responses.create(model=OSS, input="Hello"))
    check("it does not know mantle's model ids", code[:2] == (400, "model_not_found"), code)
    code = refused(lambda: made.responses.create(model=OSS + "-1:0", input="Hello", background=True))
    check("it has no background", code[0] == 400, code)


def faults(mock):
    mock.control("faults", {"fault": "throttle", "operation": "CreateResponse", "times": 2})
    patient = opened(mock, max_retries=2)
    check("OpenAI's client repeats what was throttled", patient.responses.create(model=OSS, input="Hello").output_text)
    mock.control("faults", {"fault": "lateException", "operation": "CreateChatCompletion"})
    stream = opened(mock).chat.completions.create(model=OSS, messages=[{"role": "user", "content": "Hello"}], stream=True)
    try:
        error = list(stream)
    except openai.APIError as caught:
        error = caught.message
    check("an error in mid-stream", error == "The model stopped responding.", error)
    mock.control("faults", {"fault": "brokenBody", "operation": "CreateResponse"})
    try:
        error = list(opened(mock).responses.create(model=OSS, input="Hello", stream=True))
    except Exception as caught:  # noqa: BLE001 - which of its classes the client throws is its own affair
        error = type(caught).__name__
    check("a broken stream is noticed", isinstance(error, str), error)


def costs(mock, *projects):
    ce = client(mock, "ce")
    mock.turn(1)
    errors = ce.update_cost_allocation_tags_status(
        CostAllocationTagsStatus=[{"TagKey": "Application", "Status": "Active"}])["Errors"]
    check("a project's tag can be activated", errors == [], errors)
    start = mock.control("clock")["now"][:10]
    for index, project in enumerate(projects):
        opened(mock, project=project).responses.create(model=OSS, input="After the activation " * (index + 1))
    mock.turn(3)
    end = mock.control("clock")["now"][:10]
    result = ce.get_cost_and_usage(
        TimePeriod={"Start": start, "End": end}, Granularity="MONTHLY", Metrics=["UnblendedCost"],
        GroupBy=[{"Type": "TAG", "Key": "Application"}, {"Type": "DIMENSION", "Key": "USAGE_TYPE"}])
    found = {}
    for period in result["ResultsByTime"]:
        for group in period["Groups"]:
            amount = decimal.Decimal(group["Metrics"]["UnblendedCost"]["Amount"])
            found[group["Keys"][0]] = found.get(group["Keys"][0], 0) + amount
    billed = {}
    for row in mock.control("bill")["rows"]:
        if row["day"] >= start:
            key = "Application$" + row["tags"].get("Application", "")
            billed[key] = billed.get(key, 0) + decimal.Decimal(row["cost"])
    check("Cost Explorer by project tag", found == billed and {"Application$CustomerChatbot", "Application$DocumentSearch"} <= set(found), (found, billed))
