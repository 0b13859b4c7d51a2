"""The only place that writes units, employees, posts, grants and accounts."""
