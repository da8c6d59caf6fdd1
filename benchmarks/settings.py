"""The registry's own settings, with the peer's addresses beside its own."""

from sec_registry.settings import *  # noqa: F403  # all of them

ROOT_URLCONF = "benchmarks.urls"
