"""The actions of the user, as functions: one call, one transaction, one entry in the journal. No Qt."""
