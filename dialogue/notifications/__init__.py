"""Who is told about what: audiences of events, and delivery, once per person."""
