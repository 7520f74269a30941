"""Canonical bytes: RFC 8785 for one thing, the same bytes in bulk, and all of it back."""

import json
import math
import struct
from datetime import UTC, datetime

import pyarrow as pa
import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

import hudna.record.canonical as module
from hudna.record.canonical import MAX_ROW, NotCanonical, canonical, parse, rows, table
from hudna.report import SCHEMA

TIME = pa.timestamp("us", "UTC")
NAMES = pa.list_(pa.string())
SAFE = 2**53 - 1
FIRST = -62_135_596_800_000_000  # 0001-01-01T00:00:00Z: 719,162 days before 1970
LAST = 253_402_300_799_999_999  # 9999-12-31T23:59:59.999999Z

# RFC 8785, Appendix B: the bits of a double, and how it is written.
APPENDIX_B = {
    "0000000000000000": "0",
    "8000000000000000": "0",
    "0000000000000001": "5e-324",
    "8000000000000001": "-5e-324",
    "7fefffffffffffff": "1.7976931348623157e+308",
    "ffefffffffffffff": "-1.7976931348623157e+308",
    "4340000000000000": "9007199254740992",
    "c340000000000000": "-9007199254740992",
    "4430000000000000": "295147905179352830000",
    "44b52d02c7e14af5": "9.999999999999997e+22",
    "44b52d02c7e14af6": "1e+23",
    "44b52d02c7e14af7": "1.0000000000000001e+23",
    "444b1ae4d6e2ef4e": "999999999999999700000",
    "444b1ae4d6e2ef4f": "999999999999999900000",
    "444b1ae4d6e2ef50": "1e+21",
    "3eb0c6f7a0b5ed8c": "9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d": "0.000001",
    "41b3de4355555553": "333333333.3333332",
    "41b3de4355555554": "333333333.33333325",
    "41b3de4355555555": "333333333.3333333",
    "41b3de4355555556": "333333333.3333334",
    "41b3de4355555557": "333333333.33333343",
    "becbf647612f3696": "-0.0000033333333333333333",
    "43143ff3c1cb0959": "1424953923781206.2",
}
NO_NUMBERS = ["7fffffffffffffff", "7ff0000000000000", "fff0000000000000"]

# RFC 8785, 3.2.3: property names, in the order of their UTF-16 code units.
SORTED_NAMES = ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]

# RFC 8785, 3.2.2.2: two-letter escapes where there are some, else \u00xx in lower case.
ESCAPES = {
    "\b": r"\b", "\t": r"\t", "\n": r"\n", "\f": r"\f", "\r": r"\r", '"': r"\"", "\\": r"\\",
    "\0": r"\u0000", "\x0b": r"\u000b", "\x1f": r"\u001f",
    # everything else stands for itself
    "\x7f": "\x7f", "\u2028": "\u2028", "/": "/", "\u0647\u062f\u0646\u0629": "\u0647\u062f\u0646\u0629",
    "\U0001f600": "\U0001f600",
}  # fmt: skip


def double(bits):
    return struct.unpack(">d", bytes.fromhex(bits))[0]


def written(moment):
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def plain(row):
    """What `rows` must give for a row of `Table.to_pylist`, by the plain way."""
    told = {}
    for name, value in row.items():
        if value is None or value == []:
            continue
        told[name] = written(value) if isinstance(value, datetime) else value
    return rfc8785.dumps(told)


def column(kind, values, nullable=True, name="x"):
    return pa.table({name: pa.array(values, kind)}, pa.schema([pa.field(name, kind, nullable)]))


# --- one thing ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("bits", "text"), APPENDIX_B.items())
def test_numbers_of_appendix_b(bits, text):
    value = double(bits)
    assert canonical(value) == text.encode()
    assert rows(column(pa.float64(), [value])) == [f'{{"x":{text}}}'.encode()]
    assert parse(text.encode()) == value
    read = table([f'{{"x":{text}}}'.encode()], column(pa.float64(), []).schema)
    assert read["x"].to_pylist() == [value]


@pytest.mark.parametrize("bits", NO_NUMBERS)
def test_no_numbers_of_appendix_b(bits):
    with pytest.raises(NotCanonical, match="representable"):
        canonical(double(bits))
    with pytest.raises(NotCanonical, match=r"row 1, column 'x': .* not finite"):
        rows(column(pa.float64(), [0.5, double(bits)]))


