"""The charts of the experiments on digits: which marks, fields and scales."""

import pytest

from charts.digits import sizes, speeds, variants


def test_a_row_for_each_variant_stands_in_the_given_order_also_before_it_has_a_dot():
    dots, means = variants("shallow", "deep").to_dict()["layer"]
    assert [dots["data"]["name"], means["data"]["name"]] == ["seeds", "means"]
    assert dots["encoding"]["y"]["scale"]["domain"] == ["shallow", "deep"]
    assert dots["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert dots["mark"]["type"] == "circle" and means["mark"]["type"] == "tick"


@pytest.mark.parametrize(("low_is_best", "kind"), [(True, "log"), (False, "linear")])
def test_the_grid_has_a_cell_for_each_depth_and_width_and_writes_the_best_in_bold(low_is_best, kind):
    cells, plain, bold = sizes("test cost", low_is_best, 3, "none", "8").to_dict()["layer"]
    assert cells["encoding"]["y"]["scale"]["domain"] == ["0", "1", "2"]
    assert cells["encoding"]["x"]["scale"]["domain"] == ["none", "8"]
    shade = cells["encoding"]["opacity"]
    assert (shade["field"], shade["scale"]["type"]) == ("value", kind)
    low, high = shade["scale"]["range"]
    assert (low > high) == low_is_best and min(low, high) > 0.0, "the best has most colour, the worst has some"
    assert shade["legend"]["title"].startswith("test cost: ")
    assert [plain["mark"].get("fontWeight"), bold["mark"]["fontWeight"]] == ["normal", "bold"]
    assert "'bold'" in bold["transform"][0]["filter"]


def test_speeds_are_lines_of_the_layers_on_a_logarithmic_axis_and_each_has_its_name():
    same, other, ways, names, ends = speeds("RMS gradient", False).to_dict()["layer"]
    for lines, test, dash in ((same, "datum.alike", None), (other, "!datum.alike", [5, 4])):
        assert lines["encoding"]["detail"]["field"] == "layer"
        assert test in [each.get("filter") for each in lines["transform"]]
        assert lines["mark"].get("strokeDash") == dash
        assert lines["encoding"]["y"]["scale"]["type"] == "log"
        assert lines["encoding"]["y"]["title"] == "RMS gradient"
    assert names["encoding"]["text"]["field"] == "text"
    assert (ways["encoding"]["y"]["field"], ways["encoding"]["y2"]["field"]) == ("speed", "at")
    assert names["encoding"]["y"]["field"] == "at"
    assert (ends["data"]["name"], ends["mark"]["opacity"]) == ("bands", 0)


def test_a_wide_axis_has_ticks_at_powers_of_ten_only_and_all_of_them_are_drawn():
    for wide, step in ((True, 10.0), (False, 3.0)):
        axis = speeds("", wide).to_dict()["layer"][0]["encoding"]["y"]["axis"]
        below, above = axis["values"][5:7]
        assert above / below == pytest.approx(step, rel=0.2)
        assert axis["tickCount"] >= len(axis["values"])
