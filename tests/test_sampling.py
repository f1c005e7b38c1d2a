"""A sample is the same in each run, in the order of the cases, and all of them where that is asked for."""

from tests.sampling import some

CASES = range(100)


def test_a_sample_is_the_same_in_each_run_and_keeps_the_order(monkeypatch):
    monkeypatch.delenv("ALL_CASES", raising=False)
    sample = some(CASES, 10)
    assert len(set(sample)) == 10 and sample == sorted(sample) == some(CASES, 10) != some(CASES, 10, seed=1)
    assert some("abc", 5) == some("abc", 0, always="abc") == ["a", "b", "c"]
    assert some("abcd", 0, always="ca") == ["a", "c"] and len(some("abcd", 1, always="ca")) == 3


def test_all_cases_are_taken_where_that_is_asked_for(monkeypatch):
    monkeypatch.setenv("ALL_CASES", "1")
    assert some(CASES, 10) == [*CASES]
