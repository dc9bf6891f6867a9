"""People and bodies: accounts, roles, committees, sign-in, and barriers that people reported."""
