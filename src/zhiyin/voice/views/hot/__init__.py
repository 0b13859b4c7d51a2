"""Hot problems: the desk's pages, everybody's page, and 我也有这个问题 through either door."""
