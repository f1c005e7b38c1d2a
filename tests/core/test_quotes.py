"""Quoting what someone has typed."""

from core.quotes import shown


def test_what_was_given_is_quoted_briefly_and_without_surprises():
    assert shown("abc") == "'abc'"
    assert shown("a\nb\x1b[31m\u202e") == r"'a\nb\x1b[31m\u202e'"
    assert len(shown("<b>" * 1_000_000)) == 40 and shown("x" * 99).endswith("…")
