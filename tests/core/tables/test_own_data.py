"""Sixty tables as teachers have them, each read as it is meant."""

import pytest

from benchmarks.own_data import all_files, is_right, sentences, understood

FILES = all_files()


def test_there_are_sixty_files_for_both_lessons():
    assert len(FILES) == 60 and len({(file.lesson, file.what) for file in FILES}) == 60
    assert sum(file.lesson == 1 for file in FILES) == 30


@pytest.mark.parametrize("file", FILES, ids=[f"{file.lesson}: {file.what}" for file in FILES])
def test_a_table_is_read_as_it_is_meant_and_the_page_says_so(file):
    assert is_right(file), (understood(file), sentences(file))
