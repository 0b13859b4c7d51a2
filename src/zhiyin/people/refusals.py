"""Why a verb did not happen, in words for the person who asked."""


class Refused(Exception):
    """The message is translated and may be shown as it is."""
