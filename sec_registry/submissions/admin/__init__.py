"""Submissions and publications in the admin: the Panel's daily work."""

from sec_registry.submissions.admin.evidence import EvidenceAccessAdmin
from sec_registry.submissions.admin.leads import submissions_about
from sec_registry.submissions.admin.publications import PublicationAdmin
from sec_registry.submissions.admin.submissions import SubmissionAdmin

__all__ = ["EvidenceAccessAdmin", "PublicationAdmin", "SubmissionAdmin", "submissions_about"]