def test_the_example_of_the_rfc():
    # 3.2.2 and 3.2.4
    body = rb"""{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }"""
    assert canonical(parse(body)).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_by_utf_16():
    mixed = sorted(SORTED_NAMES, reverse=True)
    assert list(parse(canonical(dict.fromkeys(mixed, 1)))) == SORTED_NAMES
    batch = pa.table({name: pa.array([1], pa.int64()) for name in mixed})
    assert list(parse(rows(batch)[0])) == SORTED_NAMES
    assert rows(batch) == [canonical(dict.fromkeys(mixed, 1))]


@pytest.mark.parametrize(("character", "text"), ESCAPES.items())
def test_escapes(character, text):
    assert canonical(character) == f'"{text}"'.encode()
    written = f'{{"l":["{text}","a"],"s":"{text}{text}"}}'.encode()
    schema = pa.schema([pa.field("s", pa.string()), pa.field("l", NAMES, False)])
    one = pa.Table.from_pylist([{"s": character * 2, "l": [character, "a"]}], schema)
    assert rows(one) == [written]
    assert table([written], schema).equals(one)


@pytest.mark.parametrize(
    "value",
    [
        math.nan, math.inf, -math.inf, SAFE + 1, -SAFE - 1, {1: 2}, {None: 1}, {b"a": 1}, "\ud800",
        {"\udc00": 1}, ["\udfff"], b"bytes", {1, 2}, object(), datetime(2017, 1, 1, tzinfo=UTC),
    ],
)  # fmt: skip
def test_what_has_no_canonical_bytes(value):
    with pytest.raises(NotCanonical):
        canonical({"deep": [value]})
    with pytest.raises(ValueError, match="canonical JSON"):
        canonical(value)


def test_what_is_nested_too_deeply():
    deep = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(NotCanonical, match="deep"):
        canonical(deep)
    with pytest.raises(NotCanonical, match="deep"):
        parse(b"[" * 100_000 + b"]" * 100_000)
    itself = []
    itself.append(itself)
    with pytest.raises(NotCanonical, match="deep"):
        canonical(itself)


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"{", b"nul", b"{}{}", b"[1,]", b'{"a":1,"a":1}', b'[{"b":{"a":1,"a":2}}]',
        b"NaN", b"[Infinity]", b"-Infinity", b"1e999", b"[-1e999]", b"9" * 400, b"01", b"'a'",
        b'"\xff"', b'"\xed\xa0\x80"', b"\xef\xbb\xbf1", "1".encode("utf-16"), b'"a\nb"',
        rb'"\ud800"', rb'["\uDC00\uD800"]', rb'{"\udfff":1}', b"/**/1", b'{"a":1}\0',
    ],
)  # fmt: skip
def test_what_is_not_json(body):
    with pytest.raises(NotCanonical):
        parse(body)


def test_what_is_json_in_another_spelling():
    assert parse(rb' {"a" : [1.50, "\ud83d\ude00\u0041", null]} ') == {
        "a": [1.5, "\U0001f600A", None]
    }
    assert parse(b"1") == 1
    assert isinstance(parse(b"9007199254740991"), int)
    assert isinstance(parse(b"9007199254740992"), float)  # written so by canonical(2.0**53)
    assert parse(b"-0") == 0


VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-SAFE, SAFE)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(VALUES)
def test_one_thing_comes_back(value):
    body = canonical(value)
    assert parse(body) == value
    assert canonical(parse(body)) == body
    assert json.loads(body, parse_int=float) == value


@given(st.binary() | st.text(alphabet='{}[]",:\\u01d8eE+-.naltrufs \n').map(str.encode))
def test_bytes_are_refused_or_have_a_canonical_form(body):
    try:
        value = parse(body)
    except NotCanonical:
        return
    once = canonical(value)
    assert canonical(parse(once)) == once


# --- many rows ------------------------------------------------------------------------------------

