"""Entity tags: what a caller has seen, said in HTTP's words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import Malformed
from shared.http.preconditions import expected_versions, is_known, shown_tag, version_tag


@given(st.integers(min_value=1, max_value=10**12), st.binary(max_size=64))
def test_either_tag_of_a_version_names_it(version: int, body: bytes) -> None:
    assert expected_versions([version_tag(version)]) == frozenset({version})
    assert expected_versions([shown_tag(version, body=body)]) == frozenset({version})


def test_what_is_shown_otherwise_has_another_tag() -> None:
    assert shown_tag(3, body=b"one") != shown_tag(3, body=b"two")
    assert shown_tag(3, body=b"one") == shown_tag(3, body=b"one")


@pytest.mark.parametrize("values", [[], ["*"], [" * "]])
def test_without_a_tag_any_version_will_do(values: list[str]) -> None:
    assert expected_versions(values) is None


@pytest.mark.parametrize(
    ("values", "versions"),
    [
        (['"3"'], {3}),
        (['"3", "4-abc"'], {3, 4}),
        (['"3"', '"4"'], {3, 4}),
        (['"3",'], {3}),
        (['W/"3"'], set()),
        (['"other"'], set()),
        (['""'], set()),
        (['"-3"'], set()),
        (['"' + "9" * 5_000 + '"'], set()),
        (['"a,b", "3"'], {3}),
    ],
)
def test_a_list_names_the_versions_that_are_ours(values: list[str], versions: set[int]) -> None:
    assert expected_versions(values) == frozenset(versions)


@pytest.mark.parametrize("value", ["", "3", "'3'", '"3', '3"', '"3" "4"', '"3", *', 'w/"3"', '"a"b"', '"\n"'])
def test_what_is_no_tag_is_malformed(value: str) -> None:
    with pytest.raises(Malformed):
        expected_versions([value])
    with pytest.raises(Malformed):
        is_known('"1"', values=[value])


def test_a_read_is_known_by_the_whole_tag_weak_or_not() -> None:
    assert is_known('"1-a"', values=['"1-a"'])
    assert is_known('"1-a"', values=['"2-b", W/"1-a"'])
    assert is_known('"1-a"', values=["*"])
    assert not is_known('"1-a"', values=['"1"'])
    assert not is_known('"1-a"', values=[])
