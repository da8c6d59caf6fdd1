"""The Panel's tables of policy at the desk: who changes them, with a reason, and its history."""

from typing import Any

import pytest

from cpl.models import DeviceType, ManufacturerOrganisation, RequiredScheme
from tests.accounts.factories import OrganisationFactory
from tests.admin.desk import Cast, page, text


def type_form(code: str, *schemes: RequiredScheme, **typed: str) -> dict[str, str]:
    kind = DeviceType.objects.get(pk=code)
    inline = {
        "required_schemes-TOTAL_FORMS": str(len(schemes)),
        "required_schemes-INITIAL_FORMS": str(len(schemes)),
    }
    for place, scheme in enumerate(schemes):
        prefix = f"required_schemes-{place}"
        inline |= {
            f"{prefix}-id": str(scheme.pk),
            f"{prefix}-device_type": code,
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
        f"required_schemes-{place}-scheme": "DLMS",
        f"required_schemes-{place}-device_type": "PPMID",
    }
    client, address = cast.client("administrator"), page("cpl_devicetype_change", "PPMID")

    answer = client.post(address, {**form, **more})
    shown = text(client.get(page("cpl_devicetype_history", "PPMID")))

    assert answer.status_code == 302
    assert "DLMS" in schemes_of("PPMID")
    assert "PPMID needs DLMS" in shown
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
    client.post(page("cpl_manufacturerorganisation_delete", link.pk), {"post": "yes"})
    history = text(client.get(page("cpl_manufacturer_history", "FA0A")))

    assert organisation.name in shown
    assert not ManufacturerOrganisation.objects.exists()
    assert "Deleted" in history
    assert "Letter 4" in history