NASTY = st.sampled_from(
    ['"', "\\", '\\"', '","', '\\","', "\n", "\0", "\x1f", "\x7f", "\u2028", "\U0001f600", "null",
     "", "}{", '":', "\u0647\u062f\u0646\u0629", "\u0301", "\ufeff", "2017-01-01", "1e5", "[]"]
)  # fmt: skip
TEXTS = st.lists(NASTY | st.text(st.characters(codec="utf-8"), max_size=5), max_size=3).map("".join)
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(
    [1e21, 1e20, 1e-7, 1e-6, 1e-5, 1e15, 1e16, 5e-324, 1.7976931348623157e308, -0.0, 0.1 + 0.2,
     36.4018, 5.0, -1.0, 999999999999999.9, 123456789012345.6, 2.0**53, 1e22, 2**63 * 1.0]
)  # fmt: skip
BY_KIND = {
    pa.string(): TEXTS,
    pa.float64(): FLOATS,
    pa.int32(): st.integers(-(2**31), 2**31 - 1),
    pa.int64(): st.integers(-SAFE, SAFE),
    pa.bool_(): st.booleans(),
    TIME: st.integers(FIRST, LAST) | st.sampled_from([FIRST, LAST, 0, -1, 1_483_048_800_000_000]),
}
FIELDS = st.one_of(
    st.builds(pa.field, TEXTS, st.sampled_from(list(BY_KIND)), st.booleans()),
    st.builds(pa.field, TEXTS, st.just(NAMES), st.just(False)),
)


def filled(field):
    if field.type == NAMES:
        return st.lists(TEXTS, max_size=3)
    values = BY_KIND[field.type]
    return st.none() | values if field.nullable else values


def rows_of(schema):
    row = st.fixed_dictionaries({field.name: filled(field) for field in schema})
    return st.lists(row, max_size=6).map(lambda found: pa.Table.from_pylist(found, schema))


SCHEMAS = st.just(SCHEMA) | st.lists(
    FIELDS, min_size=1, max_size=6, unique_by=lambda field: field.name
).map(pa.schema)
TABLES = SCHEMAS.flatmap(rows_of)


@pytest.mark.slow
@given(TABLES)
def test_rows_are_written_as_the_plain_way_does(batch):
    assert rows(batch) == [plain(row) for row in batch.to_pylist()]


@pytest.mark.slow
@given(TABLES)
def test_rows_come_back(batch):
    read = table(rows(batch), batch.schema)
    assert read.schema.equals(batch.schema, check_metadata=True)
    assert read.equals(batch)  # to which -0.0 equals 0
    assert rows(read) == rows(batch)
    read.validate(full=True)


@pytest.mark.slow
@given(TABLES, st.data())
def test_slices_and_chunks_are_written_as_the_whole(batch, data):
    written = rows(batch)
    first = data.draw(st.integers(0, batch.num_rows))
    last = data.draw(st.integers(first, batch.num_rows))
    assert rows(batch.slice(first, last - first)) == written[first:last]
    pieces = [batch.slice(0, first), batch.slice(first, last - first), batch.slice(last)]
    assert rows(pa.concat_tables(pieces)) == written
    for piece in batch.slice(first).combine_chunks().to_batches():
        assert rows(piece) == written[first:]
        assert rows(piece.slice(1)) == written[first + 1 :]


def test_one_report():
    report = {
        "report_id": "ged-233223", "source": "ged", "source_row": "233223", "origins": ["sohr"],
        "origin_names": ["SOHR"], "articles": 1, "t_earliest": 1_482_962_400_000_000,
        "t_latest": None, "zone": "Asia/Damascus", "extent": "unknown", "place": 'The "old" town',
        "units": ["SY0302", "SY03"], "is_unit": False, "lon": 36.4018, "lat": 33.0,
        "radius_km": None, "actors": [], "targets": [], "both_directions": True, "acts": [],
        "deaths_low": 14, "aggregate": False,
    }  # fmt: skip
    body = (
        b'{"aggregate":false,"articles":1,"both_directions":true,"deaths_low":14,'
        b'"extent":"unknown","is_unit":false,"lat":33,"lon":36.4018,"origin_names":["SOHR"],'
        rb'"origins":["sohr"],"place":"The \"old\" town","report_id":"ged-233223","source":"ged",'
        b'"source_row":"233223","t_earliest":"2016-12-28T22:00:00.000000Z",'
        b'"units":["SY0302","SY03"],"zone":"Asia/Damascus"}'
    )
    one = pa.Table.from_pylist([report], SCHEMA)
    assert rows(one) == [body]
    assert table([body], SCHEMA).equals(one)


