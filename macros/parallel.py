"""Work spread over the machine's cores, with results in the order of the work.

The processes are copies of this one, so they have all that has been read without it being
sent to them. Where processes cannot be copied, the work is done here, with the same result.
"""

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import Connection
from typing import TypeVar

T = TypeVar("T")

# On macOS a copied process may not touch much of the system; only Linux does it safely.
_CAN_COPY = sys.platform == "linux"
_SET_DEATH_SIGNAL = 1  # of prctl(2)
# Below this many pieces of work, copying costs more than it gives.
SMALLEST = 200
# Pieces are handed out a few at a time, so that no core waits long for another.
_HANDED_OUT = 8

_KILLED = "En del af arbejdet blev afbrudt af systemet. Måske er der for lidt hukommelse."

# Ctrl-C reaches the copies and this process one after another.
_ON_ITS_WAY = 0.5  # seconds

_FIRST = os.getpid()  # copies do not load this module, they have it

_works: list[Callable[[], object]] = []


def cores() -> int:
    """How many processes to use: what the machine gives, or what SAMSKABELSE_CORES says."""
    asked = os.environ.get("SAMSKABELSE_CORES", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    return len(os.sched_getaffinity(0)) if _CAN_COPY else 1


def parts(items: Sequence[T], each: int = _HANDED_OUT) -> list[Sequence[T]]:
    """Items in runs of a size that spreads well, `each` for a core; one run when there are few."""
    if len(items) < SMALLEST:
        return [items] if items else []
    size = -(-len(items) // (each * cores()))
    return [items[at : at + size] for at in range(0, len(items), size)]


def together(works: Sequence[Callable[[], T]]) -> list[T]:
    """What each piece of work gives. The longest should come first.

    Raises what it raises, and ChildProcessError when the system ends a copy.
    """
    if len(works) < 2 or not _may_copy():
        return [work() for work in works]
    _works[:] = works
    # What the copies share stays shared only as long as none looks through it for garbage.
    gc.freeze()
    try:
        with ProcessPoolExecutor(
            min(cores(), len(works)), multiprocessing.get_context("fork"), _die_with_parent
        ) as pool:
            try:
                with _undisturbed():
                    asked = [pool.submit(_do, number) for number in range(len(works))]
                return [one.result() for one in asked]  # type: ignore[misc]
            except BaseException:
                # What fails or is interrupted ends it all before later pieces are done.
                pool.shutdown(cancel_futures=True)
                raise
    except BrokenProcessPool as fault:
        raise _killed() from fault
    finally:
        _works.clear()


@contextmanager
def beside(work: Callable[[], object]) -> Iterator[None]:
    """Work done while the block runs, by a copy of its own, which gives back all memory it took.

    Raises what it raises, and ChildProcessError when the system ends the copy.
    """
    if not _may_copy():
        work()
        yield
        return
    copies = multiprocessing.get_context("fork")
    here, there = copies.Pipe(duplex=False)
    copy = copies.Process(target=_do_and_tell, args=(work, there))
    try:
        with _undisturbed():
            copy.start()
        there.close()
        yield
        if fault := here.recv():
            raise fault
        copy.join()
    except EOFError as fault:
        raise _killed() from fault
    finally:
        if copy.pid:
            copy.kill()
            copy.join()


def _killed() -> ChildProcessError:
    """What to raise when a copy has ended; by Ctrl-C, this process is interrupted meanwhile."""
    time.sleep(_ON_ITS_WAY)
    return ChildProcessError(_KILLED)


def _do_and_tell(work: Callable[[], object], listener: Connection) -> None:
    _die_with_parent()
    try:
        work()
    except Exception as fault:  # noqa: BLE001 - whoever waits raises it
        listener.send(fault)
    else:
        listener.send(None)


def _may_copy() -> bool:
    """Whether copies of this process help: those that work for another are enough as they are."""
    # A copy of a process with other threads would wait for ever for what they hold.
    return os.getpid() == _FIRST and threading.active_count() == 1 and cores() > 1


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Let Ctrl-C wait until copies are made: Python loses it while it runs what belongs to that."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _die_with_parent() -> None:
    """Let the system end this process when the one it is a copy of is killed or interrupted."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    ctypes.CDLL(None).prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() != _FIRST:  # it was killed before this one could ask to be told
        os.kill(os.getpid(), signal.SIGKILL)


def _do(number: int) -> object:
    return _works[number]()
