"""How codes usually look, where no public source quotes a form: a table that the Panel keeps.

People choose kinds of characters and lengths; nobody types a pattern. What does not look as usual
gets an advisory, never a problem.
"""

from django.db import models
from django.db.models import F, Q

from cpl.choices import Characters, Inferred
from sec_registry.audit.history import AuditTrail

#: The longest value that the register takes in these columns.
LONGEST = 64

_HEXADECIMAL = frozenset("0123456789ABCDEFabcdef")
_DIGITS = frozenset("0123456789")
_ONE = {
    Characters.HEX: "hexadecimal digit",
    Characters.DIGITS: "digit",
    Characters.LETTERS: "letter or digit",
    Characters.ANY: "character",
}
_SEVERAL = {
    Characters.HEX: "hexadecimal digits",
    Characters.DIGITS: "digits",
    Characters.LETTERS: "letters and digits",
    Characters.ANY: "characters",
}
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


class UsualForm(models.Model):
    """What a value of one column usually looks like (policy)."""

    column = models.CharField(max_length=40, primary_key=True, choices=Inferred.choices)
    characters = models.CharField(max_length=8, choices=Characters.choices)
    capitals = models.BooleanField(
        "capitals only", default=True, help_text="Small letters are unusual."
    )
    shortest = models.PositiveSmallIntegerField(help_text="Characters, at least 1.")
    longest = models.PositiveSmallIntegerField(help_text=f"Characters, at most {LONGEST}.")

    history = AuditTrail()

    class Meta:
        verbose_name = "usual form"
        ordering = ["-column"]
        constraints = [
            models.CheckConstraint(
                condition=Q(characters__in=Characters.values), name="usual_form_characters_known"
            ),
            models.CheckConstraint(
                condition=Q(shortest__gte=1, longest__lte=LONGEST, shortest__lte=F("longest")),
                name="usual_form_lengths",
                violation_error_message=f"Lengths go from 1 to {LONGEST}, the shortest first.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.column}: {self.told()}"

    def fits(self, text: str) -> bool:
        """Whether the value looks as usual."""
        if not self.shortest <= len(text) <= self.longest:
            return False
        if self.capitals and text != text.upper():
            return False
        return self._consists(text)

    def told(self) -> str:
        """The form in words: "four hexadecimal digits in capitals"."""
        kind = Characters(self.characters)
        what = (_ONE if self.longest == 1 else _SEVERAL)[kind]
        many = _number(self.longest)
        if self.shortest != self.longest:
            many = f"{_number(self.shortest)} to {many}"
        capitals = " in capitals" if self.capitals and kind != Characters.DIGITS else ""
        return f"{many} {what}{capitals}"

    def _consists(self, text: str) -> bool:
        if self.characters == Characters.HEX:
            return set(text) <= _HEXADECIMAL
        if self.characters == Characters.DIGITS:
            return set(text) <= _DIGITS
        if self.characters == Characters.LETTERS:
            return text.isascii() and text.isalnum()
        return True


def usual_forms() -> dict[str, UsualForm]:
    """The table as it stands, by the column's name."""
    return {form.column: form for form in UsualForm.objects.all()}


def _number(many: int) -> str:
    return _NUMBERS[many] if many < len(_NUMBERS) else str(many)
