"""A large enterprise for measuring pages: people, and demands written in bulk straight into the tables.

Two in a hundred demands are open and have a running date, as after ten years of use; the others have ended.
A few open ones are sampled: only those have facts, messages and notices, and only they are opened as cases.
Run as `python -m bench.demands ROWS` with the database in ZHIYIN_DATABASE_URL; prints whom to be and what
to ask for.
"""

import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import django

from bench.databases import let_postgres_look

OPEN_SHARE = 0.02
SAMPLED = 300
EMPLOYEES = 5000
SECOND_LEVEL, WORKSHOPS = 40, 8
CHUNK = 20_000
PAUSED = "awaiting_employee"
WAYS = (("named", 60), ("confidential", 25), ("anonymous", 15))
ENDED = (
    ("final", 560), ("closed", 320), ("redirected", 60), ("withdrawn", 40), ("merged", 10),
    ("unreachable", 3), ("answered", 4), ("rated", 3),
)  # fmt: skip
OPEN = (
    ("submitted", 6), ("registered", 4), ("accepted", 8), ("dispatched", 10), ("objected", 2),
    ("in_handling", 45), ("awaiting_employee", 5), ("promised", 10), ("rework", 5), ("under_review", 5),
)  # fmt: skip
WITHOUT_KIND = frozenset({"submitted", "registered", "redirected"})
WITHOUT_HANDS = WITHOUT_KIND | {"accepted", "withdrawn", "merged"}
WITH_VERDICT = frozenset({"final", "closed", "rated"})
WITH_ANSWER = WITH_VERDICT | {"answered", "unreachable", "promised", "rework", "under_review"}
LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
TOPICS = (
    ("living", 25), ("hours", 18), ("pay", 15), ("safety", 10), ("career", 8), ("fund", 6), ("legacy", 4),
    ("injury", 3), ("conduct", 3), ("other", 8),
)  # fmt: skip
KINDS = (("appeal", 40), ("help", 35), ("suggestion", 15), ("consult", 10))
TEXTS = (
    "夜班浴室只有凉水，已经一个多月了，冬天没法洗，请尽快修好锅炉。",
    "三号车间的排风扇坏了两台，夏天里面四十多度，希望换新的。",
    "上个月的夜班津贴少发了三天，考勤表上是有的，请核对后补发。",
    "食堂晚饭六点半就没有热菜了，中班下来的人只能吃泡面，能不能留一个窗口。",
    "厂区北门的路灯坏了很久，下夜班的同事都从那里走，有人摔过跤。",
    "想问一下公积金比例调整从哪个月开始，我们班组的人都还没有看到变化。",
    "更衣柜不够用，新来的同事只能把衣服放在工具箱上，建议再添一排。",
    "通勤车改了时间以后，早班的人到厂已经迟到，请把第一班提前一刻钟。",
)


def main(rows: int) -> dict[str, Any]:
    django.setup()
    chance = random.Random(rows)
    place = Enterprise(chance)
    sample = _write(Rows(chance, place), rows)
    _sampled(chance, place, sample)
    let_postgres_look()
    return {
        "rows": rows,
        "officer": session_of(place.officer),
        "officer_number": place.officer.number,
        "employees": [session_of(person) for person in place.speakers[:50]],
        "cases": [str(pk) for pk in sample],
    }


class Enterprise:
    """One group, forty factories, eight workshops in each, and those who work on demands."""

    def __init__(self, chance: random.Random) -> None:
        from zhiyin.people.models import Unit
        from zhiyin.people.services.employees import NewEmployee, join_all
        from zhiyin.people.services.setup import PostSpec, UnitSpec, open_posts, open_units
        from zhiyin.vault.services import appoint_keeper

        since = date(2015, 1, 5)
        specs = [UnitSpec("YS", "远山装备集团", "group")]
        for n in range(SECOND_LEVEL):
            specs.append(UnitSpec(f"YS{n:02}", f"第{n + 1}分厂", "second", "YS"))
            specs += [
                UnitSpec(f"YS{n:02}{w:02}", f"{n + 1}分厂{w + 1}车间", "workshop", f"YS{n:02}")
                for w in range(WORKSHOPS)
            ]
        units = open_units(units=specs, on=since)
        self.workshops: list[Unit] = [u for u in units.values() if u.level == "workshop"]
        people = [
            NewEmployee(f"{n:06}", f"职工{n}", chance.choice(self.workshops), "skill", "open", since)
            for n in range(EMPLOYEES)
        ]
        self.people = join_all(acting=None, people=people)
        self.officer, *self.handlers = self.people[: SECOND_LEVEL + 1]
        self.speakers = self.people[SECOND_LEVEL + 1 :]
        factories = [u for u in units.values() if u.level == "second"]
        posts = open_posts(
            posts=[
                PostSpec("YS", "诉求受理", [self.officer], [("demand_officer", "YS")]),
                *[
                    PostSpec(unit.code, "承办", [handler], [("handler", unit.code)])
                    for unit, handler in zip(factories, self.handlers, strict=True)
                ],
            ],
            units=units,
            on=since,
        )
        self.post_of = {
            post.unit.path: (post, holder) for post, holder in zip(posts[1:], self.handlers, strict=True)
        }
        for side in ("demand_office", "union"):
            appoint_keeper(actor="system", side=side, name=side, passphrase=side, light=True)

    def hands_of(self, workshop: Any) -> tuple[Any, Any]:
        """Post and handler of the factory above a workshop."""
        return self.post_of["/".join(workshop.path.split("/")[:3]) + "/"]


