"""Whatever is accepted, alone or together: rendering the live rows gives what is published.

And what was published rebuilds: the changes of the publications one after another, and what differs
between two of them, give every register as it stood in each. Redactions in between change nothing
of that, and everything signed still holds.
"""

import json
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts.models import Role
from sec_registry.publications.live import publications_verify
from sec_registry.redactions.carrying_out import redaction_approve
from sec_registry.redactions.proposals import redaction_propose
from sec_registry.registers.catalogue import register, registers
from sec_registry.registers.digests import canonical, document_digest
from sec_registry.registers.disclosure import Channel
from sec_registry.registers.models import Publication
from sec_registry.registers.vocabulary import OF_MANY_RECORDS
from sec_registry.submissions.acceptance import submissions_accept
from sec_registry.submissions.errors import NotAcceptable
from sec_registry.submissions.planned_removals import removals_carry_out
from tests.accounts.factories import OrganisationFactory, make_person
from tests.publications.replaying import assert_rebuilds
from tests.published import root_of
from tests.registry import Panel, accept, in_review, make_panel
from tests.rows import MANUFACTURER_CODE, numbered_row

DAYS = {"remove": "2026-01-05", "plan": "2998-01-05"}
THE_DAY = date(2999, 1, 1)
FIR_COLUMNS = ("Release notes", "Upgrade", "Contact address")
DZIR_COLUMNS = ("ZigBee chipset vendor", "ZigBee stack version")
STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "add",
                "load",
                "together",
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
                "redact",
            ]
        ),
        st.integers(1, 5),
        st.integers(1, 5),
        st.sampled_from(["one", "two", "[clear]"]),
    ),
    min_size=1,
    max_size=8,
)


def loaded(step: int, number: int, text: str) -> dict[str, Any]:
    """A row of an initial load: with the number that it has, and without what nobody knows."""
    absent = FIR_COLUMNS if step % 2 else DZIR_COLUMNS
    there = {**numbered_row(step), "Model name": text, "CPL number": str(number)}
    return {column: cell for column, cell in there.items() if column not in absent}


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


def accept_some(step: int, change: tuple[str, int, int, str], panel: Panel) -> None:
    """Accept what the step changes: one submission, an initial load, or three together."""
    action, number, other, text = change
    by, reviewer = panel.administrator, panel.reviewer
    if action == "load":
        accept(loaded(step, other, text), panel=panel, initial_load=True)
    elif action == "together":
        amended = row(step, "amend", number, 1, text)
        known = in_review(loaded(step, other, text), by=by, reviewer=reviewer, initial_load=True)
        fresh = [in_review(r, by=by, reviewer=reviewer) for r in (amended, numbered_row(step + 90))]
        submissions_accept(submissions=[*fresh, known], by=reviewer)
    else:
        accept(row(step, *change), panel=panel)


#: What is redacted, by the second number of a step.
REDACTED = (
    ("cpl", "model.name"),
    ("cpl", "manufacturer.name"),
    ("cpl", "certificates.number"),
    ("firmware", "contact.address"),
    ("zigbee", "contact.address"),
)
#: A history in which each of them is corrected, published once more, and redacted.
CORRECTED = [
    ("add", 1, 1, "one"),
    ("amend", 2, 1, "two"),
    ("rename manufacturer", 1, 1, "two"),
    ("renew certificate", 2, 3, "two"),
    ("change contact", 1, 1, "two"),
    *(("redact", 2, place, "") for place in range(1, len(REDACTED) + 1)),
    ("amend", 2, 1, "one"),
    ("redact", 2, 1, ""),
]
#: A history in which what was loaded and what was accepted together goes on changing.
TOGETHER = [
    ("load", 1, 2, "one"),
    ("load", 1, 3, "one"),
    ("together", 2, 5, "two"),
    ("plan", 2, 1, "one"),
    ("amend", 5, 6, "two"),
    ("together", 3, 20, "[clear]"),
    ("carry out", 1, 1, ""),
]


def redact(number: int, other: int, panel: Panel, committee: Panel) -> bool:
    """Redact whatever the record no longer has at the member; False where nothing is to be."""
    code, member = REDACTED[other - 1]
    proposer, decider = vars(committee if code == "zigbee" else panel).values()
    published = register(code).published._default_manager.filter(cpl_number=number)
    earlier = published.exclude(superseded_in=None).values_list("published_in", flat=True)
    for publication in earlier:
        try:
            proposed = redaction_propose(
                register=register(code),
                cpl_number=number,
                members=[member],
                publications=[publication],
                reason="A test",
                by=proposer,
                channel=Channel("test", "/"),
            )
        except ValidationError:
            continue  # nothing stands there, or it is in force, as other tests show
        redaction_approve(redaction=proposed, by=decider)
        return True
    return False


class LiveIsPublished(TestCase):
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    @example(CORRECTED)
    @example(TOGETHER)
    def test_after_any_history(self, steps: list[tuple[str, int, int, str]]) -> None:
        panel = make_panel()
        for place in (1, 2, 3):
            OrganisationFactory(name=f"Organisation {place}")
        committee = Panel(*(make_person(role=Role.SECURITY_SUB_COMMITTEE) for _ in range(2)))
        accepted = redacted = 0
        for number, step in enumerate([("add", 1, 1, "one"), *steps], start=1):
            if step[0] == "carry out":
                accepted += len(removals_carry_out(on=THE_DAY))
                continue
            if step[0] == "redact":
                redacted += redact(step[1], step[2], panel, committee)
                continue
            try:
                accept_some(number, step, panel)
                accepted += 1
            except NotAcceptable:
                continue  # what the rules refuse changes nothing, which the rest shows

        assert Publication.objects.count() == accepted >= 1
        if steps == CORRECTED:
            assert redacted == len(REDACTED) + 1
        if steps == TOGETHER:
            assert accepted == 1 + len(TOGETHER)
        assert publications_verify().last == accepted
        manifest = json.loads(Publication.objects.latest("number").manifest)
        for one in registers():
            current = one.published._default_manager.filter(superseded_in__isnull=True)
            rows = list(current.order_by("cpl_number"))
            rendered = one.render([each.cpl_number for each in rows])
            assert {n: canonical(d) for n, d in rendered.items()} == {
                each.cpl_number: each.document for each in rows
            }
            assert one.live._default_manager.count() == len(rows)
            digests = [document_digest(each.document, each.salt) for each in rows]
            assert digests == [each.digest for each in rows]
            assert manifest["registers"][one.code]["root"] == root_of(one, rows)
            for each in rows:
                document = json.loads(each.document)
                assert one.cells(document) == one.cells(rendered[each.cpl_number])
        # Here, where the history is there already: each takes longer to make than to tell again.
        assert_rebuilds()
