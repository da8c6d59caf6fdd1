"""Notices that a CPA Certificate comes to its date: one at each period before it (policy).

The worker asks in each round. What was queued under a key is never queued again, so nothing is told
twice however often it asks, and nothing is forgotten while it stood still: a certificate whose
period began meanwhile is told when it runs again. Of a certificate that is nearer than several
periods, only the nearest is told. Nothing is removed by itself.
"""

import hashlib
from collections.abc import Iterable
from datetime import date

from cpl.cpa_forecast import DatedCertificate, cpa_forecast
from sec_registry.notices.choices import Kind
from sec_registry.notices.policy import MOST_NUMBERS
from sec_registry.notices.queue import notice_queue
from sec_registry.notices.watching import Watching

LONGEST_SUBJECT = 200


def cpa_notices_queue(*, today: date, months: Iterable[int]) -> int:
    """Queue the notices of certificates that are within one of the periods; returns how many.

    ``months`` are the periods, in months before the date.
    """
    periods = sorted(set(months))
    watching = Watching()
    if not (periods and watching.listeners):
        return 0
    forecast = cpa_forecast(today=today, days=max(days_of(each) for each in periods))
    queued = 0
    for certificate in forecast.ahead:
        left = certificate.days_left(today)
        period = next((each for each in periods if left <= days_of(each)), None)
        if period is not None:
            queued += _queue(certificate, period, watching)
    return queued


def days_of(months: int) -> int:
    """The days that a period of months is counted as, rounded up."""
    return -(-months * 366 // 12)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _queue(certificate: DatedCertificate, period: int, watching: Watching) -> int:
    numbers = [model.number for model in certificate.covers]
    doing = "expires" if certificate.date_kind == "EXPIRY" else "is to be renewed"
    told = f"CPA Certificate {certificate.number} {doing} on {certificate.on:%d %B %Y}"
    named = ", ".join(f"CPL {number}" for number in numbers[:MOST_NUMBERS])
    more = len(numbers) - MOST_NUMBERS
    return notice_queue(
        # A certificate's number may be as long as a key.
        key=f"cpa:{_digest(certificate.number)}:{certificate.on.isoformat()}:{period}",
        kind=Kind.CPA_DATE,
        subject=f"SEC Registry: {told}"[:LONGEST_SUBJECT],
        text=(
            f"{told}. It covers {named}{f' and {more} more' if more > 0 else ''}.\n"
            "Nothing is removed from the Central Products List by itself.\n"
        ),
        data={
            "certificate": certificate.number,
            "date": certificate.on.isoformat(),
            "date_kind": certificate.date_kind,
            "months_ahead": period,
            "cpl_numbers": numbers[:MOST_NUMBERS],
        },
        cpl_numbers=numbers,
        watching=watching,
    )
