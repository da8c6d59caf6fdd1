"""Whatever is accepted, in whatever order: rendering the live rows gives what is published.

And what was published rebuilds: the changes of the publications one after another, and what differs
between two of them, give every register as it stood in each.
"""

import json
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sec_registry.registers.catalogue import registers
from sec_registry.registers.digests import canonical, document_digest
from sec_registry.registers.models import Publication
from sec_registry.registers.vocabulary import OF_MANY_RECORDS
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.accounts.factories import OrganisationFactory
from tests.publications.replaying import assert_rebuilds
from tests.published import root_of
from tests.registry import accept, make_panel
from tests.rows import MANUFACTURER_CODE, numbered_row

DAYS = {"remove": "2026-01-05", "plan": "2998-01-05"}
THE_DAY = date(2999, 1, 1)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "amend",
                "correct",
                "remove",
                "plan",
                "carry out",
                "reinstate",
                "transfer",
                "block baselines",
                "unblock baselines",
                "change contact",
                "rename manufacturer",
                "renew certificate",
            ]
        ),
        st.integers(1, 5),
        st.integers(1, 5),
        st.sampled_from(["one", "two", "[clear]"]),
    ),
    min_size=1,
    max_size=8,
)


def row(step: int, action: str, number: int, other: int, text: str) -> dict[str, Any]:
    if action == "add":
        added = numbered_row(step)
        return {**added, "Upgrade": "yes", "Baselines": str(other)} if step > 1 else added
    if action in OF_MANY_RECORDS:
        return row_of_many(step, action, number, other, text)
    change: dict[str, Any] = {"Action": action, "CPL number": str(number)}
    if action == "amend":
        return {**change, "Model name": text, "Baselines": str(other), "Upgrade": "yes"}
    if action == "correct":
        why = {"Reason": text, "Reason public": "yes" if step % 2 else "no"}
        maker = {"Manufacturer code": f"FA0{other}", "Manufacturer": "Another Fiction Ltd"}
        return {**change, **why, **maker, "Hardware version": f"010{other}"}
    if action == "transfer":
        return {**change, "Organisation of record": f"Organisation {other}", "Reason": text}
    if action == "reinstate":
        return {**change, "Reason": text}
    if action in ("remove", "plan"):
        change["Action"] = "remove"
        removal = {"Removal reason": text, "Removal authority": "Panel", "Reason public": "yes"}
        return {**change, **removal, "Removal date": DAYS[action]}
    return {**change, "Baselines": str(other), "Reason": "bricks it"}


def row_of_many(step: int, action: str, number: int, other: int, text: str) -> dict[str, Any]:
    if action == "renew certificate":
        renewed = {"Action": action, "Replaces certificate": f"CPA-FICTION-{number}"}
        details = {"CPA date": f"30{other:02}-01-01", "CPA date kind": "EXPIRY"}
        said = {"CPA standard": text, "Security Characteristics version": "2"}
        return {**renewed, "CPA certificate": f"CPA-FICTION-{other}", **details, **said}
    code = MANUFACTURER_CODE if other % 2 else f"FA0{number}"
    change = {"Action": action, "Manufacturer code": code, "Reason": text}
    if action == "rename manufacturer":
        return {**change, "Manufacturer": f"Fiction {text} {step}"}
    contact = {"Contact email": f"{step}@fictional.example", "Contact telephone": "+442079460000"}
    return {**change, **contact, "Contact address": text}


class LiveIsPublished(TestCase):
    @settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def test_after_any_history(self, steps: list[tuple[str, int, int, str]]) -> None:
        panel = make_panel()
        for place in (1, 2, 3):
            OrganisationFactory(name=f"Organisation {place}")
        accepted = 0
        for number, step in enumerate([("add", 1, 1, "one"), *steps], start=1):
            if step[0] == "carry out":
                accepted += len(removals_carry_out(on=THE_DAY))
                continue
            try:
                accept(row(number, *step), panel=panel)
                accepted += 1
            except NotAcceptable:
                continue  # what the rules refuse changes nothing, which the rest shows

        assert Publication.objects.count() == accepted >= 1
        manifest = json.loads(Publication.objects.latest("number").manifest)
        for register in registers():
            current = register.published._default_manager.filter(superseded_in__isnull=True)
            rows = list(current.order_by("cpl_number"))
            rendered = register.render([each.cpl_number for each in rows])
            assert {n: canonical(d) for n, d in rendered.items()} == {
                each.cpl_number: each.document for each in rows
            }
            assert register.live._default_manager.count() == len(rows)
            digests = [document_digest(each.document, each.salt) for each in rows]
            assert digests == [each.digest for each in rows]
            assert manifest["registers"][register.code]["root"] == root_of(register, rows)
            for each in rows:
                document = json.loads(each.document)
                assert register.cells(document) == register.cells(rendered[each.cpl_number])
        # Here, where the history is there already: each takes longer to make than to tell again.
        assert_rebuilds()
