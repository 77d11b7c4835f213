"""Become another program that dies when its starter dies, however its starter dies.

Run by path, as the last step before the program itself, because the tie is lost when a process changes its user.
"""

import ctypes
import os
import pwd
import sys

PR_SET_PDEATHSIG = 1


def tie_to_parent(with_signal: int) -> None:
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, with_signal):
        raise OSError(ctypes.get_errno(), "prctl")


def become(account: str) -> None:
    found = pwd.getpwnam(account)
    os.setgroups([])
    os.setgid(found.pw_gid)
    os.setuid(found.pw_uid)


def main(parent: str, with_signal: str, account: str, *command: str) -> None:
    if account:
        become(account)
    tie_to_parent(int(with_signal))
    if os.getppid() == int(parent):
        os.execv(command[0], command)


if __name__ == "__main__":
    main(*sys.argv[1:])
