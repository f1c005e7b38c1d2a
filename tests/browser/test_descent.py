"""The maps of lesson 4 in the browser: they are pressed, they draw core's paths and lines, and they follow a slider."""

from functools import partial

import numpy as np
import pytest

from core.surfaces.descent import Descent, descend_surface
from core.surfaces.minimum import eigenvalues
from core.surfaces.points import POINT_SETS
from core.surfaces.surface import Surface
from tests.browser.staying import staying
from tests.browser.test_live_slider import place, thumb
from tests.browser.test_training import FIND
from ui.lessons.gradient_descent.canvas import SIDE

pytestmark = pytest.mark.browser
LESSON = "Gradient descent"
MAPS = FIND + """(".maps").maps"""
SURFACES = {name: Surface(POINT_SETS["staircase"].make(0), name) for name in ("half_quadratic", "cross_entropy")}
NAMES = {"left": "half_quadratic", "right": "cross_entropy"}


PIXEL = """() => {
  const maps = MAPS, place = maps.places[1];
  const [x, y] = [place.x + 0.7 * place.w, place.y + 0.3 * place.h].map((at) => at * maps.scale);
  return [...maps.context.getImageData(x, y, 1, 1).data];
}""".replace("MAPS", MAPS)


@pytest.fixture
def visitor(shared_visitor, request):
    with staying(shared_visitor, request.session) as visitor:
        yield visitor


def opened(visitor, **query):
    """Have the lesson with these settings, and wait until the maps are painted."""
    visitor.turn_to(LESSON, **query).page.locator(".maps[data-frames]").wait_for()


def at(visitor, w, b, of=0, reach=6.0):
    """Where on the canvas a point of a map is."""
    map_ = visitor.page.evaluate(f"{MAPS}.places[{of}]")
    return {
        "x": map_["x"] + (w + reach) / (2 * reach) * map_["w"],
        "y": map_["y"] + (reach - b) / (2 * reach) * map_["h"],
    }


def paths(visitor):
    """The paths that are drawn, as (w, b) rows."""
    drawn = visitor.page.evaluate(MAPS + ".paths.map((path) => path && [[...path.w], [...path.b]])")
    return [None if path is None else np.array(path) for path in drawn]


def expected(w, b, **how):
    how = {"learning_rate": 3.0, "steps": 100} | how
    found = [descend_surface(surface, w, b, **how) for surface in SURFACES.values()]
    return [np.stack([path.w, path.b]) for path in found]


def frames(visitor):
    return int(visitor.page.evaluate(MAPS + ".root.dataset.frames"))


def same_paths(visitor, wanted):
    drawn = paths(visitor)
    return all(
        one is not None and one.shape == other.shape and np.allclose(one, other, 1e-5, 1e-5)
        for one, other in zip(drawn, wanted, strict=True)
    )


def test_the_paths_drawn_are_those_of_core(visitor):
    opened(visitor, descent_w="-2", descent_b="1.5", descent_eta="5", descent_batch="2", descent_optimizer="Nesterov")

    wanted = expected(-2, 1.5, learning_rate=5.0, descent=Descent("nesterov", batch_size=2))
    visitor.until(lambda: same_paths(visitor, wanted), "the paths are those of core")


def test_a_map_that_is_pressed_sets_the_start_and_the_address(visitor):
    opened(visitor)
    there = dict[str, float]()
    for of, w, b in ((0, 2.0, -3.0), (1, -4.5, 4.5)):
        before = visitor.page.url
        visitor.act(lambda: visitor.page.locator(".maps canvas").first.click(position=at(visitor, w, b, of)))  # noqa: B023
        visitor.until(lambda: visitor.page.url != before, "the address has the start").settle()  # noqa: B023
        there = {key: float(visitor.query[key]) for key in ("descent_w", "descent_b")}

        assert list(there.values()) == pytest.approx([w, b], abs=0.06)
        assert all(float(visitor.values[key]) == value for key, value in there.items())
        visitor.until(partial(same_paths, visitor, expected(*there.values())), "the paths are those of core")
    visitor.page.reload()
    visitor.settle()
    visitor.until(partial(same_paths, visitor, expected(*there.values())), "the paths are those of core")


def test_a_map_pressed_right_after_a_drag_wins(visitor):
    opened(visitor)
    box = visitor.slider("descent_w").bounding_box()
    visitor.page.mouse.move(box["x"] + 0.42 * box["width"], box["y"] + box["height"] / 2)
    visitor.page.mouse.down()
    visitor.page.mouse.move(box["x"] + 0.7 * box["width"], box["y"] + box["height"] / 2, steps=4)
    visitor.page.mouse.up()
    visitor.page.locator(".maps canvas").first.click(position=at(visitor, 1.0, 2.0))
    visitor.page.wait_for_function("() => Math.abs(new URLSearchParams(location.search).get('descent_b') - 2) < 0.1")
    visitor.settle(700)  # longer than a slider waits until it rests

    assert float(visitor.values["descent_w"]) == pytest.approx(1.0, abs=0.06)
    assert float(visitor.query["descent_w"]) == pytest.approx(1.0, abs=0.06)


def test_the_paths_follow_the_hand_before_the_address_does(visitor):
    opened(visitor)
    address, start = visitor.page.url, thumb(visitor, "descent_w")
    visitor.page.mouse.move(*place(visitor, "descent_w", start))
    visitor.page.mouse.down()
    seen = [paths(visitor)[0][0, 0]]
    for step in range(1, 4):
        visitor.page.mouse.move(*place(visitor, "descent_w", start + 0.05 * step), steps=5)
        visitor.until(lambda: paths(visitor)[0][0, 0] > seen[-1], "the paths follow").settle()
        seen.append(paths(visitor)[0][0, 0])
    assert visitor.page.url == address
    visitor.page.mouse.up()
    visitor.page.wait_for_function("() => location.search.includes('descent_w')")


