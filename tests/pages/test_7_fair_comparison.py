"""Fair comparison: what the page says, what its buttons do, and that its links lead to the very runs of the study."""

from dataclasses import replace
from types import SimpleNamespace

import pytest

from core.experiments.datasets import make
from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan
from core.study.given import Given
from core.study.kept import Kept
from core.study.plan import Cell, StudyPlan
from core.study.result_file import read_result, write_result
from core.study.settings import StudySettings
from core.study.settings_text import read_settings, written_settings
from core.study.study import Study
from tests.opening import opened as open_page
from tests.opening import said
from tests.sampling import some
from ui import experiments, player
from ui.addresses import address
from ui.lessons.fair_comparison import own_points, studying
from ui.lessons.fair_comparison import take_away as away
from ui.lessons.fair_comparison.one_run import pair_values, values_of
from ui.lessons.fair_comparison.presets import PRESETS
from ui.lessons.fair_comparison.take_away import rows, script_of
from ui.lessons.home.answers import ANSWERS

PAGE = "pages/7_Fair_comparison.py"
TRAIN = "pages/6_Train_a_network.py"
SMALL = {"fair_seeds": "12", "fair_epochs": "12", "fair_etas_a": "1", "fair_etas_b": "0.3"}


@pytest.fixture(autouse=True)
def remembered(monkeypatch):
    """A server that remembers nothing yet; and a press counts however soon it follows another."""
    for module in (experiments, player):
        monkeypatch.setattr(module, "AGAIN", 0.0)
    monkeypatch.setattr(studying, "REMEMBERED", studying.Remembered())
    return studying.REMEMBERED


def opened(**query):
    return finished(open_page(PAGE, **query))


def finished(app):
    while held(app).player.playing:
        app.run()
    assert not app.exception
    return app.run()


def held(app):
    return app.session_state["experiment fair_study"]


def study(app) -> Study:
    return held(app).queue.study


def labels(app):
    return [button.label for button in app.button if button.key.startswith("fair_study_")]


def press(app, label):
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception
    return app


def captions(app):
    return " ".join(each.value for each in app.caption)


def test_it_opens_with_a_study_of_the_stuck_start_that_shows_which_cost_still_learns():
    app = opened()
    assert (study(app).plan.seeds, study(app).plan.runs) == (32, 192)
    text = said(app)
    sooner = "Here cross-entropy reaches the target sooner than ½ quadratic (which fails in the median pair)."
    assert sooner in text
    assert "In the 16 judging pairs, ½ quadratic was sooner in 0, cross-entropy in 16: p = 3.1 × 10⁻⁵." in text
    assert "Not within 30 epochs, of 32 runs: ½ quadratic 32, cross-entropy 0." in text
    assert "Each at its own best η: cross-entropy η = " in captions(app) and "Seeds 0, 2, 4 … have" in captions(app)
    assert "½ quadratic reached the target at none of its η (0.3, 1, 3) with the seeds that choose." in captions(app)
    assert app.get("progress")[0].proto.text == "All 192 networks have been trained."
    assert labels(app) == ["Train again"]


def test_what_the_home_page_says_of_it_is_so():
    (asked,) = [asked for asked in ANSWERS if asked.lesson == "Fair comparison"]
    assert "32 seeds show no difference, and both learn every time" in asked.answer
    text = said(opened(**address(asked.values)))
    assert "No difference that these seeds can show." in text
    assert "Not within 30 epochs, of 32 runs: ½ quadratic 0, cross-entropy 0." in text


def test_from_an_ordinary_start_nothing_is_claimed_and_with_one_rate_each_nothing_is_chosen():
    app = finished(press(opened(**SMALL), "Ordinary start"))  # it takes few seconds, so it has begun by itself
    assert "No difference that these seeds can show." in said(app)
    fixed = opened(fair_start="ordinary", **SMALL)
    assert "so nothing was chosen, and all seeds judge" in captions(fixed)
    assert "In the 12 pairs, ½ quadratic" in said(fixed)


