"""Who spoke in confidence or anonymously appears nowhere."""

import pytest
from django.db import connection

from zhiyin.voice.states import Way

OFFICERS = ("demand_officer", "workshop_handler", "union_officer", "workshop_leader", "reviewer")
WHO = ("王强", "206318")


@pytest.mark.parametrize("way", [Way.CONFIDENTIAL, Way.ANONYMOUS])
def test_no_officer_reads_who_spoke_on_any_page_of_the_case(client_as, walk, keepers, way):
    case = walk(way).in_handling().answered()
    for who in OFFICERS:
        browser = client_as(who)
        for address in ("/app/inbox", f"/app/cases/{case.demand.pk}", f"/app/cases/{case.demand.pk}/print"):
            page = browser.get(address).content.decode()
            assert not [name for name in WHO if name in page], (who, address)


def test_the_person_is_nowhere_in_the_tables_of_demands_and_facts(walk, keepers, enterprise):
    walk(Way.CONFIDENTIAL).in_handling().answered()
    person = enterprise.people["employee"].pk.hex
    with connection.cursor() as cursor:
        tables = [
            name
            for name in connection.introspection.table_names(cursor)
            if name.startswith(("voice_", "journal_", "institutions_"))
        ]
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")
            columns = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                if "joined" in str(row):
                    continue  # their joining the enterprise, years ago
                text = " ".join(str(v).replace("-", "") for v in row).lower()
                assert person not in text, (table, dict(zip(columns, row, strict=True)))


def test_whoever_the_speaker_keeps_out_cannot_open_the_case(client_as, raised, keepers, enterprise):
    from zhiyin.voice.models import Demand

    client_as("employee").post("/app/raise", raised(keep_from="陈静"))
    demand = Demand.objects.get()
    assert client_as("demand_officer").get(f"/app/cases/{demand.pk}").status_code == 404
    assert client_as("second_demand_officer").get(f"/app/cases/{demand.pk}").status_code == 200
    assert demand.title not in client_as("demand_officer").get("/app/inbox").content.decode()


def test_officers_begin_at_their_inbox_and_can_still_speak(client_as):
    browser = client_as("demand_officer")
    assert browser.get("/app/")["Location"] == "/app/inbox"
    assert client_as("leader").get("/app/")["Location"] == "/app/today"
    for address in ("/app/raise", "/app/mine"):
        assert browser.get(address).status_code == 200
    assert client_as("system_admin").get("/app/").status_code == 200
