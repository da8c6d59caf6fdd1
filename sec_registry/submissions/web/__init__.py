"""What the desk and the submitters' pages show and do alike, over HTTP.

Where a page stands, and how it looks, is its own: what is here is told the addresses to lead to.
"""
