"""What strangers, broken programs and attackers send, and the answer that each gets."""
