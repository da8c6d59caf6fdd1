"""When reading is unusual (policy of the Security Sub Committee), and what was found unusual."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from sec_registry.audit.history import AuditTrail
from zigbee.choices import ReadBy

#: The window is looked through again and again, so it has an end: 31 days, in hours.
LONGEST_WINDOW = 744
#: Whoever is told again at more than that is not told again.
MOST_TIMES = 100


class ReadingPolicy(models.Model):
    """How many different records somebody reads, within how long, before it is unusual."""

    read_by = models.CharField(max_length=12, choices=ReadBy.choices, primary_key=True)
    most_records = models.PositiveIntegerField(
        "more records than",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Each record counts once, however often it is read. Blank: nothing is watched.",
    )
    hours = models.PositiveSmallIntegerField(
        "within (hours)",
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST_WINDOW)],
    )

    again_times = models.PositiveSmallIntegerField(
        "told again at (times)",
        null=True,
        blank=True,
        default=2,
        validators=[MinValueValidator(2), MaxValueValidator(MOST_TIMES)],
        help_text="The committee is told again when so many times as many records were shown "
        "altogether as when it was last told. Blank: never again.",
    )

    history = AuditTrail()

    class Meta:
        verbose_name = "policy on unusual reading"
        verbose_name_plural = "policies on unusual reading"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(read_by__in=ReadBy.values), name="reading_policy_reader_known"
            ),
            models.CheckConstraint(
                condition=Q(most_records__isnull=True) | Q(most_records__gte=1),
                name="reading_policy_more_than_none",
            ),
            models.CheckConstraint(
                condition=Q(hours__gte=1, hours__lte=LONGEST_WINDOW),
                name="reading_policy_window_ends",
            ),
            models.CheckConstraint(
                condition=Q(again_times__isnull=True)
                | Q(again_times__gte=2, again_times__lte=MOST_TIMES),
                name="reading_policy_told_again_when_grown",
            ),
        ]

    def __str__(self) -> str:
        return f"Unusual reading: {self.get_read_by_display().lower()}"


class UnusualReading(models.Model):
    """One episode of unusual reading, open until the reading is usual again.

    Worked out from the record of disclosures, which says what was read and stays when this is
    forgotten; so it holds names and counts, and no record. ``reader`` is the text that the record
    has: a person's email address or an organisation's name. ``records`` and ``looks`` are the most
    that the window held; ``altogether`` counts the records since the first look, and ``told_of`` is
    what it was when the committee was last told.
    """

    read_by = models.CharField(max_length=12, choices=ReadBy.choices)
    reader = models.CharField(max_length=254)
    began_at = models.DateTimeField(help_text="The first look of those counted.")
    latest_at = models.DateTimeField(help_text="The last look of those counted.")
    noticed_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    records = models.PositiveIntegerField()
    looks = models.PositiveIntegerField()
    altogether = models.PositiveIntegerField("records since the first look", default=0)
    told_of = models.PositiveIntegerField("records when last told", default=0)
    most_records = models.PositiveIntegerField("policy: more records than")
    hours = models.PositiveSmallIntegerField("policy: within (hours)")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField("looked into", null=True, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "unusual reading"
        verbose_name_plural = "unusual readings"
        ordering = ["-id"]
        constraints = [
            # Once per episode, however many workers look at once.
            models.UniqueConstraint(
                fields=["read_by", "reader"],
                condition=Q(ended_at__isnull=True),
                name="unusual_reading_once",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True, note="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(note=""),
                name="unusual_reading_settled_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"Unusual reading {self.pk}: {self.reader}"