def test_it_can_be_cancelled_keeps_what_is_done_and_goes_on(monkeypatch):
    monkeypatch.setattr(studying, "TEMPO", studying.Tempo(0.2, 0.001))
    app = open_page(PAGE, **SMALL | {"fair_seeds": "256", "fair_etas_a": "", "fair_etas_b": ""})
    assert labels(app) == ["Cancel"]
    while study(app).done < 2:
        app.run()
    app = press(app, "Cancel")
    done = study(app).done
    assert labels(app) == ["Go on"] and not held(app).player.playing
    assert f"Cancelled after {done} of 256 seeds. The rest takes about" in app.get("progress")[0].proto.text
    assert "Not within " in said(app)
    app = press(app, "Go on")
    assert held(app).player.playing and study(app).done >= done


def test_what_takes_long_waits_for_its_button_and_says_how_long(monkeypatch):
    monkeypatch.setattr(studying, "AT_ONCE", 0.0)
    app = open_page(PAGE, **SMALL | {"fair_seeds": "256", "fair_epochs": "100"})
    assert labels(app) == ["Run"]
    assert "512 networks are to be trained: about" in app.get("progress")[0].proto.text


def test_a_study_is_trained_once_for_all_sessions(remembered):
    first = study(opened(**SMALL))
    app = open_page(PAGE, **SMALL)
    assert study(app) is first and not held(app).player.playing
    assert app.get("progress")[0].proto.text == "All 24 networks have been trained, in an earlier study on this server."


def test_what_is_done_is_not_lost_where_the_settings_lead_to_a_study_that_is_known(monkeypatch):
    finished_before = study(opened(**SMALL)).plan
    monkeypatch.setattr(studying, "TEMPO", studying.Tempo(0.2, 0.001))
    app = open_page(PAGE, **SMALL | {"fair_seeds": "256"})
    while study(app).done < 2:
        app.run()
    app.session_state["fair_seeds"] = 12.0
    app = press(app.run(), "Cancel")
    assert study(app).plan.seeds == 256 and study(app).done >= 2
    assert labels(app) == ["Train with the new settings", "Go on"]
    app = press(app, "Train with the new settings")
    assert study(app).plan == finished_before and labels(app) == ["Train again"]


def test_a_study_that_is_only_offered_is_not_remembered_and_holds_no_networks(remembered):
    app = opened(**SMALL)
    for seeds in (64.0, 128.0, 256.0):
        app.session_state["fair_seeds"] = seeds
        app.run()
    assert labels(app) == ["Train with the new settings"]
    assert [study.plan.seeds for study, _ in remembered._studies.values()] == [12]


def test_a_study_that_would_take_hours_is_refused_with_a_remedy():
    long = {"fair_seeds": "256", "fair_epochs": "1000", "fair_n": "1000", "fair_batch": "1", "fair_width": "32"}
    app = open_page(PAGE, **long)
    text = app.get("progress")[0].proto.text
    assert "networks are not trained. It would take about " in text and "hours, which is more than 30 minutes" in text
    assert labels(app) == []


def test_what_is_done_of_a_study_is_there_after_a_reload_and_counts_for_all(monkeypatch):
    monkeypatch.setattr(studying, "TEMPO", studying.Tempo(0.2, 0.001))
    query = SMALL | {"fair_seeds": "256", "fair_etas_a": "", "fair_etas_b": ""}
    app = open_page(PAGE, **query)
    while study(app).done < 2:
        app.run()
    app = press(app, "Cancel")
    monkeypatch.setattr(studying, "TEMPO", studying.Tempo(0.2, 1.0))
    monkeypatch.setattr(studying, "AT_ONCE", 0.0)
    again = open_page(PAGE, **query)
    done = study(again).done
    assert study(again) is study(app) and labels(again) == ["Go on"]
    assert again.get("progress")[0].proto.text.startswith(f"{done} of 256 seeds are trained. The rest takes about")
    again = finished(press(again, "Go on"))
    assert app.run().get("progress")[0].proto.text == "All 1,536 networks have been trained."


