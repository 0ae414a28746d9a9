"""Worker processes that may die: a page that hangs or kills its worker becomes a reject and the run goes on."""

from __future__ import annotations

import ctypes
import importlib
import multiprocessing
import os
import signal
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, Protocol

from polyglot_news.errors import PolyglotNewsError
from polyglot_news.run.plan import Shard
from polyglot_news.run.stop import ASKING, Stop

NOBODY = -1
"""The position at which a worker is at no page: it may take its time."""
TOGETHER = -2
"""The position at which a worker is at several pages together: they are bound as one, and none of them is to blame."""

_LOOKAHEAD = 3
_STARTS = 6
_DEATHS = 9
"""So often a worker may die while it is at no page: whatever kills it is outside."""
_CHECK_SECONDS = 0.5
_PAUSE_SECONDS = 1.0
"""A pool that looks at its workers so much later than it meant to was busy, or stopped itself and they with it."""
_PARENT_DEATH_SIGNAL = 1
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3
_KEPT_BYTES = 1 << 25
"""The most that glibc lets be set."""
_PRELOAD = "polyglot_news.run.preload"
_PAGE_BYTES = os.sysconf("SC_PAGESIZE") if hasattr(os, "sysconf") else 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What one page may take: seconds, and bytes of its worker's memory (checked where ``/proc`` tells)."""

    seconds: float = 20.0
    memory: int = 3_000_000_000


DEFAULT_BOUNDS = Bounds()


class Watch(Protocol):
    """What a worker tells the pool about: the page it is at, so that the pool knows whom to blame."""

    def __call__(self, position: int, /) -> None: ...


Work = Callable[[Shard, Mapping[int, str], Watch], Any]


class WorkerFailed(PolyglotNewsError):  # noqa: N818 - named by what happened
    """A stage raised: this is a fault of the program, not of a page; the message holds the worker's traceback."""


@dataclass(slots=True, kw_only=True)
class _Task:
    shard: Shard
    quarantine: dict[int, str] = field(default_factory=dict)
    crashes: dict[int, int] = field(default_factory=dict)


class _Worker:
    """One process with the pipe it is spoken to through and the page it says it is at."""

    def __init__(self, context: Any, work: Work) -> None:
        self.beat = context.RawArray("d", [NOBODY, 0.0])
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_serve, args=(theirs, self.beat, work), daemon=True)
        with _interrupts_ignored():  # until it ignores them itself
            self.process.start()
        theirs.close()
        self.task: _Task | None = None
        self._excused = 0.0

    def give(self, task: _Task) -> None:
        self.task = task
        self.beat[:] = [NOBODY, time.monotonic()]
        self.pipe.send((task.shard, task.quarantine))

    def excuse(self, now: float) -> None:
        """Lets the page at hand take its time anew, for until now nothing could run."""
        self._excused = now

    def excess(self, bounds: Bounds) -> str:
        """Returns the bound that the page at hand, or the pages, are past, or nothing."""
        if self.task is None or self.beat[0] == NOBODY:
            return ""
        if time.monotonic() - max(self.beat[1], self._excused) > bounds.seconds:
            return "timeout"
        return "memory" if _resident(self.process.pid) > bounds.memory else ""

    def stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.pipe.close()


