"""The world of the access tests, made once: people, registers, submissions, grants, reviews.

Everything comes about by the verbs that people use, forty days ago, so that a grant can be over.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.contrib.auth.tokens import default_token_generator
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import ApiToken, Organisation, RoleHolding, User
from cpl.models import (
    AssuranceCertificate,
    CpaNoticePeriod,
    DeviceModel,
    DeviceType,
    Manufacturer,
    ManufacturerOrganisation,
    UsualForm,
)
from firmware.fleet.cells import Named
from firmware.fleet.goals import Goal
from firmware.fleet.inventory import Inventory
from firmware.fleet.kept import inventory_keep
from firmware.models import FirmwareRecord, FleetPolicy
from sec_registry.audit.acting import acting
from sec_registry.deliveries.models import ClockDays, ExtractMember
from sec_registry.deliveries.results import Result, deliveries_record
from sec_registry.notices.models import Notice, NoticePolicy, Subscription
from sec_registry.redactions.evidence import evidence_redaction_propose
from sec_registry.registers.catalogue import register as register_of
from sec_registry.registers.disclosure import Channel, disclose
from sec_registry.registers.models import (
    BankHoliday,
    Delivery,
    Disclosure,
    Redaction,
    Weekday,
)
from sec_registry.submissions.models import Submission
from tests.access import records
from tests.access.canaries import Canaries
from tests.access.open_work import ADVISORY, add_evidence, make_submissions
from tests.access.people import DZIR, MONTH, PANEL, People, SignedIn, Who, make_people, sign_in
from tests.access.subscribers import make_subscriptions, subscription_keys
from tests.zigbee.grants import make_grant, make_member, two_members_needed
from zigbee.choices import ReadBy, ReviewState, ScopeKind
from zigbee.decisions import request_grant
from zigbee.grants import grant_revoke
from zigbee.models import (
    AccessGrant,
    AccessPolicy,
    AccessRequest,
    Question,
    ReadingPolicy,
    UnusualReading,
    VendorSpelling,
    ZigbeeRecord,
)
from zigbee.questions import question_answered, questions_ask
from zigbee.requests import request_ask
from zigbee.reviews import records_review

FORTY_DAYS = timedelta(days=40)
CHANNEL = Channel("command", "tests")


@dataclass(frozen=True)
class World:
    """The people, how they sign in, what they must not meet, and the keys of everything."""

    people: People
    signed_in: SignedIn
    canaries: Canaries
    keys: dict[str, Any]
    grants: dict[Who, AccessGrant]
    submissions: dict[str, Submission]
    began: datetime


def make_world() -> World:
    """The world; call it inside a transaction that is rolled back."""
    canaries = Canaries()
    began = timezone.now() - FORTY_DAYS
    with time_machine.travel(began):
        people = make_people()
        subscription = make_subscriptions(people)
        sent = records.fill_registers(people, canaries)
        submissions = make_submissions(people, canaries, sent)
        evidence = {
            word: add_evidence(people, canaries, submissions[word], word)
            for word in ("draft", "in_review")
        }
        grants = _give_grants(people, canaries)
        requests = _ask_for_access(people, canaries)
        _review(people, canaries)
        question = _ask(people, canaries, sent)
        _disclose(people)
        _unusual_reading(people, canaries)
        _deliver(people, canaries)
    with acting(by="tests"):
        ManufacturerOrganisation.objects.create(
            manufacturer_id="FA0A", organisation=Organisation.objects.get(name="Hub Watchers")
        )
        for policy in (
            DeviceType.objects.get(pk="ESME"),
            UsualForm.objects.get(pk="Model identifier"),
            BankHoliday.objects.earliest("day"),
            Weekday.objects.get(pk=6),
            AccessPolicy.objects.get(pk="all"),
            ReadingPolicy.objects.get(pk="person"),
            CpaNoticePeriod.objects.get(months=6),
            ClockDays.objects.get(clock="given"),
            ExtractMember.objects.get(pk="cpa"),
            FleetPolicy.objects.get(),
            NoticePolicy.objects.get(),
        ):
            policy.save()
        VendorSpelling.objects.create(
            spelling=canaries.mark("dzircanary-spelling", DZIR),
            vendor=canaries.mark("dzircanary-vendor-as-called", DZIR),
        )
    signed_in = sign_in(people)
    subscriber_keys = subscription_keys(subscription)
    keys = _keys(people, submissions, grants, sent)
    keys |= subscriber_keys
    keys |= {f"{word}_evidence": each.pk for word, each in evidence.items()}
    keys["question"] = question.pk
    waiting = evidence_redaction_propose(
        evidence=evidence["in_review"], what="file", reason="because", by=people[Who.ADMINISTRATOR]
    )
    keys["evidence_redaction"] = waiting.pk
    keys["fleet"] = _keep_fleet(people)
    keys |= requests
    return World(people, signed_in, canaries, keys, grants, submissions, began)


def _ask_for_access(people: People, canaries: Canaries) -> dict[str, int]:
    """A Party's person asks twice: one request waits, the other for a second member."""
    year, made = timezone.now() + timedelta(days=360), {}
    for word, kind, values in (
        ("access_request", ScopeKind.RECORD, [str(records.BLOCKED)]),
        ("proposal", ScopeKind.MANUFACTURER, ["FB0B"]),
    ):
        purpose = canaries.mark(f"dzircanary-wish-{word}", DZIR | {Who.PARTY})
        made[word] = request_ask(
            by=people[Who.PARTY], kind=kind, values=values, purpose=purpose, until=year
        )
    text, meeting = canaries.mark("dzircanary-proposed-text", DZIR), "SSC 12"
    request_grant(by=make_member(), request=made["proposal"], text=text, meeting=meeting)
    return {word: each.pk for word, each in made.items()}