def test_a_study_that_nobody_trains_keeps_its_findings_only(monkeypatch):
    methods, kept = study(opened(**SMALL)).plan.methods, studying.Remembered()
    left, other = (Study(StudyPlan(Plan(n=20, epochs=3), methods, seeds=k), block=2) for k in (8, 6))
    while left.done < 4:
        left.advance(0.0)
    kept.keep("left", left)
    monkeypatch.setattr(studying, "LEFT", 0.0)
    kept.keep("other", other)
    assert left.share == 0.5 and not left._stacks and kept.recall("left") is left
    whole = Study(left.plan)
    assert left.advance() and whole.advance()
    for one, same in zip(left.reached, whole.reached, strict=True):
        assert (one == same).all()


def test_no_more_studies_are_remembered_than_fit():
    plans = [StudyPlan(Plan(n=20, epochs=1), study(opened(**SMALL)).plan.methods, seeds=k) for k in (4, 5, 6)]
    kept = studying.Remembered(most=Study(plans[1]).nbytes + Study(plans[2]).nbytes)
    for plan in plans:
        kept.keep(plan, Study(plan))
    assert [kept.recall(plan) is not None for plan in plans] == [False, True, True]


def test_a_list_of_rates_that_cannot_be_read_is_named_and_the_usual_ones_are_tried():
    app = opened(**SMALL | {"fair_etas_a": "0.3 fast"})
    assert "“η of the first”: 'fast' is not a number. Until then three that suit" in app.warning[0].value
    assert study(app).plan.methods[0].etas == (0.3, 1.0, 3.0)


def test_which_methods_are_compared_can_be_chosen_and_a_list_that_names_none_is_answered():
    app = opened(fair_compare="the activation", fair_only="ReLU, tanh", **SMALL)
    assert [method.name for method in study(app).plan.methods] == ["ReLU", "tanh"]
    assert "the activation compared (ReLU, tanh) over 12 seeds" in captions(app)
    wrong = opened(fair_compare="the number of hidden layers", fair_only="1 9", **SMALL)
    assert wrong.warning[0].value == (
        "“Only these”: '9' is none of the numbers 0 to 6. Until then the usual ones are compared."
    )
    assert len(study(wrong).plan.methods) == 5


def test_the_open_section_follows_while_a_study_trains(monkeypatch):
    monkeypatch.setattr(studying, "TEMPO", studying.Tempo(0.2, 0.001))
    app = open_page(PAGE, fair_tab="Numbers", **SMALL | {"fair_seeds": "256", "fair_etas_a": "", "fair_etas_b": ""})
    while held(app).queue.finished < 2 or held(app).drawn != held(app).offer.stage(held(app).queue):
        app.run()
    assert held(app).player.playing and "No test yet: " in said(app)
    first = experiments._frame
    held(app).drawn = None
    again = []
    monkeypatch.setattr(experiments.st, "rerun", lambda: again.append(True))
    first(held(app), held(app).offer, lambda work: None)
    assert again


def test_each_preset_is_a_study_that_can_be_trained():
    app = opened(**SMALL)
    assert {preset.name for preset in PRESETS} == {b.label for b in app.button if b.key.startswith("preset_fair_")}
    plans = set()
    for preset in PRESETS:
        app = press(app, preset.name)
        assert held(app).player.playing or study(app).over
        plans.add(study(app).plan)
        app = press(app, "Cancel") if held(app).player.playing else app
    assert len(plans) == len(PRESETS)


# --- One run ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fresh", ["true", "false"])
@pytest.mark.parametrize("compared", some(["the cost", "the activation", "the initial weights", "the optimiser"], 2))
def test_a_link_to_one_pair_opens_just_these_two_runs(compared, fresh):
    app = opened(fair_tab="One run", fair_compare=compared, fair_seed="3", fair_fresh=fresh, **SMALL)
    plan = study(app).plan
    one, other = Cell(0, 0, 3), Cell(1, 0, 3)
    there = open_page(TRAIN, **address(pair_values(plan, one, other)))
    experiment = there.session_state["train run"].experiment
    for cell, network in zip((one, other), experiment.plan.networks(), strict=True):
        assert alike(plan.alone(cell).networks()[0]) == alike(network)
    assert experiment.plan.seed == plan.alone(one).seed == (3 if fresh == "true" else 0)


