"""Train a network: what the page says, what its buttons do, and what an address brings back."""

import math
import re
from dataclasses import replace

import numpy as np
import pytest

import ui.take_away
from benchmarks.presets import CLAIMS
from benchmarks.remedies import PRESETS as PLANS
from core.experiments.events import MOST_EVENTS
from core.experiments.experiment import Experiment
from core.experiments.plan import ALONE, Plan
from core.numerals import numeral
from tests.opening import opened as open_page
from tests.opening import said
from ui.lessons.train_a_network.findings import findings, named
from ui.lessons.train_a_network.picture import looks_of
from ui.lessons.train_a_network.running import OPENING
from ui.lessons.train_a_network.trials import forget_trials, trial_for

PAGE = "pages/6_Train_a_network.py"
STUCK = Plan(output_bias=8.0, epochs=60)


def opened(**address):
    """Open the lesson, and let it do again what its address asks for."""
    app = open_page(PAGE, **address)
    while running(app) is not None and running(app).player.playing:
        app.run()
        assert not app.exception
    return app.run()


def running(app):
    return app.session_state.get("train run", None)


def theta(app):
    return np.stack([network.theta for network in running(app).experiment.networks])


def press(app, key):
    app.button(key=key).click().run()
    assert not app.exception
    return app


def to_the_end(app):
    press(app, "train_play")
    while running(app).player.playing:
        app.run()
        assert not app.exception
    return app.run()


def test_it_opens_in_the_middle_of_the_stuck_run_which_can_be_played_on():
    app = opened()
    assert (
        "Epoch 15 of 60: A: ½ quadratic has 53.5 % of the training points right, B: cross-entropy 94 %. "
        "Of the test points: 46.5 % and 94.5 %. Cost: 0.2323 and 0.1918. "
        "An epoch goes once through all 200 training points, in 20 updates."
    ) in said(app)
    assert running(app).experiment.plan == STUCK
    assert not running(app).player.playing and not app.button(key="train_play").disabled
    assert app.session_state["train_at"] == OPENING
    assert (theta(app) == theta(opened(train_at=str(OPENING)))).all()


def test_the_start_of_the_stuck_run_has_an_address_of_its_own():
    app = press(opened(), "train_reset_button")
    assert app.session_state["train_at"] == 0.0
    app = opened(train_at="0")
    assert "Epoch 0 of 60: A: ½ quadratic has 53.5 % of the training points right" in said(app)
    assert "Cost: 0.2323 and 3.713" in said(app)
    assert app.session_state["train_at"] == 0.0


@pytest.mark.parametrize("address", [{"train_bias": "0"}, {"train_changes": "0:A104:5.5"}, {"train_at": "nonsense"}])
def test_another_run_opens_at_its_start(address):
    app = opened(**address)
    assert running(app).experiment.updates == 0


def test_the_stuck_run_ends_with_one_cost_arrived_and_the_other_explained():
    app = to_the_end(opened(train_speed="as many as possible"))
    text = said(app)
    assert re.search(r"Epoch 60 of 60: A: ½ quadratic has 53\.5 % .* right, B: cross-entropy 100 %\.", text)
    assert re.search(r"Cost: 0\.23\d\d and 0\.0\d+\.", text)
    assert "wrong and saturated: 46.5 % of the outputs are off by |a − y| > 0.5 where their activation is flat" in text
    assert app.session_state["train_at"] == 1200.0


def tried(app):
    """Let what may help be tried to the end, without a frame for each piece."""
    while running(app).player.busy:
        running(app).player.beside.advance(math.inf)
    return app.run()


def remedies(app):
    return [button.label for button in app.button if button.key.startswith("train_remedy_")]