def test_times_at_the_ends():
    ends = column(TIME, [FIRST, LAST, 0])
    assert rows(ends) == [
        b'{"x":"0001-01-01T00:00:00.000000Z"}',
        b'{"x":"9999-12-31T23:59:59.999999Z"}',
        b'{"x":"1970-01-01T00:00:00.000000Z"}',
    ]
    assert table(rows(ends), ends.schema).equals(ends)


def test_a_row_of_which_nothing_is_known():
    schema = pa.schema(
        [pa.field("a", pa.int64()), pa.field("b", NAMES, False), pa.field("c", pa.float64())]
    )
    found = [{"b": []}, {"a": 1, "b": []}, {"b": [""]}, {"b": [], "c": 0.5}]
    some = pa.Table.from_pylist(found, schema)
    assert rows(some) == [b"{}", b'{"a":1}', b'{"b":[""]}', b'{"c":0.5}']
    assert table(rows(some), schema).equals(some)


def test_no_rows():
    assert rows(SCHEMA.empty_table()) == []
    assert table([], SCHEMA).equals(SCHEMA.empty_table())
    assert table([], SCHEMA).schema.equals(SCHEMA, check_metadata=True)


def test_parts_are_put_together(monkeypatch):
    found = [{"s": f'{n} "{"é" * (n % 40)}"', "l": ["a"] * (n % 4), "n": n / 8} for n in range(999)]
    schema = pa.schema(
        [pa.field("s", pa.string()), pa.field("l", NAMES, False), pa.field("n", pa.float64())]
    )
    many = pa.Table.from_pylist(found, schema)
    expected = [plain(row) for row in found]
    monkeypatch.setattr(module, "_ROWS", 250)
    monkeypatch.setattr(module, "_BYTES", 2_000)
    monkeypatch.setattr(module, "_BLOCK", 500)
    assert rows(many) == expected
    assert table(expected, schema).equals(many)
    broken = [*expected[:700], b"{", *expected[701:]]
    with pytest.raises(NotCanonical, match=r"^row 700: "):
        table(broken, schema)


def test_a_row_that_is_too_large(monkeypatch):
    monkeypatch.setattr(module, "MAX_ROW", 1_000)
    monkeypatch.setattr(module, "_BYTES", 500)
    large = column(pa.string(), ["a", "b" * 1_001])
    with pytest.raises(NotCanonical, match="row 1: more than 1,000 bytes"):
        rows(large)
    grown = column(pa.string(), ["a", "\0" * 200])  # to six times as many
    with pytest.raises(NotCanonical, match="row 1: more than 1,000 bytes"):
        rows(grown)
    with pytest.raises(NotCanonical, match="row 1: more than 1,000 bytes"):
        table([b"{}", b'{"x":"' + b"a" * 1_000 + b'"}'], grown.schema)
    assert MAX_ROW >= 1_000_000


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "what"),
    [
        (pa.field("x", NAMES, True), "may be null"),
        (pa.field("x", pa.list_(pa.int64()), False), "list<.*> has no canonical form"),
        (pa.field("x", pa.timestamp("us")), "timestamp"),
        (pa.field("x", pa.timestamp("us", "Asia/Damascus")), "Asia/Damascus"),
        (pa.field("x", pa.timestamp("ns", "UTC")), "timestamp"),
        (pa.field("x", pa.float32()), "float"),
        (pa.field("x", pa.uint64()), "uint64"),
        (pa.field("x", pa.binary()), "binary"),
        (pa.field("x", pa.date32()), "date32"),
        (pa.field("x", pa.null()), "null"),
        (pa.field("x", pa.dictionary(pa.int32(), pa.string())), "dictionary"),
        (pa.field("x", pa.struct([("a", pa.int64())])), "struct"),
    ],
)
def test_types_that_have_no_form(field, what):
    schema = pa.schema([pa.field("a", pa.int64()), field])
    with pytest.raises(NotCanonical, match=f"column 'x': .*{what}"):
        rows(schema.empty_table())
    with pytest.raises(NotCanonical, match=f"column 'x': .*{what}"):
        table([], schema)