@pytest.mark.parametrize("fresh", ["true", "false"])
def test_a_run_alone_can_be_opened_and_ends_as_in_the_study(fresh):
    settings = SMALL | {"fair_seed": "3", "fair_fresh": fresh}
    app = opened(fair_tab="One run", fair_compare="the number of hidden layers", **settings)
    plan, cell = study(app).plan, Cell(2, 0, 3)
    there = open_page(TRAIN, **address(values_of(plan, cell)))
    experiment = there.session_state["train run"].experiment
    experiment.advance(experiment.last)
    (record,) = experiment.trainer.records
    assert record.accuracy == pytest.approx(study(app).curves[2].accuracy[0, 3])


def alike(plan: Plan) -> Plan:
    """What of a plan decides its run."""
    return replace(plan, seeds=(), variants=ALONE)


def test_one_run_says_when_each_method_reached_the_target():
    app = opened(fair_tab="One run", fair_seed="3", **SMALL)
    table = next(each.value for each in app.markdown if "target reached at epoch" in each.value)
    epochs = [float(study(app).reached[k][0, 3]) for k in (0, 1)]
    assert f"| cross-entropy | 0.3 | {epochs[1]:.0f} |" in table and "| ½ quadratic | 1 | never |" in table.replace(
        "1.000", "1"
    )


# --- The user's own points --------------------------------------------------------------------------------------------


def test_points_set_by_hand_in_lesson_6_are_studied_and_a_link_opens_them_there():
    points = "-3 -3 1; 3 3 1; -3 3 0; 3 -3 0; 0 0 1"
    app = open_page(TRAIN, train_data="Set by hand", train_points=points, train_bias="0")
    app.switch_page(PAGE)
    for key, value in SMALL.items():
        app.query_params[key] = value
    app.query_params["fair_data"] = "Your points of “Train a network”"
    app = finished(app.run())
    assert "5 points of yours, the same for all seeds" in captions(app) and not app.info
    plan = study(app).plan
    assert (plan.base.data, plan.base.n) == ("drawn", 5)
    values = pair_values(plan, Cell(0, 0, 3), Cell(1, 0, 3))
    there = open_page(TRAIN, **address({"train_points": points} | values))
    experiment = there.session_state["train run"].experiment
    experiment.advance(experiment.last)
    ended = [float(record.accuracy[-1]) for record in experiment.trainer.records]
    assert ended == pytest.approx([float(study(app).curves[k].accuracy[0, 3, -1]) for k in (0, 1)])
    compile(script_of(study(app), held(app).queue.own.points), "script", "exec")


def test_without_points_of_one_s_own_the_page_says_so_and_studies_the_circle():
    app = opened(fair_data="Your points of “Train a network”", **SMALL)
    assert "**There are no points of yours in this session.** No address carries them" in captions(app)
    assert study(app).plan.base.data == "circle"


def test_of_many_points_a_part_is_studied_and_of_values_none(monkeypatch):
    def own(data, n, name="own"):
        points = replace(make(data, n, 0.0, 0), name=name)
        run = SimpleNamespace(experiment=SimpleNamespace(plan=Plan(data="own"), dataset=points))
        monkeypatch.setattr(own_points, "running", lambda: run)
        return own_points.own_points()

    found, told = own("circle", 2_500)
    assert len(found.points) == 1_000 and not found.whole and "You have 2,500" in told
    assert 0.45 < found.points.y.mean() < 0.55
    assert own("circle", 200)[0].whole and own("circle", 200)[0].mark != found.mark
    assert own("plane", 50) == (None, own("plane", 50)[1]) and "values and no classes" in own("plane", 50)[1]