def session_of(person: Any) -> str:
    """The key of a session in which this person has signed in, with their second factor set up."""
    from zhiyin.commands.camera import session_for
    from zhiyin.people import secrets
    from zhiyin.people.models import Account

    account = Account.objects.get(employee=person)
    account.totp_secret = secrets.locked(b"12345678901234567890")
    account.save(update_fields=["totp_secret"])
    return session_for(account, "bench")


@dataclass(frozen=True)
class Running:
    """An open demand's dates, and what the sampled cases need to know of it."""

    pk: UUID
    submitted_on: date
    due: date
    paused: bool


class Rows:
    """Demands as rows of text and numbers, which both databases take as they are: objects take too long."""

    def __init__(self, chance: random.Random, place: Enterprise) -> None:
        from django.db import connection

        from zhiyin.journal import clock
        from zhiyin.voice.models import Demand

        self.chance, self.place, self.today = chance, place, clock.today()
        fields = Demand._meta.concrete_fields
        plain = Demand(submitted_on=self.today, text_salt="0" * 32, version=4)
        self.columns = [str(field.column) for field in fields]
        self.plain = {
            str(f.column): f.get_db_prep_save(getattr(plain, f.attname), connection) for f in fields
        }
        decks = (_deck(weighted) for weighted in (WAYS, ENDED, OPEN, TOPICS, KINDS))
        self.ways, self.ended, self.opened, self.topics, self.kinds = decks
        self.hands = {w.pk: place.hands_of(w) for w in place.workshops}

    def row(self, n: int) -> tuple[list[Any], Running | None]:
        """The n-th demand, and its dates if it is open."""
        chance, pick = self.chance, self.chance.choice
        is_open = n % round(1 / OPEN_SHARE) == 0
        workshop, way, text = pick(self.place.workshops), pick(self.ways), pick(TEXTS)
        state = pick(self.opened if is_open else self.ended)
        age = chance.randint(0, 45) if is_open else 46 + int(3600 * chance.random() ** 1.5)
        submitted, pk = self.today - timedelta(days=age), UUID(int=chance.getrandbits(128), version=4)
        values = {
            "id": pk.hex,
            "number": _number(n),
            "way": way,
            "state": state,
            "kind": "" if state in WITHOUT_KIND else pick(self.kinds),
            "topic": pick(self.topics),
            "title": text.split("，")[0],
            "text": text,
            "place": workshop.name,
            "unit_id": workshop.pk.hex,
            "author_id": pick(self.place.speakers).pk.hex if way == "named" else None,
            "submitted_on": submitted.isoformat(),
            "visit_sampled": chance.random() < 0.1,
        }
        if state not in WITHOUT_HANDS:
            post, handler = self.hands[workshop.pk]
            values |= {"handling_post_id": post.pk.hex, "handling_unit_id": post.unit_id.hex}
            values["handler_id"] = handler.pk.hex
        if state in WITH_ANSWER:
            values["answered_on"] = min(submitted + timedelta(chance.randint(1, 14)), self.today).isoformat()
        if state in WITH_VERDICT and chance.random() < 0.6:
            values["solved"] = pick(("yes", "yes", "partly", "no"))
            values["satisfied"] = pick(("yes", "yes", "basically", "no"))
        if state == "promised":
            values["promised_on"] = (self.today + timedelta(chance.randint(0, 30))).isoformat()
        whole = {**self.plain, **values}
        due = submitted + timedelta(days=pick((3, 15, 21, 28, 60)))
        running = Running(pk, submitted, due, state == PAUSED) if is_open else None
        return [whole[column] for column in self.columns], running


def _number(n: int) -> str:
    """As random as the product's numbers, but never twice."""
    mixed = n * 715_827_881 % (1 << 30)
    return "ZY-" + "".join(LETTERS[mixed >> shift & 31] for shift in range(25, -1, -5))


def _deck(weighted: tuple[tuple[str, int], ...]) -> list[str]:
    return [name for name, weight in weighted for _ in range(weight)]


