"""What is written and chosen about suggestions."""
