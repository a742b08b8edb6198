"""Asking one site, slowly, and never another."""

import math
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from time import sleep
from types import TracebackType
from typing import Self

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_exponential_jitter

from scripts.importing.address import is_same_site
from scripts.importing.answer import Answer, AnswerError, SiteError, one_line

MAX_BYTES = 20 * 1024 * 1024
MAX_REDIRECTS = 5
TRIES = 5
LONGEST_WAIT = 120.0
_LONGEST_ANSWER = 180.0
_BACK_OFF = wait_exponential_jitter(initial=1, max=30, jitter=1)
_TIMEOUT = httpx.Timeout(30, connect=15)
_HEADERS = {
    "User-Agent": "kind-positions-bot (kind-import)",
    "Accept-Encoding": "gzip, deflate",
}
# One layer of compression at most: a second makes a few bytes into gigabytes at once.
_ENCODINGS = ("", "identity", "gzip", "deflate")
_OVERLOADED = frozenset((408, 425, 429, 500, 502, 503, 504, 520, 521, 522, 523, 524))


class UnansweredError(SiteError):
    """A site did not answer now, but may do so later; `after`: the seconds it asks to wait."""

    def __init__(self, message: str, after: float = 0.0) -> None:
        super().__init__(message)
        self.after = after


class Polite:
    """A client that asks at most once in `pause` seconds, and again where it is not answered."""

    def __init__(self, pause: float, told: Callable[[str], None]) -> None:
        self._client = httpx.Client(headers=_HEADERS, timeout=_TIMEOUT, follow_redirects=False)
        self._pause = pause
        self._told = told
        self._free = -math.inf  # the moment from which the site may be asked again

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def get(self, url: httpx.URL, *, bare: bool = False) -> Answer:
        """What a site answers at an address or where that redirects to within it.

        `bare`: without its body. Raises SiteError when there is no answer, or it leads elsewhere,
        and AnswerError when it is too large.
        """
        asked = url
        for _ in range(MAX_REDIRECTS + 1):
            answer = self._retried(asked, bare=bare)
            if not answer.redirects:
                return answer
            asked = _next(asked, answer)
        raise SiteError(
            f"{one_line(url)}: more than {MAX_REDIRECTS} redirects in a row; "
            "see in a browser where it leads, and name that address"
        )

    def _retried(self, url: httpx.URL, *, bare: bool) -> Answer:
        retrying = Retrying(
            retry=retry_if_exception_type(UnansweredError),
            stop=stop_after_attempt(TRIES),
            wait=_wait,
            sleep=sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        try:
            return retrying(self._once, url, bare=bare)
        except UnansweredError as error:
            raise SiteError(
                f"{error}; gave up after {TRIES} tries; check the address, or try later"
            ) from None

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome and state.outcome.exception()
        self._told(f"{error}; again in {state.upcoming_sleep:.0f} s")

    def _once(self, url: httpx.URL, *, bare: bool) -> Answer:
        sleep(max(0.0, self._free - time.monotonic()))
        try:
            with self._client.stream("GET", url) as response:
                if response.status_code in _OVERLOADED:
                    raise _overloaded(response)
                body = b"" if bare or response.has_redirect_location else _body(response)
                return Answer(url, response.status_code, response.headers, body)
        except httpx.TimeoutException:
            raise UnansweredError(f"{_site(url)}: no answer in time") from None
        except httpx.RequestError as error:
            told = one_line(error) or type(error).__name__
            raise UnansweredError(f"{_site(url)}: no answer: {told}") from None
        except httpx.InvalidURL as error:
            raise SiteError(f"{_site(url)}: not a web address: {one_line(error)}") from None
        finally:
            self._free = time.monotonic() + self._pause


def _wait(state: RetryCallState) -> float:
    error = state.outcome and state.outcome.exception()
    asked = error.after if isinstance(error, UnansweredError) else 0.0
    return max(asked, _BACK_OFF(state))


def _overloaded(response: httpx.Response) -> SiteError:
    told = f"{_site(response.url)}: the answer is {response.status_code} {response.reason_phrase}"
    after = _retry_after(response.headers.get("retry-after", ""))
    if after > LONGEST_WAIT:
        return SiteError(f"{told}, and to wait {after:,.0f} s; run this again then")
    return UnansweredError(one_line(told), after)


def _retry_after(written: str) -> float:
    """The seconds of a Retry-After header, which is a number or a moment; 0 where it is neither."""
    if written.isascii() and written.isdigit():
        return float(written[:9])
    try:
        moment = parsedate_to_datetime(written)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())


def _body(response: httpx.Response) -> bytes:
    encoding = response.headers.get("content-encoding", "").strip().lower()
    if encoding not in _ENCODINGS:
        raise AnswerError(f"the answer is packed as {one_line(encoding)!r}, which nobody asked for")
    end = time.monotonic() + _LONGEST_ANSWER
    body = bytearray()
    for chunk in response.iter_bytes():
        body += chunk
        if len(body) > MAX_BYTES:
            raise AnswerError(f"the answer has more than the {MAX_BYTES:,} bytes allowed")
        if time.monotonic() > end:
            raise UnansweredError(f"{_site(response.url)}: no whole answer in time")
    return bytes(body)


def _next(url: httpx.URL, answer: Answer) -> httpx.URL:
    """Where a redirect leads, if that is still the same site."""
    try:
        target = url.join(answer.headers["location"])
    except (httpx.InvalidURL, ValueError):
        raise SiteError(f"{_site(url)}: redirects to what is not a web address") from None
    check_same_site(url, target, "redirects to")
    return target.copy_with(fragment=None)


def check_same_site(url: httpx.URL, target: httpx.URL, leads: str) -> None:
    """Raise SiteError, naming both, for an address that is not of the site of `url`."""
    if is_same_site(url, target):
        return
    here, there = (one_line(f"{u.scheme}://{_site(u)}") for u in (url, target))
    if target.scheme == "http" and url.scheme == "https" and target.host == url.host:
        raise SiteError(f"{here} {leads} {there}, which is not encrypted; nothing is read from it")
    raise SiteError(f"{here} {leads} {there}, another host; if it is meant, name it: {there}")


def _site(url: httpx.URL) -> str:
    return one_line(url.netloc.decode("ascii"))