def _write(rows: Rows, total: int) -> list[UUID]:
    """Write all; returns the sampled open ones, spread evenly."""
    from django.db import transaction

    every, opened, sample = max(1, int(total * OPEN_SHARE / SAMPLED)), 0, []
    with _hurried(), transaction.atomic():
        for start in range(0, total, CHUNK):
            chunk = [rows.row(n) for n in range(start, min(start + CHUNK, total))]
            running = [dates for _row, dates in chunk if dates]
            _copy("voice_demand", rows.columns, [row for row, _dates in chunk])
            _dates(running)
            sample += [r.pk for n, r in enumerate(running, opened) if n % every == 0]
            opened += len(running)
    return sample[:SAMPLED]


@contextmanager
def _hurried() -> Iterator[None]:
    """A database that is thrown away afterwards need not survive a power cut while it is filled."""
    from django.db import connection

    sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        if sqlite:
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=-2000000"):
                cursor.execute(f"PRAGMA {pragma}")
        else:
            cursor.execute("SET synchronous_commit = off")
    yield
    # The next connection begins with the product's own settings again.
    connection.close()


def _dates(running: list[Running]) -> None:
    """Two clocks and the nearest date of each open demand."""
    from zhiyin.institutions.models import ClockRow, NextDue

    of = {"subject_kind": "demand"}
    dues = [
        NextDue(**of, subject_id=r.pk, next_due=r.due, use_from=r.submitted_on, paused=r.paused)
        for r in running
    ]
    clock = {**of, "title_zh": "答复", "title_en": "answer", "opened_seq": 1}
    clocks = [
        ClockRow(
            **clock, subject_id=r.pk, rule=rule, force=force, opened_on=r.submitted_on,
            due_on=day, ceiling=rule != "house-answer",
        )
        for r in running
        for rule, force, day in (
            ("house-answer", "house", r.due),
            ("pet-answer-60d", "law", r.submitted_on + timedelta(days=60)),
        )
    ]  # fmt: skip
    NextDue.objects.bulk_create(dues, batch_size=500)
    ClockRow.objects.bulk_create(clocks, batch_size=500)


def _copy(table: str, columns: list[str], rows: list[list[Any]]) -> None:
    """COPY on PostgreSQL, executemany on SQLite."""
    from django.db import connection

    names = ", ".join(columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)


def _sampled(chance: random.Random, place: Enterprise, sample: list[UUID]) -> None:
    """Facts, messages and notices of the cases that will be opened."""
    from django.db import transaction

    from zhiyin.institutions import clocks
    from zhiyin.journal import clock
    from zhiyin.journal.kinds import named
    from zhiyin.journal.record import Entry, record_all
    from zhiyin.voice.models import Demand, Message, Notice

    received = {"text": "0" * 64, "contact": "known", "channel": "app", "on_behalf": False}
    officer = f"employee:{place.officer.pk.hex}"
    for demand in Demand.objects.filter(pk__in=sample).order_by("pk"):
        post = demand.handling_post_id
        steps: list[tuple[str, str, dict[str, Any]]] = [
            ("received", "speaker", {**received, "way": demand.way}),
            ("registered", officer, {}),
            ("accepted", officer, {"type": demand.kind or "help"}),
            ("noticed", officer, {"written": True}),
        ]  # fmt: skip
        if post:
            to = {"to_unit": demand.handling_unit_id.hex, "to_post": post.hex}
            handler = f"employee:{demand.handler_id.hex}"
            steps += [
                ("dispatched", officer, to),
                ("signed_in", handler, {"handler": handler}),
                ("contacted", handler, {"channel": "phone", "handler": handler}),
            ]
        moment = clock.now() - timedelta(days=(clock.today() - demand.submitted_on).days)
        with transaction.atomic():
            record_all(
                Entry(
                    named(f"voice.demand.{name}"), demand.pk, actor, demand.unit_id,
                    at=min(moment + timedelta(hours=20 * n), clock.now()), sealed=demand.sealed,
                    payload=payload,
                )
                for n, (name, actor, payload) in enumerate(steps)
            )  # fmt: skip
            clocks.refresh("demand", [demand.pk])
            Notice.objects.create(
                demand=demand, place=1, about="accepted", text=TEXTS[0], given_on=demand.submitted_on
            )
            Message.objects.bulk_create(
                Message(
                    demand=demand, place=n + 1, side="speaker" if n % 2 else "office",
                    text=chance.choice(TEXTS), text_salt="0" * 32, written_on=demand.submitted_on,
                )
                for n in range(4)
            )  # fmt: skip


if __name__ == "__main__":
    sys.stdout.write(json.dumps(main(int(sys.argv[1]))))
