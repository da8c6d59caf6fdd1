"""The forms of what changes once for all records: rename, change contact, renew or replace."""

from collections.abc import Callable
from typing import Any

import pytest

from cpl.models import AssuranceCertificate
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.lifecycle import State
from sec_registry.submissions.models import Item, ProposedPart, Submission
from tests.accounts.factories import OrganisationFactory
from tests.admin.desk import ADDRESS, EMAIL, Cast, disclosures_during, page, said, text
from tests.registry import accept
from tests.rows import MANUFACTURER_CODE, Cells

pytestmark = pytest.mark.django_db

TELEPHONE = "+442079460000"
OTHERS = ["reviewer", "party", "submitter", "ssc", "auditor", "superuser", "grantee"]

Form = Callable[[Cast], str]


def certificate(scheme: str = "CPA") -> AssuranceCertificate:
    return AssuranceCertificate.objects.filter(scheme=scheme).earliest("pk")


def renaming(cast: Cast) -> str:
    return page("cpl_manufacturer_rename", MANUFACTURER_CODE)


def contact(cast: Cast) -> str:
    return page("cpl_manufacturer_contact", MANUFACTURER_CODE)


def renewal(cast: Cast) -> str:
    return page("cpl_assurancecertificate_renew", certificate().pk)


FORMS: list[Form] = [renaming, contact, renewal]


def asked(answer: Any) -> dict[str, str]:
    """The fields of the form by their labels, with what stands in them."""
    form = answer.context["form"]
    return {field.label: str(field.value() or "") for field in form}


def save(cast: Cast, form: Form, **changed: str) -> Any:
    """Send the form as it stands with these changes, by a Panel administrator."""
    client, address = cast.client("administrator"), form(cast)
    shown = {field.name: field.value() or "" for field in client.get(address).context["form"]}
    return client.post(address, {**shown, **changed})


def row_of(submission: Submission) -> dict[str, str]:
    """The one row, of all registers together."""
    item = submission.items.get()
    row = {"Action": str(item.action), **item.values}
    for part in ProposedPart.objects.filter(item=item):
        row.update(part.values)
    return row


def newest() -> Submission:
    return Submission.objects.latest("pk")


@pytest.mark.parametrize("form", FORMS)
def test_the_form_asks_for_the_columns_that_the_action_uses(cast: Cast, form: Form) -> None:
    fields = asked(cast.client("administrator").get(form(cast)))

    behalf = ["On behalf of", "Who asked", "By which letter"]
    found = certificate()
    filled: dict[Form, dict[str, str]] = {
        renaming: {
            "Manufacturer code": MANUFACTURER_CODE,
            "Manufacturer": "Fictional Meters Ltd",
            "Reason": "",
        },
        contact: {
            "Manufacturer code": MANUFACTURER_CODE,
            "Contact email": EMAIL,
            "Contact telephone": TELEPHONE,
            "Contact address": ADDRESS,
            "Reason": "",
        },
        renewal: {
            "Replaces certificate": found.number,
            "CPA certificate": found.number,
            "CPA standard": found.standard_version,
            "CPA date": str(found.date),
            "CPA date kind": found.date_kind,
            "Security Characteristics version": found.security_characteristics_version,
            "Reason": "",
        },
    }
    assert fields == filled[form] | dict.fromkeys(behalf, "")
    assert list(fields)[-3:] == behalf


def test_a_certificate_of_another_scheme_is_asked_for_in_its_own_columns(cast: Cast) -> None:
    found = certificate("ZIGBEE")

    fields = asked(
        cast.client("administrator").get(page("cpl_assurancecertificate_renew", found.pk))
    )

    assert fields["ZigBee certificate"] == fields["Replaces certificate"] == found.number
    assert not {"CPA certificate", "CPA date", "DLMS certificate"} & set(fields)


def test_a_new_name_makes_its_row(cast: Cast) -> None:
    answer = save(cast, renaming, manufacturer="Renamed Meters plc", reason="Taken over.")

    submission = newest()
    assert answer.url == page("submissions_submission_change", submission.pk)
    assert submission.state == State.DRAFT
    assert submission.title == f"Rename manufacturer {MANUFACTURER_CODE}"
    assert row_of(submission) == {
        "Action": Action.RENAME_MANUFACTURER,
        "Manufacturer code": MANUFACTURER_CODE,
        "Manufacturer": "Renamed Meters plc",
        "Reason": "Taken over.",
    }


def test_a_new_contact_makes_its_row(cast: Cast) -> None:
    save(
        cast,
        contact,
        contact_email="new@fictional.example",
        contact_telephone=TELEPHONE,
        contact_address="2 Nowhere Street\r\nErewhon",
    )

    assert row_of(newest()) == {
        "Action": Action.CHANGE_CONTACT,
        "Manufacturer code": MANUFACTURER_CODE,
        "Contact email": "new@fictional.example",
        "Contact telephone": TELEPHONE,
        "Contact address": "2 Nowhere Street\nErewhon",
    }


def test_a_renewal_makes_its_row(cast: Cast) -> None:
    old = certificate()

    save(cast, renewal, cpa_certificate="CPA-FICTION-NEXT", cpa_date="2999-12-31")

    assert row_of(newest()) == {
        "Action": Action.RENEW_CERTIFICATE,
        "Replaces certificate": old.number,
        "CPA certificate": "CPA-FICTION-NEXT",
        "CPA standard": old.standard_version,
        "CPA date": "2999-12-31",
        "CPA date kind": old.date_kind,
        "Security Characteristics version": old.security_characteristics_version,
    }


