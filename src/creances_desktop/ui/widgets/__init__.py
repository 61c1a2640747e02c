"""The widgets that pages are made of: they know nothing of services or of the trade's tables."""
