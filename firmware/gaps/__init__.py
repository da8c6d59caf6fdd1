"""Gaps among upgrade pathways: what somebody should look at who keeps them, or declares them."""
