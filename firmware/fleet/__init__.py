"""Fleet plans: what becomes of an inventory of devices, group by group and wave by wave (U5).

``inventory`` and what reads it know nothing of the registers; ``plan`` is the pure core; ``making``
brings both together for somebody, and records what it discloses.
"""