def test_scrubbing_marks_the_step_on_both_maps_and_draws_anew_each_time(visitor):
    opened(visitor)
    visitor.page.evaluate(
        "() => { window.painted = 0; document.addEventListener('picture-painted', () => window.painted++); }"
    )
    visitor.slider("descent_step").press("ArrowRight")
    visitor.wait_for_address("descent_step", "1")
    visitor.settle()
    sent = visitor.page.evaluate("() => document.mail.descent_maps.paths")

    assert {name: each["step"] for name, each in sent.items()} == {"left": 1, "right": 1}
    assert visitor.page.evaluate("window.painted") >= 1
    label = visitor.page.locator(".maps canvas").first.get_attribute("aria-label")
    assert "at step 1; is parked" in label and "cross-entropy: from w = −3, b = 3" in label


def test_lines_of_equal_cost_are_where_the_cost_is_equal(visitor):
    opened(visitor)
    drawn = visitor.page.evaluate(
        f"Object.fromEntries(Object.entries({MAPS}.surfaces).map(([name, each]) => [name, [each.levels, each.lines]]))"
    )
    for name, (levels, lines) in drawn.items():
        surface = SURFACES[NAMES[name]]
        assert len(levels) == len(lines) == 15 and sum(map(len, lines)) > 4_000
        for level, line in zip(levels, lines, strict=True):
            spots = np.array(line).reshape(-1, 2) / (SIDE - 1) * 12 - 6
            found = surface.cost(spots[:, 0], spots[:, 1])
            slope = np.hypot(*surface.gradient(spots[:, 0], spots[:, 1]).T)
            away = np.abs(found - level) / np.maximum(slope, 0.01)  # about, in units of w and b
            assert away.max() < 0.1, (name, level)


def test_the_edge_of_what_is_not_convex_is_where_the_smaller_curvature_is_0(visitor):
    opened(visitor)
    edge = np.array(visitor.page.evaluate(f"{MAPS}.surfaces.left.edge")).reshape(-1, 2)
    spots = edge / (SIDE - 1) * 12 - 6
    surface, near = SURFACES["half_quadratic"], 12 / (SIDE - 1)
    around = [
        eigenvalues(surface.hessian(spots[:, 0] + dw, spots[:, 1] + db))[..., 1]
        for dw in (-near, 0, near)
        for db in (-near, 0, near)
    ]

    assert len(edge) > 100
    assert (np.min(around, axis=0) < 0).all() and (np.max(around, axis=0) > 0).all()


@pytest.mark.parametrize("output", ["sigmoid", "linear"])
def test_hovering_tells_the_cost_of_core(output, visitor):
    opened(visitor, descent_output=output)
    names = ["half_quadratic", "cross_entropy"][: 1 + (output == "sigmoid")]
    for of, name in enumerate(names):
        visitor.page.locator(".maps canvas").first.hover(position=at(visitor, 2.0, -4.0, of))
        told = visitor.page.locator(".maps .tip").first.inner_text().replace("−", "-")
        w, b, cost = (float(part.split(" = ")[1]) for part in told.replace(": C", ", C").split(", "))
        surface = Surface(POINT_SETS["staircase"].make(0), name, output)
        found = visitor.page.evaluate(f"([w, b]) => {MAPS}.costAt({of}, w, b)", [2.0, -4.0])
        assert found == pytest.approx(float(surface.cost(2.0, -4.0)), rel=1e-12)
        assert [w, b] == pytest.approx([2.0, -4.0], abs=0.06) and cost == pytest.approx(
            float(surface.cost(w, b)), rel=0.02
        )


def test_where_there_is_no_second_map_nothing_can_be_pressed(visitor):
    opened(visitor, descent_output="linear")
    spot = at(visitor, 0, 0)
    width = visitor.page.locator(".maps canvas").first.bounding_box()["width"]
    before = visitor.page.url
    visitor.page.locator(".maps canvas").first.click(position={"x": spot["x"] + width / 2, "y": spot["y"]})
    visitor.settle(600)
    assert visitor.page.url == before


def test_typed_points_stand_in_the_address_and_on_the_maps(visitor):
    """That they come back with a reload is tested with every other kind of control, in test_addresses.py."""
    opened(visitor, descent_points="Your own points")
    box = visitor.element("descent_own").locator("input")
    box.fill("-1 0; 0.5 1; 2 0")
    visitor.act(lambda: box.press("Enter")).wait_for_address("descent_own", "-1 0; 0.5 1; 2 0")
    visitor.until(lambda: visitor.page.evaluate(f"{MAPS}.surfaces.left.x") == [-1, 0.5, 2], "the maps are of them")


def test_dark_and_light_are_drawn_in_their_own_colours(visitor):
    opened(visitor)
    for scheme in ("light", "dark"):
        visitor.page.emulate_media(color_scheme=scheme)
        visitor.until(partial(painted, visitor, scheme == "dark"), f"the maps are {scheme}")


def painted(visitor, dark):
    """Whether the background of a map is dark, or light."""
    brightness = sum(visitor.page.evaluate(PIXEL)[:3])
    return brightness < 300 if dark else brightness > 450
