"""What the commands on responses share, split into what they ask and what they write."""
