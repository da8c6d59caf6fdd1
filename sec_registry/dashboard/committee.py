"""What waits for the Security Sub Committee."""

from collections.abc import Iterator, Mapping
from urllib.parse import urlencode

from django.db.models import Count

from accounts.models import RoleHolding
from sec_registry.dashboard.lines import Line, list_of
from zigbee.access_seen import requests_waiting
from zigbee.choices import GrantState, QuestionState, ReviewState
from zigbee.grants import grants_ending, grants_to_countersign
from zigbee.models import Review
from zigbee.readings.watch import readings_unsettled


def committee_lines(asked: Mapping[str, int]) -> Iterator[Line]:
    """The Security Sub Committee's reviews, countersignatures and grants about to end."""
    counted = dict(
        Review.objects.values_list("state").annotate(Count("record", distinct=True)).order_by()
    )
    for state in (ReviewState.UNREVIEWED, ReviewState.CONCERN):
        address = list_of("zigbee_zigbeerecord", f"review={state}")
        yield Line(f"Zigbee records: {state.label.lower()}", counted.get(state, 0), address)
    for stage, title in (
        (QuestionState.WAITING, "Questions that wait for an answer"),
        (QuestionState.ANSWERED, "Questions answered, to be settled"),
    ):
        if count := asked[stage]:
            yield Line(title, count, list_of("zigbee_zigbeerecord", f"question={stage}"))
    signing = RoleHolding.objects.awaiting_countersignature().count()
    if signing:
        yield Line("Roles to countersign", signing, list_of("accounts_roleholding"))
    for title, count, name, query in (
        ("Requests for access", requests_waiting().count(), "accessrequest", "state=open"),
        (
            "Grants to countersign",
            grants_to_countersign().filter(request__isnull=True).count(),
            "accessgrant",
            urlencode({"state": GrantState.PROPOSED.label.lower()}),
        ),
    ):
        if count:
            yield Line(title, count, list_of(f"zigbee_{name}", query))
    if unusual := readings_unsettled().count():
        address = list_of("zigbee_unusualreading", "state=open")
        yield Line("Unusual reading to look into", unusual, address)
    ending = grants_ending().count()
    if ending:
        yield Line(
            "Grants that end within 30 days", ending, list_of("zigbee_accessgrant", "state=ending")
        )