def test_a_remedy_has_been_tried_sets_its_control_and_does_what_its_button_says():
    forget_trials()
    app = opened(train_at="400", train_epochs="30")
    assert any("What may help is being tried, each with up to 10 seeds: 0 of at most" in c.value for c in app.caption)
    assert not remedies(app)
    says = remedies(tried(app))[0]
    told = next(button.help for button in app.button if button.key == "train_remedy_0").replace("\u00a0", " ")
    assert re.match(
        r"Tried with 10 seeds, which give other points, first weights and order: from [0-9.]+ % to 100 %", told
    )
    assert re.search(r"As it is: [0-9.]+ % to [0-9.]+ %\. With another seed it may be up to 5 points less", told)
    least = re.fullmatch(r"Cross-entropy: ≥ ([0-9.]+)\s% right after 30 epochs", says)
    app = press(app, "train_remedy_0")
    assert app.session_state["train_cost"] == "cross-entropy"
    assert running(app).experiment.updates == 0
    running(app).experiment.advance(600)
    assert 100.0 * running(app).experiment.trainer.records[0].accuracy[-1] >= float(least[1])


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ({"train_bias": "0", "train_init": "Zeros"}, "all neurons of hidden layers 1 and 2 are identical"),
        ({"train_hidden": "ReLU", "train_init": "Zeros", "train_bias": "0"}, "all neurons of hidden layers 1 and 2"),
        ({"train_bias": "-8", "train_output": "ReLU", "train_compare": "nothing: A alone"}, "the ReLU output is dead"),
        ({"train_bias": "0", "train_scale": "10"}, "is saturated: at"),
    ],
)
def test_what_is_found_at_the_start_is_said(address, says):
    assert says in said(opened(**address))


def test_no_tanh_layer_is_dead_and_steps_that_are_too_large_are_named():
    app = opened(train_n="100", train_bias="0", train_optimizer="Adam", train_eta="100", train_at="25")
    text = said(app)
    assert "dead" not in text
    assert re.search(r"the cost (bounces|does not fall): .* η = 100 may be too large", text)


def test_a_remedy_of_b_is_the_plan_that_was_tried():
    app = tried(opened(train_bias="0", train_compare="the learning rate", train_eta_b="100", train_at="200"))
    experiment = running(app).experiment
    finding = next(each for each in findings(experiment, looks_of(experiment)) if each.network == 1)
    best = trial_for(experiment, 1, finding.verdict, "").helped[0]
    wanted = replace(experiment.plan.networks()[1], **best.changes)
    assert wanted != experiment.plan.networks()[1]
    app = press(app, next(button.key for button in app.button if button.label.startswith(f"{named(best)}: ")))
    assert running(app).experiment.plan.networks()[1] == wanted


def test_step_and_epoch_go_so_far_and_reset_returns_to_the_same_start():
    app = press(press(opened(train_at="0"), "train_step_button"), "train_step_button")
    assert running(app).experiment.updates == 2
    assert running(press(app, "train_epoch_button")).experiment.updates == 20
    start = running(opened(train_at="0")).experiment.networks[0].theta
    app = press(app, "train_reset_button")
    assert running(app).experiment.updates == 0
    assert (running(app).experiment.networks[0].theta == start).all()


def test_what_is_said_is_of_the_state_shown_also_after_a_change_by_hand_and_between_two_epochs():
    text = said(opened(train_bias="0", train_changes="0:A104:5.5"))
    assert "Epoch 0 of 60: A: ½ quadratic has 53.5 %" in text and "Cost: 0.2301 and " in text
    app = opened(train_at="400")
    seen = {sentence(press(app, "train_step_button")) for _ in range(4)}
    assert len(seen) == 4
    assert all(re.search(r"Epoch 20\.\d+ of 60 \(update 40\d\): ", each) for each in seen)
    experiment = running(app).experiment
    network, part = experiment.networks[1], experiment.division.prepared
    cost = network.cost(part.rows[:, :-1], part.targets(network.output, 1))
    assert f" and {numeral(cost)}. An epoch" in sentence(app)


def sentence(app):
    """Where the run stands."""
    return next(line for line in said(app).splitlines() if line.startswith("Epoch "))


def test_another_seed_is_another_run():
    app = press(opened(train_at="40"), "train_seed_button")
    assert running(app).experiment.plan.seed == 1
    assert running(app).experiment.updates == 0


def test_a_learning_rate_moved_on_the_way_is_an_event_and_reset_forgets_it():
    app = opened(train_at="100")
    app.number_input(key="train_eta").set_value(0.3).run()
    assert running(app).experiment.updates == 100
    assert running(app).experiment.etas == (0.3, 0.3)
    assert app.run().session_state["train_changes"] == "0:eta:0.1,100:eta:0.3"
    app = press(app, "train_reset_button")
    assert app.session_state["train_eta"] == 0.1
    assert app.session_state["train_changes"] == ""