def _give_grants(people: People, canaries: Canaries) -> dict[Who, AccessGrant]:
    ssc, hubs = people[Who.SSC], people[Who.COLLEAGUE].organisation
    year = timezone.now() + timedelta(days=360)

    def purpose(who: Who) -> str:
        return canaries.mark(f"dzircanary-purpose-{who.name.lower()}", DZIR)

    made = {
        Who.GRANTEE: make_grant(
            ssc,
            person=people[Who.GRANTEE],
            kind=ScopeKind.RECORD,
            value=str(records.GRANTED),
            until=year,
            purpose=purpose(Who.GRANTEE),
        ),
        Who.COLLEAGUE: make_grant(
            ssc,
            organisation=hubs,
            kind=ScopeKind.DEVICE_TYPE,
            value="CH",
            until=year,
            purpose=purpose(Who.COLLEAGUE),
        ),
        Who.EXPIRED: make_grant(
            ssc,
            person=people[Who.EXPIRED],
            until=timezone.now() + MONTH,
            purpose=purpose(Who.EXPIRED),
        ),
        Who.REVOKED: make_grant(
            ssc, person=people[Who.REVOKED], until=year, purpose=purpose(Who.REVOKED)
        ),
        Who.INACTIVE: make_grant(
            ssc, person=people[Who.INACTIVE], until=year, purpose=purpose(Who.INACTIVE)
        ),
    }
    two_members_needed(ScopeKind.MANUFACTURER)
    made[Who.STRANGER] = make_grant(
        make_member(),
        person=people[Who.STRANGER],
        kind=ScopeKind.MANUFACTURER,
        value="FA0A",
        until=year,
        purpose=purpose(Who.STRANGER),
    )
    reason = canaries.mark("dzircanary-revocation", DZIR)
    made[Who.REVOKED] = grant_revoke(by=ssc, grant=made[Who.REVOKED], reason=reason)
    return made


