"""Prices and costs, recomputed with Python's decimal: price lists in, exact amounts out.

The oracle shares no code with the SDK. It makes price lists whose truth it knows, reads LiteLLM's map by rules of its own,
and prices random usages by the definition: the row that goes before all others that hold.
"""

import datetime
import decimal
import json
import os
import random
import subprocess
import sys
import tempfile
import zipfile

from harness import check, section

decimal.getcontext().prec = 80
D = decimal.Decimal
LITELLM = "litellm==1.109.1"
ATTO = D(1).scaleb(-18)


def run(program):
    with tempfile.TemporaryDirectory() as folder:
        with section("prices of LiteLLM's map against decimal"):
            litellm(program, folder)
        with section("prices of AWS's price list against decimal"):
            offers(program, folder)
        with section("costs of random usages against decimal"):
            costs(program, folder)


def ask(program, *arguments):
    done = subprocess.run([program, *arguments], capture_output=True, text=True, timeout=600)
    if done.returncode:
        raise RuntimeError(done.stderr[-500:])
    return [line.split("\t") for line in done.stdout.split("\n") if line]


def write(folder, name, content):
    path = os.path.join(folder, name)
    with open(path, "w", encoding="utf-8") as file:
        file.write(content if isinstance(content, str) else json.dumps(content))
    return path


def rows_of(lines):
    """What tells rows apart → price and currency."""
    rows = {}
    for line in lines:
        if line[0] == "row":
            key = tuple(line[1:9])
            assert key not in rows, f"two rows of {key}"
            rows[key] = (D(line[9]), line[10])
    return rows


def differences(ours, theirs):
    odd = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
    return "; ".join(f"{key}: {ours.get(key)} is not {theirs.get(key)}" for key in sorted(odd)[:3])


# MARK: LiteLLM

GEOGRAPHIES = {
    "us": "us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1", "ca": "ca-central-1 ca-west-1",
    "us-gov": "us-gov-east-1 us-gov-west-1", "jp": "ap-northeast-1 ap-northeast-3",
    "au": "ap-southeast-2 ap-southeast-4", "in": "ap-south-1 ap-south-2",
    "eu": "eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3",
    "apac": "ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2 ap-southeast-1 "
            "ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7",
}
TOKENS = {
    "input_cost_per_token": "input", "output_cost_per_token": "output", "cache_read_input_token_cost": "cacheRead",
    "cache_creation_input_token_cost": "cacheWrite5m", "cache_creation_input_token_cost_above_1hr": "cacheWrite1h",
    "input_cost_per_audio_token": "inputAudioTokens", "output_cost_per_audio_token": "outputAudioTokens",
    "input_cost_per_image_token": "inputImageTokens", "input_cost_per_image": "inputImages",
    "output_cost_per_image": "outputImages", "input_cost_per_query": "searchUnits",
}
SECONDS = {
    "input_cost_per_audio_per_second": "inputAudioMilliseconds",
    "input_cost_per_video_per_second": "inputVideoMilliseconds",
}
TIERS = {"_batches": "batch", "_flex": "flex", "_priority": "priority", "_ultrafast": "ultrafast"}
STEPS = {"_above_100k_tokens": "100000", "_above_200k_tokens": "200000", "_above_272k_tokens": "272000"}


