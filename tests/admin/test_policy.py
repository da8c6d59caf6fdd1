"""The Panel's tables of policy at the desk: who changes them, with a reason, and its history."""

from typing import Any

import pytest

from cpl.models import DeviceType, ManufacturerOrganisation, RequiredScheme
from sec_registry.registers.models import BankHoliday
from tests.accounts.factories import OrganisationFactory
from tests.admin.desk import Cast, page, text


def type_form(code: str, *schemes: RequiredScheme, **typed: str) -> dict[str, str]:
    kind = DeviceType.objects.get(pk=code)
    inline = {
        "named_in_f2_14": "on" if kind.named_in_f2_14 else "",
        "required_schemes-TOTAL_FORMS": str(len(schemes)),
        "required_schemes-INITIAL_FORMS": str(len(schemes)),
    }
    for place, scheme in enumerate(schemes):
        prefix = f"required_schemes-{place}"
        inline |= {
            f"{prefix}-id": str(scheme.pk),
            f"{prefix}-device_type": code,
            f"{prefix}-generation": scheme.generation,
            f"{prefix}-scheme": scheme.scheme,
        }
    facts = {
        "name": kind.name,
        "specification": kind.specification,
        "position": str(kind.position),
        "reason": "Panel minute 9",
    }
    return {**facts, **inline, **typed}


def schemes_of(code: str) -> list[str]:
    required = RequiredScheme.objects.filter(device_type=code)
    return sorted(required.values_list("scheme", flat=True))


def test_a_panel_administrator_takes_a_scheme_away_with_a_reason(cast: Cast) -> None:
    required = list(RequiredScheme.objects.filter(device_type="ESME"))
    gone = required[0]
    form = type_form("ESME", *required, **{"required_schemes-0-DELETE": "on"})

    answer = cast.client("administrator").post(page("cpl_devicetype_change", "ESME"), form)

    history: Any = RequiredScheme.history.filter(id=gone.pk, history_type="-").get()
    assert answer.status_code == 302
    assert gone.scheme not in schemes_of("ESME")
    assert history.history_change_reason == "Panel minute 9"
    assert history.history_user == cast.panel.administrator.email


def test_a_panel_administrator_adds_a_scheme(cast: Cast) -> None:
    form = type_form("PPMID", *RequiredScheme.objects.filter(device_type="PPMID"))
    place = form["required_schemes-TOTAL_FORMS"]
    more = {
        "required_schemes-TOTAL_FORMS": str(int(place) + 1),
        f"required_schemes-{place}-generation": "SMETS1",
        f"required_schemes-{place}-scheme": "DLMS",
        f"required_schemes-{place}-device_type": "PPMID",
    }
    client, address = cast.client("administrator"), page("cpl_devicetype_change", "PPMID")

    answer = client.post(address, {**form, **more})
    shown = text(client.get(page("cpl_devicetype_history", "PPMID")))

    assert answer.status_code == 302
    assert "DLMS" in schemes_of("PPMID")
    assert "SMETS1 PPMID needs DLMS" in shown
    assert "Panel minute 9" in shown


def test_a_change_needs_a_reason(cast: Cast) -> None:
    form = type_form("PPMID", name="Something else", reason="")

    answer = cast.client("administrator").post(page("cpl_devicetype_change", "PPMID"), form)

    assert "This field is required." in text(answer)
    assert DeviceType.objects.get(pk="PPMID").name != "Something else"


@pytest.mark.parametrize("who", ["reviewer", "superuser", "auditor", "ssc", "party"])
def test_nobody_else_changes_policy(cast: Cast, who: str) -> None:
    form = type_form("ESME", name="Mischief")

    answer = cast.client(who).post(page("cpl_devicetype_change", "ESME"), form)

    assert answer.status_code == 403
    assert DeviceType.objects.get(pk="ESME").name != "Mischief"


