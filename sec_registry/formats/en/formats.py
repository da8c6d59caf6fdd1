"""Times by the clock of twenty-four hours, as everywhere in the registry; never "noon"."""

DATETIME_FORMAT = "j M Y, H:i"
TIME_FORMAT = "H:i"
