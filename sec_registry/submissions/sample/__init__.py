"""A sample registry with a past: demo people, invented Device Models, two years of publications.

Everything goes in by the verbs that people use, so that findings, waivers, history and the chain
of publications are the real ones; only the content is invented. Assumption: all of it can be
worked out again from the sample's first day (``calendar.Calendar``), which is what makes a run that
was cut short able to go on.
"""
