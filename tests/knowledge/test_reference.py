"""The permanent short name of a quote."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import InvalidReferenceError
from knowledge.reference import PACKED_BYTES, Reference

TEXT = "0123456789abcdef"

references = st.builds(
    Reference,
    st.text("0123456789abcdef", min_size=16, max_size=16),
    st.integers(0, 2**32 - 1),
    st.integers(1, 2**16 - 1),
)


@given(references)
def test_what_is_written_is_read_back(reference: Reference) -> None:
    assert Reference.parse(str(reference)) == reference


@given(references)
def test_what_is_packed_is_unpacked(reference: Reference) -> None:
    packed = reference.pack()
    assert len(packed) == PACKED_BYTES
    assert Reference.unpack(packed) == reference


@given(st.text(max_size=60) | st.from_regex(r"[0-9a-fA-F]{15,17}-[0-9a-z]{0,12}-[0-9a-z]{0,12}"))
def test_a_reference_has_one_way_of_writing_it(written: str) -> None:
    try:
        reference = Reference.parse(written)
    except InvalidReferenceError:
        return
    assert str(reference) == written


@given(st.binary(min_size=PACKED_BYTES, max_size=PACKED_BYTES))
def test_packed_bytes_have_one_meaning(packed: bytes) -> None:
    try:
        reference = Reference.unpack(packed)
    except InvalidReferenceError:
        assert packed.endswith(b"\0\0")
    else:
        assert reference.pack() == packed
        assert reference.length > 0


def test_it_is_written_in_base_36() -> None:
    assert str(Reference(TEXT, 35, 36)) == f"{TEXT}-z-10"
    assert str(Reference(TEXT, 0, 1)) == f"{TEXT}-0-1"
    assert Reference.parse(f"{TEXT}-z-10").end == 71


@pytest.mark.parametrize(
    "written",
    [
        "",
        "hello",
        f"{TEXT.upper()}-1-2",
        f"{TEXT}-A-2",
        f"{TEXT}-01-2",
        f"{TEXT}-00-2",
        f"{TEXT}-1-02",
        f"{TEXT}-1-0",
        f"{TEXT}-1-",
        f"{TEXT}--2",
        f"{TEXT}-1",
        f"{TEXT}-1-2-3",
        f"{TEXT}-1--2",
        f"{TEXT}-+1-2",
        f"{TEXT}-1_0-2",
        f" {TEXT}-1-2",
        f"{TEXT}-1-2\n",
        f"{TEXT[1:]}-1-2",
        f"{TEXT}0-1-2",
        f"{TEXT}-12345678901-2",
        f"{TEXT}-1-12345678901",
        f"{TEXT}-١-2",
        f"{TEXT}-1-2" + "z" * 5000,
    ],
)
def test_any_other_form_is_refused(written: str) -> None:
    with pytest.raises(InvalidReferenceError) as error:
        Reference.parse(written)
    assert len(str(error.value)) < 120


@pytest.mark.parametrize("packed", [b"", b"\1" * 13, b"\1" * 15, b"\1" * 12 + b"\0\0"])
def test_forged_bytes_are_refused(packed: bytes) -> None:
    with pytest.raises(InvalidReferenceError):
        Reference.unpack(packed)


@pytest.mark.parametrize(("start", "length"), [(2**32, 1), (0, 2**16)])
def test_what_does_not_fit_is_not_packed(start: int, length: int) -> None:
    with pytest.raises(OverflowError):
        Reference(TEXT, start, length).pack()


def test_the_longest_reference_fits_a_deep_link() -> None:
    assert len(f"q-{Reference(TEXT, 36**10 - 1, 36**10 - 1)}") <= 64
