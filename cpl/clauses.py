"""What the rules of the Central Products List quote: Appendix Z 2.1, and policies of the Panel."""

from sec_registry.registers.clauses import Clause, Policy

Z_2_1 = Clause(
    "App. Z 2.1",
    "The Central Products List identifies each Device Model by Physical Device Type, and lists the "
    "following matters in respect of each Device Model.",
)
Z_2_1_A = Clause("App. Z 2.1(a)", "Manufacturer and model;")
Z_2_1_B = Clause("App. Z 2.1(b)", "hardware version;")
Z_2_1_C = Clause("App. Z 2.1(c)", "firmware version;")
Z_2_1_D = Clause(
    "App. Z 2.1(d)",
    "for SMETS2+ Device Models, the version of the SMETS or CHTS (as applicable) and (in each "
    "case) the GBCS version for which the Device Model has one or more Assurance Certificates;",
)
Z_2_1_E = Clause("App. Z 2.1(e)", "for SMETS1 Device Models, Version 1.2 of SMETS;")
Z_2_1_F = Clause(
    "App. Z 2.1(f)",
    "for SMETS2+ Device Models, the identification numbers for each of the Device Model's "
    "Assurance Certificates (including the version of the relevant standard against which each "
    "Assurance Certificate was issued);",
)
Z_2_1_G = Clause(
    "App. Z 2.1(g)",
    "where the Device Model is required to have an associated CPA Certificate, the expiry or "
    "renewal date of the Device Model's CPA Certificate and the associated version of the Security "
    "Characteristics;",
)
Z_2_1_H = Clause(
    "App. Z 2.1(h)",
    "where there is an associated Manufacturer Image: (i) the relevant identity of the person who "
    "created the Manufacturer Image; (ii) a descriptor of the Manufacturer Image; and (iii) the "
    "Hash of the Manufacturer Image;",
)
#: Struck out in the legal text: no column, no field, nothing stored.
Z_2_1_I = Clause(
    "App. Z 2.1(i)", "(struck out: ZigBee band is not a matter of the Central Products List)"
)

CLAUSES = (
    Z_2_1,
    Z_2_1_A,
    Z_2_1_B,
    Z_2_1_C,
    Z_2_1_D,
    Z_2_1_E,
    Z_2_1_F,
    Z_2_1_G,
    Z_2_1_H,
    Z_2_1_I,
)

FORMS = Policy(
    "field forms",
    "Codes, versions and Hashes are written as public sources quote them; forms that are only "
    "inferred stand in a table, advise and do not block.",
)
REQUIRED_SCHEMES = Policy(
    "required certificates",
    "A table says which Assurance Certificates a Device Model of each type and generation needs.",
)
IDENTITY_BY_CORRECT = Policy("S5", "Identity fields change only by correct, never by amend.")
CORRECTION = Policy(
    "S5",
    "The Panel corrects a record that was entered wrongly, for a reason that stands on the record.",
)
PROPOSERS = Policy(
    "S5",
    "Whoever may submit may propose a change to any record; one from neither the organisation of "
    "record, nor one linked to the Manufacturer, nor the Panel is looked at twice.",
)
NAME_BY_RENAME = Policy(
    "one name per Manufacturer",
    "A Manufacturer has one recorded name, which changes for all its records at once.",
)
MANUFACTURER_CODES = Policy(
    "Manufacturer codes",
    "A Manufacturer is on record under its code from its first Device Model on the list.",
)
ONCE_FOR_ALL = Policy(
    "once for all",
    "What all records of a Manufacturer, or all that a certificate covers, have in common changes "
    "in one row, beside which no row changes the same of one of them alone.",
)
NUMBERS = Policy("S8", "A CPL number is given on acceptance; only an initial load brings its own.")
REMOVAL = Policy(
    "S9",
    "A removal names its reason, authority and date, today or later, and says whether the reason "
    "is public; a removed Device Model stays readable and is changed no more, unless it is "
    "reinstated.",
)
TRANSFER = Policy(
    "S1",
    "A record is handed from one organisation of record to another, for a reason and with the "
    "Panel's acceptance.",
)
LISTED_ONCE = Policy("listed once", "A Device Model has one current record.")
ONE_CODING = Policy(
    "one coding per model", "All firmware versions of a model are coded alike, in HEX or in BCD."
)
ONE_CERTIFICATE = Policy(
    "one certificate, one set of details",
    "What is said of an Assurance Certificate is the same for every Device Model it covers.",
)
IN_FORCE = Policy(
    "certificates in force",
    "A Device Model is entered with certificates in force, not with ones that another replaced.",
)
ONE_HASH = Policy(
    "one Hash per Device Model", "Different Device Models seldom share a Manufacturer Image."
)