def test_an_address_with_changes_shows_the_learning_rate_that_holds():
    app = opened(train_at="300", train_changes="0:eta:0.1,100:eta:0.3")
    assert running(app).experiment.etas == (0.3, 0.3)
    assert app.session_state["train_eta"] == 0.3
    assert app.session_state["train_changes"] == "0:eta:0.1,100:eta:0.3"


def test_a_learning_rate_that_cannot_be_changed_any_more_is_put_back_with_a_sentence():
    changes = ",".join(f"{at}:eta:{0.1 if at % 2 else 0.2}" for at in range(MOST_EVENTS))
    app = opened(train_at="100", train_changes=changes)
    app.number_input(key="train_eta").set_value(0.7).run()
    assert any("The learning rate stays: 40 changes are as many as are kept" in toast.value for toast in app.toast)
    assert app.session_state["train_eta"] == 0.1
    assert running(app).experiment.etas == (0.1, 0.1)


def test_sessions_that_choose_the_same_points_share_them():
    first, second, third = opened(), opened(train_hidden="ReLU"), opened(train_seed="1")
    assert running(first).experiment.trainer.data is running(second).experiment.trainer.data
    assert running(first).experiment.trainer.data is not running(third).experiment.trainer.data


def test_an_address_with_changes_brings_the_very_run_back():
    app = opened(train_at="300", train_eta="0.3", train_changes="0:eta:0.1,100:eta:0.3,200:A104:2.5")
    experiment = Experiment(STUCK)
    experiment.advance(100)
    experiment.change("eta", 0.3)
    experiment.advance(100)
    experiment.change("A104", 2.5)
    experiment.advance(100)
    for one, other in zip(running(app).experiment.networks, experiment.networks, strict=True):
        assert (one.theta == other.theta).all()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ("nonsense", "'nonsense' is no change"),
        ("10:eta:500", "more than 0 and at most 100 is needed"),
        ("10:C7:1", "'C7' cannot be changed here: eta, or A or B with the number of a parameter below 105"),
        ("10:A9999:1", "a parameter below 105"),
    ],
)
def test_changes_that_cannot_be_made_are_left_out_with_a_sentence(changes, says):
    app = open_page(PAGE, train_changes=changes)
    assert any("The changes in the address are left out" in toast.value and says in toast.value for toast in app.toast)
    assert running(app).experiment.events == []


@pytest.mark.parametrize("at", ["-1", "nan", "1e9", "12.5", "x"])
def test_a_moment_that_is_none_is_answered_with_a_sentence(at):
    app = open_page(PAGE, train_at=at)
    assert any("a number from 0 to 200,000 is needed" in toast.value for toast in app.toast)
    assert running(app).experiment.updates == 0


def test_a_moment_beyond_the_end_is_the_end():
    assert running(opened(train_at="150000")).experiment.updates == 1200


@pytest.mark.parametrize("at", range(8))
def test_every_preset_opens_and_takes_its_first_epoch(at):
    app = opened(train_at="40")
    presets = [button.key for button in app.button if button.key and button.key.startswith("preset_train_")]
    app = press(press(app, presets[at]), "train_epoch_button")
    assert "Epoch 1 of" in said(app)
    assert running(app).experiment.trainer.epochs == 1


def test_values_are_estimated_by_a_alone_since_cross_entropy_needs_classes():
    app = opened(train_data="Plane", train_bias="0")
    assert len(running(app).experiment.networks) == 1
    assert running(app).experiment.networks[0].output == "linear"


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"train_output": "ReLU"}, "cross-entropy does not fit the output “ReLU”; it needs sigmoid or softmax."),
        ({"train_x1": "false", "train_x2": "false"}, "no input is chosen"),
        ({"train_data": "Plane", "train_output": "softmax"}, "choose linear or tanh"),
    ],
)
def test_what_cannot_be_trained_is_said_with_the_way_out(settings, says):
    app = opened(**settings)
    assert "This cannot be trained" in said(app)
    assert says in said(app)
    assert "There is no picture yet" in said(app) and "Change only the cost" in said(app)
    app = opened(**settings, train_tab="Numbers")
    assert any("There is nothing to show here" in caption.value for caption in app.caption)
    assert "cross_entropy" not in said(app)


def test_a_link_to_own_data_says_that_the_file_is_missing():
    app = opened(train_data="Your own CSV")
    assert "No file yet." in said(app)
    assert "load it again" in said(app)