# --- Numbers, and what can be taken away ------------------------------------------------------------------------------


def test_the_numbers_have_both_tests_and_an_interval():
    text = said(opened(fair_tab="Numbers", **SMALL))
    assert "Sign test, exact, two-sided, which alone gives the verdict: p = " in text
    assert "Wilcoxon's signed-rank test" in text and "of resampled studies say the same." in text


def test_what_is_shown_of_other_settings_is_not_given_away_with_those_of_the_controls():
    app = opened(**SMALL)
    app.session_state["take_fair_comparison"] = True
    app = app.run()
    assert "found with other settings" not in said(app)
    app.session_state["fair_start"] = "ordinary"
    app = app.run()
    assert "found with other settings than the controls have now" in said(app)


def test_the_table_has_a_line_for_each_run_and_the_script_trains_the_chosen_pair():
    app = opened(**SMALL)
    header, *lines = rows(study(app))
    assert header[:4] == ("method", "eta", "seed", "epoch reached") and len(lines) == 24
    settings = dict(zip(header, lines[-1], strict=True))
    assert (settings["cost"], settings["widths"], settings["output_bias"]) == ("cross_entropy", "8 8", 8.0)
    assert (settings["target"], settings["new points"], settings["epochs"]) == (0.95, "for each seed", 12)
    assert {line[3] for line in lines if line[0] == "½ quadratic"} == {"never"}
    text = script_of(study(app))
    compile(text, "script", "exec")
    assert "cross_entropy" in text
    first = Experiment(study(app).plan.alone(Cell(1, 0, 0)))
    first.advance(first.last)
    assert lines[12][4] == pytest.approx(float(first.trainer.records[0].accuracy[-1]))


def test_two_networks_of_different_shapes_make_a_script_of_two_parts():
    app = opened(fair_compare="the neurons in a layer", fair_only="2 5", **SMALL)
    text = script_of(study(app))
    assert text.count("SIZES = ") == 2 and "SIZES = (2, 2, 2, 1)" in text and "SIZES = (2, 5, 5, 1)" in text
    compile(text, "script", "exec")


def test_any_run_can_be_looked_into_at_any_of_its_rates():
    rates = SMALL | {"fair_etas_a": "0.1 1", "fair_etas_b": "0.3 3"}
    app = opened(fair_tab="One run", fair_rate="number 2 of each method", fair_seed="4", **rates)
    table = next(each.value for each in app.markdown if "target reached at epoch" in each.value)
    epoch = float(study(app).reached[1][1, 4])
    assert f"| cross-entropy | 3 | {'never' if epoch == float('inf') else f'{epoch:.0f}'} |" in table


def test_controls_that_count_for_nothing_are_grey():
    app = opened(fair_compare="the optimiser", **SMALL)
    app.session_state["fair_group_what"] = app.session_state["fair_group_network"] = True
    app.run()
    grey = {each.key for each in app.selectbox if each.disabled}
    assert {"fair_quadratic", "fair_optimizer"} <= grey and not {"fair_cost", "fair_compare"} & grey


# --- A study from a file, and the file of settings --------------------------------------------------------------------

FILED = StudySettings("hidden", "tanh, ReLU", (0.3,), (0.1,), seeds=12, epochs=12, points=20)


def filed(settings=FILED, seeds=12) -> bytes:
    """The result file of a study; only the first seeds of it are trained."""
    whole, some = Study(settings.plan(), settings.dataset()), Kept(settings.plan())
    whole.advance()
    some.put(whole.part(range(seeds)))
    return write_result(settings, some)


def with_file(data, **query):
    app = opened(**SMALL | query)
    app.session_state["fair_from_file"] = True
    app.run()
    return upload(app, data)


def upload(app, data):
    app.file_uploader(key="fair_result_file").upload("mine.npz", data).run()
    assert not app.exception
    return app