def test_the_findings_stand_on_the_page_that_follows(cast: Cast) -> None:
    answer = save(cast, renaming, manufacturer="")

    submission = newest()
    problems = submission.findings.filter(level="problem")
    assert problems.exists()
    shown = text(cast.client("administrator").get(answer.url))
    assert problems[0].rule in shown


def test_what_is_in_order_is_sent_at_once(cast: Cast) -> None:
    changed = {"manufacturer": "Renamed Meters plc", "reason": "Taken over.", "_submit": "1"}

    answer = save(cast, renaming, **changed)

    assert newest().state == State.SUBMITTED
    assert "was sent to the Panel" in said(answer)


def test_what_is_not_in_order_is_kept_and_not_sent(cast: Cast) -> None:
    answer = save(cast, renaming, manufacturer="", _submit="1")

    assert newest().state == State.DRAFT
    assert "but not sent" in said(answer)


def test_it_is_keyed_in_on_behalf_of_somebody(cast: Cast) -> None:
    maker = OrganisationFactory()
    by_mail = {"organisation": str(maker.pk), "person": "A. Clerk", "reference": "letter 12"}

    save(cast, renaming, manufacturer="Renamed Meters plc", reason="Taken over.", **by_mail)

    assert newest().organisation == maker
    assert newest().on_behalf_reference == "letter 12"


@pytest.mark.parametrize(
    "wrong", [{"person": "A. Clerk"}, {"reason": "nul\x00"}, {"organisation": "9999999"}]
)
def test_what_cannot_be_kept_is_said_and_leaves_nothing(cast: Cast, wrong: dict[str, str]) -> None:
    before = Item.objects.count()

    answer = save(cast, renaming, **wrong)

    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Item.objects.count() == before


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("who", OTHERS)
def test_nobody_else_has_the_form(cast: Cast, who: str, form: Form) -> None:
    client, before = cast.client(who), Submission.objects.count()

    assert client.get(form(cast)).status_code == 403
    assert client.post(form(cast), {"manufacturer": "Mine now"}).status_code == 403
    assert Submission.objects.count() == before


def test_todays_contact_is_shown_through_the_right_to_read_it_and_recorded(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = cast.client("administrator")
    pages: list[Any] = []

    (look,) = disclosures_during(lambda: pages.append(client.get(contact(cast))))
    sent = disclosures_during(lambda: client.post(contact(cast), {"reason": "\x00"}))
    moved: Cells = {
        "Action": "amend",
        "CPL number": cast.numbers[0],
        "Contact address": "2 Erewhon",
    }
    accept(moved, panel=cast.panel)
    differing = client.get(contact(cast))
    monkeypatch.setattr("firmware.access.is_panel", lambda user: False)
    closed = client.get(contact(cast))

    marking = "SEC Parties only – must not be shared (F2.17B)"
    assert (look.register, look.numbers, look.channel) == ("firmware", cast.numbers, "admin")
    assert marking in text(pages[0])
    assert sent == []
    assert "Its records have 2 different contacts today" in text(differing)
    assert ADDRESS not in text(differing)
    assert asked(closed)["Contact email"] == ""
    assert marking not in text(closed)


@pytest.mark.parametrize("form", [renaming, renewal])
def test_nothing_of_the_restricted_registers_stands_on_the_others(cast: Cast, form: Form) -> None:
    pages: list[Any] = []

    disclosed = disclosures_during(
        lambda: pages.append(cast.client("administrator").get(form(cast)))
    )

    assert disclosed == []
    assert not [canary for canary in (EMAIL, ADDRESS, TELEPHONE) if canary in text(pages[0])]


@pytest.mark.parametrize(
    "address",
    [
        "/admin/cpl/manufacturer/0000/rename/",
        "/admin/cpl/manufacturer/0000/contact/",
        f"/admin/cpl/assurancecertificate/{'9' * 30}/renew/",
    ],
)
def test_what_is_not_there_has_no_form(cast: Cast, address: str) -> None:
    assert cast.client("administrator").get(address).status_code == 404


@pytest.mark.parametrize(("who", "led"), [("administrator", True), ("reviewer", False)])
def test_the_pages_lead_to_the_forms_that_one_may_use(cast: Cast, who: str, led: bool) -> None:
    client = cast.client(who)
    of_maker = text(client.get(page("cpl_manufacturer_change", MANUFACTURER_CODE)))
    of_certificate = text(client.get(page("cpl_assurancecertificate_change", certificate().pk)))

    assert (renaming(cast) in of_maker) == led
    assert (contact(cast) in of_maker) == led
    assert (renewal(cast) in of_certificate) == led


def test_a_certificate_that_was_replaced_leads_to_no_renewal(cast: Cast) -> None:
    row: Cells = {
        "Action": "renew certificate",
        "Replaces certificate": certificate().number,
        "CPA certificate": "CPA-FICTION-NEXT",
        "CPA standard": "CPA 1.4",
        "CPA date": "2999-12-31",
        "CPA date kind": "EXPIRY",
        "Security Characteristics version": "1.4",
    }
    accept(row, panel=cast.panel)

    shown = text(
        cast.client("administrator").get(page("cpl_assurancecertificate_change", certificate().pk))
    )

    assert renewal(cast) not in shown
    assert "CPA-FICTION-NEXT" in shown


def test_whom_it_is_about_stays_and_what_it_does_is_said(cast: Cast) -> None:
    form = text(cast.client("administrator").get(renaming(cast)))

    save(
        cast,
        renaming,
        manufacturer_code="BEEF",
        manufacturer="Renamed Meters plc",
        reason="Taken over.",
    )

    assert "The name changes for all records of Fictional Meters Ltd: 2 Device Models." in form
    assert row_of(newest())["Manufacturer code"] == MANUFACTURER_CODE
