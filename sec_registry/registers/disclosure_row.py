"""One line of the record of disclosures, with its numbers: two statements, written out.

Every look at restricted content waits for this line, and to have the ORM compose it takes longer
than the database needs to keep it.

Assumption: ``COLUMNS`` are all of ``Disclosure`` but its key; a test holds them against the model.
"""

from collections.abc import Mapping
from typing import Any

from django.db import connection
from django.utils import timezone

#: In the order of the statement.
COLUMNS = (
    "at",
    "register",
    "outcome",
    "person",
    "organisation",
    "right",
    "channel",
    "route",
    "numbers",
    "subject",
    "fields",
    "request_id",
    "token_key",
)
#: The organisation by its name of this moment, as text: the line outlives it.
_LINE = """
INSERT INTO registers_disclosure ({})
VALUES (%s, %s, %s, %s,
        COALESCE((SELECT name FROM accounts_organisation WHERE id = %s), ''),
        %s, %s, %s, %s, %s, %s, %s, %s)
RETURNING id
""".format(", ".join(f'"{name}"' for name in COLUMNS))  # noqa: S608  # our own columns
_BLOCK = "INSERT INTO registers_disclosednumbers (disclosure_id, block, bits) VALUES (%s, %s, %s)"


def row_write(
    *, values: Mapping[str, Any], organisation: int | None, blocks: Mapping[int, int]
) -> None:
    """Write the line; ``organisation`` is its key, ``blocks`` the numbers as bits by block.

    Must run in a transaction: line and numbers are one.
    """
    told = {**values, "numbers": connection.ops.adapt_json_value(values["numbers"], None)}
    told["at"] = connection.ops.adapt_datetimefield_value(timezone.now())
    told["organisation"] = organisation
    with connection.cursor() as cursor:
        cursor.execute(_LINE, [told[name] for name in COLUMNS])
        (key,) = cursor.fetchone()
        cursor.executemany(_BLOCK, [(key, block, bits) for block, bits in blocks.items()])
