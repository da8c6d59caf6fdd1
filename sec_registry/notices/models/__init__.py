"""Subscriptions, what they watch, and the notices queued for them."""

from sec_registry.notices.limits import NoticePolicy
from sec_registry.notices.models.notices import Notice
from sec_registry.notices.models.subscriptions import LONGEST_URL, WATCHED, Subscription, Watch

__all__ = ["LONGEST_URL", "WATCHED", "Notice", "NoticePolicy", "Subscription", "Watch"]