def price_map():
    """The map out of LiteLLM's wheel, which is fetched once and kept beside the virtual environment."""
    cache = os.path.join(os.path.dirname(__file__), "..", "..", ".build-venv", "litellm-prices.json")
    if not os.path.exists(cache):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(
                [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--dest", folder, LITELLM], check=True,
                stdout=subprocess.DEVNULL)
            wheel = os.path.join(folder, os.listdir(folder)[0])
            with zipfile.ZipFile(wheel) as archive:
                text = archive.read("litellm/model_prices_and_context_window_backup.json")
        os.makedirs(os.path.dirname(cache), exist_ok=True)
        with open(cache, "wb") as file:
            file.write(text)
    return cache


def litellm(program, folder):
    path = price_map()
    with open(path, encoding="utf-8") as file:
        entries = json.load(file, parse_float=D, parse_int=D)
    entries = {key: entry for key, entry in entries.items()
               if str(entry.get("litellm_provider", "")).startswith("bedrock")}
    expected, skipped = {}, 0
    for key, entry in entries.items():
        prices = {name: value for name, value in entry.items() if "cost" in name}
        if "commitment" in key or "claude_platform" in key:
            skipped += len(prices)
            continue
        for name, value in prices.items():
            if not isinstance(value, D) or name in ("input_cost_per_second", "cost_per_second", "guardrail_cost_per_unit"):
                skipped += 1
                continue
            for place, meter, price in litellm_rows(key, name, value):
                full = (place[0], place[1], place[2], meter[0], meter[1], meter[2], "", "")
                expected[full] = (max(price, expected.get(full, (D(0),))[0]), "USD")
    lines = ask(program, "litellm", path)
    ours = rows_of(lines)
    notes = [line for line in lines if line[0] == "note" and line[2] != "conflict"]
    check(f"LiteLLM: {len(entries)} models", len(entries) > 600, str(len(entries)))
    check(f"LiteLLM: {len(expected)} rows are the map's numbers to the last digit", ours == expected,
          differences(ours, expected))
    check(f"LiteLLM: the {skipped} prices that are no rows are notes", len(notes) == skipped, str(len(notes)))
    check("LiteLLM: every note is of another product", all(line[2] == "otherProduct" for line in notes),
          str([line for line in notes if line[2] != "otherProduct"][:2]))
    with_geography = {(key[0], key[2]) for key in ours}
    sonnet = "anthropic.claude-sonnet-4-5-20250929-v1:0"
    check("LiteLLM: the bare id has the global price, which the Region's is not",
          (sonnet, "global") in with_geography
          and ours[(sonnet, "", "inRegion", "input", "standard", "0", "", "")]
          == ours[(sonnet, "", "global", "input", "standard", "0", "", "")])


def litellm_rows(key, name, value):
    parts = key.split("/")
    model, scope, regions, variant = parts[-1], "inRegion", [""], ""
    named = [part for part in parts[:-1] if part not in ("bedrock", "bedrock_mantle", "invoke")]
    if named and named[-1].count("-") >= 2 and named[-1][:2].isalpha() and named[-1][-1].isdigit() and "x" not in named[-1][:6]:
        regions = [named.pop()]
    if named:
        variant = "/" + "-".join(named)
    head, _, tail = model.partition(".")
    if head == "global":
        model, scope = tail, "global"
    elif head in GEOGRAPHIES:
        model, scope = tail, "geographic"
        if regions == [""]:
            regions = GEOGRAPHIES[head].split()
    tier, step = "standard", "0"
    for suffix, named_tier in TIERS.items():
        if name.endswith(suffix):
            name, tier = name[: -len(suffix)], named_tier
    for suffix, named_step in STEPS.items():
        if name.endswith(suffix):
            name, step = name[: -len(suffix)], named_step
    price = value
    if name in SECONDS:
        usage_class, price = SECONDS[name], value / 1000
    else:
        usage_class = TOKENS[name]
    for region in regions:
        yield (model, region, scope), (usage_class + variant, tier, step), price


# MARK: AWS's price list

def amount():
    """A price with up to ten digits after the point, as AWS writes them."""
    return str((D(random.randint(1, 10**9)).scaleb(-random.randint(0, 10))).quantize(D("0.0000000001")))


NATIVE = [
    # model attribute, id, name in usage types
    ("Nova Lite", ["amazon.nova-lite-v1:0"], "NovaLite"), ("Nova 2.0 Lite", ["amazon.nova-2-lite-v1:0"], "Nova2.0Lite"),
    ("Llama 3.1 70B", ["meta.llama3-1-70b-instruct-v1:0"], "Llama3-1-70B"),
    ("Claude 3 Haiku", ["anthropic.claude-3-haiku-20240307-v1:0"], "Claude3Haiku"),
    ("R1", ["deepseek.r1-v1:0"], "R1"), ("Qwen3 32B", ["qwen.qwen3-32b-v1:0"], "Qwen3-32B"),
    ("Kimi K2 Thinking", ["moonshot.kimi-k2-thinking", "moonshotai.kimi-k2-thinking"], "KimiK2Thinking"),
]
MANTLE = ["moonshotai.kimi-k3", "zai.glm-5", "qwen.qwen3-32b", "xai.grok-4.3", "deepseek.v3.2", "openai.gpt-oss-120b"]
MARKET = [
    ("Claude Sonnet 4.5", ["anthropic.claude-sonnet-4-5-20250929-v1:0"]),
    ("Claude Haiku 4.5", ["anthropic.claude-haiku-4-5-20251001-v1:0", "anthropic.claude-haiku-4-5"]),
    ("Claude Opus 5", ["anthropic.claude-opus-5"]), ("OpenAI GPT-5.6 Sol", ["openai.gpt-5.6-sol"]),
    ("Jamba 1.5 Large", ["ai21.jamba-1-5-large-v1:0"]),
]
CODES = {"us-east-1": "USE1", "us-west-2": "USW2", "eu-west-1": "EU", "ap-northeast-1": "APN1", "eu-central-1": "EUC1"}
# What a native usage type and its inference type say of the class.
NATIVE_METERS = [
    ("input-tokens", "Input tokens", "input"), ("output-tokens", "Output tokens", "output"),
    ("cache-read-input-token-count", "Prompt cache read input tokens", "cacheRead"),
    ("cache-write-input-token-count", "Prompt cache write input tokens", "cacheWrite5m"),
    ("cache-write-input-token-count-1-hour", "Prompt cache write input tokens", "cacheWrite1h"),
    ("text-input-tokens", "Text Input Tokens", "input"),
    ("speech-input-tokens", "Speech Understanding input token", "inputAudioTokens"),
    ("speech-output-tokens", "Speech Understanding output token", "outputAudioTokens"),
    ("input-image-token-count", "Input Image Token Count", "inputImageTokens"),
]
MANTLE_METERS = [
    ("input-tokens", "input"), ("output-tokens", "output"), ("cache-read-tokens", "cacheRead"),
    ("cache-write-tokens-30m", "cacheWrite5m"),
]
CAMEL_METERS = [
    ("InputTokenCount", "input"), ("OutputTokenCount", "output"), ("CacheReadInputTokenCount", "cacheRead"),
    ("CacheWriteInputTokenCount", "cacheWrite5m"), ("CacheWrite1hInputTokenCount", "cacheWrite1h"),
]
SNAKE_METERS = [
    ("input_tokens", "input"), ("output_tokens", "output"), ("cache_read_tokens", "cacheRead"),
    ("cache_write_tokens", "cacheWrite5m"), ("cache_write_tokens_1h", "cacheWrite1h"),
]
NOISE = [
    ({"usagetype": "USE1-NovaPro-Customization-Training", "model": "Nova Pro"}, "1K tokens", "otherProduct"),
    ({"usagetype": "USE1-NovaLite-input-tokens-custom-model", "model": "Nova Lite", "inferenceType": "Input tokens"},
     "1K tokens", "otherProduct"),
    ({"usagetype": "USE1-MP:USE1_Reserved_1Month_InputTPM_Geo-Units", "servicename": "Claude Haiku 4.5 (Amazon Bedrock Edition)"},
     "1M TPM Hour", "otherProduct"),
    ({"usagetype": "USE1-Guardrail-TopicPolicyUnitsConsumed", "feature": "Guardrail"}, "TextUnit", "otherProduct"),
    ({"usagetype": "USE1-NovaLite-ProvisionedThroughput-ModelUnits", "model": "Nova Lite"}, "hour", "otherProduct"),
    ({"usagetype": "USE1-NovaLite-input-tokens", "model": "Nova Lite", "featureType": "Training"}, "1K tokens", "otherProduct"),
    ({"usagetype": "USE1-Unheard-input-tokens", "model": "Unheard Of"}, "1K tokens", "unknownModel"),
    ({"usagetype": "USE1-MP:USE1_InputTokenCount-Units", "servicename": "Claude (100K) (Amazon Bedrock Edition)"}, "Units",
     "unknownModel"),
    ({"usagetype": "USE1-NovaLite-input-tokens-quantum", "model": "Nova Lite"}, "1K tokens", "unknownMeter"),
    ({"usagetype": "USE1-NovaLite-input-tokens", "model": "Nova Lite"}, "Furlong", "unknownUnit"),
    ({"usagetype": "USE1-NovaReel-T2V-24fps-720p", "model": "Nova Reel"}, "video", "unknownUnit"),
]


def sku_of(number):
    return f"SKU{number:013d}"


def a_product():
    """Attributes, unit, scale, and what rows must come of it: ids, class, tier, is global, is for long prompts."""
    region = random.choice(list(CODES))
    code = CODES[region]
    is_global = random.random() < 0.3
    tier = random.choice(["standard", "standard", "batch", "flex", "priority"])
    kind = random.choice(["native", "mantle", "camel", "snake", "media"])
    attributes, long = {"regionCode": region, "location": "somewhere"}, False
    if kind == "native":
        name, ids, short = random.choice(NATIVE)
        meter, inference, usage_class = random.choice(NATIVE_METERS)
        attributes |= {"model": name, "provider": "someone"}
        usage = f"{code}-{short}-{meter}"
        if tier == "batch" and random.random() < 0.5:
            # Told by the feature alone.
            attributes |= {"feature": "Batch Inference", "inferenceType": inference}
        else:
            attributes |= {"feature": "On-demand Inference"}
            if tier != "standard":
                usage += f"-{tier}"
                inference += f" {tier}"
            attributes["inferenceType"] = inference
        if tier == "standard" and random.random() < 0.1:
            tier, attributes["model"] = "latencyOptimized", name + " Latency Optimized"
        if is_global:
            usage += "-cross-region-global"
        unit, scale = "1K tokens", 1000
    elif kind == "mantle":
        model = random.choice(MANTLE)
        ids = [model]
        meter, usage_class = random.choice(MANTLE_METERS)
        usage = f"{code}-{model}-mantle-{meter}" + ("-global" if is_global else "") + f"-{tier}"
        attributes |= {"model": "whatever it is called", "service_tier": tier}
        unit, scale = random.choice([("1K tokens", 1000), ("1M tokens", 1000000)])
    elif kind in ("camel", "snake"):
        name, ids = random.choice(MARKET)
        long = random.random() < 0.2
        if tier in ("flex", "priority"):
            tier = "standard"
        if kind == "camel":
            meter, usage_class = random.choice(CAMEL_METERS)
            usage = f"{code}-MP:{code}_{meter}" + ("_LCtx" if long else "") + ("_Global" if is_global else "")
            usage += "_Batch-Units" if tier == "batch" else "-Units"
        else:
            meter, usage_class = random.choice(SNAKE_METERS)
            usage = f"{code}-MP:{code}_{meter}" + ("_long_ctx" if long else "") + ("_global" if is_global else "")
            usage += f"_{tier}-Units"
        attributes["servicename"] = f"{name} (Amazon Bedrock Edition)"
        unit, scale = random.choice([("Units", 1000000), ("1M tokens", 1000000)])
    else:
        tier, is_global = "standard", False
        name, ids, usage, inference, unit, scale, usage_class = random.choice([
            ("Nova Canvas", ["amazon.nova-canvas-v1:0"], "NovaCanvas-T2I-1024-Standard", "T2I 1024 Standard", "image", 1,
             "outputImages/t2i-1024-standard"),
            ("Nova Canvas", ["amazon.nova-canvas-v1:0"], "NovaCanvas-I2I-2048-Premium", "I2I 2048 Premium", "image", 1,
             "outputImages/i2i-2048-premium"),
            ("", ["twelvelabs.pegasus-1-2-v1:0"], "inputVideoSecond", "", "Units", 1000, "inputVideoMilliseconds"),
            ("", ["twelvelabs.pegasus-1-2-v1:0"], "InputImageCount", "", "Units", 1, "inputImages"),
            ("", ["cohere.rerank-v3-5:0"], "search_units", "", "Units", 1, "searchUnits"),
            ("Ray v2", ["luma.ray-v2:0"], "Ray-V2-Medfps-HDRes", "Video", "Second", 1000, "outputVideoMilliseconds"),
        ])
        if name:
            attributes |= {"model": name, "inferenceType": inference}
            usage = f"{code}-{usage}"
        else:
            market = {"twelvelabs.pegasus-1-2-v1:0": "TwelveLabs Pegasus 1.2", "cohere.rerank-v3-5:0": "Cohere Rerank v3.5"}
            attributes["servicename"] = f"{market[ids[0]]} (Amazon Bedrock Edition)"
            usage = f"{code}-MP:{code}_{usage}-Units"
    attributes["usagetype"] = usage
    return attributes, unit, scale, (ids, region, usage_class, tier, is_global, long)


def offers(program, folder):
    random.seed(19)
    products, terms, expected, notes = {}, {}, {}, {}
    number = 0
    while len(expected) < 10_000:
        number += 1
        sku = sku_of(number)
        start = datetime.date(2026, 1, 1) + datetime.timedelta(random.randint(0, 300))
        if number % 12 == 0:
            attributes, unit, reason = random.choice(NOISE)
            attributes, price = attributes | {"regionCode": "us-east-1"}, amount()
            notes[reason] = notes.get(reason, 0) + 1
        else:
            attributes, unit, scale, (ids, region, usage_class, tier, is_global, long) = a_product()
            price = amount()
            if D(price) == 0:
                continue
            exact = D(price) / scale
            for model in ids:
                step = "0" if not long else "272000" if model.startswith("openai.") else "200000"
                for scope in ["global"] if is_global else ["inRegion", "geographic"]:
                    key = (model, region, scope, usage_class, tier, step, start.isoformat(), "")
                    expected[key] = (max(exact, expected.get(key, (D(0),))[0]), "USD")
        products[sku] = {"sku": sku, "productFamily": "Amazon Bedrock", "attributes": attributes}
        terms[sku] = {f"{sku}.JRTCKXETXF": {
            "offerTermCode": "JRTCKXETXF", "sku": sku, "effectiveDate": f"{start}T00:00:00Z", "termAttributes": {},
            "priceDimensions": {f"{sku}.JRTCKXETXF.6YS6EN2CT7": {
                "rateCode": f"{sku}.JRTCKXETXF.6YS6EN2CT7", "unit": unit, "beginRange": "0", "endRange": "Inf",
                "description": "a price", "appliesTo": [], "pricePerUnit": {"USD": price}}}}}
    offer = {
        "formatVersion": "v1.0", "offerCode": "AmazonBedrock", "version": "20261001000000", "products": products,
        "publicationDate": "2026-10-01T00:00:00Z", "terms": {"OnDemand": terms}}
    lines = ask(program, "offer", write(folder, "offer.json", offer))
    ours = rows_of(lines)
    check(f"AWS: {len(expected)} rows of an offer file are exact", ours == expected, differences(ours, expected))
    told = {}
    for line in lines:
        if line[0] == "note" and line[2] != "conflict":
            told[line[2]] = told.get(line[2], 0) + 1
    check(f"AWS: what is no row is a note: {notes}", told == notes, str(told))
    texts = [json.dumps({
        "product": products[sku], "serviceCode": "AmazonBedrock", "terms": {"OnDemand": terms[sku]},
        "version": "20261001000000", "publicationDate": "2026-10-01T00:00:00Z"}) for sku in products]
    ours = rows_of(ask(program, "products", write(folder, "products.json", texts)))
    check("AWS: GetProducts' answer gives the same rows", ours == expected, differences(ours, expected))


# MARK: Costs

CLASSES = [
    "input", "output", "cacheRead", "cacheWrite5m", "cacheWrite1h", "inputAudioTokens", "outputAudioTokens",
    "inputImages", "outputImages", "inputAudioMilliseconds", "outputAudioMilliseconds", "inputVideoMilliseconds",
    "outputVideoMilliseconds", "searchUnits"]
PROMPT = ["input", "cacheRead", "cacheWrite5m", "cacheWrite1h", "inputAudioTokens"]


def costs(program, folder):
    random.seed(20)
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(number) for number in range(0, 365, 30)]
    models = [f"provider.model-{number}" for number in range(8)]
    regions = ["us-east-1", "eu-west-1", ""]
    rows = {}
    for model in models:
        for usage_class in CLASSES:
            for _ in range(14):
                row = {
                    "model": model, "region": random.choice(regions), "scope": random.choice(["inRegion", "global"]),
                    "class": usage_class, "tier": random.choice(["standard", "standard", "batch"]),
                    "contextAbove": random.choice([0, 0, 0, 200_000]), "from": random.choice([None, None, *days]),
                    "until": None, "standing": random.choice(["confirmed", "confirmed", "confirmed", "contract"]),
                    "price": str(D(random.randint(1, 10**6)).scaleb(-6)), "per": random.choice([1, 1000, 1000000])}
                if random.random() < 0.3:
                    row["until"] = (row["from"] or days[0]) + datetime.timedelta(random.randint(1, 90))
                # The last of a kind and day counts, as the book has it: one of contracts, one of lists.
                kind = tuple(row[name] for name in ("model", "region", "scope", "class", "tier", "contextAbove", "from"))
                if any(other[:-1] == kind for other in rows):
                    continue
                rows[(*kind, row["standing"])] = row
    rows = list(rows.values())
    columns = ["model", "region", "scope", "class", "tier", "contextAbove", "from", "until", "price", "per", "standing"]
    table = [",".join(columns)] + [
        ",".join("" if row[name] in (None, 0) else str(row[name]) for name in columns) for row in rows]
    usages, expected, priced = [], [], 0
    by_place = {}
    for row in rows:
        by_place.setdefault((row["model"], row["scope"], row["tier"]), []).append(row)
    for _ in range(20_000):
        model, region, scope = random.choice(models), random.choice(["us-east-1", "eu-west-1", "ap-south-1"]), \
            random.choice(["inRegion", "global"])
        tier, day = random.choice(["standard", "batch"]), random.choice(days) + datetime.timedelta(random.randint(0, 29))
        counted = random.sample(CLASSES, random.randint(1, 3))
        usage = {name: random.choice([1, random.randint(1, 10**4), random.randint(1, 10**9)]) for name in counted}
        usages.append("\t".join([model, region, scope, tier, day.isoformat(), json.dumps(usage)]))
        cost = cost_of(by_place.get((model, scope, tier), []), region, day, usage)
        expected.append(cost)
        priced += not cost.startswith("unpriced")
    lines = ask(program, "cost", write(folder, "book.csv", "\n".join(table)), write(folder, "usages", "\n".join(usages)))
    ours = [line[0] for line in lines[1:]]
    check("costs: no row is quarantined", lines[0] == ["quarantined", "0"], str(lines[0]))
    odd = [(a, b, c) for a, b, c in zip(ours, expected, usages) if a != b]
    check(f"costs: {len(expected)} usages, {priced} of them priced, cost what decimal says",
          len(ours) == len(expected) and priced > 5_000 and not odd, str(odd[:2]))


def cost_of(rows, region, day, usage):
    prompt = sum(usage.get(name, 0) for name in PROMPT)
    best = {}
    for row in rows:
        if row["region"] not in ("", region) or row["contextAbove"] and prompt <= row["contextAbove"]:
            continue
        if row["from"] and day < row["from"] or row["until"] and day >= row["until"]:
            continue
        rank = (row["standing"] == "contract", row["region"] != "", row["contextAbove"], row["from"] or datetime.date.min)
        if row["class"] not in best or rank > best[row["class"]][0]:
            best[row["class"]] = (rank, D(row["price"]) / row["per"])
    if not best:
        return "unpriced "
    missing = [name for name in CLASSES if usage.get(name) and name not in best]
    if missing:
        return "unpriced " + " ".join(missing)
    total = sum((best[name][1] * count for name, count in usage.items()), D(0))
    text = format(total.normalize(), "f")
    return f"{text} USD"