class Pool:
    """Runs a function over shards in ``workers`` processes and gives the results in the shards' order.

    ``work(shard, quarantine, watch)`` runs in a worker, calls ``watch(position)`` before every item of the shard,
    ``watch(NOBODY)`` after the last, ``watch(TOGETHER)`` before it takes several at once, and leaves out the positions
    in ``quarantine`` (position → reason). A position at which the worker stays longer than its bound is quarantined as
    ``timeout``; one at which it is larger as ``memory``, but only in a shard that is retried: it may have grown before;
    one that kills its worker twice as ``crash``. Work takes the items of a retried shard one by one.
    Once ``stop`` is asked for, the shards in hand are finished and Interrupted is raised.
    """

    def __init__(self, work: Work, *, workers: int, bounds: Bounds = DEFAULT_BOUNDS, stop: Stop | None = None) -> None:
        self._work = work
        self._workers = workers
        self._bounds = bounds
        self._stop = stop or Stop()
        self._context = _context()
        self._looked = 0.0

    def map(self, shards: Iterable[Shard]) -> Iterator[Any]:
        """Yields ``work``'s result of every shard; at most a few shards a worker are held at a time."""
        _keep_freed_memory()  # an answer of megabytes comes in pieces, each of which is first given room for all of it
        waiting: deque[_Task] = deque()
        done: dict[int, Any] = {}
        order: deque[int] = deque()
        source = iter(shards)
        crew: list[_Worker] = []
        try:
            while True:
                self._fill(crew, source=source, waiting=waiting, order=order)
                if not order:
                    self._stop.check()
                    return
                if order[0] in done:
                    yield done.pop(order.popleft())
                else:
                    self._collect(crew, done=done, waiting=waiting)
        finally:
            for worker in crew:
                worker.stop()

    def _fill(self, crew: list[_Worker], *, source: Iterator[Shard], waiting: deque[_Task], order: deque[int]) -> None:
        """Gives work to idle workers, starting one when all are busy and there is room."""
        while True:
            idle = next((worker for worker in crew if worker.task is None), None)
            if idle is None and len(crew) >= self._workers:
                return
            room = len(order) < self._workers * _LOOKAHEAD and not self._stop.requested
            if not waiting and room and (shard := next(source, None)) is not None:
                waiting.append(_Task(shard=shard))
                order.append(shard.index)
            if not waiting:
                return
            if idle is None:
                idle = self._worker()
                crew.append(idle)
            task = waiting.popleft()
            try:
                idle.give(task)
            except ConnectionError:  # it died while it had nothing to do: no page is to blame
                idle.stop()
                crew.remove(idle)
                waiting.appendleft(task)

    def _worker(self) -> _Worker:
        """Starts a worker; when the process that starts them has died, another is started first."""
        for tries in range(_STARTS):
            with suppress(OSError, EOFError):
                return _Worker(self._context, self._work)
            time.sleep(0.1 * 2**tries)
        raise WorkerFailed(f"No worker could be started in {_STARTS} tries.")

    def _collect(self, crew: list[_Worker], *, done: dict[int, Any], waiting: deque[_Task]) -> None:
        """Waits for an answer, a death or a page that takes too long."""
        busy = {worker.pipe: worker for worker in crew if worker.task}
        for pipe in self._wait(busy):
            worker = busy[pipe]
            try:
                index, result, failure = worker.pipe.recv()
            except (EOFError, ConnectionError):
                self._retry(worker, crew=crew, waiting=waiting, reason=None)
                continue
            if failure is not None:
                raise failure
            done[index], worker.task = result, None
        for worker, reason in [(worker, reason) for worker in crew if (reason := worker.excess(self._bounds))]:
            self._retry(worker, crew=crew, waiting=waiting, reason=reason)

    def _wait(self, busy: Mapping[Connection, _Worker]) -> list[Connection]:
        """Returns who answers, or has died, before the workers are to be looked at."""
        seconds = min(_CHECK_SECONDS, self._bounds.seconds / 4)
        ready = wait(list(busy), timeout=seconds)
        now = time.monotonic()
        if now - self._looked > seconds + _PAUSE_SECONDS:
            for worker in busy.values():
                worker.excuse(now)
        self._looked = now
        return [pipe for pipe in ready if isinstance(pipe, Connection)]

    def _retry(self, worker: _Worker, *, crew: list[_Worker], waiting: deque[_Task], reason: str | None) -> None:
        """Replaces a worker and puts its shard in front of the queue, without the page that did it."""
        task, position = worker.task, int(worker.beat[0])
        worker.stop()
        crew.remove(worker)
        assert task is not None
        task.crashes[position] = task.crashes.get(position, 0) + 1
        again = task.crashes[position] > 1
        if position >= 0 and (again or reason == "timeout" or (reason and task.shard.retried)):
            task.quarantine[position] = reason or "crash"
        elif task.crashes[position] > _DEATHS:
            raise WorkerFailed(
                f"A worker died {task.crashes[position]} times while it was at no page (shard {task.shard.name})."
            )
        task.shard = replace(task.shard, retried=True)
        waiting.appendleft(task)


def _resident(process: int | None) -> int:
    """Returns the bytes of memory a process holds, 0 where that cannot be told."""
    try:
        pages = Path(f"/proc/{process}/statm").read_text().split()[1]
    except (OSError, IndexError):
        return 0
    return int(pages) * _PAGE_BYTES


def _context() -> Any:
    """Returns how workers are started: forked from a process with a single thread, else through a fork server."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    if _single_threaded():
        importlib.import_module(_PRELOAD)
        return multiprocessing.get_context("fork")
    from multiprocessing import forkserver, resource_tracker

    resource_tracker.ensure_running()  # by itself, for it lets the signals through again
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_PRELOAD])
    with _interrupts_ignored():
        forkserver.ensure_running()
    return context


def _single_threaded() -> bool:
    """Says whether nothing but this thread runs, native threads included: only then is it safe to fork."""
    try:
        return len(list(Path("/proc/self/task").iterdir())) == 1
    except OSError:
        return False


@contextmanager
def _interrupts_ignored() -> Iterator[None]:
    """What is started here does not hear Ctrl-C, which a terminal sends to every process: the parent ends them.

    It is blocked, not ignored, so that this process hears it afterwards.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ASKING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, beat: Any, work: Work) -> None:
    """Answers shards until the pipe closes; runs in the worker."""
    _end_with_parent()
    _keep_freed_memory()
    for each in ASKING:
        signal.signal(each, signal.SIG_IGN)

    def watch(position: int) -> None:
        beat[0], beat[1] = float(position), time.monotonic()

    while True:
        try:
            shard, quarantine = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer: tuple[int, Any, PolyglotNewsError | None] = (shard.index, work(shard, quarantine, watch), None)
        except PolyglotNewsError as error:
            answer = (shard.index, None, error)
        except Exception:
            answer = (shard.index, None, WorkerFailed(traceback.format_exc()))
        beat[0] = NOBODY
        with suppress(BrokenPipeError):  # nobody waits for it any more
            pipe.send(answer)


def _end_with_parent() -> None:
    """A killed run leaves no worker behind, not even one that hangs.

    Linux only (``PR_SET_PDEATHSIG`` in prctl(2)); elsewhere a worker ends when it finds its pipe closed.
    """
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGKILL)


def _keep_freed_memory() -> None:
    """Lets what was freed be used again: to ask the system for every large array anew takes a twentieth of the time.

    glibc only (mallopt(3)); a block larger than the bound still goes back at once.
    """
    with suppress(OSError, AttributeError):
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, _KEPT_BYTES)
        library.mallopt(_TRIM_THRESHOLD, 2 * _KEPT_BYTES)
