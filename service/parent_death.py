"""Let a process end with the one that started it, also when that is killed.

Linux sends a signal of choice when the thread that started a process ends (prctl, PR_SET_PDEATHSIG). Elsewhere there is
no such thing, and nothing happens. Run as a program, this file becomes the program that it is given:

    python leash.py <signal> <parent> <user> <group> <program> <argument> …

It is run by its path with nothing but the standard library, as root where need be, and gives up root before it becomes
the program; user and group "-" leave them as they are. A program of its own, because what runs between fork and exec in
a process with threads may hang.
"""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1


def end_with_parent(parent: int, number: int) -> None:
    """Ask for a signal when the parent ends; if it has ended already, end at once."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)
    if os.getppid() != parent:
        sys.exit(1)


def _become(number: str, parent: str, user: str, group: str, *command: str) -> None:
    if user != "-":
        os.setgroups([])
        os.setgid(int(group))
        os.setuid(int(user))
    os.umask(0o077)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    end_with_parent(int(parent), int(number))  # After setuid, which takes the wish back.
    os.execv(command[0], command)  # noqa: S606 - that is the whole point


if __name__ == "__main__":
    _become(*sys.argv[1:])
