"""One change of one Device Model as a form, made from the one vocabulary.

Whoever shows the form (the desk, the submitters' pages) brings a request and templates; what the
fields are, what stands in them, what is required and what was typed is worked out here.
"""
