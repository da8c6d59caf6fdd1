"""The security query: which current Device Models use a vulnerable chipset's stack (F2.38, Z4)."""
