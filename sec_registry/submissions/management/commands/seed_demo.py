"""``seed_demo``: the sample registry and the demo people; a second run changes nothing."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.test.utils import override_settings
from django.utils import timezone

from sec_registry.registers.models import Publication
from sec_registry.submissions.sample.calendar import Calendar
from sec_registry.submissions.sample.committee import committee_at_work, short_grant_given
from sec_registry.submissions.sample.deliveries import deliveries_entered
from sec_registry.submissions.sample.load import (
    SampleRefused,
    begun,
    calendar_of,
    numbers_by_reference,
    open_work_left,
    past_told,
)
from sec_registry.submissions.sample.people import PASSWORD, PEOPLE, demo_people, people_add
from sec_registry.submissions.sample.requests import requests_at_every_stage
from sec_registry.submissions.sample.subscribers import demo_subscriptions


class Command(BaseCommand):
    help = "Fills an empty registry with a sample and adds the demo people; for a desk only."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("The sample's passwords are public: refused while DEBUG is off.")
        first = begun()
        calendar = calendar_of(first) if first else Calendar(timezone.now().date())
        # The demo people live nowhere: what the verbs write to them is dropped.
        with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
            added = people_add(today=calendar.today, since=calendar.begins)
        changed = bool(added)
        if added:
            self.stdout.write(f"Demo people added: {len(added)}.")
        if first is None and Publication.objects.exists():
            self.stdout.write("The registers hold records of your own: no sample is added.")
        else:
            changed = self._tell(calendar) or changed
        if not changed:
            self.stdout.write("Nothing to add: the sample is here already.")
        self._sign_ins()

    def _tell(self, calendar: Calendar) -> bool:
        people = demo_people()
        told = 0
        decided = short_grant_given(people)
        try:
            for publication in past_told(calendar, people):
                told += 1
                self.stdout.write(f"{publication}, {publication.published_at:%d %B %Y}.")
            for publication in Publication.objects.order_by("number"):
                decided = deliveries_entered(publication, calendar, people) or decided
            left = open_work_left(calendar, people)
        except SampleRefused as refused:
            raise CommandError(str(refused)) from refused
        numbers = numbers_by_reference()
        decided = committee_at_work(people, numbers) or decided
        decided = requests_at_every_stage(people, numbers) or decided
        decided = demo_subscriptions(people, numbers) or decided
        if left:
            self.stdout.write(f"Open submissions left on the desk: {left}.")
        return bool(told or left or decided)

    def _sign_ins(self) -> None:
        width = max(len(person.email) for person in PEOPLE)
        self.stdout.write(f'\nDemo sign-ins (password "{PASSWORD}"):')
        for person in PEOPLE:
            self.stdout.write(f"  {person.email:<{width}}  {person.who}")
        self.stdout.write("")
