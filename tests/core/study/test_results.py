"""What a study has found: the best η of each method, and the two methods that the verdict is on."""

import numpy as np

from core.experiments.plan import Plan
from core.study.plan import Method, StudyPlan
from core.study.results import findings, findings_of
from core.study.study import Study

BASE = Plan(n=20, widths=(3,), epochs=3)


def plan_of(*etas, seeds=16):
    return StudyPlan(BASE, tuple(Method(f"method {k}", each) for k, each in enumerate(etas)), seeds=seeds)


def reached(*rows):
    return [np.array([np.resize(np.array(row, float), 16) for row in each]) for each in rows]


def test_each_method_is_shown_at_the_eta_that_half_of_the_seeds_have_chosen():
    good, bad = (5, 9), (9, 8)  # the first seed chooses, the second judges
    found = findings_of(plan_of((0.1, 1.0), (1.0,)), reached((bad, good), ((7, 7),)), 16)
    first = found.methods[0]
    assert first.best == 1 and (first.epochs == np.resize([5.0, 9.0], 16)).all()
    assert found.compared == (0, 1) and not found.all_judge
    assert found.judgement.chosen == (1, 0) and found.judgement.kind == "second"
    assert len(found.judgement.judged[0]) == 8


def test_where_nothing_is_chosen_all_seeds_judge():
    found = findings_of(plan_of((1.0,), (1.0,)), reached(((5, 6),), ((np.inf, 8),)), 16)
    assert found.all_judge
    assert found.judgement.kind == "first" and found.judgement.verdict.tally == (16, 0, 0)
    assert found.methods[1].spreads[0].reached == 8


def test_of_several_methods_the_verdict_is_on_the_two_that_the_choosing_seeds_put_first():
    rows = reached(((9, 1),), ((np.inf, 2),), ((5, 7),), ((4, 8),))
    found = findings_of(plan_of((1.0,), (1.0,), (1.0,), (1.0,)), rows, 16)
    assert found.compared == (2, 3)
    assert found.judgement.kind == "first" and len(found.judgement.judged[0]) == 8  # 7 against 8, and not 5 against 4
    several = findings_of(
        plan_of((1.0,), (1.0,), (0.1, 1.0), (1.0,)), [*rows[:2], np.repeat(rows[2], 2, 0), rows[3]], 16
    )
    assert several.compared == (2, 3) and len(several.judgement.judged[0]) == 8


def test_a_study_that_has_only_begun_has_found_what_its_first_seeds_say():
    study = Study(plan_of((0.1,), (1.0,), seeds=4), block=1)
    assert findings(study) is None
    while study.done < 3:
        study.advance(0.0)
    assert findings(study).seeds == 3
    assert np.isnan(study.reached[0][0, 3])
