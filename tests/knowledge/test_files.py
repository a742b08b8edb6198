"""Files that are either whole or not there."""

import multiprocessing
import os
from pathlib import Path

import pytest

from knowledge.files import replace_file

OLD, NEW = b"the old lamp" * 1000, b"the new lamp" * 2000


def test_a_file_is_put_in_place(tmp_path: Path) -> None:
    path = tmp_path / "lamp"
    replace_file(path, OLD)
    assert path.read_bytes() == OLD
    replace_file(path, NEW)
    assert path.read_bytes() == NEW
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("step", ["fsync", "write", "replace"])
def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    path = tmp_path / "lamp"
    path.write_bytes(OLD)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    if step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "replace":
        monkeypatch.setattr(Path, "replace", fail)
    else:
        (tmp_path / f".lamp.{os.getpid()}.new").symlink_to("/dev/full")
    with pytest.raises(OSError, match="No space left"):
        replace_file(path, NEW)
    assert path.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [path]


def _replace_again_and_again(path: Path) -> None:
    for _ in range(100):
        replace_file(path, OLD)
        replace_file(path, NEW)


def test_a_reader_sees_the_old_file_or_the_new(tmp_path: Path) -> None:
    path = tmp_path / "lamp"
    path.write_bytes(OLD)
    writer = multiprocessing.get_context("spawn").Process(
        target=_replace_again_and_again, args=(path,)
    )
    writer.start()
    seen = set()
    while writer.is_alive():
        seen.add(path.read_bytes())
    writer.join(60)
    assert writer.exitcode == 0
    assert seen == {OLD, NEW}


def test_a_killed_writer_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "lamp"
    path.write_bytes(OLD)
    writer = multiprocessing.get_context("spawn").Process(
        target=_replace_again_and_again, args=(path,)
    )
    writer.start()
    while path.read_bytes() == OLD and writer.is_alive():
        pass
    writer.kill()
    writer.join(60)
    assert path.read_bytes() in (OLD, NEW)
