"""What stops the command: a sentence for the one who has typed it."""


class CommandError(Exception):
    """The study cannot go on; the message is a sentence: what was given, what is needed, what to do."""
