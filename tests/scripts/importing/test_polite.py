"""Asking slowly, and again where there was no answer."""

import re
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from starlette.requests import Request
from starlette.responses import Response

from scripts.importing import polite
from tests.scripts.importing.importing import Importing, importing, listening
from tests.scripts.importing.site import Fault

__all__ = ["importing", "listening"]


def failing(status: int, times: int, **headers: str) -> Fault:
    """Answer some requests with an error, and then no more."""
    left = [times]

    def fault(_request: Request) -> Response | None:
        left[0] -= 1
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Response("", status, headers=named) if left[0] >= 0 else None

    return fault


def waits(importing: Importing) -> list[float]:
    return [seconds for seconds in importing.slept if seconds > 0.5]


def test_requests_keep_their_distance(
    importing: Importing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(polite, "sleep", time.sleep)
    importing.site.add("Lamp")
    importing.run("--pause", "0.2")
    moments = [asked.at for asked in importing.site.asked]
    assert len(moments) == 4
    assert all(later - earlier >= 0.2 for earlier, later in pairwise(moments))


def test_a_second_lies_between_requests_unless_another_pause_is_given(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.run()
    assert importing.slept[0] == 0
    assert all(0.9 < seconds <= 1 for seconds in importing.slept[1:])


def test_the_client_says_who_it_is(importing: Importing) -> None:
    importing.site.add("Lamp")
    importing.run()
    agents = {asked.headers["user-agent"] for asked in importing.site.asked}
    assert agents == {"kind-positions-bot (kind-import)"}


@pytest.mark.parametrize("status", [429, 500, 502, 503, 504])
def test_a_site_that_recovers_is_asked_again_later_each_time(
    importing: Importing, status: int
) -> None:
    importing.site.add("Lamp")
    importing.site.fault = failing(status, 4)
    ended = importing.run("--pause", "0")
    assert ended.told["imported"] == ["lamp"]
    for wait, least in zip(waits(importing), (1, 2, 4, 8), strict=True):
        assert least <= wait <= least + 1
    assert ended.err.count(f"the answer is {status} ") == 4


def test_a_site_that_does_not_recover_is_given_up(importing: Importing) -> None:
    importing.site.fault = failing(503, 99)
    told = importing.refusal("--pause", "0")
    host = importing.site.address.removeprefix("http://")
    assert told == (
        f"{host}: the answer is 503 Service Unavailable; gave up after 5 tries; "
        "check the address, or try later"
    )
    assert len(importing.site.asked) == 5


@pytest.mark.parametrize(
    "asked", [lambda: "20", lambda: format_datetime(datetime.now(UTC) + timedelta(seconds=20))]
)
def test_as_long_as_a_site_asks_it_is_left_alone(
    importing: Importing, asked: Callable[[], str]
) -> None:
    importing.site.add("Lamp")
    importing.site.fault = failing(429, 1, Retry_After=asked())
    assert importing.run("--pause", "0").code == 0
    (wait,) = waits(importing)
    assert 18 <= wait <= 20


@pytest.mark.parametrize("asked", ["3600", "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT"])
def test_longer_than_a_run_may_last_it_is_not_waited_for(importing: Importing, asked: str) -> None:
    importing.site.fault = failing(503, 1, Retry_After=asked)
    assert re.search(r"503 Service Unavailable, and to wait [\d,]+ s; run", importing.refusal())
    assert importing.slept == [0]


@pytest.mark.parametrize("asked", ["-5", "soon", "", "Fri, 99 Foo"])
def test_a_wait_that_is_none_does_no_harm(importing: Importing, asked: str) -> None:
    importing.site.add("Lamp")
    importing.site.fault = failing(503, 1, Retry_After=asked)
    assert importing.run("--pause", "0").code == 0


def test_where_nobody_answers_it_is_said_in_one_line(importing: Importing) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"127.0.0.1:{free.getsockname()[1]}"
    told = importing.refusal(url=f"http://{address}")
    assert told.startswith(f"{address}: no answer: ")
    assert told.endswith("; gave up after 5 tries; check the address, or try later")


def test_a_run_that_is_cut_short_keeps_what_it_has_and_goes_on_next_time(
    importing: Importing,
) -> None:
    for number in range(1, 251):
        importing.site.add(f"Lamp {number}")

    def fault(request: Request) -> Response | None:
        return Response("", 500) if request.query_params.get("page") == "3" else None

    importing.site.fault = fault
    ended = importing.run("--pause", "0")
    assert (ended.code, len(ended.told["imported"])) == (3, 200)
    ((_, reason),) = ended.reasons.items()
    assert "gave up after 5 tries" in reason
    first = importing.files()
    importing.site.fault = None
    ended = importing.run()
    assert (ended.code, ended.told["unchanged"], len(ended.told["imported"])) == (0, 200, 50)
    assert len(importing.names()) == 250
    assert all(importing.files()[name] == first[name] for name in first if name[0] != ".")


def test_files_that_were_written_before_their_record_are_known_again(importing: Importing) -> None:
    for name in ("Lamp", "Harbor"):
        importing.site.add(name)
    importing.run()
    (importing.folder / ".kind-import.json").unlink()
    before = importing.files()
    ended = importing.run()
    assert (ended.code, ended.told["unchanged"]) == (0, 2)
    assert importing.files().items() >= before.items()
    assert importing.run().told["unchanged"] == 2
