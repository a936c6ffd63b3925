"""``workbench calc`` and ``verify-models`` as a person meets them: models with one value, with records, with lists."""

import json


def test_a_network_is_told_as_tables_of_zones_and_ways(run):
    zones, ways = "zones=A:100;L:0", "ways=D:A:L:door:1.2:5;S:L:out:stair:1.4:10:18:28"
    done = run("--lang", "en", "calc", "egress_network", zones, ways)
    assert done.code == 0, done.err
    for word in ("by zone", "by exit", "last person outside", "controlling element", "convention:"):
        assert word in done.out
    assert "{" not in done.out
    told = json.loads(run("calc", "egress_network", zones, ways, "--json").out)
    assert told["values"]["exits"]["S"]["persons"] == 100
    assert told["values"]["controlling"] == "S"


def test_a_list_of_values_is_told_in_a_line(run):
    done = run("calc", "door_table", "widths=0.8,1.0")
    assert done.code == 0, done.err
    assert "通行能力：0.66；0.924" in done.out


def test_a_way_in_a_circle_is_refused_with_place_and_remedy(run):
    done = run(
        "--lang", "en", "calc", "egress_network", "zones=A:1;B:1", "ways=D:A:B:door:1;E:B:A:door:1;X:A:out:door:1"
    )
    assert done.code == 1
    assert "ways[1]" in done.err
    assert "circle" in done.err
    assert "Traceback" not in done.err


def test_a_level_of_service_tells_what_is_still_to_be_verified(run):
    done = run("calc", "level_of_service", "facility=stair", "density=1.2")
    assert done.code == 0, done.err
    assert "D" in done.out
    assert "待核实" in done.out
