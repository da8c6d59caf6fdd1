"""The columns of the one vocabulary that belong to the Firmware Information Repository."""

from sec_registry.registers.vocabulary import Column, Kind

CODE = "firmware"

YES = "yes"
NOT_APPLICABLE = "not applicable"
NOT_PROVIDED = "not provided"

CONTACT_EMAIL = "Contact email"
CONTACT_TELEPHONE = "Contact telephone"
CONTACT_ADDRESS = "Contact address"
RELEASE_NOTES = "Release notes"
UPGRADE = "Upgrade"
BASELINES = "Baselines"

#: Manufacturer contact details come and go together (F2.15(b)).
CONTACT = (CONTACT_EMAIL, CONTACT_TELEPHONE, CONTACT_ADDRESS)

COLUMNS = (
    Column(CONTACT_EMAIL, CODE, Kind.EMAIL),
    Column(CONTACT_TELEPHONE, CODE, Kind.PHONE, hint="with + and country code, or as in GB"),
    Column(CONTACT_ADDRESS, CODE, Kind.LONG_TEXT, hint="business address"),
    Column(RELEASE_NOTES, CODE, Kind.LONG_TEXT, hint="the Manufacturer's own words"),
    Column(
        UPGRADE,
        CODE,
        Kind.WORD,
        words=(YES, NOT_APPLICABLE, NOT_PROVIDED),
        hint="not provided only in an initial load",
    ),
    Column(
        BASELINES,
        CODE,
        Kind.REFERENCES,
        several=True,
        hint="CPL numbers, or References of rows in the same submission",
    ),
)

#: Every heading of the part, in the workbook's order.
NAMES = tuple(column.name for column in COLUMNS)
