"""The dialogs: each is a class method `ask(parent, session, …)` that answers what changed, or None."""