def test_own_points_are_trained_on_and_what_was_wrong_is_named():
    app = opened(train_data="Your own CSV", train_bias="0")
    rows = "".join(f"{x},{x * x % 7},{'<b>up</b>' if x % 2 else 'down'}\n" for x in range(40))
    app.get("file_uploader")[0].upload("points.csv", ("a,b,c\n" + rows + "oops,1,down\n").encode(), "text/csv").run()
    assert not app.exception
    assert running(app).experiment.dataset.classes == 2
    assert any("40 points of 2 classes" in text.value for text in app.text)
    assert any("line 42" in code.value for code in app.code)


def test_a_cost_that_is_huge_before_any_update_is_not_put_down_to_the_learning_rate():
    plan = Plan(data="multi_gauss", widths=(9, 4, 10, 4), hidden="linear", output="linear", init="normal", scale=10.0)
    experiment = Experiment(replace(plan, variants=ALONE))
    experiment.advance(10)
    (finding,) = findings(experiment, looks_of(experiment))
    assert finding.verdict == "exploded" and "at the start, before any update: the first weights" in finding.words
    assert "η" not in finding.words


def test_a_file_chooses_own_data_and_a_refused_one_leaves_the_picture_as_it_was():
    app = opened(train_bias="0")
    before = running(app).experiment
    app.get("file_uploader")[0].upload("one.csv", b"a,b,class\n1,2,u\n2,3,u\n3,1,u\n", "text/csv").run()
    assert app.selectbox(key="train_data").value == "Your own CSV" and not app.exception
    assert any("All 3 rows have the same class, 'u'" in text.value for text in app.text)
    assert running(app).experiment is before and "of the training points right" in said(app)

    rows = "".join(f"{x},{x * x % 7},{'up' if x % 2 else 'down'}\n" for x in range(40))
    app.get("file_uploader")[0].upload("points.csv", rows.encode(), "text/csv").run()
    assert len(running(app).experiment.dataset) == 40
    own = running(app).experiment
    app.get("file_uploader")[0].upload("bad.csv", b"PK\x03\x04", "text/csv").run()
    assert running(app).experiment is own and "The picture stays as it was" in said(app)


def menus(app):
    return {box.label: box for box in app.selectbox if "train_file" in str(box.key)}


def test_columns_and_their_meaning_are_chosen_by_menus():
    app = opened(train_bias="0")
    rows = "".join(f"{k % 5},{k * 3 % 7},{k % 3},{k % 8}\n" for k in range(80))
    app.get("file_uploader")[0].upload("wine.csv", ("acid,sugar,salt,quality\n" + rows).encode(), "text/csv").run()
    assert running(app).experiment.dataset.classes == 8
    assert any("they were taken for classes, and could be values" in text.value for text in app.text)

    menus(app)["It has"].select(False).run()
    assert running(app).experiment.dataset.classes == 0
    assert running(app).experiment.networks[0].output == "linear"
    assert running(app).experiment.plan.cost == "half_quadratic"

    menus(app)["x₁, to the right"].select_index(2).run()
    assert running(app).experiment.dataset.origin.inputs == ("salt", "sugar")

    app.multiselect[0].select(0).run()
    assert running(app).experiment.networks[0].sizes[0] == 3
    assert any("learn quality from 3 inputs, and the map shows two" in text.value for text in app.text)
    press(app, "train_epoch_button")
    assert not app.exception and running(app).experiment.updates == 4


