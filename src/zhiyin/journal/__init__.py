"""The spine: every state change of consequence is recorded here as a fact, in its own transaction."""
