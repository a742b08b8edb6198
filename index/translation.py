"""A Spanish question in English, for searching only: it is never shown."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from index.apertium import ModeError, Stages, phrases, read, stages, written
from index.pipeline import Pipeline

_LOG = logging.getLogger(__name__)
MODE = Path("/usr/share/apertium/modes/spa-eng_US.mode")  # of Debian's apertium-eng-spa
_PATIENCE = 3
_PAUSE, _LONGEST_PAUSE = 60.0, 3600.0


@dataclass(frozen=True, slots=True)
class Translation:
    """English made by rules, rough, and the words in it that stayed as they were: names, mostly."""

    text: str
    unknown: tuple[str, ...]


class Translator:
    """Apertium, kept running. Where it fails it gives None, and never raises. Thread-safe.

    Its programs start with the first question, or with `start`. A question that takes longer than
    `seconds` ends them, and the next one starts them again. After three failures in a row it rests
    for a minute, and with each further one for twice as long, up to an hour.

    Parameters
    ----------
    programs: Apertium's, in order, each with its arguments.
    clock: seconds that only grow; the rests are measured by it.

    Raises
    ------
    MappingError: when `translation.yaml` is not as it should be.
    """

    def __init__(
        self, programs: Stages, *, seconds: float = 1.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        phrases()  # read now, so that a mistake in them is told at the start
        self._programs = programs
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._pipeline: Pipeline | None = None
        self._asked = 0
        self._failures = 0
        self._rests_until = float("-inf")

    @classmethod
    def find(
        cls,
        *,
        seconds: float = 1.0,
        clock: Callable[[], float] = time.monotonic,
        mode: Path = MODE,
    ) -> "Translator | None":
        """The translator of this machine; None where Apertium is not installed, or not as known."""
        try:
            return cls(stages(mode), seconds=seconds, clock=clock)
        except FileNotFoundError:
            return None
        except (ModeError, OSError, UnicodeDecodeError) as error:
            _LOG.warning("no translation: %s: %s", mode, error)
            return None

    def start(self) -> None:
        """Let the programs load now, so that the first question does not wait for them."""
        with self._lock:
            self._running()

    def translate(self, spanish: str) -> Translation | None:
        """A question in English; None where there is nothing to translate, or no answer in time."""
        text = written(spanish)
        if not text:
            return None
        with self._lock:
            deadline = time.monotonic() + self._seconds
            pipeline = self._running()
            if pipeline is None:
                return None
            reply = self._reply(pipeline, text, deadline - time.monotonic())
            if reply is None:
                self._fail("no answer")
                return None
            self._failures = 0
        return Translation(*read(reply))

    def close(self) -> None:
        """End the programs; the next question, if any, starts them again."""
        with self._lock:
            self._end()

    def _running(self) -> Pipeline | None:
        """The programs, started where they do not run; None while resting, or if that fails."""
        if self._pipeline is not None and self._pipeline.alive:
            return self._pipeline
        self._end()
        if self._clock() < self._rests_until:
            return None
        try:
            self._pipeline = Pipeline(self._programs)
        except OSError as error:
            self._fail(f"not started ({error.strerror})")
        return self._pipeline

    def _reply(self, pipeline: Pipeline, text: str, seconds: float) -> str | None:
        """What Apertium answers, if it is the answer to this text.

        A text ends with a full stop, so that its last word is complete, and with a number in the
        brackets of what is no text: Apertium lets that pass, and so the answer ends with it too.
        """
        self._asked += 1
        ending = f".[][{self._asked}]"
        answer = pipeline.ask((text + ending).encode(), seconds)
        reply = (answer or b"").decode("utf-8", "replace")
        return reply.removesuffix(ending) if reply.endswith(ending) else None

    def _fail(self, why: str) -> None:
        self._end()
        self._failures += 1
        _LOG.warning("Apertium: %s; the question is searched for untranslated", why)
        beyond = self._failures - _PATIENCE
        if beyond >= 0:
            pause = min(_PAUSE * 2.0 ** min(beyond, 10), _LONGEST_PAUSE)
            self._rests_until = self._clock() + pause

    def _end(self) -> None:
        if self._pipeline is not None:
            self._pipeline.close()
            self._pipeline = None
