"""The charts of the experiments on digits: which marks, fields and scales."""

from charts.digits import sizes, speeds, variants


def test_a_row_for_each_variant_stands_in_the_given_order_also_before_it_has_a_dot():
    dots, means = variants("shallow", "deep").to_dict()["layer"]
    assert [dots["data"]["name"], means["data"]["name"]] == ["seeds", "means"]
    assert dots["encoding"]["y"]["scale"]["domain"] == ["shallow", "deep"]
    assert dots["encoding"]["x"]["scale"]["domain"] == [0, 100]
    assert dots["mark"]["type"] == "circle" and means["mark"]["type"] == "tick"


def test_the_grid_has_a_cell_for_each_depth_and_width_and_writes_the_best_in_bold():
    cells, plain, bold = sizes(3, "none", "8").to_dict()["layer"]
    assert cells["encoding"]["y"]["scale"]["domain"] == ["0", "1", "2"]
    assert cells["encoding"]["x"]["scale"]["domain"] == ["none", "8"]
    assert cells["encoding"]["opacity"]["field"] == "better"
    assert [plain["mark"].get("fontWeight"), bold["mark"]["fontWeight"]] == ["normal", "bold"]
    assert "'bold'" in bold["transform"][0]["filter"]


def test_speeds_are_lines_of_the_layers_on_a_logarithmic_axis():
    lines, names = speeds("RMS gradient").to_dict()["layer"]
    assert lines["encoding"]["detail"]["field"] == "layer"
    assert lines["encoding"]["y"]["scale"]["type"] == "log"
    assert lines["encoding"]["y"]["title"] == "RMS gradient"
    assert names["encoding"]["text"]["field"] == "text"
