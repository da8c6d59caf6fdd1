"""Deliveries over REST, for DCC's people and systems and for the Panel's."""
