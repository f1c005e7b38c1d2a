"""Tables as teachers have them, each read as it is meant."""

import pytest

from benchmarks.own_data import all_files, is_right, sentences, understood

FILES = all_files()


def test_there_are_many_different_files_for_both_lessons():
    assert len(FILES) == len({(file.lesson, file.what) for file in FILES}) == 91
    assert sum(file.lesson == 1 for file in FILES) == 45


@pytest.mark.parametrize("file", FILES, ids=[f"{file.lesson}: {file.what}" for file in FILES])
def test_a_table_is_read_as_it_is_meant_and_the_page_says_so(file):
    assert is_right(file), (understood(file), sentences(file))