def _review(people: People, canaries: Canaries) -> None:
    for number, state in (
        (records.GRANTED, ReviewState.REVIEWED),
        (records.BLOCKED, ReviewState.CONCERN),
    ):
        records_review(
            by=people[Who.SSC],
            records=ZigbeeRecord.objects.filter(pk=number),
            state=state,
            note=canaries.mark(f"dzircanary-review-{number}", DZIR),
        )


def _ask(people: People, canaries: Canaries, sent: int) -> Question:
    """A question that was answered and one that waits; another of the Panel, who keyed it in."""
    readers = DZIR | {Who.SUBMITTER}

    def asked(number: int, words: str) -> Question:
        records_asked = ZigbeeRecord.objects.filter(pk=number)
        (question,) = questions_ask(by=people[Who.SSC], records=records_asked, text=words)
        return question

    first = asked(sent, canaries.mark("dzircanary-question-first", readers))
    words = canaries.mark("dzircanary-answer-first", readers)
    question_answered(by=people[Who.SUBMITTER], question=first, text=words)
    asked(records.GRANTED, canaries.mark("dzircanary-question-panel", DZIR))
    return asked(sent, canaries.mark("dzircanary-question-waits", readers))


def _disclose(people: People) -> None:
    for register, who in ((register_of("firmware"), Who.PARTY), (register_of("zigbee"), Who.SSC)):
        disclose(
            register=register,
            by=people[who],
            numbers=[records.GRANTED],
            right=register.reach(people[who]).right,
            channel=CHANNEL,
        )


def _unusual_reading(people: People, canaries: Canaries) -> None:
    """What two read, as the committee and auditors see it, and nobody else; one is settled."""
    now, overseers = timezone.now(), DZIR | {Who.AUDITOR}
    note = canaries.mark("dzircanary-reading-note", overseers)
    settled = {"settled_by": people[Who.SSC], "settled_at": now, "note": note}
    for who, more in ((Who.GRANTEE, settled), (Who.COLLEAGUE, {})):
        UnusualReading.objects.create(
            read_by=ReadBy.PERSON,
            reader=people[who].email,
            began_at=now,
            latest_at=now,
            noticed_at=now,
            records=2,
            looks=2,
            most_records=1,
            hours=24,
            **more,
        )


def _keep_fleet(people: People) -> str:
    """An inventory of PARTY's, with devices of every kind of record; returns its key."""
    numbers = (*records.READERS, records.ABSENT)
    inventory = Inventory(dict.fromkeys(map(Named, numbers), 1), len(numbers))
    return inventory_keep(inventory=inventory, goal=Goal(), by=people[Who.PARTY]).key


def _deliver(people: People, canaries: Canaries) -> None:
    """What DCC says of its systems is for DCC and the Panel alone."""
    reason = canaries.mark("deliverycanary-reason", PANEL | {Who.DCC})
    failed = Delivery.objects.filter(cpl_number=records.GRANTED).earliest("publication")
    result = Result(failed.publication_id, records.GRANTED, "failed", reason)
    deliveries_record(results=[result], by=people[Who.DCC])


def _version(model: Any, key: Any) -> int:
    """The newest line of a row's history; 0 where it has none."""
    newest = model.history.filter(**{model._meta.pk.attname: key}).first()
    return newest.history_id if newest else 0


