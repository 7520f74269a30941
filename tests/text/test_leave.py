"""Leave: which text may be sent where. Nothing is looked up, and nothing leaves by a trick of spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hudna.problem import Refused
from hudna.record.tiers import Tier
from hudna.text.leave import TIERS, allowed, is_loopback

FAR = "https://models.example.org/v1"


def test_tiers_are_those_of_the_record():
    assert [tier.value for tier in Tier] == list(TIERS)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.1.2.3", "127.255.255.254", "::1"])
def test_this_machine(host):
    assert is_loopback(host)


@pytest.mark.parametrize(
    "host",
    [
        "localhost.evil.com", "evil.localhost.com", "localhost.", "LOCALHOST.evil", "127.0.0.1.evil.com",
        "128.0.0.1", "0.0.0.0", "10.0.0.1", "192.168.1.1", "169.254.1.1", "::2", "::", "fe80::1",
        "::ffff:127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "127.0.0.1 ", "",
        "ｌocalhost", "локалхост", "::1%eth0", "127.0.0.01",
    ],
)  # fmt: skip
def test_other_machines(host):
    assert not is_loopback(host)


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://localhost:11434/v1", "http://LOCALHOST:11434", "http://127.0.0.1", "http://[::1]:8000/v1/",
        "https://localhost/v1/chat/completions",
    ],
)  # fmt: skip
@pytest.mark.parametrize("tier", [None, *TIERS])
def test_to_this_machine_every_text_may_go(endpoint, tier):
    leave = allowed(endpoint, tier=tier)
    assert leave.loopback
    assert not leave.logged
    assert leave.path.endswith("/v1/chat/completions")


def test_outside_a_case_only_what_is_said_to_be_public():
    with pytest.raises(Refused, match="nothing says that it is public") as refused:
        allowed(FAR, tier=None)
    assert "--public" in refused.value.problems[0].remedy
    # No record could log it.
    with pytest.raises(Refused, match="nothing says that it is public"):
        allowed(FAR, tier=None, model_tier="restricted")
    leave = allowed(FAR, tier=None, public=True)
    assert (leave.loopback, leave.logged, leave.tier) == (False, False, "public")


def test_in_a_case_public_text_may_go():
    assert not allowed(FAR, tier="public").logged


@pytest.mark.parametrize("tier", TIERS[1:])
@pytest.mark.parametrize("public", [True, False])
def test_in_a_case_what_is_not_public_stays_whatever_is_said_of_it(tier, public):
    with pytest.raises(Refused, match=f"its tier is {tier}") as refused:
        allowed(FAR, tier=tier, public=public)
    assert f"--model-tier {tier}" in refused.value.problems[0].remedy


@pytest.mark.parametrize("tier", TIERS)
@pytest.mark.parametrize("named", TIERS)
def test_a_named_tier_lets_go_that_and_lower_ones_and_is_logged(tier, named):
    if TIERS.index(tier) <= TIERS.index(named):
        assert allowed(FAR, tier=tier, model_tier=named).logged == (tier != "public")
    else:
        with pytest.raises(Refused, match="is not sent"):
            allowed(FAR, tier=tier, model_tier=named)


def test_a_tier_that_is_not_known_is_restricted():
    with pytest.raises(Refused, match="its tier is restricted"):
        allowed(FAR, tier="secret", model_tier="mission")
    with pytest.raises(Refused, match="there is no tier"):
        allowed(FAR, tier="public", model_tier="secret")


def test_what_is_not_public_goes_encrypted_or_not_at_all():
    with pytest.raises(Refused, match="not encrypted"):
        allowed("http://192.168.1.5:8000/v1", tier="mission", model_tier="mission")
    assert not allowed("http://192.168.1.5:8000/v1", tier="public").secure


@pytest.mark.parametrize(
    "endpoint",
    [
        "", "localhost:11434", "ftp://localhost", "file:///etc/passwd", "http://", "http://:80", "//localhost",
        "http://localhost@evil.com/v1", "http://user:pass@localhost/v1", "http://evil.com\\@localhost/",
        "http://localhost\\.evil.com", "http://local host/", "http://localhost:99999", "http://localhost:x",
        "http://localhost/v1?x=1", "http://localhost/v1#x", "http://localhost\n.evil.com", "http://[::1",
        "http://loc%61lhost", "http://ｌocalhost", "http://[::1%25eth0]/", "http://localhost\t/",
    ],
)  # fmt: skip
def test_odd_addresses_are_refused(endpoint):
    with pytest.raises(Refused):
        allowed(endpoint, tier="public")


@pytest.mark.parametrize(
    ("endpoint", "place"),
    [
        ("http://localhost:11434/v1", ("localhost", 11434, "/v1/chat/completions")),
        ("http://localhost", ("localhost", 80, "/v1/chat/completions")),
        ("https://a.example/api/v2/", ("a.example", 443, "/api/v2/chat/completions")),
        ("https://a.example/v1/chat/completions", ("a.example", 443, "/v1/chat/completions")),
    ],
)
def test_where_is_asked(endpoint, place):
    leave = allowed(endpoint, tier="public")
    assert (leave.host, leave.port, leave.path) == place


@given(st.text(max_size=30), st.sampled_from(["http://", "https://", "http://localhost", ""]))
def test_no_address_breaks_it_and_none_is_this_machine_by_chance(rest, start):
    try:
        leave = allowed(start + rest, tier="public")
    except Refused:
        return
    assert leave.loopback == (leave.host in ("localhost", "::1") or leave.host.startswith("127."))
