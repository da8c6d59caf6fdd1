"""The pages on which anybody who is signed in asks for access to Zigbee records and follows it."""
