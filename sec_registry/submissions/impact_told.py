"""An impact in the shapes in which it is told: CPL numbers, and rows that are to be given one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from firmware.impact import Cause, Effect, PathwayImpact
from sec_registry.registers.candidates import Candidate
from sec_registry.submissions.impact_shapes import (
    Because,
    DeviceModelImpact,
    Impact,
    LaterImpact,
    Place,
)


@dataclass(frozen=True)
class Teller:
    """Tells of nodes by the rows they stand for; ``several``: of more than one submission."""

    rows: Mapping[int, Candidate] = field(default_factory=dict)
    several: bool = False

    def device_models(self, found: PathwayImpact) -> list[DeviceModelImpact]:
        """What happens to each Device Model that is told of in full."""
        return [self._device_model(effect) for effect in found.effects]

    def later(self, first: date, last: date, found: PathwayImpact) -> LaterImpact:
        """What follows on these days."""
        return LaterImpact(
            first=first,
            last=last,
            stranded=found.stranded,
            losing=found.losing,
            gaining=found.gaining,
            complete=found.complete,
            device_models=self.device_models(found),
        )

    def _device_model(self, effect: Effect) -> DeviceModelImpact:
        return DeviceModelImpact(
            device_model=self._place(effect.number),
            stranded=effect.stranded,
            losing=effect.losing,
            gaining=effect.gaining,
            lost=self._places(effect.lost),
            gained=self._places(effect.gained),
            newest_before=self._places(effect.newest_before),
            newest_after=self._places(effect.newest_after),
            causes=[self._because(cause) for cause in effect.causes],
        )

    def _places(self, numbers: Iterable[int]) -> list[Place]:
        return [self._place(number) for number in numbers]

    def _place(self, number: int) -> Place:
        if number > 0:
            return Place(number)
        row = self.rows[number]
        return Place(None, row.row, row.reference, self._submission(row))

    def _because(self, cause: Cause) -> Because:
        # An edge stands in the row of the Device Model it leads to.
        row = self.rows.get(cause.device_model)
        return Because(
            kind=cause.kind.value,
            baseline=None if cause.baseline is None else self._place(cause.baseline),
            device_model=self._place(cause.device_model),
            reason=cause.reason,
            row=row.row if row else None,
            submission=self._submission(row) if row else None,
        )

    def _submission(self, row: Candidate) -> int | None:
        return row.submission if self.several else None


def numbers_told(told: Impact) -> list[int]:
    """Every CPL number that is shown."""
    places: list[Place] = []
    later = (each for stage in told.later for each in stage.device_models)
    for each in (*told.device_models, *later):
        places += [each.device_model, *each.lost, *each.gained]
        places += [*each.newest_before, *each.newest_after]
        for cause in each.causes:
            places += [cause.device_model, *([cause.baseline] if cause.baseline else [])]
    return [place.cpl_number for place in places if place.cpl_number is not None]