def test_a_study_from_a_file_is_shown_with_all_that_the_page_shows_and_says_where_it_comes_from():
    app = with_file(filed(), fair_tab="Numbers")
    text = said(app)
    assert app.get("progress")[0].proto.text == "From the file `mine.npz`: all 24 networks."
    assert "This study was trained elsewhere; nothing is trained here." in app.info[0].value
    assert "Shown: the activation compared (tanh, ReLU) over 12 seeds; 20 points (Circle)" in captions(app)
    assert "tanh was sooner in" in text and "Sign test, exact, two-sided" in text
    assert len(app.get("vega_lite_chart")) >= 3 and labels(app) == []
    for section in ("How they learned", "One run"):
        app.session_state["fair_tab"] = section
        app.run()
        assert not app.exception
    assert any("target reached at epoch" in each.value for each in app.markdown)
    app = press(app, "Back to the study of this page")
    assert labels(app) == ["Train again"] and "½ quadratic" in said(app) and not app.info


def test_an_unfinished_file_shows_what_it_has_and_one_of_given_points_no_run_of_lesson_6():
    app = with_file(filed(seeds=6))
    assert app.get("progress")[0].proto.text == (
        "From the file `mine.npz`: 6 of 12 seeds. It is unfinished: “python -m studies” goes on with it."
    )
    points = make("gauss", 30, 0.1, 3)
    own = replace(FILED, data="own", own=Given.of(points, ("x1", "x2")))
    app.session_state["fair_tab"] = "One run"
    app = upload(app, filed(own))
    assert "over 12 seeds; 30 points from the file; 8-8" in captions(app)
    assert "does not have the points that came with this file" in captions(app)
    text = script_of(read_result(filed(own))[1], own.dataset())
    compile(text, "script", "exec")


def test_a_file_that_is_no_study_is_refused_with_a_sentence_and_what_was_shown_stays():
    app = with_file(b"PK no study")
    assert "is not the result of a study: it is not a" in app.error[0].value.replace("\\", "")
    assert app.error[0].value.endswith("What is shown has not changed.") and labels(app) == ["Train again"]
    app = upload(app, filed())
    assert not app.error and "mine.npz" in app.get("progress")[0].proto.text
    app = upload(app, b"no study")
    assert app.error and "mine.npz" in app.get("progress")[0].proto.text


@pytest.fixture
def given(monkeypatch):
    """The settings that the page gives away, one for each of its runs."""
    given, take_away = [], away.take_away
    monkeypatch.setattr(
        away, "take_away", lambda work, settings, *rest: given.append(settings) or take_away(work, settings, *rest)
    )
    return given


def test_the_settings_of_the_page_leave_as_a_file_that_describes_the_same_study(given, monkeypatch):
    monkeypatch.setattr(studying, "AT_ONCE", 0.0)
    open_page(PAGE)
    assert given[-1].plan() == StudySettings().plan()  # what a file leaves out is as the page opens
    query = {"fair_compare": "the activation", "fair_only": "ReLU, tanh", "fair_noise": "10", "fair_layers": "3"}
    app = open_page(PAGE, **SMALL | query)
    assert read_settings(written_settings(given[-1]).encode()) == given[-1]
    assert given[-1].plan() == study(app).plan


def test_points_set_by_hand_are_in_the_file_of_settings(given):
    app = open_page(TRAIN, train_data="Set by hand", train_points="-3 -3 1; 3 3 1; -3 3 0; 3 -3 0; 0 0 1")
    app.switch_page(PAGE)
    for key, value in (SMALL | {"fair_data": "Your points of “Train a network”"}).items():
        app.query_params[key] = value
    app = finished(app.run())
    found, base = read_settings(written_settings(given[-1]).encode()), study(app).plan.base
    assert found.plan() == replace(study(app).plan, base=replace(base, data="own")) and len(found.own.y) == 5
    trained = Study(found.plan(), found.dataset())
    trained.advance()
    assert all((a == b).all() for a, b in zip(trained.reached, study(app).reached, strict=True))
    text = away.take_away(held(app).queue, given[-1], ["own"]).script()
    compile(text, "script", "exec")
