"""Requests for access to Zigbee records, and grants, over REST (F2.38)."""