def _keys(
    people: People,
    submissions: dict[str, Submission],
    grants: dict[Who, AccessGrant],
    sent: int,
) -> dict[str, Any]:
    """What stands in the addresses of the routes, by name."""
    person = people[Who.SUBMITTER]
    versions = {
        "devicemodel": (DeviceModel, records.GRANTED),
        "firmwarerecord": (FirmwareRecord, records.GRANTED),
        "zigbeerecord": (ZigbeeRecord, records.GRANTED),
        "assurancecertificate": (
            AssuranceCertificate,
            AssuranceCertificate.objects.earliest("pk").pk,
        ),
        "manufacturer": (Manufacturer, "FA0A"),
        "devicetype": (DeviceType, "ESME"),
        "usualform": (UsualForm, "Model identifier"),
        "bankholiday": (BankHoliday, BankHoliday.objects.earliest("day").pk),
        "weekday": (Weekday, 6),
        "accesspolicy": (AccessPolicy, "all"),
        "readingpolicy": (ReadingPolicy, "person"),
        "fleetpolicy": (FleetPolicy, "fleet"),
        "noticepolicy": (NoticePolicy, "notices"),
        "vendorspelling": (VendorSpelling, VendorSpelling.objects.get().pk),
        "cpanoticeperiod": (CpaNoticePeriod, CpaNoticePeriod.objects.get(months=6).pk),
        "clockdays": (ClockDays, ClockDays.objects.get(clock="given").pk),
        "extractmember": (ExtractMember, "cpa"),
        "roleholding": (RoleHolding, RoleHolding.objects.get(user=people[Who.REVIEWER]).pk),
        "manufacturerorganisation": (
            ManufacturerOrganisation,
            ManufacturerOrganisation.objects.get().pk,
        ),
        "accessgrant": (AccessGrant, grants[Who.GRANTEE].pk),
        "accessrequest": (AccessRequest, AccessRequest.objects.earliest("pk").pk),
        "submission": (Submission, submissions["draft"].pk),
        "organisation": (Organisation, person.organisation_id),
        "user": (User, person.pk),
        "subscription": (Subscription, Subscription.objects.get(owner=person).pk),
        "notice": (Notice, Notice.objects.filter(subscription__owner=person).earliest("pk").pk),
        "apitoken": (ApiToken, ApiToken.objects.get(user=person).pk),
    }
    return {
        **{f"v_{name}": _version(*each) for name, each in versions.items()},
        "sent": sent,
        "granted": records.GRANTED,
        "blocked": records.BLOCKED,
        "hub": records.HUB,
        "removed": records.REMOVED,
        "bare": records.BARE,
        "absent": records.ABSENT,
        "user": person.pk,
        "unsent": people.newcomer.pk,
        "stranger_email": people[Who.STRANGER].email,
        "advisory": ADVISORY,
        "organisation": person.organisation_id,
        "role": RoleHolding.objects.get(user=people[Who.REVIEWER]).pk,
        "token": ApiToken.objects.get(user=person).pk,
        "certificate": AssuranceCertificate.objects.earliest("pk").pk,
        "holiday": BankHoliday.objects.earliest("day").pk,
        "delivery": Delivery.objects.get(state="failed").pk,
        "period": CpaNoticePeriod.objects.get(months=6).pk,
        "clock_days": ClockDays.objects.get(clock="given").pk,
        "speaker": ManufacturerOrganisation.objects.get().pk,
        "fir_disclosure": Disclosure.objects.get(register="firmware").pk,
        "dzir_disclosure": Disclosure.objects.get(register="zigbee").pk,
        "fir_redaction": _redaction("firmware", people[Who.ADMINISTRATOR]).pk,
        "dzir_redaction": _redaction("zigbee", people[Who.SSC]).pk,
        "uid": urlsafe_base64_encode(force_bytes(person.pk)),
        "link": default_token_generator.make_token(person),
        "spelling": VendorSpelling.objects.get().pk,
        "unusual_reading": UnusualReading.objects.exclude(settled_at=None).get().pk,
        "unusual_open": UnusualReading.objects.get(settled_at=None).pk,
        "grant": grants[Who.GRANTEE].pk,
        "proposed_grant": grants[Who.STRANGER].pk,
        "revoked_grant": grants[Who.REVOKED].pk,
        "accepted": Submission.objects.get(items__allocated_number=sent).pk,
        **{word: submission.pk for word, submission in submissions.items()},
    }


def _redaction(register: str, by: User) -> Redaction:
    """One that waits for another person."""
    return Redaction.objects.create(
        register=register,
        cpl_number=records.GRANTED,
        members=["contact.telephone"],
        publications=[1],
        reason="A person's number.",
        proposed_by=by,
        proposed_at=timezone.now(),
    )
