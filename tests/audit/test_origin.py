import pytest

from audit.middleware import client_address

NEAR, FAR, FORGED = "10.0.0.1", "203.0.113.9", "198.51.100.66"


@pytest.mark.parametrize(
    ("remote", "forwarded", "proxies", "expected"),
    [
        (NEAR, "", 0, NEAR),
        (NEAR, FORGED, 0, NEAR),
        (NEAR, FAR, 1, FAR),
        (NEAR, f"{FORGED}, {FAR}", 1, FAR),
        (NEAR, f"{FAR}, {NEAR}", 2, FAR),
        (NEAR, f"{FORGED}, {FAR}, {NEAR}", 2, FAR),
        (NEAR, "", 1, NEAR),
        (NEAR, FAR, 2, NEAR),
        (NEAR, "not an address", 1, ""),
        ("", "", 0, ""),
        ("2001:db8::1", "", 0, "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(remote: str, forwarded: str, proxies: int, expected: str) -> None:
    assert client_address(remote, forwarded, proxies) == expected
