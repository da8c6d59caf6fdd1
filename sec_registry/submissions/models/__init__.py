"""Change sets: what somebody proposes, what was found in it, and who decided."""

from sec_registry.submissions.models.evidence import Evidence, EvidenceAccess, EvidenceContent
from sec_registry.submissions.models.evidence_redactions import EvidenceRedaction
from sec_registry.submissions.models.findings import StoredFinding, Waiver
from sec_registry.submissions.models.items import Item, ProposedPart
from sec_registry.submissions.models.rounds import Comment, EarlierPart, Round
from sec_registry.submissions.models.sending import SentOnce
from sec_registry.submissions.models.submission import Contributor, Submission

__all__ = [
    "Comment",
    "Contributor",
    "EarlierPart",
    "Evidence",
    "EvidenceAccess",
    "EvidenceContent",
    "EvidenceRedaction",
    "Item",
    "ProposedPart",
    "Round",
    "SentOnce",
    "StoredFinding",
    "Submission",
    "Waiver",
]
