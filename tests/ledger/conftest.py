"""A row in every table that the database guards, made by the verbs that people use."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Role, User
from accounts.services import token_issue
from cpl.models import (
    CpaNoticePeriod,
    DeviceType,
    Manufacturer,
    ManufacturerOrganisation,
    RequiredScheme,
    UsualForm,
)
from firmware.models import FleetPolicy
from sec_registry.audit.acting import acting
from sec_registry.deliveries.models import ClockDays, ExtractMember
from sec_registry.notices.models import Notice, NoticePolicy
from sec_registry.registers.calendars import BankHoliday, Weekday
from sec_registry.registers.catalogue import register
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.ledger import reopened_ledger
from sec_registry.registers.models import (
    Redaction,
    RedactionReach,
    RedactionState,
    RedactionStatement,
)
from sec_registry.submissions.evidence import evidence_add, evidence_open
from sec_registry.submissions.intake import Row, submission_replace_rows
from sec_registry.submissions.models import Evidence
from sec_registry.submissions.review import (
    submission_return,
    submission_start_review,
    submission_submit,
)
from sec_registry.submissions.sending import submission_send
from tests.accounts.factories import make_party, make_person
from tests.deliveries.world import enter
from tests.notices.subscribing import by_email, number
from tests.registry import Panel, accept, draft, make_panel, numbers_given
from tests.rows import numbered_row
from zigbee.choices import ScopeKind
from zigbee.grants import grant_give
from zigbee.models import (
    AccessPolicy,
    AccessRequest,
    AccessScope,
    ReadingPolicy,
    VendorSpelling,
    ZigbeeRecord,
)
from zigbee.questions import questions_ask

CHANNEL = Channel("test", "/")


@pytest.fixture
def filled() -> None:
    """At least one row in every table under test."""
    panel = make_panel()
    (first,) = numbers_given(accept(numbered_row(1), panel=panel))
    accept(numbered_row(2, Upgrade="yes", Baselines=str(first)), panel=panel)
    by_email(number(first))
    # An inferred form is an advisory, so that a waiver is among the rows.
    accept(numbered_row(3, **{"Model identifier": "MODEL"}), panel=panel)
    accept({"Action": "amend", "CPL number": str(first), "Model name": "New name"}, panel=panel)
    party = make_party()
    person = make_person(organisation=party)
    token_issue(user=person, by="test", life=timedelta(days=1), name="test")
    ssc = make_person(role=Role.SECURITY_SUB_COMMITTEE)
    until = timezone.now() + timedelta(days=1)
    questions_ask(by=ssc, records=ZigbeeRecord.objects.filter(pk=first), text="Which revision?")
    grant_give(by=ssc, kind=ScopeKind.ALL, value="", person=person, purpose="test", until=until)
    with acting(by="test"):
        AccessRequest.objects.create(
            requester=person,
            person=person,
            scope=AccessScope.objects.get(),
            purpose="test",
            asked_at=timezone.now(),
            until=until,
        )
        for policy in (DeviceType.objects.first(), RequiredScheme.objects.first()):
            assert policy is not None
            policy.save()
        ManufacturerOrganisation.objects.create(
            manufacturer=Manufacturer.objects.get(), organisation=party
        )
    _policies()
    with acting(by="test"):
        # As when it is sent again.
        Notice.objects.latest("pk").save()
    enter(1, (first, "sent"), by=panel.reviewer)
    _disclosures(person)
    _rounds_of_review(panel)
    _redaction(panel)


def _redaction(panel: Panel) -> None:
    """A redaction that one person proposed and another one carried out."""
    now = timezone.now()
    redaction = Redaction.objects.create(
        register="cpl",
        cpl_number=1,
        members=["model.name"],
        publications=[1],
        reason="A person's name.",
        proposed_by=panel.administrator,
        proposed_at=now,
    )
    with reopened_ledger():
        row = Redaction.objects.filter(pk=redaction.pk)
        row.update(state=RedactionState.APPROVED, decided_by=panel.reviewer, decided_at=now)
        RedactionReach.objects.create(redaction=redaction, place="a_table", row_key=1)
        RedactionStatement.objects.create(
            redaction=redaction, register="cpl", number=1, statement="{}"
        )
        row.update(state=RedactionState.DONE)


def _policies() -> None:
    with acting(by="test"):
        VendorSpelling.objects.create(spelling="Imagsil", vendor="Imaginary Silicon")
        kept = (
            CpaNoticePeriod,
            DeviceType,
            RequiredScheme,
            UsualForm,
            BankHoliday,
            Weekday,
            ClockDays,
            ExtractMember,
            AccessPolicy,
            ReadingPolicy,
            FleetPolicy,
            NoticePolicy,
        )
        for model in kept:
            policy = model._default_manager.first()
            assert policy is not None
            policy.save()


def _disclosures(person: User) -> None:
    disclose(register=register("firmware"), by=person, numbers=[1], right="test", channel=CHANNEL)


def _rounds_of_review(panel: Panel) -> None:
    """A draft sent once, with evidence that was opened, returned with a comment, mended."""
    by, row = panel.administrator, numbered_row(9)
    sent = submission_send(by=by, create=lambda: draft(row, by=by), key="once", words="{}")
    submission = sent.submission
    minutes = evidence_add(
        submission=submission,
        by=by,
        kind=Evidence.Kind.values[0],
        name="minutes.txt",
        content=b"Agreed.",
    )
    evidence_open(evidence=minutes, by=by, channel=CHANNEL)
    submission_submit(submission=submission, by=by)
    submission_start_review(submission=submission, by=panel.reviewer)
    item = submission.items.get()
    submission_return(
        submission=submission, by=panel.reviewer, reason="look again", comments={item.pk: "Why?"}
    )
    mended = {**row, "Release notes": "Mended."}
    submission_replace_rows(submission=submission, by=by, rows=[Row(item.position, mended)])
