"""The committee's reviews of Zigbee records over REST."""
