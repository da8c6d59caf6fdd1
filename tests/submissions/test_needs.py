"""What the form says is required follows the rules and the Panel's tables, as they stand now."""

import pytest

from cpl.models import RequiredScheme
from sec_registry.audit.acting import acting
from sec_registry.registers.vocabulary import Action
from sec_registry.submissions.entry.needs import Kind, needs_to_add, needs_to_change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("action", [Action.CORRECT, Action.TRANSFER, Action.REINSTATE])
def test_a_reason_is_required_where_the_rules_want_one(action: str) -> None:
    required, grounds = needs_to_change(action)

    assert "Reason" in required
    assert grounds["Reason"]


def test_what_is_required_follows_the_table_of_schemes() -> None:
    esme = Kind("SMETS2+", "ESME")
    assert esme in needs_to_add().required["DLMS certificate"]

    with acting(by="tests"):
        for row in RequiredScheme.objects.filter(device_type="ESME", scheme="DLMS"):
            row.delete()

    assert esme not in needs_to_add().required.get("DLMS certificate", ())