def test_a_few_points_are_divided_only_if_that_is_asked_for():
    app = opened(train_bias="0")
    app.get("file_uploader")[0].upload("xor.csv", b"x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "text/csv").run()
    assert (len(running(app).experiment.training), len(running(app).experiment.test)) == (4, 0)
    assert any("Fewer than 20 points are all for training" in text.value for text in app.text)
    app = opened(train_bias="0", train_share="25")
    app.get("file_uploader")[0].upload("xor.csv", b"x1,x2,y\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n", "text/csv").run()
    assert (len(running(app).experiment.training), len(running(app).experiment.test)) == (3, 1)


def test_the_script_of_the_run_is_shown():
    app = opened(train_tab="The script", train_at="60")
    assert any("import numpy as np" in code.value for code in app.code)


@pytest.mark.parametrize(("tab", "component"), [("Inside the networks", "inside"), ("Numbers", "numbers")])
def test_the_other_sections_open(tab, component):
    app = opened(train_tab=tab, train_at="60")
    drawn = [each.proto.component_name for each in app.get("bidi_component")]
    assert any(name.endswith(f"training_{component}") for name in drawn)


@pytest.mark.parametrize(("name", "plan"), (PLANS | {claim.preset: claim.plan for claim in CLAIMS}).items())
def test_a_preset_is_the_plan_whose_claims_and_remedies_are_checked_over_many_seeds(name, plan):
    app = press(opened(train_bias="3"), f"preset_train_{name}")
    shown = running(app).experiment.plan
    assert shown.networks() == plan.networks()


def test_a_replay_can_be_given_up_and_leaves_what_it_has_done():
    address = {"train_at": "60000", "train_epochs": "2000", "train_batch": "1", "train_eta": "0.2"}
    app = open_page(PAGE, **address, train_changes="0:eta:0.1,50000:eta:0.2")
    assert running(app).player.replaying
    app = press(app, "train_pause")
    done = running(app).experiment.updates
    assert not running(app).player.playing
    assert 0 < done < 50_000
    assert app.session_state["train_eta"] == 0.1
    assert app.session_state["train_at"] == done
    assert app.session_state["train_changes"] == ""  # the control of η says 0.1
    app.run()
    assert running(app).experiment.updates == done


def test_a_file_is_kept_while_another_page_is_open():
    app = opened(train_data="Your own CSV", train_bias="0")
    rows = "".join(f"{x},{x * x % 7},{'up' if x % 2 else 'down'}\n" for x in range(40))
    app.get("file_uploader")[0].upload("points.csv", rows.encode(), "text/csv").run()
    app.switch_page("pages/1_Cost_functions.py").run()
    app.switch_page(PAGE).run()
    assert not app.exception
    assert running(app).experiment.dataset.classes == 2
    assert "No file yet" not in said(app)


def test_points_set_by_hand_are_in_the_address_and_all_are_trained_on_while_they_are_few():
    app = opened(train_data="Set by hand", train_points="-3 -3 1; 3 3 1; -3 3 0; 3 -3 0; 1 1 2", train_bias="0")
    experiment = running(app).experiment
    assert (len(experiment.training), len(experiment.test), experiment.dataset.classes) == (5, 0, 3)
    assert experiment.networks[0].output == "softmax"
    assert any("5 of at most 200 points" in caption.value for caption in app.caption)
    app = press(app, "train_undo")
    assert app.session_state["train_points"] == "-3 -3 1; 3 3 1; -3 3 0; 3 -3 0"
    assert running(app).experiment.dataset.classes == 2
    assert len(running(press(app, "train_clear")).experiment.dataset) == 1
    assert len(running(press(app, "train_undo")).experiment.dataset) == 1


def test_a_text_that_holds_no_points_is_answered_with_what_is_wrong():
    app = opened(train_data="Set by hand")
    assert len(running(app).experiment.dataset) == 4
    app.text_input(key="train_points").set_value("1 2 0; 3 4").run()
    assert not app.exception
    assert "This cannot be trained: '3 4' is no point" in said(app)
    assert app.session_state["train_points"] == "1 2 0; 3 4"


def test_many_points_set_by_hand_are_divided_and_go_into_the_script():
    text = "; ".join(f"{k / 5 - 2:g} {k % 3} {k % 2}" for k in range(24))
    app = opened(train_data="Set by hand", train_points=text, train_tab="The script", train_bias="0")
    assert len(running(app).experiment.test) == 12
    assert any("The points of the table" in code.value for code in app.code)


def test_a_first_learning_rate_that_the_control_has_is_not_named_in_the_address():
    app = opened(train_changes="0:eta:0.1", train_at="40")
    assert app.session_state["train_changes"] == ""
    assert (theta(app) == theta(opened(train_at="40"))).all()


def test_settings_that_are_refused_are_said_beside_the_picture_of_the_run_before(monkeypatch):
    given = []
    monkeypatch.setattr(ui.take_away, "draw_take_away", lambda title, take_away: given.append(take_away.settings))
    app = opened()
    assert not any("cannot be trained" in setting for setting in given[-1])
    app.session_state["train_output"] = "ReLU"
    app.run()
    assert "cannot be trained, and the picture is of the run before: cross-entropy does not fit" in given[-1][0]
