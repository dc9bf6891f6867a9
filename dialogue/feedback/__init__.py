"""The municipality's answers: feedback responses, what they cover, and their publication."""
