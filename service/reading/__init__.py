"""Reading: text to typed fields."""
