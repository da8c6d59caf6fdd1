"""From a record's page to what changed and published it, and from a publication to what it changed,
each through the reader's own rights.
"""

from typing import Any

from sec_registry.registers.admin.masked import TITLE
from sec_registry.registers.models import Disclosure
from tests.admin.desk import (
    DZIR_CANARIES,
    FIR_CANARIES,
    Cast,
    canary_row,
    disclosures_during,
    page,
    text,
)
from tests.registry import accept


def leads(cast: Cast, who: str, name: str, number: int) -> dict[str, str]:
    answer: Any = cast.client(who).get(page(name, number))
    assert answer.status_code == 200
    return {lead.title: str(lead.table) for lead in answer.context["leads"]}


def test_a_device_model_leads_to_its_publications_and_submissions(cast: Cast) -> None:
    one, other = cast.numbers
    accept({"Action": "amend", "CPL number": one, "Model name": "Renamed"}, panel=cast.panel)

    told = leads(cast, "reviewer", "cpl_devicemodel_change", one)

    assert page("registers_publication_change", 1) in told["Publications"]
    assert page("registers_publication_change", 2) in told["Publications"]
    assert "Amended" in told["Publications"]
    assert page("submissions_submission_change", cast.accepted.pk) in told["Submissions"]
    assert told["Submissions"].count("Accepted") == 2
    beside = leads(cast, "reviewer", "cpl_devicemodel_change", other)
    assert beside["Submissions"].count("Accepted") == 1


def test_a_change_of_many_records_is_found_from_each(cast: Cast) -> None:
    row = {
        "Action": "rename manufacturer",
        "Manufacturer code": "FA0A",
        "Manufacturer": "Renamed Meters Ltd",
    }
    accept({**row, "Reason": "A notice."}, panel=cast.panel)

    for number in cast.numbers:
        assert (
            leads(cast, "reviewer", "cpl_devicemodel_change", number)["Submissions"].count("<tr>")
            == 3
        )


def test_submissions_are_named_for_those_alone_who_may_see_them(cast: Cast) -> None:
    one = cast.numbers[0]

    for who in ("auditor", "ssc", "superuser"):
        told = leads(cast, who, "cpl_devicemodel_change", one)
        assert "Publications" in told
        assert "Submissions" not in told
    fir = leads(cast, "party", "firmware_firmwarerecord_change", one)
    assert "Submissions" not in fir
    assert "<a " not in fir["Publications"]


def test_a_record_of_the_fir_or_dzir_leads_no_further_than_its_reader_may_go(cast: Cast) -> None:
    accept(
        {"Action": "amend", "CPL number": cast.numbers[0], "Release notes": "New"}, panel=cast.panel
    )

    cpl = leads(cast, "auditor", "cpl_devicemodel_change", cast.numbers[0])
    fir = leads(cast, "reviewer", "firmware_firmwarerecord_change", cast.numbers[0])
    dzir = leads(cast, "grantee", "zigbee_zigbeerecord_change", cast.numbers[0])

    # The second publication changed the FIR alone: its number betrays nothing on the other pages.
    assert [each["Publications"].count("<tr>") for each in (cpl, fir, dzir)] == [2, 3, 2]


def test_a_publication_lists_what_it_changed_through_the_readers_rights(cast: Cast) -> None:
    shown = {
        who: text(cast.client(who).get(page("registers_publication_change", 1)))
        for who in ("reviewer", "ssc", "auditor", "superuser")
    }

    fir, dzir = "<h3>Firmware Information Repository", "<h3>Device Zigbee Information Repository"
    assert {who: (fir in page_, dzir in page_) for who, page_ in shown.items()} == {
        "reviewer": (True, False),
        "ssc": (False, True),
        "auditor": (False, False),
        "superuser": (False, False),
    }
    for page_ in shown.values():
        assert "<h3>Central Products List</h3>" in page_
        assert [each for each in (*FIR_CANARIES, *DZIR_CANARIES) if each in page_] == []


def test_a_look_at_what_changed_in_a_restricted_register_is_recorded_once(cast: Cast) -> None:
    address = page("registers_publication_change", 1)

    found = disclosures_during(lambda: cast.client("reviewer").get(address))
    none = disclosures_during(lambda: cast.client("auditor").get(address))

    assert [(each.register, each.numbers, each.outcome) for each in found] == [
        ("firmware", cast.numbers, Disclosure.Outcome.DISCLOSED)
    ]
    assert none == []


def test_a_long_publication_says_how_much_it_does_not_list(cast: Cast, monkeypatch: Any) -> None:
    monkeypatch.setattr("sec_registry.submissions.admin.changes.MOST_CHANGES", 1)
    rows = [canary_row(n) for n in (5, 6, 7)]
    publication = accept(*rows, panel=cast.panel)

    shown = text(cast.client("auditor").get(page("registers_publication_change", publication.pk)))

    assert "The first 1 of 3 records." in shown


def test_auditors_read_the_masked_history_of_the_restricted_registers(cast: Cast) -> None:
    number = cast.numbers[0]
    accept({"Action": "amend", "CPL number": number, "Release notes": "Anew"}, panel=cast.panel)
    address = page("cpl_devicemodel_change", number)

    looks = disclosures_during(lambda: cast.client("auditor").get(address))
    told = leads(cast, "auditor", "cpl_devicemodel_change", number)[TITLE]

    assert told.count("<tr>") - 1 == 3
    assert "Release notes" in told
    assert told.count("Created") == 2
    assert page("registers_publication_change", 2) in told
    assert looks == []
    assert not [each for each in (*FIR_CANARIES, *DZIR_CANARIES, "Anew") if each in told]
    for who in ("reviewer", "ssc", "superuser"):
        assert TITLE not in leads(cast, who, "cpl_devicemodel_change", number)
