"""Every rule of the Central Products List, in the order in which findings are listed.

Assumption: importing a module declares its rules, so the imports below stand in that order.
"""

from cpl.rules.book import BOOK

RULES = tuple(BOOK.rules)

__all__ = ["RULES"]
