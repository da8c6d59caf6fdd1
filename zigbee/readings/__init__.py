"""Unusual reading: many Zigbee records disclosed in a short time (policy, F2.38)."""
