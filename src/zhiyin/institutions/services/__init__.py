"""The only places that write: breaches, sheets, and the evidence register."""