def test_columns_that_make_no_object():
    with pytest.raises(NotCanonical, match="without columns"):
        rows(pa.schema([]).empty_table())
    twice = pa.schema([pa.field("x", pa.int64()), pa.field("x", pa.int64())])
    with pytest.raises(NotCanonical, match="twice"):
        table([b"{}"], twice)


@pytest.mark.parametrize(
    ("kind", "nullable", "bad", "what"),
    [
        (pa.int64(), True, SAFE + 1, "beyond"),
        (pa.int64(), True, -(2**63), "beyond"),
        (TIME, True, FIRST - 1, "outside the years"),
        (TIME, True, LAST + 1, "outside the years"),
        (TIME, True, -(2**63), "outside the years"),
        (pa.float64(), True, math.nan, "not finite"),
        (pa.string(), False, None, "nothing is there"),
        (pa.bool_(), False, None, "nothing is there"),
        (NAMES, False, None, "nothing is there"),
        (NAMES, False, ["a", None], "holds a null"),
    ],
)
def test_values_that_have_no_form(kind, nullable, bad, what):
    good = {pa.string(): "a", pa.bool_(): True, NAMES: ["a"]}.get(kind, 1)
    with pytest.raises(NotCanonical, match=f"^row 2, column 'x': .*{what}"):
        rows(column(kind, [good, good, bad, good], nullable))


@pytest.mark.parametrize("text", [b"\xff", b"a\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80"])
def test_text_that_is_not_utf_8(text):
    raw = pa.array([b"good", text], pa.binary())
    broken = pa.Array.from_buffers(pa.string(), 2, raw.buffers())
    with pytest.raises(NotCanonical, match=r"column 'x' from row 0: .* not UTF-8"):
        rows(pa.table({"x": broken}))
    lists = pa.ListArray.from_arrays(pa.array([0, 2], pa.int32()), broken)
    schema = pa.schema([pa.field("x", lists.type, False)])
    with pytest.raises(NotCanonical, match=r"column 'x' from row 0: .* not UTF-8"):
        rows(pa.table([lists], schema))
    with pytest.raises(NotCanonical, match="row 1"):
        table([b"{}", b'{"x":"' + text + b'"}'], pa.schema([pa.field("x", pa.string())]))


READ = pa.schema(
    [
        pa.field("b", pa.bool_()), pa.field("f", pa.float64()), pa.field("i", pa.int32()),
        pa.field("l", NAMES, False), pa.field("n", pa.int64()), pa.field("s", pa.string(), False),
        pa.field("t", TIME),
    ]
)  # fmt: skip
GOOD = b'{"b":true,"f":0.5,"i":1,"l":["a"],"n":2,"s":"z","t":"2016-12-29T22:00:00.000000Z"}'


@pytest.mark.parametrize(
    "body",
    [
        b"", b" ", b"null", b"[]", b"1", b"{", b"}", b"{}", b'{"s":null}', b'{"s":1}', b'{"s":[]}',
        b'{"s":true}', b'{"s":{}}', b'{"s":"z","new":1}', b'{"s":"z","":1}', b'{"s":"z","S":"z"}',
        b'{"s":"z","s":"z"}', b'{"s":"z","n":1,"n":1}', b'{"l":["a"],"l":["a"],"s":"z"}',
        b'{"s":"z","i":2147483648}', b'{"s":"z","i":1.5}', b'{"s":"z","i":"1"}',
        b'{"s":"z","i":true}', b'{"s":"z","n":9007199254740992}', b'{"s":"z","n":1e2}',
        b'{"s":"z","n":99999999999999999999}', b'{"s":"z","f":NaN}', b'{"s":"z","f":1e999}',
        b'{"s":"z","f":Infinity}', b'{"s":"z","f":"1"}', b'{"s":"z","f":01}', b'{"s":"z","b":1}',
        b'{"s":"z","b":"true"}', b'{"s":"z","l":"a"}', b'{"s":"z","l":[1]}', b'{"s":"z","l":[[]]}',
        b'{"s":"z","l":[null]}', b'{"s":"z","l":{}}', b'{"s":"z","t":1}', b'{"s":"z","t":""}',
        b'{"s":"z","t":"2016-12-29"}', b'{"s":"z","t":"2016-12-29T22:00:00Z"}',
        b'{"s":"z","t":"2016-12-29T22:00:00.000000"}', b'{"s":"z","t":"2016-12-29 22:00:00.000000Z"}', b'{"s":"z","t":"2016-02-30T22:00:00.000000Z"}',
        b'{"s":"z","t":"2016-12-29T22:00:00.0+02:00"}', b'{"s":"z","t":"2016-12-29T24:00:00.000000Z"}',
        b'{"s":"z","t":"0000-12-29T22:00:00.000000Z"}', b'{"s":"z"}{"s":"z"}', b'{"s":"z"},{"s":"z"}',
        b'{"s":"z"}\n{"s":"z"}', b'{"s":"z"}\0{"s":"z"}', b'{"s":"z"}\0}', b'{"s":"z"}x}',
        b'{"s":"z"} {"s":"z"}', b'{"s":"a\tb"}', b'{"s":"\xff"}', b'{"s":"\xed\xa0\x80"}',
        rb'{"s":"\ud800"}', rb'{"s":"\udc00"}', rb'{"s":"\udc00\ud800"}', rb'{"s":"\x"}',
        b"{'s':'z'}", b'{"s":"z",}', b'{"s":"z","i":}', b'\xef\xbb\xbf{"s":"z"}',
        b'{"s":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
        b'{"s":"z","deep":' + b'{"a":' * 50_000 + b"1" + b"}" * 50_001,
    ],
)  # fmt: skip
def test_bodies_that_are_no_row(body):
    for bodies in ([GOOD, body], [GOOD, body, GOOD], [GOOD, body, GOOD, GOOD]):
        with pytest.raises(NotCanonical, match=r"^row 1: "):
            table(bodies, READ)
    with pytest.raises(NotCanonical, match=r"^row 0: "):
        table([body], READ)


