"""The pages of one's own subscriptions. They work without JavaScript and on a phone."""
