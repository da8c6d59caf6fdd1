"""Rules on baselines as a row names them (F2.15(d), U1, U2).

A Device Model that was removed from the list stays a valid baseline: it may still be in homes.
"""

from collections.abc import Iterable, Iterator

from cpl.columns import (
    DEVICE_TYPE,
    FIRMWARE_CODING,
    FIRMWARE_VERSION,
    HARDWARE_VERSION,
    MANUFACTURER_CODE,
    MODEL_IDENTIFIER,
)
from cpl.proposed import identity
from firmware.choices import PathwayState
from firmware.clauses import EDGES, F2_15_D, PLAUSIBLE
from firmware.columns import BASELINES
from firmware.knowledge import Baseline, FirmwareFacts, Known
from firmware.rules.book import BOOK
from sec_registry.registers.candidates import Batch, Candidate
from sec_registry.registers.findings import Breach, Level
from sec_registry.registers.vocabulary import WRITES, Action

NAMES_BASELINES = (*WRITES, Action.BLOCK, Action.UNBLOCK)


@BOOK.rule(F2_15_D, on=NAMES_BASELINES)
def baselines_are_on_the_list(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline is a Device Model on the Central Products List or one that is added with it."""
    unknown = [b for b in batch.known(FirmwareFacts).baselines(candidate) if b.known is None]
    for baseline in unknown:
        yield Breach(
            BASELINES,
            f'"{BASELINES}" names {baseline.text}, which is neither the CPL number of a Device '
            "Model on the list nor a Reference of a row that adds one.",
            found=baseline.text,
            expected="CPL numbers on the list, or References of rows in this submission",
        )


@BOOK.rule(EDGES, on=NAMES_BASELINES)
def baselines_are_unambiguous(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline is not the Reference of one Device Model and the CPL number of another."""
    for baseline in batch.known(FirmwareFacts).baselines(candidate):
        if baseline.ambiguous:
            yield Breach(
                BASELINES,
                f'"{BASELINES}" names {baseline.text}, which is a Reference in this submission '
                "and the CPL number of another Device Model.",
                found=baseline.text,
                expected="References that are no CPL numbers",
            )


@BOOK.rule(F2_15_D, on=WRITES)
def baselines_are_other_device_models(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """No Device Model is its own baseline."""
    facts = batch.known(FirmwareFacts)
    for baseline in facts.baselines(candidate):
        if baseline.known is not None and facts.is_itself(candidate, baseline):
            yield Breach(
                BASELINES,
                f'"{BASELINES}" names {baseline.text}, which is this Device Model itself.',
                found=baseline.text,
                expected="other Device Models",
            )


@BOOK.rule(F2_15_D, on=WRITES)
def baselines_are_of_the_same_type(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline has the Physical Device Type of the Device Model it is upgraded to."""
    wanted = identity(candidate).device_type
    for baseline, known in _others(candidate, batch):
        found = known.identity.device_type
        if wanted and found and found != wanted:
            yield Breach(
                BASELINES,
                f'"{BASELINES}" names {baseline.text}, whose "{DEVICE_TYPE}" is another.',
                found=found,
                expected=wanted,
            )


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=WRITES)
def baselines_are_of_the_same_manufacturer(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline is usually of the same Manufacturer."""
    own = identity(candidate)
    yield from _differing(
        MANUFACTURER_CODE,
        own.manufacturer,
        [(b, k.identity.manufacturer) for b, k in _others(candidate, batch)],
    )


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=WRITES)
def baselines_are_of_the_same_model(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline is usually of the same model."""
    own = identity(candidate)
    # Said once: models of different Manufacturers differ anyway.
    yield from _differing(
        MODEL_IDENTIFIER,
        own.model_identifier,
        [
            (b, k.identity.model_identifier)
            for b, k in _others(candidate, batch)
            if k.identity.manufacturer == own.manufacturer
        ],
    )


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=WRITES)
def baselines_have_the_same_hardware(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline usually has the same hardware version: firmware changes no hardware."""
    own = identity(candidate)
    yield from _differing(
        HARDWARE_VERSION,
        own.hardware_version,
        [
            (b, k.identity.hardware_version)
            for b, k in _others(candidate, batch)
            if k.identity[:3] == own[:3]
        ],
    )


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=WRITES)
def baselines_have_lower_versions(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """A baseline's firmware version is usually the lower one."""
    own, coding = identity(candidate), candidate.text(FIRMWARE_CODING)
    # Eight digits of one coding, within one model: otherwise there is no order between them.
    higher = [
        (b, k.identity.firmware_version)
        for b, k in _others(candidate, batch)
        if k.identity[:3] == own[:3]
        and k.coding == coding
        and k.identity.firmware_version > own.firmware_version
    ]
    if higher:
        yield Breach(
            BASELINES,
            f'"{BASELINES}" names {_texts(b for b, _ in higher)}, with a higher '
            f'"{FIRMWARE_VERSION}" than this Device Model: this looks like a downgrade.',
            found=", ".join(dict.fromkeys(version for _, version in higher)),
            expected=f"versions below {own.firmware_version}",
        )


@BOOK.rule(PLAUSIBLE, level=Level.ADVISORY, on=(*WRITES, Action.UNBLOCK))
def baselines_are_not_reached_again(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Pathways usually lead forward, not in a circle."""
    facts = batch.known(FirmwareFacts)
    round_again = [b for b in facts.baselines(candidate) if facts.in_circle(candidate, b)]
    if round_again:
        yield Breach(
            BASELINES,
            f'"{BASELINES}" names {_texts(round_again)}, to which pathways lead back from this '
            "Device Model.",
            found=_texts(round_again),
            expected="Device Models that cannot be reached from this one",
            discloses=not all(facts.in_circle(candidate, b, typed=True) for b in round_again),
        )


@BOOK.rule(EDGES, level=Level.NOTE, on=(Action.AMEND, Action.CORRECT))
def blocked_baselines_stay_blocked(candidate: Candidate, batch: Batch) -> Iterator[Breach]:
    """Naming a blocked baseline does not unblock it."""
    facts = batch.known(FirmwareFacts)
    for baseline in facts.baselines(candidate):
        if facts.state(candidate, baseline) == PathwayState.BLOCKED:
            yield Breach(
                BASELINES,
                f'"{BASELINES}" names {baseline.text}, which is blocked and stays so: '
                f'"{Action.UNBLOCK}" opens it again.',
                found=baseline.text,
                discloses=True,
            )


def _others(candidate: Candidate, batch: Batch) -> Iterator[tuple[Baseline, Known]]:
    """The baselines of the row that are known and not the row's own Device Model."""
    facts = batch.known(FirmwareFacts)
    for baseline in facts.baselines(candidate):
        if baseline.known is not None and not facts.is_itself(candidate, baseline):
            yield baseline, baseline.known


def _differing(column: str, own: str, found: Iterable[tuple[Baseline, str]]) -> Iterator[Breach]:
    """One advisory for all baselines of the row that differ in the column."""
    other = [(baseline, value) for baseline, value in found if own and value and value != own]
    if other:
        yield Breach(
            BASELINES,
            f'"{BASELINES}" names {_texts(b for b, _ in other)}, with another "{column}" than '
            "this Device Model.",
            found=", ".join(dict.fromkeys(value for _, value in other)),
            expected=own,
        )


def _texts(baselines: Iterable[Baseline]) -> str:
    return ", ".join(baseline.text for baseline in baselines)
