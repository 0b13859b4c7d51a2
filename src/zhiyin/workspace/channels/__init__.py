"""Ways out of the house: mail, WeCom, DingTalk. Each sends one short text, and says what went wrong."""