@pytest.mark.parametrize(
    "bodies",
    [
        [b'{"s":"1"}{"s":"2"}', b""],
        [b"", b'{"s":"1"}{"s":"2"}'],
        [b'{"s":"1"}{"s":"2"}', b'{"s":"3"}\0}', b'{"s":"4"}'],
        [b'{"s":"1"', b'}{"s":"2"}'],
        [b'{"s":"1",', b'"n":2}', b'{"s":"1"}{"s":"2"}{"s":"2"}'],
        [b'{"s":"1', b'"}{"s":"2"}'],
        [b'{"s":"1"}\n{"s":"2"}', b""],
    ],
)
def test_rows_cannot_shift(bodies):
    with pytest.raises(NotCanonical):
        table(bodies, READ)


def test_a_refusal_says_where_and_why():
    with pytest.raises(NotCanonical, match=r"^row 2: column 'n': the value is beyond"):
        table([GOOD, GOOD, b'{"n":9007199254740993,"s":"z"}', GOOD], READ)
    with pytest.raises(NotCanonical, match=r"^row 1: column 's': nothing is there"):
        table([GOOD, b'{"s":null}', b"{"], READ)


def test_the_same_in_another_spelling_is_read():
    other = rb'{ "t":"2016-12-29T22:00:00.000000Z","s":"\u007a", "n":2,"l":["a"],"i":1,"f":5e-1,"b":true }'
    assert table([other], READ).equals(table([GOOD], READ))
    assert rows(table([other], READ)) == [GOOD] != [other]
    assert table([b'{"l":null,"n":null,"s":"z"}'], READ).equals(table([b'{"s":"z"}'], READ))


@st.composite
def spoilt(draw):
    body = bytearray(draw(st.sampled_from([GOOD, b'{"s":"z"}', b'{"l":["",""],"s":"\\n"}'])))
    for _ in range(draw(st.integers(1, 3))):
        at = draw(st.integers(0, len(body)))
        cut = draw(st.integers(0, 3))
        new = draw(st.binary(max_size=2) | st.sampled_from([b'"', b"\\", b",", b"}{", b"[", b"-0"]))
        body[at : at + cut] = new
    return bytes(body)


def told(body):
    return {k: v for k, v in parse(body).items() if v is not None and v != []}


@given(st.lists(spoilt() | st.just(GOOD) | st.binary(max_size=9), min_size=1, max_size=4))
def test_bytes_are_refused_or_read_as_what_they_say(bodies):
    try:
        read = table(bodies, READ)
    except NotCanonical:
        return
    assert [told(body) for body in bodies] == [told(body) for body in rows(read)]
