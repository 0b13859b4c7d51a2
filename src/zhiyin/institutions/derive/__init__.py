"""From the evidence of one rule and key to rows of dates: one pure function for each shape."""
