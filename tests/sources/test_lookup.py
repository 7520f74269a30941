"""Names in cells, as actors, origins and units."""

from hypothesis import given
from hypothesis import strategies as st

from hudna.actors import ActorsFile, registry
from hudna.gazetteer import Gazetteer
from hudna.incident import UNIDENTIFIED
from hudna.sources.lookup import Names

parts = st.sampled_from(
    ["Observatory", "observatory ", "Airwatch", "Salt and Pepper", "Passers-by", "and", "", "the"]
)
joints = st.sampled_from([",", ", ", "/", "; ", "\n", " and ", " & "])


def name_of(registry, name):
    return {"observatory": "obs", "airwatch": "wings", "salt and pepper": "sound"}.get(
        name.strip().casefold()
    )


@given(cells=st.lists(st.tuples(parts, joints), max_size=6))
def test_origins_are_a_set_whatever_parts_them(people, places, cells):
    cell = "".join(part + joint for part, joint in cells)
    found = Names(people, places).origins(cell)
    assert len(set(found.ids)) == len(found.ids)
    assert set(found.ids) <= {"obs", "wings", "sound"}
    named = {name_of(people, part) for part, _ in cells} - {None}
    assert named - {"sound"} <= set(found.ids)  # a name that holds “and” may be cut by another
    assert set(found.unknown) <= set(found.names)
    assert len(found.names) == len(found.ids) + len(found.unknown)


@given(cells=st.lists(st.sampled_from(["Northern Front", "Southern Front", "Strangers", " "])))
def test_a_side_has_its_known_members_and_nobody_else(people, places, cells):
    found = Names(people, places).side(", ".join(cells))
    wanted = {"north"} & {"north" for c in cells if c == "Northern Front"}
    wanted |= {"south" for c in cells if c == "Southern Front"}
    if "Strangers" in cells or not wanted:
        wanted |= {UNIDENTIFIED}
    if len(cells) <= 64:
        assert set(found.ids) == wanted


def test_a_case_without_a_gazetteer_has_no_units_and_misses_none(people):
    assert Names(people, Gazetteer({})).units("Inner", "East", "Testland") == ((), (), (), ())


def test_units_with_and_without_the_word_for_their_kind(people, places):
    names = Names(people, places)
    for first in ("East", "east governorate", "East Province", "EAST  region"):
        assert names.units("", first, "Testland").first == ("T1", "T")
    assert names.units("", "Eastern Governorate", "Testland") == (
        (), (), ("T",), ("Eastern Governorate",),
    )  # fmt: skip


def test_a_list_is_no_name_that_lost_its_commas(places):
    """“Observatory Airwatch” is an alias; the list of both must stay two voices."""
    people = registry(
        ActorsFile.model_validate(
            {
                "actors": [
                    {"id": "n", "kind": "armed-group", "names": {"en": ["North", "North South"]}},
                    {"id": "s", "kind": "armed-group", "names": {"en": ["South"]}},
                ],
                "origins": [
                    {
                        "id": "obs",
                        "names": [
                            "Observatory",
                            "Observatory Airwatch",
                            "Observatory (and Airwatch)",
                        ],
                    },
                    {"id": "wings", "names": ["Airwatch"]},
                ],
            }
        ),
        "UTC",
    )
    names = Names(people, places)
    for cell in ("Observatory, Airwatch", "Observatory/Airwatch", "Observatory and Airwatch"):
        assert names.origins(cell).ids == ("obs", "wings")
    assert names.origins("Observatory Airwatch").ids == ("obs",)
    assert names.side("North, South").ids == ("n", "s")
    assert names.side("North South").ids == ("n",)
