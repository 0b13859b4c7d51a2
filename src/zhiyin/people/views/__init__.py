"""Pages of people: the door, one's own pages, administration."""
