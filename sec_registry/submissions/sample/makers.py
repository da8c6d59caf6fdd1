"""Invented Manufacturers: codes nobody was given, and who sends their Device Models in.

Telephone numbers are of the ranges that regulators keep free for fiction.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Maker:
    """A Manufacturer, its contact details, and the demo person who submits for it."""

    code: str
    name: str
    submitter: str
    email: str
    telephone: str
    address: str

    @property
    def contact(self) -> dict[str, str]:
        """The contact columns of a row."""
        return {
            "Contact email": self.email,
            "Contact telephone": self.telephone,
            "Contact address": self.address,
        }


_MAKERS = (
    Maker(
        "FA01",
        "Fictional Meters",
        "manufacturer",
        "firmware@fictional-meters.example",
        "+442079460101",
        "Fictional Meters Ltd, 1 Example Street, Sampletown, ZZ1 1AA",
    ),
    Maker(
        "FA02",
        "Invented Instruments",
        "manufacturer",
        "releases@invented-instruments.example",
        "+442079460102",
        "Invented Instruments Ltd, 2 Example Street, Sampletown, ZZ1 2AA",
    ),
    Maker(
        "FA03",
        "Pretend Controls",
        "party",
        "support@pretend-controls.example",
        "+442079460103",
        "Pretend Controls plc, Unit 3, Placeholder Park, Mockford, ZZ2 3AA",
    ),
    Maker(
        "FA04",
        "Made-up Metrology",
        "panel",
        "assurance@made-up-metrology.example",
        "+442079460104",
        "Made-up Metrology Ltd, 4 Nowhere Lane, Mockford, ZZ2 4AA",
    ),
    Maker(
        "FA05",
        "Storybook Hubs",
        "panel",
        "hubs@storybook.example",
        "+12025550105",
        "Storybook Hubs Inc, 5 Imaginary Avenue, Springfield, USA",
    ),
    Maker(
        "FA06",
        "Imaginary Displays",
        "party",
        "help@imaginary-displays.example",
        "+442079460106",
        "Imaginary Displays Ltd, 6 Example Street, Sampletown, ZZ1 6AA",
    ),
    Maker(
        "FA07",
        "Make-believe Switchgear",
        "party",
        "firmware@make-believe.example",
        "+448081570107",
        "Make-believe Switchgear Ltd, 7 Nowhere Lane, Mockford, ZZ2 7AA",
    ),
    Maker(
        "FA08",
        "Specimen Metering",
        "panel",
        "product-security@specimen-metering.example",
        "+442079460108",
        "Specimen Metering Ltd, 8 Placeholder Park, Mockford, ZZ2 8AA",
    ),
)
MAKERS = {maker.code: maker for maker in _MAKERS}
