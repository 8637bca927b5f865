"""Compares the zones and windows of Metering with Python's zoneinfo and with windows found by search.

    zones.py PROBE DIRECTORY [ZONES]

Asks for the offsets of all zones around each of their changes from 1883 to 2100, and for windows of every kind around a sample of
them and at random times. ZONES limits the number of zones. Prints the number of answers that are equal; exits 1 on a difference.
"""

import bisect
import datetime
import random
import subprocess
import sys
import zoneinfo

EPOCH = datetime.datetime(1970, 1, 1)
DAY = 86400
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


def offset(zone, time):
    return int(datetime.datetime.fromtimestamp(time, zone).utcoffset().total_seconds())


def changes(zone):
    """The moments at which the offset changes, to the second; a stretch of less than three days may be missed."""
    found = []
    time, before = -2745000000, None
    while time < 4102444800:
        now = offset(zone, time)
        if before is not None and now != before:
            low, high = time - 3 * DAY, time
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if offset(zone, middle) == before else (low, middle)
            found.append(high)
        before = now
        time += 3 * DAY
    return found


def first_moment(zone, local):
    """The first second at which the clock shows `local` or later, by looking at every second that may be it."""
    offsets = {offset(zone, local + hour * 1800) for hour in range(-54, 55)}
    if len(offsets) == 1:
        return local - offsets.pop()
    for time in range(local - max(offsets), local - min(offsets) + 1):
        if time + offset(zone, time) >= local:
            return time
    raise AssertionError(local)


def seconds(day):
    return (day - EPOCH.date()).days * DAY


def last_day(year, month):
    return (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day


def units(kind, day):
    """First days of units before, around and after a day, with the names of the units."""
    word, _, argument = kind.rstrip(")").partition("(")
    if word == "daily":
        days = [day + datetime.timedelta(days=n) for n in range(-3, 4)]
        return [(d, d.isoformat()) for d in days]
    if word == "weekly":
        days = [day + datetime.timedelta(days=n) for n in range(-16, 17)]
        return [(d, f"{d.isoformat()}/P1W") for d in days if d.weekday() == WEEKDAYS.index(argument)]
    if word == "quarterly":
        days = [datetime.date(day.year + y, m, 1) for y in (-1, 0, 1) for m in (1, 4, 7, 10)]
        return [(d, f"{d.year:04}-Q{(d.month + 2) // 3}") for d in days]
    if word == "yearly":
        days = [datetime.date(day.year + y, int(argument), 1) for y in (-2, -1, 0, 1, 2)]
        return [(d, f"{d.year:04}" if argument == "1" else f"{d.year:04}-{d.month:02}/P1Y") for d in days]
    months = [(day.year + (day.month - 1 + n) // 12, (day.month - 1 + n) % 12 + 1) for n in range(-3, 4)]
    days = [datetime.date(y, m, min(int(argument), last_day(y, m))) for y, m in months]
    return [(d, d.isoformat()[:7] if argument == "1" else f"{d.isoformat()}/P1M") for d in days]


def window(zone, name, kind, time):
    """The window by search: its id, start, end, and the id of the one before."""
    day = (EPOCH + datetime.timedelta(seconds=time + offset(zone, time))).date()
    starts = {}
    for first, unit in units(kind, day):
        # Of units that begin in one moment all but the last are empty.
        starts[first_moment(zone, seconds(first))] = unit
    times = sorted(starts)
    here = bisect.bisect_right(times, time)
    return f"{starts[times[here - 1]]}@{name} {times[here - 1]} {times[here]} {starts[times[here - 2]]}@{name}"


def hour(zone, name, time):
    """The hour around a time in a zone whose offsets are whole minutes."""

    def begins(minute):
        before, after = offset(zone, minute - 1), offset(zone, minute)
        if (minute + after) % 3600 == 0:
            return True
        return (after - before) % 3600 != 0 and (minute - 1 + before) // 3600 < (minute + after) // 3600

    start = time // 60 * 60
    while not begins(start):
        start -= 60
    end = time // 60 * 60 + 60
    while not begins(end):
        end += 60
    before = start - 60
    while not begins(before):
        before -= 60

    def text(moment):
        return (EPOCH + datetime.timedelta(seconds=moment)).strftime("%Y-%m-%dT%H:%M:%SZ")

    return f"{text(start)}@{name} {start} {end} {text(before)}@{name}"


def main():
    probe, directory = sys.argv[1:3]
    zoneinfo.reset_tzpath(to=[directory])
    names = sorted(zoneinfo.available_timezones())
    dice = random.Random(14)
    if len(sys.argv) > 3:
        names = dice.sample(names, int(sys.argv[3]))
    questions, expected = [], []

    def ask(question, answer):
        questions.append(question)
        expected.append(str(answer))

    for name in names:
        zone = zoneinfo.ZoneInfo(name)
        zone_changes = changes(zone)
        times = [time + d for time in zone_changes for d in (-1, 0, 1)]
        for time in times + [dice.randrange(-2745000000, 4102444800) for _ in range(50)]:
            ask(f"offset {name} {time}", offset(zone, time))
        sample = [time + d for time in dice.sample(zone_changes, min(4, len(zone_changes))) for d in (-3600, -1, 0, 1800, 7200)]
        sample += [dice.randrange(-2745000000, 4102444800) for _ in range(6)]
        kinds = ["daily", f"weekly({dice.choice(WEEKDAYS)})", "monthly(1)", f"monthly({dice.randrange(2, 32)})", "quarterly", "yearly(1)",
                 f"yearly({dice.randrange(2, 13)})"]
        for time in sample:
            for kind in ["daily"] + dice.sample(kinds[1:], 2):
                ask(f"window {kind}@{name} {time}", window(zone, name, kind, time))
            if offset(zone, time - 10000) % 60 == 0 and offset(zone, time + 10000) % 60 == 0:
                ask(f"window hourly@{name} {time}", hour(zone, name, time))
    answers = subprocess.run(
        [probe, directory], input="\n".join(questions) + "\n", capture_output=True, text=True, check=True).stdout.splitlines()
    differences = [line for line in zip(questions, expected, answers) if line[1] != line[2]]
    for question, wanted, got in differences[:20]:
        print(f"FAIL {question}: Python says {wanted}, Metering says {got}")
    if len(answers) != len(questions):
        print(f"FAIL {len(questions)} questions, {len(answers)} answers")
        return 1
    windows = sum(question.startswith("window") for question in questions)
    print(f"{len(names)} zones: {len(questions) - windows} offsets and {windows} windows compared, {len(differences)} differences")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