def test_who_speaks_for_a_manufacturer_is_kept_by_the_panel(cast: Cast) -> None:
    organisation = OrganisationFactory()
    client = cast.client("administrator")
    form = {"manufacturer": "FA0A", "organisation": str(organisation.pk), "reason": "Letter 4"}

    client.post(page("cpl_manufacturerorganisation_add"), form)
    link = ManufacturerOrganisation.objects.get(organisation=organisation)
    shown = text(client.get(page("cpl_manufacturer_change", "FA0A")))
    own = cast.client("reviewer").get(page("cpl_manufacturerorganisation_change", link.pk)).text
    version = link.history.get().pk
    past = page("cpl_manufacturerorganisation_simple_history", link.pk, version)
    own += cast.client("reviewer").get(past).text
    client.post(page("cpl_manufacturerorganisation_delete", link.pk), {"reason": "Letter 5"})
    history = text(client.get(page("cpl_manufacturer_history", "FA0A")))

    assert organisation.name in shown
    assert own.count(f'<div class="readonly">{organisation.name}</div>') == 2
    # Reviewers do not open organisations: no link of the page may lead them into a refusal.
    assert page("accounts_organisation_change", organisation.pk) not in own
    assert not ManufacturerOrganisation.objects.exists()
    assert "Deleted" in history
    assert "Letter 4" in history
    assert "Letter 5" in history


def test_nothing_is_taken_away_without_a_reason(cast: Cast) -> None:
    holiday = BankHoliday.objects.earliest("day")
    address = page("registers_bankholiday_delete", holiday.pk)

    answer = cast.client("administrator").post(address, {"reason": " "})

    assert "This field is required." in text(answer)
    assert BankHoliday.objects.filter(pk=holiday.pk).exists()


def test_a_bank_holiday_is_entered_renamed_and_taken_away_with_its_history(cast: Cast) -> None:
    client, add = cast.client("administrator"), page("registers_bankholiday_add")
    typed = {"day": "2031-01-01", "name": "New Year", "reason": "Notice 1"}

    client.post(add, typed)
    twice = text(client.post(add, typed))
    holiday = BankHoliday.objects.get(day="2031-01-01")
    renamed = {"day": "2031-02-02", "name": "New Year's Day", "reason": "Notice 2"}
    client.post(page("registers_bankholiday_change", holiday.pk), renamed)
    shown = text(client.get(page("registers_bankholiday_history", holiday.pk)))
    client.post(page("registers_bankholiday_delete", holiday.pk), {"reason": "Notice 3"})

    kept = list(BankHoliday.history.filter(id=holiday.pk).order_by("history_id"))
    assert "already exists" in twice
    assert "New Year &rarr; New Year&#x27;s Day" in shown
    assert [(line.history_type, line.history_change_reason) for line in kept] == [
        ("+", "Notice 1"),
        ("~", "Notice 2"),
        ("-", "Notice 3"),
    ]
    assert str(kept[-1].day) == "2031-01-01"


def test_a_usual_form_is_changed_with_a_reason(cast: Cast) -> None:
    address = page("cpl_usualform_change", "Model identifier")
    typed = {"characters": "LETTERS", "shortest": "2", "longest": "9", "reason": "Minute 7"}
    client = cast.client("administrator")

    refused = text(client.post(address, {**typed, "shortest": "10"}))
    client.post(address, typed)
    listed = text(client.get(page("cpl_usualform_changelist")))

    assert "Lengths go from 1 to 64" in refused
    assert "two to nine letters and digits" in listed
    assert "Minute 7" in text(client.get(page("cpl_usualform_history", "Model identifier")))


@pytest.mark.parametrize("name", ["cpl_usualform", "registers_weekday"])
def test_rows_of_a_fixed_table_are_neither_added_nor_taken_away(cast: Cast, name: str) -> None:
    root = page(f"{name}_changelist")

    assert cast.client("administrator").get(f"{root}add/").status_code == 404
    assert cast.client("administrator").get(f"{root}6/delete/").status_code == 404


def test_the_first_change_shows_what_stood_since_the_registry_was_set_up(cast: Cast) -> None:
    scheme = RequiredScheme.objects.get(device_type="PPMID")
    form = type_form("PPMID", scheme, name="Display", **{"required_schemes-0-scheme": "DLMS"})
    stood = DeviceType.objects.get(pk="PPMID").name

    for _ in range(2):
        cast.client("administrator").post(page("cpl_devicetype_change", "PPMID"), form)

    told = text(cast.client("administrator").get(page("cpl_devicetype_history", "PPMID")))
    assert f"{stood} &rarr; Display" in told
    assert "as it stood before its first change" in told
    assert list(RequiredScheme.history.filter(id=scheme.pk).values_list("scheme")) == [
        ("DLMS",),
        ("ZIGBEE",),
    ]
