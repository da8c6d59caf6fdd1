"""One's own subscriptions over REST."""
